import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '#lib/domain/event.ts';
import { type Observations, observe, resolve } from '#lib/domain/merge.ts';
import { arbitraryEvent } from '../support/arbitrary-events.ts';

const sameId = fc
	.array(arbitraryEvent, { minLength: 1, maxLength: 6 })
	.map((events) =>
		events.filter((event) => event.name === events[0]!.name).map((event) => ({ ...event, id: 'same' }))
	);

const merged = (events: Parameters<typeof observe>[1][]) => resolve(events.reduce<Observations>(observe, {}));

describe('merging observations of one id', () => {
	test('order does not matter', () => {
		fc.assert(
			fc.property(sameId, fc.infiniteStream(fc.nat()), (events, keys) => {
				const shuffled = events
					.map((event) => ({ event, key: keys.next().value }))
					.sort((a, b) => a.key - b.key)
					.map(({ event }) => event);
				expect(merged(shuffled)).toEqual(merged(events));
			}),
			{ seed: 1, numRuns: 2000 }
		);
	});

	test('repetition does not matter', () => {
		fc.assert(
			fc.property(sameId, (events) => {
				expect(merged([...events, ...events])).toEqual(merged(events));
			}),
			{ seed: 2, numRuns: 1000 }
		);
	});

	const seen = (fields: Partial<ApiRequest>) =>
		({
			...fc.sample(
				arbitraryEvent.filter((event) => event.name === 'api_request'),
				{ seed: 3, numRuns: 1 }
			)[0]!,
			...fields
		}) as ApiRequest;

	test('telemetry decides what it knows, a transcript adds the rest', () => {
		const telemetry = seen({
			source: 'otlp',
			atMs: 1100,
			sessionId: 'true',
			costNanoUsd: 5,
			cacheCreation5mTokens: null,
			facts: { userId: 'u' }
		});
		const transcript = seen({
			source: 'transcript',
			atMs: 1000,
			sessionId: 'copy',
			costNanoUsd: null,
			cacheCreation5mTokens: 7,
			facts: { branch: 'main' }
		});
		expect(merged([transcript, telemetry])).toMatchObject({
			atMs: 1100,
			sessionId: 'true',
			costNanoUsd: 5,
			cacheCreation5mTokens: 7,
			source: 'otlp',
			seen: ['otlp', 'transcript'],
			facts: { userId: 'u', branch: 'main' }
		});
	});

	test('of two transcript lines the one with more usage is kept', () => {
		const small = seen({
			source: 'transcript',
			outputTokens: 1,
			inputTokens: 0,
			cacheReadTokens: 0,
			cacheCreationTokens: 0
		});
		expect(merged([small, { ...small, outputTokens: 90 }])).toMatchObject({ outputTokens: 90 });
		expect(merged([{ ...small, outputTokens: 90 }, small])).toMatchObject({ outputTokens: 90 });
	});
});
