// What a budget comes to: its period by the calendar of its zone, the spend in it, the thresholds reached. The page and
// the relay ask the same functions the same question.
import type { Budget, TopSession, Verdict } from './budget.ts';
import { type Dimensions, dimensionsOf } from './dimensions.ts';
import { type Names, NO_NAMES } from './names.ts';
import { addDays, type LocalDate, localDate, startOfDate, startOfMonth, startOfWeek } from './period.ts';
import { plainModel } from './price.ts';
import { type Cell, DAY_MS, type DayRow, M, type SessionRow } from './rows.ts';
import { eachCell, isSettled } from './summary.ts';
import type { Range } from './views.ts';

export interface Period {
	/** Local date of its start. */
	key: LocalDate;
	startMs: number;
	endMs: number;
}

export type Calendar = Pick<Budget, 'period' | 'firstDay' | 'zone'>;

const TOP_SESSIONS = 5;

/** The period a moment lies in. Periods of one budget follow each other without gap or overlap. */
export function periodOf(budget: Calendar, atMs: number): Period {
	let key = firstDate(budget, localDate(atMs, budget.zone));
	for (;;) {
		const next = nextKey(budget, key);
		const endMs = startOfDate(next, budget.zone);
		// Where a zone's clock goes back over midnight a date's name comes twice: the period that began last holds it.
		if (atMs < endMs) return { key, startMs: startOfDate(key, budget.zone), endMs };
		key = next;
	}
}

/** The period that ended where this one starts. */
export function periodBefore(budget: Calendar, period: Period): Period {
	return periodOf(budget, period.startMs - 1);
}

function firstDate(budget: Calendar, date: LocalDate): LocalDate {
	if (budget.period === 'day') return date;
	return budget.period === 'week' ? startOfWeek(date, budget.firstDay) : startOfMonth(date);
}

function nextKey(budget: Calendar, key: LocalDate): LocalDate {
	if (budget.period === 'day') return addDays(key, 1);
	if (budget.period === 'week') return addDays(key, 7);
	return startOfMonth(addDays(key, 31));
}

/** Session rows by key, or as much of them as is asked for; any `Map` of rows will do. */
export interface SessionFacts {
	get(key: string): Pick<SessionRow, 'facts'> | undefined;
	/** What people call the values a scope asks for; absent: what they were discovered as. */
	readonly names?: Names;
}

/** What one UTC day gives to a period. */
export interface DayPart {
	spendNanoUsd: number;
	unpricedRequests: number;
	bySession: Map<string, number>;
	/** End of the earliest interval of money known only from metrics that does not count yet; `null`: all counts. */
	unsettledMs: number | null;
}

/** The part of a day that lies in the range and in the budget's scope. A session that is not in the map has no dimensions. */
export function dayPart(
	budget: Pick<Budget, 'scope'>,
	day: DayRow,
	range: Range,
	sessions: SessionFacts,
	nowMs: number
): DayPart {
	const part: DayPart = { spendNanoUsd: 0, unpricedRequests: 0, bySession: new Map(), unsettledMs: null };
	eachSpend(budget, [day], range, sessions, nowMs, ({ nano, unpriced, unsettledMs }, key) => {
		part.spendNanoUsd += nano;
		part.unpricedRequests += unpriced;
		if (nano > 0) part.bySession.set(key, (part.bySession.get(key) ?? 0) + nano);
		if (unsettledMs !== null)
			part.unsettledMs = Math.min(part.unsettledMs ?? Number.POSITIVE_INFINITY, unsettledMs);
	});
	return part;
}

/** What one session spent in one 15-minute bucket. */
export interface CellSpend {
	nano: number;
	unpriced: number;
	unsettledMs: number | null;
}

/** Calls `visit` for each cell in the range and in the scope. */
export function eachSpend(
	budget: Pick<Budget, 'scope'>,
	days: Iterable<DayRow>,
	range: Range,
	sessions: SessionFacts,
	nowMs: number,
	visit: (spend: CellSpend, key: string, bucketMs: number) => void
): void {
	const known = new Map<string, boolean>();
	const model = budget.scope.kind === 'model' ? budget.scope.value : undefined;
	const inScope = (key: string): boolean => {
		let answer = known.get(key);
		if (answer === undefined) {
			answer = isInScope(budget, sessions.get(key), sessions.names);
			known.set(key, answer);
		}
		return answer;
	};
	eachCell(days, range, (cell, key, bucketMs) => {
		if (inScope(key)) visit(spendOf(cell, model, nowMs), key, bucketMs);
	});
}

