import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { isTurnOpen } from '#lib/domain/open-turn.ts';
import { SIGNAL_KINDS } from '#lib/domain/signal.ts';
import { makeEvent } from '../support/make-event.ts';
import {
	apiError,
	DAY,
	HOUR,
	MINUTE,
	NOON,
	raised,
	raisedOverTime,
	request,
	rulings,
	signalDays,
	USD,
	workdays
} from '../support/work-history.ts';

const HISTORY = workdays(27);

/** For costs of the test's own making, which are not the table's. */
const raisedButDrift = (events: DomainEvent[], nowMs: number) =>
	raised(events, nowMs).filter((one) => !one.startsWith('price-drift'));

const times = <T>(count: number, make: (i: number) => T): T[] =>
	Array.from({ length: count }, (_, i) => make(i));

/** An ordinary morning of the day, so that each rule looks at work and not at silence. */
const MORNING = times(18, (i) => request(NOON - 3 * HOUR + i * 10 * MINUTE));

describe('ordinary times raise nothing', () => {
	test('at any time of eight weeks of work from the first day on, quiet nights and weekends among them', () => {
		// Of the first day of all only that a model is new may be news, and there is no habit to say so.
		expect(raisedOverTime(workdays(55, 3), NOON - 56 * DAY, NOON, 20 * MINUTE)).toEqual([]);
	});

	test('on the first days of use, however busy', () => {
		const busy = times(400, (i) => request(NOON - 4 * HOUR + i * 30_000, { usd: 0.5 }));
		expect(raisedButDrift(busy, NOON)).toEqual([]);
		const young = [...workdays(4), ...busy];
		expect(raisedButDrift(young, NOON)).toEqual([]);
		const said = rulings(busy, NOON);
		expect(SIGNAL_KINDS.filter((kind) => !said.get(kind)!.enough)).toEqual([
			'spend-spike',
			'runaway',
			'api-errors',
			'cache-drop',
			'new-model'
		]);
	});

	test('of nothing at all', () => {
		expect(raised([], NOON)).toEqual([]);
	});

	test('after two weeks away, and on a Monday morning', () => {
		const before = workdays(27).filter(({ atMs }) => atMs < NOON - 14 * DAY);
		expect(raised([...before, ...MORNING], NOON)).toEqual([]);
	});
});

describe('a spending spike', () => {
	test('is an hour at three times the dear hours, and fades before it ends', () => {
		const hour = (usd: number) =>
			rulings([...HISTORY, ...times(10, (i) => request(NOON - i * 4 * MINUTE, { usd: usd / 10 }))], NOON).get(
				'spend-spike'
			)!.found;
		const { usual } = hour(50)[0]!;
		expect(usual).toBeGreaterThan(0.8 * USD);
		expect(usual).toBeLessThan(1.5 * USD);
		const edge = (usual * 3) / USD;
		expect(hour(edge * 1.01)).toMatchObject([{ subject: null, fading: false }]);
		expect(hour(edge * 0.9)).toMatchObject([{ fading: true }]);
		expect(hour(edge * 0.5)).toEqual([]);
	});

	test('of cents is none, whatever is usual', () => {
		const cheap = HISTORY.map((event) => ({ ...event, costNanoUsd: USD / 1000 }) as DomainEvent);
		const now = times(9, (i) => request(NOON - i * MINUTE, { usd: 0.1 }));
		expect(raisedButDrift([...cheap, ...now], NOON)).toEqual([]);
	});
});

describe('a session running away', () => {
	const run = (usdPerMinute: number, minutes: number, sessionId = 'loop') =>
		times(minutes, (i) => request(NOON + 10 * MINUTE - i * MINUTE, { usd: usdPerMinute, sessionId }));

	test('is named, with its rate and the usual one', () => {
		const { found } = rulings([...HISTORY, ...run(2, 24)], NOON + 10 * MINUTE).get('runaway')!;
		expect(found).toMatchObject([{ subject: 'loop', fading: false }]);
		expect(found[0]!.value / USD).toBeCloseTo(24 * 2 * (1 / 25), 1);
		expect(found[0]!.usual / USD).toBeLessThan(0.1);
	});

	test('is not one dear request, nor a short burst', () => {
		const one = request(NOON - MINUTE, { usd: 20, sessionId: 'loop' });
		expect(raisedButDrift([...HISTORY, one], NOON)).toEqual(['spend-spike']);
		expect(rulings([...HISTORY, ...run(2, 5)], NOON + 10 * MINUTE).get('runaway')!.found).toEqual([]);
	});

	test('is over when it stops', () => {
		expect(rulings([...HISTORY, ...run(2, 24)], NOON + 31 * MINUTE).get('runaway')!.found).toEqual([]);
	});
});

