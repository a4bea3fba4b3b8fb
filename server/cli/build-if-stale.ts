// Builds the app when there is no build or its sources are newer.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, stampBuild, whyBuild } from './build-stamp.ts';

/** Returns whether there is an up-to-date build to serve; says what it does and why. */
export function buildIfStale(): boolean {
	const why = whyBuild();
	if (why === null) return true;
	console.log(`Building the app: ${why}.`);
	const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
	if (!existsSync(vite)) {
		console.error('The app cannot be built: run npm ci first.');
		return false;
	}
	const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build'], {
		cwd: ROOT,
		encoding: 'utf8'
	});
	if (status !== 0) {
		console.error(`${stdout}${stderr}\nThe app could not be built.`);
		return false;
	}
	stampBuild();
	return true;
}
