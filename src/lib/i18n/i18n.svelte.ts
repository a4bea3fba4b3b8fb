// The dictionary in use. `t()` in a template is reactive: choosing another language re-renders what reads it.
import { type Dictionary, en } from './en.ts';
import type { Locale } from './locales.ts';

/** Languages beyond English are loaded when chosen. */
const LOADERS: Record<Exclude<Locale, 'en'>, () => Promise<Dictionary>> = {
	ko: () => import('./ko.ts').then((module) => module.ko),
	fr: () => import('./fr.ts').then((module) => module.fr),
	ja: () => import('./ja.ts').then((module) => module.ja)
};

let dictionary = $state.raw<Dictionary>(en);
let locale = $state.raw<Locale>('en');
let wanted: Locale = 'en';

export function t(): Dictionary {
	return dictionary;
}

/** Of the dictionary in use: numbers and dates are written its way. */
export function currentLocale(): Locale {
	return locale;
}

/** Resolves once the language is in use. Rejects, and leaves the one in use, where its file cannot be had. */
export async function chooseLocale(tag: Locale): Promise<void> {
	wanted = tag;
	const words = tag === 'en' ? en : await LOADERS[tag]();
	// Another choice may have been made while this one was on its way.
	if (wanted !== tag) return;
	dictionary = words;
	locale = tag;
	document.documentElement.lang = tag;
}
