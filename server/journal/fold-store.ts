// The fold beside the journal: runs after each commit, is saved with the seq it stands for, and catches up from the log
// at start. A crash loses at most the unsaved part, which the log gives again.
import type { DatabaseSync } from 'node:sqlite';
import type { JournalRecord } from '#lib/domain/event.ts';
import type { Dirty } from '#lib/domain/fold.ts';
import { createPrices } from '#lib/domain/price.ts';
import { heldOverrides, type PriceOverride, samePrices } from '#lib/domain/price-override.ts';
import { FOLD_VERSION } from '#lib/domain/rows.ts';
import { prepareFoldPrices, readFoldPrices, writeFoldPrices } from './fold-prices.ts';
import { createFoldRows, type FoldRows } from './fold-rows.ts';
import { saveFoldRows } from './fold-save.ts';
import { type Journal, JournalUnavailable, recordsOf } from './journal.ts';
import { beginRepricing, dropRepricing, HorizonMoved, type Repricing } from './reprice.ts';
import { inTransaction } from './transaction.ts';

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
	/** Own rates the rows are folded by. */
	readonly prices: readonly PriceOverride[];
	/** Folds everything by these rates, beside what is in use until it is done; then calls `onRepriced`. */
	reprice(prices: readonly PriceOverride[]): void;
	onRepriced(listener: () => void): void;
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
	prepareFoldPrices(db);
	let prices: readonly PriceOverride[] = readFoldPrices(db);
	const rows = createFoldRows(db, createPrices(prices));
	const saveSeq = db.prepare('INSERT OR REPLACE INTO fold VALUES (1, ?, ?)');
	let savedSeq = openVersion(db, journal);
	let foldedSeq = savedSeq;
	let waiting: JournalRecord[] = [];
	let trouble: string | null = null;
	let scheduled: NodeJS.Immediate | null = null;
	const listeners: ((changed: Dirty) => void)[] = [];
	const repriced: (() => void)[] = [];
	let wanted: readonly PriceOverride[] | null = null;
	let repricing: Repricing | null = null;
	let turn: NodeJS.Timeout | null = null;

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
		inTransaction(db, () => {
			saveFoldRows(db, rows);
			saveSeq.run(FOLD_VERSION, foldedSeq);
		});
		savedSeq = foldedSeq;
		rows.settle(MAX_SESSIONS, MAX_DAYS);
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

	function beginReprice(): void {
		drain();
		save();
		repricing = beginRepricing(db, journal, wanted!);
	}

	/** One piece, then what else waits gets its turn. */
	function repriceOn(): void {
		turn = null;
		if (wanted === null || trouble !== null) return;
		let waitMs = 0;
		try {
			if (repricing === null) beginReprice();
			else if (repricing.step()) {
				drain();
				// Those may have come meanwhile.
				if (repricing.seq >= journal.head) takeOver(repricing);
			}
		} catch (error) {
			repricing = null;
			if (!(error instanceof JournalUnavailable) && !(error instanceof HorizonMoved)) {
				wanted = null;
				trouble = `Prices could not be changed: ${(error as Error).message}`;
				return;
			}
			waitMs = SAVE_MS;
		}
		if (wanted !== null) turn = setTimeout(repriceOn, waitMs);
	}

	function takeOver(done: Repricing): void {
		done.takeOver(() => {
			writeFoldPrices(db, done.prices);
			saveSeq.run(FOLD_VERSION, journal.head);
		});
		prices = done.prices;
		wanted = null;
		repricing = null;
		rows.adopt(createPrices(prices));
		savedSeq = journal.head;
		foldedSeq = journal.head;
		const days = db.prepare('SELECT day FROM days').all() as { day: number }[];
		const changed = { sessions: new Set<string>(), days: new Set(days.map(({ day }) => day)) };
		for (const listener of listeners) listener(changed);
		for (const listener of repriced) listener();
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
		get prices() {
			return prices;
		},
		reprice(next) {
			const held = heldOverrides(next);
			if (samePrices(held, wanted ?? prices)) return;
			wanted = samePrices(held, prices) ? null : held;
			repricing = null;
			if (wanted !== null) turn ??= setTimeout(repriceOn, 0);
		},
		onRepriced: (listener) => void repriced.push(listener),
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
			// What was priced anew so far may hold what is deleted now: it is begun again.
			if (repricing !== null) dropRepricing(db);
			repricing = null;
			const changed = work();
			rows.clear();
			for (const listener of listeners) listener(changed);
		},
		close() {
			clearInterval(timer);
			wanted = null;
			if (turn !== null) clearTimeout(turn);
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
