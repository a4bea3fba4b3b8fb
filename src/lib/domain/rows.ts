// The rows the fold makes and every store keeps: sessions and day cells. Sums are flat integer arrays, so that adding,
// taking back and packing them is one loop; `C`, `M` and `P` name their positions.
import type { Edges, Facts } from './event.ts';

/** Bump when a row's meaning changes: stores made by another version are folded anew. */
export const FOLD_VERSION = 3;

export const BUCKET_MS = 15 * 60_000;
export const DAY_MS = 24 * 60 * 60_000;

/** Counts of a cell or session. */
export const C = {
	events: 0,
	prompts: 1,
	requests: 2,
	apiErrors: 3,
	retriesExhausted: 4,
	refusals: 5,
	toolCalls: 6,
	toolFailures: 7,
	accepts: 8,
	rejects: 9,
	compactions: 10,
	subagents: 11,
	skills: 12,
	metrics: 13
} as const;
export const C_SIZE = 14;

/** Sums of the requests of one model and query source: requests, tokens by kind, money in nano-USD, time in ms. */
export const M = {
	requests: 0,
	input: 1,
	output: 2,
	cacheRead: 3,
	cacheWrite5m: 4,
	cacheWrite1h: 5,
	/** Cache writes whose lifetime is not known. */
	cacheWriteUnsplit: 6,
	/** Cost as sent by Claude Code. */
	reportedNano: 7,
	/** Cost by the price table, where none was sent. */
	computedNano: 8,
	/** Requests whose cost is unknown. */
	unpriced: 9,
	/** What reading from the cache saved, less what writing it cost beyond plain input; priced requests only. */
	savedNano: 10,
	durationMs: 11,
	/** Requests that carry a duration. */
	timed: 12
} as const;
export const M_SIZE = 13;

/** What was produced, from productivity metrics. */
export const P = {
	linesAdded: 0,
	linesRemoved: 1,
	commits: 2,
	pullRequests: 3,
	activeUserMs: 4,
	activeCliMs: 5,
	editAccepts: 6,
	editRejects: 7
} as const;
export const P_SIZE = 8;

/** Sums of one tool. */
export const T = { calls: 0, failures: 1, durationMs: 2, inputBytes: 3, resultBytes: 4 } as const;
export const T_SIZE = 5;

/** Latency histogram: bucket index (see `domain/histogram.ts`) → count. */
export type Histogram = Record<string, number>;

/** What events add up to, in a cell or over a session's life. Empty maps hold no zero entries. */
export interface Totals {
	counts: number[];
	/** `<model>\t<query source>` → M sums. */
	models: Record<string, number[]>;
	/** Tool name → T sums. */
	tools: Record<string, number[]>;
	/** `api\t<model>`, `ttft\t<model>` (time to the first token) and `tool\t<name>` → histogram of durations in ms. */
	latency: Record<string, Histogram>;
	/** A kind and a name, tab between (`skill\t…`, `mcp\t<server>/<tool>`, `agent\t…`, `error\t<status>`; all in `totals.ts`) → [count, nano-USD]. */
	labels: Record<string, [number, number]>;
}

/**
 * Money and tokens no request event accounts for. `unlogged`: metrics beyond the events of the session (an interrupted
 * request); `metrics`: a session without request events; `transcript`: requests without an id, from a transcript.
 */
export interface DerivedMoney {
	basis: 'unlogged' | 'metrics' | 'transcript';
	model: string;
	/** End of the latest interval it rests on. It counts from `SETTLE_MS` after that by the relay's clock. */
	endMs: number;
	/** M sums; the money stands in `reportedNano`, or in `computedNano` for transcripts. */
	sums: number[];
}

/** What a bucket gets from the session as a whole; replaced as one. */
export interface Derived {
	money: DerivedMoney[];
	/** P sums. */
	produced: number[];
}

/** One session in one 15-minute bucket of UTC. */
export interface Cell extends Totals {
	derived?: Derived;
}

/** One UTC day. Keys: bucket of the day (0 to 95) → session key → cell. */
export interface DayRow {
	/** Start of the day, Unix epoch ms. */
	day: number;
	cells: Record<string, Record<string, Cell>>;
}

/** One counter's ledger: bucket start (ms) → amount, by source. See `domain/ledger.ts`. */
export interface Account {
	/** Delta intervals: bucket → sum. */
	delta?: Record<string, number>;
	/** Cumulative series: `<series>@<start>` → bucket → largest value. */
	cumulative?: Record<string, Record<string, number>>;
	/** Latest interval end in each bucket, ms. */
	ends: Record<string, number>;
}

export interface SessionRow {
	/** Session id, or `none:<user>:<UTC day>` for events sent without one. */
	key: string;
	totals: Totals;
	edges: Edges;
	/** Fact kind → value → number of observations that state it. */
	facts: { [K in keyof Facts]?: Record<string, number> };
	/** session_info event id → what it says. */
	infos: Record<
		string,
		{ atMs: number; title: string | null; version: string | null; costStateNanoUsd: number | null }
	>;
	/** `<source>\t<metric>\t<type>\t<model>` → account. */
	ledger: Record<string, Account>;
	/** Requests seen by telemetry (any request id or none): decides whether transcript requests without an id count. */
	telemetryRequests: number;
	/** Transcript requests without an id: `<bucket>\t<model>\t<query source>` → M sums. */
	unmatched: Record<string, number[]>;
	/** Bucket start (ms) → what the cells got from this session. */
	derived: Record<string, Derived>;
}

/** Metrics may arrive before their events: money known only from them waits this long after its interval. */
export const SETTLE_MS = 120_000;
