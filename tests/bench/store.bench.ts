// Browser store: ingest with the fold against the bare packed write of the same events, then the overview, cold: a new
// worker, a new connection, nothing parsed. Runs in Chromium: `npx vitest run --config tests/bench/store.config.ts`.
import { expect, test } from 'vitest';
import type { StoreBench, StoreTask } from './store-worker.ts';

const counts: number[] = (import.meta.env.VITE_BENCH_EVENTS ?? '10000,1000000').split(',').map(Number);

async function inWorker(task: StoreTask): Promise<StoreBench> {
	const worker = new Worker(new URL('./store-worker.ts', import.meta.url), { type: 'module' });
	try {
		return await new Promise((resolve, reject) => {
			worker.onmessage = ({ data }) => resolve(data as StoreBench);
			worker.onerror = (event) => reject(new Error(event.message));
			worker.postMessage(task);
		});
	} finally {
		worker.terminate();
	}
}

const QUESTIONS = [
	'overview',
	'filtered',
	'sessions',
	'panels',
	'panels, filtered',
	'search',
	'text search'
] as const;

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

test.each(counts)('%i events', { timeout: 900_000 }, async (count) => {
	const ingest = await inWorker({ type: 'ingest', count });
	expect(ingest.failed).toBeUndefined();
	console.log(JSON.stringify({ bench: 'browser ingest', ...ingest }));
	for (const task of QUESTIONS) {
		const runs: StoreBench[] = [];
		for (let i = 0; i < 5; i++) runs.push(await inWorker({ type: task, count }));
		expect(runs[0]!.failed).toBeUndefined();
		console.log(
			JSON.stringify({
				bench: `browser ${task}, cold`,
				count,
				ms: median(runs.map(({ ms }) => Number(ms))),
				runs: runs.map(({ ms }) => ms),
				...(runs[0]!.firstMs !== undefined && {
					firstHitsMs: median(runs.map(({ firstMs }) => Number(firstMs)))
				})
			})
		);
	}
});
