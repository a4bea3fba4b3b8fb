// One import: finds the files, asks the relay for its terms, hands the files to workers as they have room, and adds up
// what they say.
import {
	addImportReport,
	emptyImportReport,
	IMPORT_PATH,
	type ImportReport,
	type ImportTerms
} from '#lib/domain/import.ts';
import { type PlannedFile, planImport } from '#lib/domain/import-plan.ts';
import { ApiError, createApi } from '#lib/stream/api.ts';
import type { FromImportWorker, ToImportWorker } from '../../worker/import/protocol.ts';
import type { Find } from './picking.ts';

export type ImportPhase =
	| 'finding'
	| 'asking'
	| 'reading'
	/** The relay does not answer; what was read is kept and tried again. */
	| 'waiting'
	| 'done'
	| 'stopped'
	/** The relay refuses, or the browser failed: see `trouble`. */
	| 'failed'
	/** The relay did not answer before anything was read. */
	| 'offline'
	| 'demo';

const RUNNING: ReadonlySet<ImportPhase> = new Set(['finding', 'asking', 'reading', 'waiting']);

interface Running {
	worker: Worker;
	report: ImportReport;
	bytesLeft: number;
	filesLeft: number;
	waiting: boolean;
	done: boolean;
	/** It was told that no more files come. */
	ended: boolean;
}

/** A worker has this much before it, so that it never waits for the page, and always some small files to ask for together. */
const AHEAD_FILES = 1000;
const AHEAD_BYTES = 32 * 1024 * 1024;
const MAX_WORKERS = 4;
/** Batches on their way to the relay, of all workers. */
const WAYS = 4;
/** Time over which the rate is taken. */
const RATE_MS = 3000;

export class Import {
	#phase = $state.raw<ImportPhase>('finding');
	#found = $state.raw(0);
	#total = $state.raw({ files: 0, bytes: 0 });
	#report = $state.raw<ImportReport>(emptyImportReport());
	#rate = $state.raw<number | null>(null);
	#trouble = $state.raw('');
	#terms = $state.raw<ImportTerms | null>(null);
	#skipped = emptyImportReport();
	#queue: PlannedFile[] = [];
	#workers: Running[] = [];
	#samples: { atMs: number; bytes: number }[] = [];
	#aborter = new AbortController();

	constructor(find: Find) {
		void this.#run(find);
	}

	get phase(): ImportPhase {
		return this.#phase;
	}

