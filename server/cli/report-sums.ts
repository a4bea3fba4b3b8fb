// The terminal report's figures: the same sums over the same rows as the app's pages, by the same functions.
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import { type Names, NO_NAMES } from '#lib/domain/names.ts';
import { addLocalDays, localDays, startOfDate } from '#lib/domain/period.ts';
import type { DayRow, SessionRow } from '#lib/domain/rows.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import { emptySummary, isSession, modelSums, rangeSums, sessionItem } from '#lib/domain/summary.ts';
import type { Range, SessionItem, Summary } from '#lib/domain/views.ts';

export interface ReportRows {
	sessions: Map<string, SessionRow>;
	days: Map<number, DayRow>;
	/** For money that still waits for its events. */
	nowMs: number;
	/** What people call the values of dimensions; absent: as discovered. */
	names?: Names;
}

export interface Tokens {
	input: number;
	output: number;
	cacheRead: number;
	cacheCreation: number;
}

export interface Figures {
	costNanoUsd: number;
	unloggedNanoUsd: number;
	unpricedRequests: number;
	tokens: Tokens;
	events: number;
	sessions: number;
	apiRequests: number;
}

/** The answer of `totals --json`; money in integer nano-USD. */
export interface Totals extends Figures {
	byModel: Record<string, number>;
	bySession: Record<string, number>;
}

/** From the first moment of `from` to the last of `to`, dates in the zone, either left out for all there is. */
export function rangeOf(from: string | null, to: string | null, zone: string): Range {
	return {
		fromMs: from === null ? Number.NEGATIVE_INFINITY : startOfDate(from, zone),
		toMs: to === null ? Number.POSITIVE_INFINITY : addLocalDays(startOfDate(to, zone), 1, zone)
	};
}

export function totals(rows: ReportRows, range: Range): Totals {
	const { bySession, total } = rangeSums(daysWithin(rows, range), range, { nowMs: rows.nowMs });
	const models = [...modelSums(daysWithin(rows, range), range, { nowMs: rows.nowMs })];
	const sessions = [...bySession].filter(([, summary]) => isSession(summary));
	return {
		...figures(total),
		byModel: Object.fromEntries(byCost(models).map(([model, summary]) => [model, summary.costNanoUsd])),
		bySession: Object.fromEntries(byCost(sessions).map(([key, summary]) => [key, summary.costNanoUsd]))
	};
}

/** Local days that hold anything, oldest first. */
export function daily(rows: ReportRows, range: Range, zone: string): ({ date: string } & Figures)[] {
	return heldDays(rows, range, zone)
		.map(({ label, day }) => ({
			date: label,
			...figures(rangeSums(daysWithin(rows, day), day, { nowMs: rows.nowMs }).total)
		}))
		.filter((day) => day.events > 0 || day.costNanoUsd > 0);
}

export function models(
	rows: ReportRows,
	range: Range
): ({ model: string } & Omit<Figures, 'events' | 'sessions'>)[] {
	return byCost([...modelSums(daysWithin(rows, range), range, { nowMs: rows.nowMs })]).map(
		([model, summary]) => {
			const { events: _events, sessions: _sessions, ...own } = figures(summary);
			return { model, ...own };
		}
	);
}

/** By project; `null` where no session says which. */
export function projects(rows: ReportRows, range: Range): ({ project: string | null } & Figures)[] {
	const { bySession } = rangeSums(daysWithin(rows, range), range, { nowMs: rows.nowMs });
	const byProject = new Map<string | null, Summary>();
	for (const [key, summary] of bySession) {
		if (!isSession(summary)) continue;
		const { project } = namesOf(rows).apply(dimensionsOf(rows.sessions.get(key)?.facts ?? {}));
		const into = byProject.get(project) ?? emptySummary();
		for (const field of Object.keys(into) as (keyof Summary)[]) into[field] += summary[field];
		byProject.set(project, into);
	}
	return byCost([...byProject]).map(([project, summary]) => ({ project, ...figures(summary) }));
}

