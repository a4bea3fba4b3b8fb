// Vitest in Chromium for store.bench.ts only.
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	root: new URL('../..', import.meta.url).pathname,
	worker: { format: 'es' },
	optimizeDeps: { include: ['dexie'] },
	test: {
		include: ['tests/bench/store.bench.ts'],
		browser: {
			enabled: true,
			headless: true,
			screenshotFailures: false,
			provider: playwright({
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
			}),
			instances: [{ browser: 'chromium' }]
		}
	}
});
