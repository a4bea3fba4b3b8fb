// The app's files come from the relay until the service worker keeps them: what a page does whose files do not come.
import { expect } from '@playwright/test';
import { test } from '../support/demo-test.ts';
import { startRelay } from '../support/relay.ts';

// Nothing but the relay has the files here.
test.use({ serviceWorkers: 'block' });

test('a page is whole in the end though each of its files fails once', async ({ page, demo }) => {
	const failed = new Set<string>();
	await page.route('**/_app/immutable/**', async (route) => {
		const url = route.request().url();
		if (failed.has(url)) return route.continue();
		failed.add(url);
		return route.abort();
	});
	const errors: string[] = [];
	page.on('pageerror', ({ message }) => {
		if (!/dynamically imported module|preload CSS/.test(message)) errors.push(message);
	});

	await page.goto(demo.url);
	await expect(page.locator('data[data-metric="total-cost"]').first()).toBeVisible({ timeout: 30_000 });
	await expect(page.locator('figure svg').first()).toBeVisible();
	const missing = () =>
		page
			.locator('link[rel="stylesheet"]')
			.evaluateAll((links) => links.filter((link) => (link as HTMLLinkElement).sheet === null).length);
	await expect.poll(missing).toBe(0);
	await page.keyboard.press('Control+k');
	await expect(page.getByRole('dialog').getByRole('combobox')).toBeVisible();
	expect(errors).toEqual([]);
	for (const kind of [/entry\/app/, /nodes\/0/, /workers\//, /\.css$/])
		expect([...failed].filter((url) => kind.test(url)).length, String(kind)).toBeGreaterThan(0);
});

test('a page asked for while the relay is away comes with it', async ({ page }) => {
	const relay = await startRelay();
	try {
		await page.goto(relay.url);
		await expect(page.getByText('CLAUDE_CODE_ENABLE_TELEMETRY').first()).toBeVisible();
		await relay.stop('SIGKILL');
		for (const name of ['Tools', 'Live']) {
			await page.getByRole('link', { name }).first().click();
			await expect(page).toHaveURL(`${relay.url}/${name.toLowerCase()}`);
			await expect(page.getByRole('heading', { name: 'This page is not all here yet' })).toBeVisible();
		}
		await relay.restart();
		await expect(page.getByRole('heading', { name: 'Live', level: 1 })).toBeVisible();
	} finally {
		await relay.remove();
	}
});
