// Budgets and alerts of this device: verdicts and forecasts over its day cells, by the functions the relay uses too.
import type { Alert, Budget, BudgetScope, TopSession, Verdict } from '#lib/domain/budget.ts';
import {
	type Calendar,
	type DayPart,
	dayPart,
	eachSpend,
	evaluateBudget,
	overlaps,
	type Period,
	periodBefore,
	periodOf,
	type SessionFacts,
	verdictOf
} from '#lib/domain/budget-verdict.ts';
import type { AlertView, BudgetView, PlansView, SessionNames, SpendPoint } from '#lib/domain/budget-views.ts';
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import {
	forecastBudget,
	HISTORY_MS,
	SUGGEST_PERIODS,
	type Suggestion,
	suggestAmount
} from '#lib/domain/forecast.ts';
import { DAY_MS, type DayRow } from '#lib/domain/rows.ts';
import { titleOf } from '#lib/domain/summary.ts';
import type { Range } from '#lib/domain/views.ts';
import { membersOf, readNames } from './names.ts';
import { utcDays } from './overview.ts';
import { readPlans } from './plans.ts';
import { DAYS_AT_ONCE, daysInTurn, type QueryContext } from './query-overview.ts';
import { readSync } from './sync-state.ts';

/** Alerts a list is given. */
const SHOWN_ALERTS = 200;
const HOUR_MS = 3_600_000;

export async function queryPlans(context: QueryContext): Promise<PlansView> {
	const { budgets, alerts, ...known } = await readPlans(context.store);
	const nowMs = context.nowMs();
	const nameById = new Map(budgets.map((budget) => [budget.id, budget]));
	const shown = alerts
		.sort((a, b) => b.raisedAtMs - a.raisedAtMs || b.threshold - a.threshold || (a.id < b.id ? -1 : 1))
		.slice(0, SHOWN_ALERTS);
	const names = await namesOf(context, shown);
	const views = shown.map((alert): AlertView => {
		const budget = nameById.get(alert.budgetId);
		return {
			...alert,
			budgetName: budget?.name ?? null,
			budgetDeleted: budget === undefined || budget.deletedAtMs !== null,
			unread: isUnread(alert, nowMs),
			titles: names(alert)
		};
	});
	return {
		...known,
		foldedPrices: (await readSync(context.store))?.prices ?? [],
		budgets: budgets.filter(({ deletedAtMs }) => deletedAtMs === null),
		alerts: views,
		unread:
			alerts.filter((alert) => isUnread(alert, nowMs)).length +
			known.signals.filter(({ acknowledgedAtMs }) => acknowledgedAtMs === null).length
	};
}

/** Names of the dearest sessions of each. */
async function namesOf(
	{ store, cache }: QueryContext,
	all: readonly { topSessions: readonly TopSession[] }[]
): Promise<(one: { topSessions: readonly TopSession[] }) => SessionNames> {
	const keys = new Set(all.flatMap(({ topSessions }) => topSessions.map(({ key }) => key)));
	const { sessions } = await cache.read({ sessions: [...keys] });
	const given = await readNames(store);
	return ({ topSessions }) => {
		const names: SessionNames = {};
		for (const { key } of topSessions) {
			const row = sessions.get(key);
			if (row) names[key] = { title: titleOf(row), project: given.apply(dimensionsOf(row.facts)).project };
		}
		return names;
	};
}

export function isUnread({ acknowledgedAtMs, mutedUntilMs }: Alert, nowMs: number): boolean {
	return acknowledgedAtMs === null && (mutedUntilMs === null || mutedUntilMs <= nowMs);
}

export async function queryBudgets(context: QueryContext): Promise<BudgetView[]> {
	const known = await readPlans(context.store);
	const budgets = known.budgets.filter(({ deletedAtMs }) => deletedAtMs === null);
	if (budgets.length === 0) return [];
	const nowMs = context.nowMs();
	const periods = budgets.map((budget) => periodOf(budget, nowMs));
	const fromMs = Math.min(nowMs - HISTORY_MS, ...periods.map(({ startMs }) => startMs));
	const days: DayRow[] = [];
	// Money of an interval that is not over may be dated after now.
	for await (const day of daysInTurn(context, utcDays({ fromMs, toMs: nowMs + DAY_MS }))) days.push(day);
	const sessions = await sessionsOf(
		context,
		budgets.map(({ scope }) => scope),
		days
	);
	const verdicts = budgets.map((budget) => evaluateBudget(budget, days, sessions, nowMs));
	const names = await namesOf(context, verdicts);
	return budgets.map((budget, index) => {
		const period = periods[index]!;
		const verdict = verdicts[index]!;
		return {
			budget,
			verdict,
			outlook: forecastBudget(budget, days, sessions, nowMs),
			points: pointsOf(period, spendByBucket(budget, period, days, sessions, nowMs), nowMs),
			stepMs: stepOf(period),
			titles: names(verdict),
			alert:
				known.alerts.find(
					(alert) => alert.budgetId === budget.id && alert.periodKey === period.key && isUnread(alert, nowMs)
				) ?? null
		};
	});
}

