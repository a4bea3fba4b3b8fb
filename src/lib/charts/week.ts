// Hours of the week: a cell an hour, a row a day, five steps. Needs no library.
import { addCell, addText, heatImage, sizeImage } from './cells.ts';
import { heatSteps } from './heat.ts';

export interface WeekOptions {
	title: string;
	/** 0 = Sunday. */
	firstDay: number;
	width: number;
	cellTitle(day: number, hour: number, value: number): string;
	weekdayText(day: number): string;
	hourText(hour: number): string;
}

const LEFT = 36;
const TOP = 18;
const GAP = 2;

/** `week`: day (0 = Sunday) × hour. */
export function weekChart(week: readonly (readonly number[])[], options: WeekOptions): SVGSVGElement {
	const pitchX = Math.min(46, (options.width - LEFT) / 24);
	const pitchY = Math.min(26, Math.max(18, pitchX));
	const width = LEFT + 24 * pitchX;
	const height = TOP + 7 * pitchY;
	const svg = heatImage(options.title);
	sizeImage(svg, width, height);
	const steps = heatSteps(week.flat());
	for (const hour of [0, 6, 12, 18]) addText(svg, LEFT + hour * pitchX, 11, options.hourText(hour));
	for (let row = 0; row < 7; row++) {
		const day = (options.firstDay + row) % 7;
		addText(svg, 0, TOP + row * pitchY + pitchY / 2 + 3, options.weekdayText(day));
		for (let hour = 0; hour < 24; hour++) {
			const value = week[day]?.[hour] ?? 0;
			addCell(
				svg,
				{
					x: LEFT + hour * pitchX,
					y: TOP + row * pitchY,
					width: pitchX - GAP,
					height: pitchY - GAP,
					value,
					title: options.cellTitle(day, hour, value)
				},
				steps
			);
		}
	}
	return svg;
}
