// Cells of a calendar or a week, drawn without a library: an image with texts and squares in five steps.
import { heatStep } from './heat.ts';

const SVG = 'http://www.w3.org/2000/svg';

export interface Cell {
	x: number;
	y: number;
	width: number;
	height: number;
	value: number;
	/** What the pointer is told. */
	title: string;
	/** Date it can be chosen by. */
	day?: string;
}

/** An empty one; `sizeImage` says how large it is once that is known. */
export function heatImage(title: string): SVGSVGElement {
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('class', 'calendar');
	svg.setAttribute('role', 'img');
	svg.setAttribute('aria-label', title);
	return svg;
}

export function sizeImage(svg: SVGSVGElement, width: number, height: number): void {
	svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
	svg.setAttribute('width', String(width));
	svg.setAttribute('height', String(height));
}

export function addText(svg: SVGSVGElement, x: number, y: number, content: string): void {
	const element = document.createElementNS(SVG, 'text');
	element.setAttribute('x', String(x));
	element.setAttribute('y', String(y));
	element.textContent = content;
	svg.append(element);
}

export function addCell(svg: SVGSVGElement, cell: Cell, steps: readonly number[]): void {
	const rect = document.createElementNS(SVG, 'rect');
	for (const name of ['x', 'y', 'width', 'height'] as const) rect.setAttribute(name, String(cell[name]));
	if (cell.day !== undefined) rect.setAttribute('data-day', cell.day);
	rect.setAttribute('data-step', String(heatStep(cell.value, steps)));
	const title = document.createElementNS(SVG, 'title');
	title.textContent = cell.title;
	rect.append(title);
	svg.append(rect);
}
