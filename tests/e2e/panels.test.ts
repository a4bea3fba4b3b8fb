// Pages on tools, performance, productivity and skills, and search, on the built app: each figure against an oracle over
// the relay's own events.
import { expect, type Page } from '@playwright/test';
import { test } from '../support/demo-test.ts';
import { type ExpectedPanels, expectedPanels, type PlainEvent } from '../support/oracle-panels.ts';
import type { Relay } from '../support/relay.ts';

const DAY_MS = 86_400_000;
/** Days that are over: live traffic adds nothing to them. */
const toMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const fromMs = toMs - 20 * DAY_MS;
const date = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
const dates = `from=${date(fromMs)}&to=${date(toMs - DAY_MS)}`;

let relay: Relay;
let events: PlainEvent[];
let expected: ExpectedPanels;

test.use({ timezoneId: 'UTC' });

test.beforeAll(async ({ demo }) => {
	relay = demo;
	events = await allEvents(relay.url);
	expected = expectedPanels(events, fromMs, toMs);
});

async function allEvents(url: string): Promise<PlainEvent[]> {
	const all: PlainEvent[] = [];
	let before = (await relay.health()).head + 1;
	for (;;) {
		const response = await fetch(`${url}/api/events?before=${before}&limit=2000`);
		const page = (await response.json()) as { events: { slot: number; event: PlainEvent }[]; more: boolean };
		all.push(...page.events.map(({ event }) => event));
		if (!page.more) return all;
		before = page.events.at(-1)!.slot;
	}
}

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

async function shows(page: Page, figures: Record<string, number>): Promise<void> {
	for (const [metric, value] of Object.entries(figures))
		await expect(page.locator(`main data[data-metric="${metric}"]`).first()).toHaveAttribute(
			'value',
			String(value)
		);
}

test('Tools', async ({ page }) => {
	const tools = Object.values(expected.tools);
	const calls = sum(tools.map((tool) => tool.calls));
	const failures = sum(tools.map((tool) => tool.failures));
	await page.goto(`${relay.url}/tools?${dates}`);
	await shows(page, {
		'tool-calls': calls,
		'tool-failures': failures,
		'tool-success-rate': (calls - failures) / calls,
		'tool-time': sum(tools.flatMap((tool) => tool.durations)),
		'tool-accepts': sum(Object.values(expected.decisions).map(([yes]) => yes)),
		'tool-rejects': sum(Object.values(expected.decisions).map(([, no]) => no))
	});
	const bash = page.locator('[data-row="Bash"]');
	await expect(bash.locator('[data-metric="tool-row-calls"]')).toHaveAttribute(
		'value',
		String(expected.tools.Bash!.calls)
	);
});

test('Performance', async ({ page }) => {
	const requests = Object.values(expected.requests);
	const durations = requests.flatMap((model) => model.durations);
	const count = sum(requests.map((model) => model.count));
	const errors = sum(Object.values(expected.errors));
	await page.goto(`${relay.url}/performance?${dates}`);
	await shows(page, {
		'api-requests': count,
		'average-response-time': sum(durations) / durations.length,
		'api-errors': errors,
		'error-rate': errors / (errors + count),
		'retries-exhausted': expected.retriesExhausted,
		refusals: expected.refusals
	});
});

test('Productivity', async ({ page }) => {
	await page.goto(`${relay.url}/productivity?${dates}`);
	await shows(page, { 'lines-added': expected.linesAdded });
	const accepted = page.locator('[data-metric="language-edit-accepts"]');
	// Rows come a few a frame.
	const shown = () => accepted.evaluateAll((all) => all.map((one) => Number(one.getAttribute('value'))));
	await expect
		.poll(async () => sum(await shown()))
		.toBe(sum(Object.values(expected.languages).map(([yes]) => yes)));
});

test('Skills and agents', async ({ page }) => {
	await page.goto(`${relay.url}/skills?${dates}`);
	const agents = Object.values(expected.agents);
	await shows(page, {
		'skill-activations': sum(Object.values(expected.activations)),
		'unique-skills': Object.keys(expected.activations).length,
		'slash-commands': sum(Object.values(expected.commands)),
		'subagents-finished': sum(agents.map(([finished]) => finished))
	});
});

test('Search finds what is there, narrows down by facet, keeps its filters in the URL, and remembers', async ({
	page
}) => {
	await page.goto(`${relay.url}/settings`);
	await expect(page.getByText(/All history is on this device/)).toBeVisible({ timeout: 40_000 });
	await page.goto(`${relay.url}/search?${dates}`);
	const matches = page.locator('data[data-metric="search-matches"]');
	const inRange = events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
	await expect(matches).toHaveAttribute('value', String(inRange.length));
	await page.getByRole('searchbox').fill('pull request');
	const said = inRange.filter(({ facts: _facts, source: _source, ...own }) => {
		const text = JSON.stringify(own).toLowerCase();
		return text.includes('pull') && text.includes('request');
	});
	await expect(page).toHaveURL(/q=pull\+request/);
	const own = said.filter(({ name }) => name === 'assistant_response').length;
	await page.locator('[data-facet="name"][data-value="assistant_response"]').click();
	await expect(page).toHaveURL(/event=assistant_response/);
	await expect(matches).toHaveAttribute('value', String(own));
	await page.getByRole('button', { name: 'Save this search' }).click();
	await page.goto(`${relay.url}/search`);
	await page
		.getByRole('list', { name: 'Saved searches' })
		.getByRole('link', { name: /pull request/ })
		.click();
	await expect(matches).toHaveAttribute('value', String(own));
	await expect(page.getByRole('searchbox')).toHaveValue('pull request');
});
