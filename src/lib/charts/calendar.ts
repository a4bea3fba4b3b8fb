// A year of days: one cell a day, a column a week, five steps of cost. Needs no library.

import { addDays, startOfWeek, weekday } from '#lib/domain/period.ts';
import { addCell, addText, heatImage, sizeImage } from './cells.ts';
import { heatSteps } from './heat.ts';

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

const LEFT = 30;
const TOP = 18;
const GAP = 3;

export function calendarChart(days: readonly CalendarDay[], options: CalendarOptions): SVGSVGElement {
	const svg = heatImage(options.title);
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
	sizeImage(svg, width, height);
	const visible = days.filter((day) => day.label >= start);
	const steps = heatSteps(days.map((day) => day.value));

	for (const row of [1, 3, 5]) {
		addText(svg, 0, TOP + row * pitch + pitch / 2 + 2, options.weekdayText((options.firstDay + row) % 7));
	}
	let month = '';
	let monthX = -100;
	for (let week = 0; week < shown; week++) {
		const date = addDays(start, 7 * week);
		const x = LEFT + week * pitch;
		// A month is named over the first week that begins in it, if its name has room.
		if (date.slice(0, 7) !== month) {
			if ((month !== '' || Number(date.slice(8)) <= 7) && x - monthX > 34 && x < width - 24) {
				addText(svg, x, 11, options.monthText(date));
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
		addCell(
			svg,
			{
				x: LEFT + week * pitch,
				y: TOP + row * pitch,
				width: pitch - GAP,
				height: pitch - GAP,
				value: day.value,
				title: options.dayTitle(day),
				day: day.label
			},
			steps
		);
	}
	return svg;
}
