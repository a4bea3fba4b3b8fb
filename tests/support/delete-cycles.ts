// Kills the relay (SIGKILL) again and again while it deletes a project, makes a backup or restores one, and counts what is
// not as it has to be afterwards.

import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from './random.ts';
import { startRelay } from './relay.ts';

const root = join(import.meta.dirname, '../..');

export interface DeleteCounts {
	kills: number;
	/** Killed before anything was asked of the journal: all is still there. */
	before: number;
	/** Killed in between: the next start finished it. */
	finished: number;
	/** It had been done already. */
	after: number;
	wrong: string[];
}

export interface DeleteTemplate {
	/** Folder with a journal, closed. */
	dir: string;
	project: string;
	/** In every event of the project and nowhere else. */
	canary: string;
	/** Events that stay. */
	stay: number;
	events: number;
}

const filesOf = (dir: string) =>
	readdirSync(dir, { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.db(-wal)?$/.test(name))
		.map((name) => readFileSync(join(dir, name)).toString('latin1'))
		.join();

/** Read from a copy: to open the files themselves would clear them up. */
function asked(dir: string): boolean {
	const copy = mkdtempSync(join(tmpdir(), 'tidemark-look-'));
	try {
		cpSync(dir, copy, { recursive: true, filter: (path) => !path.endsWith('.lock') });
		const db = new DatabaseSync(join(copy, 'tidemark.db'));
		const { n } = db.prepare('SELECT count(*) AS n FROM forgetting').get() as { n: number };
		db.close();
		return n > 0;
	} finally {
		rmSync(copy, { recursive: true, force: true });
	}
}

export async function runDeleteCycles(
	template: DeleteTemplate,
	kills: number,
	seed: number
): Promise<DeleteCounts> {
	const random = createRandom(seed);
	const counts: DeleteCounts = { kills, before: 0, finished: 0, after: 0, wrong: [] };
	let longestMs = 400;
	for (let i = 0; i < kills; i++) {
		const relay = await startRelay();
		try {
			await relay.stop();
			const dir = relay.dataDir;
			rmSync(dir, { recursive: true });
			cpSync(template.dir, dir, { recursive: true });
			await relay.restart();
			const begun = performance.now();
			const answered = fetch(`${relay.url}/api/data/forget`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', origin: relay.url },
				body: JSON.stringify({
					scope: { fromMs: null, toMs: null, project: template.project },
					confirm: 'delete'
				})
			}).then(
				(answer) => answer.ok,
				() => false
			);
			const done = await Promise.race([answered, sleep(random.integer(0, Math.ceil(longestMs * 1.1)))]);
			if (done === true) longestMs = performance.now() - begun;
			await relay.stop('SIGKILL');
			await answered;
			const unfinished = asked(dir);
			await relay.restart();
			const deadline = Date.now() + 60_000;
			while (unfinished && !relay.output().includes('Finished deleting')) {
				if (Date.now() > deadline) throw new Error(`it was not finished:\n${relay.output()}`);
				await sleep(50);
			}
			const { events } = await relay.health();
			await relay.stop();
			const found = filesOf(dir).includes(template.canary);
			const untouched = !unfinished && events === template.events;
			if (untouched) counts.before++;
			else if (unfinished) counts.finished++;
			else counts.after++;
			if (untouched ? !found : found || events !== template.stay)
				counts.wrong.push(`${i}: ${JSON.stringify({ unfinished, events, found })}`);
		} finally {
			await relay.remove();
		}
	}
	return counts;
}

/** Kills `npm run backup` and `npm run restore` at any moment: a file or a folder is whole, or as it was. */
export async function runBackupCycles(
	template: DeleteTemplate,
	kills: number,
	seed: number
): Promise<{ kills: number; whole: number; none: number; wrong: string[] }> {
	const random = createRandom(seed);
	const counts = { kills, whole: 0, none: 0, wrong: [] as string[] };
	const scratch = mkdtempSync(join(tmpdir(), 'tidemark-backups-'));
	const run = async (program: string, args: string[], killMs: number | null) => {
		const child = spawn(process.execPath, [join(root, `server/cli/${program}.ts`), ...args], {
			stdio: 'ignore'
		});
		const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
		const timer = killMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killMs);
		const code = await ended;
		if (timer !== null) clearTimeout(timer);
		return code;
	};
	const eventsIn = (dir: string) => {
		const db = new DatabaseSync(join(dir, 'tidemark.db'));
		const row = db.prepare('SELECT events FROM state').get() as { events: number };
		const { quick_check: ok } = db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
		db.close();
		return ok === 'ok' ? row.events : -1;
	};
	try {
		const good = join(scratch, 'good.tidemark');
		const begun = performance.now();
		await run('backup', [good, '--data-dir', template.dir], null);
		const longestMs = (performance.now() - begun) * 1.1;
		for (let i = 0; i < kills; i++) {
			const killMs = random.integer(Math.floor(longestMs / 4), Math.ceil(longestMs));
			const to = join(scratch, `data-${i}`);
			let file = good;
			if (i % 2 === 0) {
				file = join(scratch, `${i}.tidemark`);
				await run('backup', [file, '--data-dir', template.dir], killMs);
			} else {
				// Over a journal of another size, which is there afterwards or put aside.
				cpSync(template.dir, to, { recursive: true });
				const db = new DatabaseSync(join(to, 'tidemark.db'));
				db.exec('UPDATE state SET events = 7');
				db.close();
				await run('restore', [file, '--data-dir', to, '--replace'], killMs);
				const events = eventsIn(to);
				if (events !== 7 && events !== template.events) counts.wrong.push(`${i}: restored ${events}`);
			}
			// What a killed one left is taken, or refused as a whole.
			const again = existsSync(file) ? await run('restore', [file, '--data-dir', to, '--replace'], null) : 1;
			if (again !== 0) counts.none++;
			else if (eventsIn(to) === template.events) counts.whole++;
			else counts.wrong.push(`${i}: ${eventsIn(to)} events`);
			rmSync(to, { recursive: true, force: true });
		}
		return counts;
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}