/** Verdicts on periods that are over, newest first; those before the first event of this device are left out. */
export async function queryPastPeriods(
	context: QueryContext,
	{ budget, count }: { budget: Calendar & Pick<Budget, 'scope'> & Partial<Budget>; count: number }
): Promise<Verdict[]> {
	const nowMs = context.nowMs();
	const oldest = await context.store.days.orderBy('day').first();
	const periods: Period[] = [];
	for (let period = periodOf(budget, nowMs); periods.length < count; ) {
		period = periodBefore(budget, period);
		if (oldest === undefined || period.endMs <= oldest.day) break;
		periods.push(period);
	}
	if (periods.length === 0) return [];
	const parts = new Map<Period, DayPart[]>(periods.map((period) => [period, []]));
	const wanted = utcDays({ fromMs: periods.at(-1)!.startMs, toMs: periods[0]!.endMs });
	for (let i = 0; i < wanted.length; i += DAYS_AT_ONCE) {
		const { days } = await context.cache.read({ days: wanted.slice(i, i + DAYS_AT_ONCE) });
		const sessions = await sessionsOf(context, [budget.scope], [...days.values()]);
		for (const day of days.values()) {
			for (const period of periods) {
				const range = rangeOf(period);
				if (overlaps(day.day, range)) parts.get(period)!.push(dayPart(budget, day, range, sessions, nowMs));
			}
		}
	}
	const whole: Budget = { ...BLANK, ...budget };
	return periods.map((period) => verdictOf(whole, period, parts.get(period)!));
}

/** For verdicts where only the spend is asked for. */
const BLANK = {
	id: '',
	name: '',
	amountNanoUsd: 1,
	thresholds: [],
	paused: false,
	updatedAtMs: 0,
	deletedAtMs: null
};

const rangeOf = ({ startMs, endMs }: Period): Range => ({ fromMs: startMs, toMs: endMs });

/**
 * The sessions a scope has to know. Where it asks for a value only those that have it are read: one that is not in the
 * map has no dimensions, which is right for every value but '' (unknown).
 */
async function sessionsOf(
	{ store, cache }: QueryContext,
	scopes: readonly BudgetScope[],
	days: readonly DayRow[]
): Promise<SessionFacts> {
	const names = await readNames(store);
	const keys = new Set<string>();
	for (const scope of scopes) {
		if (scope.kind === 'all' || scope.kind === 'model') continue;
		const { kind, value } = scope;
		// Whoever is in no index has no value: '' may go by the name that is asked for.
		if (names.matches(kind, value, '')) for (const day of days) for (const key of keysOf(day)) keys.add(key);
		else {
			const members = await membersOf(store, names, kind, value);
			const found = await store.sessions.where(kind).anyOf(members).primaryKeys();
			for (const key of found) keys.add(key);
		}
	}
	const { sessions } = await cache.read({ sessions: [...keys] });
	return { names, get: (key) => sessions.get(key) };
}

function* keysOf({ cells }: DayRow): Generator<string> {
	for (const bucket in cells) yield* Object.keys(cells[bucket]!);
}

/** Start of a bucket → what was spent in it. Buckets without spend are absent. */
function spendByBucket(
	budget: Budget,
	period: Period,
	days: readonly DayRow[],
	sessions: SessionFacts,
	nowMs: number
): Map<number, number> {
	const spend = new Map<number, number>();
	eachSpend(budget, days, rangeOf(period), sessions, nowMs, ({ nano }, _key, bucketMs) => {
		if (nano > 0) spend.set(bucketMs, (spend.get(bucketMs) ?? 0) + nano);
	});
	return spend;
}

const stepOf = ({ startMs, endMs }: Period): number =>
	endMs - startMs <= 2 * DAY_MS ? HOUR_MS / 2 : 6 * HOUR_MS;

/** Spend so far at each step of the period, the last one now. */
function pointsOf(period: Period, buckets: ReadonlyMap<number, number>, nowMs: number): SpendPoint[] {
	const stepMs = stepOf(period);
	const times = [...buckets.keys()].sort((a, b) => a - b);
	const points: SpendPoint[] = [{ atMs: period.startMs, spendNanoUsd: 0 }];
	let spendNanoUsd = 0;
	let next = 0;
	const upTo = (atMs: number) => {
		while (next < times.length && times[next]! < atMs) spendNanoUsd += buckets.get(times[next++]!)!;
		points.push({ atMs, spendNanoUsd });
	};
	for (let atMs = period.startMs + stepMs; atMs < nowMs; atMs += stepMs) upTo(atMs);
	upTo(Number.POSITIVE_INFINITY);
	points.at(-1)!.atMs = nowMs;
	return points;
}

/** An amount from this device's own history; `null` where it holds no whole period with spend. */
export async function querySuggestion(
	context: QueryContext,
	{ budget }: { budget: Calendar & Pick<Budget, 'scope'> }
): Promise<Suggestion | null> {
	const nowMs = context.nowMs();
	let period = periodOf(budget, nowMs);
	for (let i = 0; i < SUGGEST_PERIODS[budget.period]; i++) period = periodBefore(budget, period);
	const days: DayRow[] = [];
	for await (const day of daysInTurn(context, utcDays({ fromMs: period.startMs, toMs: nowMs })))
		days.push(day);
	const sessions = await sessionsOf(context, [budget.scope], days);
	return suggestAmount(budget, days, sessions, nowMs);
}
