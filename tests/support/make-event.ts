// Builds events for tests: `makeEvent({...})` is valid per `domain/event.ts` with only what matters named;
// `randomEvents` and `randomRecords` give a seeded log of sessions, as long as is asked for.
import type { DomainEvent, EventName, EventOf, JournalRecord } from '../../src/lib/domain/event.ts';
import { createRandom, type Random } from './random.ts';

type Common =
	| 'id'
	| 'name'
	| 'atMs'
	| 'sessionId'
	| 'promptId'
	| 'sequence'
	| 'source'
	| 'seen'
	| 'facts'
	| 'agentId'
	| 'more'
	| 'cut';
type Own<N extends EventName> = Omit<EventOf<N>, Common>;

/** 2026-03-02 09:00 UTC, a Monday. */
export const START_MS = Date.UTC(2026, 2, 2, 9);

const nothing = <K extends string>(...keys: K[]) =>
	Object.fromEntries(keys.map((key) => [key, null])) as Record<K, null>;

const blank: { [N in EventName]: Own<N> } = {
	user_prompt: nothing('promptLength', 'text', 'messageUuid', 'commandName', 'commandSource'),
	assistant_response: nothing('responseLength', 'text', 'requestId', 'messageUuid', 'model', 'querySource'),
	api_request: nothing(
		'model',
		'requestId',
		'inputTokens',
		'outputTokens',
		'cacheReadTokens',
		'cacheCreationTokens',
		'cacheCreation5mTokens',
		'cacheCreation1hTokens',
		'costNanoUsd',
		'durationMs',
		'ttftMs',
		'speed',
		'querySource',
		'effort',
		'agentName',
		'skillName',
		'mcpServer',
		'mcpTool',
		'webSearches',
		'geo',
		'serviceTier',
		'aborted'
	),
	api_error: nothing(
		'model',
		'error',
		'statusCode',
		'durationMs',
		'attempt',
		'requestId',
		'querySource',
		'agentName',
		'retried'
	),
	api_retries_exhausted: nothing(
		'model',
		'error',
		'statusCode',
		'totalAttempts',
		'totalRetryDurationMs',
		'querySource'
	),
	api_refusal: nothing('model', 'requestId', 'attempt', 'querySource', 'category'),
	tool_decision: nothing(
		'toolName',
		'toolUseId',
		'requestId',
		'decision',
		'decisionSource',
		'toolSource',
		'permissionMode',
		'parameters'
	),
	tool_result: nothing(
		'toolName',
		'toolUseId',
		'requestId',
		'success',
		'durationMs',
		'inputBytes',
		'resultBytes',
		'errorType',
		'error',
		'input',
		'parameters',
		'decisionSource',
		'decisionType',
		'mcpServerScope',
		'commit'
	),
	subagent_completed: nothing(
		'agentType',
		'agentSource',
		'isAsync',
		'totalTokens',
		'totalToolUses',
		'durationMs',
		'model',
		'finalModel'
	),
	compaction: nothing('trigger', 'success', 'durationMs', 'preTokens', 'postTokens', 'error'),
	permission_mode_changed: nothing('fromMode', 'toMode', 'trigger'),
	mcp_server_connection: nothing(
		'status',
		'transport',
		'serverName',
		'serverScope',
		'durationMs',
		'errorCode',
		'error'
	),
	skill_activated: nothing('skillName', 'trigger', 'skillSource', 'pluginName'),
	at_mention: nothing('mentionType', 'success'),
	hook_registered: nothing('hookEvent', 'hookType', 'hookSource'),
	hook_execution_start: nothing('hookEvent', 'hookName', 'hooks'),
	hook_execution_complete: nothing(
		'hookEvent',
		'hookName',
		'hooks',
		'succeeded',
		'blocking',
		'failed',
		'cancelled',
		'durationMs'
	),
	plugin_installed: nothing('pluginName', 'pluginVersion', 'marketplace', 'trigger'),
	plugin_loaded: nothing('pluginName', 'marketplace', 'pluginScope'),
	auth: nothing('action', 'success', 'method', 'statusCode', 'errorCategory'),
	internal_error: nothing('errorName', 'errorCode'),
	metric: {
		metric: 'cost.usage',
		value: 0,
		temporality: 'delta',
		series: 'series',
		startMs: START_MS,
		endMs: START_MS,
		...nothing('type', 'model', 'querySource', 'decision', 'toolName', 'language')
	},
	session_info: nothing('title', 'version', 'entrypoint', 'costStateNanoUsd'),
	other: { otherName: 'something_new', attributes: {} }
};

/**
 * An event with the given fields; every other own field is `null`. The id follows from name, session, time and
 * sequence unless given. The name defaults to `api_request`.
 */
export function makeEvent<N extends EventName = 'api_request'>(
	fields: Partial<EventOf<N>> & { name?: N } = {}
): EventOf<N> {
	const name = fields.name ?? ('api_request' as N);
	const atMs = fields.atMs ?? START_MS;
	const sessionId = fields.sessionId === undefined ? 'session-1' : fields.sessionId;
	return {
		id: `${name}:${sessionId ?? 'none'}:${atMs}:${fields.sequence ?? ''}`,
		name,
		atMs,
		sessionId,
		promptId: null,
		sequence: null,
		source: 'otlp',
		facts: {},
		...blank[name],
		...fields
	} as unknown as EventOf<N>;
}

/** Records of first observations, numbered from `firstSeq`. */
export function asRecords(events: readonly DomainEvent[], firstSeq = 1): JournalRecord[] {
	return events.map((event, i) => ({ seq: firstSeq + i, slot: firstSeq + i, event }));
}

