// A person's own rates for a model, from a date: what computed costs use in the place of the price table. Costs that
// Claude Code reported are never touched.
import type { Rejected } from './budget.ts';
import { type Dated, isTime } from './later.ts';
import { addDays } from './period.ts';
import type { PriceRow } from './price.ts';

export interface PriceOverride extends Dated {
	/** As `priceKey` makes it. */
	model: string;
	/** First UTC date on which the rates hold, `2026-10-07`; '' for all time. They hold until the model's next own rates. */
	from: string;
	/** In the order of `PriceRow`, to a thousandth of a dollar. */
	usdPerMillion: PriceRow['usdPerMillion'];
	/** When it was removed; kept so that an older version cannot bring it back. */
	deletedAtMs: number | null;
}

const MAX_MODEL = 200;
/** USD per million tokens. */
const MAX_RATE = 100_000;

/** One a model and date: two devices that set the same mean the same. */
export function overrideId(model: string, from: string): string {
	return `${model}@${from}`;
}

/** Those that hold, in one order, without what does not change a price: equal lists mean equal prices. */
export function heldOverrides(overrides: readonly PriceOverride[]): PriceOverride[] {
	return overrides
		.filter(({ deletedAtMs }) => deletedAtMs === null)
		.map((override) => ({ ...override, updatedAtMs: 0 }))
		.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether both give the same price for every request. */
export function samePrices(a: readonly PriceOverride[], b: readonly PriceOverride[]): boolean {
	return JSON.stringify(heldOverrides(a)) === JSON.stringify(heldOverrides(b));
}

/** As received, checked; unknown fields are dropped and the id is made anew. */
export function parseOverride(value: unknown): PriceOverride | Rejected {
	if (value === null || typeof value !== 'object') return { rejected: 'A price is an object.' };
	const { model, from, usdPerMillion, updatedAtMs, deletedAtMs } = value as Record<string, unknown>;
	if (typeof model !== 'string' || model.trim() === '' || model.length > MAX_MODEL) {
		return { rejected: `A model's name has 1 to ${MAX_MODEL} characters.` };
	}
	if (typeof from !== 'string' || !(from === '' || isDate(from))) {
		return { rejected: 'A price holds from a date, as in 2026-10-07, or "" for all time.' };
	}
	if (!Array.isArray(usdPerMillion) || usdPerMillion.length !== 5 || !usdPerMillion.every(isRate)) {
		return { rejected: 'Rates are five: USD per million tokens, at most three decimals.' };
	}
	if (!isTime(updatedAtMs)) return { rejected: '"updatedAtMs" is a time in ms.' };
	if (deletedAtMs !== null && !isTime(deletedAtMs)) return { rejected: '"deletedAtMs" is a time or null.' };
	const key = model.trim();
	return {
		id: overrideId(key, from),
		model: key,
		from,
		usdPerMillion: usdPerMillion as unknown as PriceRow['usdPerMillion'],
		updatedAtMs,
		deletedAtMs
	};
}

/** Whole nano-USD a token: what sums of money stay exact by. */
export function isRate(value: unknown): value is number {
	if (typeof value !== 'number' || !(value >= 0 && value <= MAX_RATE)) return false;
	return Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6;
}

function isDate(text: string): boolean {
	if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(`${text}T00:00:00Z`))) return false;
	return addDays(text, 0) === text;
}
