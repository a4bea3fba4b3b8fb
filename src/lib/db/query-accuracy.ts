// Where the total comes from and what it lacks, and the health of the price table: from whole days, a few at a time.
import {
	type Accuracy,
	emptyHealth,
	healthOf,
	type PriceHealth,
	type SessionGap,
	tallyPrices
} from '#lib/domain/accuracy.ts';
import {
	type Coverage,
	coverageOf,
	gapNano,
	gapRequests,
	type Tally,
	tallyDays
} from '#lib/domain/coverage.ts';
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import { addDays, localDate, localDays, startOfDate } from '#lib/domain/period.ts';
import { DAY_MS, type DayRow, type SessionRow } from '#lib/domain/rows.ts';
import { eachCell, lifetimeSummary, rangeSums, titleOf } from '#lib/domain/summary.ts';
import type { Range } from '#lib/domain/views.ts';
import { choicesOf, type Keep, keepOf } from './filter.ts';
import { readNames } from './names.ts';
import { utcDays } from './overview.ts';
import type { QueryArgs } from './protocol.ts';
import { DAYS_AT_ONCE, type QueryContext, union } from './query-overview.ts';
import type { StoredDay } from './schema.ts';
import { detailsBySession, fromDayBody } from './stored-rows.ts';
import { pricesOf, readSync } from './sync-state.ts';

/** Sessions named, by gap. Those that cost most are looked at as well: their own running total may differ. */
const NAMED = 12;
const LOOKED_AT = 60;

/** Days the price table is held against. */
const HEALTH_DAYS = 90;

export async function queryAccuracy(context: QueryContext, args: QueryArgs<'accuracy'>): Promise<Accuracy> {
	const { range, filter, zone } = args;
	const nowMs = context.nowMs();
	const keep = await keepOf(context.store, filter);
	const options = {
		nowMs,
		prices: pricesOf(await readSync(context.store)),
		...(filter.model !== undefined && { model: filter.model }),
		...(keep && { keep })
	};
	const parts = localDays(range, zone);
	const utc = utcDates(range, zone);
	const days = utc === null ? utcDays(range) : union(utcDays(range), utcDays(utc));
	const tally: Tally = new Map();
	let utcDaysNano = 0;
	for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
		const { whole } = await context.cache.read({ whole: days.slice(i, i + DAYS_AT_ONCE) });
		const rows = [...whole.values()].map((day) => labelled(day, keep));
		tallyDays(tally, rows, range, { ...options, parts });
		if (utc !== null) utcDaysNano += rangeSums(rows, utc, options).total.costNanoUsd;
	}
	const coverage = coverageOf(tally, parts.length);
	return {
		total: coverage.total,
		days: parts.map(({ label }, i) => ({ label, coverage: coverage.parts[i]! })),
		sessions: await gapsOf(context, coverage.sessions, nowMs),
		sessionCount: coverage.sessions.size,
		utcDaysNano: utc === null ? null : utcDaysNano,
		choices: await choicesOf(context)
	};
}

/** The day with the labels, both of the sessions kept alone. */
export function labelled(stored: StoredDay, keep?: Keep): DayRow {
	const row = fromDayBody(stored, keep);
	for (const { key, buckets } of detailsBySession(stored.more, keep))
		for (const bucket in buckets) row.cells[bucket]![key]!.labels = buckets[bucket]!.labels;
	return row;
}

/** The same dates, counted in UTC; `null` where that is the same. */
function utcDates({ fromMs, toMs }: Range, zone: string): Range | null {
	const utc = {
		fromMs: startOfDate(localDate(fromMs, zone), 'UTC'),
		toMs: startOfDate(addDays(localDate(toMs - 1, zone), 1), 'UTC')
	};
	// A range that ends now has no later cells either way.
	return utc.fromMs === fromMs && (utc.toMs === toMs || zone === 'UTC') ? null : utc;
}

async function gapsOf(
	{ store, cache }: QueryContext,
	coverages: Map<string, Coverage>,
	nowMs: number
): Promise<SessionGap[]> {
	const order = (a: string, b: string) => (a < b ? -1 : 1);
	const all = [...coverages];
	const gaps = all
		.filter(([, coverage]) => gapNano(coverage) > 0 || gapRequests(coverage) > 0)
		.sort(([a, x], [b, y]) => gapNano(y) - gapNano(x) || gapRequests(y) - gapRequests(x) || order(a, b))
		.slice(0, NAMED);
	const dear = all.sort(([a, x], [b, y]) => y.costNano - x.costNano || order(a, b)).slice(0, LOOKED_AT);
	const wanted = new Map([...gaps, ...dear]);
	const { sessions } = await cache.read({ sessions: [...wanted.keys()] });
	const names = await readNames(store);
	const found: (SessionGap & { size: number })[] = [];
	for (const [key, row] of sessions) {
		const coverage = wanted.get(key)!;
		const statedNano = statedOf(row);
		const lifetimeNano = lifetimeSummary(row, nowMs).costNanoUsd;
		const stated = statedNano === null ? 0 : Math.abs(statedNano - lifetimeNano);
		// Each request is rounded once.
		const size = Math.max(gapNano(coverage), stated > 1e6 ? stated : 0);
		if (size === 0 && gapRequests(coverage) === 0) continue;
		const { project } = names.apply(dimensionsOf(row.facts));
		found.push({ item: { key, title: titleOf(row), project }, coverage, statedNano, lifetimeNano, size });
	}
	return found
		.sort((a, b) => b.size - a.size || order(a.item.key, b.item.key))
		.slice(0, NAMED)
		.map(({ size: _, ...gap }) => gap);
}

/** The running total only grows. */
function statedOf(row: SessionRow): number | null {
	const stated = Object.values(row.infos).flatMap(({ costStateNanoUsd }) => costStateNanoUsd ?? []);
	return stated.length === 0 ? null : Math.max(...stated);
}

export async function queryPriceHealth({ store, cache, nowMs }: QueryContext): Promise<PriceHealth> {
	const now = nowMs();
	const range = { fromMs: now - HEALTH_DAYS * DAY_MS, toMs: now + DAY_MS };
	const days = utcDays(range);
	const tally = emptyHealth(pricesOf(await readSync(store)));
	for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
		const { whole } = await cache.read({ whole: days.slice(i, i + DAYS_AT_ONCE) });
		// By session: what one cell proves, a sum of sessions would hide.
		eachCell(
			[...whole.values()].map((day) => labelled(day)),
			range,
			({ models, labels }, _key, atMs) => tallyPrices(tally, atMs, models, labels)
		);
	}
	return healthOf(tally);
}
