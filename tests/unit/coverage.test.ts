// Parts of the total by who saw them, and reasons of differences, against sums made here from events and figures by hand.
import { describe, expect, test } from 'vitest';
import { emptyHealth, healthOf, tallyPrices } from '#lib/domain/accuracy.ts';
import { candidates, explain, parseUsd } from '#lib/domain/compare.ts';
import {
	type Coverage,
	coverageOf,
	emptyCoverage,
	gapNano,
	type Tally,
	tallyDays
} from '#lib/domain/coverage.ts';
import { driftReason } from '#lib/domain/drift.ts';
import type { ApiRequest } from '#lib/domain/event.ts';
import { LIST_PRICES } from '#lib/domain/price.ts';
import { type Cell, type DayRow, M, M_SIZE } from '#lib/domain/rows.ts';
import { addEvent, emptyTotals, zeros } from '#lib/domain/totals.ts';

const DAY = Date.parse('2026-11-18T00:00:00Z');
const NOON = DAY + 12 * 3_600_000;
const LENGTH = 86_400_000;

let next = 0;
const request = (fields: Partial<ApiRequest> = {}): ApiRequest => ({
	id: `api_request:req_${next++}`,
	name: 'api_request',
	atMs: NOON,
	sessionId: 's',
	promptId: null,
	sequence: null,
	source: 'otlp',
	facts: {},
	model: 'claude-sonnet-5',
	requestId: `req_${next}`,
	inputTokens: 1000,
	outputTokens: 0,
	cacheReadTokens: 0,
	cacheCreationTokens: 0,
	cacheCreation5mTokens: 0,
	cacheCreation1hTokens: 0,
	costNanoUsd: 2_000_000,
	durationMs: null,
	ttftMs: null,
	speed: 'normal',
	querySource: 'repl_main_thread',
	effort: null,
	agentName: null,
	skillName: null,
	mcpServer: null,
	mcpTool: null,
	webSearches: null,
	geo: null,
	serviceTier: null,
	aborted: null,
	...fields
});

/** Seen only in a transcript: no cost was sent. */
const lost = (fields: Partial<ApiRequest> = {}) =>
	request({ source: 'transcript', costNanoUsd: null, ...fields });
const both = (fields: Partial<ApiRequest> = {}) => request({ seen: ['otlp', 'transcript'], ...fields });

type Cells = Record<string, { events: ApiRequest[]; derived?: Cell['derived'] }>;

function dayOf(sessions: Cells, day = DAY): DayRow {
	const cells: Record<string, Cell> = {};
	for (const key in sessions) {
		const cell: Cell = emptyTotals();
		for (const event of sessions[key]!.events) addEvent(cell, event, 1);
		if (sessions[key]!.derived) cell.derived = sessions[key]!.derived;
		cells[key] = cell;
	}
	return { day, cells: { 48: cells } };
}

function money(
	basis: 'unlogged' | 'metrics' | 'transcript',
	nano: number,
	endMs = 0
): NonNullable<Cell['derived']> {
	const sums = zeros(M_SIZE);
	sums[basis === 'transcript' ? M.computedNano : M.reportedNano] = nano;
	if (basis === 'transcript') sums[M.requests] = 1;
	return { money: [{ basis, model: 'claude-sonnet-5', endMs, sums }], produced: [] };
}

function of(days: DayRow[], options: { model?: string; nowMs?: number } = {}) {
	const tally: Tally = new Map();
	const range = { fromMs: DAY, toMs: DAY + 2 * LENGTH };
	const parts = [
		{ startMs: DAY, endMs: DAY + LENGTH },
		{ startMs: DAY + LENGTH, endMs: DAY + 2 * LENGTH }
	];
	tallyDays(tally, days, range, { nowMs: Number.MAX_SAFE_INTEGER, ...options, parts });
	return coverageOf(tally, parts.length);
}

