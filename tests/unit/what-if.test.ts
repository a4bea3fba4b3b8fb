import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute } from '#lib/domain/attribution.ts';
import { COST_KINDS } from '#lib/domain/cost-parts.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import { type Scenario, type WhatIf, whatIf } from '#lib/domain/what-if.ts';
import { arbitrarySession } from '../support/arbitrary-session.ts';
import { makeEvent, START_MS } from '../support/make-event.ts';
import { logLines } from '../support/oracle-records.ts';
import { capturesOf, NOW_MS, sessionEvents } from '../support/session-captures.ts';

const FOREVER = Number.MAX_SAFE_INTEGER;
const AS_SENT: Scenario = { model: null, from: null, cacheLife: null };

const repriced = (events: DomainEvent[], scenario: Partial<Scenario>): WhatIf | null =>
	whatIf(attribute(events, FOREVER), { ...AS_SENT, ...scenario });

/** Parts by name, without those that are 0. */
const named = (result: WhatIf | null) =>
	Object.fromEntries(COST_KINDS.map((kind, i) => [kind, result!.parts[i]!]).filter(([, nano]) => nano !== 0));

/** USD per million tokens as TELEMETRY section 8 has them: in, out, 5-minute write, 1-hour write, read. */
const TABLE: Record<string, [number, number, number, number, number]> = {
	'claude-opus-5-5': [4, 20, 5, 8, 0.2],
	'claude-sonnet-5': [2, 10, 2.5, 4, 0.2],
	'claude-haiku-5-5': [0.1, 0.5, 0.125, 0.2, 0.01]
};

/** A captured session's tokens priced from its raw records, nano-USD. */
function oracle(scenario: string, model: string, hour: boolean): number {
	const [input, output, short, long, read] = TABLE[model]!;
	const total = capturesOf(scenario)
		.flatMap(logLines)
		.filter(({ name }) => name === 'api_request')
		.map(({ attributes }) => {
			const tokens = (name: string) => Number(attributes[`${name}_tokens`]);
			const five = tokens('cache_creation_5m');
			const one = tokens('cache_creation_1h');
			return (
				tokens('input') * input +
				tokens('output') * output +
				tokens('cache_read') * read +
				(hour ? (five + one) * long : five * short + one * long)
			);
		})
		.reduce((a, b) => a + b, 0);
	return Math.round(total * 1000);
}

describe('a captured session', () => {
	const scenarios = [
		'multiturn2',
		'subagent-explore',
		'tools2-details',
		'refusal',
		'subagent-haiku',
		'unknown-model'
	];

	test.each(scenarios.flatMap((scenario) => Object.keys(TABLE).map((model) => [scenario, model] as const)))(
		'%s on %s costs what its raw tokens come to',
		(scenario, model) => {
			const attribution = attribute(sessionEvents(scenario), NOW_MS);
			const plain = whatIf(attribution, { ...AS_SENT, model })!;
			expect(plain.nano).toBe(oracle(scenario, model, false));
			const hour = whatIf(attribution, { model, from: null, cacheLife: '1h' })!;
			expect(hour.nano).toBe(oracle(scenario, model, true));
			expect([plain.leftOut, plain.movedTokens, hour.movedTokens]).toEqual([[], 0, 0]);
		}
	);

	test('as it was costs what was reported; money known only from metrics stays out', () => {
		const result = repriced(sessionEvents('multiturn2'), {})!;
		expect([result.nano, result.asSentNano, result.actualNano]).toEqual([
			231_500_200, 231_500_200, 231_500_200
		]);
		expect(result.requests).toBe(11);
	});

	test('moves only the requests of one model when asked to', () => {
		const result = repriced(sessionEvents('subagent-haiku'), {
			model: 'claude-opus-5-5',
			from: 'claude-sonnet-5'
		})!;
		// The subagent's two requests stay on Haiku 5.5.
		const onSonnet = 22 * 4 + 71 * 20 + (22_946 + 324) * 5 + 22_946 * 0.2;
		expect(result.nano).toBe(Math.round(onSonnet * 1000) + 1_182_275 + 162_360);
	});
});

