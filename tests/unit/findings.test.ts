import { describe, expect, test } from 'vitest';
import { attribute } from '#lib/domain/attribution.ts';
import type { ApiRequest, DomainEvent, ToolResult } from '#lib/domain/event.ts';
import { type Finding, findingInput, findings, type History, RULES } from '#lib/domain/findings.ts';
import { habitOf, historyOf } from '#lib/domain/history.ts';
import { makeEvent, START_MS } from '../support/make-event.ts';
import { NOW_MS, sessionEvents } from '../support/session-captures.ts';

const FOREVER = Number.MAX_SAFE_INTEGER;

function found(events: DomainEvent[], history: History | null = null): Finding[] {
	return findings(events, attribute(events, FOREVER), history);
}

/** What the rules say before the least stake and the ranking. */
function told(events: DomainEvent[], history: History | null = null): string[] {
	const input = findingInput(events, attribute(events, FOREVER), history);
	return RULES.map((rule) => rule(input)).flatMap((finding) => (finding === null ? [] : [finding.rule]));
}

const USUAL: History = {
	sessions: 20,
	medianCostNano: 0,
	p90ContextTokens: 0,
	p90ResultBytes: 0,
	p90Subagents: 0
};

/** A conversation on Opus 5.5 (4, 20, 5, 8 and 0.2 USD per million): what a request reads is what was cached before. */
class Conversation {
	readonly events: DomainEvent[] = [];
	private atMs = START_MS;
	private cached = 0;
	private count = 0;
	private readonly model: string;

	constructor(model = 'claude-opus-5-5') {
		this.model = model;
	}

	ask(written: number, fields: Partial<ApiRequest> & { afterMs?: number } = {}): this {
		const { afterMs = 1000, ...own } = fields;
		this.atMs += afterMs;
		const id = `r${this.count++}`;
		this.events.push(
			makeEvent({
				id: `api_request:${id}`,
				requestId: id,
				promptId: 'p',
				querySource: 'sdk',
				model: this.model,
				inputTokens: 0,
				outputTokens: 400,
				cacheReadTokens: this.cached,
				cacheCreationTokens: written,
				cacheCreation5mTokens: written,
				cacheCreation1hTokens: 0,
				atMs: this.atMs,
				durationMs: 0,
				...own
			})
		);
		this.cached += written;
		return this;
	}

	tool(fields: Partial<ToolResult> = {}): this {
		this.atMs += 10;
		const id = `t${this.events.length}`;
		this.events.push(
			makeEvent({
				name: 'tool_result',
				id: `tool_result:${id}`,
				toolUseId: id,
				requestId: `r${this.count - 1}`,
				promptId: 'p',
				toolName: 'Bash',
				success: true,
				resultBytes: 100,
				inputBytes: 40,
				atMs: this.atMs,
				...fields
			})
		);
		return this;
	}

	times(count: number, step: (on: this, i: number) => void): this {
		for (let i = 0; i < count; i++) step(this, i);
		return this;
	}
}

describe('a captured session', () => {
	test.each([
		'subagent',
		'subagent-explore',
		'tools2-details',
		'errors-500',
		'errors-429',
		'refusal',
		'compact',
		'hooks',
		'mcp',
		'skill',
		'denied-all',
		'resume'
	])('%s is too small for a finding', (scenario) => {
		const events = sessionEvents(scenario);
		expect(findings(events, attribute(events, NOW_MS))).toEqual([]);
	});

	test('multiturn2 is told of the model it changed in the midst, and of nothing else', () => {
		const events = sessionEvents('multiturn2');
		expect(findings(events, attribute(events, NOW_MS))).toEqual([
			{
				rule: 'model-switched',
				// 24,368 tokens written at 5,000 nano-USD where reading costs 200.
				stakeNano: 24_368 * 4800,
				params: { times: 1, tokens: 24_368, from: 'claude-sonnet-5', to: 'claude-opus-5-5' },
				eventIds: ['api_request:req_011CC7NrJPQSQHjTbNAvDNNw']
			}
		]);
	});
});

