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
 * The series present, largest first, each with the colour of its place in `known`; beyond six they are gathered in one
 * called `rest`. The first six of `known` have the same colour on every page; one of the others takes what is free.
 */
export function seriesOf(totals: Record<string, number>, known: readonly string[], rest: string): Series[] {
	const present = Object.keys(totals)
		.filter((key) => totals[key]! !== 0)
		.sort((a, b) => totals[b]! - totals[a]! || (a < b ? -1 : 1));
	// Where others are gathered, so is what has no name: a key stands once.
	const own = present.length > SERIES_COLOURS.length ? present.filter((key) => key !== '') : present;
	const shown = own.slice(0, SERIES_COLOURS.length);
	const places = [...new Set([...known, ...present.toSorted()])];
	const taken = new Map<number, string>();
	for (const key of shown.toSorted((a, b) => places.indexOf(a) - places.indexOf(b))) {
		let place = places.indexOf(key) % SERIES_COLOURS.length;
		while (taken.has(place)) place = (place + 1) % SERIES_COLOURS.length;
		taken.set(place, key);
	}
	const colours = new Map([...taken].map(([place, key]) => [key, SERIES_COLOURS[place]!]));
	const series: Series[] = shown.map((key) => ({
		key,
		label: key === '' ? rest : key,
		colour: colours.get(key)!
	}));
	if (present.length > shown.length) series.push({ key: '', label: rest, colour: REST_COLOUR });
	return series;
}

/** Model → colour, wherever models stand beside each other; `known` are all models there are. */
export function modelColours(
	totals: Record<string, number>,
	known: readonly string[]
): ReadonlyMap<string, string> {
	return new Map(seriesOf(totals, modelOrder(known), '').map(({ key, colour }) => [key, colour]));
}
