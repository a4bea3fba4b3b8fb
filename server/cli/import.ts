// `npm run import -- PATH…`: reads transcripts into the journal while no relay runs, and says what was read, what was not
// and why. What is known already is not counted again, however often it is imported.
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { emptyDecoded } from '#lib/wire/decoded.ts';
import { type Config, ConfigError, parseConfig } from '../config.ts';
import { createIngest } from '../ingest.ts';
import { JournalRefused } from '../journal/journal.ts';
import { type OpenJournal, openJournal } from '../journal/open.ts';
import { typed } from '../program.ts';
import { createRedactor } from '../redact.ts';
import { systemClock } from '../sources/clock.ts';
import { createFeed } from '../sources/feed.ts';
import { findTranscripts } from '../sources/transcripts/find.ts';
import { emptyReadCounts, type ReadCounts } from '../sources/transcripts/read-file.ts';
import { type Answer, eventsOf, readWholeFiles } from '../sources/transcripts/whole-pool.ts';
import { type ImportReport, progressText, reportText } from './import-text.ts';

const HELP = `npm run import -- [--data-dir DIR] PATH…

Reads Claude Code's transcripts (*.jsonl) into the journal. A PATH is a file, a folder of any kind, or a Claude
configuration folder (~/.claude). Nothing is counted twice, whatever is imported and how often.

A running relay holds the journal: it reads the folders named in TIDEMARK_TRANSCRIPTS by itself, with no import.
TIDEMARK_TRANSCRIPT_CONTENT=on keeps prompts and tool input as well.`;

const PROGRESS_MS = 200;
/** Events kept in one commit: nobody waits for the journal meanwhile. */
const COMMIT_EVENTS = 4000;

async function importAll(
	store: OpenJournal,
	paths: string[],
	{ transcriptContent: content, redact }: Config,
	signal: AbortSignal
): Promise<ImportReport> {
	const startedMs = Date.now();
	const feed = createFeed(
		createIngest(store.journal, store.fold, () => undefined, redact ? createRedactor() : null),
		systemClock(Date.now),
		{ portionSize: COMMIT_EVENTS }
	);
	const { files, problems } = await findTranscripts(paths, signal);
	const report: ImportReport = {
		totalFiles: files.length,
		totalBytes: files.reduce((sum, { size }) => sum + size, 0),
		durationMs: 0,
		counts: emptyReadCounts(),
		feed: feed.counts,
		reasons: {},
		problems,
		trouble: null,
		ended: false
	};
	const show = () => {
		report.durationMs = Date.now() - startedMs;
		report.trouble = feed.trouble;
		if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${progressText(report)}`);
	};
	const timer = setInterval(show, PROGRESS_MS);
	let waiting = emptyDecoded();
	const keep = async () => {
		const decoded = waiting;
		waiting = emptyDecoded();
		await feed.keep(decoded, true, signal);
	};
	const options = { content, relayHost: hostname(), receivedAtMs: Date.now() };
	await readWholeFiles(
		files,
		options,
		async (answer) => {
			addAnswer(report, answer);
			for (const events of eventsOf(answer)) waiting.events.push(...events);
			if (waiting.events.length >= COMMIT_EVENTS) await keep();
		},
		signal
	);
	await keep();
	report.ended = signal.aborted;
	clearInterval(timer);
	show();
	if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
	return report;
}

function addAnswer({ counts, feed, reasons, problems }: ImportReport, answer: Answer): void {
	for (const kind of Object.keys(counts) as (keyof ReadCounts)[]) counts[kind] += answer.counts[kind];
	feed.rejected += answer.rejected.count;
	for (const [reason, count] of Object.entries(answer.rejected.reasons))
		reasons[reason] = (reasons[reason] ?? 0) + count;
	problems.push(...answer.problems);
}

/** Returns the exit code: 0 done, 1 nothing could be read, 2 not understood. */
async function main(argv: string[]): Promise<number> {
	if (argv.includes('--help') || argv.includes('-h')) {
		console.log(typed(HELP));
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
		const report = await importAll(store, paths, config, ending.signal);
		console.log(reportText(report));
		return report.counts.read === 0 || report.ended ? 1 : 0;
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
