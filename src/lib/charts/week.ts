// Hours of the week: a cell an hour, a row a day, five steps. Needs no library.
import { heatStep, heatSteps } from './calendar.ts';

export interface WeekOptions {
	title: string;
	/** 0 = Sunday. */
	firstDay: number;
	width: number;
	cellTitle(day: number, hour: number, value: number): string;
	weekdayText(day: number): string;
	hourText(hour: number): string;
}

const SVG = 'http://www.w3.org/2000/svg';
const LEFT = 36;
const TOP = 18;
const GAP = 2;

/** `week`: day (0 = Sunday) × hour. */
export function weekChart(week: readonly (readonly number[])[], options: WeekOptions): SVGSVGElement {
	const pitchX = Math.min(46, (options.width - LEFT) / 24);
	const pitchY = Math.min(26, Math.max(18, pitchX));
	const width = LEFT + 24 * pitchX;
	const height = TOP + 7 * pitchY;
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('class', 'calendar');
	svg.setAttribute('role', 'img');
	svg.setAttribute('aria-label', options.title);
	svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
	svg.setAttribute('width', String(width));
	svg.setAttribute('height', String(height));
	const steps = heatSteps(week.flat());
	for (const hour of [0, 6, 12, 18]) text(svg, LEFT + hour * pitchX, 11, options.hourText(hour));
	for (let row = 0; row < 7; row++) {
		const day = (options.firstDay + row) % 7;
		text(svg, 0, TOP + row * pitchY + pitchY / 2 + 3, options.weekdayText(day));
		for (let hour = 0; hour < 24; hour++) {
			const value = week[day]?.[hour] ?? 0;
			const cell = document.createElementNS(SVG, 'rect');
			cell.setAttribute('x', String(LEFT + hour * pitchX));
			cell.setAttribute('y', String(TOP + row * pitchY));
			cell.setAttribute('width', String(pitchX - GAP));
			cell.setAttribute('height', String(pitchY - GAP));
			cell.setAttribute('data-step', String(heatStep(value, steps)));
			const title = document.createElementNS(SVG, 'title');
			title.textContent = options.cellTitle(day, hour, value);
			cell.append(title);
			svg.append(cell);
		}
	}
	return svg;
}

function text(svg: SVGSVGElement, x: number, y: number, content: string): void {
	const element = document.createElementNS(SVG, 'text');
	element.setAttribute('x', String(x));
	element.setAttribute('y', String(y));
	element.textContent = content;
	svg.append(element);
}
