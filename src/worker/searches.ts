// Searches that are running, each until its end or until it is called off.
import type { FromWorker } from '#lib/db/protocol.ts';
import type { Store } from '#lib/db/schema.ts';
import { search } from '#lib/db/search.ts';
import type { SearchArgs } from '#lib/domain/search.ts';

export interface Searches {
	start(id: number, args: SearchArgs): void;
	cancel(id: number): void;
	stop(): void;
}

export function createSearches(store: Store, post: (message: FromWorker) => void): Searches {
	const running = new Map<number, AbortController>();

	async function run(id: number, args: SearchArgs): Promise<void> {
		const calledOff = new AbortController();
		running.set(id, calledOff);
		try {
			await search(args, {
				store,
				signal: calledOff.signal,
				onProgress: (progress) => post({ type: 'found', id, progress })
			});
		} catch (error) {
			if (!calledOff.signal.aborted)
				post({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
		} finally {
			running.delete(id);
		}
	}

	return {
		start: (id, args) => void run(id, args),
		cancel: (id) => running.get(id)?.abort(),
		stop() {
			for (const calledOff of running.values()) calledOff.abort();
		}
	};
}
