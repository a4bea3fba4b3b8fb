// `npm run --silent report`: what Claude Code cost, in the terminal, from the journal or straight from
// transcripts, by the same fold as the app.
import { existsSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { createNames } from '#lib/domain/names.ts';
import { ConfigError, parseConfig } from '../config.ts';
import { DATABASE_NAME } from '../journal/folder.ts';
import { JournalRefused } from '../journal/journal.ts';
import { openReadOnly } from '../journal/snapshot.ts';
import { typed } from '../program.ts';
import { unreadText } from './import-text.ts';
import {
	HELP,
	isStreamed,
	type Kind,
	parseReportArguments,
	type ReportArguments,
	type Streamed,
	UsageError
} from './report-arguments.ts';
import { csvReport } from './report-csv.ts';
import { streamReport } from './report-stream.ts';
import { daily, models, projects, type ReportRows, rangeOf, sessions, totals } from './report-sums.ts';
import { figureTable, sessionTable, totalsText } from './report-text.ts';
import { readTranscriptRows } from './transcript-rows.ts';

/** Rows as of now, beside a running relay or without one. Throws JournalRefused. */
function readRows(dataDir: string, nowMs: number): ReportRows {
	const fold = openReadOnly(dataDir);
	try {
		return {
			sessions: new Map([...fold.sessions()].map((row) => [row.key, row])),
			days: new Map([...fold.days()].map((row) => [row.day, row])),
			nowMs,
			names: createNames(fold.names())
		};
	} finally {
		fold.close();
	}
}

function report(
	rows: ReportRows,
	{ kind, json, csv, from, to, zone }: ReportArguments & { kind: Exclude<Kind, Streamed> }
): string {
	const range = rangeOf(from, to, zone);
	if (csv) return csvReport(kind === 'daily' ? 'daily' : 'sessions', rows, range, zone);
	const span = from === null && to === null ? 'all time' : `${from ?? 'the beginning'} to ${to ?? 'now'}`;
	const under = (text: string) => (json ? text : `${text}\n\n${span}, days in ${zone}`);
	const asJson = (value: unknown) => JSON.stringify(value, null, '\t');
	switch (kind) {
		case 'totals': {
			const sums = totals(rows, range);
			return json ? asJson(sums) : under(totalsText(sums));
		}
		case 'sessions': {
			const list = sessions(rows, range);
			return json ? asJson(list) : under(sessionTable(list, zone));
		}
		case 'daily': {
			const list = daily(rows, range, zone);
			return json
				? asJson(list)
				: under(
						figureTable(
							'Day',
							list.map((row) => ({ label: row.date, ...row }))
						)
					);
		}
		case 'models': {
			const list = models(rows, range);
			return json
				? asJson(list)
				: under(
						figureTable(
							'Model',
							list.map((row) => ({ label: row.model, ...row }))
						)
					);
		}
		case 'projects': {
			const list = projects(rows, range);
			return json
				? asJson(list)
				: under(
						figureTable(
							'Project',
							list.map((row) => ({ label: row.project, ...row }))
						)
					);
		}
	}
}

function journalRows(named: string | null): ReportRows | null {
	const dataDir = journalDir(named);
	return dataDir === null ? null : readRows(dataDir, Date.now());
}

/** The folder of a journal; `null`, with a word on standard error, where there is none. */
function journalDir(named: string | null): string | null {
	const dataDir = named === null ? parseConfig(process.env).dataDir : resolve(named);
	if (existsSync(resolve(dataDir, DATABASE_NAME))) return dataDir;
	console.error(
		`There is no journal in ${dataDir}. Start the relay once (${typed('npm start')}) and connect Claude Code to it, or name the folder with --data-dir. Without a journal, --transcripts ~/.claude reads Claude Code's own files.`
	);
	return null;
}

/** Rows of a folder of transcripts; `null` where none could be read. What could not is said on standard error. */
async function rowsOfTranscripts(folder: string): Promise<ReportRows | null> {
	const rows = await readTranscriptRows(resolve(folder), Date.now());
	for (const line of unreadText(rows)) console.error(line);
	if (rows.files > 0) return rows;
	console.error(`There is no transcript in ${resolve(folder)}.`);
	return null;
}

/** At once, and waiting for whoever reads: what is not taken yet is never gathered here. */
function write(text: string): void {
	const bytes = Buffer.from(text);
	let at = 0;
	while (at < bytes.length) {
		try {
			at += writeSync(1, bytes, at);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			// A reader that stops early (`| head`) is no error.
			if (code === 'EPIPE') process.exit(0);
			if (code !== 'EAGAIN') throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
		}
	}
}

/** Returns the exit code: 0 done, 1 nothing to read, 2 not understood. */
async function main(argv: string[]): Promise<number> {
	try {
		const asked = parseReportArguments(argv, new Intl.DateTimeFormat().resolvedOptions().timeZone);
		if (asked === 'help') {
			console.log(typed(HELP));
			return 0;
		}
		const { transcripts, dataDir, csv, kind } = asked;
		if (isStreamed(kind)) {
			const dir = journalDir(dataDir);
			if (dir === null) return 1;
			streamReport(dir, kind, asked, rangeOf(asked.from, asked.to, asked.zone), write);
			return 0;
		}
		const rows = transcripts === null ? journalRows(dataDir) : await rowsOfTranscripts(transcripts);
		if (rows === null) return 1;
		const text = report(rows, { ...asked, kind });
		process.stdout.write(csv ? text : `${text}\n`);
		return 0;
	} catch (error) {
		if (error instanceof UsageError || error instanceof ConfigError) {
			console.error(`${error.message} See --help.`);
			return 2;
		}
		if (error instanceof JournalRefused) {
			console.error(error.message);
			return 1;
		}
		throw error;
	}
}

// A reader that stops early (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code !== 'EPIPE') throw error;
	process.exit(0);
});
process.exitCode = await main(process.argv.slice(2));
