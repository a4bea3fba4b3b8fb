// Every chart with seeded data: what the snapshots hold and what the gallery of `npm run dev` shows (/charts).
import { calendarChart } from '#lib/charts/calendar.ts';
import { lineChart } from '#lib/charts/lines.ts';
import { REST_COLOUR, SERIES_COLOURS } from '#lib/charts/series.ts';
import { stackedChart } from '#lib/charts/stacked.ts';
import { weekChart } from '#lib/charts/week.ts';
import { addDays } from '#lib/domain/period.ts';
import { createRandom } from '../support/random.ts';

export interface Example {
	name: string;
	draw(width: number): SVGSVGElement;
}

const LAST = '2026-11-20';
const HEIGHT = 200;
const NAMES = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta'];
const SERIES = [
	...NAMES.map((label, i) => ({ key: label.toLowerCase(), label, colour: SERIES_COLOURS[i]! })),
	{ key: '', label: 'Other', colour: REST_COLOUR }
];
const texts = {
	height: HEIGHT,
	labelText: (label: string) => label.slice(5),
	labelTitle: (label: string) => label,
	valueText: (value: number) => String(Math.round(value)),
	axisText: (value: number) => String(value),
	totalText: 'Total'
};

const dates = (count: number) => Array.from({ length: count }, (_, i) => addDays(LAST, i - count + 1));

/** `most` of each series on each of the last `days`. */
function columns(days: number, series: number, most: number) {
	const random = createRandom(days * 100 + series);
	return dates(days).map((label) => ({
		label,
		values: Object.fromEntries(SERIES.slice(0, series).map(({ key }) => [key, random.integer(0, most)]))
	}));
}

function stacked(days: number, series: number, most: number) {
	const data = columns(days, series, most);
	return (width: number) =>
		stackedChart(data, { ...texts, width, title: 'Columns', series: SERIES.slice(0, Math.max(1, series)) });
}

/** One value in `every` is unknown. */
function lines(days: number, series: number, every: number, top?: number) {
	const random = createRandom(days);
	const data = columns(days, series, 100).map(({ label, values }) => ({
		label,
		values: Object.fromEntries(
			Object.entries(values).map(([key, value]) => [
				key,
				every > 0 && random.integer(1, every) === 1 ? null : top === undefined ? value : value / 100
			])
		)
	}));
	return (width: number) =>
		lineChart(data, { ...texts, width, title: 'Lines', series: SERIES.slice(0, Math.max(1, series)), top });
}

function calendar(days: number, most: number) {
	const random = createRandom(days + most);
	const data = dates(days).map((label) => ({ label, value: Math.max(0, random.integer(-2, most)) }));
	return (width: number) =>
		calendarChart(data, {
			title: 'Calendar',
			firstDay: 1,
			width,
			dayTitle: ({ label, value }) => `${label}: ${value}`,
			monthText: (date) => date.slice(5, 7),
			weekdayText: (day) => `d${day}`
		});
}

function week(most: number) {
	const random = createRandom(most);
	const data = Array.from({ length: 7 }, () =>
		Array.from({ length: 24 }, () => Math.max(0, random.integer(-6, most)))
	);
	return (width: number) =>
		weekChart(data, {
			title: 'Week',
			firstDay: 1,
			width,
			cellTitle: (day, hour, value) => `${day} ${hour}: ${value}`,
			weekdayText: (day) => `d${day}`,
			hourText: (hour) => `${hour}:00`
		});
}

export const EXAMPLES: readonly Example[] = [
	{ name: 'columns: empty', draw: stacked(0, 0, 0) },
	{ name: 'columns: nothing on any day', draw: stacked(7, 1, 0) },
	{ name: 'columns: one', draw: stacked(1, 2, 90) },
	{ name: 'columns: nine days, two series', draw: stacked(9, 2, 90) },
	{ name: 'columns: ninety days, six series and the rest', draw: stacked(90, 7, 4000) },
	{ name: 'lines: empty', draw: lines(0, 0, 0) },
	{ name: 'lines: one point', draw: lines(1, 2, 0) },
	{ name: 'lines: gaps, and a dot for a lone value', draw: lines(12, 2, 3) },
	{ name: 'lines: shares up to one', draw: lines(30, 1, 0, 1) },
	{ name: 'lines: ninety days, three series', draw: lines(90, 3, 12) },
	{ name: 'calendar: empty', draw: calendar(0, 0) },
	{ name: 'calendar: one day', draw: calendar(1, 9) },
	{ name: 'calendar: a year', draw: calendar(371, 9) },
	{ name: 'week: nothing', draw: week(-6) },
	{ name: 'week: busy hours', draw: week(9) }
];
