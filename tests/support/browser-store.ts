// A store of one test's own, and its contents in one spelling for comparing.
import Dexie from 'dexie';
import { openStore, type Store } from '#lib/db/schema.ts';
import { decodeSegment, type Entry } from '#lib/db/segment.ts';
import { applySnapshot, type SnapshotLine } from '#lib/db/snapshot.ts';
import { fromStoredDay, fromStoredSession } from '#lib/db/stored-rows.ts';
import type { FoldTables } from '#lib/domain/fold.ts';
import { FOLD_VERSION } from '#lib/domain/rows.ts';
import { rowsOf } from './model-journal.ts';

let made = 0;

/** Deleted at the end of the test. */
export async function setupStore(): Promise<Store & AsyncDisposable> {
	const name = `test-${performance.timeOrigin}-${made++}`;
	const store = await openStore(name);
	return Object.assign(store, {
		async [Symbol.asyncDispose]() {
			store.close();
			await Dexie.delete(name);
		}
	});
}

export interface Head {
	epoch?: string;
	seq?: number;
	events?: number;
}

export async function* snapshotLines(tables: FoldTables, head: Head = {}): AsyncGenerator<SnapshotLine> {
	const { epoch = 'e', seq = 0, events = 0 } = head;
	yield { type: 'head', protocol: 1, foldVersion: FOLD_VERSION, epoch, seq, events, horizonMs: null };
	const days = [...tables.days.values()].sort((a, b) => b.day - a.day);
	for (const row of days) yield { type: 'day', row };
	for (const row of tables.sessions.values()) yield { type: 'session', row };
	yield { type: 'end', days: days.length, sessions: tables.sessions.size };
}

/** An empty relay's snapshot: the store is empty and ready for frames. */
export async function startEmpty(store: Store, epoch = 'e'): Promise<void> {
	await applySnapshot(store, snapshotLines({ sessions: new Map(), days: new Map() }, { epoch }));
}

export async function storedTables(store: Store): Promise<FoldTables> {
	const sessions = (await store.sessions.toArray()).map(fromStoredSession);
	const days = (await store.days.toArray()).map(fromStoredDay);
	return {
		sessions: new Map(sessions.map((row) => [row.key, row])),
		days: new Map(days.map((row) => [row.day, row]))
	};
}

export async function storedRowsText(store: Store): Promise<string> {
	return rowsOf(await storedTables(store));
}

export async function storedLog(store: Store): Promise<Entry[]> {
	const segments = await store.segments.orderBy('firstSlot').toArray();
	return segments.flatMap(({ body }) => decodeSegment(body));
}
