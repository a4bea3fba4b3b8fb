// What the exports hold: the columns of each table and how a row of it is made. Pure, so that the page's worker and the
// terminal report write the same file. A cell is empty where something is not known, never 0.
import { costOf, tokensOf } from './cost.ts';
import type { CsvValue } from './csv.ts';
import type { ApiRequest, DomainEvent } from './event.ts';
import { nanoToDecimal } from './money.ts';
import { type Prices, plainModel } from './price.ts';
import { modelOf, toolOf } from './search.ts';
import { basisOf } from './summary.ts';
import type { PromptItem, SessionItem, Summary } from './views.ts';

/** Figures are those within the range. Cache writes of unknown lifetime stand with the 5-minute ones, as they are priced. */
export const SESSION_COLUMNS = [
	'session_id',
	'title',
	'project',
	'branch',
	'profile',
	'machine',
	'started_at',
	'ended_at',
	'duration_s',
	'active_s',
	'prompts',
	'api_requests',
	'api_errors',
	'tool_calls',
	'tool_failures',
	'input_tokens',
	'output_tokens',
	'cache_read_tokens',
	'cache_write_5m_tokens',
	'cache_write_1h_tokens',
	'cost_usd',
	'cost_basis',
	'models',
	'lines_added',
	'lines_removed',
	'commits',
	'pull_requests'
] as const;

/** `byModel`: the figures are those of one model; what carries no model is then not known. */
export function sessionCells(item: SessionItem, { byModel = false } = {}): CsvValue[] {
	const { inRange } = item;
	const whole = (count: number) => (byModel ? null : count);
	return [
		item.key,
		item.title,
		item.project,
		item.branch,
		item.profile,
		item.machine,
		time(item.startedAtMs),
		time(item.endedAtMs),
		seconds(item.endedAtMs - item.startedAtMs),
		byModel ? null : seconds(inRange.activeMs),
		whole(inRange.prompts),
		inRange.requests,
		whole(inRange.apiErrors),
		whole(inRange.toolCalls),
		whole(inRange.toolFailures),
		...tokenCells(inRange),
		costCell(inRange),
		basisOf(inRange),
		item.models.join(' '),
		whole(inRange.linesAdded),
		whole(inRange.linesRemoved),
		whole(inRange.commits),
		whole(inRange.pullRequests)
	];
}

/** One row for a day of the zone and a model. Money known only from metrics is in `cost_usd`, and by itself beside it. */
export const DAY_COLUMNS = [
	'date',
	'model',
	'api_requests',
	'unpriced_requests',
	'input_tokens',
	'output_tokens',
	'cache_read_tokens',
	'cache_write_5m_tokens',
	'cache_write_1h_tokens',
	'cost_usd',
	'unlogged_cost_usd',
	'cost_basis'
] as const;

export function dayCells(date: string, model: string, summary: Summary): CsvValue[] {
	return [
		date,
		model,
		summary.requests,
		summary.unpricedRequests,
		...tokenCells(summary),
		costCell(summary),
		decimal(summary.unloggedNanoUsd),
		basisOf(summary)
	];
}

/** One row for a prompt and what it set off; `prompt_id` is empty for what belongs to none. */
export const PROMPT_COLUMNS = [
	'session_id',
	'prompt_id',
	'at',
	'prompt_length',
	'command',
	'api_requests',
	'unpriced_requests',
	'api_errors',
	'tool_calls',
	'tool_failures',
	'input_tokens',
	'output_tokens',
	'cache_read_tokens',
	'cache_write_tokens',
	'cost_usd'
] as const;

export function promptCells(sessionId: string, item: PromptItem): CsvValue[] {
	const unknown = item.costNanoUsd === 0 && item.unpricedRequests > 0;
	return [
		sessionId,
		item.promptId,
		time(item.atMs),
		item.promptLength,
		item.command,
		item.requests,
		item.unpricedRequests,
		item.apiErrors,
		item.toolCalls,
		item.toolFailures,
		item.inputTokens,
		item.outputTokens,
		item.cacheReadTokens,
		item.cacheCreationTokens,
		unknown ? null : decimal(item.costNanoUsd)
	];
}

export const REQUEST_COLUMNS = [
	'at',
	'session_id',
	'prompt_id',
	'request_id',
	'model',
	'query_source',
	'agent',
	'skill',
	'mcp_server',
	'mcp_tool',
	'input_tokens',
	'output_tokens',
	'cache_read_tokens',
	'cache_write_5m_tokens',
	'cache_write_1h_tokens',
	'cost_usd',
	'cost_basis',
	'duration_ms',
	'ttft_ms',
	'speed',
	'effort',
	'source'
] as const;

export function requestCells(event: ApiRequest, prices: Prices): CsvValue[] {
	const { nano, basis } = costOf(event, prices);
	const tokens = tokensOf(event);
	const known = event.cacheCreationTokens ?? event.cacheCreation5mTokens ?? event.cacheCreation1hTokens;
	return [
		time(event.atMs),
		event.sessionId,
		event.promptId,
		event.requestId,
		event.model,
		event.querySource,
		event.agentName,
		event.skillName,
		event.mcpServer,
		event.mcpTool,
		event.inputTokens,
		event.outputTokens,
		event.cacheReadTokens,
		known === null ? null : tokens.cacheWrite5m + tokens.cacheWriteUnsplit,
		known === null ? null : tokens.cacheWrite1h,
		nano === null ? null : decimal(nano),
		basis,
		event.durationMs,
		event.ttftMs,
		event.speed,
		event.effort,
		event.source
	];
}

/** One row for an event of any kind. Its whole content is in the JSON lines. */
export const EVENT_COLUMNS = [
	'at',
	'session_id',
	'prompt_id',
	'event',
	'model',
	'tool',
	'success',
	'duration_ms',
	'cost_usd',
	'error',
	'source',
	'event_id'
] as const;

export function eventCells(event: DomainEvent, prices: Prices): CsvValue[] {
	const fields = event as unknown as Record<string, unknown>;
	const get = (key: string) => fields[key];
	const { success, durationMs, error } = fields;
	const nano = event.name === 'api_request' ? costOf(event, prices).nano : null;
	return [
		time(event.atMs),
		event.sessionId,
		event.promptId,
		event.name === 'other' ? event.otherName : event.name === 'metric' ? event.metric : event.name,
		modelOf({ get }) || null,
		toolOf({ get }) ?? null,
		typeof success === 'boolean' ? String(success) : null,
		typeof durationMs === 'number' ? durationMs : null,
		nano === null ? null : decimal(nano),
		typeof error === 'string' ? error : null,
		event.source,
		event.id
	];
}

/** Whether an event belongs to a filter by model: to one of another model, or of none, it does not. */
export function isOfModel(event: DomainEvent, model: string | undefined): boolean {
	if (model === undefined) return true;
	return 'model' in event && event.model !== null && plainModel(event.model) === model;
}

function tokenCells(summary: Summary): number[] {
	return [
		summary.inputTokens,
		summary.outputTokens,
		summary.cacheReadTokens,
		summary.cacheWrite5mTokens + summary.cacheWriteUnsplitTokens,
		summary.cacheWrite1hTokens
	];
}

/** Empty when nothing of it has a price. */
function costCell(summary: Summary): CsvValue {
	return basisOf(summary) === 'unpriced' ? null : decimal(summary.costNanoUsd);
}

function decimal(nano: number): CsvValue {
	return { decimal: nanoToDecimal(nano) };
}

/** UTC, ISO 8601. */
function time(atMs: number): string {
	return new Date(atMs).toISOString();
}

function seconds(ms: number): number {
	return Math.round(ms) / 1000;
}
