// The data as a whole, in a real browser: a move goes on without a re-sync, what a restore lost is fetched anew, and what
// is deleted leaves the page, the relay's files and the browser's own files.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { accessibilityFaults } from '../support/accessibility.ts';
import { type Relay, startRelay } from '../support/relay.ts';

const root = join(import.meta.dirname, '../..');
const CANARY = 'canary-of-the-deleted-project';
const DAY_MS = 86_400_000;

let relay: Relay;
let profile: string;
let context: BrowserContext;
let page: Page;
let snapshots: number;
let sent: number;

test.beforeEach(async ({ browser: _ }, info) => {
	relay = await startRelay();
	profile = mkdtempSync(join(tmpdir(), 'tidemark-profile-'));
	const { launchOptions, locale, timezoneId } = info.project.use;
	context = await chromium.launchPersistentContext(profile, {
		...launchOptions,
		...(locale && { locale }),
		...(timezoneId && { timezoneId }),
		viewport: { width: 1440, height: 1000 }
	});
	page = await context.newPage();
	snapshots = 0;
	sent = 0;
	context.on('request', (request) => {
		if (request.url().endsWith('/api/snapshot')) snapshots++;
	});
});

test.afterEach(async () => {
	await context.close();
	await relay.remove();
	rmSync(profile, { recursive: true, force: true });
});

/** Requests of one dollar each, in a project, so many days ago. */
async function send(count: number, project: string, daysAgo = 0): Promise<void> {
	const base = Date.now() - daysAgo * DAY_MS - 60_000;
	const records = Array.from({ length: count }, (_, i) => ({
		timeUnixNano: `${base + i}000000`,
		body: { stringValue: 'claude_code.api_request' },
		attributes: Object.entries({
			'event.name': 'api_request',
			'event.timestamp': new Date(base + i).toISOString(),
			'event.sequence': String(i),
			'session.id': `s-${project}-${daysAgo}`,
			request_id: `req-${project}-${sent + i}`,
			model: 'claude-sonnet-4-5',
			cost_usd: '1',
			input_tokens: '10',
			output_tokens: '10'
		}).map(([key, value]) => ({ key, value: { stringValue: value } }))
	}));
	sent += count;
	const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });
	const response = await fetch(`http://127.0.0.1:${relay.otlpHttpPort}/v1/logs`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			resourceLogs: [
				{
					resource: { attributes: [attribute('service.name', 'claude-code'), attribute('project', project)] },
					scopeLogs: [
						{ scope: { name: 'com.anthropic.claude_code.events', version: '2.1.0' }, logRecords: records }
					]
				}
			]
		})
	});
	expect(response.status).toBe(200);
}

const total = (dollars: number) =>
	expect(page.locator('[data-metric="total-cost"]').first()).toHaveAttribute('value', String(dollars), {
		timeout: 30_000
	});

function restore(file: string): void {
	const { status, stderr } = spawnSync(
		process.execPath,
		[join(root, 'server/cli/restore.ts'), file, '--data-dir', relay.dataDir, '--replace'],
		{ encoding: 'utf8' }
	);
	expect(stderr).toBe('');
	expect(status).toBe(0);
}

/** A browser that runs takes files away while they are looked at: those hold nothing. */
function bytesOf(path: string): Buffer {
	try {
		return readFileSync(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
		throw error;
	}
}

/** Files below a folder that hold the text, in either width of character. */
function holding(folder: string, text: string): string[] {
	const wide = Buffer.from(text, 'utf16le');
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((path) => {
			const bytes = bytesOf(path);
			return bytes.includes(text) || bytes.includes(wide);
		});
}

test('a backup from the page, restored: this device goes on; what it saw beyond is fetched anew', async () => {
	await send(5, 'alpha');
	await page.goto(`${relay.url}/settings/data`);
	await expect(page.getByRole('link', { name: 'Back up now' })).toBeVisible();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Back up now' }).click()
	]);
	expect(download.suggestedFilename()).toMatch(/\.tidemark$/);
	const file = join(profile, 'x.tidemark');
	await download.saveAs(file);
	await page.goto(relay.url);
	await total(5);
	expect(snapshots).toBe(1);

	await relay.stop();
	restore(file);
	await relay.restart();
	await send(2, 'alpha');
	await total(7);
	expect(snapshots).toBe(1);

	await relay.stop();
	restore(file);
	await relay.restart();
	await send(3, 'beta');
	await total(8);
	expect(snapshots).toBe(2);
});