const partsSum = ({ confirmed, telemetryOnly, recovered, untold, metricsNano }: Coverage) =>
	confirmed.nano + telemetryOnly.nano + recovered.nano + untold.nano + metricsNano;

describe('coverage', () => {
	test('each request is in the part of those who saw it', () => {
		const { total } = of([dayOf({ a: { events: [both(), both(), request(), lost()] } })]);
		expect(total.confirmed).toEqual({ requests: 2, nano: 4_000_000 });
		expect(total.telemetryOnly).toEqual({ requests: 1, nano: 2_000_000 });
		expect(total.recovered).toEqual({ requests: 1, nano: 2_000_000 });
		expect([total.reportedNano, total.computedNano]).toEqual([6_000_000, 2_000_000]);
	});

	test('parts add up to the total, over days, sessions and all', () => {
		const days = [0, 1].map((i) =>
			dayOf(
				{
					a: {
						events: [both(), request(), lost({ model: 'claude-opus-5' })],
						derived: money('unlogged', 70)
					},
					b: { events: [], derived: money('metrics', 900) },
					c: {
						events: [request({ model: 'claude-nova-1', costNanoUsd: null })],
						derived: money('transcript', 40)
					}
				},
				DAY + i * LENGTH
			)
		);
		const { total, parts, sessions } = of(days);
		expect(total.costNano).toBe(2 * (2_000_000 + 2_000_000 + 5_000_000 + 70 + 900 + 40));
		expect(partsSum(total)).toBe(total.costNano);
		for (const all of [parts, [...sessions.values()]]) {
			expect(all.reduce((sum, one) => sum + one.costNano, 0)).toBe(total.costNano);
			for (const one of all) expect(partsSum(one)).toBe(one.costNano);
		}
		expect(total.reportedNano + total.computedNano + total.metricsNano).toBe(total.costNano);
		expect(total.unpriced).toBe(2);
	});

	test('a request without a price is counted, and estimated by its family beside the total', () => {
		const { total } = of([
			dayOf({
				a: {
					events: [
						request({ model: 'claude-sonnet-9', costNanoUsd: null }),
						request({ model: 'claude-nova-1', costNanoUsd: null })
					]
				}
			})
		]);
		expect([total.costNano, total.unpriced]).toEqual([0, 2]);
		// As Sonnet 5.5: $2 per million.
		expect(total.estimate).toEqual({ requests: 1, nano: 2_000_000 });
	});

	test('money that has not settled is told apart and not in the total', () => {
		const { total } = of([dayOf({ a: { events: [], derived: money('unlogged', 500, NOON) } })], {
			nowMs: NOON
		});
		expect([total.costNano, total.pendingNano]).toEqual([0, 500]);
	});

	test('under a model filter a cell with one answer tells it, another is untold', () => {
		const opus = { model: 'claude-opus-5', costNanoUsd: 5_000_000 };
		const model = 'claude-opus-5';
		expect(of([dayOf({ a: { events: [both(opus), request()] } })], { model }).total.untold).toEqual({
			requests: 1,
			nano: 5_000_000
		});
		expect(of([dayOf({ a: { events: [both(opus), both()] } })], { model }).total.confirmed.requests).toBe(1);
		expect(
			of([dayOf({ a: { events: [request(opus), request()] } })], { model }).total.telemetryOnly.requests
		).toBe(1);
		expect(of([dayOf({ a: { events: [both(opus), lost(opus)] } })], { model }).total.recovered.requests).toBe(
			1
		);
	});
});

