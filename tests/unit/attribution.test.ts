import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attribution, attribute } from '#lib/domain/attribution.ts';
import { type View, viewRows } from '#lib/domain/attribution-views.ts';
import { entrantCosts } from '#lib/domain/carried.ts';
import { COST_KINDS } from '#lib/domain/cost-parts.ts';
import type { ApiRequest, DomainEvent } from '#lib/domain/event.ts';
import { lifetimeSummary } from '#lib/domain/summary.ts';
import { arbitrarySession } from '../support/arbitrary-session.ts';
import { readCaptures } from '../support/captures.ts';
import { makeEvent, START_MS } from '../support/make-event.ts';
import { foldOf } from '../support/model-journal.ts';
import { expectedTotals } from '../support/oracle.ts';
import { createRandom } from '../support/random.ts';
import { decodeCapture, NOW_MS, sessionEvents } from '../support/session-captures.ts';

const VIEWS: View[] = ['cause', 'prompt', 'tool', 'costKind', 'role', 'agent', 'model', 'skill', 'mcpServer'];
const FOREVER = Number.MAX_SAFE_INTEGER;

const sum = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0);

/** Row name → nano-USD. */
function view(attribution: Attribution, name: View): Record<string, number> {
	return Object.fromEntries(
		viewRows(attribution, name).map(({ group, key, nano }) => [
			group === 'value' ? String(key) : `(${group})`,
			nano
		])
	);
}

/** What was said to have entered with each request of the main conversation. */
function entered(attribution: Attribution): string[][] {
	return attribution.steps
		.filter(({ lineage }) => lineage.key === '\t')
		.map((step) => step.entered.map(({ kind, toolName, tokens }) => `${toolName ?? kind} ${tokens}`));
}

describe('shares', () => {
	const captures = readCaptures().filter(({ signal }) => signal !== 'traces');
	const bySession = Map.groupBy(captures.flatMap(decodeCapture), (event) => event.sessionId);

	test('of every captured session sum to what the oracle says it cost, in every view', () => {
		const expected = expectedTotals(captures);
		for (const [id, all] of bySession) {
			if (id === null) continue;
			const events = [...new Map(all.map((event) => [event.id, event])).values()];
			const attribution = attribute(events, NOW_MS);
			expect([id, attribution.totalNano]).toEqual([id, expected.bySession[id] ?? 0]);
			for (const name of VIEWS)
				expect(sum(viewRows(attribution, name).map(({ nano }) => nano))).toBe(attribution.totalNano);
		}
	});

	test('of any session sum to its cost to the nano-dollar, in every view', () => {
		fc.assert(
			fc.property(arbitrarySession, (events) => {
				const attribution = attribute(events, FOREVER);
				const row = foldOf(events).sessions.get('s');
				const cost = row === undefined ? 0 : lifetimeSummary(row, FOREVER).costNanoUsd;
				expect(attribution.totalNano).toBe(cost);
				expect(sum(attribution.shares.map(({ nano }) => nano))).toBe(cost);
				for (const name of VIEWS) expect(sum(viewRows(attribution, name).map(({ nano }) => nano))).toBe(cost);
			}),
			{ seed: 4, numRuns: 400 }
		);
	});

	test('of any session are whole and not negative, and hold every token once', () => {
		fc.assert(
			fc.property(arbitrarySession, (events) => {
				const { shares, steps, partsByRequest } = attribute(events, FOREVER);
				expect(shares.every(({ nano, tokens }) => nano >= 0 && Number.isInteger(nano) && tokens >= 0)).toBe(
					true
				);
				for (const { request, context, tokens } of steps) {
					const parts = partsByRequest.get(request.id);
					const own = shares.filter(({ step }) => step?.request === request);
					expect(sum(own.map(({ nano }) => nano))).toBe(sum(parts ?? []));
					expect(sum(own.map((share) => share.tokens))).toBe(
						parts === undefined ? 0 : context + tokens.output
					);
				}
			}),
			{ seed: 5, numRuns: 200 }
		);
	});

	test('are the same whatever order the events came in', () => {
		fc.assert(
			fc.property(arbitrarySession, fc.integer(), (events, seed) => {
				const plain = ({ shares, unpriced }: Attribution) =>
					JSON.stringify([unpriced, shares.map(({ step, ...share }) => [step?.request.id, share])]);
				expect(plain(attribute(createRandom(seed).shuffle(events), FOREVER))).toBe(
					plain(attribute(events, FOREVER))
				);
			}),
			{ seed: 6, numRuns: 100 }
		);
	});

	test('of a request split as the price table does, scaled to what was reported', () => {
		const request = makeEvent({
			model: 'claude-sonnet-5',
			inputTokens: 1000,
			outputTokens: 100,
			cacheReadTokens: 10_000,
			cacheCreationTokens: 2000,
			cacheCreation5mTokens: 1500,
			cacheCreation1hTokens: 500,
			// Twice what the table says: 2,000 + 1,000 + 2,000 + 3,750 + 2,000 µUSD.
			costNanoUsd: 21_500_000
		});
		const { partsByRequest } = attribute([request], FOREVER);
		expect(
			Object.fromEntries(COST_KINDS.map((kind, i) => [kind, partsByRequest.get(request.id)![i]]))
		).toEqual({
			input: 4_000_000,
			output: 2_000_000,
			cacheRead: 4_000_000,
			cacheWrite5m: 7_500_000,
			cacheWrite1h: 4_000_000,
			cacheWriteUnsplit: 0,
			webSearch: 0,
			unknown: 0
		});
	});

	test('of a cost without tokens are of unknown cause', () => {
		const attribution = attribute([makeEvent({ costNanoUsd: 7 })], FOREVER);
		expect(view(attribution, 'cause')).toEqual({ unknown: 7 });
	});

	test('unpriced requests are named, not 0', () => {
		const request = makeEvent({
			id: 'api_request:x',
			promptId: 'p',
			model: 'claude-nova-9',
			inputTokens: 5,
			outputTokens: 6
		});
		expect(attribute([request], FOREVER)).toMatchObject({
			totalNano: 0,
			shares: [],
			unpriced: [{ eventId: 'api_request:x', model: 'claude-nova-9', promptId: 'p', tokens: 11 }]
		});
	});
});

