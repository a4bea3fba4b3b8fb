// One transaction on the journal's connection, for what is kept beside the journal.
import type { DatabaseSync } from 'node:sqlite';
import { writeError } from './errors.ts';

/** All of `work` is durable when it returns, or none of it. Throws JournalUnavailable when it cannot be kept now. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
	try {
		db.exec('BEGIN IMMEDIATE');
		const result = work();
		db.exec('COMMIT');
		return result;
	} catch (error) {
		if (db.isTransaction) db.exec('ROLLBACK');
		throw writeError(error);
	}
}
