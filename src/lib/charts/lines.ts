// Lines over time, one a series: percentiles, rates. A gap in what is known is a gap in the line.
import { dot, line } from '@observablehq/plot';
import { baseline, type OverTimeOptions, overTime } from './over-time.ts';

export interface LinePoint {
	/** Key of the point in time, in order. */
	label: string;
	/** By series key; missing or `null` is unknown. */
	values: Record<string, number | null>;
}

export interface LineOptions extends OverTimeOptions {
	/** The axis' end where it is fixed: 1 for shares. */
	top?: number | undefined;
}

export function lineChart(points: readonly LinePoint[], options: LineOptions): SVGSVGElement {
	const { series } = options;
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
	return overTime(
		{
			labels: points.map((point) => point.label),
			marginRight: 8,
			x: 'point',
			top: options.top ?? (most === 0 ? 1 : most),
			nice: options.top === undefined,
			marks: [
				baseline(),
				line(values, { x: 'label', y: 'value', z: 'series', stroke: 'series', strokeWidth: 1.75 }),
				dot(lone, { x: 'label', y: 'value', fill: 'series', r: 2.5 })
			],
			tips
		},
		options
	);
}

function isOf(values: readonly { series: string; value: number }[], at: number, series: string): boolean {
	const one = values[at];
	return one !== undefined && one.series === series && !Number.isNaN(one.value);
}
