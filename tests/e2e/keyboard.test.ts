// Every page by Tab alone: what can be clicked can be reached, in an order that ends, and one sees where one is.
import { expect, type Page } from '@playwright/test';
import { test } from '../support/demo-test.ts';
import { PAGES } from '../support/pages.ts';
import type { Relay } from '../support/relay.ts';

/** Every page; without it those with the most kinds of controls. */
const FULL = process.env.TIDEMARK_FULL_MATRIX === '1';
const WALKED = FULL ? PAGES : ['/', '/sessions', '/settings'];
/** More than any page has. */
const MOST = 600;

let relay: Relay;

test.beforeAll(({ demo }) => {
	relay = demo;
});

/** Marks what Tab has to reach, and names what only a mouse could use. */
function mark(): string[] {
	const REACHED = 'a[href], button, input, select, textarea, summary, [tabindex]';
	const name = (one: Element) =>
		`${one.tagName.toLowerCase()} ${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 40)}`;
	const seen = (one: Element) =>
		one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled');
	const groups = new Set<string>();
	for (const one of document.querySelectorAll<HTMLElement>(REACHED)) {
		if (!seen(one) || one.tabIndex < 0 || one.closest('[inert]')) continue;
		if (one instanceof HTMLInputElement && one.type === 'radio') {
			// One of a group is reached by Tab, the others by the arrows.
			if (groups.has(one.name)) continue;
			groups.add(one.name);
			one.dataset.walkGroup = one.name;
		}
		one.dataset.walk = name(one);
	}
	return [...document.querySelectorAll('main *, header *')]
		.filter((one) => getComputedStyle(one).cursor === 'pointer' && seen(one))
		.filter((one) => one.closest(`${REACHED}, label`) === null && one.querySelector(REACHED) === null)
		.map(name);
}

/** Notes that the focused element was reached; what is wrong with it, or whether the walk is over. */
function note(): { over: boolean; unseen: string | null } {
	const at = document.activeElement as HTMLElement | null;
	if (at === null || at === document.body) return { over: true, unseen: null };
	// A date has several fields inside, which are one element from here.
	const same = at.dataset.at !== undefined;
	document.querySelector<HTMLElement>('[data-at]')?.removeAttribute('data-at');
	at.dataset.at = '';
	const over = !same && at.dataset.walked !== undefined;
	at.dataset.walked = '';
	const group = (at as HTMLInputElement).type === 'radio' ? (at as HTMLInputElement).name : null;
	if (group !== null)
		for (const one of document.querySelectorAll<HTMLElement>('[data-walk-group]'))
			if (one.dataset.walkGroup === group) one.dataset.walked = '';
	const outlined = (one: Element | null) => {
		if (one === null) return false;
		// A row's link is as large as the row by what stands after it.
		return [null, '::after'].some((part) => {
			const { outlineStyle, outlineWidth } = getComputedStyle(one, part);
			return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
		});
	};
	// The fields inside of a date show it themselves.
	const dated = at.matches('input[type="month"], input[type="date"], input[type="datetime-local"]');
	const shown = dated || outlined(at) || outlined(at.parentElement) || outlined(at.nextElementSibling);
	return { over, unseen: shown ? null : (at.dataset.walk ?? at.tagName) };
}

const missed = () =>
	[...document.querySelectorAll<HTMLElement>('[data-walk]:not([data-walked])')]
		// Rows come and go while one walks through a long list.
		.filter((one) => one.isConnected && one.checkVisibility())
		.map((one) => one.dataset.walk!);

async function walk(page: Page): Promise<string[]> {
	const faults = (await page.evaluate(mark)).map((one) => `only by mouse: ${one}`);
	for (let presses = 0; presses < MOST; presses++) {
		await page.keyboard.press('Tab');
		const { over, unseen } = await page.evaluate(note);
		if (unseen !== null && !over) faults.push(`focus cannot be seen: ${unseen}`);
		if (over) break;
	}
	return [...faults, ...(await page.evaluate(missed)).map((one) => `not reached: ${one}`)];
}

test('every control of every page is reached by Tab, and the focus can be seen', async ({ browser }) => {
	test.setTimeout(FULL ? 600_000 : 180_000);
	const context = await browser.newContext({
		reducedMotion: 'reduce',
		viewport: { width: 1440, height: 900 }
	});
	const page = await context.newPage();
	for (const path of WALKED) {
		await page.goto(`${relay.url}${path}?range=7d`);
		await expect(page.locator('h1')).toBeVisible({ timeout: 60_000 });
		await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 60_000 });
		expect.soft(await walk(page), path).toEqual([]);
	}
	await context.close();
});

test('a dialog takes the focus, keeps it, and gives it back', async ({ browser }) => {
	test.setTimeout(180_000);
	const context = await browser.newContext({ reducedMotion: 'reduce' });
	const page = await context.newPage();
	await page.goto(`${relay.url}/?range=7d`);
	await expect(page.locator('h1')).toBeVisible({ timeout: 60_000 });
	for (const opener of await page.locator('button[aria-haspopup="dialog"]:visible').all()) {
		await opener.focus();
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog');
		await expect(dialog).toBeVisible();
		for (let presses = 0; presses < 12; presses++) {
			await page.keyboard.press('Tab');
			// The browser's own frame may have it in between; the page behind never.
			const inside = await page.evaluate(() => {
				const at = document.activeElement;
				return at === null || at === document.body || at.closest('dialog, [role="dialog"]') !== null;
			});
			expect(inside).toBe(true);
		}
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(opener).toBeFocused();
	}
	await context.close();
});
