// What the views are given: shapes only. Made by the queries of `db/` in the worker and by `server/cli/report.ts` from the same rows.
import type { DomainEvent, Source } from './event.ts';
import type { Choice } from './names.ts';

/** How a figure of money is known. `mixed` names more than one of the others. */
export type CostBasis = 'reported' | 'computed' | 'metrics' | 'mixed' | 'unpriced';

/** Integer sums over a range. Money in nano-USD, `null` never: what is unknown is counted in `unpricedRequests`. */
export interface Summary {
	costNanoUsd: number;
	/** Parts of the cost by how it is known; they add up to `costNanoUsd`. */
	reportedNanoUsd: number;
	computedNanoUsd: number;
	/** Known only from metrics (interrupted requests, sessions that export only metrics). */
	unloggedNanoUsd: number;
	unpricedRequests: number;
	inputTokens: number;
	outputTokens: number;
	cacheReadTokens: number;
	cacheWrite5mTokens: number;
	cacheWrite1hTokens: number;
	cacheWriteUnsplitTokens: number;
	/** What the cache saved against plain input, by the price table; may be negative. */
	savedNanoUsd: number;
	events: number;
	sessions: number;
	prompts: number;
	requests: number;
	apiErrors: number;
	refusals: number;
	toolCalls: number;
	toolFailures: number;
	linesAdded: number;
	linesRemoved: number;
	commits: number;
	pullRequests: number;
	activeMs: number;
	editAccepts: number;
	editRejects: number;
}

/** Half-open: `fromMs <= t < toMs`. */
export interface Range {
	fromMs: number;
	toMs: number;
}

/** Only what all given values match. '' stands for unknown; a value stands for all that go by the same name. */
export interface Filter {
	model?: string;
	project?: string;
	branch?: string;
	profile?: string;
	machine?: string;
	user?: string;
	/** Free text over title, id, project, branch (sessions list only). */
	text?: string;
}

export interface SessionItem {
	key: string;
	title: string | null;
	project: string | null;
	branch: string | null;
	profile: string | null;
	machine: string | null;
	user: string | null;
	startedAtMs: number;
	endedAtMs: number;
	/** An event in the last five minutes, by the relay's clock. */
	active: boolean;
	models: string[];
	basis: CostBasis;
	/** Within the range asked for. */
	inRange: Summary;
	lifetime: Summary;
}

/** One column of a chart over time: a local day (or hour) with its parts. */
export interface PeriodPoint {
	/** Local label, `2026-11-20` or `2026-11-20T14`. */
	label: string;
	startMs: number;
	endMs: number;
	summary: Summary;
	/** Model (without suffix) → nano-USD. */
	costByModel: Record<string, number>;
}

export interface Overview {
	total: Summary;
	previous: Summary | null;
	/** Hours when the range is at most two days, else days. */
	points: PeriodPoint[];
	unit: 'hour' | 'day';
	byModel: { model: string; summary: Summary }[];
	dearest: SessionItem[];
	activeNow: number;
	/** Last 53 weeks by local day, oldest first. */
	calendar: { label: string; costNanoUsd: number; sessions: number }[];
	/** Values present, for the filter control. */
	choices: Choices;
}

/** Values to filter by. */
export interface Choices {
	models: string[];
	projects: Choice[];
	branches: Choice[];
	machines: Choice[];
	profiles: Choice[];
	users: Choice[];
}

export interface PromptItem {
	promptId: string | null;
	atMs: number;
	text: string | null;
	promptLength: number | null;
	command: string | null;
	costNanoUsd: number;
	unpricedRequests: number;
	requests: number;
	toolCalls: number;
	toolFailures: number;
	apiErrors: number;
	inputTokens: number;
	outputTokens: number;
	cacheReadTokens: number;
	cacheCreationTokens: number;
}

export interface SessionDetail {
	item: SessionItem;
	prompts: PromptItem[];
	/** In order of time. */
	events: DomainEvent[];
	/** Events of this session the relay has that are not on this device yet; `null` when that is not known. */
	missingEvents: number | null;
}

