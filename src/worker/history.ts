// The log before the snapshot, fetched newest first in the background until it is all here. It goes on where it stopped.
import type { Ingest } from '#lib/db/ingest.ts';
import type { Store } from '#lib/db/schema.ts';
import type { Entry } from '#lib/db/segment.ts';
import { readSync, type SyncState } from '#lib/db/sync-state.ts';
import { type Api, ApiError } from '#lib/stream/api.ts';
import { sleep } from '#lib/stream/backoff.ts';

/** Most events of a page; the relay gives no more. */
const PAGE = 2000;
const RETRY_MS = 5000;

export interface HistoryOptions {
	api: Api;
	store: Store;
	ingest: Ingest;
	/** Runs writes one after another; see `sync.ts`. */
	inTurn: <T>(write: () => Promise<T>) => Promise<T>;
	/** Set while a page is on its way: takes the events that are streamed meanwhile. */
	watch(revised: Map<number, Entry['event']> | null): void;
	onProgress(sync: SyncState): void;
}

/** Rejects when storing fails; the network's failures are waited out. */
export async function fetchHistory(options: HistoryOptions, signal: AbortSignal): Promise<void> {
	const { api, store, ingest, inTurn, watch, onProgress } = options;
	let sync = await readSync(store);
	while (sync !== undefined && !sync.history.done && !signal.aborted) {
		const { epoch } = sync;
		const revised = new Map<number, Entry['event']>();
		watch(revised);
		try {
			const path = `/api/events?before=${sync.history.beforeSlot}&limit=${PAGE}`;
			const page = await api.json<{ epoch: string; events: Entry[]; more: boolean }>(path, signal);
			// Of another journal: the stream is about to say so.
			if (page.epoch !== epoch) return;
			sync = await inTurn(() =>
				ingest.storeHistory({ epoch, entries: page.events, more: page.more, revised })
			);
			onProgress(sync);
		} catch (error) {
			if (signal.aborted) return;
			if (!(error instanceof ApiError)) throw error;
			await sleep(RETRY_MS, signal);
		} finally {
			watch(null);
		}
	}
}
