// What was asked to be deleted and is not gone yet: kept until it is, so that a relay that was ended meanwhile goes on with it.
import type { DatabaseSync } from 'node:sqlite';
import type { ForgetScope } from '#lib/domain/data.ts';

export interface Asked {
	/** `null`: no event of it is left; the files are still to be written anew. */
	scope: ForgetScope | null;
	/** What came later is not meant. */
	atMs: number;
}

export interface Unfinished {
	readonly current: Asked | null;
	note(asked: Asked): void;
	clear(): void;
}

const TABLE =
	'CREATE TABLE IF NOT EXISTS forgetting (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL)';

export function prepareUnfinished(db: DatabaseSync): Unfinished {
	db.exec(TABLE);
	return {
		get current() {
			const row = db.prepare('SELECT body FROM forgetting').get() as { body: string } | undefined;
			return row === undefined ? null : (JSON.parse(row.body) as Asked);
		},
		note: (asked) =>
			void db.prepare('INSERT OR REPLACE INTO forgetting VALUES (1, ?)').run(JSON.stringify(asked)),
		clear: () => db.exec('DELETE FROM forgetting')
	};
}
