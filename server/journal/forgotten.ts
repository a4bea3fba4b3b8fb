// What an owner had deleted, so that it does not come back from a transcript, a Loki or a sender that tries again. Kept
// as hashes: what is deleted cannot be read here, only recognised.
import { hash, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import type { DomainEvent, Facts } from '#lib/domain/event.ts';
import { sessionKey } from '#lib/domain/fold.ts';
import { isWithin } from '#lib/domain/forget.ts';
import type { Range } from '#lib/domain/views.ts';

export interface Forgotten {
	/** Anything was ever deleted. */
	readonly any: boolean;
	/** Whether the event was deleted, or belongs to what was. */
	refuses(event: DomainEvent): boolean;
	/** The event without what it would say of a deleted part of its session. */
	trimmed(event: DomainEvent): DomainEvent;
	/** From now on, all within the range, of one project or of all. `project`: '' is the unknown one. */
	addRange(range: Range, project: string | null): void;
	/** A session loses all (`whole`) or part of what lies in the range. */
	addSession(key: string, range: Range, whole: boolean): void;
	addId(id: string): void;
	/** Reads what was written again, after a transaction that may have failed. */
	reload(): void;
}

const TABLES = `
CREATE TABLE IF NOT EXISTS forgotten (one INTEGER PRIMARY KEY CHECK (one = 1), salt BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS forgotten_ranges (from_ms REAL NOT NULL, to_ms REAL NOT NULL, project INTEGER);
CREATE TABLE IF NOT EXISTS forgotten_sessions (
	session INTEGER NOT NULL, from_ms REAL NOT NULL, to_ms REAL NOT NULL, whole INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS forgotten_sessions_session ON forgotten_sessions (session);
CREATE TABLE IF NOT EXISTS forgotten_ids (id INTEGER PRIMARY KEY) WITHOUT ROWID;
`;

interface RangeRow extends Range {
	/** As text: it may be no safe integer. */
	project: string | null;
}

/** Tables of their own, made when missing: formats that do not know them pass them over. */
export function prepareForgotten(db: DatabaseSync): Forgotten {
	db.exec(TABLES);
	db.prepare('INSERT OR IGNORE INTO forgotten VALUES (1, ?)').run(randomBytes(16));
	return openForgotten(db);
}

function openForgotten(db: DatabaseSync): Forgotten {
	const { salt } = db.prepare('SELECT salt FROM forgotten').get() as { salt: Uint8Array };
	const known = db.prepare('SELECT 1 FROM forgotten_ids WHERE id = ?');
	const ofSession = db.prepare(
		'SELECT from_ms AS fromMs, to_ms AS toMs, whole FROM forgotten_sessions WHERE session = ?'
	);
	const addRange = db.prepare('INSERT INTO forgotten_ranges VALUES (?, ?, ?)');
	const addSession = db.prepare('INSERT INTO forgotten_sessions VALUES (?, ?, ?, ?)');
	const addId = db.prepare('INSERT OR IGNORE INTO forgotten_ids VALUES (?)');
	let ranges: RangeRow[] = [];

	/** 63 bits of a salted hash. */
	function digest(text: string): bigint {
		const bytes = hash('sha256', Buffer.concat([salt, Buffer.from(text)]), 'buffer');
		return bytes.readBigUInt64BE() >> 1n;
	}

	function reload(): void {
		ranges = db
			.prepare(
				'SELECT from_ms AS fromMs, to_ms AS toMs, CAST(project AS TEXT) AS project FROM forgotten_ranges'
			)
			.all() as unknown as RangeRow[];
	}

	function insertSession(key: string, range: Range, whole: boolean): void {
		addSession.run(digest(`session ${key}`), range.fromMs, range.toMs, whole ? 1 : 0);
	}

	function projectDigest(facts: Facts): string | null {
		const project = projectOf(facts);
		return project === null ? null : String(digest(`project ${project}`));
	}

	const parts = (event: DomainEvent) =>
		ofSession.all(digest(`session ${sessionKey(event)}`)) as unknown as (Range & { whole: number })[];

	reload();
	return {
		get any() {
			return ranges.length > 0;
		},
		reload,
		refuses(event) {
			if (ranges.length === 0) return false;
			if (known.get(digest(`id ${event.id}`)) !== undefined) return true;
			const own = parts(event);
			for (const range of ranges) {
				if (!isWithin(event, range)) continue;
				const ofProject = range.project !== null;
				if (ofProject && range.project !== projectDigest(event.facts)) continue;
				// Its session was not known when this was deleted: what else it brings is part of it too.
				if (own.length === 0) insertSession(sessionKey(event), range, ofProject);
				return true;
			}
			return own.some((part) => part.whole === 1 && isWithin(event, part));
		},
		trimmed(event) {
			if (ranges.length === 0 || event.name !== 'session_info' || event.costStateNanoUsd === null)
				return event;
			// Its running total counts what was deleted as well.
			return parts(event).length > 0 ? { ...event, costStateNanoUsd: null } : event;
		},
		addRange(range, project) {
			addRange.run(range.fromMs, range.toMs, project === null ? null : digest(`project ${project}`));
			reload();
		},
		addSession: insertSession,
		addId: (id) => void addId.run(digest(`id ${id}`))
	};
}

function projectOf(facts: Facts): string | null {
	const stated = Object.entries(facts).map(([kind, value]) => [kind, { [value]: 1 }]);
	return dimensionsOf(Object.fromEntries(stated)).project;
}
