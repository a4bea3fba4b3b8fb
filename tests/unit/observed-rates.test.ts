// Rates read off reported costs: the true ones where the requests tell them, and none where they do not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyHealth, healthOf, tallyPrices } from '#lib/domain/accuracy.ts';
import type { ApiRequest } from '#lib/domain/event.ts';
import { LIST_PRICES } from '#lib/domain/price.ts';

import { addEvent, emptyTotals } from '#lib/domain/totals.ts';
import { makeEvent } from '../support/make-event.ts';

const DAY_MS = 86_400_000;
const DAY = Date.UTC(2026, 10, 10);

/** [input, output, 5-minute write, 1-hour write, read]. */
type Tokens = readonly [number, number, number, number, number];
/** Of Sonnet 5, nano-USD a token. */
const LISTED: Tokens = [2000, 10_000, 2500, 4000, 200];

const costOf = (tokens: Tokens, rates: readonly number[]) =>
	tokens.reduce((sum, count, kind) => sum + count * rates[kind]!, 0);

function request(tokens: Tokens, costNanoUsd: number, model = 'claude-sonnet-5'): ApiRequest {
	const [inputTokens, outputTokens, cacheCreation5mTokens, cacheCreation1hTokens, cacheReadTokens] = tokens;
	return makeEvent({
		name: 'api_request',
		model,
		inputTokens,
		outputTokens,
		cacheReadTokens,
		cacheCreation5mTokens,
		cacheCreation1hTokens,
		cacheCreationTokens: cacheCreation5mTokens + cacheCreation1hTokens,
		costNanoUsd,
		speed: null,
		geo: null,
		serviceTier: null,
		webSearches: null
	}) as ApiRequest;
}

/** What is observed when each of these lists of requests is a cell of its own, four a day. */
function observed(cells: ApiRequest[][]) {
	const tally = emptyHealth();
	cells.forEach((requests, i) => {
		const cell = emptyTotals();
		for (const event of requests) addEvent(cell, event, 1);
		tallyPrices(tally, DAY + Math.floor(i / 4) * DAY_MS + (i % 4) * 900_000, cell.models, cell.labels);
	});
	return healthOf(tally).drifts.map((drift) => drift.observed);
}

const charged = (rates: readonly number[], ...all: Tokens[]) =>
	all.map((tokens) => [request(tokens, costOf(tokens, rates))]);

const MIXED: Tokens[] = [
	[10, 200, 3000, 0, 40_000],
	[7, 900, 0, 2000, 10_000],
	[300, 50, 100, 100, 100],
	[1, 1, 70, 0, 0],
	[20, 0, 0, 9, 5],
	[11, 12, 13, 14, 15]
];

