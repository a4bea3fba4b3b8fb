// One request's cost by kind of token: by the price table, scaled to what was reported.
import { apportion } from './apportion.ts';
import { promptTokens, type TokenCounts } from './cost.ts';
import type { ApiRequest } from './event.ts';
import { type Prices, type Rates, WEB_SEARCH_NANO_USD } from './price.ts';

/** What a part of a cost was paid for. `unknown`: money of a request that sent no tokens. */
export const COST_KINDS = [
	'input',
	'output',
	'cacheRead',
	'cacheWrite5m',
	'cacheWrite1h',
	'cacheWriteUnsplit',
	'webSearch',
	'unknown'
] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** One amount for each of COST_KINDS, in its order. */
export type CostParts = number[];

/**
 * Shape of the rates where the table has none: Claude Code's own for models it does not know
 * (5, 25, 6.25, 10 and 0.5 USD per million, read from 2.1.329 on 2026-11-20). Only their proportions are used.
 */
export const PROPORTIONS: Rates = {
	input: 5000,
	output: 25_000,
	cacheWrite5m: 6250,
	cacheWrite1h: 10_000,
	cacheRead: 500
};

/**
 * Splits `nano` (what the request cost, nano-USD) by kind; the parts are integers and sum to `nano`. Batch, region and
 * fast mode scale all tokens alike, so they leave the proportions as they are.
 */
export function costParts(event: ApiRequest, tokens: TokenCounts, nano: number, prices: Prices): CostParts {
	const rates =
		event.model === null ? null : prices.ratesFor(event.model, event.atMs, promptTokens(tokens))?.rates;
	return apportion(nano, weightsOf(tokens, rates ?? PROPORTIONS, event.webSearches ?? 0));
}

/** The same for money known only from metrics, whose requests are not known one by one. */
export function modelParts(
	model: string,
	atMs: number,
	tokens: TokenCounts,
	nano: number,
	prices: Prices
): CostParts {
	const rates = prices.ratesFor(model, atMs, 0)?.rates;
	return apportion(nano, weightsOf(tokens, rates ?? PROPORTIONS, 0));
}

/** Nano-USD by the rates for each kind. */
export function weightsOf(tokens: TokenCounts, rates: Rates, webSearches: number): CostParts {
	return [
		tokens.input * rates.input,
		tokens.output * rates.output,
		tokens.cacheRead * rates.cacheRead,
		tokens.cacheWrite5m * rates.cacheWrite5m,
		tokens.cacheWrite1h * rates.cacheWrite1h,
		tokens.cacheWriteUnsplit * rates.cacheWrite5m,
		webSearches * WEB_SEARCH_NANO_USD,
		0
	];
}

/** Tokens by kind, in the order of COST_KINDS. */
export function tokensByKind(tokens: TokenCounts): number[] {
	return [
		tokens.input,
		tokens.output,
		tokens.cacheRead,
		tokens.cacheWrite5m,
		tokens.cacheWrite1h,
		tokens.cacheWriteUnsplit,
		0,
		0
	];
}
