// Takes a part of a session out of the rows as if it had never been: what is left of it is folded again from nothing,
// since first and last moments and running counters cannot be taken back by subtraction.
import type { DomainEvent } from './event.ts';
import { applyNew, type Dirty, type FoldTables } from './fold.ts';
import type { Prices } from './price.ts';
import { BUCKET_MS, type Cell, type SessionRow, type Totals } from './rows.ts';
import { addSums } from './totals.ts';
import type { Range } from './views.ts';

/** Whether an event lies in the range. A running counter lies in it as soon as it counted any of it. */
export function isWithin(event: DomainEvent, { fromMs, toMs }: Range): boolean {
	if (event.name === 'metric' && event.temporality === 'cumulative')
		return event.startMs < toMs && event.endMs >= fromMs;
	return event.atMs >= fromMs && event.atMs < toMs;
}

/**
 * Leaves of a session what `remaining` says and what lies before the horizon outside the range, whose events are gone.
 * `tables` holds the session's row and every day it has cells in. A session with nothing left has no row afterwards.
 */
export function forgetPart(
	tables: FoldTables,
	key: string,
	remaining: readonly DomainEvent[],
	range: Range,
	horizonMs: number | null,
	prices: Prices
): Dirty {
	const former = tables.sessions.get(key);
	const frozen: Cell[] = [];
	const days = new Set<number>();
	const kept: Record<string, Cell> = {};
	for (const row of tables.days.values()) {
		for (const bucket in row.cells) {
			const cell = row.cells[bucket]![key];
			if (cell === undefined) continue;
			const startMs = row.day + Number(bucket) * BUCKET_MS;
			if (horizonMs !== null && startMs < horizonMs && !(startMs >= range.fromMs && startMs < range.toMs)) {
				frozen.push(cell);
				kept[startMs] = cell;
				continue;
			}
			days.add(row.day);
			delete row.cells[bucket]![key];
			if (Object.keys(row.cells[bucket]!).length === 0) delete row.cells[bucket];
		}
	}
	tables.sessions.delete(key);
	const dirty = applyNew(tables, remaining, horizonMs, prices);
	for (const day of days) dirty.days.add(day);
	dirty.sessions.add(key);
	if (former !== undefined && frozen.length > 0) keepFrozen(tables, former, kept, range);
	return dirty;
}

/** Puts back what only the row itself still knew: the part of its life before the horizon that is to stay. */
function keepFrozen(tables: FoldTables, former: SessionRow, kept: Record<string, Cell>, range: Range): void {
	const row: SessionRow = tables.sessions.get(former.key) ?? {
		...former,
		totals: { counts: former.totals.counts.map(() => 0), models: {}, tools: {}, latency: {}, labels: {} },
		edges: { ...former.edges, firstMs: null, lastMs: null, firstMetricMs: null, lastMetricMs: null },
		infos: {},
		ledger: {},
		unmatched: {},
		derived: {}
	};
	const { edges } = row;
	for (const start in kept) {
		addCell(row.totals, kept[start]!);
		if (kept[start]!.derived) row.derived[start] = kept[start]!.derived;
		const from = Number(start);
		edges.firstMs = Math.min(edges.firstMs ?? from, Math.max(from, former.edges.firstMs ?? from));
		edges.lastMs = Math.max(
			edges.lastMs ?? from,
			Math.min(from + BUCKET_MS - 1, former.edges.lastMs ?? from)
		);
	}
	const { firstPromptMs } = former.edges;
	const isGone = firstPromptMs === null || (firstPromptMs >= range.fromMs && firstPromptMs < range.toMs);
	edges.firstPromptMs = isGone ? null : firstPromptMs;
	edges.firstPrompt = isGone ? null : former.edges.firstPrompt;
	// Who and where was said by events that are gone as well.
	row.facts = { ...former.facts, ...row.facts };
	tables.sessions.set(row.key, row);
}

function addCell(into: Totals, cell: Cell): void {
	cell.counts.forEach((count, index) => {
		into.counts[index]! += count;
	});
	for (const key in cell.models) addSums(into.models, key, cell.models[key]!, 1);
	for (const key in cell.tools) addSums(into.tools, key, cell.tools[key]!, 1);
	for (const key in cell.labels) {
		const [count, nano] = cell.labels[key]!;
		const entry = (into.labels[key] ??= [0, 0]);
		entry[0] += count;
		entry[1] += nano;
	}
	for (const key in cell.latency) {
		const buckets = (into.latency[key] ??= {});
		for (const bucket in cell.latency[key]!)
			buckets[bucket] = (buckets[bucket] ?? 0) + cell.latency[key]![bucket]!;
	}
}
