// Who may look, in real browsers: the owner's link, a second device as a viewer, revoking, signing out.
import { expect, test } from '@playwright/test';
import { type Relay, startRelay } from '../support/relay.ts';
import { isIn, isOut, printedLink, signIn } from '../support/sign-in.ts';

let relay: Relay;

test.beforeEach(async () => {
	relay = await startRelay({ signIn: true });
});

test.afterEach(() => relay.remove());

test('without the link the app shows what to do and nothing else', async ({ page }) => {
	await page.goto(relay.url);
	await isOut(page, 'first');
	await expect(page.getByText('npm run open')).toBeVisible();
	for (const path of [
		'/api/snapshot',
		'/api/events?before=9',
		'/api/stream',
		'/api/plans',
		'/api/devices',
		'/api/tokens'
	])
		expect([path, (await page.request.get(relay.url + path)).status()]).toEqual([path, 401]);
	const health = await (await page.request.get(`${relay.url}/api/health`)).json();
	expect(Object.keys(health).sort()).toEqual(['protocol', 'status', 'version']);
});

test('the printed link signs in once, leaves no code behind, and survives a reload and a restart', async ({
	page,
	browser
}) => {
	const link = printedLink(relay);
	await signIn(page, link);
	await page.reload();
	await isIn(page);
	await relay.restart();
	await page.reload();
	await isIn(page);
	await expect(page.locator('[data-connection="live"]')).toBeVisible();
	expect(relay.output()).not.toContain('#k=');

	const other = await browser.newContext();
	const second = await other.newPage();
	await second.goto(link);
	await isOut(second, 'code_expired');
	await second.goto(await relay.open());
	await isIn(second);
	await other.close();
});