describe('a burst of API errors', () => {
	test('is ten within half an hour and three in ten', () => {
		const errors = (count: number) => times(count, (i) => apiError(NOON - i * 30_000));
		expect(raised([...HISTORY, ...MORNING, ...errors(12)], NOON)).toEqual(['api-errors']);
		expect(raised([...HISTORY, ...MORNING, ...errors(9)], NOON)).toEqual([]);
		const many = times(60, (i) => request(NOON - i * 10_000, { usd: 0.001 }));
		expect(raisedButDrift([...HISTORY, ...many, ...errors(12)], NOON)).toEqual([]);
	});

	test('is nothing new where as many have always failed', () => {
		const failing = HISTORY.flatMap((event) => [event, apiError(event.atMs + 1)]);
		const now = times(12, (i) => [request(NOON - i * 30_000), apiError(NOON - i * 30_000 + 1)]).flat();
		expect(raised([...failing, ...now], NOON)).toEqual([]);
	});
});

describe('a drop of cache use', () => {
	const work = (read: number, count = 60) =>
		times(count, (i) =>
			request(NOON - i * MINUTE, {
				usd: 0.01,
				cacheReadTokens: read,
				inputTokens: 82_900 - read,
				cacheCreationTokens: 0,
				cacheCreation5mTokens: 0
			} as never)
		);

	test('is told with both shares', () => {
		expect(raisedButDrift([...HISTORY, ...work(20_000)], NOON)).toEqual(['cache-drop']);
		const [found] = rulings([...HISTORY, ...work(20_000)], NOON).get('cache-drop')!.found;
		expect(found!.value).toBeCloseTo(20_000 / 82_900, 3);
		expect(found!.usual).toBeCloseTo(80_000 / 82_900, 3);
	});

	test('is none in a few requests, or in a little less', () => {
		expect(raisedButDrift([...HISTORY, ...work(20_000, 12)], NOON)).toEqual([]);
		expect(raisedButDrift([...HISTORY, ...work(72_000)], NOON)).toEqual([]);
	});
});

describe('models', () => {
	const use = (model: string, fields: object = {}, atMs = NOON - HOUR) =>
		request(atMs, { model, ...fields } as never);

	test('are told at their first use in four weeks, for a day', () => {
		const events = [...HISTORY, use('claude-sonnet-4-5')];
		expect(raised(events, NOON)).toEqual(['new-model claude-sonnet-4-5']);
		expect(raised([...events, use('claude-sonnet-4-5[1m]')], NOON)).toEqual(['new-model claude-sonnet-4-5']);
		expect(raised(events, NOON + DAY)).toEqual([]);
		expect(
			raised([...HISTORY, use('claude-sonnet-4-5', {}, NOON - 5 * DAY), use('claude-sonnet-4-5')], NOON)
		).toEqual([]);
	});

	test('without a price are told on the first day too, and once only', () => {
		const event = use('my-own-model', { usd: null });
		expect(raised([event], NOON)).toEqual(['unpriced-model my-own-model']);
		expect(raised([...HISTORY, event], NOON)).toEqual(['unpriced-model my-own-model']);
		// It goes on while such requests lie within the four weeks, so that its next use is no news.
		expect(rulings([...HISTORY, event], NOON + 3 * DAY).get('unpriced-model')!.found).toMatchObject([
			{ fading: true }
		]);
	});

	test('whose reported cost is not the table’s drift; explained differences do not', () => {
		const off = (factor: number, count = 12) =>
			times(count, (i) => use('claude-opus-4-5', { usd: 0.072 * factor }, NOON - i * MINUTE));
		expect(raised([...HISTORY, ...off(1)], NOON)).toEqual([]);
		expect(raised([...HISTORY, ...off(1.3)], NOON)).toEqual(['price-drift claude-opus-4-5']);
		expect(raised([...HISTORY, ...off(1.3, 4)], NOON)).toEqual([]);
		// US-only inference costs a tenth more, and is no drift.
		expect(raised([...HISTORY, ...off(1.1)], NOON)).toEqual([]);
		expect(rulings([...HISTORY, ...off(1.3)], NOON + 5 * DAY).get('price-drift')!.found).toMatchObject([
			{ fading: true }
		]);
		expect(rulings([...HISTORY, ...off(1.3)], NOON + 9 * DAY).get('price-drift')!.found).toEqual([]);
	});
});

