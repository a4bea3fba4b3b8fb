// The shared range and filters: read from the URL, written to it, kept on the way from page to page.
import { goto } from '$app/navigation';
import { page } from '$app/state';
import type { Clock } from './clock.svelte.ts';
import {
	parseSelection,
	type Resolved,
	resolveSelection,
	type Selection,
	sharedSearch,
	writeSelection
} from './range.ts';
import type { Settings } from './settings.svelte.ts';

export class CurrentSelection {
	#clock: Clock;
	#settings: Settings;
	#selection = $derived(parseSelection(page.url.searchParams));
	#search = $derived(sharedSearch(page.url.searchParams));

	constructor(clock: Clock, settings: Settings) {
		this.#clock = clock;
		this.#settings = settings;
	}

	get current(): Selection {
		return this.#selection;
	}

	/** Instants and dates of the selection, now. */
	get resolved(): Resolved {
		return resolveSelection(
			this.#selection,
			this.#clock.current,
			this.#settings.zone,
			this.#settings.firstDay
		);
	}

	/** `?…` with the shared parameters, for links to other pages; '' when all are default. */
	get search(): string {
		return this.#search;
	}

	/** Adds an entry to the history, so that Back undoes it. */
	choose(change: Partial<Selection>): void {
		const next = writeSelection({ ...this.#selection, ...change }, page.url.searchParams).toString();
		void goto(next === '' ? page.url.pathname : `?${next}`, { noScroll: true, keepFocus: true });
	}

	/** Parameters of one page (sort order, search text): replaces the history's entry. '' removes one. */
	setParams(params: Record<string, string>): void {
		const next = new URLSearchParams(page.url.searchParams);
		for (const [name, value] of Object.entries(params)) {
			if (value === '') next.delete(name);
			else next.set(name, value);
		}
		const text = next.toString();
		void goto(text === '' ? page.url.pathname : `?${text}`, {
			noScroll: true,
			keepFocus: true,
			replaceState: true
		});
	}
}
