// Seeded arbitraries of observations that collide on purpose: few ids, sessions, times and sources, so that revisions,
// late metrics and conflicts happen in every run. Shapes are those of the captures.
import fc from 'fast-check';
import type {
	ApiRequest,
	DomainEvent,
	Metric,
	SessionInfo,
	Source,
	ToolResult,
	UserPrompt
} from '#lib/domain/event.ts';

const BASE_MS = Date.parse('2026-11-19T22:40:00Z');

const sessionId = fc.constantFrom('s1', 's2', 's3', null);
const source = fc.constantFrom<Source>('otlp', 'loki', 'transcript');
const atMs = fc.integer({ min: 0, max: 40 }).map((step) => BASE_MS + step * 333_333);
const model = fc.constantFrom('claude-sonnet-5', 'claude-opus-5-5', 'claude-haiku-5-5', 'claude-nova-9');
const facts = fc.record(
	{
		userId: fc.constantFrom('u1', 'u2'),
		host: fc.constantFrom('desk', 'laptop'),
		branch: fc.constantFrom('main', 'fix')
	},
	{ requiredKeys: [] }
);
const tokens = fc.option(fc.integer({ min: 0, max: 200_000 }), { freq: 8 });

const common = {
	sessionId,
	atMs,
	source,
	facts,
	promptId: fc.constantFrom('p1', 'p2', null),
	sequence: fc.constant(null)
};

const apiRequest: fc.Arbitrary<ApiRequest> = fc
	.record({
		...common,
		requestId: fc.option(fc.constantFrom('r1', 'r2', 'r3', 'r4'), { freq: 6 }),
		model,
		inputTokens: tokens,
		outputTokens: tokens,
		cacheReadTokens: tokens,
		cacheCreationTokens: tokens,
		cacheCreation5mTokens: fc.constantFrom(null, 0),
		costNanoUsd: fc.option(fc.integer({ min: 0, max: 5_000_000_000 })),
		durationMs: fc.option(fc.integer({ min: 0, max: 60_000 })),
		aborted: fc.constantFrom(null, true)
	})
	.map((fields) => ({
		...fields,
		id: fields.requestId
			? `api_request:${fields.requestId}`
			: `api_request:${fields.sessionId}:${fields.atMs}:`,
		name: 'api_request',
		costNanoUsd: fields.source === 'transcript' ? null : fields.costNanoUsd,
		cacheCreation1hTokens: null,
		ttftMs: null,
		speed: 'normal',
		querySource: 'sdk',
		effort: null,
		agentName: null,
		skillName: null,
		mcpServer: null,
		mcpTool: null,
		webSearches: null,
		geo: null,
		serviceTier: null
	}));

const userPrompt: fc.Arbitrary<UserPrompt> = fc
	.record({
		...common,
		promptId: fc.constantFrom('p1', 'p2', 'p3'),
		text: fc.constantFrom(null, 'mend the build', 'add a test')
	})
	.map((fields) => ({
		...fields,
		id: `user_prompt:${fields.promptId}`,
		name: 'user_prompt',
		promptLength: fields.text?.length ?? null,
		messageUuid: null,
		commandName: null,
		commandSource: null
	}));

const toolResult: fc.Arbitrary<ToolResult> = fc
	.record({
		...common,
		toolUseId: fc.constantFrom('t1', 't2', 't3'),
		toolName: fc.constantFrom('Bash', 'Read', null),
		success: fc.constantFrom(true, false, null),
		durationMs: fc.option(fc.integer({ min: 0, max: 9000 }))
	})
	.map((fields) => ({
		...fields,
		id: `tool_result:${fields.toolUseId}`,
		name: 'tool_result',
		requestId: null,
		inputBytes: null,
		resultBytes: null,
		errorType: null,
		error: null,
		input: null,
		parameters: null,
		decisionSource: null,
		decisionType: null,
		mcpServerScope: null,
		commit: null
	}));

const SERIES: readonly { metric: string; type: string | null; temporality: Metric['temporality'] }[] = [
	{ metric: 'cost.usage', type: null, temporality: 'delta' },
	{ metric: 'cost.usage', type: null, temporality: 'cumulative' },
	{ metric: 'token.usage', type: 'output', temporality: 'delta' },
	{ metric: 'lines_of_code.count', type: 'added', temporality: 'cumulative' },
	{ metric: 'active_time.total', type: 'cli', temporality: 'delta' }
];

/** Late points of counters: a cumulative one grows with its end, as counters do. */
const metric: fc.Arbitrary<Metric> = fc
	.record({
		sessionId,
		source: fc.constantFrom<Source>('otlp', 'prometheus'),
		facts,
		model: fc.constantFrom('claude-sonnet-5[1m]', 'claude-opus-5-5'),
		series: fc.constantFrom(...SERIES),
		process: fc.constantFrom(0, 1),
		step: fc.integer({ min: 1, max: 12 })
	})
	.map(({ series, process, step, ...fields }) => {
		const startMs = BASE_MS + process * 7_000_000;
		const endMs = startMs + step * 400_000;
		const labels = `${fields.sessionId}.${series.metric}.${series.type}.${series.temporality}.${fields.model}`;
		return {
			...fields,
			id: `metric:${fields.source}:${labels}:${startMs}:${endMs}`,
			name: 'metric',
			atMs: endMs,
			promptId: null,
			sequence: null,
			metric: series.metric,
			type: series.type,
			model: series.metric.endsWith('usage') ? fields.model : null,
			temporality: series.temporality,
			series: labels,
			startMs,
			endMs,
			value: series.temporality === 'cumulative' ? step * 0.75 : 0.25,
			querySource: null,
			decision: null,
			toolName: null,
			language: null
		};
	});

const sessionInfo: fc.Arbitrary<SessionInfo> = fc
	.record({
		...common,
		sessionId: fc.constantFrom('s1', 's2'),
		title: fc.constantFrom('Fix the build', 'Second title', null),
		costStateNanoUsd: fc.option(fc.integer({ min: 0, max: 9_000_000_000 }))
	})
	.map((fields) => ({
		...fields,
		source: 'transcript',
		id: `session_info:${fields.sessionId}:f`,
		name: 'session_info',
		version: '2.1.329',
		entrypoint: 'cli'
	}));

/** An observation of one of few facts. */
export const arbitraryEvent: fc.Arbitrary<DomainEvent> = fc.oneof(
	{ arbitrary: apiRequest, weight: 4 },
	{ arbitrary: userPrompt, weight: 2 },
	{ arbitrary: toolResult, weight: 2 },
	{ arbitrary: metric, weight: 3 },
	{ arbitrary: sessionInfo, weight: 1 }
);
