import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_NANO_USD, nanoToDecimal, usdToNano } from '#lib/domain/money.ts';

describe('money', () => {
	test.each([
		[0.005293100000000001, 5_293_100],
		[0, 0],
		[0.057406500000000006, 57_406_500],
		[1e-8, 10],
		[12, 12_000_000_000]
	])('%d USD is %d nano-USD', (usd, nano) => {
		expect(usdToNano(usd)).toBe(nano);
	});

	test.each([-0.01, Number.NaN, Number.POSITIVE_INFINITY, 1e308, 1e9])('%d is no amount', (usd) => {
		expect(usdToNano(usd)).toBeNull();
	});

	test.each([
		[691_935_450, '0.69193545'],
		[0, '0'],
		[-1_500_000_000, '-1.5'],
		[1, '0.000000001'],
		[MAX_NANO_USD, '9007199.254740991']
	])('%d nano-USD is written %s', (nano, text) => {
		expect(nanoToDecimal(nano)).toBe(text);
	});

	test('the decimal gives back every amount exactly', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 9_000_000_000_000_000 }), (nano) => {
				const [whole, fraction = ''] = nanoToDecimal(nano).split('.');
				expect(BigInt(whole!) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))).toBe(BigInt(nano));
			}),
			{ seed: 7 }
		);
	});
});
