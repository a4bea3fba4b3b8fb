// Backup and restore: made while events arrive, restored elsewhere, and everything that must be refused.
import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import type { BackupHeader } from '#server/backup/format.ts';
import { makeBackup } from '#server/backup/make.ts';
import { readHeader, restoreBackup } from '#server/backup/restore.ts';
import { KEPT, LEFT_OUT } from '#server/backup/tables.ts';
import { openReadOnly } from '#server/journal/snapshot.ts';
import { createSender } from '../bench/sender.ts';
import { testFolder } from '../support/journals.ts';
import { createLoad } from '../support/load.ts';
import { makeEvent, randomEvents } from '../support/make-event.ts';
import { type Relay, startRelay } from '../support/relay.ts';

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'tidemark-backup-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let files = 0;
const fileName = () => join(scratch, `${++files}.tidemark`);
const NOW_MS = Date.UTC(2026, 10, 21);

function run(program: 'backup' | 'restore', ...args: string[]) {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(root, `server/cli/${program}.ts`), ...args],
		{ encoding: 'utf8' }
	);
	return { status, said: stdout + stderr };
}

async function backupTo(file: string, dir: string): Promise<BackupHeader> {
	using made = await makeBackup(dir, NOW_MS);
	writeFileSync(file, Buffer.concat(await made.content().toArray()));
	return made.header;
}

/** A folder with a journal of 300 events, closed, and a backup of it. */
async function backedUp() {
	const folder = testFolder();
	const store = folder.open();
	store.fold.take(store.journal.append([...randomEvents(5, 300)]).records);
	store.close();
	const file = fileName();
	return { folder, file, header: await backupTo(file, folder.dir), to: join(scratch, `data-${files}`) };
}

const rowsUpTo = (dir: string, seq: number) => {
	const db = new DatabaseSync(join(dir, 'tidemark.db'), { readOnly: true });
	try {
		return db.prepare('SELECT seq, slot, body FROM log WHERE seq <= ? ORDER BY seq').all(seq) as {
			seq: number;
			slot: number;
			body: string;
		}[];
	} finally {
		db.close();
	}
};

describe('under load', () => {
	test('a backup is of one moment, and adds up elsewhere to what the journal held then', async () => {
		const relay = await startRelay();
		try {
			const load = createLoad({ seed: 8, startMs: Date.now() - 86_400_000, stepMs: 100, sessionLength: 50 });
			const sender = createSender(relay.otlpHttpPort, 'application/x-protobuf', 1);
			await sender.post(load.protobuf(200));
			let sending = true;
			const sent = (async () => {
				while (sending) await sender.post(load.protobuf(50));
			})();
			const answer = await fetch(`${relay.url}/api/data/backup`);
			const file = fileName();
			writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
			sending = false;
			await sent;
			sender.close();
			expect(answer.headers.get('content-disposition')).toMatch(/filename="tidemark-[\dT-]+\.tidemark"/);
			const { header } = readHeader(file);
			const { events } = await relay.health();
			expect(header.events).toBeGreaterThanOrEqual(200);
			expect(header.events).toBeLessThan(events);

			const dir = join(scratch, 'elsewhere');
			await restoreBackup(file, dir, { replace: false, nowMs: NOW_MS });
			const restored = rowsUpTo(dir, Number.MAX_SAFE_INTEGER);
			expect(restored).toEqual(rowsUpTo(relay.dataDir, header.seq));
			const costs = new Map(
				restored
					.map(({ slot, body }) => [slot, JSON.parse(body)] as const)
					.filter(([, { name }]) => name === 'api_request')
					.map(([slot, { costNanoUsd }]) => [slot, costNanoUsd as number])
			);
			const sum = [...costs.values()].reduce((all, nano) => all + nano, 0);
			expect(sum).toBeGreaterThan(0);
			expect(header.totals.costNanoUsd - header.totals.unloggedNanoUsd).toBe(sum);
			expect(readdirSync(relay.dataDir).filter((name) => name.startsWith('backup-'))).toEqual([]);
		} finally {
			await relay.remove();
		}
	});
});

