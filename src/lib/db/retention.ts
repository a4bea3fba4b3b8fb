// What this device holds, and giving up its oldest raw events when the browser grants no more room. The rows made from
// them stay: every figure is as before, and the relay still has the events.
import { DAY_MS } from '#lib/domain/rows.ts';
import { isPersisted } from './place.ts';
import type { QueryResult } from './protocol.ts';
import type { Store } from './schema.ts';
import { readSync, type SyncState, writeSync } from './sync-state.ts';

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

/** Days of raw events this device keeps, as chosen here; `null`: all. A choice, not a copy: no re-sync takes it away. */
export const KEEP_KEY = 'keepDays';

export interface DeviceKeeping {
	days: number | null;
	/** Events that would leave this device. */
	goes: number;
	/** Events that stay. */
	stays: number;
	/** They are from before this moment; `null`: none go. */
	beforeMs: number | null;
	/** The past is still coming in: not now. */
	busy: boolean;
	/** What was done, where something was. */
	sync: SyncState | null;
}

export async function readKeepDays(store: Store): Promise<number | null> {
	return ((await store.meta.get(KEEP_KEY))?.value as number | undefined) ?? null;
}

/** What keeping `days` means on this device; with `apply` it is kept to from now on, and done. */
export async function keepDays(
	store: Store,
	{ days, apply }: { days: number | null; apply: boolean },
	nowMs: number
): Promise<DeviceKeeping> {
	return store.transaction('rw', [store.segments, store.meta], async () => {
		const sync = await readSync(store);
		const beforeMs = days === null ? null : nowMs - days * DAY_MS;
		const busy = sync === undefined || !sync.history.done;
		const going: number[] = [];
		let goes = 0;
		if (beforeMs !== null) {
			const newest = await store.segments.orderBy('firstSlot').last();
			await store.segments
				.where('maxAtMs')
				.below(beforeMs)
				.each(({ firstSlot, count }) => {
					if (firstSlot === newest?.firstSlot) return;
					going.push(firstSlot);
					goes += count;
				});
		}
		const stays = (sync?.events ?? 0) - goes;
		const answer = { days, goes, stays, beforeMs, busy, sync: null };
		if (!apply || busy) return answer;
		await store.meta.put({ key: KEEP_KEY, value: days });
		if (going.length === 0) return answer;
		await store.segments.bulkDelete(going);
		const next: SyncState = {
			...sync,
			logVersion: sync.logVersion + 1,
			events: stays,
			history: { ...sync.history, pruned: true }
		};
		await writeSync(store, next);
		return { ...answer, sync: next };
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
