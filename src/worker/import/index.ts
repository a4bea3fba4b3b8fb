// A worker that reads files for an import: told which, it says how far it is, and sends what it finds to the relay.
import { emptyImportReport, type ImportAnswer } from '#lib/domain/import.ts';
import type { PlannedFile } from '#lib/domain/import-plan.ts';
import { createApi } from '#lib/stream/api.ts';
import type { FromImportWorker, ToImportWorker } from './protocol.ts';
import { readPicked } from './read.ts';
import { createSender } from './send.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Files read at once: one is fetched while another is decoded. */
const LANES = 3;
const PROGRESS_MS = 200;

const post = (message: FromImportWorker) => self.postMessage(message);
const report = emptyImportReport();
const files: PlannedFile[] = [];
let ended = false;
let bytesLeft = 0;
/** Lanes with nothing to do, to be woken by more files or by the end. */
let idle: (() => void)[] = [];
let wakeSleeper: () => void = () => undefined;

self.onmessage = ({ data }: MessageEvent<ToImportWorker>) => {
	switch (data.type) {
		case 'start':
			void run(data.baseUrl, data.content);
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
			wakeSleeper();
			break;
	}
};

async function run(baseUrl: string, content: boolean): Promise<void> {
	const api = createApi({ baseUrl });
	const sender = createSender({
		post: (batch) => api.send<ImportAnswer>('POST', '/api/import', batch),
		report,
		waiting: (message) => post({ type: 'waiting', message }),
		sending: () => post({ type: 'sending' }),
		sleep: (ms) =>
			new Promise((resolve) => {
				const timer = setTimeout(resolve, ms);
				wakeSleeper = () => {
					clearTimeout(timer);
					resolve();
				};
			})
	});
	const reader = { content, now: Date.now, add: sender.add, report };
	const timer = setInterval(progress, PROGRESS_MS);
	const lane = async () => {
		for (;;) {
			const next = files.shift();
			if (next !== undefined) {
				await readPicked(next, reader);
				bytesLeft -= next.file.size;
				if (files.length < LANES) progress();
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

function wakeIdle(): void {
	for (const wake of idle) wake();
	idle = [];
}