describe('observed rates', () => {
	test('are the true ones where the proportions of the tokens tell them', () => {
		const rates = [3000, 11_000, 2500, 4000, 125];
		expect(observed(charged(rates, ...MIXED))).toEqual([
			{ usdPerMillion: [3, 11, 2.5, 4, 0.125], factor: null, unseen: [] }
		]);
	});

	test('are told by requests of single kinds, once another could have contradicted them', () => {
		const rates = [2000, 10_000, 2500, 4000, 100];
		const single: Tokens[] = [
			[0, 0, 0, 0, 1000],
			[0, 0, 0, 0, 300]
		];
		expect(observed(charged(rates, single[0]!))).toEqual([{ why: 'tooFew' }]);
		expect(observed(charged(rates, ...single))).toEqual([
			{ usdPerMillion: [2, 10, 2.5, 4, 0.1], factor: null, unseen: ['input', 'output', 'write5m', 'write1h'] }
		]);
	});

	test('are the table’s times a factor where two stretches of different proportions agree on it', () => {
		const rates = LISTED.map((rate) => rate * 1.5);
		expect(observed(charged(rates, MIXED[0]!))).toEqual([{ why: 'tooFew' }]);
		expect(observed(charged(rates, MIXED[0]!, MIXED[0]!))).toEqual([{ why: 'tooFew' }]);
		expect(observed(charged(rates, MIXED[0]!, MIXED[1]!))).toEqual([
			{ usdPerMillion: [3, 15, 3.75, 6, 0.3], factor: 1.5, unseen: [] }
		]);
	});

	test('leave kinds that nothing was reported for as in the table', () => {
		const rates = [2000, 12_000, 2500, 4000, 100];
		const all: Tokens[] = [
			[5, 100, 0, 0, 7000],
			[900, 10, 0, 0, 50],
			[1, 1, 0, 0, 90_000],
			[8, 30, 0, 0, 60]
		];
		expect(observed(charged(rates, ...all))).toEqual([
			{ usdPerMillion: [2, 12, 2.5, 4, 0.1], factor: null, unseen: ['write5m', 'write1h'] }
		]);
	});

	test('are not told where kinds always come in the same proportion', () => {
		const rates = [3000, 11_000, 2500, 4000, 125];
		const twins = [1, 2, 3, 5, 8].map((n): Tokens => [n, 2 * n, 0, 0, n * n]);
		expect(observed(charged(rates, ...twins))).toEqual([{ why: 'tooFew' }]);
	});

	test('are not told where no rates explain everything to the nano-dollar', () => {
		const cells = charged([3000, 11_000, 2500, 4000, 125], ...MIXED, [9, 9, 9, 9, 9]);
		cells[6]![0]!.costNanoUsd! += 1;
		expect(observed(cells)).toEqual([{ why: 'contradict' }]);
		// Whole stretches that would need a fraction of a nano-dollar a token.
		const odd = charged(
			[3000.5, 11_000, 2500, 4000, 125],
			...MIXED.map((tokens) => tokens.map((n) => n * 2) as unknown as Tokens)
		);
		expect(observed(odd)).toEqual([{ why: 'contradict' }]);
	});

	test('are those of all days since the table is out of date, and of none before', () => {
		const rates = [2500, 12_000, 2500, 4000, 200];
		const before = charged(LISTED, ...MIXED.slice(0, 4));
		expect(observed([...before, ...charged(rates, ...MIXED, ...MIXED)])).toEqual([
			{ usdPerMillion: [2.5, 12, 2.5, 4, 0.2], factor: null, unseen: [] }
		]);
		expect(observed([...charged([9, 9, 9, 9, 9], ...MIXED.slice(0, 4)), ...before])).toEqual([null]);
	});

	test('leave out what agreed on the day the price changed', () => {
		const rates = [2500, 12_000, 2500, 4000, 200];
		const day = [[...charged(LISTED, MIXED[0]!).flat(), ...charged(rates, MIXED[1]!).flat()]];
		const tally = [...day, ...charged(LISTED, MIXED[2]!), ...charged(rates, MIXED[0]!, MIXED[1]!)];
		expect(observed([...tally, ...charged(rates, ...MIXED)])).toEqual([
			{ usdPerMillion: [2.5, 12, 2.5, 4, 0.2], factor: null, unseen: [] }
		]);
	});

	test('are not told for a model that costs more above a size', () => {
		const cell = [request(MIXED[0]!, 1, 'claude-haiku-5-5')];
		expect(observed([cell, cell])).toEqual([{ why: 'bySize' }]);
	});

	test('are never other than the true ones', () => {
		const amount = fc.integer({ min: 0, max: 50_000 });
		const tokens = fc.tuple(amount, amount, amount, amount, amount);
		const rate = fc.integer({ min: 0, max: 50_000 });
		fc.assert(
			fc.property(
				fc.array(fc.array(tokens, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 9 }),
				fc.tuple(rate, rate, rate, rate, rate),
				(cells, rates) => {
					const answers = observed(cells.map((all) => all.map((one) => request(one, costOf(one, rates)))));
					for (const answer of answers) {
						if (answer === null) continue;
						if ('why' in answer) expect(answer.why).toBe('tooFew');
						else expect(answer.usdPerMillion).toEqual(rates.map((nano) => nano / 1000));
					}
				}
			),
			{ seed: 7, numRuns: 300 }
		);
		expect(LIST_PRICES.ratesFor('claude-sonnet-5', DAY, 0)!.rates.input).toBe(LISTED[0]);
	});
});
