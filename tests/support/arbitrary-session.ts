// Seeded arbitraries of one session as it might be: prompts, requests of the conversation, subagents and side requests,
// tools with and without results, compactions, pauses, changed models, costs sent, computable or unknown, metrics.
import fc from 'fast-check';
import type { DomainEvent } from '#lib/domain/event.ts';
import { makeEvent, START_MS } from './make-event.ts';

const MODELS = [
	'claude-sonnet-5',
	'claude-opus-5-5',
	'claude-haiku-5-5',
	'claude-sonnet-4-5[1m]',
	'claude-nova-9',
	null
];
const SOURCES: [string | null, string | null][] = [
	['sdk', null],
	['repl_main_thread', null],
	[null, null],
	['agent:custom', 'a1'],
	['agent:builtin:Explore', 'a2'],
	['compact', null],
	['generate_session_title', null]
];
const tokens = fc.oneof(
	{ arbitrary: fc.integer({ min: 0, max: 200_000 }), weight: 6 },
	{ arbitrary: fc.constant(0), weight: 2 },
	{ arbitrary: fc.constant(null), weight: 1 }
);
const gap = fc.constantFrom(0, 40, 2000, 299_000, 301_000, 3_700_000);

const step = fc.record({
	gap,
	source: fc.constantFrom(...SOURCES),
	model: fc.constantFrom(...MODELS),
	inputTokens: tokens,
	outputTokens: tokens,
	cacheReadTokens: tokens,
	cacheCreationTokens: tokens,
	split: fc.constantFrom('5m', '1h', 'half', null),
	costNanoUsd: fc.oneof(
		fc.constant(null),
		fc.constant(0),
		fc.integer({ min: 1, max: 9 }),
		fc.integer({ min: 1, max: 90_000_000_000 })
	),
	webSearches: fc.constantFrom(null, 0, 2),
	speed: fc.constantFrom('normal', 'fast'),
	geo: fc.constantFrom(null, 'us'),
	requestId: fc.boolean(),
	transcript: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
	skillName: fc.constantFrom(null, 'demo'),
	mcpServer: fc.constantFrom(null, 'files'),
	prompt: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
	promptLength: fc.constantFrom(null, 0, 20, 90_000),
	compaction: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
	tools: fc.array(
		fc.record({
			toolName: fc.constantFrom('Bash', 'Read', 'Agent', 'mcp_tool', null),
			resultBytes: fc.constantFrom(null, 0, 1, 338, 120_000),
			rejected: fc.boolean(),
			known: fc.boolean()
		}),
		{ maxLength: 3 }
	),
	metric: fc.option(
		fc.integer({ min: 0, max: 4000 }).map((n) => n / 1024),
		{ freq: 2 }
	)
});

/** One session's events, with distinct ids, in the order they happened. */
export const arbitrarySession: fc.Arbitrary<DomainEvent[]> = fc
	.array(step, { maxLength: 30 })
	.map((steps) => steps.flatMap(eventsOf(START_MS)));

function eventsOf(startMs: number) {
	let atMs = startMs;
	let prompt = 0;
	return (
		{ gap, source, split, transcript, requestId: hasId, tools, metric, ...own }: StepFields,
		i: number
	): DomainEvent[] => {
		atMs += gap + 10;
		if (own.prompt) prompt += 1;
		const [querySource, agentId] = source;
		const promptId = `p${prompt}`;
		const at = { sessionId: 's', promptId, sequence: i * 10 };
		const requestId = hasId ? `r${i}` : null;
		const writes = own.cacheCreationTokens ?? 0;
		const half = Math.floor(writes / 2);
		const events: DomainEvent[] = [];
		if (own.prompt) {
			const promptLength = own.promptLength;
			events.push(
				makeEvent({ ...at, name: 'user_prompt', id: `user_prompt:${promptId}`, promptLength, atMs })
			);
		}
		if (own.compaction)
			events.push(makeEvent({ ...at, name: 'compaction', id: `compaction:${i}`, success: true, atMs }));
		const durationMs = 500;
		events.push(
			makeEvent({
				...at,
				id: `api_request:${i}`,
				source: transcript ? 'transcript' : 'otlp',
				agentId,
				atMs: atMs + durationMs,
				durationMs,
				requestId,
				querySource,
				model: own.model,
				inputTokens: own.inputTokens,
				outputTokens: own.outputTokens,
				cacheReadTokens: own.cacheReadTokens,
				cacheCreationTokens: own.cacheCreationTokens,
				cacheCreation5mTokens: split === '5m' ? writes : split === 'half' ? half : null,
				cacheCreation1hTokens: split === '1h' ? writes : split === 'half' ? writes - half : null,
				costNanoUsd: transcript ? null : own.costNanoUsd,
				webSearches: own.webSearches,
				speed: own.speed,
				geo: own.geo,
				skillName: own.skillName,
				mcpServer: own.mcpServer
			})
		);
		for (const [t, { toolName, resultBytes, rejected, known }] of tools.entries()) {
			const call = { ...at, toolName, toolUseId: `t${i}.${t}`, requestId: known ? requestId : null, agentId };
			const toolMs = atMs + 200 + t;
			events.push(
				rejected
					? makeEvent({
							...call,
							name: 'tool_decision',
							id: `tool_decision:${i}.${t}`,
							decision: 'reject',
							atMs: toolMs
						})
					: makeEvent({
							...call,
							name: 'tool_result',
							id: `tool_result:${i}.${t}`,
							success: true,
							resultBytes,
							atMs: toolMs
						})
			);
		}
		if (metric !== null) {
			events.push(
				makeEvent({
					...at,
					name: 'metric',
					id: `metric:${i}`,
					metric: 'cost.usage',
					value: metric,
					model: own.model ?? 'claude-sonnet-5',
					series: `${own.model}`,
					startMs: atMs,
					endMs: atMs + 600,
					atMs: atMs + 600
				})
			);
		}
		atMs += durationMs;
		return events;
	};
}

type StepFields = typeof step extends fc.Arbitrary<infer T> ? T : never;
