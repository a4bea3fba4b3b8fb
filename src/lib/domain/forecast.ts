// Where a budget's spend is going: the pace it should keep, what is being spent now, and what the period's end will
// bring, with a range. By the user's own hours of the week once there are three weeks of them.
import type { Budget } from './budget.ts';
import {
	type Calendar,
	eachSpend,
	overlaps,
	type Period,
	periodBefore,
	periodOf,
	type SessionFacts
} from './budget-verdict.ts';
import { wallClockMs } from './period.ts';
import { BUCKET_MS, DAY_MS, type DayRow } from './rows.ts';

export type ForecastMethod =
	/** From what the same hours of past weeks cost. */
	| 'pattern'
	/** As until now. */
	| 'linear'
	| 'too-early';

export interface Forecast {
	method: ForecastMethod;
	/** Where the spend would be now if the whole amount were spent at the period's end. */
	paceNanoUsd: number;
	/** Of the last hour, per hour. */
	burnNanoUsdPerHour: number;
	/** At the period's end, and between what it lies in four of five cases; `null` while it is too early to say. */
	expectedNanoUsd: number | null;
	lowNanoUsd: number | null;
	highNanoUsd: number | null;
	/** When the expected spend reaches the amount; `null`: not within the period, or not known. */
	exhaustedAtMs: number | null;
}

/** History a forecast reads, and how much of it the pattern asks for. */
export const HISTORY_MS = 8 * 7 * DAY_MS;
const PATTERN_MS = 21 * DAY_MS;
const HOUR_MS = 3_600_000;
const HOURS_OF_WEEK = 168;
/** A straight line needs this part of the period behind it. */
const LINEAR_PART = 0.1;
/** Four of five cases lie within this many standard deviations. */
const RANGE_SD = 1.2816;
const LINEAR_PARTS = 8;

/** `days` should reach back `HISTORY_MS` before now where there is as much. Deterministic: the same rows give the same answer. */
export function forecastBudget(
	budget: Budget,
	days: Iterable<DayRow>,
	sessions: SessionFacts,
	nowMs: number
): Forecast {
	const period = periodOf(budget, nowMs);
	const historyMs = Math.min(bucketOf(nowMs - HISTORY_MS), bucketOf(period.startMs));
	const series = new Map<number, number>();
	let firstMs = Number.POSITIVE_INFINITY;
	eachSpend(budget, days, { fromMs: historyMs, toMs: nowMs }, sessions, nowMs, ({ nano }, _key, bucketMs) => {
		if (nano === 0) return;
		series.set(bucketMs, (series.get(bucketMs) ?? 0) + nano);
		firstMs = Math.min(firstMs, bucketMs);
	});
	const spent = sum(series, period.startMs, nowMs);
	const base = {
		burnNanoUsdPerHour: burnRate(series, nowMs),
		paceNanoUsd: Math.round(
			(budget.amountNanoUsd * (nowMs - period.startMs)) / (period.endMs - period.startMs)
		)
	};
	const pattern = nowMs - firstMs >= PATTERN_MS ? weekPattern(series, firstMs, nowMs, budget.zone) : null;
	if (pattern !== null) return byPattern(budget, period, spent, pattern, nowMs, base);
	const elapsed = nowMs - period.startMs;
	if (spent === 0 || elapsed < LINEAR_PART * (period.endMs - period.startMs)) {
		return { method: 'too-early', ...base, ...UNKNOWN };
	}
	return linear(budget, period, spent, series, nowMs, base);
}

const UNKNOWN = { expectedNanoUsd: null, lowNanoUsd: null, highNanoUsd: null, exhaustedAtMs: null };

type Base = Pick<Forecast, 'burnNanoUsdPerHour' | 'paceNanoUsd'>;
type Series = ReadonlyMap<number, number>;

const bucketOf = (atMs: number): number => Math.floor(atMs / BUCKET_MS) * BUCKET_MS;

