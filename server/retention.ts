// How long raw events are kept: the environment's word, or what was chosen in the app. Figures made of them stay.
import type { Retention } from '#lib/domain/data.ts';
import { dayOf } from '#lib/domain/fold.ts';
import { DAY_MS, type DayRow } from '#lib/domain/rows.ts';
import { isSession, rangeSums } from '#lib/domain/summary.ts';
import type { OpenJournal } from './journal/open.ts';
import { inTransaction } from './journal/transaction.ts';
import type { Log } from './log.ts';

export interface RelayRetention {
	/** What keeping `days` would mean now; nothing is changed. */
	preview(days: number | null): Retention;
	/** As it is set. */
	current(): Retention;
	/** Keeps so many days from now on, and deletes what is older. Throws JournalUnavailable when it cannot now. */
	set(days: number | null): Promise<Retention>;
	stop(): void;
}

export interface RetentionDeps {
	store: Pick<OpenJournal, 'db' | 'journal' | 'fold' | 'advanceHorizon'>;
	/** Set by the environment, and then not to be changed; `null`: it says nothing. */
	fixedDays: number | null;
	now(): number;
	log: Log;
}

const HOUR_MS = 3_600_000;

export function startRetention({ store, fixedDays, now, log }: RetentionDeps): RelayRetention {
	const { db, journal, fold } = store;
	// A table of its own, made when missing: formats that do not know it pass it over.
	db.exec('CREATE TABLE IF NOT EXISTS keeping (one INTEGER PRIMARY KEY CHECK (one = 1), days INTEGER)');
	const chosen = db.prepare('SELECT days FROM keeping').get() as { days: number | null } | undefined;
	let days = fixedDays ?? chosen?.days ?? null;

	/** Events before it go: a UTC day's start, and never before what has gone already. */
	function beforeOf(kept: number | null): number | null {
		const wanted = kept === null ? null : dayOf(now() - kept * DAY_MS);
		const gone = journal.horizonMs;
		return wanted === null || gone === null ? (wanted ?? gone) : Math.max(wanted, gone);
	}

	async function advance(): Promise<void> {
		if (days === null) return;
		const deleted = await store.advanceHorizon(now() - days * DAY_MS);
		if (deleted > 0) log.info(`Deleted ${deleted} events older than ${days} days.`);
	}

	function preview(kept: number | null): Retention {
		fold.flush();
		const beforeMs = beforeOf(kept);
		const old = db
			.prepare(
				'SELECT count(*) AS events, count(DISTINCT session) AS sessions FROM log WHERE current = 1 AND at < ?'
			)
			.get(beforeMs ?? Number.NEGATIVE_INFINITY) as { events: number; sessions: number };
		const oldest = db.prepare('SELECT min(at) AS at FROM log WHERE current = 1').get() as {
			at: number | null;
		};
		const range = { fromMs: Number.NEGATIVE_INFINITY, toMs: beforeMs ?? Number.NEGATIVE_INFINITY };
		let heldDays = 0;
		function* daysBefore(): Generator<DayRow> {
			for (const row of db
				.prepare('SELECT body FROM days WHERE day < ?')
				.iterate(range.toMs) as Iterable<unknown>) {
				heldDays++;
				yield JSON.parse((row as { body: string }).body) as DayRow;
			}
		}
		const { bySession, total } = rangeSums(daysBefore(), range, { nowMs: Number.POSITIVE_INFINITY });
		return {
			days: kept,
			fixed: fixedDays !== null,
			beforeMs,
			goes: { ...old },
			stays: {
				sessions: [...bySession.values()].filter(isSession).length,
				days: heldDays,
				costNanoUsd: total.costNanoUsd
			},
			events: journal.events - old.events,
			oldestMs: oldest.at
		};
	}

	const report = (error: Error) => log.error(`Old events could not be deleted: ${error.message}`);
	void advance().catch(report);
	const timer = setInterval(() => void advance().catch(report), HOUR_MS);
	timer.unref();

	return {
		preview,
		current: () => preview(days),
		async set(kept) {
			inTransaction(db, () => db.prepare('INSERT OR REPLACE INTO keeping VALUES (1, ?)').run(kept));
			days = kept;
			await advance();
			return preview(days);
		},
		stop: () => clearInterval(timer)
	};
}
