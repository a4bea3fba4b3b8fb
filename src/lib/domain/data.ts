// What an owner asks of the data as a whole, and what the relay answers: deleting, and how long raw events are kept.

/** What to delete: within a range, of one project ('' is the unknown one), or all there is with nothing named. */
export interface ForgetScope {
	/** Unix epoch ms; `null`: from the beginning. */
	fromMs: number | null;
	/** Not included; `null`: up to now. */
	toMs: number | null;
	project: string | null;
}

/** How much a person set up at the relay; it goes with everything. */
export interface SetUp {
	budgets: number;
	/** Raised, signals among them. */
	alerts: number;
	prices: number;
	names: number;
	/** With their addresses and secrets. */
	channels: number;
	pushDevices: number;
}

/** What would go. */
export interface Forgetting {
	events: number;
	sessions: number;
	costNanoUsd: number;
	/** First UTC day of the range that holds anything; `null`: none does. */
	oldestDayMs: number | null;
	/** Nothing stays. */
	all: boolean;
	/** What goes as well, where nothing stays. */
	setUp: SetUp | null;
	/** Events the journal holds in all. */
	journalEvents: number;
}

/** What went. */
export interface Forgot {
	/** Raw events deleted; figures whose events were gone before went as well. */
	events: number;
	sessions: number;
	costNanoUsd: number;
	/** The database's files hold nothing of it any more. */
	cleared: boolean;
	/** Folders a restore put aside, which still hold it. */
	aside: number;
}

/** What keeping raw events for so many days means. Figures stay in any case. */
export interface Retention {
	/** `null`: all are kept. */
	days: number | null;
	/** Set by the environment: not to be changed here. */
	fixed: boolean;
	/** Events before this moment go; `null`: none do. */
	beforeMs: number | null;
	goes: { events: number; sessions: number };
	/** Figures before that moment, which stay. */
	stays: { sessions: number; days: number; costNanoUsd: number };
	/** Events that stay. */
	events: number;
	/** Oldest raw event; `null`: there is none. */
	oldestMs: number | null;
}
