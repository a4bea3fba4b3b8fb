// Names and own rates: said on one device, seen on another, the same in the app, the relay and the terminal.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import type { Capture } from '../support/captures.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { replay } from '../support/replay.ts';
import { requestsNow } from '../support/requests-now.ts';

const root = join(import.meta.dirname, '../..');
const MODEL = 'model-without-a-price';

let relay: Relay;

test.beforeEach(async () => {
	relay = await startRelay();
	await send(1, 'shop', [1]);
	await send(2, 'shop-old', [0.5, null]);
	await send(3, 'secret', [0.25]);
});

test.afterEach(async () => {
	await relay.remove();
});

const sessionOf = (n: number) => `0b0d6e70-0000-4000-8000-00000000000${n}`;

interface Attributes {
	attributes: { key: string; value: object }[];
}

interface Exported {
	resourceLogs: { resource: Attributes; scopeLogs: { logRecords: Attributes[] }[] }[];
}

/** Requests of one session, whose resource names the project. */
async function send(n: number, project: string, costs: (number | null)[]): Promise<void> {
	const capture = requestsNow(sessionOf(n), costs, Date.now() - n * 1000);
	await deliver(capture, ({ resource }) =>
		resource.attributes.push({ key: 'project', value: { stringValue: project } })
	);
}

/** A request of Haiku 4.5 so many hours ago, reported at one and a half times the table's price. */
async function sendDear(hoursAgo: number, input: number, output: number): Promise<void> {
	const usd = (1.5 * (input * 1000 + output * 5000)) / 1e9;
	const own: Record<string, object> = {
		model: { stringValue: 'claude-haiku-4-5' },
		input_tokens: { intValue: input },
		output_tokens: { intValue: output },
		cache_creation_tokens: { intValue: 0 },
		cache_creation_5m_tokens: { intValue: 0 }
	};
	const capture = requestsNow(sessionOf(4), [usd], Date.now() - hoursAgo * 3_600_000);
	await deliver(capture, ({ scopeLogs }) => {
		for (const attribute of scopeLogs[0]!.logRecords[0]!.attributes)
			attribute.value = own[attribute.key] ?? attribute.value;
	});
}

async function deliver(
	capture: Capture,
	change: (resource: Exported['resourceLogs'][number]) => void
): Promise<void> {
	const message = JSON.parse(new TextDecoder().decode(capture.body)) as Exported;
	message.resourceLogs.forEach(change);
	const body = new TextEncoder().encode(JSON.stringify(message));
	const ports = { http: relay.otlpHttpPort, grpc: relay.otlpGrpcPort };
	const answers = await replay([{ ...capture, body }], ports, { seed: 1 });
	expect(answers.map(({ status }) => status)).toEqual([200]);
}

const metric = (page: Page, name: string) => page.locator(`data[data-metric="${name}"]`).first();

async function device(browser: Browser): Promise<Page> {
	const context = await browser.newContext({ locale: 'en-US', timezoneId: 'Europe/Paris' });
	return context.newPage();
}

function report<T>(kind: string): T {
	const program = join(root, 'server/cli/report.ts');
	const text = execFileSync(process.execPath, [program, kind, '--json', '--data-dir', relay.dataDir], {
		encoding: 'utf8'
	});
	return JSON.parse(text) as T;
}

const projects = () =>
	Object.fromEntries(
		report<{ project: string | null; costNanoUsd: number }[]>('projects').map((row) => [
			row.project,
			row.costNanoUsd / 1e9
		])
	);

const value = (page: Page, of: string) => page.locator(`#names [data-value="${of}"]`);

