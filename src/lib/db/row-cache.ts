// Parsed rows for the questions a tab asks, read on demand and kept while the store stands where they were read. Word of
// a change drops only what it names; a missed word drops everything.
import type { Table } from 'dexie';
import type { DayRow, SessionRow } from '#lib/domain/rows.ts';
import type { DayDetails } from './details.ts';
import { distinctKeys } from './distinct.ts';
import type { DayCosts } from './rollup.ts';
import type { Store, StoredDay } from './schema.ts';
import {
	fromDayBody,
	fromSessionBody,
	fromStoredCosts,
	fromStoredDetails,
	fromStoredSums,
	type Grain
} from './stored-rows.ts';
import { readSync, type SyncState } from './sync-state.ts';

export interface Wanted {
	/** UTC days whose cells are wanted. */
	days?: readonly number[];
	/** UTC days whose sums are wanted. */
	sums?: readonly number[];
	/** UTC days whose costs by session are wanted. */
	costs?: readonly number[];
	/** UTC days whose tools, latency and labels across sessions are wanted. */
	details?: readonly number[];
	/** UTC days wanted as they are stored, for those who need a part of the sessions. */
	whole?: readonly number[];
	/** Of sums, costs and details. */
	grain?: Grain;
	sessions?: readonly string[];
}

export interface Rows {
	sync: SyncState | undefined;
	/** What is there of what was wanted. A rollup is good as it is from its `settlesMs` on. */
	days: Map<number, DayRow>;
	sums: Map<number, { row: DayRow; settlesMs: number }>;
	costs: Map<number, { row: DayCosts; settlesMs: number }>;
	details: Map<number, DayDetails>;
	whole: Map<number, StoredDay>;
	sessions: Map<string, SessionRow>;
}

export interface RowCache {
	read(wanted: Wanted): Promise<Rows>;
	/** For each index of the sessions the values it has, each once, in order. */
	distinct<I extends string>(indexes: readonly I[]): Promise<Record<I, string[]>>;
	/** Rows changed from one version to another. */
	follow(change: { fromRowsVersion: number; rowsVersion: number; sessions: string[]; days: number[] }): void;
	clear(): void;
}

const KEPT_DAYS = 70;
const KEPT_SESSIONS = 5000;

/** `null`: there is no such row. */
type Kept<K, V> = Map<K, V | null>;

interface Rollups {
	sums: Kept<number, { row: DayRow; settlesMs: number }>;
	costs: Kept<number, { row: DayCosts; settlesMs: number }>;
	details: Kept<number, DayDetails>;
}

const emptyRollups = (): Rollups => ({ sums: new Map(), costs: new Map(), details: new Map() });