describe('multiturn2', () => {
	const attribution = attribute(sessionEvents('multiturn2'), NOW_MS);
	const prompts = attribution.steps.map(({ request }) => request.promptId);
	const [first, second, third] = [...new Set(prompts)] as [string, string, string];

	test('adds up to its cost by cause', () => {
		expect(view(attribution, 'cause')).toEqual({
			// 24,368 tokens at 5,000 nano-USD.
			rewritten: 121_840_000,
			// 4 fresh and 22,946 written on Sonnet 5: 4 × 2,000 + 22,946 × 2,500.
			baseline: 57_373_000,
			carrying: 42_406_200,
			metrics: 8_976_800,
			turn: 5_070_000,
			entered: 4_811_000
		});
	});

	test('the first prompt is not blamed for the system prompt', () => {
		expect(view(attribution, 'prompt')['(baseline)']).toBe(57_373_000);
		// Its answer of 14 tokens (140,000), and the same answer entering the second prompt's request.
		expect(view(attribution, 'prompt')[first]).toBe(173_959);
	});

	test('the third prompt is not blamed for the model switch', () => {
		expect(view(attribution, 'prompt')['(rewritten)']).toBe(121_840_000);
		expect(view(attribution, 'prompt')[third]).toBeLessThan(2_000_000);
		const [change] = attribution.steps.filter(({ rewritten }) => rewritten > 0);
		expect([change!.reason, change!.rewritten, change!.request.promptId]).toEqual(['model', 24_368, third]);
	});

	test('the second prompt carries its tools', () => {
		expect(view(attribution, 'prompt')[second]).toBeGreaterThan(50_000_000);
		expect(entered(attribution)).toEqual([
			[],
			['answer 14', 'prompt 60'],
			['answer 72', 'Read 31', 'Bash 191'],
			['answer 56', 'Write 102'],
			['answer 34', 'Read 84'],
			['answer 67', 'Edit 114'],
			['answer 40', 'Bash 96'],
			['answer 39', 'Bash 86'],
			['answer 36', 'Read 213'],
			['answer 59', 'Grep 70', 'Glob 30'],
			['answer 20', 'prompt 204']
		]);
	});

	test('its interrupted request is a cause of its own', () => {
		expect(view(attribution, 'role')).toEqual({ main: 231_500_200, '(metrics)': 8_976_800 });
		expect(view(attribution, 'model')).toEqual({
			'claude-opus-5-5': 132_628_800,
			'claude-sonnet-5': 107_848_200
		});
	});
});

