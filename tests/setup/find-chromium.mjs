// Before the tests: finds a Chromium or Chrome, or installs one where that can be done without asking.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const candidates = [
	process.env.TIDEMARK_CHROMIUM,
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
];

/** Path of a browser the tests can drive; `null` when there is none. */
export function findChromium() {
	return candidates.find((path) => path && existsSync(path)) ?? null;
}

if (import.meta.main ?? process.argv[1]?.endsWith('find-chromium.mjs')) {
	if (findChromium() === null && !installed()) {
		console.error('Tests need Chromium or Chrome: install it, or name it in TIDEMARK_CHROMIUM.');
		process.exit(1);
	}
}

function installed() {
	if (spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'ignore' }).status === 0) return true;
	if (process.platform !== 'linux' || process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
	console.log('Installing chromium with apt-get …');
	execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
	execFileSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], {
		stdio: ['ignore', 'ignore', 'inherit'],
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	});
	return findChromium() !== null;
}
