// `test` with one sample-data relay for all tests of a run that only look at it.
import { test as base } from '@playwright/test';
import { startDemo } from './demo.ts';
import type { Relay } from './relay.ts';

export const test = base.extend<object, { demo: Relay }>({
	demo: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures one needs from the pattern.
		async ({}, use) => {
			const relay = await startDemo();
			await use(relay);
			await relay.remove();
		},
		{ scope: 'worker', timeout: 120_000 }
	]
});
