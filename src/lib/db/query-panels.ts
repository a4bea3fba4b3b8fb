// The pages on tools, performance, productivity and skills: one pass over the range for all of them, from rollups where
// no filter asks for parts of a day.

import { addPanelCell, addPanelSums, emptyPanelSums, type Panels, panelPoints } from '#lib/domain/panels.ts';
import { localHour, weekday } from '#lib/domain/period.ts';
import { BUCKET_MS, type Cell, type DayRow } from '#lib/domain/rows.ts';
import type { Range } from '#lib/domain/views.ts';
import { type Details, emptyDetails, sumDetails } from './details.ts';
import { choicesOf, type Keep, keepOf } from './filter.ts';
import { isOnTheHour, partsOf, type RollupDays, sessionCosts, utcDays } from './overview.ts';
import type { QueryArgs } from './protocol.ts';
import { DAYS_AT_ONCE, daysInTurn, type QueryContext, storedRollups, union } from './query-overview.ts';
import { ALL, type DayCosts, rollUp } from './rollup.ts';
import { detailsBySession, fromDayBody } from './stored-rows.ts';

interface Rollups extends RollupDays {
	costs: ReadonlyMap<number, DayCosts>;
	/** UTC day → bucket → details. */
	details: ReadonlyMap<number, Record<string, Details>>;
}

export async function queryPanels(context: QueryContext, args: QueryArgs<'panels'>): Promise<Panels> {
	const { range, previous, filter, zone } = args;
	const options = { nowMs: context.nowMs(), model: filter.model };
	const keep = await keepOf(context.store, filter);
	const wanted = union(utcDays(range), previous ? utcDays(previous) : []);
	const rollups = keep
		? await filtered(context, wanted, options, keep)
		: await stored(context, wanted, options.nowMs, isOnTheHour(previous ? [range, previous] : [range], zone));
	// Stored sums tell models apart, stored costs do not.
	if (!keep && filter.model !== undefined) rollups.costs = await costsOfModel(context, wanted, options);
	const { unit, parts } = partsOf(range, zone);
	const points = panelPoints(cellsOf(rollups, range), range, parts, options);
	const total = emptyPanelSums();
	for (const { sums } of points) addPanelSums(total, sums);
	total.summary.sessions = sessionCosts(rollups, range).size;
	return {
		total,
		previous: previous && sumOf(rollups, previous, options),
		points,
		unit,
		week: weekOf(rollups.costs, range, zone),
		choices: await choicesOf(context)
	};
}

function sumOf(rollups: Rollups, range: Range, options: { nowMs: number; model: string | undefined }) {
	const sums = emptyPanelSums();
	for (const { atMs, cell } of cellsOf(rollups, range))
		if (atMs >= range.fromMs && atMs < range.toMs) addPanelCell(sums, cell, options);
	sums.summary.sessions = sessionCosts(rollups, range).size;
	return sums;
}

function* cellsOf(rollups: Rollups, range: Range): Generator<{ atMs: number; cell: Cell }> {
	for (const day of utcDays(range)) {
		const cells: DayRow['cells'] = rollups.sums.get(day)?.cells ?? {};
		const details = rollups.details.get(day);
		for (const bucket in cells) {
			const cell = { ...cells[bucket]![ALL]!, ...(details?.[bucket] ?? emptyDetails()) };
			yield { atMs: day + Number(bucket) * BUCKET_MS, cell };
		}
	}
}

async function stored(
	context: QueryContext,
	days: number[],
	nowMs: number,
	onTheHour: boolean
): Promise<Rollups> {
	const grain = onTheHour ? 'hour' : 'quarter';
	const read = await context.cache.read({ details: days, grain });
	const details = new Map([...read.details].map(([day, { buckets }]) => [day, buckets]));
	const rollups = await storedRollups(context, { sums: days, costs: days, grain }, nowMs);
	// A day that has not settled comes by the quarter of an hour: its details have to as well.
	if (onTheHour) {
		const fine = days.filter((day) => {
			const cells = rollups.sums.get(day)?.cells;
			return cells && Object.keys(cells).some((bucket) => Number(bucket) % 4 !== 0);
		});
		if (fine.length > 0) {
			const read = await context.cache.read({ details: fine, grain: 'quarter' });
			for (const [day, { buckets }] of read.details) details.set(day, buckets);
		}
	}
	return { ...rollups, details };
}

async function filtered(
	{ cache }: QueryContext,
	days: number[],
	{ nowMs, model }: { nowMs: number; model: string | undefined },
	keep: Keep
): Promise<Rollups> {
	const sums = new Map<number, DayRow>();
	const costs = new Map<number, DayCosts>();
	const details = new Map<number, Record<string, Details>>();
	for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
		const { whole } = await cache.read({ whole: days.slice(i, i + DAYS_AT_ONCE) });
		for (const [day, stored] of whole) {
			const rollup = rollUp(fromDayBody(stored, keep), { nowMs, model });
			sums.set(day, rollup.sums);
			costs.set(day, rollup.costs);
			details.set(day, sumDetails(detailsBySession(stored.more, keep)));
		}
	}
	return { sums, costs, details };
}

async function costsOfModel(
	context: QueryContext,
	days: number[],
	options: { nowMs: number; model: string | undefined }
): Promise<ReadonlyMap<number, DayCosts>> {
	const costs = new Map<number, DayCosts>();
	for await (const row of daysInTurn(context, days)) costs.set(row.day, rollUp(row, options).costs);
	return costs;
}

function weekOf(costs: ReadonlyMap<number, DayCosts>, range: Range, zone: string): number[][] {
	const week = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
	const seen = new Set<string>();
	for (const utcDay of utcDays(range)) {
		const row = costs.get(utcDay);
		if (row === undefined) continue;
		for (const bucket in row.buckets) {
			const atMs = utcDay + Number(bucket) * BUCKET_MS;
			if (atMs < range.fromMs || atMs >= range.toMs) continue;
			const label = localHour(atMs, zone);
			const pairs = row.buckets[bucket]!;
			for (let i = 0; i < pairs.length; i += 2) {
				// A session in several buckets of an hour is at work in it once.
				const key = `${label} ${row.keys[pairs[i]!]!}`;
				if (seen.has(key)) continue;
				seen.add(key);
				week[weekday(label.slice(0, 10))]![Number(label.slice(11))]!++;
			}
		}
	}
	return week;
}
