// Whether the built app is as new as what it was built from.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STAMP = 'build/stamp.json';
/** Built files whose names carry a hash of what is in them. */
export const PIECES = 'build/client/_app/immutable';
const SOURCES = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'package.json', 'package-lock.json'];

/** Why the app has to be built, as part of a sentence; `null`: it is up to date. */
export function whyBuild(root = ROOT): string | null {
	const stamp = join(root, STAMP);
	if (!existsSync(join(root, 'build/handler.js')) || !existsSync(stamp)) return 'there is no build yet';
	// An installed package brings the app built, and nothing to build it from.
	if (!existsSync(join(root, 'svelte.config.js'))) return null;
	const { newestMs } = JSON.parse(readFileSync(stamp, 'utf8')) as { newestMs: number };
	return newestSourceMs(root) === newestMs ? null : 'the sources have changed since the last build';
}

/** Notes what the build was made from and which pieces are its own. */
export function stampBuild(root = ROOT): void {
	const pieces = readdirSync(join(root, PIECES), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(join(root, PIECES), join(entry.parentPath, entry.name)));
	writeFileSync(join(root, STAMP), JSON.stringify({ newestMs: newestSourceMs(root), pieces }));
}

/** Names under PIECES that the build there is made of, without those kept from the one before it. */
export function ownPieces(root = ROOT): string[] {
	const stamp = join(root, STAMP);
	if (!existsSync(stamp)) return [];
	const { pieces } = JSON.parse(readFileSync(stamp, 'utf8')) as { pieces?: string[] };
	return pieces ?? [];
}

/** When the newest source was changed, Unix epoch ms. */
function newestSourceMs(root: string): number {
	const newest = (path: string): number => {
		const stat = statSync(path, { throwIfNoEntry: false });
		if (stat === undefined) return 0;
		if (!stat.isDirectory()) return stat.mtimeMs;
		return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
	};
	return Math.max(...SOURCES.map((source) => newest(join(root, source))));
}
