// A worker that reads files for an import: told which, it says how far it is, and sends what it finds to the relay.
import { emptyImportReport, type ImportAnswer } from '#lib/domain/import.ts';
import type { PlannedFile } from '#lib/domain/import-plan.ts';
import { createApi } from '#lib/stream/api.ts';
import { fetchFiles, nextFiles } from './fetch.ts';
import type { FromImportWorker, StartImport, ToImportWorker } from './protocol.ts';
import { readFetched } from './read.ts';
import { createSender } from './send.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Groups of files fetched at once: one comes while another is decoded. */
const LANES = 3;
const PROGRESS_MS = 200;

const post = (message: FromImportWorker) => self.postMessage(message);
const report = emptyImportReport();
const files: PlannedFile[] = [];
let ended = false;
let bytesLeft = 0;
/** Lanes with nothing to do, to be woken by more files or by the end. */
let idle: (() => void)[] = [];
/** Each tries to send again when it is woken. */
const sleepers = new Set<() => void>();

self.onmessage = ({ data }: MessageEvent<ToImportWorker>) => {
	switch (data.type) {
		case 'start':
			void run(data);
			break;
		case 'read':
			for (const one of data.files) {
				files.push(one);
				bytesLeft += one.file.size;
			}
			wakeIdle();
			break;
		case 'end':
			ended = true;
			wakeIdle();
			break;
		case 'retry':
			wakeSleepers();
			break;
	}
};

async function run({ baseUrl, content, ways }: StartImport): Promise<void> {
	const api = createApi({ baseUrl });
	const sender = createSender({
		ways,
		// Chromium takes three times as long to send a megabyte of text as of a Blob.
		post: (batch) => api.send<ImportAnswer>('POST', '/api/import', new Blob([JSON.stringify(batch)])),
		report,
		waiting: (message) => post({ type: 'waiting', message }),
		sending() {
			wakeSleepers();
			post({ type: 'sending' });
		},
		sleep: (ms) =>
			new Promise((resolve) => {
				const wake = () => {
					clearTimeout(timer);
					sleepers.delete(wake);
					resolve();
				};
				const timer = setTimeout(wake, ms);
				sleepers.add(wake);
			})
	});
	const reader = { content, now: Date.now, add: sender.add, report };
	const timer = setInterval(progress, PROGRESS_MS);
	const lane = async () => {
		for (;;) {
			const next = nextFiles(files);
			if (next.length > 0) {
				for (const fetched of await fetchFiles(next)) {
					await readFetched(fetched, reader);
					bytesLeft -= fetched.picked.file.size;
				}
				progress();
			} else if (ended) return;
			else await new Promise<void>((resolve) => idle.push(resolve));
		}
	};
	try {
		await Promise.all(Array.from({ length: LANES }, lane));
		await sender.finish();
		post({ type: 'done', report });
	} catch (error) {
		progress();
		post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
	} finally {
		clearInterval(timer);
	}
}

function progress(): void {
	post({ type: 'progress', report, bytesLeft, filesLeft: files.length });
}

function wakeSleepers(): void {
	for (const wake of [...sleepers]) wake();
}

function wakeIdle(): void {
	for (const wake of idle) wake();
	idle = [];
}
