// Work for as many threads as there are cores, up to some: for the import and for totals without a journal. What is under
// way is bounded: a thread gets more to do when its last answer was taken.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

interface Work<Job, Answer> {
	/** Of the thread, which answers each message, a job, with one of its own. */
	module: URL;
	workerData: unknown;
	/** Threads begin while the jobs are still looked for. Those begun are taken out. */
	jobs: Promise<Job[]>;
	/** Gets the answers one after the other; what it returns is awaited. */
	take(answer: Answer, job: Job, thread: number): void | Promise<void>;
}

const MAX_THREADS = 4;
/** Bytes of transcripts that a thread reads before it answers, where they are in several parts. */
const JOB_BYTES = 4e6;
const JOB_PARTS = 100;
/** Jobs a thread has at once, so that it never waits for the next one. */
const JOBS_AHEAD = 2;
/**
 * Lines are parsed and forgotten: little young heap is enough, and what is not given is not taken. The events of what is
 * read as one are in memory together, some 150 KB for each MB of transcripts; the rest is a limit that is hardly met.
 */
const HEAP = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 1024 };

/**
 * Ends when all jobs are done, or early when the signal says so. Rejects when a thread breaks, when `take` does, or when
 * there are no jobs to be had.
 */
export async function inThreads<Job, Answer>(work: Work<Job, Answer>, signal?: AbortSignal): Promise<void> {
	const threads = Math.min(availableParallelism(), MAX_THREADS);
	let taking = Promise.resolve();
	const inTurn = (answer: Answer, job: Job, thread: number) => {
		taking = taking.then(() => work.take(answer, job, thread));
		return taking;
	};
	await Promise.all(Array.from({ length: threads }, (_, thread) => runThread(work, inTurn, thread, signal)));
}

async function runThread<Job, Answer>(
	{ module, workerData, jobs: coming }: Work<Job, Answer>,
	take: (answer: Answer, job: Job, thread: number) => Promise<void>,
	thread: number,
	signal: AbortSignal | undefined
): Promise<void> {
	const worker = new Worker(module, { workerData, resourceLimits: HEAP });
	try {
		const jobs = await coming;
		await new Promise<void>((resolve, reject) => {
			const under: Job[] = [];
			const more = () => {
				const job = signal?.aborted ? undefined : jobs.shift();
				if (job !== undefined) {
					under.push(job);
					worker.postMessage(job);
				} else if (under.length === 0) resolve();
			};
			let answered = 0;
			worker.on('message', (answer: Answer) => {
				take(answer, under[answered++]!, thread).then(() => {
					under.shift();
					answered -= 1;
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
export function jobsOf<Part>(parts: readonly Part[], sizeOf: (part: Part) => number): Part[][] {
	const jobs: Part[][] = [];
	let job: Part[] = [];
	let bytes = 0;
	const sized = parts.map((part) => ({ part, size: sizeOf(part) })).sort((a, b) => b.size - a.size);
	for (const { part, size } of sized) {
		job.push(part);
		bytes += size;
		if (bytes < JOB_BYTES && job.length < JOB_PARTS) continue;
		jobs.push(job);
		job = [];
		bytes = 0;
	}
	if (job.length > 0) jobs.push(job);
	return jobs;
}
