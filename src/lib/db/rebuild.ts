// Folds the log again and puts the rows that come of it in the place of those that were there: they are the same, or
// something was wrong. Only for a device that has the whole log.
import type { JournalRecord } from '#lib/domain/event.ts';
import { applyRecords, type FoldTables } from '#lib/domain/fold.ts';
import type { Store } from './schema.ts';
import { decodeSegment } from './segment.ts';
import { fromStoredDay, fromStoredSession, isEmptyDay, isEmptySession, saveRows } from './stored-rows.ts';
import { pricesOf, readSync, type SyncState, writeSync } from './sync-state.ts';

/** The log on this device is not whole: rows made from it would be too small. */
export class IncompleteLogError extends Error {
	override name = 'IncompleteLogError';
}

/**
 * Whether the rows were equal before; they are replaced where they were not. Rejects with `IncompleteLogError` while
 * history is still coming in, or when some of it was given up for space or lies before the horizon.
 */
export async function rebuild(store: Store): Promise<{ equal: boolean; events: number; sync: SyncState }> {
	return store.transaction('rw', [store.segments, ...store.rowTables], async () => {
		const sync = await readSync(store);
		if (
			sync === undefined ||
			sync.seq === null ||
			!sync.history.done ||
			sync.history.pruned ||
			sync.horizonMs !== null
		) {
			throw new IncompleteLogError('The whole history is not on this device.');
		}
		const tables: FoldTables = { sessions: new Map(), days: new Map() };
		const prices = pricesOf(sync);
		let events = 0;
		await store.segments.orderBy('firstSlot').each(({ body }) => {
			const records: JournalRecord[] = decodeSegment(body).map(({ slot, event }) => ({
				seq: slot,
				slot,
				event
			}));
			applyRecords(tables, records, null, prices);
			events += records.length;
		});
		const sessions = [...tables.sessions.values()].filter((row) => !isEmptySession(row));
		const days = [...tables.days.values()].filter((row) => !isEmptyDay(row));
		let same = 0;
		let stored = 0;
		await store.sessions.each((row) => {
			stored++;
			if (canonical(fromStoredSession(row)) === canonical(tables.sessions.get(row.key))) same++;
		});
		await store.days.each((row) => {
			stored++;
			if (canonical(fromStoredDay(row)) === canonical(tables.days.get(row.day))) same++;
		});
		const equal = same === stored && stored === sessions.length + days.length;
		if (equal) return { equal, events, sync };
		await store.sessions.clear();
		await store.days.clear();
		await store.daySums.clear();
		await store.dayCosts.clear();
		await store.dayDetails.clear();
		await saveRows(store, sessions, days);
		const next = { ...sync, rowsVersion: sync.rowsVersion + 1 };
		await writeSync(store, next);
		return { equal, events, sync: next };
	});
}

/** JSON with sorted keys: rows are equal whatever order their entries came in. */
export function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		inner !== null && typeof inner === 'object' && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner
	);
}
