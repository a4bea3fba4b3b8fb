import { describe, expect, test } from 'vitest';
import { rollUpDetails, sumDetails } from '#lib/db/details.ts';
import { detailsBySession, fromStoredDay, toStoredDay } from '#lib/db/stored-rows.ts';
import {
	agentRows,
	cacheHitRate,
	countsOf,
	decisionRows,
	editRows,
	errorRate,
	latencyRows,
	mcpRows,
	skillRows,
	toolRows
} from '#lib/domain/panel-rows.ts';
import { addPanelSums, emptyPanelSums, type PanelSums, panelPoints } from '#lib/domain/panels.ts';
import { BUCKET_MS, C, DAY_MS, P, type Totals } from '#lib/domain/rows.ts';
import { eachCell } from '#lib/domain/summary.ts';
import type { Range } from '#lib/domain/views.ts';
import { START_MS } from '../support/make-event.ts';
import { foldOf } from '../support/model-journal.ts';
import { expectedPanels, type PlainEvent, percentile } from '../support/oracle-panels.ts';
import { panelEvents } from '../support/panel-events.ts';

const SPAN = 6 * DAY_MS;
const events = panelEvents(7, 6000, SPAN);
const tables = foldOf(events);
const RANGES: [string, Range][] = [
	['all of it', { fromMs: START_MS - DAY_MS, toMs: START_MS + SPAN + DAY_MS }],
	['two days and a quarter', { fromMs: START_MS + DAY_MS + BUCKET_MS, toMs: START_MS + 3 * DAY_MS }]
];

function sumOf(range: Range, model?: string): PanelSums {
	const cells: Parameters<typeof panelPoints>[0] extends Iterable<infer C> ? C[] : never = [];
	eachCell(tables.days.values(), range, (cell, _key, atMs) => cells.push({ atMs, cell }));
	const parts = [{ label: 'all', startMs: range.fromMs, endMs: range.toMs }];
	return panelPoints(cells, range, parts, { nowMs: Number.POSITIVE_INFINITY, model })[0]!.sums;
}

