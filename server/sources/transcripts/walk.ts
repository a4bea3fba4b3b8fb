// Every transcript below a folder, met one after the other. Symbolic links are not followed: those that stay inside lead
// to what is met anyway, those that leave are refused and counted. The system is asked at once, a slice of time after the
// other: an answer comes in microseconds, and waiting for it in turn would take a hundred times that.
import { type Dirent, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { MetFile } from '../../journal/file-state.ts';
import { createPause, type Pause } from './pause.ts';

export interface WalkEvents {
	folder(path: string): void;
	file(file: MetFile): void;
	/** A symbolic link that leaves the folder. */
	refused(path: string): void;
	/** Something that cannot be read. */
	failed(path: string, error: unknown): void;
}

/** No transcript lies deeper; a loop of mounts does. */
const MAX_DEPTH = 12;

/** Walks `folder`, which lies in `root` or is it. Both are real paths. */
export async function walk(
	root: string,
	folder: string,
	events: WalkEvents,
	signal: AbortSignal
): Promise<void> {
	await walkFrom(root, folder, events, signal, createPause(), 0);
}

async function walkFrom(
	root: string,
	folder: string,
	events: WalkEvents,
	signal: AbortSignal,
	pause: Pause,
	depth: number
): Promise<void> {
	let entries: Dirent[];
	try {
		// Before its entries are read, so that what comes later is heard of.
		events.folder(folder);
		entries = readdirSync(folder, { withFileTypes: true });
	} catch (error) {
		events.failed(folder, error);
		return;
	}
	for (const entry of entries) {
		if (signal.aborted) return;
		if (isCandidate(entry)) meet(root, join(folder, entry.name), events);
		else if (entry.isDirectory() && depth < MAX_DEPTH)
			await walkFrom(root, join(folder, entry.name), events, signal, pause, depth + 1);
		if (pause.due) await pause.take();
	}
}

function isCandidate(entry: Dirent): boolean {
	return entry.isSymbolicLink() || (entry.isFile() && entry.name.endsWith('.jsonl'));
}

/** Meets one path, whatever it has become. Tells nothing of what is no transcript. */
export function meet(root: string, path: string, events: WalkEvents): void {
	let file: MetFile | null = null;
	try {
		// Gone between listing and asking: then there is none.
		const stats = lstatSync(path, { throwIfNoEntry: false });
		if (stats?.isSymbolicLink()) {
			if (!staysInside(root, path)) events.refused(path);
		} else if (stats?.isFile() && path.endsWith('.jsonl')) {
			const { size, mtimeMs, dev, ino } = stats;
			file = { path, size, mtimeMs, identity: `${dev}:${ino}` };
		}
	} catch (error) {
		events.failed(path, error);
	}
	if (file !== null) events.file(file);
}

function staysInside(root: string, path: string): boolean {
	try {
		const real = realpathSync.native(path);
		return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
	} catch {
		// Leads nowhere: nothing to refuse, nothing to read.
		return true;
	}
}
