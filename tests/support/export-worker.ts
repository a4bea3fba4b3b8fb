// A file made in a worker, where the browser lets it be written to the disk.
import { type ExportFile, queryExport } from '#lib/db/query-export.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import { openStore } from '#lib/db/schema.ts';
import type { ExportArgs } from '#lib/domain/export.ts';

export interface ExportTask {
	store: string;
	args: ExportArgs;
	/** Called off after so many looks at the clock, one a row; `null`: never. */
	stopAfter: number | null;
}

export type ExportNews = { type: 'done'; file: ExportFile | null; error: string | null };

self.onmessage = async ({ data }: MessageEvent<ExportTask>) => {
	const store = await openStore(data.store);
	const calledOff = new AbortController();
	let read = 0;
	// The writing of rows looks at the clock after each.
	const clock = performance.now.bind(performance);
	performance.now = () => {
		if (++read === data.stopAfter) calledOff.abort();
		return clock();
	};
	const context = { store, cache: createRowCache(store), nowMs: () => Date.now() };
	const watch = { onProgress: () => undefined, signal: calledOff.signal };
	const post = (file: ExportFile | null, error: string | null) =>
		self.postMessage({ type: 'done', file, error } satisfies ExportNews);
	try {
		post(await queryExport(context, { of: () => [] }, data.args, watch), null);
	} catch (error) {
		post(null, (error as Error).name);
	}
	store.close();
};