describe('a session', () => {
	const request = (fields: Parameters<typeof makeEvent<'api_request'>>[0]) =>
		makeEvent({
			model: 'claude-opus-5-5',
			querySource: 'sdk',
			inputTokens: 10,
			outputTokens: 100,
			cacheReadTokens: 0,
			cacheCreationTokens: 0,
			durationMs: 0,
			...fields
		});

	test('is repriced by kind of token', () => {
		const events = [
			request({
				cacheReadTokens: 1000,
				cacheCreationTokens: 200,
				cacheCreation5mTokens: 150,
				cacheCreation1hTokens: 50
			})
		];
		expect(named(repriced(events, { model: 'claude-sonnet-5' }))).toEqual({
			input: 20_000,
			output: 1_000_000,
			cacheRead: 200_000,
			cacheWrite5m: 375_000,
			cacheWrite1h: 200_000
		});
	});

	test('on a model without a price has no answer', () => {
		expect(repriced([request({})], { model: 'claude-nova-9' })).toBeNull();
		expect(repriced([request({ model: 'claude-nova-9' })], {})).toBeNull();
		expect(repriced([request({ speed: 'fast' })], { model: 'claude-sonnet-5' })).toBeNull();
	});

	test('whose own model has no price says so, and still has an answer on another', () => {
		const result = repriced([request({ model: 'claude-nova-9' })], { model: 'claude-sonnet-5' })!;
		expect([result.nano, result.asSentNano, result.actualNano]).toEqual([1_020_000, null, null]);
	});

	test('leaves out requests without tokens by name', () => {
		const events = [
			request({ id: 'api_request:1' }),
			request({ id: 'api_request:2', inputTokens: null, costNanoUsd: 5 })
		];
		const result = repriced(events, {})!;
		expect([result.leftOut, result.requests, result.actualNano]).toEqual([['api_request:2'], 1, 2_040_000]);
	});

	test('has each request priced by its own size, time, region and searches', () => {
		const events = [
			request({ id: 'api_request:1', inputTokens: 100_000, outputTokens: 0 }),
			request({ id: 'api_request:2', inputTokens: 100_001, outputTokens: 0 }),
			request({ id: 'api_request:3', geo: 'us', webSearches: 2 })
		];
		expect(named(repriced(events, { model: 'claude-haiku-5-5' }))).toEqual({
			input: 100_000 * 100 + 100_001 * 500 + 1100,
			output: 55_000,
			webSearch: 20_000_000
		});
		const read = { cacheReadTokens: 1_000_000, inputTokens: 0, outputTokens: 0 };
		const before = request({ ...read, atMs: Date.UTC(2026, 9, 6, 23, 59) });
		const after = request({ ...read, atMs: Date.UTC(2026, 9, 7) });
		expect(repriced([before], { model: 'claude-sonnet-5-5' })!.nano).toBe(200_000_000);
		expect(repriced([after], { model: 'claude-sonnet-5-5' })!.nano).toBe(100_000_000);
	});

	const paused = (life: '5m' | '1h', pauseMs: number, second: { read: number; write: number }) => {
		const own = (write: number) => ({
			cacheCreationTokens: write,
			cacheCreation5mTokens: life === '5m' ? write : 0,
			cacheCreation1hTokens: life === '1h' ? write : 0,
			inputTokens: 0,
			outputTokens: 0
		});
		return [
			request({ ...own(1000), id: 'api_request:1', atMs: START_MS }),
			request({
				...own(second.write),
				cacheReadTokens: second.read,
				id: 'api_request:2',
				atMs: START_MS + pauseMs
			})
		];
	};

	test("with an hour's cache reads what a five-minute one had to write again", () => {
		const events = paused('5m', 600_000, { read: 0, write: 1200 });
		const result = repriced(events, { cacheLife: '1h' })!;
		expect(result.movedTokens).toBe(1000);
		expect(named(result)).toEqual({ cacheWrite1h: 1200 * 8000, cacheRead: 1000 * 200 });
		expect(result.asSentNano).toBe(2200 * 5000);
	});

	test("with an hour's cache still writes again what lay longer than an hour", () => {
		const result = repriced(paused('5m', 3_600_001, { read: 0, write: 1200 }), { cacheLife: '1h' })!;
		expect([result.movedTokens, result.nano]).toEqual([0, 2200 * 8000]);
	});

	test("without the hour's cache writes again what a pause would have expired", () => {
		const result = repriced(paused('1h', 600_000, { read: 1000, write: 200 }), { cacheLife: '5m' })!;
		expect(result.movedTokens).toBe(1000);
		expect(named(result)).toEqual({ cacheWrite5m: 2200 * 5000 });
	});

	test("without the hour's cache reads on where there was no such pause", () => {
		const result = repriced(paused('1h', 300_000, { read: 1000, write: 200 }), { cacheLife: '5m' })!;
		expect(named(result)).toEqual({ cacheWrite5m: 1200 * 5000, cacheRead: 1000 * 200 });
	});

	test('of any shape has parts that sum to its price', () => {
		fc.assert(
			fc.property(
				arbitrarySession,
				fc.constantFrom(null, 'claude-haiku-5-5', 'claude-opus-5'),
				fc.constantFrom(null, '5m' as const, '1h' as const),
				(events, model, cacheLife) => {
					const result = repriced(events, { model, cacheLife });
					const parts = result?.parts ?? [];
					expect(parts.reduce((a, b) => a + b, 0)).toBe(result?.nano ?? 0);
					expect(parts.every((nano) => Number.isInteger(nano) && nano >= 0)).toBe(true);
				}
			),
			{ seed: 8, numRuns: 200 }
		);
	});
});
