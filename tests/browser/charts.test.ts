import { expect, test } from 'vitest';
import { lineChart } from '#lib/charts/lines.ts';
import { stackedChart } from '#lib/charts/stacked.ts';
import { weekChart } from '#lib/charts/week.ts';
import { createRandom } from '../support/random.ts';

const random = createRandom(20);
const labels = Array.from({ length: 9 }, (_, i) => `2026-11-${String(i + 10)}`);
const series = [
	{ key: 'a', label: 'Alpha', colour: 'var(--series-1)' },
	{ key: 'b', label: 'Beta', colour: 'var(--series-2)' }
];
const texts = {
	width: 480,
	height: 200,
	series,
	labelText: (label: string) => label.slice(8),
	labelTitle: (label: string) => label,
	valueText: (value: number) => String(value),
	axisText: (value: number) => String(value),
	totalText: 'Total'
};
const points = labels.map((label) => ({
	label,
	values: { a: random.integer(0, 90), b: random.integer(0, 40) }
}));

test('columns are drawn as they were', () => {
	expect(stackedChart(points, { ...texts, title: 'Columns' }).outerHTML).toMatchSnapshot();
});

test('lines are drawn as they were, with gaps where nothing is known, and a dot for a lone value', () => {
	const unknown = points.map(({ label, values }, i) => ({
		label,
		values: { ...values, b: i === 3 ? values.b : null }
	}));
	expect(lineChart(unknown, { ...texts, title: 'Lines' }).outerHTML).toMatchSnapshot();
});

test('hours of the week are drawn as they were', () => {
	const week = Array.from({ length: 7 }, () =>
		Array.from({ length: 24 }, () => Math.max(0, random.integer(-6, 9)))
	);
	const svg = weekChart(week, {
		title: 'Week',
		firstDay: 1,
		width: 480,
		cellTitle: (day, hour, value) => `${day} ${hour}: ${value}`,
		weekdayText: (day) => `d${day}`,
		hourText: (hour) => `${hour}:00`
	});
	expect(svg.outerHTML).toMatchSnapshot();
	expect(svg.querySelectorAll('rect').length).toBe(168);
});

test('every chart is one image with a name, and carries no style of its own', () => {
	for (const svg of [
		stackedChart(points, { ...texts, title: 'Columns' }),
		lineChart(points, { ...texts, title: 'Lines' }),
		stackedChart([], { ...texts, title: 'Nothing' }),
		lineChart([], { ...texts, title: 'Nothing' })
	]) {
		expect(svg.getAttribute('role')).toBe('img');
		expect(svg.getAttribute('aria-label')).not.toBe('');
		expect(svg.querySelector('style, [aria-label]')).toBeNull();
	}
});