describe('captured sessions', () => {
	test('subagent-explore: each agent starts with a baseline of its own, which its prompt answers for', () => {
		const attribution = attribute(sessionEvents('subagent-explore'), NOW_MS);
		expect(view(attribution, 'role')).toEqual({ main: 74_454_800, subagent: 54_903_000 });
		expect(view(attribution, 'agent')).toEqual({
			'(rest)': 74_454_800,
			Explore: 40_425_600,
			custom: 14_477_400
		});
		expect(view(attribution, 'prompt')['(baseline)']).toBe(12 * 4000 + 13_334 * 5000);
		expect(entered(attribution).at(-1)).toEqual(['answer 115', 'Agent 176', 'Agent 236']);
	});

	test('tools2-details: what entered is exactly what the context grew by', () => {
		const { steps } = attribute(sessionEvents('tools2-details'), NOW_MS);
		for (const step of steps.slice(1)) {
			expect(step.rewritten + step.resent).toBe(0);
			expect(sum(step.entered.map(({ tokens }) => tokens))).toBe(
				step.tokens.input + step.tokens.cacheWrite5m
			);
		}
	});

	test('denied-all: a refused call enters too, though it has no result', () => {
		const attribution = attribute(sessionEvents('denied-all'), NOW_MS);
		expect(entered(attribution)).toEqual([[], ['answer 42', 'Bash 83'], ['answer 39', 'Write 103']]);
	});

	test('compact: the side requests read the conversation and are no main requests', () => {
		const attribution = attribute(sessionEvents('compact'), NOW_MS);
		expect(view(attribution, 'role')).toEqual({ auxiliary: 15_599_900 });
		expect(view(attribution, 'cause').carrying).toBe((23_720 + 25_772) * 200);
	});

	test('skill and mcp: by the names Claude Code gives', () => {
		expect(view(attribute(sessionEvents('skill'), NOW_MS), 'skill')).toEqual({
			'(rest)': 57_648_000,
			'demo-skill': 4_993_600
		});
		expect(view(attribute(sessionEvents('mcp'), NOW_MS), 'mcpServer')).toEqual({
			'(rest)': 58_019_000,
			custom: 10_346_600
		});
	});

	test('errors cost nothing, and a refusal costs what it was billed', () => {
		for (const scenario of ['errors-500', 'errors-429'])
			expect(attribute(sessionEvents(scenario), NOW_MS).totalNano).toBe(0);
		expect(attribute(sessionEvents('refusal'), NOW_MS).totalNano).toBe(62_318_600);
	});

	test('resume: another model in the second process reads another cache', () => {
		const { steps } = attribute(sessionEvents(['fresh-sid', 'resume', 'compact']), NOW_MS);
		expect(steps.filter(({ rewritten }) => rewritten > 0).map(({ reason }) => reason)).toEqual(['model']);
	});
});

describe('a cache written again', () => {
	const BASE: Partial<ApiRequest> = {
		model: 'claude-sonnet-5',
		inputTokens: 2,
		outputTokens: 10,
		promptId: 'p'
	};
	const chain = (...steps: (Partial<ApiRequest> & { afterMs?: number })[]): DomainEvent[] => {
		let atMs = START_MS;
		return steps.map(({ afterMs = 1000, ...step }, i) => {
			atMs += afterMs;
			return makeEvent({ ...BASE, ...step, id: `api_request:${i}`, requestId: `r${i}`, atMs, durationMs: 0 });
		});
	};
	const opening = { cacheReadTokens: 0, cacheCreationTokens: 1000, cacheCreation5mTokens: 1000 };
	const again = { cacheReadTokens: 0, cacheCreationTokens: 1100, cacheCreation5mTokens: 1100 };
	const reasons = (events: DomainEvent[]) =>
		attribute(events, FOREVER)
			.steps.filter(({ rewritten }) => rewritten > 0)
			.map(({ reason, rewritten, pauseMs }) => [reason, rewritten, pauseMs]);

	test('after a pause longer than its life has expired', () => {
		expect(reasons(chain(opening, { ...again, afterMs: 300_001 }))).toEqual([['expired', 1000, 300_001]]);
	});

	test('after a shorter pause is written again for no known reason', () => {
		expect(reasons(chain(opening, { ...again, afterMs: 300_000 }))).toEqual([['unknown', 1000, 300_000]]);
	});

	test('of an hour lives an hour', () => {
		const hour = { ...opening, cacheCreation5mTokens: 0, cacheCreation1hTokens: 1000 };
		expect(reasons(chain(hour, { ...again, afterMs: 3_600_000 }))).toEqual([['unknown', 1000, 3_600_000]]);
		expect(reasons(chain(hour, { ...again, afterMs: 3_600_001 }))).toEqual([['expired', 1000, 3_600_001]]);
	});

	test('of unknown life has surely expired after an hour only', () => {
		const unsplit = { ...opening, cacheCreation5mTokens: null };
		expect(reasons(chain(unsplit, { ...again, afterMs: 400_000 }))[0]![0]).toBe('unknown');
		expect(reasons(chain(unsplit, { ...again, afterMs: 3_600_001 }))[0]![0]).toBe('expired');
	});

	test('on another model is the change, whatever the pause', () => {
		expect(reasons(chain(opening, { ...again, model: 'claude-opus-5-5', afterMs: 900_000 }))[0]![0]).toBe(
			'model'
		);
	});

	test('after a compaction is the compaction', () => {
		const events = chain(opening, { ...opening, cacheCreationTokens: 400, cacheCreation5mTokens: 400 });
		events.push(makeEvent({ name: 'compaction', success: true, atMs: START_MS + 1500 }));
		expect(reasons(events)).toEqual([['compaction', 400, 1000]]);
	});

	test('a subagent runs on its own cache: the conversation has not switched model', () => {
		const agent = { agentId: 'a', querySource: 'agent:custom', model: 'claude-haiku-5-5' };
		const carried = { cacheReadTokens: 1000, cacheCreationTokens: 100, cacheCreation5mTokens: 100 };
		expect(reasons(chain(opening, { ...opening, ...agent }, carried))).toEqual([]);
	});

	test('a context sent without a cache is carried, not blamed on what entered', () => {
		const { steps } = attribute(
			chain(
				{ inputTokens: 1000, cacheReadTokens: 0, cacheCreationTokens: 0 },
				{ inputTokens: 1300, cacheReadTokens: 0, cacheCreationTokens: 0 }
			),
			FOREVER
		);
		expect([steps[1]!.enteredFresh, steps[1]!.resent]).toEqual([300, 1000]);
	});
});