function sum(series: Series, fromMs: number, toMs: number): number {
	let nano = 0;
	for (const [bucketMs, amount] of series) if (bucketMs >= fromMs && bucketMs < toMs) nano += amount;
	return nano;
}

function burnRate(series: Series, nowMs: number): number {
	// Whole buckets: the oldest one of the last hour is left out, the running one counts with its part.
	const fromMs = bucketOf(nowMs - HOUR_MS) + BUCKET_MS;
	return Math.round((sum(series, fromMs, nowMs) * HOUR_MS) / Math.max(nowMs - fromMs, BUCKET_MS));
}

interface Pattern {
	/** What may be expected between two moments, nano-USD. */
	between(fromMs: number, toMs: number): number;
	/** Standard deviation of one day around what the pattern expects of it. */
	daySd: number;
}

function weekPattern(series: Series, firstMs: number, nowMs: number, zone: string): Pattern {
	const hourOf = hoursOfWeek(zone);
	const spent = new Array<number>(HOURS_OF_WEEK).fill(0);
	const seen = new Array<number>(HOURS_OF_WEEK).fill(0);
	const endMs = bucketOf(nowMs);
	for (let bucketMs = firstMs; bucketMs < endMs; bucketMs += BUCKET_MS) {
		const hour = hourOf(bucketMs);
		spent[hour]! += series.get(bucketMs) ?? 0;
		seen[hour]!++;
	}
	const perBucket = spent.map((nano, hour) => (seen[hour] === 0 ? 0 : nano / seen[hour]!));
	const between = (fromMs: number, toMs: number): number => {
		let nano = 0;
		for (let bucketMs = bucketOf(fromMs); bucketMs < toMs; bucketMs += BUCKET_MS) {
			const part = Math.min(toMs, bucketMs + BUCKET_MS) - Math.max(fromMs, bucketMs);
			nano += (perBucket[hourOf(bucketMs)]! * part) / BUCKET_MS;
		}
		return nano;
	};
	let squares = 0;
	let days = 0;
	const byDay = new Map<number, number>();
	for (const [bucketMs, nano] of series) {
		const day = Math.floor((endMs - 1 - bucketMs) / DAY_MS);
		byDay.set(day, (byDay.get(day) ?? 0) + nano);
	}
	for (let dayEnd = endMs; dayEnd - DAY_MS >= firstMs; dayEnd -= DAY_MS) {
		squares += ((byDay.get(days) ?? 0) - between(dayEnd - DAY_MS, dayEnd)) ** 2;
		days++;
	}
	return { between, daySd: Math.sqrt(squares / Math.max(1, days - 1)) };
}

