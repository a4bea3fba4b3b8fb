// SvelteKit stays at 2.x: version 3 refuses this file. Imports use `#lib` (package.json), which Kit 3 keeps.
import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ out: 'build', precompress: true }),
		// One shell serves every address offline, so its links may not depend on the address.
		paths: { relative: false },
		serviceWorker: { register: false },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['none'],
				'script-src': ['self'],
				'style-src': ['self'],
				'img-src': ['self', 'data:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'worker-src': ['self'],
				'manifest-src': ['self'],
				'base-uri': ['none'],
				'form-action': ['none']
			}
		},
		typescript: {
			config: (config) => {
				config.compilerOptions.allowImportingTsExtensions = true;
				config.exclude = [...(config.exclude ?? []), '../src/worker/**', '../src/service-worker/**'];
				config.include = [
					'ambient.d.ts',
					'non-ambient.d.ts',
					'./types/**/$types.d.ts',
					'../vite.config.ts',
					'../src/**/*.ts',
					'../src/**/*.svelte'
				];
			}
		}
	}
};
