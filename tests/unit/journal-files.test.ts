// The database as files: what a crash, a full disk, a stranger's file or a second relay does to it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { DAY_MS, FOLD_VERSION } from '#lib/domain/rows.ts';
import { JournalRefused, JournalUnavailable, recordsOf } from '#server/journal/journal.ts';
import { openJournal } from '#server/journal/open.ts';
import { openReadOnly } from '#server/journal/snapshot.ts';
import { rowsOf, testFolder } from '../support/journals.ts';
import { makeEvent, randomEvents, START_MS } from '../support/make-event.ts';
import { createRandom } from '../support/random.ts';

const MANY = 1 << 30;
const DATABASE = 'tidemark.db';
const mode = (path: string) => statSync(path).mode & 0o777;
const bytesOf = (path: string) => readFileSync(path).toString('base64');

describe.skipIf(process.platform === 'win32')('the data folder', () => {
	test('is closed to others, with every file in it, even under umask 0', () => {
		using folder = testFolder();
		const before = process.umask(0);
		try {
			const { journal, fold } = folder.open();
			fold.take(journal.append([makeEvent()]).records);
			fold.flush();
			expect(mode(folder.dir).toString(8)).toBe('700');
			const files = readdirSync(folder.dir);
			expect(files.sort()).toEqual(['relay.lock', DATABASE, `${DATABASE}-shm`, `${DATABASE}-wal`]);
			expect(files.map((name) => mode(join(folder.dir, name)).toString(8))).toEqual([
				'600',
				'600',
				'600',
				'600'
			]);
		} finally {
			process.umask(before);
		}
	});

	test('that is open to others and holds their files is not taken over', () => {
		using folder = testFolder();
		mkdirSync(folder.dir);
		chmodSync(folder.dir, 0o755);
		writeFileSync(join(folder.dir, 'letter.txt'), 'x');
		expect(() => folder.open()).toThrow(/holds other files/);
		expect(mode(folder.dir).toString(8)).toBe('755');
	});
});

describe('the database', () => {
	test('gives the same epoch, records and rows after it is closed and opened', () => {
		using folder = testFolder();
		const first = folder.open();
		first.fold.take(first.journal.append([...randomEvents(3, 400)]).records);
		first.fold.flush();
		const { epoch } = first.journal;
		const page = first.journal.pageAfter(0, MANY, MANY);
		const rows = rowsOf(folder.dir);
		first.close();
		const second = folder.open();
		expect(second.journal.epoch).toBe(epoch);
		expect(second.journal.head).toBe(400);
		expect(second.journal.events).toBe(400);
		expect(second.journal.pageAfter(0, MANY, MANY)).toEqual(page);
		expect(rowsOf(folder.dir)).toEqual(rows);
	});

	test('has an epoch of its own', () => {
		using one = testFolder();
		using two = testFolder();
		expect(one.open().journal.epoch).not.toBe(two.open().journal.epoch);
	});

	test('of a newer version is refused and left as it is', () => {
		using folder = testFolder();
		folder.open().close();
		const path = join(folder.dir, DATABASE);
		const db = new DatabaseSync(path);
		db.exec('PRAGMA user_version = 99');
		db.close();
		const before = bytesOf(path);
		expect(() => folder.open()).toThrow(/written by a newer Tidemark \(format 99; this one knows 1\)/);
		expect(() => openReadOnly(folder.dir)).toThrow(JournalRefused);
		expect(bytesOf(path)).toBe(before);
	});

	test('of another program is refused and left as it is', () => {
		using folder = testFolder();
		mkdirSync(folder.dir, { mode: 0o700 });
		const path = join(folder.dir, DATABASE);
		const db = new DatabaseSync(path);
		db.exec('CREATE TABLE notes (text TEXT)');
		db.close();
		const before = bytesOf(path);
		expect(() => folder.open()).toThrow(/another program/);
		expect(bytesOf(path)).toBe(before);
	});

	test.each([
		['whose first bytes are not its own', (path: string) => writeFileSync(path, 'no database '.repeat(2000))],
		['that was cut short', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 9000))]
	])('%s is refused and left as it is', (_name, damage) => {
		using folder = testFolder();
		const store = folder.open();
		store.journal.append([...randomEvents(3, 300)]);
		store.close();
		const path = join(folder.dir, DATABASE);
		damage(path);
		const before = bytesOf(path);
		expect(() => folder.open()).toThrow(/is damaged or is no Tidemark database/);
		expect(bytesOf(path)).toBe(before);
	});

	test('is held by one relay at a time', () => {
		using folder = testFolder();
		const first = folder.open();
		expect(() => openJournal(folder.dir)).toThrow(/Another relay is already running/);
		first.close();
		folder.open();
	});

	test('is read beside the relay without being written, up to the last commit', () => {
		using folder = testFolder();
		const { journal, fold } = folder.open();
		fold.take(journal.append([makeEvent({ sequence: 1, costNanoUsd: 5 })]).records);
		fold.flush();
		journal.append([makeEvent({ sequence: 2, costNanoUsd: 7 })]);
		const reader = openReadOnly(folder.dir);
		expect(reader.head).toMatchObject({ seq: 2, events: 2, epoch: journal.epoch });
		expect([...reader.sessions()].map(({ totals }) => totals.counts[0])).toEqual([2]);
		reader.close();
		expect(fold.savedSeq).toBe(1);
	});

	test('that does not exist is not made by reading', () => {
		using folder = testFolder();
		expect(() => openReadOnly(folder.dir)).toThrow(/no Tidemark database/);
		expect(existsSync(folder.dir)).toBe(false);
	});

	test('folded by another version of the fold is folded anew', () => {
		using folder = testFolder();
		const first = folder.open();
		first.fold.take(first.journal.append([...randomEvents(5, 300)]).records);
		first.fold.flush();
		const rows = rowsOf(folder.dir);
		first.close();
		const db = new DatabaseSync(join(folder.dir, DATABASE));
		db.exec(
			`UPDATE fold SET version = ${FOLD_VERSION + 1}; UPDATE days SET body = '{"bad":1}'; UPDATE sessions SET body = '[]'`
		);
		db.close();
		expect(rowsOf(folder.dir)).toEqual(rows);
		folder.open();
		expect(rowsOf(folder.dir)).toEqual(rows);
	});

	test('keeps the sums of deleted days', async () => {
		using folder = testFolder();
		const store = folder.open();
		store.fold.take(store.journal.append([...randomEvents(6, 500, { spanMs: 5 * DAY_MS })]).records);
		store.fold.flush();
		const before = rowsOf(folder.dir);
		expect(await store.advanceHorizon(START_MS + 3 * DAY_MS)).toBeGreaterThan(200);
		expect(rowsOf(folder.dir)).toEqual(before);
		store.close();
		folder.open();
		expect(rowsOf(folder.dir)).toEqual(before);
	});
});