/** Whether a session belongs to the budget; a model's budget takes part of every session. */
export function isInScope(
	budget: Pick<Budget, 'scope'>,
	row: Pick<SessionRow, 'facts'> | undefined,
	names: Names = NO_NAMES
): boolean {
	const { scope } = budget;
	if (scope.kind === 'all' || scope.kind === 'model') return true;
	const dimensions: Partial<Dimensions> = row === undefined ? {} : dimensionsOf(row.facts);
	return names.matches(scope.kind, scope.value, dimensions[scope.kind] ?? null);
}

function spendOf(cell: Cell, model: string | undefined, nowMs: number): CellSpend {
	const spend: CellSpend = { nano: 0, unpriced: 0, unsettledMs: null };
	const add = (sums: readonly number[]) => {
		spend.nano += sums[M.reportedNano]! + sums[M.computedNano]!;
		spend.unpriced += sums[M.unpriced]!;
	};
	for (const key in cell.models) {
		if (model === undefined || plainModel(key.slice(0, key.indexOf('\t'))) === model) add(cell.models[key]!);
	}
	for (const money of cell.derived?.money ?? []) {
		if (model !== undefined && money.model !== model) continue;
		if (isSettled(money, nowMs)) add(money.sums);
		else spend.unsettledMs = Math.min(spend.unsettledMs ?? Number.POSITIVE_INFINITY, money.endMs);
	}
	return spend;
}

/** The verdict on the period that `nowMs` lies in. Days and sessions beyond it may be given and are left out. */
export function evaluateBudget(
	budget: Budget,
	days: Iterable<DayRow>,
	sessions: SessionFacts,
	nowMs: number
): Verdict {
	return evaluatePeriod(budget, periodOf(budget, nowMs), days, sessions, nowMs);
}

/** The verdict on any period; `nowMs` only decides which money known from metrics counts yet. */
export function evaluatePeriod(
	budget: Budget,
	period: Period,
	days: Iterable<DayRow>,
	sessions: SessionFacts,
	nowMs: number
): Verdict {
	const range = { fromMs: period.startMs, toMs: period.endMs };
	const parts: DayPart[] = [];
	for (const day of days) {
		if (!overlaps(day.day, range)) continue;
		parts.push(dayPart(budget, day, range, sessions, nowMs));
	}
	return verdictOf(budget, period, parts);
}

/** Whether a UTC day has a part in the range. */
export function overlaps(day: number, range: Range): boolean {
	return day < range.toMs && day + DAY_MS > range.fromMs;
}

/** The verdict from the parts of the period's days, in any order. */
export function verdictOf(budget: Budget, period: Period, parts: Iterable<DayPart>): Verdict {
	let spendNanoUsd = 0;
	let unpricedRequests = 0;
	const bySession = new Map<string, number>();
	for (const part of parts) {
		spendNanoUsd += part.spendNanoUsd;
		unpricedRequests += part.unpricedRequests;
		for (const [key, nano] of part.bySession) bySession.set(key, (bySession.get(key) ?? 0) + nano);
	}
	return {
		budgetId: budget.id,
		periodKey: period.key,
		startMs: period.startMs,
		endMs: period.endMs,
		spendNanoUsd,
		amountNanoUsd: budget.amountNanoUsd,
		share: spendNanoUsd / budget.amountNanoUsd,
		unpricedRequests,
		crossed: budget.thresholds.filter((percent) => isReached(budget, percent, spendNanoUsd)),
		topSessions: dearest(bySession)
	};
}

/** Exact: the products lie beyond what a number holds. */
function isReached(budget: Budget, percent: number, spendNanoUsd: number): boolean {
	return BigInt(spendNanoUsd) * 100n >= BigInt(budget.amountNanoUsd) * BigInt(percent);
}

function dearest(bySession: Map<string, number>): TopSession[] {
	return [...bySession]
		.map(([key, nano]) => ({ key, nano }))
		.sort((a, b) => b.nano - a.nano || (a.key < b.key ? -1 : 1))
		.slice(0, TOP_SESSIONS);
}
