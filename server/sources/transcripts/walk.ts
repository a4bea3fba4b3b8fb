// Every transcript below a folder, met one after the other. Symbolic links are not followed: those that stay inside lead
// to what is met anyway, those that leave are refused and counted.
import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { MetFile } from '../../journal/file-state.ts';

export interface WalkEvents {
	folder(path: string): void;
	file(file: MetFile): void;
	/** A symbolic link that leaves the folder. */
	refused(path: string): void;
	/** Something that cannot be read. */
	failed(path: string, error: unknown): void;
}

/** How many files are asked about at once. */
const AT_ONCE = 32;
const FOLDERS_AT_ONCE = 4;
/** No transcript lies deeper; a loop of mounts does. */
const MAX_DEPTH = 12;

/** Walks `folder`, which lies in `root` or is it. Both are real paths. */
export async function walk(
	root: string,
	folder: string,
	events: WalkEvents,
	signal: AbortSignal,
	depth = 0
): Promise<void> {
	let entries: Dirent[];
	try {
		// Before its entries are read, so that what comes later is heard of.
		events.folder(folder);
		entries = await readdir(folder, { withFileTypes: true });
	} catch (error) {
		events.failed(folder, error);
		return;
	}
	const candidates = entries.filter(isCandidate);
	await each(candidates, AT_ONCE, signal, ({ name }) => meet(root, join(folder, name), events));
	if (depth >= MAX_DEPTH) return;
	const folders = entries.filter((entry) => entry.isDirectory());
	// Wide at the top only: what is open at once stays bounded.
	await each(folders, depth < 2 ? FOLDERS_AT_ONCE : 1, signal, ({ name }) =>
		walk(root, join(folder, name), events, signal, depth + 1)
	);
}

async function each<T>(
	items: readonly T[],
	atOnce: number,
	signal: AbortSignal,
	work: (item: T) => Promise<void>
): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < items.length && !signal.aborted) await work(items[next++]!);
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

function isCandidate(entry: Dirent): boolean {
	return entry.isSymbolicLink() || (entry.isFile() && entry.name.endsWith('.jsonl'));
}

/** Meets one path, whatever it has become. Tells nothing of what is no transcript. */
export async function meet(root: string, path: string, events: WalkEvents): Promise<void> {
	try {
		const stats = await lstat(path);
		if (stats.isSymbolicLink()) {
			if (!(await staysInside(root, path))) events.refused(path);
		} else if (stats.isFile() && path.endsWith('.jsonl')) {
			events.file({
				path,
				size: stats.size,
				mtimeMs: stats.mtimeMs,
				identity: `${stats.dev}:${stats.ino}`
			});
		}
	} catch (error) {
		// Gone between listing and asking.
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') events.failed(path, error);
	}
}

async function staysInside(root: string, path: string): Promise<boolean> {
	try {
		const real = await realpath(path);
		return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
	} catch {
		// Leads nowhere: nothing to refuse, nothing to read.
		return true;
	}
}
