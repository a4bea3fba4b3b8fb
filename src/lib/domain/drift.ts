// Why a reported cost differs from the price table: only what the sums of a cell prove to the nano-dollar, else unknown.
import {
	DEFAULT_PRICES,
	nanoRates,
	type Prices,
	type Rates,
	US_FACTOR,
	WEB_SEARCH_NANO_USD
} from './price.ts';
import { M } from './rows.ts';

export const DRIFT_REASONS = [
	'priceChange',
	'defaultPrice',
	'write1hAs5m',
	'write5mAs1h',
	'webSearch',
	'fastMode',
	'usInference',
	'driftUnknown'
] as const;

export type DriftReason = (typeof DRIFT_REASONS)[number];

export interface Drift {
	/** Plain model. */
	model: string;
	/** Any time within the cell. */
	atMs: number;
	/** Requests whose reported cost is not the table's. */
	count: number;
	/** Reported less computed, nano-USD. */
	nano: number;
	/** M sums of all requests of that model in the cell, drifting or not. */
	sums: readonly number[];
}

const DEFAULT_RATES = DEFAULT_PRICES.map(nanoRates);

/** Tokens of `sums` at these rates, nano-USD; writes of unknown lifetime at `unsplit`. */
export function priceSums(sums: readonly number[], rates: Rates, unsplit: number): number {
	return (
		sums[M.input]! * rates.input +
		sums[M.output]! * rates.output +
		sums[M.cacheRead]! * rates.cacheRead +
		sums[M.cacheWrite5m]! * rates.cacheWrite5m +
		sums[M.cacheWrite1h]! * rates.cacheWrite1h +
		sums[M.cacheWriteUnsplit]! * unsplit
	);
}

export function driftReason({ model, atMs, count, nano, sums }: Drift, prices: Prices): DriftReason {
	// Each request is rounded once.
	const same = (a: number, b: number) => Math.abs(a - b) <= count;
	if (nano > count && same(nano, Math.round(nano / WEB_SEARCH_NANO_USD) * WEB_SEARCH_NANO_USD))
		return 'webSearch';
	const rates = prices.allRates(model);
	for (const { cacheWrite1h, cacheWrite5m } of rates) {
		const more = cacheWrite1h - cacheWrite5m;
		if (sums[M.cacheWrite1h]! > 0 && same(nano, -sums[M.cacheWrite1h]! * more)) return 'write1hAs5m';
		if (sums[M.cacheWrite5m]! > 0 && same(nano, sums[M.cacheWrite5m]! * more)) return 'write5mAs1h';
	}
	// The rest compares whole sums: each request of the cell has to be one of those that differ.
	if (count !== sums[M.requests] || sums[M.cacheWriteUnsplit]! > 0) return 'driftUnknown';
	const reported = sums[M.reportedNano]!;
	const computed = reported - nano;
	if (rates.some((other) => same(reported, priceSums(sums, other, 0)))) return 'priceChange';
	if (DEFAULT_RATES.some((other) => same(reported, priceSums(sums, other, 0)))) return 'defaultPrice';
	if (same(reported, computed * US_FACTOR)) return 'usInference';
	const fast = prices.ratesFor(model, atMs, 0)?.row.fast;
	if (fast !== undefined && same(reported, computed * fast)) return 'fastMode';
	return 'driftUnknown';
}

/** Whether the reported cost of a model the table does not know is Claude Code's default price. `null`: nothing was reported. */
export function isDefaultPriced(sums: readonly number[]): boolean | null {
	const reported = sums[M.reportedNano]!;
	if (reported === 0) return null;
	return DEFAULT_RATES.some((rates) => {
		// Writes of unknown lifetime may be a mix: a whole number of them has to be hour-long ones.
		const step = rates.cacheWrite1h - rates.cacheWrite5m;
		const more = reported - priceSums(sums, rates, rates.cacheWrite5m);
		const long = Math.min(sums[M.cacheWriteUnsplit]!, Math.max(0, Math.round(more / step)));
		return Math.abs(more - long * step) <= sums[M.requests]!;
	});
}
