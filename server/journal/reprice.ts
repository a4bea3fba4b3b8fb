// Folding the journal anew by other rates, beside the rows in use: a piece at a time, so that requests pass in between,
// into tables of its own. Until the last record is in, everyone goes on with the rows as they were: sums by two prices
// are never mixed.
import type { DatabaseSync } from 'node:sqlite';
import { createPrices } from '#lib/domain/price.ts';
import type { PriceOverride } from '#lib/domain/price-override.ts';
import { createFoldRows, type FoldRows } from './fold-rows.ts';
import { saveFoldRows } from './fold-save.ts';
import { type Journal, recordsOf } from './journal.ts';
import { inTransaction } from './transaction.ts';

const PAGE_RECORDS = 1000;
const PAGE_BYTES = 4 * 1024 * 1024;
const SAVE_RECORDS = 20_000;
const MAX_SESSIONS = 500;
const MAX_DAYS = 12;

const TABLES = { sessions: 'next_sessions', days: 'next_days' };

const DROP = 'DROP TABLE IF EXISTS next_sessions; DROP TABLE IF EXISTS next_days;';
const BEGIN = `
${DROP}
CREATE TABLE next_sessions (key TEXT PRIMARY KEY, last REAL NOT NULL, body TEXT NOT NULL);
CREATE TABLE next_days (day INTEGER PRIMARY KEY, body TEXT NOT NULL);
`;
const TAKE_OVER = `
INSERT OR IGNORE INTO next_sessions SELECT key, last, body FROM sessions
	WHERE key NOT IN (SELECT session FROM log WHERE current = 1);
DELETE FROM sessions;
DELETE FROM days;
INSERT INTO sessions SELECT key, last, body FROM next_sessions;
INSERT INTO days SELECT day, body FROM next_days;
${DROP}
`;

export interface Repricing {
	readonly prices: readonly PriceOverride[];
	/** Folds one more piece. `true`: all records up to the journal's head are in. */
	step(): boolean;
	/** Puts the rows in the place of those in use and writes `alongside`, all or nothing. */
	takeOver(alongside: () => void): void;
	readonly seq: number;
}

/** What cannot be folded again stays as it is: days before the horizon, and sessions whose events are all gone. */
export function beginRepricing(
	db: DatabaseSync,
	journal: Journal,
	prices: readonly PriceOverride[]
): Repricing {
	const { horizonMs } = journal;
	inTransaction(db, () => {
		db.exec(BEGIN);
		db.prepare('INSERT INTO next_days SELECT day, body FROM days WHERE day < ?').run(
			horizonMs ?? Number.MIN_SAFE_INTEGER
		);
		db.exec(
			`INSERT INTO next_sessions SELECT key, last, body FROM sessions
			WHERE key NOT IN (SELECT session FROM log WHERE current = 1)`
		);
	});
	const rows: FoldRows = createFoldRows(db, createPrices(prices), TABLES);
	let seq = 0;
	let savedSeq = 0;

	function save(): void {
		inTransaction(db, () => saveFoldRows(db, rows, TABLES));
		savedSeq = seq;
		rows.settle(MAX_SESSIONS, MAX_DAYS);
	}

	return {
		prices,
		get seq() {
			return seq;
		},
		step() {
			if (journal.horizonMs !== horizonMs) throw new HorizonMoved('The horizon moved while prices changed.');
			const page = journal.pageAfter(seq, PAGE_RECORDS, PAGE_BYTES);
			if (page.count > 0) {
				rows.apply(recordsOf(page), horizonMs);
				seq = page.lastSeq;
			}
			// Records may have been deleted up to the head.
			else seq = journal.head;
			if (seq - savedSeq >= SAVE_RECORDS) save();
			return seq >= journal.head;
		},
		takeOver(alongside) {
			inTransaction(db, () => {
				saveFoldRows(db, rows, TABLES);
				db.exec(TAKE_OVER);
				alongside();
			});
		}
	};
}

/** Leaves nothing of work that was not taken over. */
export function dropRepricing(db: DatabaseSync): void {
	inTransaction(db, () => db.exec(DROP));
}

/** What is frozen is other than when the work began: it has to begin again. */
export class HorizonMoved extends Error {
	override name = 'HorizonMoved';
}
