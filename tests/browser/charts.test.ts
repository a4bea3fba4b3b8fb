import { expect, test } from 'vitest';
import { EXAMPLES } from '../charts/examples.ts';

test.each(EXAMPLES)('$name is drawn as it was', ({ draw }) => {
	expect(draw(480).outerHTML).toMatchSnapshot();
});

test.each(EXAMPLES)(
	'$name fits a phone, is one image with a name, and carries no style of its own',
	({ draw }) => {
		for (const width of [326, 1120]) {
			const svg = draw(width);
			expect(Number(svg.getAttribute('width') ?? 0)).toBeLessThanOrEqual(width);
			expect(svg.getAttribute('role')).toBe('img');
			expect(svg.getAttribute('aria-label')).not.toBe('');
			expect(svg.querySelector('style, [aria-label]')).toBeNull();
		}
	}
);

test('the week has a cell an hour', () => {
	const week = EXAMPLES.find(({ name }) => name === 'week: busy hours')!;
	expect(week.draw(480).querySelectorAll('rect').length).toBe(168);
});
