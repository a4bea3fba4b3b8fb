// Reading sessions and days as of one seq, on a connection of its own: WAL gives it one unchanging view while the relay
// goes on writing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { NameRule } from '#lib/domain/names.ts';
import { createPrices } from '#lib/domain/price.ts';
import type { PriceOverride } from '#lib/domain/price-override.ts';
import { DAY_MS, type DayRow, FOLD_VERSION, type SessionRow } from '#lib/domain/rows.ts';
import { openError } from './errors.ts';
import { epochWith, readFoldPrices } from './fold-prices.ts';
import { createFoldRows, lastMsOf } from './fold-rows.ts';
import { DATABASE_NAME } from './folder.ts';
import { JournalRefused, recordsOf } from './journal.ts';
import { checkVersion } from './schema.ts';
import { createSqliteJournal } from './sqlite.ts';

/** What the rows stand for. */
export interface SnapshotHead {
	epoch: string;
	seq: number;
	events: number;
	horizonMs: number | null;
	/** Own rates the rows are folded by; `epoch` tells of them too. */
	prices: readonly PriceOverride[];
}

export interface Snapshot {
	head: SnapshotHead;
	/** Each row once, as JSON text, newest first: a day before the sessions that ended on it. */
	rows(): Iterable<{ type: 'day' | 'session'; body: string }>;
	close(): void;
}

/** The rows as last saved; save before, for the newest. */
export function openSnapshot(path: string): Snapshot {
	const db = new DatabaseSync(path, { readOnly: true, timeout: 2000 });
	db.exec('BEGIN');
	const { epoch, ...state } = db
		.prepare('SELECT epoch, events, horizon AS horizonMs FROM state')
		.get() as unknown as Omit<SnapshotHead, 'seq' | 'prices'>;
	const prices = readFoldPrices(db);
	const fold = db.prepare('SELECT seq FROM fold').get() as { seq: number } | undefined;
	return {
		head: { epoch: epochWith(epoch, prices), ...state, seq: fold?.seq ?? 0, prices },
		rows: () => rowsOf(db),
		close: () => db.close()
	};
}

function* rowsOf(db: DatabaseSync): Generator<{ type: 'day' | 'session'; body: string }> {
	const sessions = db
		.prepare('SELECT last, body FROM sessions ORDER BY last DESC')
		.iterate() as Iterator<unknown>;
	const days = db.prepare('SELECT day, body FROM days ORDER BY day DESC').iterate() as Iterable<unknown>;
	let next = sessions.next();
	for (const row of days) {
		const { day, body } = row as { day: number; body: string };
		for (; !next.done && (next.value as { last: number }).last >= day + DAY_MS; next = sessions.next()) {
			yield { type: 'session', body: (next.value as { body: string }).body };
		}
		yield { type: 'day', body };
	}
	for (; !next.done; next = sessions.next())
		yield { type: 'session', body: (next.value as { body: string }).body };
}

/** The whole fold, current to the log's head, for reading beside a running relay. Nothing is written. */
export interface ReadOnlyFold {
	head: SnapshotHead;
	sessions(): Iterable<SessionRow>;
	days(): Iterable<DayRow>;
	/** What people called the values of dimensions. */
	names(): NameRule[];
	close(): void;
}

/** Throws JournalRefused when there is no usable database in `dir`. */
export function openReadOnly(dir: string): ReadOnlyFold {
	const path = join(dir, DATABASE_NAME);
	if (!existsSync(path)) throw new JournalRefused(`There is no Tidemark database in ${dir}.`);
	try {
		return read(new DatabaseSync(path, { readOnly: true, timeout: 5000 }), path);
	} catch (error) {
		throw openError(error, path);
	}
}

function read(db: DatabaseSync, path: string): ReadOnlyFold {
	checkVersion(db, path);
	db.exec('BEGIN');
	const journal = createSqliteJournal(db);
	const saved = db.prepare('SELECT version, seq FROM fold').get() as
		| { version: number; seq: number }
		| undefined;
	const usable = saved?.version === FOLD_VERSION;
	const prices = readFoldPrices(db);
	// Rows of another version are not read at all: everything is folded here.
	const rows = createFoldRows(usable ? db : emptyRows(), createPrices(prices));
	let seq = usable ? saved.seq : 0;
	while (seq < journal.head) {
		const page = journal.pageAfter(seq, 5000, 16 * 1024 * 1024);
		if (page.count === 0) break;
		rows.apply(recordsOf(page), journal.horizonMs);
		seq = page.lastSeq;
	}
	const { sessions, days } = rows.tables;
	return {
		head: {
			epoch: journal.epoch,
			seq: journal.head,
			events: journal.events,
			horizonMs: journal.horizonMs,
			prices
		},
		names: () => readNames(db),
		sessions: function* () {
			yield* [...sessions.values()].sort((a, b) => lastMsOf(b) - lastMsOf(a));
			if (usable)
				yield* savedRows<SessionRow>(db, 'SELECT body FROM sessions', (row) => sessions.has(row.key));
		},
		days: function* () {
			yield* days.values();
			if (usable) yield* savedRows<DayRow>(db, 'SELECT body FROM days', (row) => days.has(row.day));
		},
		close: () => db.close()
	};
}

function readNames(db: DatabaseSync): NameRule[] {
	const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'names'").get();
	if (table === undefined) return [];
	const rows = db.prepare('SELECT body FROM names').all() as { body: string }[];
	return rows.map(({ body }) => JSON.parse(body) as NameRule);
}

function* savedRows<R>(db: DatabaseSync, sql: string, isNewer: (row: R) => boolean): Generator<R> {
	for (const row of db.prepare(sql).iterate() as Iterable<unknown>) {
		const parsed = JSON.parse((row as { body: string }).body) as R;
		if (!isNewer(parsed)) yield parsed;
	}
}

function emptyRows(): DatabaseSync {
	const db = new DatabaseSync(':memory:');
	db.exec(
		'CREATE TABLE sessions (key TEXT PRIMARY KEY, last REAL, body TEXT); CREATE TABLE days (day INTEGER PRIMARY KEY, body TEXT)'
	);
	return db;
}
