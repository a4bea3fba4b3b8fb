// Builds the app. The pieces of the build before stay beside the new ones, so that a tab still open on that version finds
// what it has not loaded yet.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ownPieces, PIECES, ROOT, stampBuild, whyBuild } from './build-stamp.ts';

const BEFORE = 'build-before';

/** Whatever a shell says: built as "development" or "test" the app would go without its service worker. */
export const BUILD_ENV = { ...process.env, NODE_ENV: 'production' };

/** Returns whether there is an up-to-date build to serve; says what it does and why. */
export function buildIfStale(): boolean {
	const why = whyBuild();
	if (why === null) return true;
	console.log(`Building the app: ${why}.`);
	return buildApp('pipe');
}

/** Returns whether it was built. `inherit` shows what the builder says; `pipe` only when it fails. */
export function buildApp(output: 'inherit' | 'pipe', root = ROOT): boolean {
	const vite = join(root, 'node_modules/vite/bin/vite.js');
	if (!existsSync(vite)) {
		console.error('The app cannot be built: run npm ci first.');
		return false;
	}
	const pieces = ownPieces(root);
	const before = join(root, BEFORE);
	rmSync(before, { recursive: true, force: true });
	// The builder empties its folder: what is to stay is put aside.
	move(pieces, join(root, PIECES), before);
	const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build'], {
		cwd: root,
		encoding: 'utf8',
		env: BUILD_ENV,
		stdio: ['ignore', output, output]
	});
	if (status === 0) stampBuild(root);
	move(pieces, before, join(root, PIECES));
	rmSync(before, { recursive: true, force: true });
	if (status !== 0) console.error(`${stdout ?? ''}${stderr ?? ''}\nThe app could not be built.`);
	return status === 0;
}

/** Those that are there and not yet at their new place. */
function move(names: readonly string[], from: string, to: string): void {
	for (const name of names) {
		const target = join(to, name);
		if (!existsSync(join(from, name)) || existsSync(target)) continue;
		mkdirSync(dirname(target), { recursive: true });
		renameSync(join(from, name), target);
	}
}
