// Questions to the rows: sums over a range, a session as an item of a list, a series over time. Pure, so that the page,
// the worker and the terminal report give the same answer from the same rows.
import { dimensionsOf } from './dimensions.ts';
import type { Names } from './names.ts';
import { plainModel } from './price.ts';
import {
	BUCKET_MS,
	C,
	type Cell,
	type DayRow,
	type Derived,
	type DerivedMoney,
	M,
	P,
	SETTLE_MS,
	type SessionRow,
	type Totals
} from './rows.ts';
import type { CostBasis, Range, SessionItem, Summary } from './views.ts';

/** A session is active while its last event is younger than this. */
export const ACTIVE_MS = 5 * 60_000;

export function emptySummary(): Summary {
	return {
		costNanoUsd: 0,
		reportedNanoUsd: 0,
		computedNanoUsd: 0,
		unloggedNanoUsd: 0,
		unpricedRequests: 0,
		inputTokens: 0,
		outputTokens: 0,
		cacheReadTokens: 0,
		cacheWrite5mTokens: 0,
		cacheWrite1hTokens: 0,
		cacheWriteUnsplitTokens: 0,
		savedNanoUsd: 0,
		events: 0,
		sessions: 0,
		prompts: 0,
		requests: 0,
		apiErrors: 0,
		refusals: 0,
		toolCalls: 0,
		toolFailures: 0,
		linesAdded: 0,
		linesRemoved: 0,
		commits: 0,
		pullRequests: 0,
		activeMs: 0,
		editAccepts: 0,
		editRejects: 0
	};
}

/** Adds `from` into `into`, in place; every field is a sum (`sessions` too: the caller sets it where sessions overlap). */
export function addSummary(into: Summary, from: Summary): void {
	for (const key of Object.keys(into) as (keyof Summary)[]) into[key] += from[key];
}

/** Whether money known only from metrics counts yet: its events may still be on their way. */
export function isSettled(money: DerivedMoney, nowMs: number): boolean {
	return nowMs >= money.endMs + SETTLE_MS;
}

/** Adds the requests of one M-sums array. */
function addSums(into: Summary, sums: readonly number[]): void {
	into.reportedNanoUsd += sums[M.reportedNano]!;
	into.computedNanoUsd += sums[M.computedNano]!;
	into.costNanoUsd += sums[M.reportedNano]! + sums[M.computedNano]!;
	into.unpricedRequests += sums[M.unpriced]!;
	into.inputTokens += sums[M.input]!;
	into.outputTokens += sums[M.output]!;
	into.cacheReadTokens += sums[M.cacheRead]!;
	into.cacheWrite5mTokens += sums[M.cacheWrite5m]!;
	into.cacheWrite1hTokens += sums[M.cacheWrite1h]!;
	into.cacheWriteUnsplitTokens += sums[M.cacheWriteUnsplit]!;
	into.savedNanoUsd += sums[M.savedNano]!;
	into.requests += sums[M.requests]!;
}

/**
 * Adds a cell's (or a session's) totals. With a model, only what belongs to requests of that model: tokens, money,
 * requests; counts that carry no model (prompts, tools, lines) are left out, since they cannot be told apart.
 */
export function addTotals(into: Summary, totals: Totals, model: string | undefined): void {
	for (const key in totals.models) {
		if (model !== undefined && plainModel(key.slice(0, key.indexOf('\t'))) !== model) continue;
		addSums(into, totals.models[key]!);
	}
	if (model !== undefined) return;
	const { counts } = totals;
	into.events += counts[C.events]! + counts[C.metrics]!;
	into.prompts += counts[C.prompts]!;
	into.apiErrors += counts[C.apiErrors]!;
	into.refusals += counts[C.refusals]!;
	into.toolCalls += counts[C.toolCalls]!;
	into.toolFailures += counts[C.toolFailures]!;
}

export function addDerived(into: Summary, derived: Derived, model: string | undefined, nowMs: number): void {
	for (const money of derived.money) {
		if (model !== undefined && money.model !== model) continue;
		if (!isSettled(money, nowMs)) continue;
		addSums(into, money.sums);
		if (money.basis === 'transcript') continue;
		// Known only from metrics: its own part of the cost, and no requests behind it.
		const nano = money.sums[M.reportedNano]!;
		into.reportedNanoUsd -= nano;
		into.unloggedNanoUsd += nano;
	}
	if (model !== undefined) return;
	const { produced } = derived;
	into.linesAdded += produced[P.linesAdded]!;
	into.linesRemoved += produced[P.linesRemoved]!;
	into.commits += produced[P.commits]!;
	into.pullRequests += produced[P.pullRequests]!;
	into.activeMs += produced[P.activeUserMs]! + produced[P.activeCliMs]!;
	into.editAccepts += produced[P.editAccepts]!;
	into.editRejects += produced[P.editRejects]!;
}

function addCell(into: Summary, cell: Cell, model: string | undefined, nowMs: number): void {
	addTotals(into, cell, model);
	if (cell.derived) addDerived(into, cell.derived, model, nowMs);
}

