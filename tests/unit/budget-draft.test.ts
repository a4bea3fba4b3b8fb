import { expect, test } from 'vitest';
import { budgetOf, draftOf, emptyDraft, parseAmount, parseThresholds } from '#lib/state/budget-draft.ts';
import { keyBytes, sameKey } from '#lib/state/push-key.ts';
import { makeBudget } from '../support/fake-plans.ts';

test.each([
	['5', 5_000_000_000],
	['$ 5.50', 5_500_000_000],
	['0,25', 250_000_000],
	['0.000000001', 1],
	['1000000', 1e15],
	['', null],
	['0', null],
	['-5', null],
	['1e3', null],
	['1,000,000', null],
	['1000001', null],
	['five', null]
])('the amount "%s" is %s nano-USD', (text, nano) => {
	expect(parseAmount(text)).toBe(nano);
});

test.each([
	['80, 100', [80, 100]],
	['100 80 80', [80, 100]],
	['50%;75%', [50, 75]],
	['', []],
	['0', null],
	['80.5', null],
	['1001', null],
	['1 2 3 4 5 6 7 8 9 10 11', null],
	['eighty', null]
])('the thresholds "%s" are %j', (text, thresholds) => {
	expect(parseThresholds(text)).toEqual(thresholds);
});

test('a budget goes through the form and back unchanged', () => {
	const budget = makeBudget({
		amountNanoUsd: 12_345_678_901,
		period: 'week',
		scope: { kind: 'project', value: '' },
		thresholds: [50, 90],
		paused: true,
		updatedAtMs: 7
	});
	expect(budgetOf(draftOf(budget), budget)).toEqual(budget);
});

test('an empty form is no budget, and one with an amount is a monthly one of all spend', () => {
	const draft = emptyDraft('Asia/Tokyo', 0);
	const identity = { id: 'a', updatedAtMs: 0 };
	expect(budgetOf(draft, identity)).toBeNull();
	expect(budgetOf({ ...draft, amount: '20' }, identity)).toEqual({
		id: 'a',
		name: '',
		amountNanoUsd: 20_000_000_000,
		period: 'month',
		firstDay: 0,
		zone: 'Asia/Tokyo',
		scope: { kind: 'all' },
		thresholds: [80, 100],
		paused: false,
		updatedAtMs: 0,
		deletedAtMs: null
	});
});

test('a key in base64url has its bytes, and is told from another', () => {
	const key = keyBytes('AP-_');
	expect([...key]).toEqual([0, 255, 191]);
	expect(sameKey(key.buffer, key)).toBe(true);
	expect(sameKey(keyBytes('AP-A').buffer, key)).toBe(false);
	expect(sameKey(null, key)).toBe(false);
});