describe('cache-expired', () => {
	const again = (afterMs: number) =>
		new Conversation().ask(100_000).ask(500).ask(100_600, { cacheReadTokens: 0, afterMs }).events;

	test('names the pause, the tokens and what reading them would have saved', () => {
		expect(found(again(360_000))).toEqual([
			{
				rule: 'cache-expired',
				stakeNano: 100_500 * 4800,
				params: { times: 1, tokens: 100_500, longestPauseMs: 360_000, lifeMs: 300_000 },
				eventIds: ['api_request:r2']
			}
		]);
	});

	test('is silent where the pause was shorter than the life', () => {
		expect(told(again(240_000))).toEqual([]);
	});

	test('is silent below the least stake', () => {
		const small = new Conversation().ask(15_000).ask(15_100, { cacheReadTokens: 0, afterMs: 360_000 }).events;
		expect(told(small)).toEqual(['cache-expired']);
		expect(found(small)).toEqual([]);
	});
});

describe('model-switched', () => {
	const switched = (from: string, to: string, later: number) => {
		const conversation = new Conversation(from).ask(100_000);
		conversation.ask(100_100, { cacheReadTokens: 0, model: to });
		return conversation.times(later, (on) => on.ask(100, { model: to, cacheReadTokens: 100_100 })).events;
	};

	test('is told of a change to a dearer model', () => {
		expect(found(switched('claude-sonnet-5', 'claude-opus-5', 3))[0]).toMatchObject({
			rule: 'model-switched',
			stakeNano: 100_000 * (6250 - 500)
		});
	});

	test('is silent where the other model saved more than the change cost', () => {
		expect(found(switched('claude-fable-5', 'claude-haiku-5-5', 30))).toEqual([]);
	});
});

describe('long-context', () => {
	const long = (requests: number) =>
		new Conversation().ask(250_000).times(requests, (on) => on.ask(1000)).events;

	test('names the peak, how many carried it, and what was paid above the threshold', () => {
		const [finding] = found(long(40)).filter(({ rule }) => rule === 'long-context');
		expect(finding!.params).toEqual({ peakTokens: 290_000, threshold: 100_000, requests: 41 });
		// Each request reads what was there before at 200 nano-USD, of which the part above 100,000 counts.
		const contexts = Array.from({ length: 40 }, (_, i) => 251_000 + i * 1000);
		const above = contexts.map((context) =>
			Math.round((context - 1000) * 200 * ((context - 100_000) / context))
		);
		expect(finding!.stakeNano).toBe(above.reduce((a, b) => a + b));
	});

	test('is silent when few requests carried it', () => {
		expect(told(long(8))).toEqual([]);
	});

	test("is silent below the user's own habit", () => {
		expect(told(long(40), { ...USUAL, p90ContextTokens: 300_000 })).toEqual([]);
		expect(told(long(40), { ...USUAL, sessions: 19, p90ContextTokens: 300_000 })).toEqual(['long-context']);
	});
});

describe('huge-result', () => {
	const huge = (bytes: number) =>
		new Conversation()
			.ask(20_000)
			.tool({ toolName: 'Read', resultBytes: bytes })
			.tool({ toolName: 'Bash', resultBytes: 60 })
			.ask(30_000)
			.times(30, (on) => on.ask(100)).events;

	test('names the tool, its size, and who carried it; the row of the result comes first', () => {
		const [finding] = found(huge(120_000));
		expect(finding).toMatchObject({
			rule: 'huge-result',
			params: { toolName: 'Read', bytes: 120_000, carriedBy: 30 }
		});
		expect(finding!.eventIds).toEqual(['tool_result:t1', 'api_request:r1']);
		// About 29,600 tokens written once at 5,000 and read 30 times at 200 nano-USD.
		expect(finding!.stakeNano).toBeGreaterThan(29_500 * (5000 + 30 * 200));
		expect(finding!.stakeNano).toBeLessThan(29_700 * (5000 + 30 * 200));
	});

	test('is silent about results of usual size', () => {
		expect(told(huge(30_000))).toEqual([]);
		expect(told(huge(120_000), { ...USUAL, p90ResultBytes: 120_000 })).toEqual([]);
	});

	test('ends where the context shrank', () => {
		const events = huge(120_000);
		const shrunk = events.map((event, i) =>
			event.name === 'api_request' && i >= 15 ? { ...event, cacheReadTokens: 10_000 } : event
		);
		const [finding] = found(shrunk).filter(({ rule }) => rule === 'huge-result');
		expect(finding!.params).toMatchObject({ carriedBy: 11 });
	});
});

