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
	/** Share of one processor that it took while it had nothing to do. */
	idle: number;
}

/** Small ones, as many as HAZARDS has in mind. */
const FILES = Number(process.env.TIDEMARK_BENCH_FILES ?? 100_000);

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
				atMost('second start, one line new', grown.ms, 300, 'ms', `${grown.bytes} bytes read`),
				...many()
			] satisfies Figure[];
		} finally {
			rmSync(home, { recursive: true, force: true });
		}
	}
};

function many(): Figure[] {
	const home = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
	try {
		for (let file = 0; file < FILES; file++) {
			const folder = join(home, 'projects', `-home-me-project-${file % 500}`);
			if (file < 500) mkdirSync(folder, { recursive: true });
			const sessionId = `00000000-0000-4000-8000-${file.toString(16).padStart(12, '0')}`;
			writeFileSync(join(folder, `${sessionId}.jsonl`), oneResponse(sessionId, file));
		}
		const cold = read(home, 30_000);
		const again = read(home, 30_000);
		if (cold.events < FILES) throw new Error(`${cold.events} events came of ${FILES} files`);
		const name = `${FILES.toLocaleString('en-US')} files`;
		return [
			{ name: `${name}, into the journal`, value: cold.ms, unit: 'ms', note: `${cold.events} events` },
			atMost(`${name}, resident at most`, cold.memory, 250, 'MB'),
			{ name: `${name}, second start`, value: again.ms, unit: 'ms', note: `${again.bytes} bytes read` },
			{ name: `${name}, second start, resident at most`, value: again.memory, unit: 'MB' },
			{ name: `${name}, one processor while nothing happens, 30 s`, value: again.idle, unit: '×' }
		];
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
}

function oneResponse(sessionId: string, n: number): string {
	const usage = { input_tokens: 10, output_tokens: 20 };
	const message = { id: `msg_${n}`, role: 'assistant', model: 'claude-sonnet-4-5', content: [], usage };
	const timestamp = new Date(END_MS - n * 20_000).toISOString();
	return `${JSON.stringify({ type: 'assistant', uuid: sessionId, sessionId, timestamp, requestId: `req_${n}`, message })}\n`;
}

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

function read(home: string, idleMs = 0): Run {
	const script = join(import.meta.dirname, 'transcript-reader.ts');
	const { stdout, stderr, status } = spawnSync(
		process.execPath,
		[script, home, join(home, 'data'), String(idleMs)],
		{
			encoding: 'utf8'
		}
	);
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout) as Run;
}
