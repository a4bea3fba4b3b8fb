// The same session's own numbers at other prices. Arithmetic on what was used, not a prediction: another model would have
// written other things.
import { apportion } from './apportion.ts';
import type { Attribution } from './attribution.ts';
import { FIVE_MINUTES_MS, HOUR_MS, type Step } from './context.ts';
import { computedNano, costOf, promptTokens, type TokenCounts } from './cost.ts';
import { COST_KINDS, type CostParts, weightsOf } from './cost-parts.ts';
import { BATCH_FACTOR, type Prices, plainModel, US_FACTOR, WEB_SEARCH_NANO_USD } from './price.ts';

export interface Scenario {
	/** Model all requests are priced on; `null`: each on its own. */
	model: string | null;
	/** Only requests of this model (without suffix) are put on `model`; the others stay. `null`: all. */
	from: string | null;
	/**
	 * Life of the cache; `null`: as sent. `1h`: what was written again because a five-minute cache had expired within
	 * the hour is read instead. `5m`: what an hour's cache held through a pause of more than five minutes is written again.
	 */
	cacheLife: '5m' | '1h' | null;
}

export interface WhatIf {
	/** Nano-USD; the sum of `parts`. */
	nano: number;
	/** By kind of token, in the order of COST_KINDS. */
	parts: CostParts;
	/** The same requests as they were, by the same table: what to compare with. `null`: one of them has no price. */
	asSentNano: number | null;
	/** The same requests as they cost (reported where that was sent); `null`: unknown for one of them. */
	actualNano: number | null;
	requests: number;
	/** Tokens that changed between written and read. */
	movedTokens: number;
	/** Event ids of requests that came without tokens. They are in none of the figures, nor is money known only from metrics. */
	leftOut: string[];
}

/**
 * The session's requests repriced, exact by kind of token, each at its own time, size, tier and region. `null` where a
 * model (or its fast mode) has no price.
 */
export function whatIf(
	{ steps, prices }: Pick<Attribution, 'steps' | 'prices'>,
	scenario: Scenario
): WhatIf | null {
	const result: WhatIf = {
		nano: 0,
		parts: COST_KINDS.map(() => 0),
		asSentNano: 0,
		actualNano: 0,
		requests: 0,
		movedTokens: 0,
		leftOut: []
	};
	for (const step of steps) {
		const { request } = step;
		if (request.inputTokens === null || request.outputTokens === null) {
			result.leftOut.push(request.id);
			continue;
		}
		const { tokens, moved } = withLife(step, scenario.cacheLife);
		const parts = reprice(step, modelFor(step, scenario), tokens, prices);
		if (parts === null) return null;
		result.requests += 1;
		result.movedTokens += moved;
		for (const [i, nano] of parts.entries()) {
			result.parts[i]! += nano;
			result.nano += nano;
		}
		result.asSentNano = plus(result.asSentNano, computedNano(request, prices));
		result.actualNano = plus(result.actualNano, costOf(request, prices).nano);
	}
	return result;
}

function plus(sum: number | null, nano: number | null): number | null {
	return sum === null || nano === null ? null : sum + nano;
}

function modelFor({ request }: Step, { model, from }: Scenario): string | null {
	if (model === null) return request.model;
	if (from === null || (request.model !== null && plainModel(request.model) === from)) return model;
	return request.model;
}

/** One request's cost by kind on another model; `null` where that has no price. */
export function reprice(
	step: Step,
	model: string | null,
	tokens: TokenCounts,
	prices: Prices
): CostParts | null {
	const { request } = step;
	if (model === null) return null;
	const price = prices.ratesFor(model, request.atMs, promptTokens(tokens));
	if (price === null) return null;
	let factor = 1;
	if (request.speed === 'fast') {
		if (price.row.fast === undefined) return null;
		factor *= price.row.fast;
	}
	if (request.serviceTier === 'batch') factor *= BATCH_FACTOR;
	if (request.geo === 'us') factor *= US_FACTOR;
	const weights = weightsOf(tokens, price.rates, 0);
	let sum = 0;
	for (const weight of weights) sum += weight;
	const parts = apportion(Math.round(sum * factor), weights);
	parts[COST_KINDS.indexOf('webSearch')] = (request.webSearches ?? 0) * WEB_SEARCH_NANO_USD;
	return parts;
}

function withLife(step: Step, life: Scenario['cacheLife']): { tokens: TokenCounts; moved: number } {
	const { tokens, pauseMs, lifeMs } = step;
	if (life === null) return { tokens, moved: 0 };
	const writes = tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.cacheWriteUnsplit;
	let moved = 0;
	if (life === '1h' && step.reason === 'expired' && lifeMs === FIVE_MINUTES_MS && pauseMs! <= HOUR_MS)
		moved = step.rewritten;
	if (life === '5m' && lifeMs === HOUR_MS && pauseMs! > FIVE_MINUTES_MS && pauseMs! <= HOUR_MS)
		moved = -tokens.cacheRead;
	return {
		tokens: {
			input: tokens.input,
			output: tokens.output,
			cacheRead: tokens.cacheRead + moved,
			cacheWrite5m: life === '5m' ? writes - moved : 0,
			cacheWrite1h: life === '1h' ? writes - moved : 0,
			cacheWriteUnsplit: 0
		},
		moved: Math.abs(moved)
	};
}
