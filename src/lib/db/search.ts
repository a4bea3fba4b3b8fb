// Search over the log of this device, newest first: segment by segment, telling what was found on the way. Text is
// looked for in the raw body first; columns decide; only what is shown is built.
import type { DomainEvent } from '#lib/domain/event.ts';
import { sessionKey } from '#lib/domain/fold.ts';
import { rowKey } from '#lib/domain/identity.ts';
import type { Names } from '#lib/domain/names.ts';
import {
	costsOver,
	countFacets,
	FACETS,
	type FacetName,
	type Facets,
	modelOf,
	outcomeOf,
	parseNeedle,
	type SearchArgs,
	type SearchProgress,
	toolOf
} from '#lib/domain/search.ts';
import { keepOf } from './filter.ts';
import { readNames } from './names.ts';
import { partsOf } from './overview.ts';
import type { SegmentRow, Store } from './schema.ts';
import { type Belonging, FIRST_BATCH, type Place, readPlaces } from './search-reading.ts';
import type { Entry } from './segment.ts';
import { mayHave, type ScanRow, scanSegment } from './segment-scan.ts';
import { pricesOf, readSync } from './sync-state.ts';

export interface SearchOptions {
	store: Store;
	signal: AbortSignal;
	/** Called a few times a second while it runs, and at its end. */
	onProgress(progress: SearchProgress): void;
}

/** Segments read at a time. */
const BATCH = 16;
const TELL_MS = 120;

/** Resolves at the end, or when the signal is aborted (then nothing more is told). */
export async function search(args: SearchArgs, options: SearchOptions): Promise<void> {
	const { store, signal, onProgress } = options;
	const { range, overNanoUsd, limit } = args;
	const startedMs = performance.now();
	const needle = parseNeedle(args.text);
	const { machine, user } = args.filter;
	const [names, sync] = await Promise.all([readNames(store), readSync(store)]);
	const prices = pricesOf(sync);
	const facets = shownFacets(args.facets, names);
	const keep = await keepOf(store, {
		...(machine !== undefined && { machine }),
		...(user !== undefined && { user })
	});
	const { unit, parts } = partsOf(range, args.zone);
	const volume = parts.map(({ label }) => ({ label, count: 0 }));
	const counts = Object.fromEntries(FACETS.map((name) => [name, new Map<string, number>()])) as Record<
		FacetName,
		Map<string, number>
	>;
	let matched = 0;
	let scanned = 0;
	let done = 0;
	let told = 0;
	let toldAtMs = Number.NEGATIVE_INFINITY;
	let part = 0;
	let hits: Entry[] = [];
	/** Found, but a segment still to come may hold newer ones. By time, newest first. */
	let pending: Entry[] = [];
	const values: (string | undefined)[] = [];

	function visit(row: ScanRow): void {
		const atMs = row.get('atMs') as number;
		if (atMs < range.fromMs || atMs >= range.toMs) return;
		if (needle && !row.has(needle)) return;
		if (overNanoUsd !== null && !costsOver(row, overNanoUsd, row.event, prices)) return;
		const sessionId = row.get('sessionId') as string | null;
		const key = sessionId === null ? sessionKey(row.event()) : rowKey(sessionId);
		if (keep && !keep(key)) return;
		values[0] = row.get('name') as string;
		values[1] = toolOf(row);
		values[2] = outcomeOf(row);
		values[3] = modelOf(row);
		values[4] = belongs.project.get(key) ?? '';
		values[5] = belongs.profile.get(key) ?? '';
		if (!countFacets(counts, values, facets)) return;
		matched++;
		while (part > 0 && atMs < parts[part]!.startMs) part--;
		while (part < parts.length - 1 && atMs >= parts[part]!.endMs) part++;
		volume[part]!.count++;
		const room = limit - told - hits.length;
		if (pending.length < room || (room > 0 && atMs > pending.at(-1)!.event.atMs))
			insert(pending, { slot: row.slot, event: row.event() });
		if (pending.length > room) pending.length = Math.max(0, room);
	}

	/** Releases what no later segment can come before. */
	function release(nextMaxMs: number): void {
		let ready = 0;
		while (ready < pending.length && pending[ready]!.event.atMs > nextMaxMs) ready++;
		hits = hits.concat(pending.slice(0, ready));
		pending = pending.slice(ready);
	}

	function tell(last: boolean): void {
		toldAtMs = performance.now();
		onProgress({
			hits,
			matched,
			scanned,
			progress: last ? 1 : places.length === 0 ? 0 : done / places.length,
			facets: Object.fromEntries(
				FACETS.map((name) => [name, [...counts[name]].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))])
			) as SearchProgress['facets'],
			unit,
			volume,
			elapsedMs: Math.round(toldAtMs - startedMs),
			done: last
		});
		told += hits.length;
		hits = [];
	}

	function scan(segment: SegmentRow | undefined): void {
		done++;
		// Emptied meanwhile: it is gone from the results as from the device.
		if (segment === undefined) return;
		scanned += segment.count;
		if (needle && !mayHave(segment.body, needle)) return;
		scanSegment(segment.body, visit);
	}

	const places: Place[] = [];
	let belongs: Belonging;
	const all = await readPlaces(store, args, names, (newest, near) => {
		belongs = near;
		for (const [i, segment] of newest.slice(0, FIRST_BATCH).entries()) {
			if (signal.aborted) return;
			scan(segment);
			release(newest[i + 1]?.maxAtMs ?? Number.NEGATIVE_INFINITY);
			if (told === 0 && hits.length > 0) tell(false);
			places.push({ firstSlot: segment.firstSlot, maxAtMs: segment.maxAtMs });
		}
	});
	if (signal.aborted) return;
	belongs = all.belongs;
	const looked = new Set(places.map(({ firstSlot }) => firstSlot));
	places.push(...all.places.filter(({ firstSlot }) => !looked.has(firstSlot)));
	const read = (from: number, count: number): PromiseLike<(SegmentRow | undefined)[]> =>
		store.segments.bulkGet(places.slice(from, from + count).map(({ firstSlot }) => firstSlot));
	let next = read(done, done === 0 ? FIRST_BATCH : BATCH);
	while (done < places.length) {
		const segments = await next;
		if (signal.aborted) return;
		next = read(done + segments.length, BATCH);
		for (const segment of segments) {
			scan(segment);
			release(places[done]?.maxAtMs ?? Number.NEGATIVE_INFINITY);
			if (told === 0 && hits.length > 0 && performance.now() - toldAtMs > TELL_MS) tell(false);
		}
		if (done < places.length && performance.now() - toldAtMs > TELL_MS) tell(false);
	}
	await next;
	if (!signal.aborted) tell(true);
}

/** What is asked for by any of its names, as it is shown. */
function shownFacets(facets: Facets, names: Names): Facets {
	const shown = { ...facets };
	for (const name of ['project', 'profile'] as const) {
		const wanted = facets[name];
		if (wanted !== undefined) shown[name] = names.shown(name, wanted) ?? '';
	}
	return shown;
}

/** Into its place by time, newest first; equal times by slot. */
function insert(entries: Entry[], entry: Entry): void {
	let low = 0;
	let high = entries.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (isNewer(entries[middle]!, entry)) low = middle + 1;
		else high = middle;
	}
	entries.splice(low, 0, entry);
}

function isNewer(a: Entry, b: Entry): boolean {
	const order = (event: DomainEvent, other: DomainEvent) => event.atMs - other.atMs;
	return (order(a.event, b.event) || a.slot - b.slot) > 0;
}