	get running(): boolean {
		return RUNNING.has(this.#phase);
	}

	/** Files found so far, of any kind. */
	get found(): number {
		return this.#found;
	}

	/** Of the files that are read. */
	get total(): { files: number; bytes: number } {
		return this.#total;
	}

	get report(): ImportReport {
		return this.#report;
	}

	/** Bytes a second; `null`: not known yet. */
	get rate(): number | null {
		return this.#rate;
	}

	get leftMs(): number | null {
		if (this.#rate === null || this.#rate === 0) return null;
		return ((this.#total.bytes - this.#report.bytes) / this.#rate) * 1000;
	}

	/** Share of the bytes that was read, 0 to 1. */
	get share(): number {
		return this.#total.bytes === 0 ? 0 : Math.min(1, this.#report.bytes / this.#total.bytes);
	}

	/** Why it waits or failed, as a sentence. */
	get trouble(): string {
		return this.#trouble;
	}

	/** Of the relay; `null` until it has answered. */
	get terms(): ImportTerms | null {
		return this.#terms;
	}

	/** What was sent stays; the rest is forgotten. */
	cancel(): void {
		if (!this.running && this.#phase !== 'offline') return;
		this.#finish('stopped');
	}

	/** Tries now what waits for the relay. */
	retry(): void {
		if (this.#phase === 'offline') void this.#ask();
		for (const one of this.#workers) this.#send(one, { type: 'retry' });
	}

	async #run(find: Find): Promise<void> {
		try {
			const picked = await find((files) => {
				this.#found = files;
			}, this.#aborter.signal);
			this.#found = picked.length;
			const { files, bytes } = planImport(picked, this.#skipped);
			this.#queue = files;
			this.#total = { files: files.length, bytes };
			this.#addUp();
			if (files.length === 0) this.#finish('done');
			else await this.#ask();
		} catch (error) {
			if (!this.#aborter.signal.aborted) this.#fail(error);
		}
	}

	async #ask(): Promise<void> {
		this.#phase = 'asking';
		try {
			const api = createApi({ baseUrl: location.origin });
			const terms = await api.json<ImportTerms>(`/api${IMPORT_PATH}`, this.#aborter.signal);
			this.#terms = terms;
			if (terms.demo) this.#finish('demo');
			else this.#read(terms);
		} catch (error) {
			if (this.#aborter.signal.aborted) return;
			if (error instanceof ApiError && error.kind === 'offline') this.#phase = 'offline';
			else this.#fail(error);
		}
	}

	#read({ content }: ImportTerms): void {
		this.#phase = 'reading';
		this.#samples = [{ atMs: performance.now(), bytes: 0 }];
		// One processor is left for the page and the store.
		const count = Math.min(MAX_WORKERS, Math.max(1, navigator.hardwareConcurrency - 1), this.#queue.length);
		this.#workers = Array.from({ length: count }, () => {
			const worker = new Worker(new URL('../../worker/import/index.ts', import.meta.url), {
				type: 'module',
				name: 'tidemark-import'
			});
			const one: Running = {
				worker,
				report: emptyImportReport(),
				bytesLeft: 0,
				filesLeft: 0,
				waiting: false,
				done: false,
				ended: false
			};
			worker.onmessage = ({ data }: MessageEvent<FromImportWorker>) => this.#receive(one, data);
			worker.onerror = (event) => this.#fail(new Error(event.message || 'worker error'));
			return one;
		});
		// A browser has six connections to a host, and the page needs some.
		const ways = Math.max(1, Math.floor(WAYS / count));
		for (const one of this.#workers) {
			this.#send(one, { type: 'start', baseUrl: location.origin, content, ways });
			this.#feed(one);
		}
	}

	/** Gives a worker more files when it has few before it. */
	#feed(one: Running): void {
		if (one.ended) return;
		const files: PlannedFile[] = [];
		// No more than its share of what is left: the others find some too.
		const most = Math.min(AHEAD_FILES, Math.ceil(this.#queue.length / this.#workers.length));
		while (
			this.#queue.length > 0 &&
			one.filesLeft + files.length < most &&
			(one.bytesLeft < AHEAD_BYTES || one.filesLeft + files.length === 0)
		) {
			const next = this.#queue.shift()!;
			files.push(next);
			one.bytesLeft += next.file.size;
		}
		if (files.length > 0) {
			one.filesLeft += files.length;
			this.#send(one, { type: 'read', files });
		}
		if (this.#queue.length > 0) return;
		one.ended = true;
		this.#send(one, { type: 'end' });
	}

	#receive(one: Running, message: FromImportWorker): void {
		// Sent before the import ended.
		if (!this.running) return;
		switch (message.type) {
			case 'progress':
				one.report = message.report;
				one.bytesLeft = message.bytesLeft;
				one.filesLeft = message.filesLeft;
				this.#addUp();
				this.#feed(one);
				break;
			case 'waiting':
				one.waiting = true;
				this.#trouble = message.message;
				this.#phase = 'waiting';
				break;
			case 'sending':
				one.waiting = false;
				if (!this.#workers.some(({ waiting }) => waiting)) this.#phase = 'reading';
				break;
			case 'done':
				one.report = message.report;
				one.done = true;
				one.worker.terminate();
				this.#addUp();
				if (this.#workers.every(({ done }) => done)) this.#finish('done');
				break;
			case 'failed':
				this.#fail(new Error(message.message));
				break;
		}
	}

	#addUp(): void {
		const report = emptyImportReport();
		addImportReport(report, this.#skipped);
		for (const one of this.#workers) addImportReport(report, one.report);
		this.#report = report;
		const atMs = performance.now();
		this.#samples.push({ atMs, bytes: report.bytes });
		while (this.#samples.length > 2 && atMs - this.#samples[1]!.atMs > RATE_MS) this.#samples.shift();
		const first = this.#samples[0]!;
		if (atMs - first.atMs > 250) this.#rate = ((report.bytes - first.bytes) / (atMs - first.atMs)) * 1000;
	}

	#send(one: Running, message: ToImportWorker): void {
		one.worker.postMessage(message);
	}

	#fail(error: unknown): void {
		this.#trouble = error instanceof Error ? error.message : String(error);
		this.#finish('failed');
	}

	#finish(phase: ImportPhase): void {
		this.#phase = phase;
		this.#aborter.abort();
		for (const { worker } of this.#workers) worker.terminate();
		this.#queue = [];
	}
}
