// Reads many whole transcripts in worker threads, as many as there are cores: for the import and for totals without a
// journal. What is under way is bounded: a thread gets more to do when its last answer was taken.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { DomainEvent } from '#lib/domain/event.ts';
import type { NamedFile } from './about-file.ts';
import { createUnpacker, type Unpacker } from './packed.ts';
import type { WholeOptions } from './read-whole.ts';
import type { WholeAnswer } from './whole-worker.ts';

export interface WholeFile extends NamedFile {
	size: number;
}

export interface Answer extends WholeAnswer {
	/** Reads `packed`, also later. */
	unpacker: Unpacker;
}

const MAX_THREADS = 4;
/** Bytes of transcripts that a thread reads before it answers, where they are in several files. */
const JOB_BYTES = 4e6;
const JOB_FILES = 100;
/** Jobs a thread has at once, so that it never waits for the next one. */
const JOBS_AHEAD = 2;
/** A line is parsed and forgotten: little heap is enough, and what is not given is not taken. */
const HEAP = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 256 };

/**
 * Every answer is handed to `take`, one after the other; what it returns is awaited. Ends early when the signal says so.
 * Rejects when a thread breaks, when `take` does, or when the files are not found. Threads begin while they are looked for.
 */
export async function readWholeFiles(
	files: Promise<readonly WholeFile[]>,
	options: WholeOptions,
	take: (answer: Answer) => void | Promise<void>,
	signal?: AbortSignal
): Promise<void> {
	const jobs = files.then(jobsOf);
	const threads = Math.min(availableParallelism(), MAX_THREADS);
	let taking = Promise.resolve();
	const inTurn = (answer: Answer) => {
		taking = taking.then(() => take(answer));
		return taking;
	};
	await Promise.all(Array.from({ length: threads }, () => runThread(jobs, options, inTurn, signal)));
}

async function runThread(
	coming: Promise<NamedFile[][]>,
	options: WholeOptions,
	take: (answer: Answer) => Promise<void>,
	signal: AbortSignal | undefined
): Promise<void> {
	const worker = new Worker(new URL('./whole-worker.ts', import.meta.url), {
		workerData: options,
		resourceLimits: HEAP
	});
	const unpacker = createUnpacker();
	try {
		const jobs = await coming;
		await new Promise<void>((resolve, reject) => {
			let under = 0;
			const more = () => {
				const job = signal?.aborted ? undefined : jobs.shift();
				if (job !== undefined) {
					under += 1;
					worker.postMessage(job);
				} else if (under === 0) resolve();
			};
			worker.on('message', (answer: WholeAnswer) => {
				unpacker.learn(answer.packed);
				take({ ...answer, unpacker }).then(() => {
					under -= 1;
					more();
				}, reject);
			});
			worker.on('error', reject);
			worker.on('exit', (code) => reject(new Error(`A thread that reads transcripts ended (${code}).`)));
			for (let ahead = 0; ahead < JOBS_AHEAD; ahead++) more();
		});
	} finally {
		await worker.terminate();
	}
}

/** The largest first, so that no thread is left alone with one at the end; small ones together. */
function jobsOf(files: readonly WholeFile[]): NamedFile[][] {
	const jobs: NamedFile[][] = [];
	let job: NamedFile[] = [];
	let bytes = 0;
	for (const { size, ...file } of [...files].sort((a, b) => b.size - a.size)) {
		job.push(file);
		bytes += size;
		if (bytes < JOB_BYTES && job.length < JOB_FILES) continue;
		jobs.push(job);
		job = [];
		bytes = 0;
	}
	if (job.length > 0) jobs.push(job);
	return jobs;
}

/** Unpacked together, forgotten together while they are young. */
const AT_ONCE = 250;

/** An answer's events in their order, some at a time: there are hundreds or, of a large file, many thousands. */
export function* eventsOf({
	packed,
	unpacker
}: Pick<Answer, 'packed' | 'unpacker'>): Iterable<DomainEvent[]> {
	const count = packed.ends.length;
	for (let from = 0; from < count; from += AT_ONCE)
		yield unpacker.events(packed, from, Math.min(count, from + AT_ONCE));
}