describe('the commands', () => {
	test('write a private file, say what is in it, and put it back verified', async () => {
		const { folder, to } = await backedUp();
		using _ = folder;
		const file = fileName();
		const made = run('backup', file, '--data-dir', folder.dir);
		expect(made).toMatchObject({ status: 0, said: expect.stringMatching(/300 events.*private/s) });
		expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
		expect(run('backup', file, '--data-dir', folder.dir)).toMatchObject({
			status: 1,
			said: expect.stringContaining('is there already')
		});
		expect(run('restore', file, '--data-dir', to)).toMatchObject({
			status: 0,
			said: expect.stringContaining('300 events')
		});
		const [one, other] = [openReadOnly(folder.dir), openReadOnly(to)];
		expect(other.head).toEqual(one.head);
		one.close();
		other.close();
	});

	test('do not restore over a journal, nor beside a running relay', async () => {
		const { folder, file } = await backedUp();
		using _ = folder;
		expect(run('restore', file, '--data-dir', folder.dir)).toMatchObject({
			status: 1,
			said: expect.stringContaining('holds a journal already')
		});
		const relay = await startRelay();
		try {
			expect(run('restore', file, '--data-dir', relay.dataDir, '--replace')).toMatchObject({
				status: 1,
				said: expect.stringContaining('Another relay is already running')
			});
		} finally {
			await relay.remove();
		}
	});

	test('put what was there aside, and it can be opened there', async () => {
		const { folder, file } = await backedUp();
		using _ = folder;
		using other = testFolder();
		// As a crash leaves it: what was written is in the log beside the database, not yet in it.
		other.open().journal.append([makeEvent()]);
		const dir = join(scratch, 'crashed');
		spawnSync('cp', ['-r', other.dir, dir]);
		rmSync(join(dir, 'relay.lock'));
		const { aside, header } = await restoreBackup(file, dir, { replace: true, nowMs: NOW_MS });
		const former = openReadOnly(aside!);
		expect(former.head.events).toBe(1);
		former.close();
		const now = openReadOnly(dir);
		expect(now.head).toMatchObject({ epoch: header.epoch, events: 300 });
		now.close();
	});
});

describe('refused is', () => {
	const altered = (file: string, change: (header: Record<string, unknown>) => void) => {
		const bytes = readFileSync(file);
		const end = bytes.indexOf(10);
		const header = JSON.parse(bytes.toString('utf8', 0, end));
		change(header);
		const to = fileName();
		writeFileSync(to, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), bytes.subarray(end + 1)]));
		return to;
	};

	test.each([
		['a newer format', (h: Record<string, unknown>) => (h.version = 2), /newer Tidemark.*Update Tidemark/],
		['a newer database', (h: Record<string, unknown>) => (h.schema = 99), /newer Tidemark.*Update Tidemark/],
		[
			'another checksum',
			(h: Record<string, unknown>) => (h.sha256 = '0'.repeat(64)),
			/checksum does not match/
		],
		['another number of events', (h: Record<string, unknown>) => (h.events = 299), /does not add up/],
		['another epoch', (h: Record<string, unknown>) => (h.epoch = 'f00'), /does not add up/],
		[
			'another total',
			(h: Record<string, unknown>) => ((h.totals as { costNanoUsd: number }).costNanoUsd += 1),
			/does not add up/
		],
		[
			'a part that is a path',
			(h: Record<string, unknown>) => ((h.parts as { name: string }[])[0]!.name = '../x'),
			/damaged/
		]
	])('%s, and nothing is left behind', async (_name, change, sentence) => {
		const { folder, file, to } = await backedUp();
		using _ = folder;
		await expect(restoreBackup(altered(file, change), to, { replace: false, nowMs: NOW_MS })).rejects.toThrow(
			sentence
		);
		const left = existsSync(to) ? readdirSync(to) : [];
		expect(left.filter((name) => name !== 'relay.lock')).toEqual([]);
	});

	test('a flipped bit anywhere, a cut file, and what is no backup', async () => {
		const { folder, file, to } = await backedUp();
		using _ = folder;
		const bytes = readFileSync(file);
		const body = bytes.indexOf(10) + 1;
		for (const at of [body, body + 9, Math.floor((body + bytes.length) / 2), bytes.length - 1]) {
			const bent = Buffer.from(bytes);
			bent[at]! ^= 1;
			writeFileSync(file, bent);
			await expect(restoreBackup(file, to, { replace: false, nowMs: NOW_MS })).rejects.toThrow(/checksum/);
		}
		writeFileSync(file, bytes.subarray(0, -1));
		await expect(restoreBackup(file, to, { replace: false, nowMs: NOW_MS })).rejects.toThrow(/not whole/);
		writeFileSync(file, 'PK\u0003\u0004 something else\n');
		await expect(restoreBackup(file, to, { replace: false, nowMs: NOW_MS })).rejects.toThrow(/no Tidemark/);
	});
});