describe('reasons', () => {
	const reasonsOf = (events: ApiRequest[], derived?: Cell['derived']) =>
		of([dayOf({ a: { events, ...(derived && { derived }) } })]).total.reasons;

	test('metrics beyond events are an interruption only where a transcript tells of one', () => {
		const cut = lost({ aborted: true });
		expect(reasonsOf([cut], money('unlogged', 70)).interrupted).toEqual([0, 70]);
		expect(reasonsOf([request()], money('unlogged', 70)).beyondEvents).toEqual([0, 70]);
		expect(reasonsOf([], money('metrics', 70)).metricsOnly).toEqual([0, 70]);
	});

	test('side requests are told from others a transcript lacks', () => {
		const side = request({ querySource: 'generate_session_title' });
		expect(reasonsOf([both(), side, request()])).toEqual({
			sideRequests: [1, 2_000_000],
			notInTranscript: [1, 2_000_000]
		});
		expect(reasonsOf([side, request()])).toEqual({ noTranscript: [2, 4_000_000] });
	});

	test('an unknown model is at the default price only if that is the price to the nano-dollar', () => {
		const nova = { model: 'claude-nova-1', inputTokens: 1000, outputTokens: 100 };
		expect(reasonsOf([request({ ...nova, costNanoUsd: 7_500_000 })]).unknownModel).toEqual([1, 7_500_000]);
		expect(reasonsOf([request({ ...nova, costNanoUsd: 7_400_000 })]).unknownModelOther).toEqual([
			1, 7_400_000
		]);
	});

	test('the default price seen in a capture is recognised', () => {
		const captured = {
			model: 'my-private-model-1',
			inputTokens: 7,
			outputTokens: 14,
			cacheCreationTokens: 13_244,
			cacheCreation5mTokens: 13_244,
			costNanoUsd: 66_528_000
		};
		expect(reasonsOf([both(captured)])).toEqual({ unknownModel: [1, 66_528_000] });
	});

	test.each<[string, Partial<ApiRequest>, number]>([
		['defaultPrice', { costNanoUsd: 5_000_000 }, 3_000_000],
		['webSearch', { costNanoUsd: 22_000_000 }, 20_000_000],
		['usInference', { costNanoUsd: 2_200_000 }, 200_000],
		['fastMode', { model: 'claude-opus-5', costNanoUsd: 10_000_000 }, 5_000_000],
		[
			'write1hAs5m',
			{ cacheCreationTokens: 1000, cacheCreation1hTokens: 1000, costNanoUsd: 4_500_000 },
			-1_500_000
		],
		[
			'write5mAs1h',
			{ cacheCreationTokens: 1000, cacheCreation5mTokens: 1000, costNanoUsd: 6_000_000 },
			1_500_000
		],
		[
			'priceChange',
			{ model: 'claude-sonnet-5-5', inputTokens: 0, cacheReadTokens: 1000, costNanoUsd: 200_000 },
			100_000
		],
		['driftUnknown', { costNanoUsd: 2_345_678 }, 345_678]
	])('%s is found', (reason, fields, nano) => {
		expect(reasonsOf([both(fields)])).toEqual({ [reason]: [1, nano] });
	});

	test('a difference of some requests of a cell is not called a price change', () => {
		const sums = zeros(M_SIZE);
		sums[M.requests] = 2;
		sums[M.input] = 2000;
		sums[M.reportedNano] = 7_000_000;
		expect(
			driftReason({ model: 'claude-sonnet-5', atMs: NOON, count: 1, nano: 3_000_000, sums }, LIST_PRICES)
		).toBe('driftUnknown');
	});

	test('the gap is what one side lacks and what differs', () => {
		const { total } = of([
			dayOf({
				a: { events: [both(), lost(), both({ costNanoUsd: 2_345_678 })], derived: money('unlogged', 70) }
			})
		]);
		expect(gapNano(total)).toBe(2_000_000 + 70 + 345_678);
	});
});

