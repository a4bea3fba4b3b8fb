// The records of a transcript that become events: responses, prompts and tool results, failed attempts.
import type { ApiError, ApiRequest, DomainEvent, ToolResult, UserPrompt } from '#lib/domain/event.ts';
import { eventId } from '#lib/domain/identity.ts';
import type { Rejection } from './decoded.ts';
import { cleanText, MAX_TEXT } from './limits.ts';
import { type TranscriptFile, type TranscriptState, transcriptFacts } from './transcript-file.ts';

export interface Line {
	record: Record<string, unknown>;
	/** Unix epoch ms; `null` for records without a time. */
	atMs: number | null;
	sessionId: string | null;
	agentId: string | null;
	/** The session a copied response was made in; `null` where it is the line's own. */
	madeIn: string | null;
}

export type LineReader = (
	line: Line,
	file: TranscriptFile,
	state: TranscriptState
) => (DomainEvent | Rejection)[];

/** Tools begun whose answer never came are forgotten beyond this many. */
const MAX_OPEN_TOOLS = 200;

/** A response. Errors Claude Code writes in place of one (model `<synthetic>`) cost nothing and are no request. */
export function readAssistant(
	line: Line,
	file: TranscriptFile,
	state: TranscriptState
): (ApiRequest | Rejection)[] {
	const { record } = line;
	const message = objectOf(record.message);
	const usage = objectOf(message?.usage);
	const model = stringOf(message?.model);
	if (message === null || usage === null || model === null || model === '<synthetic>') return [];
	const requestId = stringOf(record.requestId);
	openTools(message, requestId, line.madeIn, file, state);
	const key = requestId ?? stringOf(message.id);
	if (key === null) return [{ rejected: 'response without an id' }];
	if (line.atMs === null) return [{ rejected: 'no time' }];

	const split = objectOf(usage.cache_creation);
	const tokens = {
		inputTokens: tokensOf(usage.input_tokens),
		outputTokens: tokensOf(usage.output_tokens),
		cacheReadTokens: tokensOf(usage.cache_read_input_tokens),
		cacheCreationTokens: tokensOf(usage.cache_creation_input_tokens),
		cacheCreation5mTokens: tokensOf(split?.ephemeral_5m_input_tokens),
		cacheCreation1hTokens: tokensOf(split?.ephemeral_1h_input_tokens)
	};
	if (!areTokens(tokens)) return [{ rejected: 'invalid usage' }];
	if (isToldAgain(key, tokens, line, state)) return [];
	const webSearches = tokensOf(objectOf(usage.server_tool_use)?.web_search_requests);
	return [
		{
			id: eventId({
				name: 'api_request',
				sessionId: line.sessionId,
				atMs: line.atMs,
				sequence: null,
				// Gateways that send no request id: the message's own id is as unique.
				requestId: key
			}),
			name: 'api_request',
			...common(line, line.atMs, file, state),
			model,
			requestId,
			...tokens,
			costNanoUsd: null,
			durationMs: null,
			ttftMs: null,
			speed: stringOf(usage.speed),
			querySource: null,
			effort: stringOf(record.effort),
			agentName: stringOf(record.attributionAgent) ?? file.agentType ?? null,
			skillName: stringOf(record.attributionSkill),
			mcpServer: stringOf(record.attributionMcpServer),
			mcpTool: stringOf(record.attributionMcpTool),
			webSearches: webSearches === 'invalid' ? null : webSearches,
			geo: stringOf(usage.inference_geo),
			serviceTier: stringOf(usage.service_tier),
			aborted: record.isAbortedMidStream === true ? true : null
		}
	];
}

/**
 * A further line of the response that the last one was of, with no larger usage and later: merging the two would give
 * the first. Remembers what it is asked about.
 */
function isToldAgain(
	key: string,
	{ inputTokens, outputTokens, cacheReadTokens, cacheCreationTokens }: Tokens<number | null>,
	{ atMs, madeIn, sessionId }: Line,
	state: TranscriptState
): boolean {
	const usage =
		(inputTokens ?? 0) + (outputTokens ?? 0) + (cacheReadTokens ?? 0) + (cacheCreationTokens ?? 0);
	const of = madeIn ?? sessionId;
	const { response } = state;
	// What is held waits for a response to tell whose it is: this may be the one.
	const same = response?.[0] === key && response[3] === of && state.held.length === 0;
	if (same && response[1] >= usage && response[2] < atMs!) return true;
	state.response = [key, usage, atMs!, of];
	return false;
}

