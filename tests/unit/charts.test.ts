import { describe, expect, test } from 'vitest';
import { heatStep, heatSteps } from '#lib/charts/heat.ts';
import { modelOrder, REST_COLOUR, SERIES_COLOURS, seriesOf } from '#lib/charts/series.ts';
import { labelsThatFit, thin } from '#lib/charts/size.ts';

describe('series', () => {
	const KNOWN = ['a', 'b', 'c'];

	test('come largest first and keep the colour of their place among all that are known', () => {
		const series = seriesOf({ c: 5, a: 1 }, KNOWN, 'Other');
		expect(series).toEqual([
			{ key: 'c', label: 'c', colour: SERIES_COLOURS[2] },
			{ key: 'a', label: 'a', colour: SERIES_COLOURS[0] }
		]);
		expect(seriesOf({ a: 9 }, KNOWN, 'Other')[0]!.colour).toBe(SERIES_COLOURS[0]);
	});

	test('leave out what is nothing', () => {
		expect(seriesOf({ a: 0 }, KNOWN, 'Other')).toEqual([]);
	});

	test('beyond six are gathered in the rest, and no colour is used twice', () => {
		const totals = Object.fromEntries('abcdefgh'.split('').map((key, index) => [key, 100 - index]));
		const series = seriesOf(totals, [], 'Other');
		expect(series).toHaveLength(7);
		expect(series.at(-1)).toEqual({ key: '', label: 'Other', colour: REST_COLOUR });
		expect(new Set(series.map(({ colour }) => colour)).size).toBe(7);
	});

	test('whose places share a colour are still told apart', () => {
		const known = 'abcdefgh'.split('');
		const [first, second] = seriesOf({ a: 2, g: 1 }, known, 'Other');
		expect(first!.colour).not.toBe(second!.colour);
	});
});

test('models get colours by family, the newest of each first', () => {
	expect(
		modelOrder([
			'claude-haiku-4-5',
			'claude-opus-4-8',
			'claude-opus-5-5',
			'claude-opus-4-10',
			'claude-sonnet-5',
			'private'
		])
	).toEqual([
		'claude-opus-5-5',
		'claude-sonnet-5',
		'claude-haiku-4-5',
		'private',
		'claude-opus-4-10',
		'claude-opus-4-8'
	]);
	expect(modelOrder([])).toEqual([]);
});

describe('the calendar', () => {
	test('parts the days with cost into quarters, whatever the dearest one was', () => {
		const steps = heatSteps([0, 1, 2, 3, 1_000_000]);
		expect([0, 1, 2, 3, 1_000_000].map((value) => heatStep(value, steps))).toEqual([0, 1, 2, 3, 4]);
	});

	test('has no step without cost', () => {
		expect(heatSteps([0, 0])).toEqual([]);
		expect(heatStep(0, [])).toBe(0);
	});

	test('shows the smallest cost as something', () => {
		expect(heatStep(1, heatSteps([5, 6]))).toBe(1);
	});
});

test('labels are thinned to what fits, beginning with the first', () => {
	const labels = Array.from({ length: 30 }, (_, index) => index);
	expect(labelsThatFit(334, 64)).toBe(5);
	expect(thin(labels, 5)).toEqual([0, 6, 12, 18, 24]);
	expect(thin([1, 2], 5)).toEqual([1, 2]);
});
