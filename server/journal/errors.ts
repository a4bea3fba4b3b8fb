// SQLite's result codes, sorted into what heals by itself and what does not. https://www.sqlite.org/rescode.html
import { JournalRefused, JournalUnavailable } from './journal.ts';

const PASSING: Record<number, string> = {
	5: 'the database is locked by another program',
	6: 'a table of the database is locked',
	7: 'there is not enough memory',
	8: 'the database cannot be written (read-only)',
	10: 'the disk reported an error',
	13: 'the disk is full',
	14: 'a database file cannot be opened'
};
const DAMAGED = new Set([11, 26]);

/** SQLite's primary result code; `null` for errors of another kind. */
export function sqliteCode(error: unknown): number | null {
	if (error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')
		return error.errcode & 0xff;
	return null;
}

/** The error to throw instead of SQLite's own while writing. */
export function writeError(error: unknown): unknown {
	const code = sqliteCode(error);
	if (code === null) return error;
	if (DAMAGED.has(code)) return new JournalUnavailable('the database is damaged', { cause: error });
	const reason = PASSING[code];
	return reason === undefined ? error : new JournalUnavailable(reason, { cause: error });
}

/** The error to throw instead of SQLite's own while opening `path`. */
export function openError(error: unknown, path: string): unknown {
	const code = sqliteCode(error);
	if (code === null) return error;
	if (DAMAGED.has(code)) {
		return new JournalRefused(
			`${path} is damaged or is no Tidemark database. It was left as it is: move it away to start anew, or put a backup in its place.`,
			{ cause: error }
		);
	}
	return new JournalRefused(`${path} cannot be opened: ${PASSING[code] ?? (error as Error).message}.`, {
		cause: error
	});
}