describe('telemetry that stopped', () => {
	const delivered = times(6, (i) => request(NOON - HOUR - i * MINUTE, { sessionId: 's1' }));
	const fromTranscript = (count: number, sessionId: string) =>
		times(count, (i) =>
			request(NOON - 20 * MINUTE + i * MINUTE, { sessionId, source: 'transcript' } as never)
		);

	test('is told where the transcript goes on without it', () => {
		expect(raised([...delivered, ...fromTranscript(8, 's1')], NOON)).toEqual(['data-stopped s1']);
	});

	test('is none where it goes on, where it never was, or where it may be on its way', () => {
		const going = times(8, (i) => request(NOON - 20 * MINUTE + i * MINUTE, { sessionId: 's1' }));
		expect(raised([...delivered, ...fromTranscript(8, 's1'), ...going], NOON)).toEqual([]);
		expect(raised(fromTranscript(8, 's1'), NOON)).toEqual([]);
		const justNow = times(8, (i) =>
			request(NOON + i * 1000, { sessionId: 's1', source: 'transcript' } as never)
		);
		expect(raised([...delivered, ...justNow], NOON + MINUTE)).toEqual([]);
		expect(raised(delivered, NOON)).toEqual([]);
	});

	test('in the middle of a turn is told by the relay’s own look', () => {
		expect(raised(delivered, NOON, { silent: [{ key: 's1', lastMs: NOON - HOUR }] })).toEqual([
			'data-stopped s1'
		]);
	});

	const step = (name: string, fields: object = {}) =>
		makeEvent({ name, atMs: NOON, sequence: 1, ...fields } as never);
	test.each([
		['a prompt', [step('user_prompt')], true],
		['a command', [step('user_prompt', { commandName: 'clear' })], false],
		['a request', [step('user_prompt'), step('api_request', { sequence: 2 })], false],
		[
			'an accepted tool',
			[step('api_request'), step('tool_decision', { sequence: 2, decision: 'accept' })],
			true
		],
		['a rejected tool', [step('tool_decision', { decision: 'reject' })], false],
		['a result', [step('tool_result', { success: true })], true],
		['a failed result', [step('tool_result', { success: false })], false],
		['a metric after a request', [step('api_request'), step('metric', { atMs: NOON + 1 })], false],
		['nothing', [], false]
	] as [string, DomainEvent[], boolean][])('a turn that ends with %s', (_case, events, open) => {
		expect(isTurnOpen(events)).toBe(open);
		expect(isTurnOpen([...events].reverse())).toBe(open);
	});
});

test('a source that fails is told after five minutes', () => {
	const failing = [{ name: 'loki', sinceMs: NOON - 5 * MINUTE }];
	expect(raised([], NOON, { failing })).toEqual(['source-failing loki']);
	expect(raised([], NOON - 1, { failing })).toEqual([]);
});

test('what is said does not depend on the order of events or days', () => {
	const events = [...workdays(20), ...times(12, (i) => apiError(NOON - i * 30_000)), ...MORNING];
	const expected = [...rulings(events, NOON).values()];
	fc.assert(
		fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
			const days = signalDays(shuffled, NOON).reverse();
			expect([...rulings([], NOON, { days }).values()]).toEqual(expected);
		}),
		{ numRuns: 5, seed: 3 }
	);
});
