// The overview of this device: reads rollups of the days asked for, whole days only for what has not settled or where a
// filter asks for parts of them, and the few sessions it names.
import type { DayRow, SessionRow } from '#lib/domain/rows.ts';
import {
	ACTIVE_MS,
	addSummary,
	emptySummary,
	lifetimeSummary,
	rangeSums,
	sessionItem,
	sessionSpan
} from '#lib/domain/summary.ts';
import type { Overview, Range, SessionItem, Summary } from '#lib/domain/views.ts';
import { choicesOf, type Keep, keepOf } from './filter.ts';
import { readNames } from './names.ts';
import {
	calendarOf,
	calendarRange,
	isOnTheHour,
	pointsOf,
	type RollupDays,
	sessionCosts,
	totalOf,
	utcDays
} from './overview.ts';
import type { QueryArgs } from './protocol.ts';
import { type DayCosts, rollUp } from './rollup.ts';
import type { RowCache, Wanted } from './row-cache.ts';
import type { Store } from './schema.ts';

/** Sessions named as dearest. */
const DEAREST = 8;

/** Whole days held at a time: a year of them at once would not fit a phone. */
export const DAYS_AT_ONCE = 30;

export interface QueryContext {
	store: Store;
	cache: RowCache;
	/** The relay's clock. */
	nowMs: () => number;
}

export async function queryOverview(context: QueryContext, args: QueryArgs<'overview'>): Promise<Overview> {
	const { store, nowMs } = context;
	const { range, previous, filter, zone } = args;
	const options = { nowMs: nowMs(), zone, model: filter.model };
	const keep = await keepOf(store, filter);
	const calendar = calendarRange(options.nowMs, zone);
	const wanted = union(utcDays(range), previous ? utcDays(previous) : []);
	const grain = isOnTheHour(previous ? [range, previous, calendar] : [range, calendar], zone)
		? 'hour'
		: 'quarter';
	const calendarDays = utcDays(calendar);
	// One read, so that the range and the calendar are of one moment.
	const stored = { sums: wanted, costs: union(wanted, calendarDays), grain } as const;
	const rollups =
		keep || filter.model !== undefined
			? await filteredRollups(context, wanted, options.nowMs, filter.model, keep)
			: await storedRollups(context, stored, options.nowMs);
	// Money by session is at hand for every day; by model it is not, and the days themselves have to tell.
	const { costs } =
		filter.model !== undefined
			? await filteredRollups(context, calendarDays, options.nowMs, filter.model, keep)
			: keep
				? await storedRollups(context, { costs: calendarDays, grain }, options.nowMs)
				: rollups;
	const costByKey = sessionCosts(rollups, range);
	const series = pointsOf(rollups, range, options);
	// The points cover the range without overlap; only sessions can be in several of them.
	const total = emptySummary();
	for (const { summary } of series.points) addSummary(total, summary);
	total.sessions = costByKey.size;
	return {
		total,
		previous: previous && totalOf(rollups, previous, options),
		...series,
		dearest: await dearest(context, costByKey, range, options),
		activeNow: await activeNow(store, options, keep),
		calendar: calendarOf(costs, { nowMs: options.nowMs, zone, keep }),
		choices: await choicesOf(context)
	};
}

/** As stored, but days whose late money has not settled yet are rolled up anew. */
export async function storedRollups(
	{ cache }: QueryContext,
	wanted: Wanted,
	nowMs: number
): Promise<RollupDays> {
	const read = await cache.read(wanted);
	const sums = new Map([...read.sums].map(([day, { row }]) => [day, row]));
	const costs = new Map([...read.costs].map(([day, { row }]) => [day, row]));
	const unsettled = [...read.costs].filter(([, { settlesMs }]) => settlesMs > nowMs).map(([day]) => day);
	if (unsettled.length > 0) {
		const { days } = await cache.read({ days: unsettled });
		for (const [day, row] of days) {
			const rollup = rollUp(row, { nowMs });
			sums.set(day, rollup.sums);
			costs.set(day, rollup.costs);
		}
	}
	return { sums, costs };
}

async function filteredRollups(
	context: QueryContext,
	days: number[],
	nowMs: number,
	model: string | undefined,
	keep: Keep | undefined
): Promise<RollupDays> {
	const sums = new Map<number, DayRow>();
	const costs = new Map<number, DayCosts>();
	for await (const row of daysInTurn(context, days)) {
		const rollup = rollUp(row, { nowMs, model, keep });
		sums.set(row.day, rollup.sums);
		costs.set(row.day, rollup.costs);
	}
	return { sums, costs };
}

/** Whole days, a few at a time. */
export async function* daysInTurn({ cache }: QueryContext, days: number[]): AsyncGenerator<DayRow> {
	for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
		yield* (await cache.read({ days: days.slice(i, i + DAYS_AT_ONCE) })).days.values();
	}
}

async function dearest(
	context: QueryContext,
	costs: Map<string, number>,
	range: Range,
	options: { nowMs: number; model?: string | undefined }
): Promise<SessionItem[]> {
	const top = [...costs]
		.filter(([, nano]) => nano > 0)
		.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
		.slice(0, DEAREST)
		.map(([key]) => key);
	const { sessions } = await context.cache.read({ sessions: top });
	const rows = top.map((key) => sessions.get(key)).filter((row) => row !== undefined);
	const names = await readNames(context.store);
	const items: SessionItem[] = [];
	for (const row of rows) {
		const inRange = await sessionInRange(context, row, range, options);
		items.push(sessionItem(row, inRange, options.nowMs, names));
	}
	return items;
}

/** A session's sums within the range; days are only read when some of it lies outside, or for a model's part. */
export async function sessionInRange(
	context: QueryContext,
	row: SessionRow,
	range: Range,
	options: { nowMs: number; model?: string | undefined }
): Promise<Summary> {
	const times = [...Object.keys(row.derived).map(Number), ...Object.values(sessionSpan(row))];
	const span = { fromMs: Math.min(...times), toMs: Math.max(...times) + 1 };
	if (options.model === undefined && span.fromMs >= range.fromMs && span.toMs <= range.toMs) {
		return lifetimeSummary(row, options.nowMs);
	}
	const shared = { fromMs: Math.max(span.fromMs, range.fromMs), toMs: Math.min(span.toMs, range.toMs) };
	const days: DayRow[] = [];
	for await (const day of daysInTurn(context, utcDays(shared))) {
		// Only this session's cells are looked at: a year of them is small.
		const cells: DayRow['cells'] = {};
		for (const bucket in day.cells) {
			const cell = day.cells[bucket]![row.key];
			if (cell) cells[bucket] = { [row.key]: cell };
		}
		days.push({ day: day.day, cells });
	}
	const { model, nowMs } = options;
	const { bySession } = rangeSums(days, range, { nowMs, ...(model !== undefined && { model }) });
	return bySession.get(row.key) ?? emptySummary();
}

async function activeNow(
	store: Store,
	{ nowMs, model }: { nowMs: number; model?: string | undefined },
	keep: Keep | undefined
): Promise<number> {
	const active = await store.sessions
		.where('lastMs')
		.above(nowMs - ACTIVE_MS)
		.toArray();
	return active.filter(
		({ key, models }) => (!keep || keep(key)) && (model === undefined || models.includes(model))
	).length;
}

export function union(a: number[], b: number[]): number[] {
	return [...new Set([...a, ...b])].sort((x, y) => x - y);
}