export interface LogOptions {
	startMs?: number;
	/** Time over which the events are spread evenly. */
	spanMs?: number;
	/** Sessions running at the same time. */
	parallel?: number;
	/** Events of a session before it ends and another begins. */
	perSession?: number;
}

/** A seeded log of sessions of about 450 bytes an event: prompts, requests, tools, errors, metrics. */
export function* randomEvents(seed: number, count: number, options: LogOptions = {}): Generator<DomainEvent> {
	const random = createRandom(seed);
	const { startMs = START_MS, spanMs = count * 1000, parallel = 4, perSession = 100 } = options;
	const running = Array.from({ length: parallel }, (_, i) => session(random, seed, i, perSession));
	let made = parallel;
	for (let i = 0; i < count; i++) {
		const at = random.integer(0, parallel - 1);
		const current = running[at]!;
		yield step(random, current, startMs + Math.floor((i / count) * spanMs), `${seed}-${i}`);
		if (--current.left === 0) running[at] = session(random, seed, made++, perSession);
	}
}

interface Running {
	id: string;
	prompt: string | null;
	prompts: number;
	sequence: number;
	left: number;
	facts: DomainEvent['facts'];
}

const MODELS = ['claude-sonnet-4-6', 'claude-opus-4-6', 'claude-haiku-4-5-20251001'];
const TOOLS = ['Bash', 'Read', 'Edit', 'Grep', 'Write', 'Task'];

function session(random: Random, seed: number, index: number, perSession: number): Running {
	return {
		id: `${seed.toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
		prompt: null,
		prompts: 0,
		sequence: 0,
		left: random.integer(1, perSession * 2),
		facts: {
			email: 'dev@example.com',
			profile: index % 3 === 0 ? 'work' : 'home',
			host: `machine-${index % 2}`,
			project: `project-${index % 5}`
		}
	};
}

function step(random: Random, on: Running, atMs: number, unique: string): DomainEvent {
	const sequence = on.sequence++;
	const common = { atMs, sessionId: on.id, sequence, facts: on.facts };
	const kind = random.integer(0, 99);
	if (on.prompt === null || kind < 6) {
		on.prompt = `${on.id}/${on.prompts++}`;
		const text = `Please look at "${unique}" and say why\nit fails`;
		return makeEvent({
			...common,
			name: 'user_prompt',
			id: `user_prompt:${on.prompt}`,
			promptId: on.prompt,
			promptLength: text.length,
			text
		});
	}
	const promptId = on.prompt;
	const model = MODELS[random.integer(0, 2)]!;
	const requestId = `req_${unique}`;
	if (kind < 45) {
		return makeEvent({
			...common,
			name: 'api_request',
			id: `api_request:${requestId}`,
			promptId,
			requestId,
			model,
			inputTokens: random.integer(1, 4000),
			outputTokens: random.integer(1, 3000),
			cacheReadTokens: random.integer(0, 90_000),
			cacheCreationTokens: random.integer(0, 9000),
			costNanoUsd: random.integer(0, 9) === 0 ? null : random.integer(1, 900_000_000),
			durationMs: random.integer(300, 40_000),
			ttftMs: random.integer(100, 3000),
			querySource: kind < 40 ? 'repl_main_thread' : 'agent:custom',
			speed: 'normal'
		});
	}
	if (kind < 88) {
		const toolName = TOOLS[random.integer(0, 5)]!;
		const toolUseId = `toolu_${unique}`;
		if (kind < 64) {
			return makeEvent({
				...common,
				name: 'tool_decision',
				id: `tool_decision:${toolUseId}`,
				promptId,
				toolName,
				toolUseId,
				decision: 'accept',
				decisionSource: 'config'
			});
		}
		return makeEvent({
			...common,
			name: 'tool_result',
			id: `tool_result:${toolUseId}`,
			promptId,
			toolName,
			toolUseId,
			success: kind !== 87,
			durationMs: random.integer(1, 20_000),
			resultBytes: random.integer(1, 60_000)
		});
	}
	if (kind < 91) {
		return makeEvent({
			...common,
			name: 'api_error',
			id: `api_error:${requestId}#1`,
			promptId,
			requestId,
			model,
			statusCode: 529,
			error: 'Overloaded',
			attempt: 1
		});
	}
	if (kind < 96) {
		const metric = kind < 94 ? 'cost.usage' : 'lines_of_code.count';
		return makeEvent({
			...common,
			name: 'metric',
			id: `metric:otlp:${unique}`,
			metric,
			series: `${on.id}-${metric}`,
			value: random.integer(1, 400) / 1024,
			startMs: atMs - 60_000,
			endMs: atMs,
			model: kind < 94 ? model : null,
			type: kind < 94 ? null : 'added'
		});
	}
	return makeEvent({
		...common,
		name: 'other',
		promptId,
		otherName: 'something_new',
		attributes: { 'a.key': unique }
	});
}

/** A journal of these events in which some get a revision later on, with the event it replaces and no changed edges. */
export function randomRecords(
	seed: number,
	count: number,
	revisions = 0,
	options: LogOptions = {}
): JournalRecord[] {
	const random = createRandom(seed ^ 0x5eed);
	const records = asRecords([...randomEvents(seed, count, options)]);
	const current = records.map(({ event }) => event);
	for (let i = 0; i < revisions; i++) {
		const slot = random.integer(1, count);
		const former = current[slot - 1]!;
		if (former.name !== 'api_request' && former.name !== 'tool_result') continue;
		const event: DomainEvent = {
			...former,
			durationMs: random.integer(1, 9999),
			facts: { ...former.facts, branch: `branch-${i % 3}` },
			seen: ['otlp', 'transcript']
		};
		current[slot - 1] = event;
		records.push({ seq: records.length + 1, slot, event, former });
	}
	return records;
}
