// The database's tables and versions. A database of a newer version is refused, never rewritten.
import type { DatabaseSync } from 'node:sqlite';
import { openError } from './errors.ts';
import { JournalRefused } from './journal.ts';

export const SCHEMA_VERSION = 1;
/** "Tide": tells our files from other programs' databases. */
const APPLICATION_ID = 0x54696465;

/**
 * `log` holds every record ever committed; `current` is 1 on the row that states an id's event as it stands. `ids`
 * names that row. `at` is REAL because a hostile timestamp may be no safe integer, which node:sqlite refuses to read.
 * `frozen` keeps what deleted events said of their session's first and last moments.
 */
const TABLES = `
CREATE TABLE state (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	epoch TEXT NOT NULL, head INTEGER NOT NULL, floor INTEGER NOT NULL, horizon REAL, events INTEGER NOT NULL,
	refused INTEGER NOT NULL
);
CREATE TABLE log (
	seq INTEGER PRIMARY KEY, slot INTEGER NOT NULL, at REAL NOT NULL, session TEXT NOT NULL, name TEXT NOT NULL,
	body TEXT NOT NULL, former_seq INTEGER, edges TEXT, observations TEXT, current INTEGER NOT NULL
);
CREATE INDEX log_session ON log (session, slot) WHERE current = 1;
CREATE INDEX log_at ON log (at) WHERE current = 1;
CREATE INDEX log_revisions ON log (slot) WHERE former_seq IS NOT NULL;
CREATE TABLE ids (id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE frozen (session TEXT PRIMARY KEY, edges TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE fold (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, seq INTEGER NOT NULL);
CREATE TABLE days (day INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE sessions (key TEXT PRIMARY KEY, last REAL NOT NULL, body TEXT NOT NULL);
CREATE INDEX sessions_last ON sessions (last);
`;

/** Checks the version and makes the tables of a new database. Throws JournalRefused. */
export function prepareSchema(db: DatabaseSync, path: string, newEpoch: () => string): void {
	try {
		const version = pragma(db, 'user_version');
		if (version === SCHEMA_VERSION) {
			checkTables(db);
			return;
		}
		checkVersion(db, path);
		db.exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = WAL`);
		db.exec('BEGIN IMMEDIATE');
		db.exec(TABLES);
		db.prepare('INSERT INTO state VALUES (1, ?, 0, 0, NULL, 0, 0)').run(newEpoch());
		db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
	} catch (error) {
		throw openError(error, path);
	}
}

/** Throws JournalRefused unless the database is ours and not newer. */
export function checkVersion(db: DatabaseSync, path: string): void {
	const version = pragma(db, 'user_version');
	if (version > SCHEMA_VERSION) {
		throw new JournalRefused(
			`${path} was written by a newer Tidemark (format ${version}; this one knows ${SCHEMA_VERSION}). It was left as it is: update Tidemark.`
		);
	}
	const tables = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number };
	if (version < SCHEMA_VERSION && tables.n > 0) {
		throw new JournalRefused(`${path} is a database of another program. It was left as it is.`);
	}
}

function checkTables(db: DatabaseSync): void {
	db.prepare('SELECT epoch FROM state').get();
	db.prepare('SELECT seq FROM log ORDER BY seq DESC LIMIT 1').get();
}

function pragma(db: DatabaseSync, name: string): number {
	const row = db.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
	return row[name] ?? 0;
}
