// What of an event is content (what people and tools wrote) and what is a count, a name or a time. One table, which does
// not compile while a text field is in neither class; used wherever events go to someone who may not read content.
import type { DomainEvent, Edges, EventName, EventOf, JournalRecord } from './event.ts';
import type { SessionRow } from './rows.ts';

/** Fields all events have. `more` and `cut` are left out: they hold whatever a sender gave. */
const COMMON = [
	'id',
	'name',
	'atMs',
	'sessionId',
	'promptId',
	'sequence',
	'source',
	'seen',
	'facts',
	'agentId'
];

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

/** `true`: for everyone; `false`: content, told as unknown. */
type Shown<N extends EventName> = Record<Exclude<keyof EventOf<N>, Common>, boolean>;

const SHOWN: { [N in EventName]: Shown<N> } = {
	user_prompt: {
		promptLength: true,
		text: false,
		messageUuid: true,
		commandName: true,
		commandSource: true
	},
	assistant_response: {
		responseLength: true,
		text: false,
		requestId: true,
		messageUuid: true,
		model: true,
		querySource: true
	},
	api_request: {
		model: true,
		requestId: true,
		inputTokens: true,
		outputTokens: true,
		cacheReadTokens: true,
		cacheCreationTokens: true,
		cacheCreation5mTokens: true,
		cacheCreation1hTokens: true,
		costNanoUsd: true,
		durationMs: true,
		ttftMs: true,
		speed: true,
		querySource: true,
		effort: true,
		agentName: true,
		skillName: true,
		mcpServer: true,
		mcpTool: true,
		webSearches: true,
		geo: true,
		serviceTier: true,
		aborted: true
	},
	api_error: {
		model: true,
		error: false,
		statusCode: true,
		durationMs: true,
		attempt: true,
		requestId: true,
		querySource: true,
		agentName: true,
		retried: true
	},
	api_retries_exhausted: {
		model: true,
		error: false,
		statusCode: true,
		totalAttempts: true,
		totalRetryDurationMs: true,
		querySource: true
	},
	api_refusal: { model: true, requestId: true, attempt: true, querySource: true, category: true },
	tool_decision: {
		toolName: true,
		toolUseId: true,
		requestId: true,
		decision: true,
		decisionSource: true,
		toolSource: true,
		permissionMode: true,
		parameters: false
	},
	tool_result: {
		toolName: true,
		toolUseId: true,
		requestId: true,
		success: true,
		durationMs: true,
		inputBytes: true,
		resultBytes: true,
		errorType: true,
		error: false,
		input: false,
		parameters: false,
		decisionSource: true,
		decisionType: true,
		mcpServerScope: true,
		commit: true
	},
	subagent_completed: {
		agentType: true,
		agentSource: true,
		isAsync: true,
		totalTokens: true,
		totalToolUses: true,
		durationMs: true,
		model: true,
		finalModel: true
	},
	compaction: {
		trigger: true,
		success: true,
		durationMs: true,
		preTokens: true,
		postTokens: true,
		error: false
	},
	permission_mode_changed: { fromMode: true, toMode: true, trigger: true },
	mcp_server_connection: {
		status: true,
		transport: true,
		serverName: true,
		serverScope: true,
		durationMs: true,
		errorCode: true,
		error: false
	},
	skill_activated: { skillName: true, trigger: true, skillSource: true, pluginName: true },
	at_mention: { mentionType: true, success: true },
	hook_registered: { hookEvent: true, hookType: true, hookSource: true },
	hook_execution_start: { hookEvent: true, hookName: true, hooks: true },
	hook_execution_complete: {
		hookEvent: true,
		hookName: true,
		hooks: true,
		succeeded: true,
		blocking: true,
		failed: true,
		cancelled: true,
		durationMs: true
	},
	plugin_installed: { pluginName: true, pluginVersion: true, marketplace: true, trigger: true },
	plugin_loaded: { pluginName: true, marketplace: true, pluginScope: true },
	auth: { action: true, success: true, method: true, statusCode: true, errorCategory: true },
	internal_error: { errorName: true, errorCode: true },
	metric: {
		metric: true,
		value: true,
		temporality: true,
		series: true,
		startMs: true,
		endMs: true,
		type: true,
		model: true,
		querySource: true,
		decision: true,
		toolName: true,
		language: true
	},
	// Titles are made from what was said.
	session_info: { title: false, version: true, entrypoint: true, costStateNanoUsd: true },
	other: { otherName: true, attributes: false }
};

