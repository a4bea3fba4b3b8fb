// Hears of changes below a folder as they happen. Where that is not possible the rescan finds them, only later.
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

export interface Watching {
	/** A folder was met: on systems without watches of whole trees it gets one of its own. */
	folder(path: string): void;
	/** Why changes are not heard of at once, as a sentence; `null`: they are. */
	readonly trouble: string | null;
	close(): void;
}

/** Elsewhere Node watches a tree by one watch per file, and a user has only so many. */
const WHOLE_TREES = process.platform === 'darwin' || process.platform === 'win32';
const MAX_FOLDERS = 4000;

/** Tells the path of what changed. Paths may be gone by then. */
export function watchTree(root: string, changed: (path: string) => void): Watching {
	const watchers = new Map<string, FSWatcher>();
	let trouble: string | null = null;

	function add(path: string, recursive: boolean): void {
		try {
			const watcher = watch(path, { recursive, persistent: false }, (_kind, name) => {
				changed(name === null ? path : join(path, name));
			});
			watcher.on('error', () => drop(path));
			watchers.set(path, watcher);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code !== 'ENOENT')
				trouble = `New lines are found by looking again and again (${code ?? 'no watch'}).`;
		}
	}

	function drop(path: string): void {
		watchers.get(path)?.close();
		watchers.delete(path);
	}

	add(root, WHOLE_TREES);
	return {
		folder(path) {
			if (WHOLE_TREES || watchers.has(path)) return;
			if (watchers.size >= MAX_FOLDERS)
				trouble = 'There are more folders than are watched: some are looked at now and then.';
			else add(path, false);
		},
		get trouble() {
			return trouble;
		},
		close() {
			for (const watcher of watchers.values()) watcher.close();
			watchers.clear();
		}
	};
}
