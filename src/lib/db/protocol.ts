// What page and worker say to each other. One dedicated worker per tab; the tab that holds the Web Lock streams.

import type { Accuracy, PriceHealth } from '#lib/domain/accuracy.ts';
import type { Budget, PlanSettings, Verdict } from '#lib/domain/budget.ts';
import type { Calendar } from '#lib/domain/budget-verdict.ts';
import type { BudgetView, PlansView } from '#lib/domain/budget-views.ts';
import type { DoctorReport } from '#lib/domain/doctor.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import type { ExportArgs, ExportProgress } from '#lib/domain/export.ts';
import type { Finding } from '#lib/domain/findings.ts';
import type { Suggestion } from '#lib/domain/forecast.ts';
import type { NamedValue, NameRule } from '#lib/domain/names.ts';
import type { Panels } from '#lib/domain/panels.ts';
import type { Standing } from '#lib/domain/peers.ts';
import type { PriceOverride } from '#lib/domain/price-override.ts';
import type { SearchArgs, SearchProgress } from '#lib/domain/search.ts';
import type { RowDetail, SessionCauses, SessionSides } from '#lib/domain/session-causes.ts';
import type { Ruling } from '#lib/domain/signal-rules.ts';
import type {
	Choices,
	ConnectionStatus,
	Filter,
	Overview,
	Range,
	SessionDetail,
	SessionHead,
	SessionItem
} from '#lib/domain/views.ts';
import type { AlertChange, PushDeviceNote, Raised } from './plans.ts';
import type { ExportFile } from './query-export.ts';
import type { DeviceKeeping } from './retention.ts';

export interface Queries {
	overview(args: { range: Range; previous: Range | null; filter: Filter; zone: string }): Overview;
	/** Tools, performance, productivity, skills: one answer for all of them. */
	panels(args: { range: Range; previous: Range | null; filter: Filter; zone: string }): Panels;
	sessions(args: { range: Range; filter: Filter; zone: string }): SessionItem[];
	session(args: { key: string; range: Range | null }): SessionDetail | null;
	sessionHead(args: { key: string; range: Range | null }): SessionHead | null;
	/** Of the events `version` stands for, or newer ones. `null`: no such session. */
	/** The version they are of. `all` false: of a long session the rows at the top, and of whatever version stands. */
	causes(args: { key: string; version: number; all: boolean }): (SessionCauses & { version: number }) | null;
	sides(args: { key: string; version: number }): SessionSides | null;
	findings(args: { key: string; version: number }): Finding[];
	/** `null`: no such row. */
	causeRow(args: { key: string; version: number; row: string }): RowDetail | null;
	/** Among the sessions of its project. `null`: no such session. */
	peers(args: { key: string }): Standing | null;
	/** Newest first by journal order; `beforeSlot` pages back. */
	recent(args: { limit: number; beforeSlot: number | null }): { slot: number; event: DomainEvent }[];
	/** Budgets, alerts and quiet hours, without figures. */
	plans(args: Record<string, never>): PlansView;
	/** What the rules behind signals say of this device's cells. */
	rulings(args: Record<string, never>): Ruling[];
	/** Verdict and forecast of every budget, now. */
	budgets(args: Record<string, never>): BudgetView[];
	/** Verdicts on the periods before the running one, newest first. Only what the history of this device covers. */
	pastPeriods(args: { budget: Budget; count: number }): Verdict[];
	/** From past periods; `null` where this device holds no whole one with spend. */
	suggestion(args: { budget: Calendar & Pick<Budget, 'scope'> }): Suggestion | null;
	/** Kept here and sent to the relay as soon as it can be reached; deleted by `deletedAtMs`. Returns it as kept. */
	saveBudget(args: { budget: Budget }): Budget;
	changeAlert(args: { id: string; change: AlertChange }): null;
	acknowledgeSignal(args: { id: string }): null;
	savePlanSettings(args: { settings: PlanSettings }): null;
	/** Keeps own rates and sends them to the relay; answers with them as kept. */
	savePrice(args: { price: PriceOverride }): PriceOverride;
	/** Says of each value what it is called and whether it is hidden. */
	saveNames(args: { rules: NameRule[] }): null;
	/** Discovered values of each dimension with what they come to, all time. */
	namedValues(args: Record<string, never>): NamedValue[];
	/** How this device is called at the relay; for the service worker. `null`: it is not subscribed. */
	savePushDevice(args: { device: PushDeviceNote | null }): null;
	pushDevice(args: Record<string, never>): PushDeviceNote | null;
	/** Language of notifications; `null`: as the browser prefers. */
	saveLanguage(args: { language: string | null }): null;
	/** What the total is made of, who saw it, and what it lacks. */
	accuracy(args: { range: Range; filter: Filter; zone: string }): Accuracy;
	/** The price table against what was reported in the last 90 days. */
	priceHealth(args: Record<string, never>): PriceHealth;
	/** Values to filter by. */
	choices(args: Record<string, never>): Choices;
	/** What this device holds. */
	/** Raw events this device keeps: what `days` means, and with `apply` it is done. `days` undefined: as it is. */
	keepDays(args: { days?: number | null; apply: boolean }): DeviceKeeping;
	storage(args: Record<string, never>): {
		events: number;
		segments: number;
		sessions: number;
		days: number;
		usageBytes: number | null;
		quotaBytes: number | null;
		persisted: boolean | null;
		oldestMs: number | null;
		newestMs: number | null;
	};
	/** Fold the segments again; returns whether the rows were equal before. */
	rebuild(args: Record<string, never>): { equal: boolean; events: number };
	/** The relay looks at everything between Claude Code and a figure. */
	doctor(args: Record<string, never>): DoctorReport;
	/** Empty this device's copy and sync again. */
	resync(args: Record<string, never>): null;
}

export type QueryName = keyof Queries;
export type QueryArgs<N extends QueryName> = Parameters<Queries[N]>[0];
export type QueryResult<N extends QueryName> = ReturnType<Queries[N]>;

export type ToWorker =
	| { type: 'start'; baseUrl: string }
	| { type: 'query'; id: number; name: QueryName; args: unknown }
	/** Answered by `found`, many times; `failed` ends it. Ids are shared with queries. */
	| { type: 'search'; id: number; args: SearchArgs }
	/** What the range and filter hold, as a file: `exporting` on the way, `exported` at the end, `failed` otherwise. */
	| { type: 'export'; id: number; args: ExportArgs }
	/** A search or an export. */
	| { type: 'cancel'; id: number }
	| { type: 'retry' }
	| { type: 'stop' };

export type FromWorker =
	| { type: 'status'; status: ConnectionStatus }
	/** Rows changed (here or in another tab): queries may be run again. At most four a second. `events` are new ones, newest last, at most 200. */
	| { type: 'changed'; events: { slot: number; event: DomainEvent }[] }
	/** Crossings and signals this browser had not heard of. Only the leading tab is told. */
	| { type: 'raised'; raised: Raised }
	| { type: 'result'; id: number; value: unknown }
	| { type: 'found'; id: number; progress: SearchProgress }
	| { type: 'exporting'; id: number; progress: ExportProgress }
	| { type: 'exported'; id: number; file: ExportFile }
	| { type: 'failed'; id: number; message: string };
