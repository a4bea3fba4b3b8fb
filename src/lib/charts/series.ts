// Which series has which colour: by its place among all that are known, so that a colour keeps its meaning from range
// to range. Colours are tokens.

export const SERIES_COLOURS = [
	'var(--series-1)',
	'var(--series-2)',
	'var(--series-3)',
	'var(--series-4)',
	'var(--series-5)',
	'var(--series-6)'
] as const;

export const REST_COLOUR = 'var(--series-rest)';

export interface Series {
	/** As in the data; '' gathers everything beyond the sixth. */
	key: string;
	label: string;
	colour: string;
}

const FAMILIES = ['opus', 'sonnet', 'haiku', 'fable', 'mythos'];

/** Models in the order they get colours: the newest of each family first, then those before them. */
export function modelOrder(models: readonly string[]): string[] {
	const families = new Map<string, string[]>();
	for (const model of models) {
		const family = FAMILIES.find((name) => model.includes(name)) ?? '';
		families.set(family, [...(families.get(family) ?? []), model]);
	}
	const newest = new Intl.Collator('en', { numeric: true });
	const order = [...FAMILIES, ''].map((family) =>
		(families.get(family) ?? []).sort((a, b) => newest.compare(b, a))
	);
	const rounds = Math.max(0, ...order.map((members) => members.length));
	return Array.from({ length: rounds }, (_, round) =>
		order.flatMap((members) => members.slice(round, round + 1))
	).flat();
}

/**
 * The series present, largest first, each with the colour of its place in `known`; beyond six, and beyond what six
 * colours can tell apart, they are gathered in one called `rest`.
 */
export function seriesOf(totals: Record<string, number>, known: readonly string[], rest: string): Series[] {
	const present = Object.keys(totals)
		.filter((key) => totals[key]! !== 0)
		.sort((a, b) => totals[b]! - totals[a]! || (a < b ? -1 : 1));
	const places = [...new Set([...known, ...present.toSorted()])];
	const taken = new Set<number>();
	const series: Series[] = [];
	let gathered = false;
	for (const key of present) {
		if (taken.size === SERIES_COLOURS.length) {
			gathered = true;
			continue;
		}
		let place = places.indexOf(key) % SERIES_COLOURS.length;
		while (taken.has(place)) place = (place + 1) % SERIES_COLOURS.length;
		taken.add(place);
		series.push({ key, label: key === '' ? rest : key, colour: SERIES_COLOURS[place]! });
	}
	if (gathered) series.push({ key: '', label: rest, colour: REST_COLOUR });
	return series;
}
