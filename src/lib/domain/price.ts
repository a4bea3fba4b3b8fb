// The price table: USD per million tokens by model, with the dates from which a row holds. Written as published, turned
// into integer nano-USD per token once. Prices are looked up for each request at its own time and by its own size.
// Checked 2026-11-20 against the rates Claude Code 2.1.329 uses and https://platform.claude.com/docs/en/about-claude/pricing

import { rowKey } from './identity.ts';
import type { PriceOverride } from './price-override.ts';

/** Nano-USD per token (USD per million × 1,000). */
export interface Rates {
	input: number;
	output: number;
	cacheWrite5m: number;
	cacheWrite1h: number;
	cacheRead: number;
}

export interface PriceRow {
	/** Normalised model ids (see `modelKey`). */
	models: readonly string[];
	/** First UTC date on which the row holds; absent: since the model came out. */
	from?: string;
	/** [input, output, 5-minute write, 1-hour write, read], USD per million tokens. */
	usdPerMillion: readonly [number, number, number, number, number];
	/** For requests whose whole prompt (fresh, read and written) is larger than this. */
	above?: { promptTokens: number; usdPerMillion: readonly [number, number, number, number, number] };
	/** Factor of fast mode; absent: fast mode is not priced. */
	fast?: number;
}

/** When the table was last compared with its source, and that source. */
export const PRICES_CHECKED = '2026-11-20';
export const PRICES_SOURCE = 'https://platform.claude.com/docs/en/about-claude/pricing';

/**
 * What Claude Code 2.1.329 takes for a model it does not know; the event does not say so. USD per million tokens: the
 * default its binary holds, and the price of Opus 5.5, which it was seen to report.
 */
export const DEFAULT_PRICES: readonly PriceRow['usdPerMillion'][] = [
	[5, 25, 6.25, 10, 0.5],
	[4, 20, 5, 8, 0.2]
];

/** US-only inference, https://platform.claude.com/docs/en/about-claude/pricing#data-residency-pricing */
export const US_FACTOR = 1.1;
export const BATCH_FACTOR = 0.5;
/** $10 per 1,000 searches. */
export const WEB_SEARCH_NANO_USD = 10_000_000;

export const PRICES: readonly PriceRow[] = [
	{ models: ['sonnet-5'], usdPerMillion: [2, 10, 2.5, 4, 0.2] },
	{ models: ['sonnet-5-5'], usdPerMillion: [2, 10, 2.5, 4, 0.2] },
	{ models: ['sonnet-5-5'], from: '2026-10-07', usdPerMillion: [2, 10, 2.5, 4, 0.1] },
	{
		models: ['sonnet-3-5', 'sonnet-3-7', 'sonnet-4', 'sonnet-4-0', 'sonnet-4-5', 'sonnet-4-6'],
		usdPerMillion: [3, 15, 3.75, 6, 0.3]
	},
	{ models: ['opus-4-5'], usdPerMillion: [5, 25, 6.25, 10, 0.5] },
	{ models: ['opus-4-6', 'opus-4-7'], usdPerMillion: [5, 25, 6.25, 10, 0.5], fast: 6 },
	{ models: ['opus-4-8', 'opus-5'], usdPerMillion: [5, 25, 6.25, 10, 0.5], fast: 2 },
	{ models: ['opus-5-5'], usdPerMillion: [4, 20, 5, 8, 0.2] },
	{ models: ['opus-3', 'opus-4', 'opus-4-0', 'opus-4-1'], usdPerMillion: [15, 75, 18.75, 30, 1.5] },
	{ models: ['haiku-3-5'], usdPerMillion: [0.8, 4, 1, 1.6, 0.08] },
	{ models: ['haiku-4-5'], usdPerMillion: [1, 5, 1.25, 2, 0.1] },
	{
		models: ['haiku-5-5'],
		usdPerMillion: [0.1, 0.5, 0.125, 0.2, 0.01],
		above: { promptTokens: 100_000, usdPerMillion: [0.5, 2.5, 0.625, 1, 0.05] }
	},
	{ models: ['fable-5', 'mythos-5'], usdPerMillion: [10, 50, 12.5, 20, 1] },
	{ models: ['fable-5-1', 'mythos-5-1'], usdPerMillion: [10, 50, 12.5, 20, 0.25] },
	{ models: ['fable-5-2', 'mythos-5-2'], usdPerMillion: [8, 40, 10, 16, 0.2] }
];

/** A model id without the context suffix Claude Code's metrics add: `claude-sonnet-4-5[1m]` → `claude-sonnet-4-5`. */
export function plainModel(model: string): string {
	const bracket = model.indexOf('[');
	return rowKey(bracket < 0 ? model : model.slice(0, bracket));
}

/**
 * The id prices are found by: family and version, without vendor, region, date or release. `us.anthropic.claude-opus-4-5-20251101-v1:0`
 * → `opus-4-5`; `claude-3-5-haiku-20241022` → `haiku-3-5`; `null` for what is not a Claude model id.
 */