/** The event with its content unknown; a copy. Fields this table does not know are left out. */
export function withoutContent<E extends DomainEvent>(event: E): E {
	const known = event as unknown as Record<string, unknown>;
	const bare: Record<string, unknown> = {};
	for (const field of COMMON) if (field in known) bare[field] = known[field];
	for (const [field, shown] of Object.entries(SHOWN[event.name] ?? {}))
		if (field in known) bare[field] = shown ? known[field] : null;
	if (event.name === 'other') bare.attributes = {};
	return bare as unknown as E;
}

const CONTENT = Object.fromEntries(
	Object.entries(SHOWN).map(([name, fields]) => [
		name,
		Object.entries(fields)
			.filter(([, shown]) => !shown)
			.map(([field]) => field)
	])
) as Record<EventName, string[]>;

/** The event with each text of its content changed; itself when all came back as they were. */
export function changeContent<E extends DomainEvent>(event: E, change: (text: string) => string): E {
	let changed: Record<string, unknown> | null = null;
	const known = event as unknown as Record<string, unknown>;
	const put = (field: string, value: unknown) => {
		changed ??= { ...known };
		changed[field] = value;
	};
	for (const field of CONTENT[event.name] ?? []) {
		const before = known[field];
		if (typeof before === 'string') {
			const after = change(before);
			if (after !== before) put(field, after);
		} else if (before !== null && before !== undefined) changeAll(field, before as Record<string, string>);
	}
	if (event.more !== undefined) changeAll('more', event.more);
	return (changed ?? event) as E;

	function changeAll(field: string, texts: Record<string, string>): void {
		for (const key in texts) {
			const after = change(texts[key]!);
			if (after === texts[key]) continue;
			if (changed === null || changed[field] === texts) put(field, { ...texts });
			(changed![field] as Record<string, string>)[key] = after;
		}
	}
}

/** What one reader may read beyond counts. */
export interface Eyes {
	reads(event: DomainEvent): boolean;
	/** The opening prompt of a session, of those the reader may read. */
	openingOf(sessionKey: string): Opening;
}

export type Opening = Pick<Edges, 'firstPrompt' | 'firstPromptMs'>;

// Its time as well: the fold notes it only of prompts it can read.
export const NO_OPENING: Opening = { firstPrompt: null, firstPromptMs: null };

/** Of who may read no content at all. */
export const NO_EYES: Eyes = { reads: () => false, openingOf: () => NO_OPENING };

export function eventSeenBy<E extends DomainEvent>(event: E, eyes: Eyes): E {
	return eyes.reads(event) ? event : withoutContent(event);
}

/** A journal line as the reader gets it: what an event replaces is judged by itself. */
export function recordSeenBy({ seq, slot, event, former, edges }: JournalRecord, eyes: Eyes): JournalRecord {
	const record: JournalRecord = { seq, slot, event: eventSeenBy(event, eyes) };
	if (former !== undefined) record.former = eventSeenBy(former, eyes);
	if (edges !== undefined) {
		record.edges = Object.fromEntries(
			Object.entries(edges).map(([key, each]) => [key, { ...each, ...eyes.openingOf(key) }])
		);
	}
	return record;
}

/** A session's row as the fold of the events the reader gets would make it. Titles are nobody's: no event of theirs names a user. */
export function sessionSeenBy(row: SessionRow, eyes: Eyes): SessionRow {
	const infos = Object.fromEntries(
		Object.entries(row.infos).map(([id, info]) => [id, { ...info, title: null }])
	);
	return { ...row, edges: { ...row.edges, ...eyes.openingOf(row.key) }, infos };
}