describe.each(RANGES)('over %s', (_name, range) => {
	const sums = sumOf(range);
	const expected = expectedPanels(events as unknown as PlainEvent[], range.fromMs, range.toMs);
	const near = (value: number | null, truth: number) => {
		expect(value!).toBeGreaterThan(truth * 0.9);
		expect(value!).toBeLessThan(truth * 1.1);
	};

	test('tools have their calls, failures, sizes and percentiles', () => {
		const rows = toolRows(sums);
		for (const [tool, { calls, failures, durations, resultBytes }] of Object.entries(expected.tools)) {
			const row = rows.find((one) => one.tool === tool)!;
			expect(row).toMatchObject({ calls, failures, resultBytes, success: (calls - failures) / calls });
			expect(row.totalMs).toBe(durations.reduce((a, b) => a + b, 0));
			near(row.p50Ms, percentile(durations, 0.5));
			near(row.p95Ms, percentile(durations, 0.95));
		}
		expect(rows.map(({ tool }) => tool).sort()).toEqual(Object.keys(expected.tools).sort());
		expect(sums.summary.toolCalls).toBe(rows.reduce((sum, { calls }) => sum + calls, 0));
		expect(mcpRows(sums)[0]).toMatchObject({
			server: 'db',
			calls: expected.tools.mcp__db__query!.calls,
			failures: expected.tools.mcp__db__query!.failures
		});
	});

	test('decisions are told by who decided', () => {
		expect(
			Object.fromEntries(
				decisionRows(sums).map(({ source, accepts, rejects }) => [source, [accepts, rejects]])
			)
		).toEqual(expected.decisions);
		expect(sums.counts[C.rejects]).toBe(
			Object.values(expected.decisions).reduce((sum, [, no]) => sum + no, 0)
		);
	});

	test('requests have their latency by model, errors their status', () => {
		const rows = latencyRows(sums);
		expect(rows.map(({ model }) => model).sort()).toEqual(Object.keys(expected.requests).sort());
		for (const row of rows) {
			const { count, durations, ttft } = expected.requests[row.model]!;
			expect(row.requests).toBe(count);
			expect(row.averageMs).toBeCloseTo(durations.reduce((a, b) => a + b, 0) / durations.length, 6);
			near(row.p50Ms, percentile(durations, 0.5));
			near(row.p95Ms, percentile(durations, 0.95));
			near(row.ttftP50Ms, percentile(ttft, 0.5));
		}
		const statuses = Object.fromEntries(countsOf(sums, 'error', 0).map(({ name, count }) => [name, count]));
		expect(statuses).toEqual(expected.errors);
		const errors = Object.values(expected.errors).reduce((a, b) => a + b, 0);
		const requests = rows.reduce((sum, row) => sum + row.requests, 0);
		expect(errorRate(sums.summary)).toBeCloseTo(errors / (errors + requests), 12);
		expect(sums.counts[C.retriesExhausted]).toBe(expected.retriesExhausted);
		expect(sums.counts[C.refusals]).toBe(expected.refusals);
		expect(cacheHitRate(sums.summary)).toBeCloseTo(expected.cacheRead / expected.sent, 12);
	});

	test('skills, commands, plugins and subagents are counted by name', () => {
		const counts = (kind: string, position = 0) =>
			Object.fromEntries(countsOf(sums, kind, position).map(({ name, count }) => [name, count]));
		expect(Object.fromEntries(skillRows(sums).map((row) => [row.skill, row.activations]))).toEqual(
			expected.activations
		);
		expect(counts('activation', 1)).toEqual(expected.triggers);
		expect(counts('command')).toEqual(expected.commands);
		expect(counts('plugin')).toEqual(expected.plugins);
		expect(
			Object.fromEntries(
				agentRows(sums).map((row) => [row.agent, [row.runs, row.tokens, row.requests, row.costNanoUsd]])
			)
		).toEqual(expected.agents);
	});

	test('what was produced is what the metrics say', () => {
		expect(sums.produced[P.linesAdded]).toBe(expected.linesAdded);
		expect(
			Object.fromEntries(editRows(sums).map(({ name, accepts, rejects }) => [name, [accepts, rejects]]))
		).toEqual(expected.languages);
	});

	test('under a model filter there is what belongs to its requests, and nothing else', () => {
		const one = sumOf(range, 'claude-opus-4-6');
		expect(Object.keys(one.models)).toEqual(['claude-opus-4-6']);
		expect(one.summary.requests).toBe(expected.requests['claude-opus-4-6']!.count);
		expect(latencyRows(one)).toEqual(latencyRows(sums).filter(({ model }) => model === 'claude-opus-4-6'));
		expect(one.tools).toEqual({});
		expect(one.labels).toEqual({});
	});
});

test('parts of a range add up to the range', () => {
	const range = { fromMs: START_MS - (START_MS % DAY_MS), toMs: START_MS + SPAN + DAY_MS };
	const parts = Array.from({ length: 8 }, (_, i) => ({
		label: String(i),
		startMs: range.fromMs + i * DAY_MS,
		endMs: range.fromMs + (i + 1) * DAY_MS
	}));
	const cells: { atMs: number; cell: Parameters<typeof rollUpDetails>[0]['cells'][string][string] }[] = [];
	eachCell(tables.days.values(), range, (cell, _key, atMs) => cells.push({ atMs, cell }));
	const total = emptyPanelSums();
	for (const { sums } of panelPoints(cells, range, parts, { nowMs: Number.POSITIVE_INFINITY }))
		addPanelSums(total, sums);
	expect(total).toEqual(sumOf(range));
});

test('details of a day are those of its cells, from the row and from its stored text', () => {
	const [row] = tables.days.values();
	const stored = toStoredDay(row!);
	expect(fromStoredDay(stored)).toEqual(row);
	const { buckets } = rollUpDetails(row!);
	expect(sumDetails(detailsBySession(stored.more))).toEqual(buckets);
	const calls = (of: Record<string, Pick<Totals, 'tools'>>) =>
		Object.values(of).reduce(
			(sum, { tools }) => sum + Object.values(tools).reduce((all, [one]) => all + one!, 0),
			0
		);
	const cells = Object.fromEntries(
		Object.entries(row!.cells).flatMap(([bucket, of]) => (of['session-3'] ? [[bucket, of['session-3']]] : []))
	);
	expect(calls(sumDetails(detailsBySession(stored.more, (key) => key === 'session-3')))).toBe(calls(cells));
});