/** Hour of the week (0 to 167) on the zone's clock. */
function hoursOfWeek(zone: string): (atMs: number) => number {
	const offsets = new Map<number, number>();
	return (atMs) => {
		// Clocks shift on the quarter hour at most once in half a year; one look an hour is enough here.
		const hour = Math.floor(atMs / HOUR_MS);
		let offset = offsets.get(hour);
		if (offset === undefined) {
			offset = wallClockMs(hour * HOUR_MS, zone) - hour * HOUR_MS;
			offsets.set(hour, offset);
		}
		const hours = Math.floor((atMs + offset) / HOUR_MS);
		return ((hours % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK;
	};
}

function byPattern(
	budget: Budget,
	period: Period,
	spent: number,
	pattern: Pattern,
	nowMs: number,
	base: Base
): Forecast {
	const rest = pattern.between(nowMs, period.endMs);
	const whole = pattern.between(period.startMs, nowMs) + rest;
	const spread = RANGE_SD * pattern.daySd * Math.sqrt((period.endMs - nowMs) / DAY_MS);
	return {
		method: 'pattern',
		...base,
		paceNanoUsd: whole > 0 ? Math.round(budget.amountNanoUsd * (1 - rest / whole)) : base.paceNanoUsd,
		...ranged(spent, rest, spread),
		exhaustedAtMs: exhaustedAt(budget, period, spent, nowMs, pattern.between)
	};
}

function linear(
	budget: Budget,
	period: Period,
	spent: number,
	series: Series,
	nowMs: number,
	base: Base
): Forecast {
	const elapsed = nowMs - period.startMs;
	const left = period.endMs - nowMs;
	const rate = spent / elapsed;
	// How much equal parts of the time so far differ says how much the parts to come will.
	const part = elapsed / LINEAR_PARTS;
	let squares = 0;
	for (let i = 0; i < LINEAR_PARTS; i++) {
		const from = period.startMs + i * part;
		squares += (sum(series, from, from + part) - spent / LINEAR_PARTS) ** 2;
	}
	const partSd = Math.sqrt(squares / (LINEAR_PARTS - 1));
	const parts = left / part;
	const spread = RANGE_SD * partSd * Math.sqrt(parts + (parts * parts) / LINEAR_PARTS);
	return {
		method: 'linear',
		...base,
		...ranged(spent, rate * left, spread),
		exhaustedAtMs: exhaustedAt(budget, period, spent, nowMs, (from, to) => rate * (to - from))
	};
}

/** Never below what is already spent. */
function ranged(spent: number, rest: number, spread: number) {
	return {
		expectedNanoUsd: Math.round(spent + rest),
		lowNanoUsd: Math.round(spent + Math.max(0, rest - spread)),
		highNanoUsd: Math.round(spent + rest + spread)
	};
}

function exhaustedAt(
	budget: Budget,
	period: Period,
	spent: number,
	nowMs: number,
	between: (fromMs: number, toMs: number) => number
): number | null {
	let missing = budget.amountNanoUsd - spent;
	if (missing <= 0) return null;
	for (let atMs = nowMs; atMs < period.endMs; ) {
		const next = Math.min(bucketOf(atMs) + BUCKET_MS, period.endMs);
		const step = between(atMs, next);
		if (step >= missing) return Math.round(atMs + ((next - atMs) * missing) / step);
		missing -= step;
		atMs = next;
	}
	return null;
}

export interface Suggestion {
	amountNanoUsd: number;
	/** Past periods it was made from. */
	periods: number;
}

export const SUGGEST_PERIODS = { day: 28, week: 8, month: 6 } as const;

/**
 * An amount from the user's own past: a fifth above the median of the past whole periods that have any spend, rounded up
 * to two digits. `null` when there is no such period; periods that began before the first spend are not whole.
 */
export function suggestAmount(
	budget: Calendar & Pick<Budget, 'scope'>,
	days: Iterable<DayRow>,
	sessions: SessionFacts,
	nowMs: number
): Suggestion | null {
	const totals: number[] = [];
	const kept = [...days];
	let period = periodOf(budget, nowMs);
	for (let i = 0; i < SUGGEST_PERIODS[budget.period]; i++) {
		period = periodBefore(budget, period);
		let total = 0;
		const range = { fromMs: period.startMs, toMs: period.endMs };
		const own = kept.filter(({ day }) => overlaps(day, range));
		eachSpend(budget, own, range, sessions, nowMs, ({ nano }) => {
			total += nano;
		});
		totals.push(total);
	}
	// The oldest period with spend is taken as whole only where another with spend follows it.
	while (totals.at(-1) === 0) totals.pop();
	if (totals.filter((total) => total > 0).length > 1) totals.pop();
	const spent = totals.filter((total) => total > 0).sort((a, b) => a - b);
	if (spent.length === 0) return null;
	const middle = (spent[Math.floor((spent.length - 1) / 2)]! + spent[Math.ceil((spent.length - 1) / 2)]!) / 2;
	return { amountNanoUsd: roundedUp(middle * 1.2), periods: spent.length };
}

/** To two digits, and to whole cents at least. */
function roundedUp(nano: number): number {
	const step = Math.max(10_000_000, 10 ** (Math.floor(Math.log10(nano)) - 1));
	return Math.ceil(nano / step) * step;
}
