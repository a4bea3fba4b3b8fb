// What a person waits for in a page, and what keeps it from answering.
import type { Page } from 'playwright';

/** ms from the click on a link to the frame after something matching stands in the page. */
export function clickTo(page: Page, link: string, ready: string): Promise<number> {
	return page.evaluate(
		([link, ready]) =>
			new Promise<number>((resolve, reject) => {
				const target = document.querySelector<HTMLElement>(link!);
				if (target === null) return reject(new Error(`there is no ${link}`));
				const began = performance.now();
				const look = () => {
					if (performance.now() - began > 60_000) reject(new Error(`${ready} did not come`));
					else if (document.querySelector(ready!) === null) requestAnimationFrame(look);
					else resolve(performance.now() - began);
				};
				target.click();
				requestAnimationFrame(look);
			}),
		[link, ready]
	);
}

export const known = (metric: string) => `main data[data-metric="${metric}"][value]:not([value=""])`;

/** The longest task since the last asking; 0: none was long. */
export function longestTask(page: Page): Promise<number> {
	return page.evaluate(() => {
		const { long } = window as unknown as { long: number[] };
		return Math.max(0, ...long.splice(0));
	});
}
