// Nothing of what was written, and no name, can be read on any page while content is hidden.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type Relay, startRelay } from '../support/relay.ts';
import { recordsOf, sendLogs } from '../support/texts-everywhere.ts';
import { visitAll } from '../support/visit-hostile.ts';

let relay: Relay;
test.beforeEach(async () => {
	relay = await startRelay();
});
test.afterEach(() => relay.remove());

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
/** Whole words, not their beginning alone: the name of a built file may hold any eight letters. */
const WORDS = [...new Set(Object.values(HIDDEN).join(' ').match(/zq\w+/g))];

test('hidden content is nowhere on any page, money is, and names still lead somewhere', async ({ page }) => {
	test.setTimeout(180_000);
	const texts = { of: (key: string) => HIDDEN[key] ?? null, sessionId: 'one', atMs: Date.now() - 600_000 };
	const { body, count } = recordsOf(texts);
	await sendLogs(relay.otlpHttpPort, body);
	await relay.holds(count);

	await page.goto(`${relay.url}/sessions/one?range=all`);
	await expect(page.getByText('zqprompt').first()).toBeVisible();
	await page.keyboard.press('h');
	await expect(page).toHaveURL(`${relay.url}/sessions`);
	const read = new Map<string, string[]>();
	await visitAll(page, relay.url, ['one'], async (path) => {
		const html = await page.content();
		const found = WORDS.filter((word) => html.includes(word));
		if (found.length > 0) read.set(path, found);
	});
	expect(Object.fromEntries(read)).toEqual({});

	await page.goto(`${relay.url}/settings`);
	await expect(page.getByRole('checkbox', { name: 'Hide content' })).toBeChecked();
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	await page.goto(`${relay.url}/sessions?range=all`);
	const cost = page.locator('[data-session] [data-metric="session-cost"]').first();
	await expect(cost).toHaveText(/\$/);

	await page.keyboard.press('Control+k');
	await page.getByRole('dialog').getByRole('combobox').fill('show content');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`${relay.url}/sessions`);
	await page.goto(`${relay.url}/sessions/one?range=all`);
	await expect(page.getByText('zqprompt').first()).toBeVisible();
});
