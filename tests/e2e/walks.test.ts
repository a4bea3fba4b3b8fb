// Walks through every page: by keyboard alone, on a phone, in each language and theme, and without the relay.
import { expect, type Page } from '@playwright/test';
import { accessibilityFaults } from '../support/accessibility.ts';
import { startDemo } from '../support/demo.ts';
import { test } from '../support/demo-test.ts';
import { PAGES } from '../support/pages.ts';
import type { Relay } from '../support/relay.ts';

const LANGUAGES = ['en', 'ko', 'fr', 'ja'];
/** Every page in every language and theme; without it each page once on a desk, in light, and once on a phone, in dark. */
const FULL = process.env.TIDEMARK_FULL_MATRIX === '1';

let relay: Relay;

test.beforeAll(({ demo }) => {
	relay = demo;
});

const settled = async (page: Page) => {
	await expect(page.locator('h1')).toBeVisible();
	await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
};

const addressOf = (path: string) => `${relay.url}${path}?range=30d${path === '/search' ? '&q=test' : ''}`;

/** What the browser complains of from now on: errors of scripts, and what the page's policy refused. */
function complaints(page: Page): string[] {
	const heard: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') heard.push(message.text());
	});
	page.on('pageerror', (error) => heard.push(error.message));
	return heard;
}

test('the palette and the shortcuts lead everywhere without a mouse', async ({ page }) => {
	await page.goto(`${relay.url}/?range=30d`);
	await settled(page);
	await page.keyboard.press('Control+k');
	const palette = page.getByRole('dialog', { name: /go to a page/i });
	const field = palette.getByRole('combobox');
	await expect(field).toBeFocused();
	await page.keyboard.type('perfor');
	await expect(palette.getByRole('option', { selected: true })).toContainText('Performance');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/performance\?range=30d/);

	await page.keyboard.press('g');
	await page.keyboard.press('s');
	await expect(page).toHaveURL(/\/sessions\?range=30d/);
	const name = (await page.locator('[data-session]').first().locator('a').first().textContent())!.trim();
	await page.keyboard.press('Control+k');
	await expect(field).toBeFocused();
	await page.keyboard.type(name.slice(0, 12));
	const session = palette.getByRole('option').filter({ hasText: name }).first();
	await expect(session).toBeVisible();
	for (let presses = 0; (await session.getAttribute('aria-selected')) !== 'true' && presses < 30; presses++)
		await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/sessions\/.+/);

	await page.keyboard.press('Shift+?');
	const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
	await expect(help).toBeVisible();
	await help.getByRole('checkbox').press('Space');
	await page.keyboard.press('Escape');
	await expect(help).toBeHidden();
	const here = page.url();
	await page.keyboard.press('g');
	await page.keyboard.press('b');
	await page.keyboard.press('Control+k');
	await expect(field).toBeFocused();
	expect(page.url()).toBe(here);
	expect(await accessibilityFaults(page)).toEqual([]);
	await page.keyboard.type('dark');
	await page.keyboard.press('Enter');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('the language is the browser’s until another is chosen, and stays chosen', async ({ browser }) => {
	const context = await browser.newContext({ locale: 'fr-CA', timezoneId: 'Europe/Paris' });
	const page = await context.newPage();
	await page.goto(`${relay.url}/settings`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Réglages');
	await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
	await page.getByRole('combobox', { name: 'Langue' }).selectOption('ja');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('設定');
	await page.reload();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('設定');
	await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
	await page.getByRole('combobox', { name: '言語' }).selectOption('');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Réglages');
	await context.close();
});

test('on a phone every page is accessible, none scrolls sideways, and every control has room for a thumb', async ({
	browser
}) => {
	test.setTimeout(180_000);
	const context = await browser.newContext({
		viewport: { width: 390, height: 844 },
		hasTouch: true,
		isMobile: true,
		locale: 'fr',
		colorScheme: 'dark',
		reducedMotion: 'reduce'
	});
	const page = await context.newPage();
	const faults = complaints(page);
	for (const path of PAGES) {
		await page.goto(addressOf(path));
		await settled(page);
		for (const width of [360, 390, 430]) {
			await page.setViewportSize({ width, height: 844 });
			const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			if (wide > 0) faults.push(`${path} is ${wide} px too wide at ${width}`);
		}
		const small = await page.evaluate(() =>
			[
				...document.querySelectorAll<HTMLElement>(
					'button, select, input:not([type=checkbox], [type=radio]), nav a'
				)
			]
				.filter((control) => control.checkVisibility() && control.closest('.visually-hidden') === null)
				.map((control) => ({ control, box: control.getBoundingClientRect() }))
				.filter(({ box }) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
				.map(
					({ control, box }) =>
						`${control.tagName} ${(control.textContent || control.ariaLabel || '').trim().slice(0, 30)} ${Math.round(box.width)}×${Math.round(box.height)}`
				)
		);
		faults.push(...small.map((one) => `${path}: ${one}`));
		const endless = await page.evaluate(
			() =>
				document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime === Infinity).length
		);
		if (endless > 0) faults.push(`${path} goes on moving`);
		faults.push(...(await accessibilityFaults(page)).map((one) => `${path}: ${one}`));
	}
	await context.close();
	expect(faults).toEqual([]);
});

for (const [index, language] of LANGUAGES.entries()) {
	const paths = FULL ? PAGES : PAGES.filter((_, at) => at % LANGUAGES.length === index);
	test(`in ${language} no page has an accessibility fault`, async ({ browser }) => {
		test.setTimeout(FULL ? 600_000 : 120_000);
		const context = await browser.newContext({ locale: language, reducedMotion: 'reduce' });
		const page = await context.newPage();
		const faults = complaints(page);
		for (const path of paths) {
			await page.goto(addressOf(path));
			await settled(page);
			await expect(page.locator('html')).toHaveAttribute('lang', language);
			for (const colorScheme of FULL ? (['light', 'dark'] as const) : (['light'] as const)) {
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				faults.push(...(await accessibilityFaults(page)).map((one) => `${path} ${colorScheme}: ${one}`));
			}
		}
		await context.close();
		expect(faults).toEqual([]);
	});
}

test('without the relay every page still reads its history', async ({ browser }) => {
	test.setTimeout(180_000);
	const own = await startDemo();
	const context = await browser.newContext();
	try {
		const page = await context.newPage();
		await page.goto(`${own.url}/settings`);
		await expect(page.getByText(/All history is on this device/)).toBeVisible({ timeout: 60_000 });
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
		// A first visit is not the worker's yet; the next one is.
		await page.reload();
		await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
		await own.stop();
		for (const path of PAGES) {
			await page.goto(`${own.url}${path}?range=30d`);
			await settled(page);
			await expect(page.getByText(/offline/i).first()).toBeVisible();
			if (['/', '/tools', '/performance', '/productivity', '/accuracy'].includes(path)) {
				const figures = page.locator('main data[data-metric]');
				await expect
					.poll(() =>
						figures.evaluateAll((all) => all.some((one) => Number((one as HTMLDataElement).value) > 0))
					)
					.toBe(true);
			}
		}
		await page.goto(`${own.url}/sessions?range=30d`);
		await expect(page.locator('[data-session]').first()).toBeVisible();
	} finally {
		await context.close();
		await own.remove();
	}
});
