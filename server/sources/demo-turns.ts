// How a demo session spends its tokens: one request after another on a growing, cached context.
import { computedNano } from '#lib/domain/cost.ts';
import type { ApiRequest } from '#lib/domain/event.ts';
import { LIST_PRICES } from '#lib/domain/price.ts';
import { type Draft, draft, type RequestDraft } from './demo-draft.ts';
import type { Meter } from './demo-meter.ts';
import type { Chance } from './demo-random.ts';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const FIVE_MINUTES_MS = 5 * 60_000;
const HOUR_MS = 60 * 60_000;
const TOKENS_PER_SECOND: Record<string, number> = {
	'claude-haiku-5-5': 170,
	'claude-sonnet-5': 85,
	'claude-opus-5-5': 62,
	'claude-opus-4-8': 48
};

/** One conversation with the model: the main one, or a subagent's own. */
export interface Context {
	model: string;
	/** As metrics name it, with the suffix of a large context. */
	metricModel: string;
	querySource: string;
	agentId?: string;
	agentName: string | null;
	effort: string | null;
	/** Tokens already in the cache, and when they were last touched. */
	cached: number;
	cachedAtMs: number;
	/** Cache writes live for an hour instead of five minutes. */
	hour: boolean;
	/** Tokens added since the last request. */
	fresh: number;
}

/** What a session writes to as it goes on. */
export interface Recorder {
	chance: Chance;
	meter: Meter;
	drafts: Draft[];
}

export function requestId(chance: Chance): string {
	return `req_011C${chance.text(BASE58, 20)}`;
}

export function toolUseId(chance: Chance): string {
	return `toolu_01${chance.text(BASE58, 22)}`;
}

/** Size of what the model sees. */
export function contextTokens(context: Context): number {
	return context.cached + context.fresh;
}

/**
 * A request that begins at `atMs`; returns it with its end as `atMs`. A pause longer than the cache's life writes the
 * whole context again. An interrupted one is counted by the metrics and leaves no event.
 */
export function ask(
	recorder: Recorder,
	context: Context,
	atMs: number,
	promptId: string,
	options: {
		interrupted?: boolean;
		output?: number;
		mcp?: { server: string; tool: string };
		skill?: string;
	} = {}
): RequestDraft {
	const { chance, meter, drafts } = recorder;
	const life = context.hour ? HOUR_MS : FIVE_MINUTES_MS;
	const warm = context.cached > 0 && atMs - context.cachedAtMs < life;
	const read = warm ? context.cached : 0;
	const written = warm ? context.fresh : context.cached + context.fresh;
	const output = Math.min(8000, Math.round(options.output ?? chance.around(260, 0.9)));
	const ttftMs = Math.round(chance.around(900, 0.4) + written / 60);
	const durationMs = Math.round(ttftMs + (output / (TOKENS_PER_SECOND[context.model] ?? 60)) * 1000);
	const request = draft('api_request', atMs + durationMs, promptId, {
		model: context.model,
		requestId: requestId(chance),
		inputTokens: chance.integer(3, 14),
		outputTokens: options.interrupted ? Math.ceil(output / 3) : output,
		cacheReadTokens: read,
		cacheCreationTokens: written,
		cacheCreation5mTokens: context.hour ? 0 : written,
		cacheCreation1hTokens: context.hour ? written : 0,
		durationMs,
		ttftMs,
		querySource: context.querySource,
		effort: context.effort,
		agentName: context.agentName,
		mcpServer: options.mcp?.server ?? null,
		mcpTool: options.mcp?.tool ?? null,
		skillName: options.skill ?? null,
		...(context.agentId ? { agentId: context.agentId } : {})
	});
	const cost = priceOf(request);
	request.costNanoUsd = cost;
	meter.countRequest(request, context.metricModel, cost);
	if (!options.interrupted) drafts.push(request);
	context.cached = read + written;
	context.fresh = output;
	context.cachedAtMs = request.atMs;
	return request;
}

function priceOf(request: RequestDraft): number {
	const nano = computedNano(request as ApiRequest, LIST_PRICES);
	if (nano === null) throw new Error(`the demo uses ${request.model}, which has no price`);
	return nano;
}

/** The model's words at the end of a response. */
export function answer(recorder: Recorder, request: RequestDraft, text: string): void {
	recorder.drafts.push(
		draft('assistant_response', request.atMs, request.promptId, {
			responseLength: text.length,
			text,
			requestId: request.requestId,
			messageUuid: recorder.chance.uuid(),
			model: request.model,
			querySource: request.querySource,
			...(request.agentId ? { agentId: request.agentId } : {})
		})
	);
}

/** A request that fails for good after `attempts`; returns when it gave up. */
export function fail(recorder: Recorder, context: Context, atMs: number, promptId: string): number {
	const { chance, drafts } = recorder;
	const status = Number(chance.weighted({ 529: 50, 429: 25, 500: 15, 400: 10 }));
	const attempts = status === 400 ? 1 : chance.integer(3, 10);
	const durationMs = Math.round(chance.around(400, 0.5));
	const error = { 529: 'Overloaded', 429: 'Number of requests exceeded', 500: 'Internal server error' }[
		status
	];
	const told = { model: context.model, error: error ?? 'Prompt is too long', statusCode: status };
	const waitedMs = Math.round(attempts * chance.around(2500, 0.4));
	const endMs = atMs + durationMs + (attempts > 1 ? waitedMs : 0);
	drafts.push(
		draft('api_error', endMs, promptId, {
			...told,
			durationMs,
			attempt: attempts,
			requestId: requestId(chance),
			querySource: context.querySource,
			agentName: context.agentName
		})
	);
	if (attempts > 1) {
		drafts.push(
			draft('api_retries_exhausted', endMs, promptId, {
				...told,
				totalAttempts: attempts,
				totalRetryDurationMs: waitedMs,
				querySource: context.querySource
			})
		);
	}
	return endMs;
}
