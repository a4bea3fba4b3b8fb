// The oracle itself, held against what the CLI recorded of its own sessions.
import { describe, expect, test } from 'vitest';
import { type Capture, readCaptures, readResults, readTranscripts } from '../support/captures.ts';
import { expectedTotals } from '../support/oracle.ts';
import { expectedTranscripts } from '../support/oracle-transcripts.ts';
import { createRandom } from '../support/random.ts';

const captures = readCaptures();
const totals = expectedTotals(captures);
const transcripts = expectedTranscripts(readTranscripts());

/** What the CLI printed is a running total: a fork starts from its parent's, so only the rest is its own. */
const printed = new Map(readResults().map((result) => [result.sessionId, result.totalNanoUsd]));
const ownCost = new Map(
	readResults().map((result) => [
		result.sessionId,
		result.totalNanoUsd - (result.forkedFrom ? (printed.get(result.forkedFrom) ?? 0) : 0)
	])
);
/** Its first run was not captured. */
const CAPTURED_IN_PART = '11111111-2222-4333-8444-555555555555';

describe('the oracle', () => {
	test('reads log records and points out of every captured request of those signals', () => {
		const empty = captures.filter((c) => c.signal !== 'traces' && isEmpty(c)).map((c) => c.file);
		expect(empty).toEqual([]);
	});

	test('gives the same totals for the same captures sent often and in another order', () => {
		const random = createRandom(7);
		const twice = random.shuffle([...captures, ...captures, ...captures.slice(0, 40)]);
		const again = expectedTotals(twice);
		expect(sorted(again)).toEqual(sorted(totals));
	});

	test('agrees to the nano-dollar with the running total a transcript ends with', () => {
		const known = Object.entries(transcripts.costStates).filter(
			([session, cost]) => cost > 0 && !ownCost.has(session) && session !== CAPTURED_IN_PART
		);
		expect(known.length).toBeGreaterThanOrEqual(10);
		for (const [session, cost] of known)
			expect([session, totals.bySession[session]]).toEqual([session, cost]);
	});

	test('agrees to the nano-dollar with what the CLI printed, less what a fork took over', () => {
		expect(ownCost.size).toBeGreaterThanOrEqual(10);
		for (const [session, cost] of ownCost)
			expect([session, totals.bySession[session]]).toEqual([session, cost]);
	});

	test('finds money without events only where a request was interrupted or its logs were not captured', () => {
		const scenarios = captures
			.filter((capture) => Object.keys(expectedTotals(ofScenario(capture.scenario)).unlogged).length > 0)
			.map((capture) => capture.scenario);
		expect([...new Set(scenarios)].sort()).toEqual([
			'allattrs',
			'defaults',
			'interrupted',
			'interrupted-then-more',
			'multiturn2'
		]);
	});
});

function ofScenario(scenario: string): Capture[] {
	return captures.filter((capture) => capture.scenario === scenario);
}

function isEmpty(capture: Capture): boolean {
	const one = expectedTotals([capture]);
	return one.logRecords + one.dataPoints === 0;
}

function sorted(value: object): unknown {
	return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
		part && typeof part === 'object' && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort())
			: part
	);
}