test('what is deleted is shown first, then gone from the page, the relay and the browser’s files', async () => {
	await send(4, CANARY);
	await send(3, 'alpha', 1);
	await page.goto(relay.url);
	await total(7);
	const second = await context.newPage();
	await second.goto(`${relay.url}/sessions`);
	await expect(second.getByText(CANARY).first()).toBeVisible();
	expect(holding(profile, CANARY)).not.toEqual([]);

	await page.goto(`${relay.url}/settings/data`);
	await page.getByLabel('Everything, with all that was set up').check();
	await page.getByRole('button', { name: 'Show what goes' }).click();
	await expect(page.locator('[data-forgetting]')).toContainText('Signed-in devices and ingest tokens');
	expect(await accessibilityFaults(page)).toEqual([]);
	await page.getByLabel('A project').check();
	await page.getByRole('combobox', { name: 'A project' }).selectOption(CANARY);
	await page.getByRole('button', { name: 'Show what goes' }).click();
	await expect(page.locator('[data-forgetting]')).toContainText('4 events of 1 sessions go, with $4.00');
	const deleting = page.getByRole('button', { name: 'Delete for good' });
	await expect(deleting).toBeDisabled();
	await page.getByLabel('Type “delete” to confirm').fill('delete');
	await deleting.click();
	await expect(page.getByText('Deleted: 4 events of 1 sessions')).toBeVisible({ timeout: 30_000 });
	await page.goto(relay.url);
	await total(3);
	await expect(second.getByText(CANARY)).toHaveCount(0);
	// What was deleted and is sent again stays out.
	sent = 0;
	await send(4, CANARY);
	await send(1, 'gamma');
	await total(4);
	await context.close();
	expect(holding(join(profile, 'Default', 'WebStorage'), CANARY)).toEqual([]);
	expect(holding(relay.dataDir, CANARY)).toEqual([]);
});

test('the tab that throws away what was deleted is closed meanwhile: the others go on', async () => {
	await send(4, CANARY);
	await send(3, 'alpha');
	await page.goto(`${relay.url}/sessions`);
	await expect(page.getByText(CANARY).first()).toBeVisible();
	const others = [await context.newPage(), await context.newPage()];
	for (const other of others) {
		await other.goto(`${relay.url}/sessions`);
		await expect(other.getByText(CANARY).first()).toBeVisible();
	}
	const begun = others[0]!.evaluate(
		() =>
			new Promise((resolve) => {
				new BroadcastChannel('tidemark').onmessage = ({ data }) =>
					data.type === 'erase' && resolve(data.step);
			})
	);
	const forgot = await fetch(`${relay.url}/api/data/forget`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: relay.url },
		body: JSON.stringify({ scope: { fromMs: null, toMs: null, project: CANARY }, confirm: 'delete' })
	});
	expect(forgot.status).toBe(200);
	expect(await begun).toBe('begin');
	await page.close();
	for (const other of others) {
		await expect(other.getByText(CANARY)).toHaveCount(0);
		await expect(other.getByText('alpha').first()).toBeVisible();
	}
});

test('keeping less shows what goes and what stays; figures stay the same', async () => {
	await send(4, 'alpha', 100);
	await send(3, 'alpha');
	await page.goto(`${relay.url}/settings/data`);
	const keeping = page.locator('[data-keeping="relay"]');
	await keeping.getByRole('combobox').selectOption('30');
	await expect(keeping).toContainText('4 events of 1 sessions before');
	await expect(keeping).toContainText('figures of 1 days and 1 sessions, $4.00');
	expect((await relay.health()).events).toBe(7);
	await keeping.getByRole('button', { name: 'Give them up' }).click();
	await expect(keeping).toContainText('Done.');
	expect((await relay.health()).events).toBe(3);
	const device = page.locator('[data-keeping="device"]');
	await device.getByRole('combobox').selectOption('90');
	await expect(device.getByRole('button')).toBeVisible();
	await device.getByRole('button').click();
	await expect(device).toContainText(/Done\.|still coming in/);
});

test('the monthly statement adds up and prints without the app around it', async () => {
	await send(4, 'alpha');
	await send(3, 'beta');
	await page.goto(`${relay.url}/statement`);
	const cost = page.locator('[data-metric="statement-total"]');
	await expect(cost).toHaveAttribute('value', '7', { timeout: 30_000 });
	for (const grain of ['project', 'model', 'week']) {
		const values = await page
			.locator(`[data-metric="statement-${grain}"]`)
			.evaluateAll((all) => all.map((one) => Number((one as HTMLDataElement).value)));
		expect(values.reduce((sum, value) => sum + value, 0)).toBe(7);
	}
	// On white paper with margins, whatever the screen's theme.
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
	await expect(page.locator('nav')).toBeHidden();
	await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
	await expect(cost).toBeVisible();
});
