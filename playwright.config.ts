import { defineConfig } from '@playwright/test';

/** End to end: the built app and a real relay, in a real Chromium. */
export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.test.ts',
	fullyParallel: false,
	workers: 1,
	retries: 0,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	outputDir: 'test-results',
	use: {
		timezoneId: 'Europe/Paris',
		locale: 'en-US',
		trace: 'off',
		launchOptions: {
			executablePath: process.env.TIDEMARK_CHROMIUM ?? '/usr/bin/chromium',
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		}
	}
});
