// Static shells: every figure comes from this device's store, so there is nothing to render on a server.

import { chooseLocale } from '#lib/i18n/i18n.svelte.ts';
import { localeFor } from '#lib/i18n/locales.ts';
import { readChosen } from '#lib/state/settings.svelte.ts';
import { browser } from '$app/environment';

export const ssr = false;
export const prerender = true;
export const trailingSlash = 'never';

/** The language is there before the first paint. */
export async function load(): Promise<void> {
	if (!browser) return;
	try {
		await chooseLocale(localeFor(readChosen().language, navigator.languages));
	} catch (error) {
		console.warn('the language could not be loaded; English stays', error);
	}
}
