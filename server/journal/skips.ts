// Where the numbering of records jumps: after a restore it goes on somewhere no one has been, so that a cursor beyond
// what was restored is told from one of what followed.
import type { DatabaseSync } from 'node:sqlite';

export interface Skips {
	/** Seq of the record that follows on `head`. */
	after(head: number): number;
	/** Whether no record ever had this number here: it lies in a jump. */
	covers(seq: number): boolean;
	/** Lets the next record be numbered `by` further on. */
	add(by: number): void;
}

/** A table of its own, made when missing: formats that do not know it pass it over. */
export function prepareSkips(db: DatabaseSync): Skips {
	db.exec('CREATE TABLE IF NOT EXISTS skips (after INTEGER PRIMARY KEY, last INTEGER NOT NULL)');
	return openSkips(db);
}

export function openSkips(db: DatabaseSync): Skips {
	const read = () => db.prepare('SELECT after, last FROM skips').all() as { after: number; last: number }[];
	// Read only, an older database may be without it.
	const known = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'skips'`).get() !== undefined;
	let skips = known ? read() : [];
	return {
		after: (head) => (skips.find(({ after }) => after === head)?.last ?? head) + 1,
		covers: (seq) => skips.some(({ after, last }) => seq > after && seq <= last),
		add(by) {
			const { head } = db.prepare('SELECT head FROM state').get() as { head: number };
			db.prepare('INSERT OR REPLACE INTO skips VALUES (?, ?)').run(head, head + by);
			skips = read();
		}
	};
}