export function modelKey(model: string): string | null {
	const name = plainModel(model).toLowerCase();
	const modern = /(?:^|[./])claude-([a-z]+)-(\d{1,2}(?:[-.]\d{1,2})?)(?=$|[-@:])/.exec(name);
	if (modern) return `${modern[1]}-${modern[2]!.replace('.', '-')}`;
	const older = /(?:^|[./])claude-(\d(?:[-.]\d)?)-([a-z]+)(?=$|[-@:])/.exec(name);
	if (older) return `${older[2]}-${older[1]!.replace('.', '-')}`;
	return null;
}

/** What prices of a model are found and overridden by; a name that is no Claude model id stands for itself. */
export function priceKey(model: string): string {
	return modelKey(model) ?? plainModel(model).toLowerCase();
}

/** The price table with a person's own rates laid over it. */
export interface Prices {
	/** The rates for a request of this size at this time; `null` when the model has no price. */
	ratesFor(model: string, atMs: number, promptTokens: number): { rates: Rates; row: PriceRow } | null;
	/** Every rate there is for a model: all dates, all sizes. Empty when there is none. */
	allRates(model: string): Rates[];
	/** Rates of the newest priced model of the same family, to estimate by; `null` when the family is unknown too. */
	familyRates(model: string, atMs: number): { like: string; rates: Rates } | null;
}

interface Indexed {
	fromMs: number;
	row: PriceRow;
	rates: Rates;
	above: { promptTokens: number; rates: Rates } | null;
}

const KEPT_KEYS = 1000;

/** Own rates hold from their date until the model's next own ones, whatever the table says of that time. */
export function createPrices(overrides: readonly PriceOverride[]): Prices {
	const index = new Map<string, Indexed[]>();
	const keys = new Map<string, string>();

	function enter(rows: readonly PriceRow[]): void {
		const entered = new Map<string, Indexed[]>();
		for (const row of rows) {
			for (const model of row.models) {
				const own = entered.get(model) ?? [];
				own.push({
					fromMs: row.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(`${row.from}T00:00:00Z`),
					row,
					rates: nanoRates(row.usdPerMillion),
					above: row.above
						? { promptTokens: row.above.promptTokens, rates: nanoRates(row.above.usdPerMillion) }
						: null
				});
				own.sort((a, b) => b.fromMs - a.fromMs);
				entered.set(model, own);
			}
		}
		for (const [model, own] of entered) index.set(model, [...own, ...(index.get(model) ?? [])]);
	}

	enter(PRICES);
	enter(
		overrides
			.filter(({ deletedAtMs }) => deletedAtMs === null)
			.map(({ model, from, usdPerMillion }) => {
				// What fast mode costs beyond the plain rates is the model's own.
				const fast = index.get(model)?.[0]?.row.fast;
				return {
					models: [model],
					usdPerMillion,
					...(from !== '' && { from }),
					...(fast !== undefined && { fast })
				};
			})
	);

	function rowsOf(model: string): readonly Indexed[] {
		let key = keys.get(model);
		if (key === undefined) {
			key = priceKey(model);
			if (keys.size < KEPT_KEYS) keys.set(model, key);
		}
		return index.get(key) ?? [];
	}

	return {
		ratesFor(model, atMs, promptTokens) {
			const found = rowsOf(model).find((entry) => entry.fromMs <= atMs);
			if (found === undefined) return null;
			const large = found.above !== null && promptTokens > found.above.promptTokens;
			return { rates: large ? found.above!.rates : found.rates, row: found.row };
		},
		allRates: (model) =>
			rowsOf(model).flatMap(({ rates, above }) => (above ? [rates, above.rates] : [rates])),
		familyRates(model, atMs) {
			const family = modelKey(model)?.replace(/-\d.*$/, '');
			if (family === undefined) return null;
			let best: { like: string; rates: Rates } | null = null;
			for (const [like, rows] of index) {
				const found = rows.find(({ fromMs }) => fromMs <= atMs);
				if (found === undefined || like.replace(/-\d.*$/, '') !== family) continue;
				if (best === null || versionOf(like) > versionOf(best.like)) best = { like, rates: found.rates };
			}
			return best;
		}
	};
}

/** The price table as it is. */
export const LIST_PRICES = createPrices([]);

let last: { text: string; prices: Prices } = { text: '[]', prices: LIST_PRICES };

/** The same, made once as long as the same rates are asked for. */
export function pricesWith(overrides: readonly PriceOverride[]): Prices {
	const text = JSON.stringify(overrides);
	if (text !== last.text) last = { text, prices: createPrices(overrides) };
	return last.prices;
}

/** `opus-4-5` → 405. */
function versionOf(key: string): number {
	const [major, minor = '0'] = key.split('-').slice(1);
	return Number(major) * 100 + Number(minor);
}

export function nanoRates(usd: PriceRow['usdPerMillion']): Rates {
	const nano = usd.map((rate) => Math.round(rate * 1000));
	return {
		input: nano[0]!,
		output: nano[1]!,
		cacheWrite5m: nano[2]!,
		cacheWrite1h: nano[3]!,
		cacheRead: nano[4]!
	};
}
