// What a search reads first: the newest segments with what is known of their sessions, then where everything else lies.
import type { Names } from '#lib/domain/names.ts';
import type { SearchArgs } from '#lib/domain/search.ts';
import { distinctKeys } from './distinct.ts';
import type { SegmentRow, Store } from './schema.ts';

/** Segments told of before anything else. */
export const FIRST_BATCH = 2;

export interface Place {
	firstSlot: number;
	maxAtMs: number;
}

/** Session key → project and profile as they are shown. */
export type Belonging = Record<'project' | 'profile', ReadonlyMap<string, string>>;

/** What is newest is told before it is known what else there is; both are of one moment. */
export function readPlaces(
	store: Store,
	args: SearchArgs,
	names: Names,
	onNewest: (segments: SegmentRow[], belongs: Belonging) => void
): PromiseLike<{ places: Place[]; belongs: Belonging }> {
	return store.transaction('r', store.segments, store.sessions, async () => {
		const segments = await newestOf(store, args);
		const near = await belongingOf(store, segments, names);
		const others = Promise.all([
			placesOf(store, args),
			dimensionOf(store, 'project', names),
			dimensionOf(store, 'profile', names)
		]);
		onNewest(segments, near);
		const [places, project, profile] = await others;
		return { places, belongs: { project, profile } };
	});
}

/** The first of `placesOf` with their bodies, and one more that tells where they end; none where the range ended earlier. */
async function newestOf(store: Store, { range }: SearchArgs): Promise<SegmentRow[]> {
	const found = await store.segments
		.where('maxAtMs')
		.aboveOrEqual(range.fromMs)
		.reverse()
		.limit(FIRST_BATCH + 1)
		.toArray();
	return found.every(({ minAtMs }) => minAtMs < range.toMs) ? found : [];
}

/** Segments that have events in the range, those with the newest first. */
async function placesOf(store: Store, { range }: SearchArgs): Promise<Place[]> {
	const recent = () => store.segments.where('maxAtMs').aboveOrEqual(range.fromMs);
	const [slots, times, early] = await Promise.all([
		recent().primaryKeys(),
		recent().keys(),
		store.segments.where('minAtMs').below(range.toMs).primaryKeys()
	]);
	const begun = new Set(early);
	return slots
		.map((firstSlot, i) => ({ firstSlot, maxAtMs: times[i] as number }))
		.filter(({ firstSlot }) => begun.has(firstSlot))
		.reverse();
}

/** From the rows of the segments' sessions. */
async function belongingOf(store: Store, segments: readonly SegmentRow[], names: Names): Promise<Belonging> {
	const project = new Map<string, string>();
	const profile = new Map<string, string>();
	const keys = new Set(segments.flatMap(({ sessions }) => sessions));
	for (const row of await store.sessions.bulkGet([...keys])) {
		if (row === undefined) continue;
		project.set(row.key, names.shown('project', row.project) ?? '');
		profile.set(row.key, names.shown('profile', row.profile) ?? '');
	}
	return { project, profile };
}

/** The same of all sessions for one of them, from its index alone. */
async function dimensionOf(
	store: Store,
	name: 'project' | 'profile',
	names: Names
): Promise<ReadonlyMap<string, string>> {
	const values = await distinctKeys(store.sessions, name);
	// Keys of one value come all at once; keys and values together would come one by one.
	const keys = await Promise.all(
		values.map((value) => store.sessions.where(name).equals(value).primaryKeys())
	);
	return new Map(
		values.flatMap((value, i) => keys[i]!.map((key) => [key, names.shown(name, value) ?? ''] as const))
	);
}
