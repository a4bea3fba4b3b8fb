// The one event shape. Every source is decoded into it at the edge (`wire/`); journal, fold, stream, store and
// views know nothing else. Field names are ours; Claude Code's attribute names are translated in `wire/attributes.ts`.

/** Where an observation came from. `demo` stands in for `otlp` in generated data. */
export type Source = 'otlp' | 'loki' | 'prometheus' | 'transcript' | 'demo';

/** Telemetry before transcripts: the first source in this list that knows a field decides it. */
export const SOURCE_ORDER: readonly Source[] = ['otlp', 'demo', 'loki', 'prometheus', 'transcript'];

/**
 * What an observation says about who and where, as sent. `domain/dimensions.ts` turns the facts of a session into
 * its five dimensions. A missing key is unknown.
 */
export interface Facts {
	email?: string;
	account?: string;
	userId?: string;
	profile?: string;
	/** Name of the Claude configuration folder a transcript lies in. */
	configFolder?: string;
	/** User and machine an ingest token was issued for: what the sender says of itself does not stand against them. */
	tokenUser?: string;
	tokenMachine?: string;
	host?: string;
	/** The relay's own host, for observations that arrived over loopback. */
	relayHost?: string;
	project?: string;
	repository?: string;
	/** Last part of a transcript's working folder. */
	folder?: string;
	branch?: string;
	/** `vcs.ref.head.name` of a commit's tool result. */
	headBranch?: string;
}

interface Common {
	/** Same fact, same id, whichever way it came. See `domain/identity.ts`. */
	id: string;
	/** Unix epoch, milliseconds, by the clock of the machine that made the event. */
	atMs: number;
	/** `null`: sent without a session id. */
	sessionId: string | null;
	promptId: string | null;
	/** Counter of the sending process: restarts with each process, so not unique. */
	sequence: number | null;
	/** The best source that saw it; `seen` lists all, in SOURCE_ORDER. */
	source: Source;
	seen?: Source[];
	facts: Facts;
	/** Set on events made by a subagent. */
	agentId?: string | null;
	/** What the sender gave beyond the fields below: canonical names, text values. */
	more?: Record<string, string>;
	/** Names of attributes cut or dropped for their size. */
	cut?: string[];
}

export interface UserPrompt extends Common {
	name: 'user_prompt';
	promptLength: number | null;
	/** `null` unless the user turned prompt logging on. */
	text: string | null;
	messageUuid: string | null;
	commandName: string | null;
	commandSource: string | null;
}

export interface AssistantResponse extends Common {
	name: 'assistant_response';
	responseLength: number | null;
	text: string | null;
	requestId: string | null;
	messageUuid: string | null;
	model: string | null;
	querySource: string | null;
}

/** Tokens are integers; `null` is unknown. `cacheCreationTokens` is the total of both lifetimes. */
export interface ApiRequest extends Common {
	name: 'api_request';
	model: string | null;
	requestId: string | null;
	inputTokens: number | null;
	outputTokens: number | null;
	cacheReadTokens: number | null;
	cacheCreationTokens: number | null;
	cacheCreation5mTokens: number | null;
	cacheCreation1hTokens: number | null;
	/** As reported by Claude Code, nano-USD; `null` when it sent none. */
	costNanoUsd: number | null;
	durationMs: number | null;
	ttftMs: number | null;
	speed: string | null;
	querySource: string | null;
	effort: string | null;
	agentName: string | null;
	skillName: string | null;
	mcpServer: string | null;
	mcpTool: string | null;
	webSearches: number | null;
	/** `inference_geo` of a transcript's usage: `us` costs more. */
	geo: string | null;
	serviceTier: string | null;
	/** Transcript: the stream was cut by the user. */
	aborted: boolean | null;
}

export interface ApiError extends Common {
	name: 'api_error';
	model: string | null;
	error: string | null;
	statusCode: number | null;
	durationMs: number | null;
	attempt: number | null;
	requestId: string | null;
	querySource: string | null;
	agentName: string | null;
	/** A failed attempt that a later one made good (transcripts only). */
	retried: boolean | null;
}

export interface ApiRetriesExhausted extends Common {
	name: 'api_retries_exhausted';
	model: string | null;
	error: string | null;
	statusCode: number | null;
	totalAttempts: number | null;
	totalRetryDurationMs: number | null;
	querySource: string | null;
}

export interface ApiRefusal extends Common {
	name: 'api_refusal';
	model: string | null;
	requestId: string | null;
	attempt: number | null;
	querySource: string | null;
	category: string | null;
}

export interface ToolDecision extends Common {
	name: 'tool_decision';
	toolName: string | null;
	toolUseId: string | null;
	requestId: string | null;
	decision: string | null;
	decisionSource: string | null;
	toolSource: string | null;
	permissionMode: string | null;
	parameters: string | null;
}

export interface ToolResult extends Common {
	name: 'tool_result';
	toolName: string | null;
	toolUseId: string | null;
	requestId: string | null;
	success: boolean | null;
	durationMs: number | null;
	inputBytes: number | null;
	resultBytes: number | null;
	errorType: string | null;
	error: string | null;
	input: string | null;
	parameters: string | null;
	decisionSource: string | null;
	decisionType: string | null;
	mcpServerScope: string | null;
	commit: string | null;
}

