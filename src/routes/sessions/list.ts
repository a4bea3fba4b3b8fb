// Order and text filter of the sessions list: done on the page, so that typing is answered at once.
import type { SessionItem } from '#lib/domain/views.ts';

export const SORTS = ['last', 'cost', 'duration', 'prompts', 'errors', 'session'] as const;

export type Sort = (typeof SORTS)[number];

const MEASURE: Record<Exclude<Sort, 'session'>, (item: SessionItem) => number> = {
	last: (item) => item.endedAtMs,
	cost: (item) => item.inRange.costNanoUsd,
	duration: (item) => item.endedAtMs - item.startedAtMs,
	prompts: (item) => item.inRange.prompts,
	errors: (item) => item.inRange.apiErrors
};

const nameOf = (item: SessionItem): string => item.title ?? item.project ?? item.key;

/** All words of the text, each somewhere in title, project, branch, machine, models or id. */
export function matching(items: readonly SessionItem[], text: string): readonly SessionItem[] {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return items;
	return items.filter((item) => {
		const all = [item.title, item.project, item.branch, item.machine, item.key, ...item.models]
			.join('\n')
			.toLowerCase();
		return words.every((word) => all.includes(word));
	});
}

/** Largest first (names: A first) unless `ascending`; equal ones by their latest event, then by key. */
export function sorted(
	items: readonly SessionItem[],
	sort: Sort,
	ascending: boolean,
	compare: (a: string, b: string) => number
): SessionItem[] {
	const sign = ascending ? -1 : 1;
	const order: (a: SessionItem, b: SessionItem) => number =
		sort === 'session'
			? (a, b) => compare(nameOf(a), nameOf(b))
			: (a, b) => MEASURE[sort](b) - MEASURE[sort](a);
	return items.toSorted(
		(a, b) => sign * order(a, b) || b.endedAtMs - a.endedAtMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
	);
}
