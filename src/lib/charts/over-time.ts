// What charts over time have in common: axes, grid, the tip under the pointer, and the plot around the marks.
import { axisX, axisY, gridY, type Markish, plot, pointerX, ruleY, tip } from '@observablehq/plot';
import { finish } from './finish.ts';
import type { Series } from './series.ts';
import { type ChartSize, labelsThatFit, roomFor, thin } from './size.ts';

export interface OverTimeOptions extends ChartSize {
	/** The image's name for a screen reader. */
	title: string;
	series: readonly Series[];
	/** For the axis. */
	labelText(label: string): string;
	/** For the tip. */
	labelTitle(label: string): string;
	valueText(value: number): string;
	axisText(value: number): string;
}

export interface Frame {
	/** Keys of the points in time, in order. */
	labels: readonly string[];
	marginRight: number;
	x: 'band' | 'point';
	/** Between columns, as a share of one. */
	padding?: number;
	/** The axis' end; `nice` may round it up. */
	top: number;
	nice: boolean;
	marks: readonly Markish[];
	tips: readonly { label: string; value: number; text: string }[];
}

export function overTime(frame: Frame, options: OverTimeOptions): SVGSVGElement {
	const { labels, marginRight, padding } = frame;
	const { width, height, series } = options;
	const marginLeft = roomFor([0.25, 0.5, 0.75, 1].map((share) => options.axisText(frame.top * share)));
	// Where halves have no text, they are no place for a line either.
	const ticks = options.axisText(0.5) === '' ? Math.min(4, Math.ceil(frame.top)) : 4;
	const svg = plot({
		className: 'plot',
		width,
		height,
		marginLeft,
		marginRight,
		marginTop: 10,
		marginBottom: 28,
		x: { type: frame.x, domain: labels, ...(padding !== undefined && { padding }) },
		y: { domain: [0, frame.top], nice: frame.nice },
		color: {
			type: 'ordinal',
			domain: series.map(({ key }) => key),
			range: series.map(({ colour }) => colour)
		},
		marks: [
			gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks }),
			axisY({ ticks, tickSize: 0, label: null, tickFormat: options.axisText, fill: 'var(--ink-2)' }),
			axisX({
				ticks: thin(labels, labelsThatFit(width - marginLeft - marginRight, 64)),
				tickSize: 0,
				tickPadding: 8,
				label: null,
				tickFormat: options.labelText,
				fill: 'var(--ink-2)'
			}),
			...frame.marks,
			tip(
				frame.tips,
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
		]
	});
	return finish(svg as SVGSVGElement, options.title);
}

/** Above a column's bars, below a chart's lines. */
export const baseline = (): Markish => ruleY([0], { stroke: 'var(--edge)' });