export interface SessionFigures extends Omit<Figures, 'sessions'> {
	id: string;
	title: string | null;
	project: string | null;
	branch: string | null;
	profile: string | null;
	machine: string | null;
	startedAt: string;
	endedAt: string;
	/** Whole life, beside the range's `costNanoUsd`. */
	lifetimeCostNanoUsd: number;
	basis: string;
	models: string[];
	prompts: number;
}

/** Sessions with anything in the range, the dearest first. */
export function sessionItems(rows: ReportRows, range: Range): SessionItem[] {
	const { bySession } = rangeSums(daysWithin(rows, range), range, { nowMs: rows.nowMs });
	return byCost([...bySession].filter(([, summary]) => isSession(summary))).map(([key, summary]) => {
		const row = rows.sessions.get(key);
		if (row === undefined) throw new Error(`the cells name session ${key}, which has no row`);
		return sessionItem(row, summary, rows.nowMs, namesOf(rows));
	});
}

export function sessions(rows: ReportRows, range: Range): SessionFigures[] {
	return sessionItems(rows, range).map((item) => {
		const { sessions: _sessions, ...own } = figures(item.inRange);
		return {
			id: item.key,
			title: item.title,
			project: item.project,
			branch: item.branch,
			profile: item.profile,
			machine: item.machine,
			startedAt: new Date(item.startedAtMs).toISOString(),
			endedAt: new Date(item.endedAtMs).toISOString(),
			...own,
			lifetimeCostNanoUsd: item.lifetime.costNanoUsd,
			basis: item.basis,
			models: item.models,
			prompts: item.inRange.prompts
		};
	});
}

/** Days of the zone that hold anything, oldest first; within a day the models by name. */
export function dailyByModel(
	rows: ReportRows,
	range: Range,
	zone: string
): { date: string; model: string; summary: Summary }[] {
	return heldDays(rows, range, zone).flatMap(({ label, day }) =>
		[...modelSums(daysWithin(rows, day), day, { nowMs: rows.nowMs })]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([model, summary]) => ({ date: label, model, summary }))
	);
}

/** Local days of the range as far as there are rows. */
function heldDays(rows: ReportRows, range: Range, zone: string): { label: string; day: Range }[] {
	const known = [...rows.days.keys()];
	if (known.length === 0) return [];
	const held = {
		fromMs: Math.max(range.fromMs, Math.min(...known)),
		toMs: Math.min(range.toMs, Math.max(...known) + DAY_MS)
	};
	return localDays(held, zone).map(({ label, startMs, endMs }) => ({
		label,
		day: { fromMs: Math.max(startMs, range.fromMs), toMs: Math.min(endMs, range.toMs) }
	}));
}

const namesOf = ({ names = NO_NAMES }: ReportRows): Names => names;

function figures(summary: Summary): Figures {
	return {
		costNanoUsd: summary.costNanoUsd,
		unloggedNanoUsd: summary.unloggedNanoUsd,
		unpricedRequests: summary.unpricedRequests,
		tokens: {
			input: summary.inputTokens,
			output: summary.outputTokens,
			cacheRead: summary.cacheReadTokens,
			cacheCreation: summary.cacheWrite5mTokens + summary.cacheWrite1hTokens + summary.cacheWriteUnsplitTokens
		},
		events: summary.events,
		sessions: summary.sessions,
		apiRequests: summary.requests
	};
}

function daysWithin({ days }: ReportRows, { fromMs, toMs }: Range): DayRow[] {
	return [...days.values()].filter(({ day }) => day + DAY_MS > fromMs && day < toMs);
}

function byCost<K>(entries: [K, Summary][]): [K, Summary][] {
	return entries.sort(
		([a, x], [b, y]) =>
			y.costNanoUsd - x.costNanoUsd || (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0)
	);
}
