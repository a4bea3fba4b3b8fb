// The dictionary in use. `t()` in a template is reactive: choosing another language re-renders what reads it.
import { commandsOf } from '#lib/domain/commands.ts';
import type { Dictionary } from './en.ts';
import { firstEn } from './first-en.ts';
import type { Locale } from './locales.ts';

/** What the first view and the frame say, or the words of every page. */
export type Extent = 'first' | 'all';

/** Languages beyond English, and the words of other pages, are loaded when they are needed. */
const FIRST: Record<Locale, () => Promise<typeof firstEn>> = {
	en: async () => firstEn,
	ko: () => import('./first-ko.ts').then((module) => module.firstKo),
	fr: () => import('./first-fr.ts').then((module) => module.firstFr),
	ja: () => import('./first-ja.ts').then((module) => module.firstJa)
};
const ALL: Record<Locale, () => Promise<Dictionary>> = {
	en: () => import('./en.ts').then((module) => module.en),
	ko: () => import('./ko.ts').then((module) => module.ko),
	fr: () => import('./fr.ts').then((module) => module.fr),
	ja: () => import('./ja.ts').then((module) => module.ja)
};

// Typed as whole although the first view has only its own part: pages and parts beyond it wait for the rest, and
// tests/unit/first-view.test.ts holds the first view to what it has.
let dictionary = $state.raw(firstEn as Dictionary);
let locale = $state.raw<Locale>('en');
let extent: Extent = 'first';
let wanted: Locale = 'en';

/** How the relay's program is called; `null`: it runs in a checkout. Commands are written as they are typed there. */
let program = $state.raw<string | null>(null);
const shown = $derived(program === null ? dictionary : inPackage(dictionary));

export function t(): Dictionary {
	return shown;
}

export function useCommandsOf(called: string | null): void {
	program = called;
}

/** A command of the checkout, as it is typed here. */
export function command(text: string): string {
	return commandsOf(program, text);
}

/** All texts of a dictionary, those made by functions too. */
function inPackage<T>(words: T): T {
	if (typeof words === 'string') return command(words) as T;
	if (typeof words === 'function') return ((...given: unknown[]) => inPackage(words(...given))) as T;
	if (Array.isArray(words)) return words.map(inPackage) as T;
	if (words === null || typeof words !== 'object') return words;
	return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, inPackage(value)])) as T;
}

/** Of the dictionary in use: numbers and dates are written its way. */
export function currentLocale(): Locale {
	return locale;
}

/** Resolves once the language is in use. Rejects, and leaves the one in use, where its file cannot be had. */
export async function chooseLocale(tag: Locale, needed: Extent = 'all'): Promise<void> {
	wanted = tag;
	if (has(tag, needed)) return;
	// What has been said once stays sayable.
	const whole = needed === 'all' || extent === 'all';
	let words: Dictionary;
	try {
		words = whole ? await ALL[tag]() : ((await FIRST[tag]()) as Dictionary);
	} catch (error) {
		if (wanted === tag) wanted = locale;
		throw error;
	}
	// Another choice may have been made while this one was on its way, or more of the same have come.
	if (wanted !== tag || has(tag, whole ? 'all' : 'first')) return;
	dictionary = words;
	locale = tag;
	extent = whole ? 'all' : 'first';
	document.documentElement.lang = tag;
}

const has = (tag: Locale, needed: Extent): boolean =>
	locale === tag && (needed === 'first' || extent === 'all');

/** The words beyond the first view, in the language last chosen. */
export function loadAllWords(): Promise<void> {
	return chooseLocale(wanted);
}
