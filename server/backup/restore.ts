// Puts a backup into a data folder. Everything is unpacked and verified beside the folder's own files first; these are
// replaced in one step each, and kept aside.
import { createHash, randomInt } from 'node:crypto';
import {
	closeSync,
	copyFileSync,
	createReadStream,
	createWriteStream,
	existsSync,
	fsyncSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readSync,
	renameSync,
	rmSync,
	statSync
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { FOLD_VERSION } from '#lib/domain/rows.ts';
import {
	ASIDE_PREFIX,
	DATABASE_NAME,
	lockFolder,
	prepareFolder,
	privateFile,
	WORK_PREFIXES
} from '../journal/folder.ts';
import { prepareSkips } from '../journal/skips.ts';
import { VAPID_NAME } from '../push/vapid.ts';
import { VERSION } from '../version.ts';
import { type BackupHeader, BackupRefused, MAX_HEADER_BYTES, parseHeader } from './format.ts';
import { totalsOf } from './totals.ts';

export interface Restored {
	header: BackupHeader;
	/** Where the former files are; `null`: there were none. */
	aside: string | null;
}

const PARTS: readonly string[] = [DATABASE_NAME, VAPID_NAME];

/**
 * Throws BackupRefused for a file that cannot be used and for a folder that is not empty unless `replace`; JournalRefused
 * while a relay runs on it. The folder's own files stay as they are until the backup is unpacked and verified.
 */
export async function restoreBackup(
	file: string,
	dir: string,
	{ replace, nowMs }: { replace: boolean; nowMs: number }
): Promise<Restored> {
	const { header, bodyAt } = readHeader(file);
	prepareFolder(dir);
	const lock = lockFolder(dir);
	try {
		const path = join(dir, DATABASE_NAME);
		if (existsSync(path) && !replace) {
			throw new BackupRefused(
				`${dir} holds a journal already. With --replace it is put aside and the backup takes its place.`
			);
		}
		const work = mkdtempSync(join(dir, WORK_PREFIXES.restore));
		try {
			await unpack(file, bodyAt, header, work);
			verify(work, header);
			skipAhead(join(work, DATABASE_NAME));
			const aside = putAside(dir, nowMs);
			for (const name of PARTS)
				if (existsSync(join(work, name))) renameSync(join(work, name), join(dir, name));
			verify(dir, header);
			return { header, aside };
		} finally {
			rmSync(work, { recursive: true, force: true });
		}
	} finally {
		lock.release();
	}
}

/** The head of a backup file. Throws BackupRefused. */
export function readHeader(file: string): { header: BackupHeader; bodyAt: number } {
	let handle: number;
	try {
		handle = openSync(file, 'r');
	} catch (error) {
		throw new BackupRefused(`${file} cannot be read: ${(error as Error).message}.`, { cause: error });
	}
	try {
		const start = Buffer.alloc(MAX_HEADER_BYTES);
		const read = readSync(handle, start, 0, start.length, 0);
		const end = start.subarray(0, read).indexOf(0x0a);
		if (end === -1) throw new BackupRefused('This is no Tidemark backup.');
		return { header: parseHeader(start.toString('utf8', 0, end)), bodyAt: end + 1 };
	} finally {
		closeSync(handle);
	}
}

async function unpack(file: string, bodyAt: number, header: BackupHeader, work: string): Promise<void> {
	const expected = bodyAt + header.parts.reduce((sum, { bytes }) => sum + bytes, 0);
	if (statSync(file).size !== expected) {
		throw new BackupRefused('The backup is not whole: it was cut off or added to. Use another copy.');
	}
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(file, { start: bodyAt })) hash.update(chunk as Buffer);
	if (hash.digest('hex') !== header.sha256) {
		throw new BackupRefused('The checksum does not match: the backup is damaged. Use another copy.');
	}
	let at = bodyAt;
	for (const { name, bytes } of header.parts) {
		// A part this Tidemark does not know is nothing it could use.
		if (PARTS.includes(name)) {
			const to = join(work, name);
			privateFile(to);
			await pipeline(
				createReadStream(file, { start: at, end: at + bytes - 1 }),
				createGunzip(),
				createWriteStream(to, { flush: true })
			);
		}
		at += bytes;
	}
	if (!existsSync(join(work, DATABASE_NAME))) throw new BackupRefused('The backup holds no database.');
}

/** Opens the database of the folder anew and holds it against the header. */
function verify(dir: string, header: BackupHeader): void {
	const db = new DatabaseSync(join(dir, DATABASE_NAME), { readOnly: true });
	try {
		const { quick_check } = db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
		if (quick_check !== 'ok')
			throw new BackupRefused(`The database in the backup is damaged: ${quick_check}.`);
	} finally {
		db.close();
	}
	const { head, totals } = totalsOf(dir);
	const same = head.epoch === header.epoch && head.seq === header.seq && head.events === header.events;
	// Another version may price what was not priced before: its figures are then rightly others.
	const comparable = header.app === VERSION && header.fold === FOLD_VERSION;
	if (!same || (comparable && JSON.stringify(totals) !== JSON.stringify(header.totals))) {
		throw new BackupRefused('The backup does not add up to what it says of itself. Use another copy.');
	}
}

/**
 * The journal keeps its epoch, so that devices go on from where they are. What follows is numbered from somewhere no one
 * has been: a device that saw more than the backup holds, or another restore of it, is then known by its cursor.
 */
function skipAhead(path: string): void {
	const db = new DatabaseSync(path);
	try {
		db.exec('PRAGMA journal_mode = WAL');
		prepareSkips(db).add(randomInt(1_000_000_000, 1_000_000_000_000));
	} finally {
		db.close();
	}
}

/** Copies what is there into a folder of its own. The originals stay until the new files take their places. */
function putAside(dir: string, nowMs: number): string | null {
	const path = join(dir, DATABASE_NAME);
	const there = PARTS.filter((name) => existsSync(join(dir, name)));
	if (there.length === 0) return null;
	if (existsSync(path) && statSync(path).size > 0) {
		// Its log has to go into it: left behind, it would be taken for the new database's.
		const db = new DatabaseSync(path);
		try {
			db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		} finally {
			db.close();
		}
	}
	const aside = join(dir, `${ASIDE_PREFIX}${new Date(nowMs).toISOString().replace(/[:.]/g, '-')}`);
	mkdirSync(aside, { mode: 0o700 });
	for (const name of there) {
		privateFile(join(aside, name));
		copyFileSync(join(dir, name), join(aside, name));
		const handle = openSync(join(aside, name), 'r+');
		fsyncSync(handle);
		closeSync(handle);
	}
	for (const side of ['-wal', '-shm']) rmSync(`${path}${side}`, { force: true });
	return aside;
}
