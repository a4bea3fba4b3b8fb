// Own rates as a form holds them: text, until all of it can be read.
import { RATE_KINDS, type RateKind } from '#lib/domain/observed-rates.ts';
import { priceKey } from '#lib/domain/price.ts';
import { isRate, overrideId, type PriceOverride } from '#lib/domain/price-override.ts';

export const RATES = RATE_KINDS;

export type Rate = RateKind;

export interface PriceDraft {
	model: string;
	/** `2026-10-07`, or '' for all time. */
	from: string;
	rates: Record<Rate, string>;
}

export function draftOfRates(
	model: string,
	from: string,
	usdPerMillion: readonly number[] | null
): PriceDraft {
	const rates = Object.fromEntries(
		RATES.map((rate, i) => [rate, usdPerMillion === null ? '' : String(usdPerMillion[i])])
	) as PriceDraft['rates'];
	return { model, from, rates };
}

/** USD per million tokens; `null` for what is no rate. A comma may stand for the point. */
export function parseRate(text: string): number | null {
	const trimmed = text.trim().replace(',', '.');
	if (!/^\d+(\.\d{0,3})?$|^\.\d{1,3}$/.test(trimmed)) return null;
	const rate = Number(trimmed);
	return isRate(rate) ? rate : null;
}

/** `null` while the form is not whole. */
export function overrideOf({ model, from, rates }: PriceDraft): PriceOverride | null {
	const key = priceKey(model.trim());
	const usd = RATES.map((rate) => parseRate(rates[rate]));
	if (key === '' || usd.some((rate) => rate === null)) return null;
	return {
		id: overrideId(key, from),
		model: key,
		from,
		usdPerMillion: usd as unknown as PriceOverride['usdPerMillion'],
		updatedAtMs: 0,
		deletedAtMs: null
	};
}
