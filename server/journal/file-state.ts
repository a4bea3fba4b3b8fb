// How far each transcript has been read and which want reading, kept in the journal's own database like `source-state`:
// a hundred thousand files are rows here, not objects in memory.
import type { DatabaseSync } from 'node:sqlite';
import { writeError } from './errors.ts';

/** A file as it was met on the disk. */
export interface MetFile {
	/** Absolute, without symbolic links. */
	path: string;
	size: number;
	mtimeMs: number;
	/** Device and inode, as text. */
	identity: string;
}

/** How far a file has been read. */
export interface FilePosition extends MetFile {
	/** Bytes read: the end of a line. */
	offset: number;
	/** Hash of the bytes at the beginning and before the offset. */
	mark: string;
	/** What the lines so far said, as JSON text; `null`: nothing was read. */
	body: string | null;
}

export interface FileState {
	/** Notes files met; those that changed since they were read want reading. Returns how many do. */
	met(files: readonly MetFile[]): number;
	/** Files that want reading, the newest first. */
	next(limit: number): FilePosition[];
	/** Keeps what was read; the files want nothing more, unless their time is negative. */
	done(files: readonly FilePosition[]): void;
	/** The file is gone, or is not to be read now: it is met as new when it is met again. */
	forget(path: string): void;
	/** Files known, those that want reading, and the bytes these hold beyond what was read. */
	sums(): { files: number; due: number; dueBytes: number };
	/** Paths known below a folder, in order, after a path: for finding those that are gone. */
	pathsAfter(path: string, limit: number): string[];
}

const SQL = {
	known: 'SELECT size, mtime, identity FROM transcript_files WHERE path = ?',
	add: `INSERT INTO transcript_files VALUES (?, ?, ?, ?, 0, '', NULL, 1)`,
	change: 'UPDATE transcript_files SET size = ?, mtime = ?, identity = ?, due = 1 WHERE path = ?',
	next: `SELECT path, size, mtime AS mtimeMs, identity, offset, mark, body FROM transcript_files
		INDEXED BY transcript_files_due WHERE due = 1 ORDER BY mtime DESC LIMIT ?`,
	// What was met while it was being read is still to be read.
	done: `UPDATE transcript_files SET due = CASE WHEN ?2 >= 0 AND size = ?1 AND mtime = ?2 THEN 0 ELSE 1 END,
		size = ?1, mtime = ?2, identity = ?3, offset = ?4, mark = ?5, body = ?6 WHERE path = ?7`,
	forget: 'DELETE FROM transcript_files WHERE path = ?',
	files: 'SELECT count(*) AS files FROM transcript_files',
	due: `SELECT count(*) AS due, coalesce(sum(max(size - offset, 0)), 0) AS dueBytes FROM transcript_files
		WHERE due = 1`,
	paths: 'SELECT path FROM transcript_files WHERE path > ? ORDER BY path LIMIT ?'
};

/**
 * A table of its own, made when missing: formats that do not know it pass it over. Sums are taken from an index alone:
 * the rows hold what the lines so far said, a hundred megabytes of a hundred thousand files.
 */
export function createFileState(db: DatabaseSync): FileState {
	db.exec(`CREATE TABLE IF NOT EXISTS transcript_files (
		path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime REAL NOT NULL, identity TEXT NOT NULL,
		offset INTEGER NOT NULL, mark TEXT NOT NULL, body TEXT, due INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS transcript_files_due ON transcript_files (mtime DESC) WHERE due = 1;
	CREATE INDEX IF NOT EXISTS transcript_files_sums ON transcript_files (due, size, offset)`);
	const known = db.prepare(SQL.known);
	const add = db.prepare(SQL.add);
	const change = db.prepare(SQL.change);
	const next = db.prepare(SQL.next);
	const done = db.prepare(SQL.done);
	const forget = db.prepare(SQL.forget);
	const files = db.prepare(SQL.files);
	const due = db.prepare(SQL.due);
	const paths = db.prepare(SQL.paths);

	function transaction(work: () => void): void {
		try {
			db.exec('BEGIN IMMEDIATE');
			work();
			db.exec('COMMIT');
		} catch (error) {
			if (db.isTransaction) db.exec('ROLLBACK');
			throw writeError(error);
		}
	}

	return {
		met(seen) {
			const writes: (() => void)[] = [];
			for (const { path, size, mtimeMs, identity } of seen) {
				const row = known.get(path) as { size: number; mtime: number; identity: string } | undefined;
				if (row === undefined) writes.push(() => add.run(path, size, mtimeMs, identity));
				else if (row.size !== size || row.mtime !== mtimeMs || row.identity !== identity)
					writes.push(() => change.run(size, mtimeMs, identity, path));
			}
			if (writes.length > 0) {
				transaction(() => {
					for (const write of writes) write();
				});
			}
			return writes.length;
		},
		next: (limit) => next.all(limit) as unknown as FilePosition[],
		done(positions) {
			if (positions.length === 0) return;
			transaction(() => {
				for (const { path, size, mtimeMs, identity, offset, mark, body } of positions)
					done.run(size, mtimeMs, identity, offset, mark, body, path);
			});
		},
		forget: (path) => transaction(() => void forget.run(path)),
		sums: () => ({
			...(files.get() as { files: number }),
			...(due.get() as { due: number; dueBytes: number })
		}),
		pathsAfter: (path, limit) => (paths.all(path, limit) as { path: string }[]).map((row) => row.path)
	};
}
