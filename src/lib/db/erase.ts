// Throws the store away with its files, because data were deleted, and begins an empty one. What a person made and the
// relay does not have yet is carried over.
import { KEEP_KEY } from './retention.ts';
import type { Store } from './schema.ts';
import { readSync, type SyncState, writeSync } from './sync-state.ts';

/** Nothing else may use the store meanwhile in this tab; other tabs have to renew theirs. */
export async function eraseStore(store: Store): Promise<SyncState | null> {
	const [sync, unsent, chosen, keep] = await store.transaction(
		'r',
		[store.meta, ...store.planTables],
		async () => [
			await readSync(store),
			await store.planWrites.toArray(),
			// Which device this is, and its language; the rest comes from the relay.
			await store.planState.where('key').notEqual('state').toArray(),
			await store.meta.get(KEEP_KEY)
		]
	);
	store.close();
	await store.place.destroy();
	await store.enter();
	return store.transaction('rw', [store.meta, ...store.planTables], async () => {
		await store.planWrites.bulkPut(unsent);
		await store.planState.bulkPut(chosen);
		if (keep !== undefined) await store.meta.put(keep);
		if (sync === undefined) return null;
		// No cursor; versions go on counting, so that caches notice.
		const empty: SyncState = {
			...sync,
			epoch: '',
			seq: null,
			rowsVersion: sync.rowsVersion + 1,
			logVersion: sync.logVersion + 1,
			events: 0,
			history: { beforeSlot: 0, total: 0, done: false }
		};
		await writeSync(store, empty);
		return empty;
	});
}
