// How fast transcripts are read into the journal, and how fast a second start finds that nothing is new.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCorpus } from '../support/transcript-corpus.ts';
import { atMost, type Bench, type Figure } from './figure.ts';

const BYTES = Number(process.env.TIDEMARK_BENCH_BYTES ?? 200e6);
const END_MS = Date.parse('2026-11-20T12:00:00Z');

interface Run {
	ms: number;
	longest: number;
	memory: number;
	events: number;
	bytes: number;
	files: number;
}

export const bench: Bench = {
	name: 'transcripts',
	async run() {
		const home = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
		try {
			const { newest } = write(join(home, 'projects'));
			const cold = read(home);
			const again = read(home);
			appendFileSync(newest, '{"type":"mode","mode":"default"}\n');
			const grown = read(home);
			const rate = (run: Run) => run.bytes / 1e6 / (run.ms / 1000);
			return [
				{
					name: 'into the journal',
					value: rate(cold),
					unit: 'MB/s',
					note: `${cold.files} files, ${Math.round(cold.bytes / 1e6)} MB`
				},
				{
					name: 'into the journal',
					value: cold.events / (cold.ms / 1000),
					unit: 'events/s',
					note: `${cold.events} events`
				},
				atMost('longest block', cold.longest, 50, 'ms'),
				atMost('resident at most', cold.memory, 250, 'MB'),
				atMost('second start, nothing new', again.ms, 300, 'ms', `${again.bytes} bytes read`),
				atMost('second start, one line new', grown.ms, 300, 'ms', `${grown.bytes} bytes read`)
			] satisfies Figure[];
		} finally {
			rmSync(home, { recursive: true, force: true });
		}
	}
};

/** Generated in slices, so that the whole is never in memory. */
function write(projects: string): { newest: string } {
	let written = 0;
	let newest = { path: '', mtimeMs: 0 };
	for (let seed = 1; written < BYTES; seed++) {
		const large = seed % 10 === 0;
		const corpus = createCorpus({
			seed,
			sessions: large ? 1 : 30,
			prompts: large ? 100 : 5,
			ballast: 6000,
			endMs: END_MS
		});
		for (const { path, bytes, mtimeMs } of corpus.files) {
			const full = join(projects, path);
			mkdirSync(dirname(full), { recursive: true });
			writeFileSync(full, bytes);
			utimesSync(full, mtimeMs / 1000, mtimeMs / 1000);
			written += bytes.length;
			if (mtimeMs > newest.mtimeMs && path.endsWith('.jsonl')) newest = { path: full, mtimeMs };
		}
	}
	return { newest: newest.path };
}

function read(home: string): Run {
	const script = join(import.meta.dirname, 'transcript-reader.ts');
	const { stdout, stderr, status } = spawnSync(process.execPath, [script, home, join(home, 'data')], {
		encoding: 'utf8'
	});
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout) as Run;
}
