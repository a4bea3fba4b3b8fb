import { readFile } from 'node:fs/promises';
import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const chromiumArgs = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/** Kit's announcer carries an inline style, which our policy refuses; `app.css` hides it instead. */
const plainAnnouncer: Plugin = {
	name: 'plain-announcer',
	enforce: 'pre',
	transform: {
		filter: { id: /generated\/root\.svelte$/ },
		handler: (code) => code.replace(/(id="svelte-announcer"[^>]*?) style="[^"]*"/, '$1')
	}
};

/** See tests/support/seeded.ts. */
const setupFiles = ['tests/support/seeded.ts'];
const TIDEMARK_SEED = process.env.TIDEMARK_SEED ?? '20261120';

/** The relay inside the dev server. Loaded by Node itself, and for nothing else than the dev server. */
const relay: Plugin = {
	name: 'relay',
	apply: 'serve',
	async configureServer(server) {
		if (process.env.VITEST) return;
		const { mountRelay } = await import(new URL('./server/dev.ts', import.meta.url).href);
		await mountRelay(server);
	}
};

/** `/charts` of the dev server shows every chart with seeded data. The build knows nothing of it. */
const gallery: Plugin = {
	name: 'chart-gallery',
	apply: 'serve',
	configureServer(server) {
		server.middlewares.use('/charts', (_request, response, next) => {
			readFile(new URL('./tests/charts/gallery.html', import.meta.url), 'utf8')
				.then((html) => server.transformIndexHtml('/charts', html))
				.then((html) => response.setHeader('content-type', 'text/html').end(html), next);
		});
	}
};

export default defineConfig({
	plugins: [plainAnnouncer, gallery, relay, sveltekit()],
	server: { port: 5173, strictPort: true, host: '127.0.0.1', fs: { allow: ['tests'] } },
	worker: { format: 'es' },
	// Found late, they would make the first run of the browser tests reload.
	optimizeDeps: { include: ['dexie', 'eventsource-parser', 'fast-check'] },
	build: { target: 'es2023', chunkSizeWarningLimit: 700 },
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['tests/unit/**/*.test.ts'],
					environment: 'node',
					env: { TZ: 'UTC', TIDEMARK_SEED },
					setupFiles,
					testTimeout: 30_000
				}
			},
			{
				extends: true,
				test: {
					name: 'faults',
					// The laws with new examples each time.
					include: ['tests/faults/**/*.test.ts', 'tests/unit/laws.test.ts'],
					environment: 'node',
					env: { TZ: 'UTC' },
					testTimeout: 900_000,
					fileParallelism: false
				}
			},
			{
				extends: true,
				test: {
					name: 'browser',
					include: ['tests/browser/**/*.test.ts'],
					env: { TIDEMARK_SEED },
					setupFiles,
					testTimeout: 60_000,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: {
								executablePath: process.env.TIDEMARK_CHROMIUM ?? '/usr/bin/chromium',
								args: chromiumArgs
							}
						}),
						instances: [{ browser: 'chromium' }]
					}
				}
			}
		]
	}
});
