// The page of the gallery: each example at the width of a phone and of a desktop, light and dark.
import { EXAMPLES } from './examples.ts';

/** Of a panel on a screen of 390 and of 1440 px. */
const WIDTHS = [326, 1120];

const main = document.querySelector('main')!;
for (const { name, draw } of EXAMPLES) {
	const figure = document.createElement('figure');
	const caption = document.createElement('figcaption');
	caption.textContent = name;
	const row = document.createElement('div');
	for (const width of WIDTHS) {
		for (const scheme of ['light', 'dark']) {
			const place = document.createElement('div');
			place.className = scheme;
			place.style.width = `${width + 34}px`;
			place.append(draw(width));
			row.append(place);
		}
	}
	figure.append(caption, row);
	main.append(figure);
}
