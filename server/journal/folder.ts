// The data folder: private to its owner, and held by one relay at a time.
import {
	chmodSync,
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	rmSync,
	statSync
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openError, sqliteCode } from './errors.ts';
import { JournalRefused } from './journal.ts';

export const DATABASE_NAME = 'tidemark.db';
/** Folders in it that hold what a restore has replaced. */
export const ASIDE_PREFIX = 'replaced-';
/** Folders in it where a backup is made, or unpacked: gone when that is done. */
export const WORK_PREFIXES = { backup: 'backup-', restore: 'restore-' } as const;
const LOCK_NAME = 'relay.lock';

/** Makes the folder if need be and closes it to others (0700). Refuses a folder that holds other people's things. */
export function prepareFolder(dir: string): void {
	try {
		mkdirSync(dir, { recursive: true, mode: 0o700 });
	} catch (error) {
		throw new JournalRefused(`The data folder ${dir} cannot be made: ${(error as Error).message}.`, {
			cause: error
		});
	}
	if (process.platform === 'win32') return;
	const open = (statSync(dir).mode & 0o077) !== 0;
	if (!open) return;
	const ours = existsSync(join(dir, DATABASE_NAME)) || readdirSync(dir).length === 0;
	if (!ours) {
		throw new JournalRefused(
			`The data folder ${dir} holds other files and is open to other users. Choose a folder of its own (TIDEMARK_DATA_DIR).`
		);
	}
	chmodSync(dir, 0o700);
}

/** Makes the file if need be and closes it to others (0600). SQLite gives its side files the same mode. */
export function privateFile(path: string): void {
	closeSync(openSync(path, 'a', 0o600));
	if (process.platform !== 'win32') chmodSync(path, 0o600);
}

/** Removes what a backup or a restore that was ended left: whole copies of the journal. One being made fails. */
export function removeRemnants(dir: string): void {
	const isWork = (name: string) => Object.values(WORK_PREFIXES).some((prefix) => name.startsWith(prefix));
	for (const name of readdirSync(dir).filter(isWork)) rmSync(join(dir, name), { recursive: true });
}

/**
 * Holds the folder until `release`, or until the process ends, however it ends: the lock is the operating system's,
 * on a database file that nothing is ever written to. Throws JournalRefused when another relay holds it.
 */
export function lockFolder(dir: string): { release(): void } {
	const path = join(dir, LOCK_NAME);
	let db: DatabaseSync | null = null;
	try {
		privateFile(path);
		db = new DatabaseSync(path);
		db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
		const held = db;
		return { release: () => held.close() };
	} catch (error) {
		db?.close();
		if (sqliteCode(error) === 5) {
			throw new JournalRefused(
				`Another relay is already running on ${dir}. Stop it first, or give this one a folder of its own (TIDEMARK_DATA_DIR).`,
				{ cause: error }
			);
		}
		throw openError(error, path);
	}
}
