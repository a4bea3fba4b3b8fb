// Where sign-in is kept: a small database of its own in the data folder (0600), holding hashes only. It is beside the
// journal so that `npm run open` can write to it while the relay runs, and so that a copy of the journal signs nobody in.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openError } from '../journal/errors.ts';
import { prepareFolder, privateFile } from '../journal/folder.ts';
import { JournalRefused } from '../journal/journal.ts';
import { newId } from './secrets.ts';

export const ACCESS_NAME = 'access.db';

const VERSION = 2;

/**
 * Times are Unix epoch ms. A device with `ended` is kept until it would have expired anyway, so that it can be told why
 * it is out. `codes` are one-time ways in that outlive a restart; `settings` hold the instance's name and its address.
 * `users.identities` is a JSON array of what telemetry calls that person; `password` is empty until an invitation is taken.
 */
const TABLES = `
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE devices (
	id TEXT PRIMARY KEY, cookie BLOB NOT NULL UNIQUE, key BLOB NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
	user TEXT, made REAL NOT NULL, seen REAL NOT NULL, ended REAL
) WITHOUT ROWID;
CREATE TABLE codes (
	hash BLOB PRIMARY KEY, kind TEXT NOT NULL, role TEXT NOT NULL, user TEXT, expires REAL NOT NULL, used REAL
) WITHOUT ROWID;
CREATE TABLE tokens (
	id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL, machine TEXT, user TEXT, made REAL NOT NULL,
	used REAL
) WITHOUT ROWID;
CREATE TABLE users (
	id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, password TEXT, made REAL NOT NULL,
	identities TEXT NOT NULL DEFAULT '[]', inviter TEXT
) WITHOUT ROWID;
`;
/** Tables as of version 1 lack these. */
const FROM_1 = `
ALTER TABLE users ADD COLUMN identities TEXT NOT NULL DEFAULT '[]';
ALTER TABLE users ADD COLUMN inviter TEXT;
`;

/** Opens or makes it. Throws JournalRefused with a sentence for the person who started the program. */
export function openAccessDatabase(dir: string): DatabaseSync {
	prepareFolder(dir);
	const path = join(dir, ACCESS_NAME);
	let db: DatabaseSync | null = null;
	try {
		privateFile(path);
		db = new DatabaseSync(path, { timeout: 2000 });
		db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
		prepareTables(db, path);
		return db;
	} catch (error) {
		db?.close();
		throw openError(error, path);
	}
}

/** For tests and for a relay without sign-in: nothing is kept. */
export function memoryAccessDatabase(): DatabaseSync {
	const db = new DatabaseSync(':memory:');
	prepareTables(db, ':memory:');
	return db;
}

export function prepareTables(db: DatabaseSync, path: string): void {
	// Immediate: relay and `npm run open` may come at the same moment.
	db.exec('BEGIN IMMEDIATE');
	try {
		const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
		if (version > VERSION) {
			throw new JournalRefused(
				`${path} was written by a newer Tidemark. It was left as it is: update Tidemark.`
			);
		}
		if (version === 0) {
			db.exec(TABLES);
			db.prepare('INSERT INTO settings VALUES (?, ?)').run('instance', newId());
		}
		if (version === 1) db.exec(FROM_1);
		if (version < VERSION) db.exec(`PRAGMA user_version = ${VERSION}`);
		db.exec('COMMIT');
	} catch (error) {
		db.exec('ROLLBACK');
		throw error;
	}
}

/** `null`: never set. */
export function settingOf(db: DatabaseSync, name: string): string | null {
	const row = db.prepare('SELECT value FROM settings WHERE name = ?').get(name) as
		| { value: string }
		| undefined;
	return row?.value ?? null;
}

export function keepSetting(db: DatabaseSync, name: string, value: string): void {
	db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)').run(name, value);
}
