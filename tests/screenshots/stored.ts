// The few pictures that are kept: shown by the README and by the dialog that installs the app.
export interface Stored {
	/** In static/screenshots; named in README.md, static/manifest.webmanifest or both. */
	file: string;
	/** As among the paths of the demo's world. */
	page: string;
	width: number;
	height: number;
	theme: 'light' | 'dark';
}

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

export const STORED: Stored[] = [
	{ file: 'overview-wide.png', page: '/', ...WIDE, theme: 'light' },
	{ file: 'session-wide.png', page: '/sessions/one', ...WIDE, theme: 'light' },
	{ file: 'budgets-wide.png', page: '/budgets', ...WIDE, theme: 'dark' },
	{ file: 'overview-narrow.png', page: '/', ...NARROW, theme: 'light' },
	{ file: 'session-narrow.png', page: '/sessions/one', ...NARROW, theme: 'light' },
	{ file: 'live-narrow.png', page: '/live', ...NARROW, theme: 'dark' }
];
