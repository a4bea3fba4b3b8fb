import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';

/** What axe finds wrong on the page as it stands, one line a place; with the colours where it is about them. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
	// Charts far down are drawn when they are come near, or for paper. Parts of a page come one after the other: those that
	// come later are told as well.
	await page.waitForFunction(() => {
		window.dispatchEvent(new Event('beforeprint'));
		return [...document.querySelectorAll('figure .host')].every(({ firstChild }) => firstChild !== null);
	});
	// Colours that have just been changed are drawn first.
	await page.evaluate(
		() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
	);
	const { violations } = await new AxeBuilder({ page }).analyze();
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, any }) => {
			const colours = any.find((check) => check.id === 'color-contrast')?.data as
				| { fgColor?: string; bgColor?: string; contrastRatio?: number }
				| undefined;
			const seen = colours ? ` ${colours.fgColor} on ${colours.bgColor}, ${colours.contrastRatio}` : '';
			return `${id} ${target.join(' ')}${seen}`;
		})
	);
}
