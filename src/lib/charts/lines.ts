// Lines over time, one a series: percentiles, rates. A gap in what is known is a gap in the line.
import { axisX, axisY, dot, gridY, line, type Markish, plot, pointerX, ruleY, tip } from '@observablehq/plot';
import { finish } from './finish.ts';
import type { Series } from './series.ts';
import { type ChartSize, labelsThatFit, thin } from './size.ts';

export interface LinePoint {
	/** Key of the point in time, in order. */
	label: string;
	/** By series key; missing or `null` is unknown. */
	values: Record<string, number | null>;
}

export interface LineOptions extends ChartSize {
	/** The image's name for a screen reader. */
	title: string;
	series: readonly Series[];
	/** For the axis. */
	labelText(label: string): string;
	/** For the tip. */
	labelTitle(label: string): string;
	valueText(value: number): string;
	axisText(value: number): string;
	/** The axis' end where it is fixed: 1 for shares. */
	top?: number | undefined;
}

export function lineChart(points: readonly LinePoint[], options: LineOptions): SVGSVGElement {
	const { width, height, series, title } = options;
	const labels = points.map((point) => point.label);
	const values = series.flatMap(({ key }) =>
		points.map((point) => ({ label: point.label, series: key, value: point.values[key] ?? Number.NaN }))
	);
	const known = values.map(({ value }) => value).filter((value) => !Number.isNaN(value));
	const most = Math.max(0, ...known);
	// A value with unknown neighbours would be a line without length.
	const lone = values.filter(
		({ value }, i) =>
			!Number.isNaN(value) && [i - 1, i + 1].every((at) => !isOf(values, at, values[i]!.series))
	);
	const tips = points.map((point) => ({
		label: point.label,
		value: Math.max(0, ...series.map(({ key }) => point.values[key] ?? 0)),
		text: [
			options.labelTitle(point.label),
			...series
				.filter(({ key }) => point.values[key] != null)
				.map(({ key, label }) => `${label}  ${options.valueText(point.values[key]!)}`)
		].join('\n')
	}));
	const marks: Markish[] = [
		gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
		axisY({ ticks: 4, tickSize: 0, label: null, tickFormat: options.axisText, fill: 'var(--ink-2)' }),
		axisX({
			ticks: thin(labels, labelsThatFit(width - 60, 64)),
			tickSize: 0,
			tickPadding: 8,
			label: null,
			tickFormat: options.labelText,
			fill: 'var(--ink-2)'
		}),
		ruleY([0], { stroke: 'var(--edge)' }),
		line(values, { x: 'label', y: 'value', z: 'series', stroke: 'series', strokeWidth: 1.75 }),
		dot(lone, { x: 'label', y: 'value', fill: 'series', r: 2.5 }),
		tip(
			tips,
			pointerX({
				x: 'label',
				y: 'value',
				title: 'text',
				fill: 'var(--surface)',
				stroke: 'var(--edge)',
				lineHeight: 1.35,
				fontSize: 12
			})
		)
	];
	const svg = plot({
		className: 'plot',
		width,
		height,
		marginLeft: 56,
		marginRight: 8,
		marginTop: 10,
		marginBottom: 28,
		x: { type: 'point', domain: labels },
		y: { domain: [0, options.top ?? (most === 0 ? 1 : most)], nice: options.top === undefined },
		color: {
			type: 'ordinal',
			domain: series.map(({ key }) => key),
			range: series.map(({ colour }) => colour)
		},
		marks
	});
	return finish(svg as SVGSVGElement, title);
}

function isOf(values: readonly { series: string; value: number }[], at: number, series: string): boolean {
	const one = values[at];
	return one !== undefined && one.series === series && !Number.isNaN(one.value);
}
