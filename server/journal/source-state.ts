// How far each source has read, kept in the journal's own database: lost with it, restored with it, and written after
// the events it speaks of, so never ahead of them.
import type { DatabaseSync } from 'node:sqlite';
import { writeError } from './errors.ts';

export interface SourceState {
	/** What was last set under the name, as JSON gives it; `null` when nothing was. */
	get(name: string): unknown;
	/** Throws JournalUnavailable when it cannot be kept now. */
	set(name: string, value: unknown): void;
}

/** A table of its own, made when missing: formats that do not know it pass it over. */
export function createSourceState(db: DatabaseSync): SourceState {
	db.exec(
		'CREATE TABLE IF NOT EXISTS source_state (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID'
	);
	const select = db.prepare('SELECT body FROM source_state WHERE name = ?');
	const replace = db.prepare('INSERT OR REPLACE INTO source_state VALUES (?, ?)');
	return {
		get(name) {
			const row = select.get(name) as { body: string } | undefined;
			return row === undefined ? null : JSON.parse(row.body);
		},
		set(name, value) {
			try {
				replace.run(name, JSON.stringify(value));
			} catch (error) {
				throw writeError(error);
			}
		}
	};
}

/** Lasts as long as the process: for tests and for data that is not kept. */
export function createMemorySourceState(): SourceState {
	const bodies = new Map<string, string>();
	return {
		get: (name) => JSON.parse(bodies.get(name) ?? 'null'),
		set: (name, value) => void bodies.set(name, JSON.stringify(value))
	};
}
