// `npm run import -- PATH…`: reads transcripts into the journal while no relay runs, and says what was read, what was not
// and why. What is known already is not counted again, however often it is imported.
import { lstat, realpath } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { ConfigError, parseConfig } from '../config.ts';
import { createIngest } from '../ingest.ts';
import { JournalRefused } from '../journal/journal.ts';
import { type OpenJournal, openJournal } from '../journal/open.ts';
import { systemClock } from '../sources/clock.ts';
import { createFeed } from '../sources/feed.ts';
import { reasonOf, rootOf, type TranscriptRoot } from '../sources/transcripts/folders.ts';
import { createReader } from '../sources/transcripts/reader.ts';
import { walk } from '../sources/transcripts/walk.ts';
import { type ImportReport, progressText, reportText } from './import-text.ts';

const HELP = `npm run import -- [--data-dir DIR] PATH…

Reads Claude Code's transcripts (*.jsonl) into the journal. A PATH is a file, a folder of any kind, or a Claude
configuration folder (~/.claude). Nothing is counted twice, whatever is imported and how often.

A running relay holds the journal: it reads the folders named in TIDEMARK_TRANSCRIPTS by itself, with no import.
TIDEMARK_TRANSCRIPT_CONTENT=on keeps prompts and tool input as well.`;

/** One file to be read. Paths of all files are held at once: about 20 MB for 100,000. */
interface Found {
	root: TranscriptRoot;
	path: string;
	size: number;
}

const PROGRESS_MS = 200;

async function find(paths: string[], report: ImportReport, signal: AbortSignal): Promise<Found[]> {
	const found = new Map<string, Found>();
	for (const path of paths) {
		try {
			const real = await realpath(path);
			const stats = await lstat(real);
			const root = await rootOf(stats.isFile() ? dirname(real) : real);
			if (typeof root === 'string') {
				report.problems.push([path, root]);
				continue;
			}
			if (stats.isFile()) {
				if (real.endsWith('.jsonl')) found.set(real, { root, path: real, size: stats.size });
				else report.problems.push([path, 'it is no transcript (*.jsonl)']);
				continue;
			}
			const events = {
				folder: () => undefined,
				file: (file: { path: string; size: number }) =>
					void found.set(file.path, { root, path: file.path, size: file.size }),
				refused: (link: string) => void report.problems.push([link, 'it is a link out of the folder']),
				failed: (inner: string, error: unknown) => void report.problems.push([inner, reasonOf(error)])
			};
			await walk(root.path, root.path, events, signal);
		} catch (error) {
			report.problems.push([path, reasonOf(error)]);
		}
	}
	return [...found.values()];
}

async function importAll(
	store: OpenJournal,
	paths: string[],
	content: boolean,
	signal: AbortSignal
): Promise<ImportReport> {
	const startedMs = Date.now();
	const feed = createFeed(
		createIngest(store.journal, store.fold, () => undefined),
		systemClock(Date.now)
	);
	const reader = createReader({
		feed,
		content,
		relayHost: hostname(),
		now: Date.now,
		kept: () => undefined,
		signal
	});
	const { counts, reasons } = reader;
	const report: ImportReport = {
		files: 0,
		totalFiles: 0,
		totalBytes: 0,
		durationMs: 0,
		counts,
		feed: feed.counts,
		reasons,
		problems: [],
		trouble: null,
		ended: false
	};
	const found = await find(paths, report, signal);
	report.totalFiles = found.length;
	report.totalBytes = found.reduce((sum, { size }) => sum + size, 0);
	const show = () => {
		report.durationMs = Date.now() - startedMs;
		report.trouble = feed.trouble;
		if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${progressText(report)}`);
	};
	const timer = setInterval(show, PROGRESS_MS);
	for (const { root, path } of found) {
		if (signal.aborted) break;
		try {
			await reader.read(root, path, null);
			report.files += 1;
		} catch (error) {
			report.problems.push([path, reasonOf(error)]);
		}
	}
	report.ended = !(await reader.flush());
	clearInterval(timer);
	show();
	if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
	return report;
}

/** Returns the exit code: 0 done, 1 nothing could be read, 2 not understood. */
async function main(argv: string[]): Promise<number> {
	if (argv.includes('--help') || argv.includes('-h')) {
		console.log(HELP);
		return 0;
	}
	const { dataDir, paths, wrong } = parseArguments(argv);
	if (wrong !== null) {
		console.error(`${wrong} See --help.`);
		return 2;
	}
	let store: OpenJournal | null = null;
	const ending = new AbortController();
	process.once('SIGINT', () => ending.abort());
	process.once('SIGTERM', () => ending.abort());
	try {
		const config = parseConfig(process.env);
		store = openJournal(dataDir ?? config.dataDir);
		const report = await importAll(store, paths, config.transcriptContent, ending.signal);
		console.log(reportText(report));
		return report.files === 0 || report.ended ? 1 : 0;
	} catch (error) {
		if (error instanceof ConfigError) {
			console.error(error.message);
			return 2;
		}
		if (!(error instanceof JournalRefused)) throw error;
		console.error(error.message);
		if (error.message.startsWith('Another relay')) {
			console.error(
				'A running relay reads transcripts by itself: start it with the folders in TIDEMARK_TRANSCRIPTS, or stop it, import, and start it again.'
			);
		}
		return 1;
	} finally {
		store?.close();
	}
}

function parseArguments(argv: string[]): { dataDir: string | null; paths: string[]; wrong: string | null } {
	const paths: string[] = [];
	let dataDir: string | null = null;
	let wrong: string | null = null;
	for (let i = 0; i < argv.length; i++) {
		const argument = argv[i]!;
		if (argument === '--data-dir') {
			const value = argv[++i];
			if (value === undefined) wrong ??= '--data-dir needs a folder.';
			else dataDir = resolve(value);
		} else if (argument.startsWith('--')) wrong ??= `${argument} is not known.`;
		else paths.push(resolve(argument));
	}
	if (paths.length === 0) wrong ??= 'Name a file or a folder.';
	return { dataDir, paths, wrong };
}

process.exitCode = await main(process.argv.slice(2));
