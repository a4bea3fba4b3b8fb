// Searches and exports that are running, each until its end or until it is called off.
import type { FromWorker } from '#lib/db/protocol.ts';
import { queryExport } from '#lib/db/query-export.ts';
import type { QueryContext } from '#lib/db/query-overview.ts';
import type { RemoteEvents } from '#lib/db/query-sessions.ts';
import { search } from '#lib/db/search.ts';
import type { ExportArgs } from '#lib/domain/export.ts';
import type { SearchArgs } from '#lib/domain/search.ts';

export interface LongTasks {
	search(id: number, args: SearchArgs): void;
	exportFile(id: number, args: ExportArgs): void;
	cancel(id: number): void;
	/** Ends all; the page is told where a reason is given. */
	stop(reason?: string): void;
}

export function createLongTasks(
	context: QueryContext,
	remote: RemoteEvents,
	/** Resolves when the store stands. */
	risen: () => Promise<void>,
	post: (message: FromWorker) => void
): LongTasks {
	const running = new Map<number, AbortController>();

	async function run(id: number, task: (signal: AbortSignal) => Promise<void>): Promise<void> {
		const calledOff = new AbortController();
		running.set(id, calledOff);
		try {
			await risen();
			await task(calledOff.signal);
		} catch (error) {
			if (!calledOff.signal.aborted)
				post({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
		} finally {
			running.delete(id);
		}
	}

	return {
		search: (id, args) =>
			void run(id, (signal) =>
				search(args, {
					store: context.store,
					signal,
					onProgress: (progress) => post({ type: 'found', id, progress })
				})
			),
		exportFile: (id, args) =>
			void run(id, async (signal) => {
				const onProgress = (progress: { rows: number; share: number }) =>
					post({ type: 'exporting', id, progress });
				const file = await queryExport(context, remote, args, { onProgress, signal });
				post({ type: 'exported', id, file });
			}),
		cancel: (id) => running.get(id)?.abort(),
		stop(reason) {
			for (const [id, calledOff] of running) {
				calledOff.abort();
				if (reason !== undefined) post({ type: 'failed', id, message: reason });
			}
		}
	};
}
