import { expect, type Page } from '@playwright/test';
import { accessibilityFaults } from '../support/accessibility.ts';
import { test } from '../support/demo-test.ts';
import type { Relay } from '../support/relay.ts';

/** Nano-USD of a figure's decimal value, exactly. */
function nano(value: string): bigint {
	const [whole, fraction = ''] = value.replace('-', '').split('.');
	const size = BigInt(whole!) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
	return value.startsWith('-') ? -size : size;
}

const values = (page: Page, metric: string) =>
	page
		.locator(`data[data-metric="${metric}"]`)
		.evaluateAll((figures) => figures.map((figure) => (figure as HTMLDataElement).value));

const activeRow = (page: Page) =>
	page.evaluate(() => {
		const id = document.activeElement?.getAttribute('aria-activedescendant');
		const row = id == null ? null : document.getElementById(id);
		return row === null ? null : { kind: row.dataset.kind, event: row.dataset.event, id: row.dataset.row };
	});

/** Presses Tab until something matching has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
	for (let presses = 0; presses < 120; presses++) {
		if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`Tab never came to ${selector}`);
}

test.describe('why a session cost what it cost', () => {
	let relay: Relay;

	test.beforeAll(({ demo }) => {
		relay = demo;
	});

	async function openDearest(page: Page): Promise<string> {
		await page.goto(`${relay.url}/?range=30d`);
		const dearest = page.locator('[data-session]').first();
		await expect(dearest).toBeVisible();
		const key = (await dearest.getAttribute('data-session'))!;
		await page.goto(`${relay.url}/sessions/${key}?range=30d`);
		await expect(page.getByRole('treeitem').first()).toBeVisible();
		await expect(page.getByText(/still on the way/)).toHaveCount(0);
		return key;
	}

	test('the keyboard alone leads from the overview to the tool result that cost most in the dearest prompt', async ({
		page
	}) => {
		await page.goto(`${relay.url}/?range=30d`);
		await expect(page.locator('[data-session]').first()).toBeVisible();
		const key = await page.locator('[data-session]').first().getAttribute('data-session');
		await tabTo(page, `[data-session="${key}"] a`);
		await page.keyboard.press('Enter');
		await expect(page.getByRole('treeitem').first()).toBeVisible();
		await expect(page.getByText(/still on the way/)).toHaveCount(0);

		await tabTo(page, '[role=tree]');
		await page.keyboard.press('d');
		await expect.poll(async () => (await activeRow(page))?.kind).toBe('prompt');
		const prompt = (await activeRow(page))!.id!.replace('prompt:', '');
		const costs = await values(page, 'prompt-cost');
		const chosen = await page
			.locator(`[data-prompt="${prompt}"] data[data-metric="prompt-cost"]`)
			.getAttribute('value');
		expect(costs.map(nano).every((one) => one <= nano(chosen!))).toBe(true);

		await page.keyboard.press('Enter');
		const sheet = page.getByRole('dialog');
		await expect(sheet.locator('data[data-metric="cause-cost"]').first()).toBeVisible();
		const wanted = 'dialog [data-cause="entered:tool"] a';
		const href = await page.locator(wanted).first().getAttribute('href');
		await tabTo(page, wanted);
		await page.keyboard.press('Enter');
		await expect(sheet).toHaveCount(0);
		await expect.poll(async () => (await activeRow(page))?.kind).toBe('tool');
		expect((await activeRow(page))?.event).toMatch(/^tool_(result|decision)$/);
		await expect(page).toHaveURL(new RegExp(`/sessions/${key}.*${href}$`));
	});

	test('from every side the shares add up to the cost of the session, to the nano-dollar', async ({
		page
	}) => {
		await openDearest(page);
		const sides = page.getByRole('group', { name: 'Show by' }).getByRole('button');
		// They come after the rows.
		await expect.poll(() => sides.count()).toBeGreaterThanOrEqual(6);
		const total = nano((await values(page, 'session-cost-lifetime'))[0]!);
		for (const side of await sides.all()) {
			await side.click();
			await expect(side).toHaveAttribute('aria-pressed', 'true');
			const shares = (await values(page, 'attribution-cost')).map(nano);
			expect([await side.textContent(), shares.reduce((sum, one) => sum + one, 0n)]).toEqual([
				await side.textContent(),
				total
			]);
		}
		expect(nano((await values(page, 'attribution-total'))[0]!)).toBe(total);
	});

	test('the folded rows and the running total end at the cost of the session', async ({ page }) => {
		await openDearest(page);
		const total = nano((await values(page, 'session-cost-lifetime'))[0]!);
		const list = page.getByRole('tree');
		await list.focus();
		await page.keyboard.press('End');
		await expect.poll(async () => nano((await values(page, 'row-running-cost')).at(-1) ?? '0')).toBe(total);
	});

	test('an address that names an event opens the page on its row', async ({ page }) => {
		const key = await openDearest(page);
		await page.getByRole('button', { name: 'Next failure' }).click();
		await expect(page).toHaveURL(/#/);
		const named = new URL(page.url()).hash;
		await page.goto('about:blank');
		await page.goto(`${relay.url}/sessions/${key}${named}`);
		const marked = page.locator('[aria-current="location"]');
		await expect(marked).toBeInViewport();
		expect(decodeURIComponent(named)).toContain(`#${await marked.getAttribute('data-event')}:`);
	});

	test('rows fold and unfold, and a filter keeps what they hang under', async ({ page }) => {
		await openDearest(page);
		const list = page.getByRole('tree');
		await list.focus();
		await page.keyboard.press('d');
		const prompt = page.locator('[aria-selected="true"]');
		await expect(prompt).toHaveAttribute('aria-expanded', 'false');
		await page.keyboard.press('ArrowRight');
		await expect(prompt).toHaveAttribute('aria-expanded', 'true');
		await page.keyboard.press('ArrowRight');
		await expect(prompt).toHaveAttribute('aria-level', '2');
		await page.keyboard.press('ArrowLeft');
		await page.keyboard.press('ArrowLeft');
		await expect(prompt).toHaveAttribute('aria-level', '1');
		await page.getByRole('button', { name: /^Tools/ }).click();
		await page.getByRole('button', { name: 'Unfold all' }).click();
		const kinds = await page
			.getByRole('treeitem')
			.evaluateAll((rows) => [...new Set(rows.map((row) => (row as HTMLElement).dataset.kind))].sort());
		expect(kinds).toEqual(expect.arrayContaining(['prompt', 'request', 'tool']));
		expect(kinds).not.toContain('hook');
	});

	test('a session is compared with the usual one of its project, and the address holds both', async ({
		page
	}) => {
		const key = await openDearest(page);
		await expect(page.locator('data[data-metric="dearer-than"]')).toBeVisible();
		await page.getByRole('link', { name: 'Compare with…' }).click();
		await expect(page).toHaveURL(new RegExp(`/sessions/compare\\?.*a=${key}&b=`));
		const b = new URL(page.url()).searchParams.get('b')!;
		expect(b).not.toBe(key);
		const figure = (metric: string) => page.locator(`data[data-metric="${metric}"]`);
		await expect(figure('compare-cause-difference').first()).toBeVisible();
		await expect(page.getByText(/still on the way/)).toHaveCount(0);
		const [ours, other, difference] = await Promise.all(
			['compare-cost-a', 'compare-cost-b', 'compare-cost-difference'].map(async (metric) =>
				nano((await values(page, metric))[0]!)
			)
		);
		expect(difference).toBe(ours! - other!);
		const views = page.getByRole('group', { name: 'Show by' }).getByRole('button');
		expect(await views.count()).toBeGreaterThanOrEqual(5);
		for (const view of await views.all()) {
			await view.click();
			await expect(view).toHaveAttribute('aria-pressed', 'true');
			const parts = (await values(page, 'compare-cause-difference')).map(nano);
			expect(parts.reduce((sum, one) => sum + one, 0n)).toBe(difference);
		}
		await page.getByRole('link', { name: 'Swap sides' }).click();
		await expect(page).toHaveURL(new RegExp(`a=${b}&b=${key}`));
		await expect
			.poll(async () => nano((await values(page, 'compare-cost-difference'))[0] ?? '0'))
			.toBe(-difference!);
	});

	test('two sessions chosen in the list are compared', async ({ page }) => {
		await page.goto(`${relay.url}/sessions?range=30d&sort=cost`);
		await page.getByRole('button', { name: 'Compare two' }).click();
		const rows = page.locator('[data-session]');
		await expect(rows.nth(1)).toBeVisible();
		const [a, b] = await rows.evaluateAll((all) =>
			all.slice(0, 2).map((row) => row.getAttribute('data-session'))
		);
		for (const key of [a, b]) await page.locator(`[data-session="${key}"]`).getByRole('checkbox').check();
		await page.getByRole('link', { name: 'Compare', exact: true }).click();
		await expect(page).toHaveURL(new RegExp(`a=${a}&b=${b}`));
		for (const key of [a, b]) await expect(page.locator(`section[data-session="${key}"]`)).toBeVisible();
	});

	test('a session, comparing and accuracy are accessible and fit, in both themes and at both ends', async ({
		page
	}) => {
		const refused: string[] = [];
		page.on('console', (message) => {
			if (message.type() === 'error') refused.push(message.text());
		});
		await page.emulateMedia({ reducedMotion: 'reduce' });
		const key = await openDearest(page);
		const faults: string[] = [];
		for (const [path, ready] of [
			[`/sessions/${key}?range=30d`, 'row-running-cost'],
			[`/sessions/compare?a=${key}`, 'compare-cause-difference'],
			['/accuracy?range=30d', 'total-cost'],
			[`/sessions?range=30d&choose=${key}`, 'session-cost']
		] as const) {
			await page.goto(relay.url + path);
			await expect(page.locator(`main data[data-metric="${ready}"]`).first()).toBeVisible();
			await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
			await expect(page.getByText(/still on the way/)).toHaveCount(0);
			for (const [width, colorScheme] of [
				[360, 'dark'],
				[1440, 'light']
			] as const) {
				await page.setViewportSize({ width, height: 800 });
				await page.emulateMedia({ colorScheme });
				for (const fault of await accessibilityFaults(page)) faults.push(`${path} ${width}: ${fault}`);
				const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
				if (wide > 0) faults.push(`${path} is ${wide} px too wide at ${width}`);
			}
		}
		expect(faults).toEqual([]);
		expect(refused).toEqual([]);
	});
});
