// The dictionary in use. `t()` in a template is reactive: choosing another language re-renders what reads it.
import { type Dictionary, en } from './en.ts';

export type Locale = 'en';

/** Languages beyond English are loaded when chosen: `{ ko: () => import('./ko.ts').then((m) => m.ko) }`. */
const LOADERS: Partial<Record<string, () => Promise<Dictionary>>> = {};

let dictionary = $state.raw<Dictionary>(en);
let locale = $state.raw<string>('en');

export function t(): Dictionary {
	return dictionary;
}

/** BCP 47 tag of the dictionary in use: numbers and dates are written its way. */
export function currentLocale(): string {
	return locale;
}

/** Resolves once the language is in use; an unknown one leaves everything as it is. */
export async function chooseLocale(tag: string): Promise<void> {
	const load = LOADERS[tag];
	if (tag !== 'en' && load === undefined) return;
	dictionary = load === undefined ? en : await load();
	locale = tag;
	document.documentElement.lang = tag;
}
