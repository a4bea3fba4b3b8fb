// Claude Code's attribute names and ours, once: for each event its fields, the canonical attribute each is read from,
// and how. Read off Claude Code 2.1.329 (2026-11-20) and
// https://code.claude.com/docs/en/monitoring-usage; `null` marks fields telemetry does not carry.
import type { DomainEvent, EventName, EventOf } from '#lib/domain/event.ts';

/** Events that arrive as log records under their own name. */
export type LogEventName = Exclude<EventName, 'metric' | 'session_info' | 'other'>;

/**
 * `tokens` and `usd` refuse the record when the value is no amount: a wrong sum is worse than a rejected record.
 * `count` and `ms` fall back to unknown, and the text goes to `more`. `usd` becomes nano-USD.
 */
export type Kind = 'text' | 'flag' | 'count' | 'ms' | 'tokens' | 'usd';

export type OwnField<N extends LogEventName> = Exclude<keyof EventOf<N>, keyof DomainEvent>;

type KindOf<T> = [T] extends [string | null]
	? 'text'
	: [T] extends [boolean | null]
		? 'flag'
		: 'count' | 'ms' | 'tokens' | 'usd';

/** [attribute, kind, second attribute with the same meaning]. */
type Field<T> = readonly [string | null, KindOf<T>, string?];

type Table = { readonly [N in LogEventName]: { readonly [F in OwnField<N>]: Field<EventOf<N>[F]> } };

export const FIELDS: Table = {
	user_prompt: {
		promptLength: ['prompt_length', 'count'],
		text: ['prompt', 'text', 'prompt_text'],
		messageUuid: ['message_uuid', 'text'],
		commandName: ['command_name', 'text'],
		commandSource: ['command_source', 'text']
	},
	assistant_response: {
		responseLength: ['response_length', 'count'],
		text: ['response', 'text'],
		requestId: ['request_id', 'text'],
		messageUuid: ['message_uuid', 'text'],
		model: ['model', 'text'],
		querySource: ['query_source', 'text']
	},
	api_request: {
		model: ['model', 'text'],
		requestId: ['request_id', 'text'],
		inputTokens: ['input_tokens', 'tokens'],
		outputTokens: ['output_tokens', 'tokens'],
		cacheReadTokens: ['cache_read_tokens', 'tokens'],
		cacheCreationTokens: ['cache_creation_tokens', 'tokens'],
		cacheCreation5mTokens: ['cache_creation_5m_tokens', 'tokens'],
		cacheCreation1hTokens: ['cache_creation_1h_tokens', 'tokens'],
		costNanoUsd: ['cost_usd', 'usd'],
		durationMs: ['duration_ms', 'ms'],
		ttftMs: ['ttft_ms', 'ms'],
		speed: ['speed', 'text'],
		querySource: ['query_source', 'text'],
		effort: ['effort', 'text'],
		agentName: ['agent_name', 'text'],
		skillName: ['skill_name', 'text'],
		mcpServer: ['mcp_server_name', 'text'],
		mcpTool: ['mcp_tool_name', 'text'],
		webSearches: [null, 'count'],
		geo: [null, 'text'],
		serviceTier: [null, 'text'],
		aborted: [null, 'flag']
	},
	api_error: {
		model: ['model', 'text'],
		error: ['error', 'text'],
		statusCode: ['status_code', 'count'],
		durationMs: ['duration_ms', 'ms'],
		attempt: ['attempt', 'count'],
		requestId: ['request_id', 'text'],
		querySource: ['query_source', 'text'],
		agentName: ['agent_name', 'text'],
		retried: [null, 'flag']
	},
	api_retries_exhausted: {
		model: ['model', 'text'],
		error: ['error', 'text'],
		statusCode: ['status_code', 'count'],
		totalAttempts: ['total_attempts', 'count'],
		totalRetryDurationMs: ['total_retry_duration_ms', 'ms'],
		querySource: ['query_source', 'text']
	},
	api_refusal: {
		model: ['model', 'text'],
		requestId: ['request_id', 'text'],
		attempt: ['attempt', 'count'],
		querySource: ['query_source', 'text'],
		category: ['category', 'text']
	},
	tool_decision: {
		toolName: ['tool_name', 'text'],
		toolUseId: ['tool_use_id', 'text'],
		requestId: ['request_id', 'text'],
		decision: ['decision', 'text'],
		decisionSource: ['source', 'text'],
		toolSource: ['tool_source', 'text'],
		permissionMode: ['permission_mode', 'text'],
		parameters: ['tool_parameters', 'text']
	},
	tool_result: {
		toolName: ['tool_name', 'text'],
		toolUseId: ['tool_use_id', 'text'],
		requestId: ['request_id', 'text'],
		success: ['success', 'flag'],
		durationMs: ['duration_ms', 'ms'],
		inputBytes: ['tool_input_size_bytes', 'count'],
		resultBytes: ['tool_result_size_bytes', 'count'],
		errorType: ['error_type', 'text'],
		error: ['error', 'text'],
		input: ['tool_input', 'text'],
		parameters: ['tool_parameters', 'text'],
		decisionSource: ['decision_source', 'text'],
		decisionType: ['decision_type', 'text'],
		mcpServerScope: ['mcp_server_scope', 'text'],
		commit: ['vcs_ref_head_revision', 'text']
	},
	subagent_completed: {
		agentType: ['agent_type', 'text'],
		agentSource: ['agent_source', 'text'],
		isAsync: ['is_async', 'flag'],
		totalTokens: ['total_tokens', 'tokens'],
		totalToolUses: ['total_tool_uses', 'count'],
		durationMs: ['duration_ms', 'ms'],
		model: ['model', 'text'],
		finalModel: ['final_model', 'text']
	},
	compaction: {
		trigger: ['trigger', 'text'],
		success: ['success', 'flag'],
		durationMs: ['duration_ms', 'ms'],
		preTokens: ['pre_tokens', 'tokens'],
		postTokens: ['post_tokens', 'tokens'],
		error: ['error', 'text']
	},
	permission_mode_changed: {
		fromMode: ['from_mode', 'text'],
		toMode: ['to_mode', 'text'],
		trigger: ['trigger', 'text']
	},
	mcp_server_connection: {
		status: ['status', 'text'],
		transport: ['transport_type', 'text'],
		serverName: ['server_name', 'text'],
		serverScope: ['server_scope', 'text'],
		durationMs: ['duration_ms', 'ms'],
		errorCode: ['error_code', 'text'],
		error: ['error', 'text']
	},
	skill_activated: {
		skillName: ['skill_name', 'text'],
		trigger: ['invocation_trigger', 'text'],
		skillSource: ['skill_source', 'text'],
		pluginName: ['plugin_name', 'text']
	},
	at_mention: {
		mentionType: ['mention_type', 'text'],
		success: ['success', 'flag']
	},
	hook_registered: {
		hookEvent: ['hook_event', 'text'],
		hookType: ['hook_type', 'text'],
		hookSource: ['hook_source', 'text']
	},
	hook_execution_start: {
		hookEvent: ['hook_event', 'text'],
		hookName: ['hook_name', 'text'],
		hooks: ['num_hooks', 'count']
	},
	hook_execution_complete: {
		hookEvent: ['hook_event', 'text'],
		hookName: ['hook_name', 'text'],
		hooks: ['num_hooks', 'count'],
		succeeded: ['num_success', 'count'],
		blocking: ['num_blocking', 'count'],
		failed: ['num_non_blocking_error', 'count'],
		cancelled: ['num_cancelled', 'count'],
		durationMs: ['total_duration_ms', 'ms']
	},
	plugin_installed: {
		pluginName: ['plugin_name', 'text'],
		pluginVersion: ['plugin_version', 'text'],
		marketplace: ['marketplace_name', 'text'],
		trigger: ['install_trigger', 'text']
	},
	plugin_loaded: {
		pluginName: ['plugin_name', 'text'],
		marketplace: ['marketplace_name', 'text'],
		pluginScope: ['plugin_scope', 'text']
	},
	auth: {
		action: ['action', 'text'],
		success: ['success', 'flag'],
		method: ['auth_method', 'text'],
		statusCode: ['status_code', 'count'],
		errorCategory: ['error_category', 'text']
	},
	internal_error: {
		errorName: ['error_name', 'text'],
		errorCode: ['error_code', 'text']
	}
};

