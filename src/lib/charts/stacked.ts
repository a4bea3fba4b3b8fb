// Columns over time, stacked by series: cost by model, tokens by type. One tip for the column under the pointer.
import { barY } from '@observablehq/plot';
import { baseline, type OverTimeOptions, overTime } from './over-time.ts';

export interface StackedColumn {
	/** Key of the column, in order. */
	label: string;
	/** By series key; missing is nothing. */
	values: Record<string, number>;
}

export interface StackedOptions extends OverTimeOptions {
	totalText: string;
}

export function stackedChart(columns: readonly StackedColumn[], options: StackedOptions): SVGSVGElement {
	const { series } = options;
	const bars = columns.flatMap((column) =>
		series.map(({ key }) => ({ label: column.label, series: key, value: column.values[key] ?? 0 }))
	);
	const tips = columns.map((column) => ({
		label: column.label,
		value: series.reduce((sum, { key }) => sum + (column.values[key] ?? 0), 0),
		text: tipText(column, options)
	}));
	const top = Math.max(...tips.map(({ value }) => value), 0);
	// Of thin columns nothing is left to lose, on a phone above all.
	const step = options.width / Math.max(1, columns.length);
	const inset = step > 12 ? 1 : step > 6 ? 0.5 : 0;
	return overTime(
		{
			labels: columns.map((column) => column.label),
			marginRight: 4,
			x: 'band',
			padding: columns.length > 45 ? 0.12 : 0.24,
			top: top === 0 ? 1 : top,
			nice: top !== 0,
			marks: [
				barY(bars, {
					x: 'label',
					y: 'value',
					fill: 'series',
					order: series.map(({ key }) => key),
					insetLeft: inset,
					insetRight: inset
				}),
				baseline()
			],
			tips
		},
		options
	);
}

function tipText(
	column: StackedColumn,
	{ series, labelTitle, valueText, totalText }: StackedOptions
): string {
	const lines = series
		.filter(({ key }) => column.values[key])
		.map(({ key, label }) => `${label}  ${valueText(column.values[key]!)}`);
	const total = series.reduce((sum, { key }) => sum + (column.values[key] ?? 0), 0);
	if (lines.length !== 1) lines.push(`${totalText}  ${valueText(total)}`);
	return [labelTitle(column.label), ...lines].join('\n');
}
