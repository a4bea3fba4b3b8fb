import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion } from '#lib/domain/apportion.ts';

const amount = fc.integer({ min: 0, max: 90_000_000_000_000 });
const weights = fc.array(fc.integer({ min: 0, max: 2_000_000_000_000 }), { minLength: 1, maxLength: 9 });

test('shares are whole, sum to the amount, and are less than one off the exact share', () => {
	fc.assert(
		fc.property(amount, weights, (whole, parts) => {
			const shares = apportion(whole, parts);
			const all = parts.reduce((a, b) => a + BigInt(b), 0n);
			expect(shares.reduce((a, b) => a + b, 0)).toBe(whole);
			for (const [i, share] of shares.entries()) {
				const off = all === 0n ? 0n : BigInt(share) * all - BigInt(whole) * BigInt(parts[i]!);
				expect(off < 0n ? -off < all : off < all || all === 0n).toBe(true);
			}
		}),
		{ seed: 1, numRuns: 500 }
	);
});

test('a weight of nothing gets nothing, and the larger remainder gets the odd one', () => {
	expect(apportion(10, [0, 1, 2])).toEqual([0, 3, 7]);
	expect(apportion(1, [1, 1])).toEqual([1, 0]);
	expect(apportion(7, [0, 0])).toEqual([0, 7]);
	expect(apportion(0, [3, 4])).toEqual([0, 0]);
	expect(apportion(7, [3, 4])).toEqual([3, 4]);
});
