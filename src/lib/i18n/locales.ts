// The languages Tidemark speaks, and which of them a person is shown. Pure.

/** BCP 47, in the order they are offered; each by its own name. */
export const LOCALES = { en: 'English', ko: '한국어', fr: 'Français', ja: '日本語' } as const;

export type Locale = keyof typeof LOCALES;

export function isLocale(tag: unknown): tag is Locale {
	return typeof tag === 'string' && Object.hasOwn(LOCALES, tag);
}

/** `chosen` by the person, else the first of `preferred` (as `navigator.languages`: ko-KR, en, …) that we speak. */
export function localeFor(chosen: Locale | null, preferred: readonly string[]): Locale {
	if (chosen !== null) return chosen;
	for (const tag of preferred) {
		const language = tag.split('-', 1)[0]!.toLowerCase();
		if (isLocale(language)) return language;
	}
	return 'en';
}
