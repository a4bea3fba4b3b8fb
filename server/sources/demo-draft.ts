// Drafts of demo events: what happened and when, before a session gives them ids, order and facts.
import type { DomainEvent, EventName, EventOf, Facts } from '#lib/domain/event.ts';

type Given = 'id' | 'sessionId' | 'sequence' | 'source' | 'seen' | 'facts' | 'more' | 'cut';
type DraftOf<E> = E extends DomainEvent ? Omit<E, Given> & { facts?: Partial<Facts> } : never;
export type Draft = DraftOf<DomainEvent>;
export type RequestDraft = DraftOf<EventOf<'api_request'>>;

type Own<N extends EventName> = Omit<EventOf<N>, Given | 'name' | 'atMs' | 'promptId' | 'agentId'>;
type Fields<N extends EventName> = Partial<Own<N>> & { agentId?: string; facts?: Partial<Facts> };

/** Every field of an event, unknown until said. */
const UNKNOWN = {
	user_prompt: { promptLength: null, text: null, messageUuid: null, commandName: null, commandSource: null },
	assistant_response: {
		responseLength: null,
		text: null,
		requestId: null,
		messageUuid: null,
		model: null,
		querySource: null
	},
	api_request: {
		model: null,
		requestId: null,
		inputTokens: null,
		outputTokens: null,
		cacheReadTokens: null,
		cacheCreationTokens: null,
		cacheCreation5mTokens: null,
		cacheCreation1hTokens: null,
		costNanoUsd: null,
		durationMs: null,
		ttftMs: null,
		speed: 'normal',
		querySource: null,
		effort: null,
		agentName: null,
		skillName: null,
		mcpServer: null,
		mcpTool: null,
		webSearches: null,
		geo: null,
		serviceTier: null,
		aborted: null
	},
	api_error: {
		model: null,
		error: null,
		statusCode: null,
		durationMs: null,
		attempt: null,
		requestId: null,
		querySource: null,
		agentName: null,
		retried: null
	},
	api_retries_exhausted: {
		model: null,
		error: null,
		statusCode: null,
		totalAttempts: null,
		totalRetryDurationMs: null,
		querySource: null
	},
	api_refusal: { model: null, requestId: null, attempt: 1, querySource: null, category: null },
	tool_decision: {
		toolName: null,
		toolUseId: null,
		requestId: null,
		decision: null,
		decisionSource: null,
		toolSource: 'builtin',
		permissionMode: null,
		parameters: null
	},
	tool_result: {
		toolName: null,
		toolUseId: null,
		requestId: null,
		success: null,
		durationMs: null,
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
	},
	subagent_completed: {
		agentType: null,
		agentSource: 'built-in',
		isAsync: false,
		totalTokens: null,
		totalToolUses: null,
		durationMs: null,
		model: null,
		finalModel: null
	},
	compaction: {
		trigger: null,
		success: null,
		durationMs: null,
		preTokens: null,
		postTokens: null,
		error: null
	},
	permission_mode_changed: { fromMode: null, toMode: null, trigger: null },
	mcp_server_connection: {
		status: null,
		transport: 'stdio',
		serverName: null,
		serverScope: 'project',
		durationMs: null,
		errorCode: null,
		error: null
	},
	skill_activated: { skillName: null, trigger: null, skillSource: 'userSettings', pluginName: null },
	at_mention: { mentionType: null, success: null },
	hook_registered: { hookEvent: null, hookType: 'command', hookSource: 'projectSettings' },
	hook_execution_start: { hookEvent: null, hookName: null, hooks: 1 },
	hook_execution_complete: {
		hookEvent: null,
		hookName: null,
		hooks: 1,
		succeeded: 1,
		blocking: 0,
		failed: 0,
		cancelled: 0,
		durationMs: null
	},
	plugin_installed: { pluginName: null, pluginVersion: null, marketplace: null, trigger: null },
	plugin_loaded: { pluginName: null, marketplace: 'builtin', pluginScope: 'default-bundle' },
	session_info: { title: null, version: '2.1.329', entrypoint: 'cli', costStateNanoUsd: null }
} satisfies { [N in EventName]?: Own<N> };

export type Known = keyof typeof UNKNOWN;

/** An event of this name with the given fields; all others unknown. */
export function draft<N extends Known>(
	name: N,
	atMs: number,
	promptId: string | null,
	fields: Fields<N>
): DraftOf<EventOf<N>> {
	return { name, atMs, promptId, ...UNKNOWN[name], ...fields } as unknown as DraftOf<EventOf<N>>;
}