export interface SubagentCompleted extends Common {
	name: 'subagent_completed';
	agentType: string | null;
	agentSource: string | null;
	isAsync: boolean | null;
	totalTokens: number | null;
	totalToolUses: number | null;
	durationMs: number | null;
	model: string | null;
	finalModel: string | null;
}

export interface Compaction extends Common {
	name: 'compaction';
	trigger: string | null;
	success: boolean | null;
	durationMs: number | null;
	preTokens: number | null;
	postTokens: number | null;
	error: string | null;
}

export interface PermissionModeChanged extends Common {
	name: 'permission_mode_changed';
	fromMode: string | null;
	toMode: string | null;
	trigger: string | null;
}

export interface McpServerConnection extends Common {
	name: 'mcp_server_connection';
	status: string | null;
	transport: string | null;
	serverName: string | null;
	serverScope: string | null;
	durationMs: number | null;
	errorCode: string | null;
	error: string | null;
}

export interface SkillActivated extends Common {
	name: 'skill_activated';
	skillName: string | null;
	trigger: string | null;
	skillSource: string | null;
	pluginName: string | null;
}

export interface AtMention extends Common {
	name: 'at_mention';
	mentionType: string | null;
	success: boolean | null;
}

export interface HookRegistered extends Common {
	name: 'hook_registered';
	hookEvent: string | null;
	hookType: string | null;
	hookSource: string | null;
}

export interface HookExecutionStart extends Common {
	name: 'hook_execution_start';
	hookEvent: string | null;
	hookName: string | null;
	hooks: number | null;
}

export interface HookExecutionComplete extends Common {
	name: 'hook_execution_complete';
	hookEvent: string | null;
	hookName: string | null;
	hooks: number | null;
	succeeded: number | null;
	blocking: number | null;
	failed: number | null;
	cancelled: number | null;
	durationMs: number | null;
}

export interface PluginInstalled extends Common {
	name: 'plugin_installed';
	pluginName: string | null;
	pluginVersion: string | null;
	marketplace: string | null;
	trigger: string | null;
}

export interface PluginLoaded extends Common {
	name: 'plugin_loaded';
	pluginName: string | null;
	marketplace: string | null;
	pluginScope: string | null;
}

export interface Auth extends Common {
	name: 'auth';
	action: string | null;
	success: boolean | null;
	method: string | null;
	statusCode: number | null;
	errorCategory: string | null;
}

export interface InternalError extends Common {
	name: 'internal_error';
	errorName: string | null;
	errorCode: string | null;
}

/** One data point, as sent. */
export interface Metric extends Common {
	name: 'metric';
	/** Canonical: `cost.usage`, `token.usage`, … (TELEMETRY 3), without the `claude_code.` prefix. */
	metric: string;
	/** USD, tokens, seconds or a count. */
	value: number;
	temporality: 'delta' | 'cumulative';
	/** Hash of the metric's name and labels: one counter of one process. */
	series: string;
	startMs: number;
	endMs: number;
	type: string | null;
	model: string | null;
	querySource: string | null;
	decision: string | null;
	toolName: string | null;
	language: string | null;
}

/** What only transcripts know of a session. One per session and transcript file. */
export interface SessionInfo extends Common {
	name: 'session_info';
	title: string | null;
	version: string | null;
	entrypoint: string | null;
	/** Running total of `cost-state`, nano-USD. */
	costStateNanoUsd: number | null;
}

/** A name we do not know yet: nothing is thrown away because it is new. */
export interface Other extends Common {
	name: 'other';
	otherName: string;
	attributes: Record<string, string>;
}

export type DomainEvent =
	| UserPrompt
	| AssistantResponse
	| ApiRequest
	| ApiError
	| ApiRetriesExhausted
	| ApiRefusal
	| ToolDecision
	| ToolResult
	| SubagentCompleted
	| Compaction
	| PermissionModeChanged
	| McpServerConnection
	| SkillActivated
	| AtMention
	| HookRegistered
	| HookExecutionStart
	| HookExecutionComplete
	| PluginInstalled
	| PluginLoaded
	| Auth
	| InternalError
	| Metric
	| SessionInfo
	| Other;

export type EventName = DomainEvent['name'];

export type EventOf<N extends EventName> = Extract<DomainEvent, { name: N }>;

/** The first and last moments of a session and its opening prompt: what a sum cannot take back. */
export interface Edges {
	/** Log events; `null` when there are none. */
	firstMs: number | null;
	lastMs: number | null;
	/** Metric intervals, for sessions that export only metrics. */
	firstMetricMs: number | null;
	lastMetricMs: number | null;
	firstPromptMs: number | null;
	firstPrompt: string | null;
}

/**
 * One line of the journal, as streamed. `seq` counts commits from 1; `slot` is the seq the id first got and never
 * changes. A revision (seq > slot) carries the event it replaces and, for the sessions it touches, their edges as of
 * this seq.
 */
export interface JournalRecord {
	seq: number;
	slot: number;
	event: DomainEvent;
	former?: DomainEvent;
	edges?: Record<string, Edges>;
}
