// Whether the built app is as new as what it was built from.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STAMP = 'build/stamp.json';
const SOURCES = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'package.json', 'package-lock.json'];

/** Why the app has to be built, as part of a sentence; `null`: it is up to date. */
export function whyBuild(root = ROOT): string | null {
	const stamp = join(root, STAMP);
	if (!existsSync(join(root, 'build/handler.js')) || !existsSync(stamp)) return 'there is no build yet';
	const { newestMs } = JSON.parse(readFileSync(stamp, 'utf8')) as { newestMs: number };
	return newestSourceMs(root) === newestMs ? null : 'the sources have changed since the last build';
}

/** Notes what the build was made from. */
export function stampBuild(root = ROOT): void {
	writeFileSync(join(root, STAMP), JSON.stringify({ newestMs: newestSourceMs(root) }));
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
