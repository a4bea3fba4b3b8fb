// Columns over time, stacked by series: cost by model, tokens by type. One tip for the column under the pointer.
import { axisX, axisY, barY, gridY, type Markish, plot, pointerX, ruleY, tip } from '@observablehq/plot';
import { finish } from './finish.ts';
import type { Series } from './series.ts';
import { type ChartSize, labelsThatFit, thin } from './size.ts';

export interface StackedColumn {
	/** Key of the column, in order. */
	label: string;
	/** By series key; missing is nothing. */
	values: Record<string, number>;
}

export interface StackedOptions extends ChartSize {
	/** The image's name for a screen reader. */
	title: string;
	series: readonly Series[];
	/** For the axis. */
	labelText(label: string): string;
	/** For the tip. */
	labelTitle(label: string): string;
	valueText(value: number): string;
	axisText(value: number): string;
	totalText: string;
}

export function stackedChart(columns: readonly StackedColumn[], options: StackedOptions): SVGSVGElement {
	const { width, height, series, title } = options;
	const labels = columns.map((column) => column.label);
	const bars = columns.flatMap((column) =>
		series.map(({ key }) => ({ label: column.label, series: key, value: column.values[key] ?? 0 }))
	);
	const totals = columns.map((column) => ({
		label: column.label,
		total: series.reduce((sum, { key }) => sum + (column.values[key] ?? 0), 0),
		text: tipText(column, options)
	}));
	const top = Math.max(...totals.map(({ total }) => total), 0);
	const marks: Markish[] = [
		gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
		axisY({ ticks: 4, tickSize: 0, label: null, tickFormat: options.axisText, fill: 'var(--ink-2)' }),
		axisX({
			ticks: thin(labels, labelsThatFit(width - 56, 64)),
			tickSize: 0,
			tickPadding: 8,
			label: null,
			tickFormat: options.labelText,
			fill: 'var(--ink-2)'
		}),
		barY(bars, {
			x: 'label',
			y: 'value',
			fill: 'series',
			order: series.map(({ key }) => key),
			insetLeft: columns.length > 60 ? 0.5 : 1,
			insetRight: columns.length > 60 ? 0.5 : 1
		}),
		ruleY([0], { stroke: 'var(--edge)' }),
		tip(
			totals,
			pointerX({
				x: 'label',
				y: 'total',
				title: 'text',
				fill: 'var(--surface)',
				stroke: 'var(--edge)',
				anchor: undefined,
				lineHeight: 1.35,
				fontSize: 12
			})
		)
	];
	const svg = plot({
		className: 'plot',
		width,
		height,
		marginLeft: 52,
		marginRight: 4,
		marginTop: 10,
		marginBottom: 28,
		x: { type: 'band', domain: labels, padding: columns.length > 45 ? 0.12 : 0.24 },
		y: { domain: [0, top === 0 ? 1 : top], nice: top !== 0 },
		color: {
			type: 'ordinal',
			domain: series.map(({ key }) => key),
			range: series.map(({ colour }) => colour)
		},
		marks
	});
	return finish(svg as SVGSVGElement, title);
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