describe('what is in it', () => {
	test('every table of a relay is decided on', async () => {
		const relay = await startRelay();
		try {
			const db = new DatabaseSync(join(relay.dataDir, 'tidemark.db'), { readOnly: true });
			const tables = db
				.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
				.all() as { name: string }[];
			db.close();
			const names = tables.map(({ name }) => name);
			expect(names.filter((name) => !KEPT.includes(name) && !LEFT_OUT.includes(name))).toEqual([]);
		} finally {
			await relay.remove();
		}
	});

	test('push keys are, sign-ins are not, nor any trace of them', async () => {
		const { folder } = await backedUp();
		using _ = folder;
		const db = new DatabaseSync(join(folder.dir, 'tidemark.db'));
		db.exec(`CREATE TABLE sign_ins (token TEXT)`);
		db.prepare('INSERT INTO sign_ins VALUES (?)').run(`canary-${'x'.repeat(20_000)}`);
		db.close();
		writeFileSync(join(folder.dir, 'vapid.json'), '{"publicKey":"p","privateKey":"s"}');
		chmodSync(join(folder.dir, 'vapid.json'), 0o600);
		const file = fileName();
		await backupTo(file, folder.dir);
		const to = join(scratch, 'keys');
		await restoreBackup(file, to, { replace: false, nowMs: NOW_MS });
		expect(readFileSync(join(to, 'vapid.json'), 'utf8')).toContain('privateKey');
		expect((statSync(join(to, 'vapid.json')).mode & 0o777).toString(8)).toBe('600');
		expect(readFileSync(join(to, 'tidemark.db')).includes('canary-')).toBe(false);
	});
});

describe('after a restore', () => {
	/** What the stream first says to a cursor, but for `hello`. */
	async function first(relay: Relay, cursor: string) {
		const ending = new AbortController();
		const response = await fetch(`${relay.url}/api/stream?cursor=${cursor}`, { signal: ending.signal });
		let text = '';
		for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
			text += chunk;
			const found = /event: (events|reset)\ndata: (.*)\n\n/.exec(text);
			if (found === null) continue;
			ending.abort();
			return { frame: found[1], data: JSON.parse(found[2]!) };
		}
		throw new Error('the stream ended');
	}

	test('a cursor within goes on; one beyond, or of another restore, begins anew', async () => {
		const relay = await startRelay();
		try {
			const sender = createSender(relay.otlpHttpPort, 'application/x-protobuf', 1);
			const load = createLoad({ seed: 9, startMs: Date.now() - 3_600_000, stepMs: 100, sessionLength: 20 });
			await sender.post(load.protobuf(40));
			const file = fileName();
			expect(run('backup', file, '--data-dir', relay.dataDir).status).toBe(0);
			await sender.post(load.protobuf(30));
			const { epoch } = await relay.health();
			const restore = async () => {
				await relay.stop();
				expect(run('restore', file, '--data-dir', relay.dataDir, '--replace').status).toBe(0);
				await relay.restart();
				expect(await relay.health()).toMatchObject({ epoch, events: 40, head: 40 });
			};
			await restore();
			// The same numbers of events as before, and more: 41 to 70 are numbers only the lost ones had.
			await sender.post(load.protobuf(60));
			const { head } = await relay.health();
			const within = await first(relay, `${epoch}.40`);
			expect(within.frame).toBe('events');
			expect(within.data).toHaveLength(60);
			expect(within.data[0].seq).toBeGreaterThan(1_000_000_000);
			expect((await first(relay, `${epoch}.25`)).data[0].seq).toBe(26);
			for (const seq of [41, 60, 70, head - 60, head + 1])
				expect(await first(relay, `${epoch}.${seq}`)).toMatchObject({ frame: 'reset' });

			await restore();
			await sender.post(load.protobuf(80));
			expect(await first(relay, `${epoch}.${head}`)).toMatchObject({ frame: 'reset' });
			sender.close();
		} finally {
			await relay.remove();
		}
	});
});
