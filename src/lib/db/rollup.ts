// What a day adds up to across its sessions, pure. Two forms: sums by bucket (a day row of one nameless session), and
// what each session cost in each bucket (calendar, dearest, counts of distinct sessions).
import { plainModel } from '#lib/domain/price.ts';
import {
	BUCKET_MS,
	C_SIZE,
	type Cell,
	type DayRow,
	type DerivedMoney,
	P_SIZE,
	SETTLE_MS
} from '#lib/domain/rows.ts';
import { addDerived, addTotals, emptySummary, isSession, isSettled } from '#lib/domain/summary.ts';
import { addSums, emptyTotals, zeros } from '#lib/domain/totals.ts';

/** Bucket of the day → pairs in one row: index of the session's key, nano-USD. Only what makes a session is listed. */
export interface DayCosts {
	day: number;
	keys: string[];
	buckets: Record<string, number[]>;
}

export interface Rollup {
	/** The day with one cell a bucket, under the key `*` and by plain model; tools, latency and labels are left out. */
	sums: DayRow;
	costs: DayCosts;
	/** From this moment on the rollup at any later time is the same. */
	settlesMs: number;
}

export interface RollupOptions {
	/** Money that has not settled by then is left out. */
	nowMs: number;
	/** Restricts the costs (not the sums, which keep their models apart). */
	model?: string | undefined;
	keep?: ((key: string) => boolean) | undefined;
}

export const ALL = '*';

export const HOUR_MS = 3_600_000;
const BUCKETS_PER_HOUR = HOUR_MS / BUCKET_MS;

export function rollUp(row: DayRow, { nowMs, model, keep }: RollupOptions): Rollup {
	const sums: DayRow = { day: row.day, cells: {} };
	const costs: DayCosts = { day: row.day, keys: [], buckets: {} };
	const indexOf = new Map<string, number>();
	let settlesMs = 0;
	for (const bucket in row.cells) {
		const into = emptyTotals() as Cell;
		const pairs: number[] = [];
		for (const key in row.cells[bucket]) {
			const cell = row.cells[bucket]![key]!;
			for (const money of cell.derived?.money ?? []) settlesMs = Math.max(settlesMs, money.endMs + SETTLE_MS);
			if (keep && !keep(key)) continue;
			mergeCell(into, cell, nowMs);
			const summary = emptySummary();
			addTotals(summary, cell, model);
			if (cell.derived) addDerived(summary, cell.derived, model, nowMs);
			if (!isSession(summary)) continue;
			let index = indexOf.get(key);
			if (index === undefined) {
				index = costs.keys.push(key) - 1;
				indexOf.set(key, index);
			}
			pairs.push(index, summary.costNanoUsd);
		}
		sums.cells[bucket] = { [ALL]: into };
		if (pairs.length > 0) costs.buckets[bucket] = pairs;
	}
	return { sums, costs, settlesMs };
}

/** The same by hours: cells stand at the first bucket of each. For zones and ranges that begin on the hour. */
export function toHours({ sums, costs, settlesMs }: Rollup): Rollup {
	const cells: DayRow['cells'] = {};
	for (const bucket in sums.cells) {
		const hour = (cells[hourOf(bucket)] ??= { [ALL]: emptyTotals() });
		mergeCell(hour[ALL]!, sums.cells[bucket]![ALL]!, Number.POSITIVE_INFINITY);
	}
	const nanoByHour: Record<string, Map<number, number>> = {};
	for (const bucket in costs.buckets) {
		const nanoByIndex = (nanoByHour[hourOf(bucket)] ??= new Map());
		const pairs = costs.buckets[bucket]!;
		for (let i = 0; i < pairs.length; i += 2) {
			nanoByIndex.set(pairs[i]!, (nanoByIndex.get(pairs[i]!) ?? 0) + pairs[i + 1]!);
		}
	}
	const buckets: DayCosts['buckets'] = {};
	for (const hour in nanoByHour) buckets[hour] = [...nanoByHour[hour]!].flat();
	return { sums: { day: sums.day, cells }, costs: { ...costs, buckets }, settlesMs };
}

function hourOf(bucket: string): number {
	return Math.floor(Number(bucket) / BUCKETS_PER_HOUR) * BUCKETS_PER_HOUR;
}

function mergeCell(into: Cell, cell: Cell, nowMs: number): void {
	for (let i = 0; i < C_SIZE; i++) into.counts[i]! += cell.counts[i]!;
	for (const key in cell.models) {
		// Views of a range tell models apart, not where in Claude Code a request came from.
		addSums(into.models, `${plainModel(key.slice(0, key.indexOf('\t')))}\t`, cell.models[key]!, 1);
	}
	if (cell.derived === undefined) return;
	into.derived ??= { money: [], produced: zeros(P_SIZE) };
	for (let i = 0; i < P_SIZE; i++) into.derived.produced[i]! += cell.derived.produced[i]!;
	for (const money of cell.derived.money) if (isSettled(money, nowMs)) mergeMoney(into.derived.money, money);
}

function mergeMoney(all: DerivedMoney[], money: DerivedMoney): void {
	const same = all.find(({ basis, model }) => basis === money.basis && model === money.model);
	if (same === undefined) {
		all.push({ ...money, sums: [...money.sums] });
		return;
	}
	same.endMs = Math.max(same.endMs, money.endMs);
	for (let i = 0; i < money.sums.length; i++) same.sums[i]! += money.sums[i]!;
}
