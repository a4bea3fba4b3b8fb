// What senders write is text, whatever it looks like; and none of it can be read while content is hidden.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type Relay, startRelay } from '../support/relay.ts';
import { recordsOf, sendLogs } from '../support/texts-everywhere.ts';
import { visitAll, watch } from '../support/visit-hostile.ts';
import { payloads } from '../support/xss.ts';

let relay: Relay;
test.beforeEach(async () => {
	relay = await startRelay();
});
test.afterEach(() => relay.remove());

/** Every page of every n-th payload; all of them with TIDEMARK_FULL_MATRIX=1. */
const EVERY = process.env.TIDEMARK_FULL_MATRIX === '1' ? 1 : 60;

test('text that would run as code in any field stays text on every page', async ({ page }) => {
	test.setTimeout(EVERY === 1 ? 3_600_000 : 180_000);
	const all = payloads();
	expect(all.length).toBeGreaterThanOrEqual(500);
	const chosen = all.filter((_, index) => index % EVERY === 0);
	const atMs = Date.now() - 3_600_000;
	let events = 0;
	for (const [index, payload] of chosen.entries()) {
		const texts = { of: () => payload, sessionId: `session-${index}`, atMs: atMs + index * 100 };
		const { body, count, attributes } = recordsOf(texts);
		expect(attributes.length).toBeGreaterThan(40);
		await sendLogs(relay.otlpHttpPort, body);
		events += count;
	}
	await relay.holds(events);
	const seen = await watch(page);
	const sessions = chosen.map((_, index) => `session-${index}`);
	await visitAll(page, relay.url, sessions, async (path) => {
		const row = page.locator('[data-event]').first();
		if ((await row.count()) > 0 && path === '/live') {
			await row.getByRole('button').first().click();
			await expect(page.getByRole('dialog')).toBeVisible();
		}
	});
	expect(seen.ran).toEqual([]);
	expect(seen.reports).toEqual([]);
	expect(seen.errors).toEqual([]);
});

const HIDDEN = {
	project: 'zqproject',
	'vcs.repository.name': 'zqrepository',
	'vcs.ref.head.name': 'zqbranch',
	'host.name': 'zqmachine',
	profile: 'zqprofile',
	'user.email': 'zquser@example.com',
	prompt: 'zqprompt what was typed in /home/zqpath/file',
	tool_parameters: JSON.stringify({ full_command: 'zqcommand --now /home/zqpath/file' }),
	tool_input: JSON.stringify({ command: 'zqcommand --now' }),
	error: 'zqerror of it'
} as Record<string, string>;

test('hidden content is nowhere on any page, money is, and names still lead somewhere', async ({ page }) => {
	test.setTimeout(180_000);
	const texts = { of: (key: string) => HIDDEN[key] ?? null, sessionId: 'one', atMs: Date.now() - 600_000 };
	const { body, count } = recordsOf(texts);
	await sendLogs(relay.otlpHttpPort, body);
	await relay.holds(count);
	const html = () => page.content();

	await page.goto(`${relay.url}/sessions/one?range=all`);
	await expect(page.getByText('zqprompt').first()).toBeVisible();
	await page.keyboard.press('h');
	await expect(page).toHaveURL(`${relay.url}/sessions`);
	const read = new Map<string, string[]>();
	await visitAll(page, relay.url, ['one'], async (path) => {
		const found = (await html()).match(/zq\w+/g);
		if (found !== null) read.set(path, [...new Set(found)]);
	});
	expect(Object.fromEntries(read)).toEqual({});

	await page.goto(`${relay.url}/settings`);
	await expect(page.getByRole('checkbox', { name: 'Hide content' })).toBeChecked();
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	await page.goto(`${relay.url}/sessions?range=all`);
	const cost = page.locator('[data-session] [data-metric="session-cost"]').first();
	await expect(cost).toHaveText(/\$/);

	await page.keyboard.press('Control+k');
	await page.getByRole('combobox').fill('show content');
	await page.keyboard.press('Enter');
	await page.goto(`${relay.url}/sessions/one?range=all`);
	await expect(page.getByText('zqprompt').first()).toBeVisible();
});
