// Runs one of the relay's command line programs as a user would, with nothing of this environment but its PATH.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../../server/cli');

export interface CliRun {
	code: number | null;
	out: string;
	err: string;
}

export function runCli(
	script: string,
	args: readonly string[],
	env: Record<string, string> = {}
): Promise<CliRun> {
	const child = spawn(process.execPath, [join(CLI, script), ...args], {
		env: { PATH: process.env.PATH, ...env }
	});
	let out = '';
	let err = '';
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
	return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}