export function createRowCache(store: Store): RowCache {
	/** `null`: nothing is kept, but by a read that has not ended. */
	let version: number | null = null;
	const days: Kept<number, DayRow> = new Map();
	const whole: Kept<number, StoredDay> = new Map();
	const rollups = { hour: emptyRollups(), quarter: emptyRollups() };
	const sessions: Kept<string, SessionRow> = new Map();
	const values = new Map<string, string[]>();

	function clear(): void {
		version = null;
		for (const map of [days, whole, sessions, values, ...rollupMaps()]) map.clear();
	}

	function rollupMaps(): Kept<number, unknown>[] {
		return Object.values(rollups).flatMap(({ sums, costs, details }) => [sums, costs, details]);
	}

	/** Within a transaction: what was kept of another version is dropped. */
	async function meetStore(): Promise<SyncState | undefined> {
		const sync = await readSync(store);
		const now = sync?.rowsVersion ?? 0;
		if (now !== version) {
			clear();
			version = now;
		}
		return sync;
	}

	async function read(wanted: Wanted): Promise<Rows> {
		const { grain = 'quarter' } = wanted;
		const { sums, costs, details } = rollups[grain];
		const sync = await store.transaction('r', store.rowTables, async () => {
			const sync = await meetStore();
			await Promise.all([
				fill(
					days,
					wanted.days,
					rangeOf(store.days),
					({ day }) => day,
					(stored) => fromDayBody(stored)
				),
				fill(
					sums,
					wanted.sums,
					rangeOf(store.daySums),
					({ day }) => day,
					(stored) => ({
						row: fromStoredSums(stored, grain),
						settlesMs: stored.settlesMs
					})
				),
				fill(
					costs,
					wanted.costs,
					rangeOf(store.dayCosts),
					({ day }) => day,
					(stored) => ({
						row: fromStoredCosts(stored, grain),
						settlesMs: stored.settlesMs
					})
				),
				fill(
					details,
					wanted.details,
					rangeOf(store.dayDetails),
					({ day }) => day,
					(stored) => fromStoredDetails(stored, grain)
				),
				fill(
					whole,
					wanted.whole,
					rangeOf(store.days),
					({ day }) => day,
					(stored) => stored
				),
				fill(
					sessions,
					wanted.sessions,
					(keys) => store.sessions.bulkGet(keys).then((found) => found.filter((row) => row !== undefined)),
					({ key }) => key,
					fromSessionBody
				)
			]);
			return sync;
		});
		const rows: Rows = {
			sync,
			days: pick(days, wanted.days),
			sums: pick(sums, wanted.sums),
			costs: pick(costs, wanted.costs),
			details: pick(details, wanted.details),
			whole: pick(whole, wanted.whole),
			sessions: pick(sessions, wanted.sessions)
		};
		trim(days, KEPT_DAYS);
		trim(whole, KEPT_DAYS);
		trim(sessions, KEPT_SESSIONS);
		return rows;
	}

	async function distinct<I extends string>(indexes: readonly I[]): Promise<Record<I, string[]>> {
		await store.transaction('r', store.sessions, store.meta, async () => {
			await meetStore();
			const missing = indexes.filter((index) => !values.has(index));
			const found = await Promise.all(missing.map((index) => distinctKeys(store.sessions, index)));
			for (const [i, index] of missing.entries()) values.set(index, found[i]!);
		});
		return Object.fromEntries(indexes.map((index) => [index, values.get(index)!])) as Record<I, string[]>;
	}

	return {
		read,
		distinct,
		clear,
		follow(change) {
			if (change.fromRowsVersion !== version) return;
			version = change.rowsVersion;
			for (const day of change.days) for (const map of [days, whole, ...rollupMaps()]) map.delete(day);
			for (const key of change.sessions) sessions.delete(key);
			if (change.sessions.length > 0) values.clear();
		}
	};
}

/** One request for all days between the first and the last: many times quicker than one for each. */
function rangeOf<T extends { day: number }>(table: Table<T, number>): (keys: number[]) => PromiseLike<T[]> {
	return (keys) =>
		table
			.where('day')
			.between(Math.min(...keys), Math.max(...keys), true, true)
			.toArray();
}

function fill<K, S, V>(
	kept: Kept<K, V>,
	keys: readonly K[] | undefined,
	fetch: (missing: K[]) => PromiseLike<S[]>,
	keyOf: (stored: S) => K,
	parse: (stored: S) => V
): PromiseLike<void> | undefined {
	const missing = new Set(keys?.filter((key) => !kept.has(key)));
	if (missing.size === 0) return undefined;
	return fetch([...missing]).then((stored) => {
		for (const row of stored) {
			if (!missing.delete(keyOf(row))) continue;
			kept.set(keyOf(row), parse(row));
		}
		for (const key of missing) kept.set(key, null);
	});
}

function pick<K, V>(kept: Kept<K, V>, keys: readonly K[] = []): Map<K, V> {
	const rows = new Map<K, V>();
	for (const key of keys) {
		const row = kept.get(key);
		if (row != null) rows.set(key, row);
	}
	return rows;
}

function trim<K>(kept: Map<K, unknown>, size: number): void {
	for (const key of kept.keys()) {
		if (kept.size <= size) return;
		kept.delete(key);
	}
}
