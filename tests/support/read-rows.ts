// The rows of a folder of transcripts, read in a process of their own, as the report is: V8 can break where threads that
// load TypeScript (by WebAssembly) end in a process that compiles as much as a test runner does (nodejs/node#64500).
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TranscriptRows } from '#server/cli/transcript-rows.ts';

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
