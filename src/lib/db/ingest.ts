// Takes the journal's records into the store: log, rows and cursor in one transaction, exactly once by cursor. The rows
// in use are kept parsed between transactions, so that a small frame costs little; they count only while the store
// still stands where this ingest left it.
import type { JournalRecord } from '#lib/domain/event.ts';
import { applyRecords, daysOf, type FoldTables, sessionKeysOf } from '#lib/domain/fold.ts';
import { type OpenSegment, placeRecords, readOpenSegment, reviseSealed, toSegments } from './log.ts';
import type { Store } from './schema.ts';
import type { Entry } from './segment.ts';
import { fromStoredDay, fromStoredSession, isEmptyDay, isEmptySession, saveRows } from './stored-rows.ts';
import { cursorOf, pricesOf, readSync, type SyncState, writeSync } from './sync-state.ts';

/** Records of one journal in order of seq, that follow directly on `after`. */
export interface Frame {
	epoch: string;
	after: number;
	records: readonly JournalRecord[];
	horizonMs: number | null;
}

/** What a transaction changed; enough for a cache of rows to follow. */
export interface Change {
	rowsVersion: number;
	/** The version it started from: a cache that is not there has missed something. */
	fromRowsVersion: number;
	sessions: string[];
	days: number[];
	/** New events and revisions. */
	entries: Entry[];
	sync: SyncState;
}

/** The records do not follow on what is stored: they are of another journal, or some between are missing. */
export class OutOfStepError extends Error {
	override name = 'OutOfStepError';
}

const CACHED_SESSIONS = 2000;
const CACHED_DAYS = 12;

export interface Ingest {
	/** Applies a frame; `null` when all of it was known. When it rejects, nothing of it is stored. */
	applyFrame(frame: Frame): Promise<Change | null>;
	/** Stores older events, newest first, behind the log; they are in the rows already. */
	storeHistory(page: HistoryPage): Promise<SyncState>;
	/** Forgets what is kept parsed; needed after anything else wrote to the store. */
	forget(): void;
}

export interface HistoryPage {
	epoch: string;
	/** As the relay gives them, slots descending. */
	entries: readonly Entry[];
	/** The relay has older ones. */
	more: boolean;
	/** Revisions streamed since the page was asked for: newer than what it says. Slot → event. */
	revised: ReadonlyMap<number, Entry['event']>;
}

export function createIngest(store: Store): Ingest {
	let tables: FoldTables = { sessions: new Map(), days: new Map() };
	let open: OpenSegment | null = null;
	let rowsVersion = -1;
	let logVersion = -1;

	function forget(): void {
		tables = { sessions: new Map(), days: new Map() };
		open = null;
		rowsVersion = -1;
		logVersion = -1;
	}

	async function load(records: readonly JournalRecord[]): Promise<void> {
		const missing = touch(tables.sessions, sessionKeysOf(records));
		for (const stored of await store.sessions.bulkGet(missing)) {
			if (stored) tables.sessions.set(stored.key, fromStoredSession(stored));
		}
		const missingDays = touch(tables.days, daysOf(records, tables));
		for (const stored of await store.days.bulkGet(missingDays)) {
			if (stored) tables.days.set(stored.day, fromStoredDay(stored));
		}
	}

	// Dexie keeps a transaction alive through one level of async functions below this one, not through more: what is
	// called here awaits Dexie and nothing else.
	async function apply({ epoch, after, records, horizonMs }: Frame): Promise<Change | null> {
		const sync = await readSync(store);
		const cursor = cursorOf(sync);
		if (sync === undefined || cursor === null || cursor.epoch !== epoch)
			throw new OutOfStepError(`no cursor in ${epoch}`);
		if (after > cursor.seq)
			throw new OutOfStepError(`stored up to ${cursor.seq}, and the frame follows on ${after}`);
		const fresh = records.filter(({ seq }) => seq > cursor.seq);
		if (fresh.length === 0) return null;
		if (sync.rowsVersion !== rowsVersion) tables = { sessions: new Map(), days: new Map() };
		if (sync.logVersion !== logVersion) open = null;
		open ??= await readOpenSegment(store);
		await load(fresh);
		const dirty = applyRecords(tables, fresh, horizonMs, pricesOf(sync));
		await saveRows(
			store,
			[...dirty.sessions].map((key) => tables.sessions.get(key)!),
			[...dirty.days].map((day) => tables.days.get(day)!)
		);
		const log = placeRecords(open, fresh);
		await store.segments.bulkPut(log.rows);
		if (log.sealed.length > 0) await reviseSealed(store, log.sealed);
		const next: SyncState = {
			...sync,
			seq: fresh.at(-1)!.seq,
			horizonMs,
			rowsVersion: sync.rowsVersion + 1,
			logVersion: sync.logVersion + 1,
			events: sync.events + log.added,
			history: { ...sync.history, total: sync.history.total + log.added }
		};
		await writeSync(store, next);
		open = log.open;
		return {
			rowsVersion: next.rowsVersion,
			fromRowsVersion: sync.rowsVersion,
			sessions: [...dirty.sessions],
			days: [...dirty.days],
			entries: fresh.map(({ slot, event }) => ({ slot, event })),
			sync: next
		};
	}

	return {
		forget,
		async applyFrame(frame) {
			try {
				const change = await store.transaction('rw', [store.segments, ...store.rowTables], () =>
					apply(frame)
				);
				if (change === null) return null;
				rowsVersion = change.rowsVersion;
				logVersion = change.sync.logVersion;
				dropEmpty(tables, change);
				trim(tables.sessions, CACHED_SESSIONS);
				trim(tables.days, CACHED_DAYS);
				return change;
			} catch (error) {
				// The fold works in place: after a failure the parsed rows are ahead of the stored ones.
				forget();
				throw error;
			}
		},
		async storeHistory({ epoch, entries, more, revised }) {
			open = null;
			return store.transaction('rw', [store.segments, store.meta], async () => {
				const sync = await readSync(store);
				if (sync === undefined || sync.epoch !== epoch) throw new OutOfStepError(`no history of ${epoch}`);
				const { history } = sync;
				const older = entries
					.filter(({ slot }) => slot < history.beforeSlot)
					.map(({ slot, event }) => ({ slot, event: revised.get(slot) ?? event }))
					.reverse();
				await store.segments.bulkPut(toSegments(older));
				const next: SyncState = {
					...sync,
					logVersion: sync.logVersion + 1,
					events: sync.events + older.length,
					history: { ...history, beforeSlot: older[0]?.slot ?? history.beforeSlot, done: !more }
				};
				await writeSync(store, next);
				return next;
			});
		}
	};
}

/** Moves what is there to the end, so that `trim` keeps it; returns what is not there. */
function touch<K, V>(map: Map<K, V>, keys: Iterable<K>): K[] {
	const missing: K[] = [];
	for (const key of keys) {
		const value = map.get(key);
		if (value === undefined) missing.push(key);
		else {
			map.delete(key);
			map.set(key, value);
		}
	}
	return missing;
}

function trim<K>(map: Map<K, unknown>, size: number): void {
	for (const key of map.keys()) {
		if (map.size <= size) return;
		map.delete(key);
	}
}

function dropEmpty(tables: FoldTables, { sessions, days }: Change): void {
	for (const key of sessions) if (isEmptySession(tables.sessions.get(key)!)) tables.sessions.delete(key);
	for (const day of days) if (isEmptyDay(tables.days.get(day)!)) tables.days.delete(day);
}
