// What senders write is text, whatever it looks like.
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
