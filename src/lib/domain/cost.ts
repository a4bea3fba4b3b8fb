// What one request cost and how that is known: reported by Claude Code, else computed from the price table, else unknown.
import type { ApiRequest } from './event.ts';
import { BATCH_FACTOR, type Prices, US_FACTOR, WEB_SEARCH_NANO_USD } from './price.ts';

export interface Cost {
	/** Nano-USD; `null` when unpriced. */
	nano: number | null;
	basis: 'reported' | 'computed' | 'unpriced';
}

export interface TokenCounts {
	input: number;
	output: number;
	cacheRead: number;
	cacheWrite5m: number;
	cacheWrite1h: number;
	/** Cache writes of unknown lifetime. */
	cacheWriteUnsplit: number;
}

/** The request's tokens; unknown kinds count 0 here, and `costOf` does not price a request without input or output. */
export function tokensOf(event: ApiRequest): TokenCounts {
	const write5m = event.cacheCreation5mTokens ?? 0;
	const write1h = event.cacheCreation1hTokens ?? 0;
	const total = event.cacheCreationTokens ?? write5m + write1h;
	return {
		input: event.inputTokens ?? 0,
		output: event.outputTokens ?? 0,
		cacheRead: event.cacheReadTokens ?? 0,
		cacheWrite5m: write5m,
		cacheWrite1h: write1h,
		cacheWriteUnsplit: Math.max(0, total - write5m - write1h)
	};
}

/** Reported cost first; computed by the request's own time, size, speed, tier and region; never 0 for what is unknown. */
export function costOf(event: ApiRequest, prices: Prices): Cost {
	if (event.costNanoUsd !== null) return { nano: event.costNanoUsd, basis: 'reported' };
	const nano = computedNano(event, prices);
	return nano === null ? { nano: null, basis: 'unpriced' } : { nano, basis: 'computed' };
}

/** By the price table; `null` when the model, its fast mode or the tokens are unknown. Unsplit writes are priced as 5-minute ones. */
export function computedNano(event: ApiRequest, prices: Prices): number | null {
	if (event.model === null || event.inputTokens === null || event.outputTokens === null) return null;
	const tokens = tokensOf(event);
	const price = prices.ratesFor(event.model, event.atMs, promptTokens(tokens));
	if (price === null) return null;
	let factor = 1;
	if (event.speed === 'fast') {
		if (price.row.fast === undefined) return null;
		factor *= price.row.fast;
	}
	if (event.serviceTier === 'batch') factor *= BATCH_FACTOR;
	if (event.geo === 'us') factor *= US_FACTOR;
	const { rates } = price;
	const nano =
		tokens.input * rates.input +
		tokens.output * rates.output +
		tokens.cacheRead * rates.cacheRead +
		(tokens.cacheWrite5m + tokens.cacheWriteUnsplit) * rates.cacheWrite5m +
		tokens.cacheWrite1h * rates.cacheWrite1h;
	return Math.round(nano * factor) + (event.webSearches ?? 0) * WEB_SEARCH_NANO_USD;
}

/**
 * What the cache saved on this request, nano-USD: reads at the price of plain input less their own, minus what writing
 * cost beyond plain input. Negative when the writes were never read. 0 for models without a price.
 */
export function cacheSavedNano(event: ApiRequest, tokens: TokenCounts, prices: Prices): number {
	if (event.model === null) return 0;
	const price = prices.ratesFor(event.model, event.atMs, promptTokens(tokens));
	if (price === null) return 0;
	const { rates } = price;
	return (
		tokens.cacheRead * (rates.input - rates.cacheRead) -
		(tokens.cacheWrite5m + tokens.cacheWriteUnsplit) * (rates.cacheWrite5m - rates.input) -
		tokens.cacheWrite1h * (rates.cacheWrite1h - rates.input)
	);
}

/** The whole prompt as the model saw it. */
export function promptTokens(tokens: TokenCounts): number {
	return (
		tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.cacheWriteUnsplit
	);
}