/** The whole life of a session. */
export function lifetimeSummary(row: SessionRow, nowMs: number): Summary {
	const summary = emptySummary();
	addTotals(summary, row.totals, undefined);
	for (const bucket in row.derived) addDerived(summary, row.derived[bucket]!, undefined, nowMs);
	summary.sessions = isSession(summary) ? 1 : 0;
	return summary;
}

/** A session id counts as a session once it has a prompt, a request or a cost: start-up alone makes none. */
export function isSession(summary: Summary): boolean {
	return summary.prompts > 0 || summary.requests > 0 || summary.costNanoUsd > 0;
}

/** Calls `visit` for each cell of the range, oldest bucket first within a day. Ranges are taken to whole buckets. */
export function eachCell(
	days: Iterable<DayRow>,
	range: Range,
	visit: (cell: Cell, key: string, bucketMs: number) => void
): void {
	for (const { day, cells } of days) {
		for (const index in cells) {
			const bucketMs = day + Number(index) * BUCKET_MS;
			if (bucketMs < range.fromMs || bucketMs >= range.toMs) continue;
			const sessions = cells[index]!;
			for (const key in sessions) visit(sessions[key]!, key, bucketMs);
		}
	}
}

export interface RangeSums {
	/** Session key → its sums within the range. Includes ids that are no sessions; see `isSession`. */
	bySession: Map<string, Summary>;
	total: Summary;
}

/** Sums by session over the range. `keep` says which session keys the filter lets through. */
export function rangeSums(
	days: Iterable<DayRow>,
	range: Range,
	options: { nowMs: number; model?: string; keep?: (key: string) => boolean }
): RangeSums {
	const bySession = new Map<string, Summary>();
	eachCell(days, range, (cell, key) => {
		if (options.keep && !options.keep(key)) return;
		let summary = bySession.get(key);
		if (summary === undefined) bySession.set(key, (summary = emptySummary()));
		addCell(summary, cell, options.model, options.nowMs);
	});
	const total = emptySummary();
	for (const summary of bySession.values()) {
		summary.sessions = isSession(summary) ? 1 : 0;
		addSummary(total, summary);
	}
	return { bySession, total };
}

/** Model (without suffix) → sums of its requests and of the money known only from metrics, over the range. */
export function modelSums(
	days: Iterable<DayRow>,
	range: Range,
	options: { nowMs: number; model?: string; keep?: (key: string) => boolean }
): Map<string, Summary> {
	const byModel = new Map<string, Summary>();
	eachCell(days, range, (cell, key) => {
		if (options.keep && !options.keep(key)) return;
		for (const model of modelsOf(cell)) {
			if (options.model !== undefined && model !== options.model) continue;
			let summary = byModel.get(model);
			if (summary === undefined) byModel.set(model, (summary = emptySummary()));
			addCell(summary, cell, model, options.nowMs);
		}
	});
	return byModel;
}

/** The plain models a cell has requests or money of. */
export function modelsOf(cell: Cell): Set<string> {
	const models = new Set<string>();
	for (const key in cell.models) models.add(plainModel(key.slice(0, key.indexOf('\t'))));
	for (const money of cell.derived?.money ?? []) models.add(money.model);
	return models;
}

/** How a sum of money is known. */
export function basisOf(summary: Summary): CostBasis {
	const bases: CostBasis[] = [];
	if (summary.reportedNanoUsd > 0) bases.push('reported');
	if (summary.computedNanoUsd > 0) bases.push('computed');
	if (summary.unloggedNanoUsd > 0) bases.push('metrics');
	if (summary.unpricedRequests > 0) bases.push('unpriced');
	if (bases.length > 1) return 'mixed';
	return bases[0] ?? 'reported';
}

/** Start and end of a session: its log events, or its metric intervals where it has none. */
export function sessionSpan(row: SessionRow): { startedAtMs: number; endedAtMs: number } {
	const { edges } = row;
	return {
		startedAtMs: edges.firstMs ?? edges.firstMetricMs ?? 0,
		endedAtMs: edges.lastMs ?? edges.lastMetricMs ?? 0
	};
}

/** A title from a transcript, else the opening prompt where prompts are logged, else `null`. */
export function titleOf(row: SessionRow): string | null {
	let title: string | null = null;
	let atMs = Number.NEGATIVE_INFINITY;
	for (const id in row.infos) {
		const info = row.infos[id]!;
		if (info.title !== null && (info.atMs > atMs || (info.atMs === atMs && info.title < title!))) {
			title = info.title;
			atMs = info.atMs;
		}
	}
	return title ?? row.edges.firstPrompt;
}

export function sessionItem(row: SessionRow, inRange: Summary, nowMs: number, names: Names): SessionItem {
	const lifetime = lifetimeSummary(row, nowMs);
	const span = sessionSpan(row);
	const models = new Set<string>();
	for (const key in row.totals.models) models.add(plainModel(key.slice(0, key.indexOf('\t'))));
	for (const bucket in row.derived) for (const money of row.derived[bucket]!.money) models.add(money.model);
	return {
		key: row.key,
		title: titleOf(row),
		...names.apply(dimensionsOf(row.facts)),
		...span,
		active: nowMs - span.endedAtMs < ACTIVE_MS,
		models: [...models].sort(),
		basis: basisOf(lifetime),
		inRange,
		lifetime
	};
}
