// The doctor's page: what is broken stands with what mends it, and its own record counts nowhere.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Relay, startRelay } from '../support/relay.ts';

let relay: Relay;
test.beforeEach(async () => {
	relay = await startRelay();
});
test.afterEach(() => relay.remove());

const check = (page: Page, name: string) => page.locator(`[data-check="${name}"]`);

test('names what is missing, then that all is well', async ({ page }) => {
	await page.goto(`${relay.url}/settings`);
	await page.getByRole('link', { name: 'Check everything' }).first().click();
	await page.getByRole('button', { name: 'Check now' }).click();
	await expect(check(page, 'claude')).toHaveAttribute('data-problem', 'claudeUnset');
	await expect(check(page, 'claude')).toContainText('npm run connect');
	await expect(check(page, 'arrive')).toHaveAttribute('data-state', 'ok');
	await expect(page.locator('[data-outcome="bad"]')).toBeVisible();
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

	// The relay's home is the folder above its data.
	const folder = join(relay.dataDir, '../.claude');
	mkdirSync(folder);
	const env = {
		CLAUDE_CODE_ENABLE_TELEMETRY: '1',
		OTEL_METRICS_EXPORTER: 'otlp',
		OTEL_LOGS_EXPORTER: 'otlp',
		OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
		OTEL_EXPORTER_OTLP_ENDPOINT: `http://localhost:${relay.otlpGrpcPort}`
	};
	writeFileSync(join(folder, 'settings.json'), JSON.stringify({ env }));
	await page.getByRole('button', { name: 'Check again' }).click();
	await expect(check(page, 'claude')).toHaveAttribute('data-state', 'ok');
	await expect(page.locator('[data-outcome="ok"]')).toBeVisible();
	await expect(check(page, 'deviceClock')).toHaveAttribute('data-state', 'ok');
	expect((await relay.health()).events).toBe(0);
});
