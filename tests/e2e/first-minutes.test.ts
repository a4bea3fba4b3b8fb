// The first five minutes: an empty app, `npm run connect`, Claude Code's first export, the check list, the first figure.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Capture, readCaptures } from '../support/captures.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { replay } from '../support/replay.ts';

const root = join(import.meta.dirname, '../..');
const captures = readCaptures();
const holds = (body: Uint8Array, ...words: string[]) =>
	words.every((word) => Buffer.from(body).includes(word));
const logs = captures.find(
	({ protocol, signal, body }) =>
		protocol === 'grpc' &&
		signal === 'logs' &&
		holds(body, 'claude_code.api_request', 'claude_code.user_prompt', '<REDACTED>')
)!;
const metrics = captures.find(({ protocol, signal }) => protocol === 'grpc' && signal === 'metrics')!;

let relay: Relay;
let config: string;

test.beforeEach(async () => {
	relay = await startRelay();
	config = await mkdtemp(join(tmpdir(), 'tidemark-claude-'));
});
test.afterEach(async () => {
	await relay.remove();
	await rm(config, { recursive: true, force: true });
});

const step = (page: Page, name: string) => page.locator(`[data-step="${name}"]`);
const send = (one: Capture) =>
	replay([one], { http: relay.otlpHttpPort, grpc: relay.otlpGrpcPort }, { seed: 1 });

function npmConnect(): Promise<number | null> {
	const child = spawn(process.execPath, [join(root, 'server/cli/connect.ts'), '--yes'], {
		env: {
			PATH: process.env.PATH,
			HOME: config,
			CLAUDE_CONFIG_DIR: config,
			TIDEMARK_OTLP_HTTP_PORT: String(relay.otlpHttpPort),
			TIDEMARK_OTLP_GRPC_PORT: String(relay.otlpGrpcPort)
		},
		stdio: 'ignore'
	});
	return new Promise((resolve) => child.once('exit', resolve));
}

test('from the empty app to the first figure', async ({ page }) => {
	// Other pages say what to do too, instead of zeros.
	await page.goto(`${relay.url}/tools`);
	await page.getByRole('main').getByRole('link', { name: 'Connect Claude Code' }).click();
	await expect(page.getByText('npm run connect', { exact: true })).toBeVisible();
	await expect(step(page, 'port')).toHaveAttribute('data-state', 'waiting');
	await expect(page.locator('[data-question]')).toHaveCount(0);
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

	expect(await npmConnect()).toBe(0);
	const { env } = JSON.parse(await readFile(join(config, 'settings.json'), 'utf8'));
	expect(env).toMatchObject({
		OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
		OTEL_EXPORTER_OTLP_ENDPOINT: `http://localhost:${relay.otlpGrpcPort}`
	});

	// The endpoint of the settings is reached before anything is sent.
	const session = connectHttp2(env.OTEL_EXPORTER_OTLP_ENDPOINT);
	await new Promise((resolve, reject) => session.once('connect', resolve).once('error', reject));
	await expect(step(page, 'port')).toHaveAttribute('data-state', 'done');
	await expect(step(page, 'export')).toHaveAttribute('data-state', 'waiting');
	session.close();

	await send(logs);
	await expect(page.locator('data[data-metric="total-cost"]')).toBeVisible();
	// One question, and only now that there is a figure; answered, it does not come again.
	await expect(page.locator('[data-question]')).toHaveAttribute('data-question', 'persist');
	await page.getByRole('button', { name: 'Not now' }).click();
	await expect(page.locator('[data-question]')).toHaveCount(0);
	await page.reload();
	await expect(page.locator('data[data-metric="total-cost"]')).toBeVisible();
	await expect(page.locator('[data-question]')).toHaveCount(0);
	await send(metrics);
	await page.goto(`${relay.url}/settings`);
	for (const name of ['port', 'export', 'logs', 'metrics'])
		await expect(step(page, name)).toHaveAttribute('data-state', 'done');
	await expect(step(page, 'prompts')).toHaveAttribute('data-state', 'choice');
});

test('a wrong protocol is named where telemetry is waited for', async ({ page }) => {
	await page.goto(relay.url);
	const session = connectHttp2(`http://localhost:${relay.otlpHttpPort}`);
	session.on('error', () => undefined);
	await expect(step(page, 'export')).toHaveAttribute('data-problem', 'grpc-on-http');
	await expect(step(page, 'export')).toContainText(String(relay.otlpHttpPort));
	session.destroy();
});

test('each place Claude Code may run at has its way', async ({ page }) => {
	await page.goto(relay.url);
	await page.getByLabel('On another machine').check();
	await expect(page.getByText(`ssh -N -R ${relay.otlpGrpcPort}:localhost`)).toBeVisible();
	await page.getByLabel('It sends to a Collector or Loki').check();
	await expect(page.getByText('LOKI_URL=http://localhost:3100')).toBeVisible();
});