/** A prompt, or the results of tools. */
export function readUser(
	line: Line,
	file: TranscriptFile,
	state: TranscriptState
): (DomainEvent | Rejection)[] {
	const { record } = line;
	const promptId = stringOf(record.promptId);
	if (promptId !== null) state.promptId = promptId;
	const message = objectOf(record.message);
	if (message === null) return [];
	if (line.agentId === null && stringOf(record.promptSource) !== null) {
		return [readPrompt(line, message, promptId, file, state)];
	}
	if (!Array.isArray(message.content)) return [];
	const results: (DomainEvent | Rejection)[] = [];
	for (const item of message.content) {
		const block = objectOf(item);
		if (block?.type === 'tool_result') results.push(...readToolResult(line, block, file, state));
	}
	return results;
}

function readPrompt(
	line: Line,
	message: Record<string, unknown>,
	promptId: string | null,
	file: TranscriptFile,
	state: TranscriptState
): UserPrompt | Rejection {
	if (line.atMs === null) return { rejected: 'no time' };
	const text = textOfContent(message.content);
	const cut = new Set<string>();
	const uuid = stringOf(line.record.uuid);
	const event: UserPrompt = {
		id: eventId({
			name: 'user_prompt',
			sessionId: line.sessionId,
			atMs: line.atMs,
			sequence: null,
			promptId,
			discriminator: uuid ?? ''
		}),
		name: 'user_prompt',
		...common(line, line.atMs, file, state),
		promptLength: text?.length ?? null,
		text: file.content && text !== null ? cleanText(text, 'prompt', cut) : null,
		messageUuid: uuid,
		commandName: text === null ? null : (/^<command-name>\/?([\w:-]{1,100})</.exec(text)?.[1] ?? null),
		commandSource: null
	};
	if (cut.size > 0) event.cut = [...cut];
	return event;
}

function readToolResult(
	line: Line,
	block: Record<string, unknown>,
	file: TranscriptFile,
	state: TranscriptState
): (ToolResult | Rejection)[] {
	const { record } = line;
	const toolUseId = stringOf(block.tool_use_id);
	if (toolUseId === null) return [{ rejected: 'tool result without an id' }];
	const begun = Object.hasOwn(state.tools, toolUseId) ? state.tools[toolUseId] : undefined;
	delete state.tools[toolUseId];
	const permission = objectOf(record.permissionDecision);
	// A refused tool did not run. Telemetry has a decision for it and no result.
	if (stringOf(record.toolDenialKind) !== null || permission?.decision === 'reject') return [];
	if (line.atMs === null) return [{ rejected: 'no time' }];
	const cut = new Set<string>();
	const failed = block.is_error === true;
	const error = failed && file.content ? textOfContent(block.content) : null;
	const event: ToolResult = {
		id: eventId({
			name: 'tool_result',
			sessionId: line.sessionId,
			atMs: line.atMs,
			sequence: null,
			toolUseId
		}),
		name: 'tool_result',
		...common({ ...line, madeIn: begun?.[3] ?? null }, line.atMs, file, state),
		// The result's line names no tool: known only where the file had the call before it.
		toolName: begun?.[0] ?? null,
		toolUseId,
		requestId: begun?.[1] ?? null,
		success: !failed,
		durationMs: null,
		inputBytes: null,
		resultBytes: null,
		errorType: null,
		error: error === null ? null : cleanText(error, 'error', cut),
		input: begun?.[2] == null ? null : cleanText(begun[2], 'tool_input', cut),
		parameters: null,
		decisionSource: null,
		decisionType: null,
		mcpServerScope: null,
		commit: null
	};
	if (cut.size > 0) event.cut = [...cut].sort();
	return [event];
}

