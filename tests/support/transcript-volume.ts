// A folder of transcripts as large as real ones, of known cost: thousands of files, median 100 KB, 99 of 100 below 5 MB,
// some of 80 MB. Made in slices, so that the whole is never in memory.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRandom } from './random.ts';
import { createCorpus } from './transcript-corpus.ts';

export interface Volume {
	files: number;
	bytes: number;
	/** Sizes of a session's main files at the median, at 99 of 100, the largest. */
	sizes: { median: number; p99: number; largest: number };
	/** Of all requests the transcripts tell of, each counted once. */
	requests: number;
	costNano: number;
	/** Path of the file that was written to last. */
	newest: string;
}

/** Bytes a prompt takes with these settings, by measurement. */
const PROMPT_BYTES = 38_000;
const SHAPE = { ballast: 6000, output: 2500, zones: ['Z'] };
const MEDIAN = 100_000;
/** Logarithmic: 99 of 100 below fifty times the median. */
const SPREAD = Math.log(50) / 2.326;
const LARGEST = 80e6;
const END_MS = Date.parse('2026-11-20T12:00:00Z');

export function writeVolume(projects: string, bytes: number, seed: number): Volume {
	const random = createRandom(seed);
	const volume: Volume = {
		files: 0,
		bytes: 0,
		sizes: { median: 0, p99: 0, largest: 0 },
		requests: 0,
		costNano: 0,
		newest: ''
	};
	const sizes: number[] = [];
	let newestMs = 0;

	/** Sessions of about the same size. */
	function slice(prompts: number, sessions: number): void {
		const corpus = createCorpus({ seed, random, sessions, prompts, endMs: END_MS, ...SHAPE });
		volume.requests += corpus.requests.filter(({ side }) => !side).length;
		volume.costNano += corpus.costNano;
		for (const { path, bytes, mtimeMs } of corpus.files) {
			const full = join(projects, path);
			mkdirSync(dirname(full), { recursive: true });
			writeFileSync(full, bytes);
			utimesSync(full, mtimeMs / 1000, mtimeMs / 1000);
			volume.bytes += bytes.length;
			if (!path.endsWith('.jsonl')) continue;
			volume.files += 1;
			if (!path.includes('/subagents/')) sizes.push(bytes.length);
			if (mtimeMs <= newestMs) continue;
			newestMs = mtimeMs;
			volume.newest = full;
		}
	}

	for (let large = 1; large <= Math.floor(bytes / 4e8); large++) slice(LARGEST / PROMPT_BYTES, 1);
	while (volume.bytes < bytes) {
		const size = MEDIAN * Math.exp(SPREAD * normal(random.next(), random.next()));
		const prompts = Math.max(1, Math.round(Math.min(size, LARGEST / 4) / PROMPT_BYTES));
		// Large ones are few, so that what a slice needs in memory stays small.
		slice(prompts, prompts > 50 ? 1 : 10);
	}
	sizes.sort((a, b) => a - b);
	const at = (share: number) => sizes[Math.ceil(share * sizes.length) - 1]!;
	volume.sizes = { median: at(0.5), p99: at(0.99), largest: at(1) };
	return volume;
}

/** Box and Muller. */
function normal(a: number, b: number): number {
	return Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b);
}