describe('what entered', () => {
	test('is carried by the requests after it, in no more than they paid for carrying', () => {
		fc.assert(
			fc.property(arbitrarySession, (events) => {
				const attribution = attribute(events, FOREVER);
				const costs = entrantCosts(attribution);
				const { entered = 0, carrying = 0 } = view(attribution, 'cause');
				expect(sum(costs.map(({ enteredNano }) => enteredNano))).toBe(entered);
				// Each is rounded once.
				expect(sum(costs.map(({ carriedNano }) => carriedNano))).toBeLessThanOrEqual(carrying + costs.length);
			}),
			{ seed: 9, numRuns: 200 }
		);
	});

	test('in multiturn2: the dearest prompt leads to the result that cost it most', () => {
		const attribution = attribute(sessionEvents('multiturn2'), NOW_MS);
		const dearest = viewRows(attribution, 'prompt').find(({ group }) => group === 'value')!;
		const [first] = entrantCosts(attribution).filter(
			({ entrant }) => entrant.promptId === dearest.key && entrant.kind === 'tool'
		);
		expect([first!.entrant.toolName, first!.entrant.bytes, first!.carriedBy]).toEqual(['Bash', 385, 7]);
		// 191 tokens: written once at 2,500, read seven times at 200 nano-USD.
		expect(first!.entrant.eventId).toBe('tool_result:toolu_01TC9oWpJ8ZUhNAjsFEY9c3v');
		expect(first!.enteredNano + first!.carriedNano).toBeGreaterThan(191 * (2000 + 7 * 180));
		expect(first!.enteredNano + first!.carriedNano).toBeLessThan(191 * (2500 + 7 * 200));
	});
});

test('10,000 events are attributed to the nano-dollar in every view', () => {
	const random = createRandom(1);
	const events: DomainEvent[] = Array.from({ length: 5000 }, (_, i) => [
		makeEvent({
			id: `api_request:${i}`,
			requestId: `r${i}`,
			promptId: `p${i >> 5}`,
			atMs: START_MS + i * 1000,
			model: 'claude-opus-5-5',
			inputTokens: 4,
			outputTokens: random.integer(1, 900),
			cacheReadTokens: i * 20,
			cacheCreationTokens: 20,
			costNanoUsd: random.integer(1, 900_000_000)
		}),
		makeEvent({
			name: 'tool_result',
			id: `tool_result:${i}`,
			toolUseId: `${i}`,
			requestId: `r${i}`,
			resultBytes: random.integer(1, 9000),
			atMs: START_MS + i * 1000 + 10
		})
	]).flat();
	const attribution = attribute(events, FOREVER);
	const total = events.reduce(
		(sum, event) => sum + (event.name === 'api_request' ? (event.costNanoUsd ?? 0) : 0),
		0
	);
	for (const name of VIEWS) {
		const rows = viewRows(attribution, name);
		expect(rows.reduce((sum, { nano }) => sum + nano, 0)).toBe(total);
	}
});
