import { expect, type Page, test } from '@playwright/test';
import { readCaptures } from '../support/captures.ts';
import { expectedTotals } from '../support/oracle.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { replay } from '../support/replay.ts';
import { isOut, printedLink, signIn } from '../support/sign-in.ts';

const captures = readCaptures();
const expected = expectedTotals(captures);
const DAYS = 'from=2026-11-19&to=2026-11-22';

/** The exact decimal of nano-USD, written without the product's own function. */
const usd = (nano: number) =>
	`${Math.floor(nano / 1e9)}.${String(nano % 1e9).padStart(9, '0')}`.replace(/\.?0+$/, '');

const metric = (page: Page, name: string) => page.locator(`data[data-metric="${name}"]`).first();

let relay: Relay;

test.beforeEach(async () => {
	relay = await startRelay();
});

test.afterEach(async () => {
	await relay.remove();
});

const ports = () => ({ http: relay.otlpHttpPort, grpc: relay.otlpGrpcPort });

async function send(): Promise<void> {
	const answers = await replay(captures, ports(), { seed: 4, repeats: 2, gzip: true });
	expect(answers.every(({ status }) => status === 200 || status === 0)).toBe(true);
}

async function figuresAreRight(page: Page): Promise<void> {
	await expect(metric(page, 'total-cost')).toHaveAttribute('value', usd(expected.costNanoUsd));
	await expect(metric(page, 'sessions')).toHaveAttribute('value', String(expected.sessions.length));
	await expect(metric(page, 'api-requests')).toHaveAttribute('value', String(expected.apiRequests));
	await expect(metric(page, 'input-tokens')).toHaveAttribute('value', String(expected.tokens.input));
	await expect(metric(page, 'output-tokens')).toHaveAttribute('value', String(expected.tokens.output));
	await expect(metric(page, 'cache-read-tokens')).toHaveAttribute('value', String(expected.tokens.cacheRead));
	await expect(metric(page, 'cache-creation-tokens')).toHaveAttribute(
		'value',
		String(expected.tokens.cacheCreation)
	);
}

test('from first run to figures, through reload, offline and back', async ({ page, context }) => {
	// As people meet it: nobody is in, and the relay prints the way.
	await relay.remove();
	relay = await startRelay({ signIn: true });
	await page.goto(relay.url);
	await isOut(page, 'first');
	await signIn(page, printedLink(relay));
	await expect(page.getByText('CLAUDE_CODE_ENABLE_TELEMETRY').first()).toBeVisible();
	await expect(page.getByText(String(relay.otlpGrpcPort)).first()).toBeVisible();

	await send();
	await page.goto(`${relay.url}/?${DAYS}`);
	await figuresAreRight(page);

	await page.reload();
	await figuresAreRight(page);

	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.reload();
	await relay.stop();
	await context.setOffline(true);
	await page.reload();
	await figuresAreRight(page);
	await page.goto(`${relay.url}/sessions?${DAYS}`);
	await expect(page.locator('[data-session]').first()).toBeVisible();

	await context.setOffline(false);
	await relay.restart();
	await page.goto(`${relay.url}/?${DAYS}`);
	await figuresAreRight(page);
});

test('the overview, the sessions and the terminal report add up to the same nano-dollar', async ({
	page
}) => {
	await send();
	await page.goto(`${relay.url}/?${DAYS}`);
	await figuresAreRight(page);
	await page.goto(`${relay.url}/sessions?${DAYS}`);
	await expect(page.locator('[data-session]').first()).toBeVisible();
	const costs = new Map<string, string>();
	// The list is virtual: walk it to its end.
	for (let y = 0; y < 40 && costs.size < expected.sessions.length; y++) {
		// Read in one go: rows come and go while the list is scrolled.
		const rows = await page
			.locator('[data-session]')
			.evaluateAll((all) =>
				all.map((row) => [
					(row as HTMLElement).dataset.session,
					row.querySelector<HTMLDataElement>('data[data-metric="session-cost"]')?.value
				])
			);
		for (const [key, value] of rows) if (key && value) costs.set(key, value);
		await page.mouse.move(600, 500);
		await page.mouse.wheel(0, 400);
		await page.waitForTimeout(60);
	}
	const want = Object.fromEntries(expected.sessions.map((key) => [key, usd(expected.bySession[key] ?? 0)]));
	expect(Object.fromEntries([...costs].sort())).toEqual(Object.fromEntries(Object.entries(want).sort()));
});

test('a relay killed in mid-stream and started again loses nothing and repeats nothing', async ({ page }) => {
	await page.goto(`${relay.url}/?${DAYS}`);
	const half = Math.floor(captures.length / 2);
	await replay(captures.slice(0, half), ports(), { seed: 1 });
	await relay.stop('SIGKILL');
	await relay.restart();
	await replay(captures.slice(half), ports(), { seed: 2 });
	await relay.stop('SIGKILL');
	await relay.restart();
	await replay(captures, ports(), { seed: 3 });
	await relay.holds(expected.logRecords + expected.dataPoints);
	await figuresAreRight(page);
});

test('two tabs share one stream, and the second takes over when the first is closed', async ({
	page,
	context
}) => {
	const second = await context.newPage();
	await page.goto(`${relay.url}/?${DAYS}`);
	await second.goto(`${relay.url}/?${DAYS}`);
	const half = Math.floor(captures.length / 2);
	await replay(captures.slice(0, half), ports(), { seed: 1 });
	const first = expectedTotals(captures.slice(0, half));
	for (const tab of [page, second]) {
		await expect(metric(tab, 'total-cost')).toHaveAttribute('value', usd(first.costNanoUsd));
	}
	await page.close();
	await replay(captures.slice(half), ports(), { seed: 2 });
	await figuresAreRight(second);
});