/** Attributes that say who and where, on every signal: canonical name → key of the event's facts. */
export const FACTS = {
	user_email: 'email',
	user_account_uuid: 'account',
	user_id: 'userId',
	profile: 'profile',
	project: 'project',
	vcs_repository_name: 'repository',
	host_name: 'host',
	vcs_ref_head_name: 'headBranch'
} as const;

/**
 * Attributes every event may carry that are not kept: read elsewhere, the same on every record, or added on the way
 * (the last lines: by the SDK's resource, by Loki).
 */
export const STANDARD: ReadonlySet<string> = new Set([
	...Object.keys(FACTS),
	...['session_id', 'prompt_id', 'agent_id', 'event_name', 'event_timestamp', 'event_sequence'],
	...['app_version', 'app_entrypoint', 'terminal_type'],
	...['vcs_repository_url_full', 'vcs_owner_name', 'vcs_provider_name'],
	...['organization_id', 'user_account_id', 'user_groups', 'identity_source'],
	...['anthropic_provider', 'anthropic_custom_base_url', 'anthropic_plan', 'anthropic_seat_type'],
	...['ccr_session_id', 'workspace_host_paths', 'workflow_run_id', 'workflow_name', 'cost_usd_micros'],
	...[
		'host_arch',
		'host_id',
		'os_type',
		'os_version',
		'service_name',
		'service_version',
		'service_namespace'
	],
	...['service_instance_id', 'service_name_extracted', 'telemetry_sdk_name', 'telemetry_sdk_language'],
	...['telemetry_sdk_version', 'scope_name', 'scope_version', 'observed_timestamp', 'detected_level'],
	...['severity_number', 'severity_text', 'flags', 'trace_id', 'span_id']
]);
