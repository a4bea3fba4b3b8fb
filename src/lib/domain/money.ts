// Money is an integer of nano-USD: exact sums in any order, safe in a JS number to 9 million USD.

export const NANO_PER_USD = 1_000_000_000;

/** Largest amount that is still exact, nano-USD. */
export const MAX_NANO_USD = Number.MAX_SAFE_INTEGER;

/** Nano-USD of an amount as sent; `null` for what is no amount (negative, not finite, beyond exactness). */
export function usdToNano(usd: number): number | null {
	const nano = Math.round(usd * NANO_PER_USD);
	return Number.isSafeInteger(nano) && nano >= 0 ? nano : null;
}

/** The exact decimal: 691935450 → `0.69193545`. For machines: no grouping, no currency sign. */
export function nanoToDecimal(nano: number): string {
	const sign = nano < 0 ? '-' : '';
	const digits = Math.abs(nano).toString().padStart(10, '0');
	const fraction = digits.slice(-9).replace(/0+$/, '');
	return sign + digits.slice(0, -9) + (fraction && `.${fraction}`);
}

/** USD as a float, for charts only. */
export function nanoToUsd(nano: number): number {
	return nano / NANO_PER_USD;
}