describe('errors', () => {
	const failing = (answered: boolean) => {
		const at = { promptId: 'q', querySource: 'sdk', sessionId: 'session-1' };
		const events: DomainEvent[] = [
			...new Conversation().ask(50_000).events,
			makeEvent({ ...at, id: 'api_request:x', costNanoUsd: 300_000_000, atMs: START_MS + 5000 }),
			...[1, 2].map((n) =>
				makeEvent({
					...at,
					name: 'api_error',
					id: `api_error:${n}`,
					atMs: START_MS + 5000 + n,
					statusCode: 529
				})
			),
			makeEvent({
				...at,
				name: 'api_retries_exhausted',
				totalRetryDurationMs: 2036,
				atMs: START_MS + 5003
			})
		];
		if (answered)
			events.push(makeEvent({ ...at, id: 'api_request:y', costNanoUsd: 0, atMs: START_MS + 9000 }));
		return events;
	};

	test('names a turn that was paid for and ended without an answer', () => {
		expect(found(failing(false))).toEqual([
			{
				rule: 'errors',
				stakeNano: 300_000_000,
				params: { errors: 2, refusals: 0, retryMs: 2036 },
				eventIds: ['api_error:1', 'api_error:2']
			}
		]);
	});

	test('is silent where the answer came after all', () => {
		expect(found(failing(true))).toEqual([]);
	});

	test('counts what refusals were billed', () => {
		const events = sessionEvents('refusal');
		const input = findingInput(events, attribute(events, NOW_MS), null);
		expect(RULES.map((rule) => rule(input)).filter(Boolean)).toMatchObject([
			{ rule: 'errors', stakeNano: 62_318_600, params: { errors: 0, refusals: 2 } }
		]);
	});
});

describe('subagent-fan-out', () => {
	const fan = (agents: number) =>
		new Conversation().ask(20_000).times(agents, (on, i) => {
			const agent = { agentId: `a${i}`, agentName: 'Explore', querySource: 'agent:builtin:Explore' };
			on.ask(0, { ...agent, cacheReadTokens: 0, cacheCreationTokens: 15_000, cacheCreation5mTokens: 15_000 });
		}).events;

	test('names how many there were and what each was given anew', () => {
		expect(found(fan(6))).toEqual([
			{
				rule: 'subagent-fan-out',
				stakeNano: 6 * 15_000 * 5000,
				params: { agents: 6, totalNano: 6 * (15_000 * 5000 + 400 * 20_000) },
				eventIds: [1, 2, 3, 4, 5, 6].map((n) => `api_request:r${n}`)
			}
		]);
	});

	test('is silent about two, and about as many as are usual', () => {
		expect(told(fan(2))).toEqual([]);
		expect(told(fan(6), { ...USUAL, p90Subagents: 6 })).toEqual([]);
	});
});

describe('dear-model', () => {
	const small = (outputTokens: number) =>
		new Conversation('claude-fable-5')
			.ask(20_000, { outputTokens })
			.times(20, (on) => on.tool().ask(200, { outputTokens }));

	test('names a smaller model, and the difference for the same tokens', () => {
		const [finding] = found(small(100).events);
		expect(finding).toMatchObject({
			rule: 'dear-model',
			params: { model: 'claude-fable-5', alternative: 'claude-sonnet-5-5', requests: 21 }
		});
		const reads = Array.from({ length: 20 }, (_, i) => 20_000 + i * 200).reduce((a, b) => a + b);
		// In March 2026 Sonnet 5.5 reads at 200 nano-USD, Fable 5 at 1,000.
		expect(finding!.stakeNano).toBe(24_000 * (12_500 - 2500) + reads * 800 + 2100 * (50_000 - 10_000));
	});

	test('is silent where steps were large, or something was edited', () => {
		expect(told(small(301).events)).toEqual([]);
		expect(told(small(100).tool({ toolName: 'Edit' }).events)).toEqual([]);
	});
});

