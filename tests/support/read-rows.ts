// The rows of a folder of transcripts, read in a process of their own, as the report is: V8 can break where threads that
// load TypeScript (by WebAssembly) end in a process that compiles as much as a test runner does (nodejs/node#64500).
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ReportRows } from '#server/cli/report-sums.ts';
import type { TranscriptRows } from '#server/cli/transcript-rows.ts';
import { openReadOnly } from '#server/journal/snapshot.ts';
import { runCli } from './run-cli.ts';

const ROOT = join(import.meta.dirname, '../..');
const COMPILED = join(ROOT, 'server/cli/compiled.mjs');
const SCRIPT = join(import.meta.dirname, 'print-rows.ts');

export async function readRows(folder: string, nowMs: number): Promise<TranscriptRows> {
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--import', COMPILED, SCRIPT, folder, String(nowMs)],
		{ cwd: ROOT, maxBuffer: 2 ** 30 }
	);
	const rows = JSON.parse(stdout) as Omit<TranscriptRows, 'sessions' | 'days'> &
		Record<'sessions' | 'days', [never, never][]>;
	return { ...rows, sessions: new Map(rows.sessions), days: new Map(rows.days) };
}

/** The rows of a journal that the folder was imported into. */
export async function importedRows(folder: string, dataDir: string, nowMs: number): Promise<ReportRows> {
	const { code, err } = await runCli('import.ts', ['--data-dir', dataDir, folder]);
	if (code !== 0 || err !== '') throw new Error(`the import ended with ${code}: ${err}`);
	const fold = openReadOnly(dataDir);
	try {
		return {
			sessions: new Map([...fold.sessions()].map((row) => [row.key, row])),
			days: new Map([...fold.days()].map((row) => [row.day, row])),
			nowMs
		};
	} finally {
		fold.close();
	}
}