/** A failed attempt that is tried again: telemetry is silent about those that a later attempt makes good. */
export function readSystem(
	line: Line,
	file: TranscriptFile,
	state: TranscriptState
): (ApiError | Rejection)[] {
	const { record } = line;
	if (record.subtype !== 'api_error') return [];
	if (line.atMs === null) return [{ rejected: 'no time' }];
	const failure = objectOf(record.error);
	const requestId = stringOf(failure?.requestId);
	const attempt = typeof record.retryAttempt === 'number' ? tokensOf(record.retryAttempt) : null;
	const status = tokensOf(failure?.status);
	const text = stringOf(failure?.formatted) ?? stringOf(failure?.message);
	return [
		{
			id: eventId({
				name: 'api_error',
				sessionId: line.sessionId,
				atMs: line.atMs,
				sequence: null,
				requestId,
				attempt: attempt === 'invalid' ? null : attempt,
				discriminator: stringOf(record.uuid) ?? ''
			}),
			name: 'api_error',
			...common(line, line.atMs, file, state),
			model: null,
			error: text === null ? null : cleanText(text.slice(0, 2000), 'error', new Set()),
			statusCode: status === 'invalid' ? null : status,
			durationMs: null,
			attempt: attempt === 'invalid' ? null : attempt,
			requestId,
			querySource: null,
			agentName: null,
			retried: true
		}
	];
}

type Shared = 'atMs' | 'sessionId' | 'promptId' | 'sequence' | 'source' | 'facts' | 'agentId';

function common(
	line: Line,
	atMs: number,
	file: TranscriptFile,
	state: TranscriptState
): Pick<DomainEvent, Shared> {
	const shared: Pick<DomainEvent, Shared> = {
		atMs,
		sessionId: line.madeIn ?? line.sessionId,
		// A copy names the prompt it was copied for.
		promptId: line.madeIn === null ? (stringOf(line.record.promptId) ?? state.promptId) : null,
		sequence: null,
		source: 'transcript',
		facts: transcriptFacts(file, state)
	};
	if (line.agentId !== null) shared.agentId = line.agentId;
	return shared;
}

/** Remembers the tools a response calls, so that their results can be named. */
function openTools(
	message: Record<string, unknown>,
	requestId: string | null,
	madeIn: string | null,
	file: TranscriptFile,
	state: TranscriptState
): void {
	if (!Array.isArray(message.content)) return;
	for (const item of message.content) {
		const block = objectOf(item);
		const id = block?.type === 'tool_use' ? stringOf(block.id) : null;
		const name = stringOf(block?.name);
		if (id === null || name === null || id === '__proto__') continue;
		const input = file.content ? inputText(block?.input) : null;
		state.tools[id] = [name, requestId, input, madeIn];
	}
	if (!message.content.some((item) => objectOf(item)?.type === 'tool_use')) return;
	const open = Object.keys(state.tools);
	for (const id of open.slice(0, Math.max(0, open.length - MAX_OPEN_TOOLS))) delete state.tools[id];
}

/** `null` where there is none, or none that can be written: JSON.stringify gives up on very deep nesting. */
function inputText(input: unknown): string | null {
	try {
		return JSON.stringify(input ?? null).slice(0, MAX_TEXT + 1);
	} catch {
		return null;
	}
}

/** `null`: not stated. */
function tokensOf(value: unknown): number | null | 'invalid' {
	if (value === undefined || value === null) return null;
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 'invalid';
}

type Tokens<T> = Record<
	| 'inputTokens'
	| 'outputTokens'
	| 'cacheReadTokens'
	| 'cacheCreationTokens'
	| 'cacheCreation5mTokens'
	| 'cacheCreation1hTokens',
	T
>;

function areTokens(tokens: Tokens<number | null | 'invalid'>): tokens is Tokens<number | null> {
	return !Object.values(tokens).includes('invalid');
}

function textOfContent(content: unknown): string | null {
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return null;
	const texts = content.map((item) => {
		const block = objectOf(item);
		return block?.type === 'text' && typeof block.text === 'string' ? block.text : null;
	});
	const known = texts.filter((text) => text !== null);
	return known.length === 0 ? null : known.join('\n');
}

export function objectOf(value: unknown): Record<string, unknown> | null {
	return value !== null && typeof value === 'object' && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: null;
}

/** Non-empty text, well-formed; `null` for anything else. */
export function stringOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? cleanText(value, '', UNTOLD) : null;
}

/** For texts of which nobody is told that they were shortened. */
const UNTOLD = new Set<string>();