describe('another figure', () => {
	const total: Coverage = {
		...emptyCoverage(),
		costNano: 100e9,
		confirmed: { requests: 50, nano: 70e9 },
		metricsNano: 3e9,
		recovered: { requests: 4, nano: 5e9 },
		reasons: { sideRequests: [9, 7e9], noTranscript: [2, 11e9], driftUnknown: [1, -2e9] }
	};
	const known = { total, utcDaysNano: 104e9, statedBeyondNano: 6e9 };

	test('each kind has its own candidates, with their sign', () => {
		expect(candidates('ccusage', known)).toEqual([
			{ name: 'noTranscript', nano: -11e9 },
			{ name: 'sideRequests', nano: -7e9 },
			{ name: 'metrics', nano: -3e9 },
			{ name: 'drift', nano: 2e9 }
		]);
		expect(candidates('console', known)).toEqual([
			{ name: 'utcDays', nano: 4e9 },
			{ name: 'drift', nano: 2e9 }
		]);
		expect(candidates('cost', known)).toEqual([{ name: 'forkTotals', nano: 6e9 }]);
	});

	test('where no transcript was read, their lack says nothing of another reader', () => {
		const unread = {
			...known,
			total: { ...total, confirmed: emptyCoverage().confirmed, recovered: emptyCoverage().recovered }
		};
		expect(candidates('ccusage', unread).map(({ name }) => name)).not.toContain('noTranscript');
	});

	test('the fewest candidates that are the difference account for it', () => {
		const all = candidates('ccusage', known);
		expect(explain(82e9, 100e9, all)).toEqual({
			differenceNano: -18e9,
			account: ['noTranscript', 'sideRequests'],
			restNano: 0
		});
		expect(explain(97e9, 100e9, all).account).toEqual(['metrics']);
		expect(explain(55e9, 100e9, all)).toEqual({ differenceNano: -45e9, account: [], restNano: -45e9 });
		expect(explain(100e9, 100e9, all).account).toEqual([]);
	});

	test.each([
		['$1,234.50', 1_234_500_000_000],
		['12,5', 12_500_000_000],
		['0.00', 0],
		[' 7 USD', 7_000_000_000],
		['-3', null],
		['1.2.3', null],
		['about 5', null]
	])('%s is read as an amount', (text, nano) => {
		expect(parseUsd(text)).toBe(nano);
	});
});

describe('the health of the price table', () => {
	const healthAfter = (days: ApiRequest[][]) => {
		const tally = emptyHealth();
		days.forEach((events, i) => {
			const cell = emptyTotals();
			for (const event of events) addEvent(cell, event, 1);
			tallyPrices(tally, NOON + i * LENGTH, cell.models, cell.labels);
		});
		return healthOf(tally);
	};
	const dear = () => request({ costNanoUsd: 2_345_678 });

	test('a table is out of date from the day after which every day differs', () => {
		const { drifts } = healthAfter([[request()], [dear()], [dear()]]);
		expect(drifts).toMatchObject([
			{ model: 'claude-sonnet-5', requests: 2, nano: 691_356, reason: 'driftUnknown', sinceMs: DAY + LENGTH }
		]);
	});

	test('a difference that has ended is no outdated table', () => {
		const { drifts } = healthAfter([[dear()], [request()]]);
		expect(drifts).toMatchObject([{ sinceMs: null, firstMs: DAY }]);
	});

	test('requests that cannot be compared say nothing for or against it', () => {
		const unsplit = request({
			cacheCreationTokens: 5,
			cacheCreation5mTokens: null,
			cacheCreation1hTokens: null
		});
		expect(healthAfter([[dear()], [unsplit]]).drifts).toMatchObject([{ sinceMs: DAY }]);
		expect(healthAfter([[unsplit]]).drifts).toEqual([]);
	});

	test('a model without a price is listed with an estimate by its family, or with none', () => {
		const { unpriced } = healthAfter([
			[
				request({ model: 'claude-haiku-9', costNanoUsd: null }),
				request({ model: 'gpt-9', costNanoUsd: null })
			]
		]);
		expect(unpriced).toEqual([
			{ model: 'claude-haiku-9', unpriced: 1, estimate: { requests: 1, nano: 100_000, like: 'haiku-5-5' } },
			{ model: 'gpt-9', unpriced: 1, estimate: null }
		]);
	});
});
