import { expect } from '@playwright/test';
import { test } from '../support/demo-test.ts';
import type { Relay } from '../support/relay.ts';

test.describe('with sample data', () => {
	let relay: Relay;

	test.beforeAll(({ demo }) => {
		relay = demo;
	});

	test('a new device has figures before its history', async ({ page }) => {
		await page.goto(`${relay.url}/?range=30d`);
		const cost = page.locator('data[data-metric="total-cost"]').first();
		await expect(cost).not.toHaveAttribute('value', '0');
		await page.getByRole('link', { name: 'Settings' }).click();
		await expect(page.getByText(/All history is on this device/)).toBeVisible({ timeout: 40_000 });
	});

	test('folding again gives the same rows', async ({ page }) => {
		await page.goto(`${relay.url}/settings`);
		await expect(page.getByText(/All history is on this device/)).toBeVisible({ timeout: 40_000 });
		await page.getByRole('button', { name: /folding again/i }).click();
		await expect(page.getByText(/same|agree|equal/i).first()).toBeVisible({ timeout: 30_000 });
	});

	test('it is said on every page that the data are samples', async ({ page }) => {
		for (const path of ['/', '/sessions', '/live', '/settings']) {
			await page.goto(relay.url + path);
			await expect(page.getByText('Sample data').first()).toBeVisible();
		}
	});

	test('events come in live, pause holds them, and the list goes on after it', async ({ page }) => {
		await page.goto(`${relay.url}/live`);
		const rows = page.locator('main [data-event]');
		await expect(rows.first()).toBeVisible();
		const newest = async () => rows.first().getAttribute('data-event');
		const before = await newest();
		await expect.poll(newest, { timeout: 30_000 }).not.toBe(before);
		await page.getByRole('button', { name: /pause/i }).click();
		const held = await newest();
		await page.waitForTimeout(4000);
		expect(await newest()).toBe(held);
		await page.getByRole('button', { name: /resume|continue|go on/i }).click();
		await expect.poll(newest, { timeout: 30_000 }).not.toBe(held);
	});

	test('live shows who is busy, and only one session or tool when asked', async ({ page }) => {
		await page.goto(`${relay.url}/live`);
		const sessions = page.locator('[data-live-session]');
		await expect(sessions.last()).toBeVisible({ timeout: 30_000 });
		const key = await sessions.last().getAttribute('data-live-session');
		const busy = page.locator(`[data-live-session="${key}"]`);
		await busy.getByRole('button').click();
		await expect(page).toHaveURL(new RegExp(`session=${key}`));
		await expect(busy.getByRole('button')).toHaveAttribute('aria-pressed', 'true');
		await busy.getByRole('button').click();
		await expect(page).not.toHaveURL(/session=/);
		await page.getByLabel('Tool', { exact: true }).selectOption('Bash');
		const kinds = () =>
			page
				.locator('main [data-event]')
				.evaluateAll((rows) => [...new Set(rows.map((row) => row.getAttribute('data-event')))]);
		await expect.poll(async () => (await kinds()).every((kind) => kind?.startsWith('tool_'))).toBe(true);
		expect((await kinds()).length).toBeGreaterThan(0);
	});

	test('the dearest session opens with its prompts and events', async ({ page }) => {
		await page.goto(`${relay.url}/?range=30d`);
		const dearest = page.locator('[data-session]').first();
		const key = await dearest.getAttribute('data-session');
		const cost = await dearest.locator('data[data-metric="session-cost"]').getAttribute('value');
		await dearest.getByRole('link').first().click();
		await expect(page).toHaveURL(new RegExp(`/sessions/${key}`));
		await expect(page.locator('data[data-metric="session-cost"]').first()).toHaveAttribute('value', cost!);
		await expect(page.locator('data[data-metric="prompt-cost"]').first()).toBeVisible();
		await page.evaluate(() => navigator.serviceWorker.ready);
		await page.reload();
		await expect(page.locator('data[data-metric="prompt-cost"]').first()).toBeVisible();
		await page.context().setOffline(true);
		await page.reload();
		await expect(page.locator('data[data-metric="prompt-cost"]').first()).toBeVisible();
	});

	test('Chromium finds nothing that stands in the way of installing', async ({ page }) => {
		await page.goto(relay.url);
		await page.evaluate(() => navigator.serviceWorker.ready);
		const session = await page.context().newCDPSession(page);
		const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
		// Private contexts cannot install at all; everything else must be well.
		expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
			[]
		);
	});
});
