import { chromium } from 'playwright';
import { expect, test } from 'vitest';
import { buildTwice, changeVersions } from '../support/two-builds.ts';

const ARGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

test('50 updates and rollbacks under two open tabs: no blank page, no loop of reloads', async () => {
	const { builds, remove } = buildTwice();
	const browser = await chromium.launch({
		executablePath: process.env.TIDEMARK_CHROMIUM ?? '/usr/bin/chromium',
		args: ARGS
	});
	try {
		const context = await browser.newContext();
		expect(await changeVersions(builds, context, 50)).toEqual({ blank: [], extraLoads: 0 });
	} finally {
		await browser.close();
		remove();
	}
}, 1_800_000);
