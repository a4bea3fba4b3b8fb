// A year of days: one cell a day, a column a week, five steps of cost. Needs no library.
import { addDays, startOfWeek, weekday } from '#lib/domain/period.ts';

export interface CalendarDay {
	/** Date, 2026-11-20. */
	label: string;
	value: number;
}

export interface CalendarOptions {
	title: string;
	/** 0 = Sunday. */
	firstDay: number;
	/** Width available: older weeks that do not fit are left out. */
	width: number;
	dayTitle(day: CalendarDay): string;
	monthText(date: string): string;
	weekdayText(day: number): string;
}

const SVG = 'http://www.w3.org/2000/svg';
const LEFT = 30;
const TOP = 18;
const GAP = 3;

/**
 * Four thresholds that part the days with cost into quarters: a single dear day does not wash out the rest. Empty when
 * there are none.
 */
export function heatSteps(values: readonly number[]): number[] {
	const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
	if (sorted.length === 0) return [];
	return [0, 0.25, 0.5, 0.75].map(
		(part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!
	);
}

/** 0 for nothing, then 1 to 4. */
export function heatStep(value: number, steps: readonly number[]): number {
	if (value <= 0) return 0;
	let step = 0;
	for (const least of steps) if (value >= least) step++;
	return Math.max(1, step);
}

export function calendarChart(days: readonly CalendarDay[], options: CalendarOptions): SVGSVGElement {
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('class', 'calendar');
	svg.setAttribute('role', 'img');
	svg.setAttribute('aria-label', options.title);
	if (days.length === 0) return svg;
	const last = startOfWeek(days.at(-1)!.label, options.firstDay);
	const first = startOfWeek(days[0]!.label, options.firstDay);
	const weeks = Math.round((Date.parse(last) - Date.parse(first)) / (7 * 86_400_000)) + 1;
	// Cells of 10 to 16 px with their gap; what does not fit is cut on the old side.
	const pitch = Math.min(19, Math.max(14, (options.width - LEFT) / weeks));
	const shown = Math.min(weeks, Math.floor((options.width - LEFT) / pitch));
	const start = addDays(last, -7 * (shown - 1));
	const width = LEFT + shown * pitch;
	const height = TOP + 7 * pitch;
	svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
	svg.setAttribute('width', String(width));
	svg.setAttribute('height', String(height));
	const visible = days.filter((day) => day.label >= start);
	const steps = heatSteps(days.map((day) => day.value));

	for (const row of [1, 3, 5]) {
		text(svg, 0, TOP + row * pitch + pitch / 2 + 2, options.weekdayText((options.firstDay + row) % 7));
	}
	let month = '';
	let monthX = -100;
	for (let week = 0; week < shown; week++) {
		const date = addDays(start, 7 * week);
		const x = LEFT + week * pitch;
		// A month is named over the first week that begins in it, if its name has room.
		if (date.slice(0, 7) !== month) {
			if ((month !== '' || Number(date.slice(8)) <= 7) && x - monthX > 34 && x < width - 24) {
				text(svg, x, 11, options.monthText(date));
				monthX = x;
			}
			month = date.slice(0, 7);
		}
	}
	for (const day of visible) {
		const week = Math.round(
			(Date.parse(startOfWeek(day.label, options.firstDay)) - Date.parse(start)) / (7 * 86_400_000)
		);
		const row = (weekday(day.label) - options.firstDay + 7) % 7;
		const cell = document.createElementNS(SVG, 'rect');
		cell.setAttribute('x', String(LEFT + week * pitch));
		cell.setAttribute('y', String(TOP + row * pitch));
		cell.setAttribute('width', String(pitch - GAP));
		cell.setAttribute('height', String(pitch - GAP));
		cell.setAttribute('data-day', day.label);
		cell.setAttribute('data-step', String(heatStep(day.value, steps)));
		const title = document.createElementNS(SVG, 'title');
		title.textContent = options.dayTitle(day);
		cell.append(title);
		svg.append(cell);
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
