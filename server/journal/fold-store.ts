// The fold beside the journal: runs after each commit, is saved with the seq it stands for, and catches up from the log
// at start. A crash loses at most the unsaved part, which the log gives again.
import type { DatabaseSync } from 'node:sqlite';
import type { JournalRecord } from '#lib/domain/event.ts';
import type { Dirty } from '#lib/domain/fold.ts';
import { FOLD_VERSION } from '#lib/domain/rows.ts';
import { writeError } from './errors.ts';
import { createFoldRows, type FoldRows, lastMsOf } from './fold-rows.ts';
import { type Journal, JournalUnavailable, recordsOf } from './journal.ts';

export interface FoldStore {
	/** Takes committed records in; folds them soon, or at once when many wait. */
	take(records: readonly JournalRecord[]): void;
	/** Folds what waits and saves it. Throws JournalUnavailable when it cannot be saved now. */
	flush(): void;
	/** The rows as they stand, what is not saved yet included. */
	readonly rows: Pick<FoldRows, 'readSession' | 'readDay'>;
	/**
	 * Rows saved by someone else within `work`'s transaction: what waits is folded and saved first, and every row is read
	 * anew after. Throws JournalUnavailable when it cannot be saved now; an Error where folding has stopped.
	 */
	replace(work: () => Dirty): void;
	/** Calls after each fold with the rows it changed. */
	onFolded(listener: (changed: Dirty) => void): void;
	/** The seq the saved rows stand for. */
	readonly savedSeq: number;
	/** Why folding stopped, as a sentence: a fault of ours, met by a record. The journal goes on without it. */
	readonly trouble: string | null;
	close(): void;
}

const PAGE_RECORDS = 5000;
const PAGE_BYTES = 16 * 1024 * 1024;
const MAX_WAITING = 5000;
const SAVE_RECORDS = 20_000;
const SAVE_MS = 2000;
const MAX_SESSIONS = 500;
const MAX_DAYS = 12;

/** Opens the fold and brings it up to the journal's head. Days before the horizon are frozen and outlive a new version. */
export function createFoldStore(
	db: DatabaseSync,
	journal: Journal,
	onProgress: (seq: number) => void
): FoldStore {
	const rows = createFoldRows(db);
	const saveSession = db.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)');
	const saveDay = db.prepare('INSERT OR REPLACE INTO days VALUES (?, ?)');
	const saveSeq = db.prepare('INSERT OR REPLACE INTO fold VALUES (1, ?, ?)');
	let savedSeq = openVersion(db, journal);
	let foldedSeq = savedSeq;
	let waiting: JournalRecord[] = [];
	let trouble: string | null = null;
	let scheduled: NodeJS.Immediate | null = null;
	const listeners: ((changed: Dirty) => void)[] = [];

	function drain(): void {
		if (scheduled !== null) clearImmediate(scheduled);
		scheduled = null;
		if (waiting.length === 0) return;
		const records = waiting;
		waiting = [];
		apply(records);
		if (foldedSeq - savedSeq >= SAVE_RECORDS) saveOrWait();
	}

	function apply(records: JournalRecord[]): void {
		if (trouble !== null) return;
		let changed: Dirty;
		try {
			changed = rows.apply(records, journal.horizonMs);
			foldedSeq = records.at(-1)!.seq;
		} catch (error) {
			// The rows in memory may be half done, so nothing is saved from here on: devices fold the rest themselves.
			trouble = `Events after ${foldedSeq} could not be summed: ${(error as Error).message}`;
			return;
		}
		for (const listener of listeners) listener(changed);
	}

	function save(): void {
		if (foldedSeq === savedSeq || trouble !== null) return;
		const { tables, dirty } = rows;
		try {
			db.exec('BEGIN IMMEDIATE');
			for (const key of dirty.sessions) {
				const row = tables.sessions.get(key)!;
				saveSession.run(key, lastMsOf(row), JSON.stringify(row));
			}
			for (const day of dirty.days) saveDay.run(day, JSON.stringify(tables.days.get(day)));
			saveSeq.run(FOLD_VERSION, foldedSeq);
			db.exec('COMMIT');
		} catch (error) {
			if (db.isTransaction) db.exec('ROLLBACK');
			throw writeError(error);
		}
		savedSeq = foldedSeq;
		dirty.sessions.clear();
		dirty.days.clear();
		rows.shrink(MAX_SESSIONS, MAX_DAYS);
	}

	/** Saving can wait for better days: what is unsaved stays in memory and in the log. */
	function saveOrWait(): void {
		try {
			save();
		} catch (error) {
			if (!(error instanceof JournalUnavailable)) throw error;
		}
	}

	function catchUp(): void {
		while (foldedSeq < journal.head && trouble === null) {
			const page = journal.pageAfter(foldedSeq, PAGE_RECORDS, PAGE_BYTES);
			// Records may have been deleted up to the head.
			if (page.count === 0) break;
			apply(recordsOf(page));
			if (foldedSeq - savedSeq >= SAVE_RECORDS) {
				saveOrWait();
				onProgress(foldedSeq);
			}
		}
		if (trouble === null) foldedSeq = journal.head;
		saveOrWait();
	}

	catchUp();
	const timer = setInterval(() => {
		drain();
		saveOrWait();
	}, SAVE_MS);
	timer.unref();

	return {
		rows,
		onFolded: (listener) => void listeners.push(listener),
		get savedSeq() {
			return savedSeq;
		},
		get trouble() {
			return trouble;
		},
		take(records) {
			if (trouble !== null) return;
			for (const record of records) waiting.push(record);
			if (waiting.length >= MAX_WAITING) drain();
			else scheduled ??= setImmediate(drain);
		},
		flush() {
			drain();
			save();
		},
		replace(work) {
			drain();
			save();
			if (trouble !== null) throw new Error(trouble);
			const changed = work();
			rows.clear();
			for (const listener of listeners) listener(changed);
		},
		close() {
			clearInterval(timer);
			drain();
			saveOrWait();
		}
	};
}

/** The seq the saved rows stand for; rows of another version are dropped, frozen days excepted, and folded again from 0. */
function openVersion(db: DatabaseSync, journal: Journal): number {
	const saved = db.prepare('SELECT version, seq FROM fold').get() as
		| { version: number; seq: number }
		| undefined;
	if (saved?.version === FOLD_VERSION) return saved.seq;
	db.exec('BEGIN IMMEDIATE');
	db.prepare('DELETE FROM days WHERE day >= ?').run(journal.horizonMs ?? Number.MIN_SAFE_INTEGER);
	// A session whose events are all gone cannot be folded again.
	db.exec('DELETE FROM sessions WHERE key IN (SELECT session FROM log WHERE current = 1)');
	db.prepare('INSERT OR REPLACE INTO fold VALUES (1, ?, 0)').run(FOLD_VERSION);
	db.exec('COMMIT');
	return 0;
}
