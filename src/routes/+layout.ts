// Static shells: every figure comes from this device's store, so there is nothing to render on a server.

import { chooseLocale } from '#lib/i18n/i18n.svelte.ts';
import { localeFor } from '#lib/i18n/locales.ts';
import { readChosen } from '#lib/state/settings.svelte.ts';
import { browser } from '$app/environment';
import type { LayoutLoad } from './$types';

export const ssr = false;
export const prerender = true;
export const trailingSlash = 'never';

/** The page's words are there before its first paint: for the first view its own, for any other page all. */
export const load: LayoutLoad = async ({ route }) => {
	if (!browser) return;
	// No route: the error page, which has to be shown also where the other words cannot be had.
	const extent = route.id === '/' || route.id === null ? 'first' : 'all';
	try {
		await chooseLocale(localeFor(readChosen().language, navigator.languages), extent);
	} catch (error) {
		console.warn('the language could not be loaded; English stays', error);
		await chooseLocale('en', extent);
	}
};