/** A session without its events. `version` stands for them: another one, other events. */
export interface SessionHead {
	item: SessionItem;
	missingEvents: number;
	version: number;
}

/** State of one source of the relay. */
export interface SourceStatus {
	name: string;
	/** `sending`: only of `forward`, which hands on what came in. */
	state: 'waiting' | 'receiving' | 'sending' | 'idle' | 'error' | 'off';
	lastEventAt: string | null;
	error: string | null;
	/** Counters worth showing, e.g. records accepted, rejected, foreign. */
	counts?: Record<string, number>;
	/** Finer than `state`. `lagging`: it works, but what came last was long on its way. */
	phase?: 'connecting' | 'catching-up' | 'live' | 'polling' | 'lagging' | 'failing';
	/** 0 to 1 while it catches up. */
	progress?: number | null;
	/** How old the newest event was when it came, ms; `null`: none came in this run. */
	lagMs?: number | null;
	/** ISO 8601; `null` while it works. */
	failingSince?: string | null;
	/** What a person should know of it though it works, in sentences. */
	detail?: string | null;
	/** Names of Claude Code metrics of unknown meaning: kept, but in no figure. */
	unknownMetrics?: string[];
}

/** Why something that came to a port could not be taken. `grpc-on-http`, `http-on-grpc`: the other port's language. */
export type OtlpMistake =
	| 'grpc-on-http'
	| 'http-on-grpc'
	| 'tls'
	| 'app-port'
	| 'path'
	| 'media-type'
	| 'malformed'
	| 'token'
	| 'host';

/** What exporters did at the OTLP ports in this run. Times are ISO 8601; `null`: not yet. */
export interface OtlpSeen {
	/** Someone connected. */
	connectedAt: string | null;
	/** The first export request that was understood. */
	firstAt: string | null;
	/** The newest of them. */
	exportedAt: string | null;
	protocol: 'grpc' | 'http/protobuf' | 'http/json' | null;
	/** Events of Claude Code came. */
	logsAt: string | null;
	/** Metrics of Claude Code came. */
	metricsAt: string | null;
	/** Whether the newest of them named their session. */
	sessionId: boolean | null;
	/** Whether the newest prompt came with its text. */
	promptText: boolean | null;
	/** What could not be taken last, unless an export was understood since. */
	mistake: { kind: OtlpMistake; port: number; at: string } | null;
}

/** Where one of the doctor's own records arrived. */
export interface DoctorMark {
	id: string;
	source: string;
	at: string;
}

export interface Health {
	status: 'ok' | 'degraded';
	version: string;
	protocol?: number;
	epoch: string;
	head: number;
	events: number;
	sources: SourceStatus[];
	/** Nothing can come in: all sources are off or failing, or nothing can be stored. */
	blind?: boolean;
	/** Since when, ISO 8601, to about 5 s; `null` while something can. */
	blindSince?: string | null;
	/** Oldest event time the relay keeps raw, ms; `null`: everything. */
	horizonMs?: number | null;
	/** The relay's clock, ms. */
	nowMs?: number;
	/** Secrets taken out of texts before they were stored, in this run, by source. */
	redaction?: { on: boolean; counts: Partial<Record<Source, number>> };
	demo?: boolean;
	dataDir?: string;
	otlp?: { http: string | null; grpc: string | null };
	seen?: OtlpSeen;
	/** The newest of the doctor's records that arrived. */
	doctor?: DoctorMark[];
}

/** What the ingest worker tells the page; shown by the connection mark. */
export interface ConnectionStatus {
	state: 'connecting' | 'live' | 'catching-up' | 'offline' | 'signed-out' | 'refused' | 'update-needed';
	/** This tab holds the stream. */
	leader: boolean;
	/** When the last frame came, ms by this device's clock. */
	lastFrameMs: number | null;
	/** Why not live, as a sentence key and detail. */
	reason: string | null;
	/** History still to come: events stored here and events the relay has. `whole`: the figures are all here. */
	history: { have: number; total: number; done: boolean; whole: boolean } | null;
	/** The relay's clock less this device's, ms. */
	clockOffsetMs: number;
	health: Health | null;
	storageError: string | null;
}
