// Files as a browser hands them to an import, and an import of them into a relay without a browser: the same reading,
// sending and route.
import { emptyImportReport, type ImportAnswer, type ImportReport } from '#lib/domain/import.ts';
import { type PickedFile, planImport } from '#lib/domain/import-plan.ts';
import { createApi } from '#lib/stream/api.ts';
import { fetchFiles, nextFiles } from '../../src/worker/import/fetch.ts';
import { readFetched } from '../../src/worker/import/read.ts';
import { createSender } from '../../src/worker/import/send.ts';

export function picked(path: string, bytes: Uint8Array | string): PickedFile {
	const parts = path.split('/');
	return { file: new File([bytes as BlobPart], parts.at(-1)!), path: parts };
}

export interface ImportOptions {
	content?: boolean;
	nowMs?: number;
	/** Told each time the relay does not answer; resolves when it is to be tried again. */
	offline?: () => Promise<void>;
}

/** Reads all of them, three questions at a time, and sends what they hold. */
export async function importInto(
	fetch: typeof globalThis.fetch,
	files: readonly PickedFile[],
	{ content = false, nowMs = Date.now(), offline = async () => undefined }: ImportOptions = {}
): Promise<ImportReport> {
	const report = emptyImportReport();
	const api = createApi({ baseUrl: 'http://localhost', fetch });
	const sender = createSender({
		ways: 4,
		post: (batch) => api.send<ImportAnswer>('POST', '/api/import', batch),
		report,
		waiting: () => undefined,
		sending: () => undefined,
		sleep: offline
	});
	const reader = { content, now: () => nowMs, add: sender.add, report };
	const queue = planImport(files, report).files;
	const lane = async () => {
		while (queue.length > 0)
			for (const fetched of await fetchFiles(nextFiles(queue))) await readFetched(fetched, reader);
	};
	await Promise.all([lane(), lane(), lane()]);
	await sender.finish();
	return report;
}