describe('trouble with the disk', () => {
	test('a database locked by another program is unavailable for a while, then heals', () => {
		using folder = testFolder();
		const { journal } = folder.open();
		const other = new DatabaseSync(join(folder.dir, DATABASE));
		other.exec('BEGIN IMMEDIATE');
		expect(() => journal.append([makeEvent()])).toThrow(JournalUnavailable);
		expect(journal.trouble).toMatch(/locked/);
		other.exec('ROLLBACK');
		other.close();
		journal.probe();
		expect(journal.trouble).toBeNull();
		expect(journal.append([makeEvent()]).records).toHaveLength(1);
	});

	const mounted = canMount();
	test.skipIf(!mounted)(
		'a full disk refuses whole batches, loses none it took, and heals when there is room',
		() => {
			using folder = testFolder();
			mkdirSync(folder.dir, { recursive: true, mode: 0o700 });
			expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=700', 'tmpfs', folder.dir]).status).toBe(
				0
			);
			let store: ReturnType<typeof folder.open> | null = null;
			try {
				writeFileSync(join(folder.dir, 'ballast'), Buffer.alloc(512 * 1024));
				store = folder.open();
				const { journal } = store;
				let taken = 0;
				const fill = () => {
					for (;;) {
						const events = Array.from({ length: 50 }, (_, i) =>
							makeEvent({ sequence: taken + i, model: 'm'.repeat(500) })
						);
						taken += journal.append(events).records.length;
					}
				};
				expect(fill).toThrow(JournalUnavailable);
				expect(journal.trouble).toBe('the disk is full');
				expect(taken).toBeGreaterThan(100);
				expect(journal.head).toBe(taken);
				expect(recordsOf(journal.pageAfter(0, MANY, MANY))).toHaveLength(taken);
				rmSync(join(folder.dir, 'ballast'));
				journal.probe();
				expect(journal.trouble).toBeNull();
				expect(journal.append([makeEvent({ sequence: taken })]).records[0]!.seq).toBe(taken + 1);
			} finally {
				store?.close();
				spawnSync('umount', [folder.dir]);
			}
		}
	);
});

describe('kill -9 in the middle of writing', () => {
	test('loses nothing that was committed, in any of five cycles', { timeout: 60_000 }, async () => {
		using folder = testFolder();
		const random = createRandom(9);
		let acknowledged = 0;
		for (let cycle = 0; cycle < 5; cycle++) {
			const writer = spawn(process.execPath, [
				join(import.meta.dirname, '../support/journal-writer.ts'),
				folder.dir,
				String(acknowledged)
			]);
			acknowledged = await killedAfter(writer, random.integer(2, 40));
			const reader = openReadOnly(folder.dir);
			expect(reader.head.seq).toBeGreaterThanOrEqual(acknowledged);
			expect([...reader.sessions()][0]!.totals.counts[0]).toBe(reader.head.seq);
			acknowledged = reader.head.seq;
			reader.close();
		}
		const { journal, fold } = folder.open();
		fold.flush();
		expect(fold.savedSeq).toBe(acknowledged);
		const sequences = recordsOf(journal.pageAfter(0, MANY, MANY)).map(({ event }) => event.sequence);
		expect(sequences).toEqual(Array.from({ length: acknowledged }, (_, i) => i));
	});

	/** The last number printed before the process was killed, which it is after `lines` lines. */
	async function killedAfter(writer: ChildProcess, lines: number): Promise<number> {
		let printed = '';
		let errors = '';
		writer.stderr!.on('data', (chunk: Buffer) => {
			errors += chunk;
		});
		writer.stdout!.on('data', (chunk: Buffer) => {
			printed += chunk;
			if (printed.split('\n').length > lines) writer.kill('SIGKILL');
		});
		await once(writer, 'close');
		const last = Number(printed.split('\n').at(-2));
		if (!(last > 0)) throw new Error(`the writer did not write: ${errors}`);
		return last;
	}
});

/** Whether a small file system can be mounted here: only as root, and not in every container. */
function canMount(): boolean {
	if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
	using folder = testFolder();
	mkdirSync(folder.dir, { recursive: true });
	const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder.dir]);
	if (status === 0) spawnSync('umount', [folder.dir]);
	return status === 0;
}
