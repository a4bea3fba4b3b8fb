// All pages, in the order of the navigation.
export const PAGES = [
	{ path: '/', name: 'overview', first: true, key: 'o' },
	{ path: '/sessions', name: 'sessions', first: true, key: 's' },
	{ path: '/live', name: 'live', first: true, key: 'l' },
	{ path: '/search', name: 'search', first: true, key: 'f' },
	{ path: '/tools', name: 'tools', first: false, key: 't' },
	{ path: '/performance', name: 'performance', first: false, key: 'p' },
	{ path: '/productivity', name: 'productivity', first: false, key: 'r' },
	{ path: '/skills', name: 'skills', first: false, key: 'k' },
	{ path: '/accuracy', name: 'accuracy', first: false, key: 'c' },
	{ path: '/budgets', name: 'budgets', first: false, key: 'b' },
	{ path: '/alerts', name: 'alerts', first: false, key: 'a' },
	{ path: '/settings', name: 'settings', first: false, key: 'e' }
] as const;

/** `first`: has its place on a phone's bar. `key`: goes there, after G. */
export type Page = (typeof PAGES)[number];