test('projects renamed, merged and hidden on one device are so on another, in budgets and in the terminal', async ({
	page,
	browser
}) => {
	await page.goto(`${relay.url}/settings`);
	await expect(value(page, 'shop').locator('data')).toHaveAttribute('value', '1');
	await value(page, 'shop-old').getByRole('button', { name: 'Rename' }).click();
	await page.getByLabel('Name for shop-old').fill('Store');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(value(page, 'shop-old')).toContainText('discovered as shop-old');
	await value(page, 'shop').getByRole('button', { name: 'Rename' }).click();
	await page.getByLabel('Name for shop', { exact: true }).fill('Store');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(value(page, 'shop')).toContainText('one of 2 values of this name');
	await value(page, 'secret').getByRole('button', { name: 'Hide' }).click();
	await expect(value(page, 'secret')).toContainText('Hidden');

	const other = await device(browser);
	// A link made before the merge.
	await other.goto(`${relay.url}/?project=shop-old&range=30d`);
	await expect(metric(other, 'total-cost')).toHaveAttribute('value', '1.5');
	await other.getByRole('button', { name: /1 filter/ }).click();
	const choice = other.getByRole('dialog').getByLabel('Project');
	await expect(choice.locator('option')).toHaveText(['All projects', 'Store', 'Hidden']);
	await expect(choice.locator('option:checked')).toHaveText('Store');
	await choice.selectOption({ label: 'Hidden' });
	await expect(metric(other, 'total-cost')).toHaveAttribute('value', '0.25');
	await other.goto(`${relay.url}/?range=30d`);
	await expect(metric(other, 'total-cost')).toHaveAttribute('value', '1.75');
	await other.goto(`${relay.url}/sessions?range=30d`);
	await expect(other.locator('[data-session]')).toHaveCount(3);
	await expect(other.locator('[data-session]').filter({ hasText: 'Store' })).toHaveCount(2);
	await expect.poll(projects).toEqual({ Store: 1.5, '~hidden': 0.25 });

	await other.goto(`${relay.url}/budgets`);
	await other.getByRole('button', { name: 'New budget' }).click();
	await other.getByLabel('Limit in USD').fill('2');
	await other.locator('select[name="scope"]').selectOption('project');
	await other.locator('select[name="scope-value"]').selectOption({ label: 'Store' });
	await other.getByRole('button', { name: 'Save' }).click();
	await expect(metric(other, 'budget-spend')).toHaveAttribute('value', '1.5');
	// Called otherwise again, it counts the same.
	await value(page, 'shop').getByRole('button', { name: 'Rename' }).click();
	await page.getByLabel('Name for shop', { exact: true }).fill('');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(metric(other, 'budget-spend')).toHaveAttribute('value', '1');
	await other.context().close();
});

test('own rates price what had no price, on every device and in the terminal, and leave reported costs alone', async ({
	page,
	browser
}) => {
	const other = await device(browser);
	await other.goto(`${relay.url}/?range=30d`);
	await expect(metric(other, 'total-cost')).toHaveAttribute('value', '1.75');
	await page.goto(`${relay.url}/settings`);
	await page.getByRole('button', { name: `Set own rates for ${MODEL}` }).click();
	const form = page.getByRole('form', { name: 'Own rates of a model' });
	for (const name of ['Input', 'Output', 'Write 5 min', 'Write 1 h', 'Cache read'])
		await form.getByLabel(name).fill('1000');
	await form.getByRole('button', { name: 'Save rates' }).click();
	await expect(page.locator(`[data-own-price="${MODEL}@"]`)).toBeVisible();

	const totals = () =>
		report<{ costNanoUsd: number; unpricedRequests: number; tokens: Record<string, number> }>('totals');
	await expect.poll(() => totals().unpricedRequests).toBe(0);
	const { costNanoUsd } = totals();
	// A thousandth of a dollar for each token of that one request, whatever its kind.
	const own = costNanoUsd - 1_750_000_000;
	expect(own).toBeGreaterThan(0);
	expect(own % 1_000_000).toBe(0);
	const shown = String(costNanoUsd / 1e9);
	await expect(metric(other, 'total-cost')).toHaveAttribute('value', shown);
	await expect(page.locator('[data-repricing]')).toHaveCount(0);

	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
	await page.getByRole('button', { name: `Remove the rates of ${MODEL}` }).click();
	await expect.poll(() => totals().costNanoUsd).toBe(1_750_000_000);
	await expect(metric(other, 'total-cost')).toHaveAttribute('value', '1.75');
	await other.context().close();
});

test('names and own rates are accessible with their forms open, and nothing runs sideways on a phone', async ({
	page
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await sendDear(2, 1000, 10);
	await sendDear(3, 70, 400);
	await page.goto(`${relay.url}/settings`);
	await value(page, 'shop').getByRole('button', { name: 'Rename' }).click();
	await page.getByRole('button', { name: 'Add rates' }).click();
	await page.getByRole('button', { name: 'Save rates' }).click();
	await expect(page.getByRole('alert')).toHaveCount(2);
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(width).toBeLessThanOrEqual(390);
	}

	// Rates that Claude Code reported by, and the table does not have, are proposed: used at a press.
	await expect(page.locator('[data-drift="claude-haiku-4-5"] [data-observed]')).toContainText(
		'1.5 times the table'
	);
	await page.getByRole('button', { name: 'Use the observed rates for claude-haiku-4-5' }).click();
	const used = page.locator('[data-own-price^="haiku-4-5@2"]');
	await expect(used.locator('dd')).toHaveText(['1.5', '7.5', '1.875', '3', '0.15']);
});
