// The overview from rollups of days, pure: totals, a series over time, models, the calendar, and what each session cost.
import { addLocalDays, localDate, localDays, localHour, startOfDate } from '#lib/domain/period.ts';
import { BUCKET_MS, DAY_MS, type DayRow } from '#lib/domain/rows.ts';
import { addSummary, emptySummary, modelSums, rangeSums } from '#lib/domain/summary.ts';
import type { Overview, PeriodPoint, Range, Summary } from '#lib/domain/views.ts';
import { type DayCosts, HOUR_MS } from './rollup.ts';

export interface RollupDays {
	/** UTC day → rollups; days without events are absent. */
	sums: ReadonlyMap<number, DayRow>;
	costs: ReadonlyMap<number, DayCosts>;
}

export interface OverviewOptions {
	nowMs: number;
	zone: string;
	model?: string | undefined;
}

export const CALENDAR_DAYS = 371;

/** First and last UTC day a range touches. */
export function utcDays({ fromMs, toMs }: Range): number[] {
	const days: number[] = [];
	for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day < toMs; day += DAY_MS) days.push(day);
	return days;
}

/** The range of the calendar: 53 weeks of local days, today the last. */
export function calendarRange(nowMs: number, zone: string): Range {
	return { fromMs: addLocalDays(nowMs, 1 - CALENDAR_DAYS, zone), toMs: addLocalDays(nowMs, 1, zone) };
}

/** Whether every period of these ranges begins and ends on the hour, in UTC as in the zone. */
export function isOnTheHour(ranges: readonly Range[], zone: string): boolean {
	return ranges.every(
		(range) =>
			range.fromMs % HOUR_MS === 0 &&
			range.toMs % HOUR_MS === 0 &&
			localDays(range, zone).every(({ startMs }) => startMs % HOUR_MS === 0)
	);
}

/** Sums over a range with the number of distinct sessions in it. */
export function totalOf(rollups: RollupDays, range: Range, options: OverviewOptions): Summary {
	const { total } = rangeSums(within(rollups.sums, range), range, options);
	total.sessions = sessionCosts(rollups, range).size;
	return total;
}

/** Session key → nano-USD within the range. */
export function sessionCosts({ costs }: RollupDays, range: Range): Map<string, number> {
	const nanoByKey = new Map<string, number>();
	for (const { day, keys, buckets } of within(costs, range)) {
		for (const bucket in buckets) {
			const bucketMs = day + Number(bucket) * BUCKET_MS;
			if (bucketMs < range.fromMs || bucketMs >= range.toMs) continue;
			const pairs = buckets[bucket]!;
			for (let i = 0; i < pairs.length; i += 2) {
				const key = keys[pairs[i]!]!;
				nanoByKey.set(key, (nanoByKey.get(key) ?? 0) + pairs[i + 1]!);
			}
		}
	}
	return nanoByKey;
}

/** Columns over the range: hours when it is at most two days (50 hours, for the days that have 25), else local days. */
export function pointsOf(
	rollups: RollupDays,
	range: Range,
	options: OverviewOptions
): Pick<Overview, 'points' | 'unit' | 'byModel'> {
	const { unit, parts } = partsOf(range, options.zone);
	const byModel = new Map<string, Summary>();
	const points: PeriodPoint[] = [];
	for (const part of parts) {
		const clipped = { fromMs: Math.max(part.startMs, range.fromMs), toMs: Math.min(part.endMs, range.toMs) };
		const costByModel: Record<string, number> = {};
		for (const [model, summary] of modelSums(within(rollups.sums, clipped), clipped, options)) {
			costByModel[model] = summary.costNanoUsd;
			let sum = byModel.get(model);
			if (sum === undefined) byModel.set(model, (sum = emptySummary()));
			addSummary(sum, summary);
		}
		points.push({ ...part, summary: totalOf(rollups, clipped, options), costByModel });
	}
	return {
		unit,
		points,
		byModel: [...byModel]
			.map(([model, summary]) => ({ model, summary }))
			.sort((a, b) => b.summary.costNanoUsd - a.summary.costNanoUsd || (a.model < b.model ? -1 : 1))
	};
}

/** Columns of a range: see `pointsOf`. Not clipped to the range. */
export function partsOf(range: Range, zone: string): { unit: 'hour' | 'day'; parts: PeriodPart[] } {
	const unit = range.toMs - range.fromMs <= 50 * HOUR_MS ? 'hour' : 'day';
	return { unit, parts: unit === 'hour' ? hours(range, zone) : localDays(range, zone) };
}

export interface PeriodPart {
	label: string;
	startMs: number;
	endMs: number;
}

function hours(range: Range, zone: string): PeriodPart[] {
	const parts: PeriodPart[] = [];
	// From the start of the local day, so that hours begin where the clock on the wall shows them.
	let startMs = startOfDate(localDate(range.fromMs, zone), zone);
	for (; startMs < range.toMs; startMs += HOUR_MS) {
		const endMs = startMs + HOUR_MS;
		if (endMs > range.fromMs) parts.push({ label: localHour(startMs, zone), startMs, endMs });
	}
	return parts;
}

/** One entry a local day, oldest first. `keep` is the filter on sessions. */
export function calendarOf(
	costs: ReadonlyMap<number, DayCosts>,
	options: { nowMs: number; zone: string; keep?: ((key: string) => boolean) | undefined }
): Overview['calendar'] {
	const days = localDays(calendarRange(options.nowMs, options.zone), options.zone);
	return days.map(({ label, startMs, endMs }) => {
		let costNanoUsd = 0;
		const sessions = new Set<string>();
		for (const { day, keys, buckets } of within(costs, { fromMs: startMs, toMs: endMs })) {
			for (const bucket in buckets) {
				const bucketMs = day + Number(bucket) * BUCKET_MS;
				if (bucketMs < startMs || bucketMs >= endMs) continue;
				const pairs = buckets[bucket]!;
				for (let i = 0; i < pairs.length; i += 2) {
					const key = keys[pairs[i]!]!;
					if (options.keep && !options.keep(key)) continue;
					costNanoUsd += pairs[i + 1]!;
					sessions.add(key);
				}
			}
		}
		return { label, costNanoUsd, sessions: sessions.size };
	});
}

function* within<T>(rows: ReadonlyMap<number, T>, range: Range): Generator<T> {
	for (const day of utcDays(range)) {
		const row = rows.get(day);
		if (row !== undefined) yield row;
	}
}
