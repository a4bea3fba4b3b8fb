// What a person chose about the display, kept on this device. `static/theme.js` reads the same key before the first paint.
import { isLocale, type Locale } from '#lib/i18n/locales.ts';

const KEY = 'tidemark.settings';
const ZONE_KEY = 'tidemark.zone';

export type Theme = 'auto' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

interface Chosen {
	theme: Theme;
	density: Density;
	/** `null`: as the browser prefers. */
	language: Locale | null;
	/** IANA zone; `null`: as the device. */
	zone: string | null;
	/** 0 = Sunday; `null`: as the locale. */
	firstDay: number | null;
	/** Whether keys without Ctrl or ⌘ are shortcuts: speech input and slips of the hand may press them unmeant. */
	singleKeys: boolean;
	/** Names and texts are replaced by marks, for who shares the screen. */
	hideContent: boolean;
}

/** Whether this browser knows the zone. */
export function isZone(zone: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return true;
	} catch {
		return false; // That it throws is the answer.
	}
}

/** What is kept on this device, or the defaults. */
export function readChosen(): Chosen {
	const chosen: Chosen = {
		theme: 'auto',
		density: 'comfortable',
		language: null,
		zone: null,
		firstDay: null,
		singleKeys: true,
		hideContent: false
	};
	let stored: Record<string, unknown>;
	try {
		stored = (JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {}) as Record<string, unknown>;
	} catch {
		return chosen; // Blocked storage or foreign text: the defaults.
	}
	if (stored.theme === 'light' || stored.theme === 'dark') chosen.theme = stored.theme;
	if (stored.density === 'compact') chosen.density = 'compact';
	if (isLocale(stored.language)) chosen.language = stored.language;
	if (typeof stored.zone === 'string' && isZone(stored.zone)) chosen.zone = stored.zone;
	if (typeof stored.firstDay === 'number' && [0, 1, 6].includes(stored.firstDay))
		chosen.firstDay = stored.firstDay;
	if (stored.singleKeys === false) chosen.singleKeys = false;
	if (stored.hideContent === true) chosen.hideContent = true;
	return chosen;
}

export class Settings {
	#chosen = $state.raw<Chosen>(readChosen());
	/** As it was when it was last looked up: the first formatter of a page costs more than all others together. */
	#deviceZone = $state.raw(readZone() ?? deviceZone());

	get chosen(): Chosen {
		return this.#chosen;
	}

	/** The zone days are counted in. */
	get zone(): string {
		return this.#chosen.zone ?? this.#deviceZone;
	}

	get deviceZone(): string {
		return this.#deviceZone;
	}

	/** A device travels. */
	lookUpZone(): void {
		this.#deviceZone = deviceZone();
		try {
			localStorage.setItem(ZONE_KEY, this.#deviceZone);
		} catch {
			// Storage is blocked: it is looked up at each start.
		}
	}

	/** 0 = Sunday. */
	get firstDay(): number {
		return this.#chosen.firstDay ?? localeFirstDay();
	}

	choose(change: Partial<Chosen>): void {
		this.#chosen = { ...this.#chosen, ...change };
		const { theme, density } = this.#chosen;
		const { dataset } = document.documentElement;
		if (theme === 'auto') delete dataset.theme;
		else dataset.theme = theme;
		if (density === 'comfortable') delete dataset.density;
		else dataset.density = density;
		try {
			localStorage.setItem(KEY, JSON.stringify(this.#chosen));
		} catch {
			// Storage is blocked: the choice holds until the tab is closed.
		}
	}
}

const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

function readZone(): string | null {
	try {
		return localStorage.getItem(ZONE_KEY);
	} catch {
		return null;
	}
}

/** https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Intl/Locale/getWeekInfo */
function localeFirstDay(): number {
	const locale = new Intl.Locale(navigator.language) as Intl.Locale & {
		getWeekInfo?(): { firstDay: number };
	};
	return (locale.getWeekInfo?.().firstDay ?? 1) % 7;
}
