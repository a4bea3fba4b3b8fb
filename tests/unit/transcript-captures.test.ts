// The captured transcripts beside the captured telemetry of the same runs: one event each, and the oracle's totals.
import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { applyRecords } from '#lib/domain/fold.ts';
import { rangeSums } from '#lib/domain/summary.ts';
import { readCaptures, readResults, readTranscripts } from '../support/captures.ts';
import { emptyTables, modelJournal } from '../support/model-journal.ts';
import { expectedTotals } from '../support/oracle.ts';
import { expectedTranscripts } from '../support/oracle-transcripts.ts';
import { createRandom } from '../support/random.ts';
import { copyCaptured, eventsOf, transcriptBench } from '../support/transcript-folder.ts';
import { decodeCapture } from '../support/wire-captures.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const captures = readCaptures().filter(({ signal }) => signal !== 'traces');
const telemetry = captures.map((capture) => decodeCapture(capture).events);
const expected = expectedTotals(captures);
const told = expectedTranscripts(readTranscripts());
const transcripts = await readAll();
/** Its first run was not captured by telemetry; its transcript has it. */
const CAPTURED_IN_PART = '11111111-2222-4333-8444-555555555555';

/** Ended by a signal in the middle of a response: its metrics and its running total were written without it. */
const CUT_BY_SIGNAL = '794292ba-9f69-42eb-933b-f8094af500b7';

/** Of requests at Sonnet 5's prices: 2, 10, 2.50 (5-minute writes) and 0.20 USD per million tokens. */
function sonnetNano(requests: typeof told.requests): number {
	return requests.reduce(
		(sum, { input, output, cacheCreation, cacheRead }) =>
			sum + input * 2000 + output * 10_000 + cacheCreation * 2500 + cacheRead * 200,
		0
	);
}

/** What the source makes of all captured files. */
async function readAll(): Promise<DomainEvent[]> {
	await using bench = transcriptBench();
	copyCaptured(bench.projects);
	const source = bench.start({ now: () => NOW });
	await source.settled();
	expect(source.status()).toMatchObject({ error: null, counts: { rejected: 0, reread: 0 } });
	return eventsOf(bench.store);
}

function sumsOf(batches: DomainEvent[][]) {
	const journal = modelJournal();
	const tables = emptyTables();
	for (const batch of batches) applyRecords(tables, journal.append(batch), null);
	return {
		events: journal.current(),
		...rangeSums(tables.days.values(), { fromMs: 0, toMs: NOW }, { nowMs: NOW })
	};
}

describe('all captured transcripts and all telemetry', () => {
	const one = transcripts.map((event) => [event]);
	const { events: reference } = sumsOf([...telemetry, ...one]);
	const sent = new Set(telemetry.flat().map(({ id }) => id));

	test('meet: what both have is one event', () => {
		const both = reference.filter(({ seen }) => seen?.includes('transcript'));
		for (const name of ['api_request', 'user_prompt', 'tool_result'])
			expect(both.filter((event) => event.name === name).length, name).toBeGreaterThan(20);
		const only = reference.filter(({ source, name }) => source === 'transcript' && name !== 'session_info');
		expect([...new Set(only.map(({ name }) => name))].sort()).toEqual([
			'api_error',
			'api_request',
			'user_prompt'
		]);
		// Only transcripts have: failed attempts that were made good, requests cut by the user, and one run.
		for (const event of only) {
			expect(sent.has(event.id)).toBe(false);
			const known =
				event.name === 'api_error' ||
				event.sessionId === CAPTURED_IN_PART ||
				(event.name === 'api_request' && event.aborted === true);
			expect(known, JSON.stringify(event)).toBe(true);
		}
	});

	test.each([1, 2, 3, 4])(
		'shuffled and repeated by seed %d, give the same events and the total of the oracle',
		(seed) => {
			const random = createRandom(seed);
			const { events, total, bySession } = sumsOf(
				random.shuffle([...telemetry, ...one, ...one].filter((batch) => batch.length > 0))
			);
			expect(byId(events)).toEqual(byId(reference));
			const cost = (id: string) => bySession.get(id)?.costNanoUsd ?? 0;
			for (const session of expected.sessions) {
				const own = expected.bySession[session] ?? 0;
				const cut = told.requests.filter(({ aborted, sessions }) => aborted && sessions.includes(session));
				if (session === CAPTURED_IN_PART) expect(cost(session)).toBe(told.costStates[session]);
				else if (session === CUT_BY_SIGNAL) expect(cost(session)).toBe(own + sonnetNano(cut));
				else expect([session, cost(session)]).toEqual([session, own]);
			}
			const elsewhere = [...bySession].filter(
				([key, { costNanoUsd }]) => costNanoUsd > 0 && !expected.sessions.includes(key)
			);
			expect(elsewhere).toEqual([]);
			expect(total.unpricedRequests).toBe(0);
		}
	);
});

describe('captured transcripts alone', () => {
	const { events, bySession } = sumsOf([transcripts]);

	test('have each request once, with the usage of the largest line', () => {
		const requests = events.filter((event) => event.name === 'api_request');
		expect(requests.map(({ requestId, outputTokens }) => [requestId, outputTokens]).sort()).toEqual(
			told.requests.map(({ requestId, output }) => [requestId, output]).sort()
		);
	});

	test('give a fork only what it did itself, and its parent all of its own', () => {
		const results = readResults();
		const printed = new Map(results.map(({ sessionId, totalNanoUsd }) => [sessionId, totalNanoUsd]));
		const forks = results.filter(({ forkedFrom }) => forkedFrom !== null);
		expect(forks.length).toBeGreaterThanOrEqual(4);
		for (const { sessionId, forkedFrom } of forks) {
			expect(bySession.get(sessionId)!.costNanoUsd).toBe(printed.get(sessionId)! - printed.get(forkedFrom!)!);
			expect(bySession.get(sessionId)).toMatchObject({
				prompts: 1,
				requests: 1,
				unloggedNanoUsd: 0,
				toolCalls: 0
			});
		}
		const base = forks[0]!.forkedFrom!;
		expect(bySession.get(base)).toMatchObject({ costNanoUsd: printed.get(base), prompts: 1 });
	});

	test('say of prompts, requests and tools the session telemetry says', () => {
		const sent = new Map(telemetry.flat().map((event) => [event.id, event.sessionId]));
		const both = events.filter(({ id }) => sent.has(id));
		expect(both.length).toBeGreaterThan(150);
		for (const { id, sessionId } of both) expect([id, sessionId]).toEqual([id, sent.get(id)]);
	});
});

function byId(events: DomainEvent[]): Map<string, DomainEvent> {
	return new Map(events.map((event) => [event.id, event]));
}
