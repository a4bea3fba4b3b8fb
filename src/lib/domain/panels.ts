// What the pages on tools, performance, productivity and skills are made of: cells added up over a range and over each
// of its parts, with tools, latency and labels. Pure; the pages only divide and sort what is here.
import { rowKey } from './identity.ts';
import { plainModel } from './price.ts';
import { C_SIZE, type Cell, type Histogram, P_SIZE } from './rows.ts';
import { addDerived, addSummary, addTotals, emptySummary } from './summary.ts';
import { addSums, zeros } from './totals.ts';
import type { Overview, Range, Summary } from './views.ts';

/** Integer sums; empty maps where there is nothing. */
export interface PanelSums {
	summary: Summary;
	/** C sums. */
	counts: number[];
	/** P sums. */
	produced: number[];
	/** Plain model → M sums of its requests; money known only from metrics is in `summary` alone. */
	models: Record<string, number[]>;
	/** Tool → T sums. */
	tools: Record<string, number[]>;
	/** `api\t<plain model>`, `ttft\t<plain model>`, `tool\t<name>` → durations in ms. */
	latency: Record<string, Histogram>;
	/** As in the cells: kind and names, tab between → [count, nano-USD]. */
	labels: Record<string, [number, number]>;
}

export interface PanelPoint {
	/** Local label, `2026-11-20` or `2026-11-20T14`. */
	label: string;
	startMs: number;
	endMs: number;
	sums: PanelSums;
}

export interface Panels {
	total: PanelSums;
	previous: PanelSums | null;
	/** Hours when the range is at most two days, else local days. */
	points: PanelPoint[];
	unit: 'hour' | 'day';
	/** Day of the week (0 = Sunday) × hour of the local clock → sessions at work in it, over all weeks of the range. */
	week: number[][];
	choices: Overview['choices'];
}

export interface PanelOptions {
	/** Money that has not settled by then is left out. */
	nowMs: number;
	/** Only what belongs to requests of this model; what carries no model is left out. */
	model?: string | undefined;
}

export function emptyPanelSums(): PanelSums {
	return {
		summary: emptySummary(),
		counts: zeros(C_SIZE),
		produced: zeros(P_SIZE),
		models: {},
		tools: {},
		latency: {},
		labels: {}
	};
}

/** Adds one cell, in place. `summary.sessions` stays: distinct sessions are not a sum. */
export function addPanelCell(into: PanelSums, cell: Cell, { nowMs, model }: PanelOptions): void {
	addTotals(into.summary, cell, model);
	if (cell.derived) addDerived(into.summary, cell.derived, model, nowMs);
	for (const key in cell.models) {
		const plain = plainModel(key.slice(0, key.indexOf('\t')));
		if (model === undefined || plain === model) addSums(into.models, rowKey(plain), cell.models[key]!, 1);
	}
	for (const key in cell.latency) {
		const tab = key.indexOf('\t');
		const kind = key.slice(0, tab);
		const name = kind === 'tool' ? key.slice(tab + 1) : plainModel(key.slice(tab + 1));
		if (model !== undefined && (kind === 'tool' || name !== model)) continue;
		addHistogram((into.latency[`${kind}\t${name}`] ??= {}), cell.latency[key]!);
	}
	if (model !== undefined) return;
	addAll(into.counts, cell.counts);
	if (cell.derived) addAll(into.produced, cell.derived.produced);
	addLists(into.tools, cell.tools);
	addLists(into.labels, cell.labels);
}

/** Adds `from` into `into`, in place. */
export function addPanelSums(into: PanelSums, from: PanelSums): void {
	addSummary(into.summary, from.summary);
	addAll(into.counts, from.counts);
	addAll(into.produced, from.produced);
	addLists(into.models, from.models);
	addLists(into.tools, from.tools);
	addLists(into.labels, from.labels);
	for (const key in from.latency) addHistogram((into.latency[key] ??= {}), from.latency[key]!);
}

/**
 * One sum for each part that has a share in the range, of the cells that begin in it. Parts are in order of time and
 * do not overlap; so the sums add up to the sum over the range.
 */
export function panelPoints(
	cells: Iterable<{ atMs: number; cell: Cell }>,
	range: Range,
	parts: readonly Omit<PanelPoint, 'sums'>[],
	options: PanelOptions
): PanelPoint[] {
	const points = parts.map(({ label, startMs, endMs }) => ({
		label,
		startMs,
		endMs,
		sums: emptyPanelSums()
	}));
	let at = 0;
	for (const { atMs, cell } of cells) {
		if (atMs < range.fromMs || atMs >= range.toMs) continue;
		while (at > 0 && atMs < points[at]!.startMs) at--;
		while (at < points.length - 1 && atMs >= points[at]!.endMs) at++;
		const point = points[at];
		if (point && atMs >= point.startMs && atMs < point.endMs) addPanelCell(point.sums, cell, options);
	}
	return points;
}

function addHistogram(into: Histogram, from: Histogram): void {
	for (const index in from) into[index] = (into[index] ?? 0) + from[index]!;
}

function addAll(into: number[], from: readonly number[]): void {
	for (let i = 0; i < from.length; i++) into[i]! += from[i]!;
}

function addLists<T extends number[]>(into: Record<string, T>, from: Record<string, T>): void {
	for (const key in from) {
		const sum = into[key];
		if (sum === undefined) into[key] = [...from[key]!] as T;
		else addAll(sum, from[key]!);
	}
}
