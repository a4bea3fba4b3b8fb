// What this device holds, and giving up its oldest raw events when the browser grants no more room. The rows made from
// them stay: every figure is as before, and the relay still has the events.
import { isPersisted } from './place.ts';
import type { QueryResult } from './protocol.ts';
import type { Store } from './schema.ts';
import { readSync, writeSync } from './sync-state.ts';

/** Part of the segments given up at a time. */
const SHARE = 0.25;

/** Removes the oldest quarter of the log; returns how many events went. The newest segment stays. */
export async function pruneOldest(store: Store): Promise<number> {
	return store.transaction('rw', [store.segments, store.meta], async () => {
		const sync = await readSync(store);
		if (sync === undefined) return 0;
		const keys = await store.segments.orderBy('firstSlot').primaryKeys();
		const going = keys.slice(0, Math.min(keys.length - 1, Math.ceil(keys.length * SHARE)));
		if (going.length === 0) return 0;
		let events = 0;
		await store.segments
			.where('firstSlot')
			.belowOrEqual(going.at(-1)!)
			.each(({ count }) => {
				events += count;
			});
		await store.segments.bulkDelete(going);
		await writeSync(store, {
			...sync,
			logVersion: sync.logVersion + 1,
			events: sync.events - events,
			history: { ...sync.history, done: true, pruned: true }
		});
		return events;
	});
}

export async function queryStorage(store: Store): Promise<QueryResult<'storage'>> {
	const [sync, segments, sessions, days, oldest, newest] = await Promise.all([
		readSync(store),
		store.segments.count(),
		store.sessions.count(),
		store.days.count(),
		store.segments
			.orderBy('minAtMs')
			.limit(1)
			.keys((keys) => (keys[0] as number | undefined) ?? null),
		store.segments
			.orderBy('maxAtMs')
			.reverse()
			.limit(1)
			.keys((keys) => (keys[0] as number | undefined) ?? null)
	]);
	const estimate = await navigator.storage?.estimate?.();
	const persisted = await isPersisted(store.name);
	return {
		events: sync?.events ?? 0,
		segments,
		sessions,
		days,
		usageBytes: estimate?.usage ?? null,
		quotaBytes: estimate?.quota ?? null,
		persisted,
		oldestMs: oldest,
		newestMs: newest
	};
}
