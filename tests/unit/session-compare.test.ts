import { describe, expect, test } from 'vitest';
import type { ViewRow } from '#lib/domain/attribution-views.ts';
import { CAUSE_VIEWS, sidesOf } from '#lib/domain/session-causes.ts';
import { compareFigures, compareRows } from '#lib/domain/session-compare.ts';
import { emptySummary } from '#lib/domain/summary.ts';
import type { SessionItem } from '#lib/domain/views.ts';
import { analysed, sessionEvents } from '../support/session-captures.ts';

const row = (key: string | null, nano: number, group: ViewRow['group'] = 'value'): ViewRow => ({
	group,
	key,
	nano,
	tokens: 0,
	requests: 0
});

const item = (lifetime: Partial<SessionItem['lifetime']>): SessionItem => ({
	key: 's',
	title: null,
	project: null,
	branch: null,
	profile: null,
	machine: null,
	user: null,
	startedAtMs: 1000,
	endedAtMs: 61_000,
	active: false,
	models: [],
	basis: 'reported',
	inRange: emptySummary(),
	lifetime: { ...emptySummary(), ...lifetime }
});

describe('rows of two sessions', () => {
	test('stand together by what they are about, the largest difference first', () => {
		const a = [row('turn', 500), row('carrying', 300), row('baseline', 100)];
		const b = [row('turn', 450), row('carrying', 900), row('unknown', 10)];
		expect(compareRows(a, b)).toEqual([
			{ group: 'value', key: 'carrying', a: 300, b: 900 },
			{ group: 'value', key: 'baseline', a: 100, b: 0 },
			{ group: 'value', key: 'turn', a: 500, b: 450 },
			{ group: 'value', key: 'unknown', a: 0, b: 10 }
		]);
	});

	test('of the same name and another group are told apart', () => {
		expect(compareRows([row(null, 5, 'rest')], [row(null, 5), row('rest', 5)])).toHaveLength(3);
	});

	test('of captured sessions differ in sum by what the sessions differ, in every view', () => {
		const [a, b] = ['subagent', 'multiturn2'].map((scenario) => sidesOf(analysed(sessionEvents(scenario))));
		const difference = a!.totalNano - b!.totalNano;
		expect(difference).not.toBe(0);
		for (const view of CAUSE_VIEWS) {
			const rows = compareRows(a!.views[view], b!.views[view]);
			expect([view, rows.reduce((sum, { a, b }) => sum + a - b, 0)]).toEqual([view, difference]);
		}
	});
});

describe('figures of two sessions', () => {
	const figure = (name: string, a: SessionItem, b: SessionItem) =>
		compareFigures(a, b).find((one) => one.name === name);

	test('are those of their whole lives', () => {
		const a = item({
			costNanoUsd: 7,
			prompts: 2,
			inputTokens: 10,
			cacheReadTokens: 30,
			cacheWrite1hTokens: 4
		});
		const b = item({ costNanoUsd: 5, apiErrors: 1 });
		expect(figure('cost', a, b)).toEqual({ name: 'cost', kind: 'money', a: 7, b: 5 });
		expect(figure('duration', a, b)).toMatchObject({ a: 60_000, b: 60_000 });
		expect(figure('errors', a, b)).toMatchObject({ a: 0, b: 1 });
		expect(figure('cacheWrite', a, b)).toMatchObject({ a: 4, b: 0 });
		expect(figure('cacheHitRate', a, b)).toMatchObject({ a: 30 / 44, b: null });
	});

	test('without a price are not known, and never 0', () => {
		const unpriced = item({ unpricedRequests: 3 });
		expect(figure('cost', unpriced, item({ costNanoUsd: 5 }))).toMatchObject({ a: null, b: 5 });
	});
});
