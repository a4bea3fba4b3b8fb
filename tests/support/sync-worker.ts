// A tab's worker for tests: the real leader lock, store and sync, with a relay in memory that has the same seeded journal
// in every worker.
import { openStore } from '#lib/db/schema.ts';
import { createApi } from '#lib/stream/api.ts';
import { lead } from '#lib/stream/leader.ts';
import { createStatus } from '../../src/worker/status.ts';
import { createSync } from '../../src/worker/sync.ts';
import { createFakeRelay } from './fake-relay.ts';
import { randomRecords } from './make-event.ts';

export interface SyncWorkerTask {
	store: string;
	lock: string;
	seed: number;
	count: number;
	revisions: number;
	/** Records the relay has when the device first comes; the others are streamed. */
	before: number;
	frame: number;
	everyMs: number;
}

export type SyncWorkerNews = { type: 'leading' } | { type: 'streaming' } | { type: 'changed'; seq: number };

self.onmessage = async ({ data }: MessageEvent<SyncWorkerTask>) => {
	const post = (news: SyncWorkerNews) => self.postMessage(news);
	const store = await openStore(data.store);
	const records = JSON.parse(JSON.stringify(randomRecords(data.seed, data.count, data.revisions)));
	const relay = createFakeRelay({
		records: records.slice(0, data.before),
		frame: data.frame,
		everyMs: data.everyMs
	});
	const api = createApi({
		baseUrl: 'http://relay',
		async fetch(input, init) {
			const response = await relay.fetch(input, init);
			if (String(input).includes('/api/stream')) {
				post({ type: 'streaming' });
				relay.append(records.slice(relay.records.length));
			}
			return response;
		}
	});
	let seq = 0;
	const sync = createSync({
		store,
		api,
		status: createStatus(() => undefined),
		onChange: ({ events }) => {
			seq += events.length;
			post({ type: 'changed', seq });
		}
	});
	const closing = new AbortController();
	await lead(
		navigator.locks,
		closing.signal,
		() => {
			post({ type: 'leading' });
			return sync.run(closing.signal);
		},
		data.lock
	);
};
