// A device's first screen: the relay's rows, newest first, shown as they come. The cursor is set with the last of them;
// a snapshot that was interrupted leaves none, and is begun again from an empty store.
import type { PriceOverride } from '#lib/domain/price-override.ts';
import { type DayRow, FOLD_VERSION, type SessionRow } from '#lib/domain/rows.ts';
import { KEEP_KEY } from './retention.ts';
import type { Store } from './schema.ts';
import { saveRows } from './stored-rows.ts';
import { readSync, type SyncState, writeSync } from './sync-state.ts';

/** The lines of `GET /api/snapshot`. */
export interface SnapshotHead {
	type: 'head';
	protocol: number;
	foldVersion: number;
	epoch: string;
	seq: number;
	events: number;
	horizonMs: number | null;
	/** Own rates the rows were folded by; absent from an older relay: none. */
	prices?: PriceOverride[];
}

export type SnapshotLine =
	| SnapshotHead
	| { type: 'day'; row: DayRow }
	| { type: 'session'; row: SessionRow }
	| { type: 'end'; days: number; sessions: number };

/** The relay folds by other rules than this app: one of the two has to be updated. */
export class FoldVersionError extends Error {
	override name = 'FoldVersionError';
}

export class SnapshotCutError extends Error {
	override name = 'SnapshotCutError';
}

/** Rows saved in one transaction; the first chunk is small, so that something shows early. */
const FIRST_CHUNK = 60;
const CHUNK = 600;

/**
 * Replaces everything on this device by the snapshot. `onChunk` is told after each chunk is stored. Rejects with
 * `SnapshotCutError` when the lines end early.
 */
export async function applySnapshot(
	store: Store,
	lines: AsyncIterable<SnapshotLine>,
	onChunk: (sync: SyncState) => void = () => undefined
): Promise<SyncState> {
	let head: SnapshotHead | null = null;
	let days: DayRow[] = [];
	let sessions: SessionRow[] = [];
	let chunk = FIRST_CHUNK;
	const counted = { days: 0, sessions: 0 };

	async function flush(seq: number | null): Promise<SyncState> {
		const sync = await saveChunk(store, head!.epoch, sessions, days, seq);
		days = [];
		sessions = [];
		onChunk(sync);
		return sync;
	}

	for await (const line of lines) {
		switch (line.type) {
			case 'head':
				if (line.foldVersion !== FOLD_VERSION)
					throw new FoldVersionError(`fold ${line.foldVersion}, not ${FOLD_VERSION}`);
				head = line;
				await empty(store, line);
				break;
			case 'day':
				counted.days++;
				days.push(line.row);
				break;
			case 'session':
				counted.sessions++;
				sessions.push(line.row);
				break;
			case 'end':
				if (head === null || line.days !== counted.days || line.sessions !== counted.sessions) {
					throw new SnapshotCutError('the snapshot is not whole');
				}
				return flush(head.seq);
		}
		if (days.length + sessions.length < chunk) continue;
		if (head === null) throw new SnapshotCutError('the snapshot has no head');
		chunk = CHUNK;
		await flush(null);
	}
	throw new SnapshotCutError('the snapshot ended early');
}

/** Empties the store for a journal. Versions go on counting, and begin where none has been, so that caches notice. */
async function empty(store: Store, head: SnapshotHead): Promise<void> {
	await store.transaction('rw', [store.segments, ...store.rowTables], async () => {
		const before = await readSync(store);
		await clearAll(store);
		await writeSync(store, {
			epoch: head.epoch,
			seq: null,
			foldVersion: head.foldVersion,
			horizonMs: head.horizonMs,
			prices: head.prices ?? [],
			rowsVersion: (before?.rowsVersion ?? Date.now()) + 1,
			logVersion: (before?.logVersion ?? Date.now()) + 1,
			events: 0,
			history: { beforeSlot: head.seq + 1, total: head.events, done: head.events === 0 }
		});
	});
}

/** Gives up the cursor: the next sync begins with a snapshot. What is on the screen stays until then. */
export async function reset(store: Store): Promise<void> {
	await store.transaction('rw', store.meta, async () => {
		const sync = await readSync(store);
		if (sync !== undefined) await writeSync(store, { ...sync, seq: null });
	});
}

async function clearAll(store: Store): Promise<void> {
	const copies = store.rowTables.filter((table) => table !== store.meta);
	await Promise.all([
		store.segments.clear(),
		...copies.map((table) => table.clear()),
		store.meta.where('key').notEqual(KEEP_KEY).delete()
	]);
}

async function saveChunk(
	store: Store,
	epoch: string,
	sessions: SessionRow[],
	days: DayRow[],
	seq: number | null
): Promise<SyncState> {
	return store.transaction('rw', store.rowTables, async () => {
		const sync = await readSync(store);
		if (sync === undefined || sync.epoch !== epoch || sync.seq !== null)
			throw new SnapshotCutError('another sync took over');
		await saveRows(store, sessions, days);
		const next: SyncState = { ...sync, seq, rowsVersion: sync.rowsVersion + 1 };
		await writeSync(store, next);
		return next;
	});
}
