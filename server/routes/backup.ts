// GET /api/data/backup: the backup file, streamed. It is made by a process of its own, so that the relay goes on meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Handler } from 'hono';
import { backupName } from '#lib/domain/export.ts';
import type { AppEnv } from '../app.ts';
import type { Log } from '../log.ts';

const PROGRAM = fileURLToPath(new URL('../cli/backup.ts', import.meta.url));

export interface BackupRouteDeps {
	dataDir: string;
	now(): number;
	log: Log;
}

export function backupRoute({ dataDir, now, log }: BackupRouteDeps): Handler<AppEnv> {
	let making = false;
	return async (c) => {
		if (making) return c.json({ error: 'busy', message: 'A backup is being made already.' }, 503);
		making = true;
		const child = spawn(process.execPath, [PROGRAM, '-', '--data-dir', dataDir], {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {}
		});
		let said = '';
		child.stderr.on('data', (chunk: Buffer) => {
			said += chunk.toString();
		});
		const ended = once(child, 'close').finally(() => {
			making = false;
		});
		// The reader is gone: nothing more is wanted of it.
		c.req.raw.signal.addEventListener('abort', () => child.kill(), { once: true });
		// Nothing comes before all of it is made, so what fails is told as a failure.
		await Promise.race([once(child.stdout, 'readable'), ended]);
		if (child.stdout.readableLength === 0) {
			child.stdout.resume();
			await ended;
			log.error(`The backup could not be made: ${said.trim()}`);
			return c.json({ error: 'failed', message: said.trim() || 'The backup could not be made.' }, 500);
		}
		void ended.then(([code]) => {
			if (code === 0) return;
			// Cut off, so that nobody takes it for a whole one.
			log.error(`The backup broke off: ${said.trim()}`);
			child.stdout.destroy(new Error('The backup broke off.'));
		});
		return c.body(Readable.toWeb(child.stdout) as ReadableStream, 200, {
			'content-type': 'application/octet-stream',
			'content-disposition': `attachment; filename="${backupName(now())}"`
		});
	};
}