describe('repeated-failures', () => {
	const failed = { success: false, errorType: 'ShellError', resultBytes: null };
	const failing = (times: number, fields: Partial<ToolResult>) =>
		new Conversation().ask(40_000).times(times, (on) => on.tool({ ...failed, ...fields }).ask(100)).events;

	test('names the call and how often it failed alike', () => {
		const [finding] = found(failing(12, { input: '{"command":"npm test"}' }));
		expect(finding).toMatchObject({
			rule: 'repeated-failures',
			params: { toolName: 'Bash', times: 12, errorType: 'ShellError' }
		});
		expect(finding!.eventIds).toHaveLength(12);
	});

	test('takes calls of one size for the same only where it saw more of them', () => {
		expect(told(failing(3, {}))).toEqual([]);
		expect(told(failing(4, {}))).toEqual(['repeated-failures']);
		expect(told(failing(3, { input: 'x' }))).toEqual(['repeated-failures']);
	});

	test('is silent where a success lies between, or the arguments differ', () => {
		const mended = new Conversation()
			.ask(40_000)
			.times(6, (on, i) =>
				on.tool(i === 2 ? { input: 'x' } : { ...failed, input: i < 4 ? 'x' : 'y' }).ask(100)
			);
		expect(told(mended.events)).toEqual([]);
	});

	test('calls of one request are tried at once, not again', () => {
		const parallel = new Conversation().ask(40_000).times(5, (on) => on.tool({ ...failed, input: 'x' }));
		expect(told(parallel.events)).toEqual([]);
	});
});

describe('history', () => {
	test('is made of the sessions that have something to say', () => {
		const { steps, totalNano } = attribute(sessionEvents('subagent-explore'), NOW_MS);
		const explored = habitOf({ steps, totalNano });
		expect(explored).toEqual({ costNano: 129_357_800, contextTokens: 13_861, resultBytes: 1, subagents: 2 });
		const quiet = { costNano: 0, contextTokens: 0, resultBytes: 0, subagents: 0 };
		const habits = [
			quiet,
			quiet,
			explored,
			...[1, 2, 3].map((n) => ({ ...quiet, costNano: n, contextTokens: n }))
		];
		expect(historyOf(habits)).toEqual({
			sessions: 6,
			medianCostNano: 1,
			p90ContextTokens: 13_861,
			p90ResultBytes: 1,
			p90Subagents: 2
		});
		expect(historyOf([])).toEqual({ ...USUAL, sessions: 0 });
	});
});

describe('findings', () => {
	/** Expired, switched, huge, refused, failing and fanned out. */
	const everything = () => {
		const on = new Conversation().ask(150_000).tool({ toolName: 'Read', resultBytes: 400_000 });
		on.ask(100_000);
		on.times(14, (c) =>
			c.tool({ success: false, errorType: 'ShellError', input: 'x', resultBytes: null }).ask(50)
		);
		on.times(8, (c, i) =>
			c.ask(0, {
				agentId: `a${i}`,
				querySource: 'agent:custom',
				cacheReadTokens: 0,
				cacheCreationTokens: 90_000,
				cacheCreation5mTokens: 90_000
			})
		);
		on.ask(250_700, { cacheReadTokens: 0, afterMs: 400_000 });
		on.ask(501_000, { cacheReadTokens: 0, model: 'claude-opus-5', afterMs: 1000 });
		for (const requestId of ['r0', 'r1'])
			on.events.push(
				makeEvent({ name: 'api_refusal', id: `api_refusal:${requestId}`, requestId, atMs: START_MS })
			);
		return on.events;
	};

	test('are at most five, dearest first, each with its rows', () => {
		expect(told(everything()).length).toBeGreaterThan(5);
		const five = found(everything());
		expect(five).toHaveLength(5);
		const stakes = five.map(({ stakeNano }) => stakeNano);
		expect(stakes).toEqual(stakes.toSorted((a, b) => b - a));
		for (const { eventIds } of five) expect(eventIds.length).toBeGreaterThan(0);
	});

	test('name rows that are there, and no more than twenty', () => {
		const ids = new Set(everything().map(({ id }) => id));
		for (const { eventIds } of found(everything())) {
			expect(eventIds.length).toBeLessThanOrEqual(20);
			expect(eventIds.filter((id) => !ids.has(id))).toEqual([]);
		}
	});

	test('are none where the stake is small beside what the user usually spends', () => {
		expect(found(everything(), { ...USUAL, medianCostNano: 100_000_000_000 })).toEqual([]);
	});

	test('of no events are none', () => {
		expect(found([])).toEqual([]);
	});
});
