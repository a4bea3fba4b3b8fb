// Files as a browser gives them, by whichever way they came, into one list with the folders they lay in.
import type { PickedFile } from '#lib/domain/import-plan.ts';

/** Looks for the files, telling how many it has found; rejects with the signal's reason when it is aborted. */
export type Find = (found: (files: number) => void, signal: AbortSignal) => Promise<PickedFile[]>;

/** What Chromium has and TypeScript's own library does not know. */
declare global {
	interface Window {
		showDirectoryPicker?(options?: { id?: string }): Promise<FileSystemDirectoryHandle>;
		launchQueue?: { setConsumer(consumer: (params: LaunchParams) => void): void };
	}
	interface FileSystemDirectoryHandle {
		values(): AsyncIterableIterator<FileSystemDirectoryHandle | FileSystemFileHandle>;
	}
}

export interface LaunchParams {
	readonly files?: readonly FileSystemFileHandle[];
	readonly targetURL?: string;
}

/** Longest time the page is held while sizes are asked for. */
const HELD_MS = 12;

/** Of an input, or shared: a folder's files carry their path below it. */
export function fromFiles(files: Iterable<File>): Find {
	const chosen = [...files];
	return async (found, signal) => {
		const picked: PickedFile[] = [];
		let sinceMs = performance.now();
		for (const file of chosen) {
			// The first asking makes the page wait for the disk; thousands of them in one go would freeze it.
			void file.size;
			const path = file.webkitRelativePath === '' ? [file.name] : file.webkitRelativePath.split('/');
			picked.push({ file, path });
			if (performance.now() - sinceMs < HELD_MS) continue;
			found(picked.length);
			await new Promise((resolve) => setTimeout(resolve));
			signal.throwIfAborted();
			sinceMs = performance.now();
		}
		return picked;
	};
}

export function fromHandles(handles: Iterable<FileSystemFileHandle | FileSystemDirectoryHandle>): Find {
	return gatherBy(async (walk) => {
		for (const handle of handles) await walkHandle(handle, [], walk);
	});
}

/** Of a drop. To be called within its event: afterwards the browser has forgotten what was dropped. */
export function fromDrop(transfer: DataTransfer): Find {
	const dropped = [...transfer.items]
		.filter(({ kind }) => kind === 'file')
		.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
	return gatherBy(async (walk) => {
		for (const one of dropped) {
			if (one instanceof File) walk.take(one, []);
			else if (one !== null) await walkEntry(one, [], walk);
		}
	});
}

/** `null`: the person closed the dialog. */
export async function pickFolder(): Promise<Find | null> {
	try {
		const folder = await window.showDirectoryPicker?.({ id: 'transcripts' });
		return folder === undefined ? null : fromHandles([folder]);
	} catch (error) {
		if (error instanceof DOMException && error.name === 'AbortError') return null;
		throw error;
	}
}

interface Walk {
	take(file: File, folders: readonly string[]): void;
	signal: AbortSignal;
}

function gatherBy(run: (walk: Walk) => Promise<void>): Find {
	return async (found, signal) => {
		const picked: PickedFile[] = [];
		const take = (file: File, folders: readonly string[]) => {
			picked.push({ file, path: [...folders, file.name] });
			found(picked.length);
		};
		await run({ take, signal });
		return picked;
	};
}

async function walkHandle(
	handle: FileSystemFileHandle | FileSystemDirectoryHandle,
	folders: readonly string[],
	walk: Walk
): Promise<void> {
	walk.signal.throwIfAborted();
	if (handle.kind === 'file') {
		walk.take(await (handle as FileSystemFileHandle).getFile(), folders);
		return;
	}
	const below = [...folders, handle.name];
	const inside: FileSystemDirectoryHandle[] = [];
	const files: Promise<File>[] = [];
	for await (const entry of (handle as FileSystemDirectoryHandle).values()) {
		if (entry.kind === 'file') files.push((entry as FileSystemFileHandle).getFile());
		else inside.push(entry as FileSystemDirectoryHandle);
	}
	for (const result of await Promise.allSettled(files)) {
		// Gone since the folder was listed, or a link the browser does not follow.
		if (result.status === 'fulfilled') walk.take(result.value, below);
	}
	for (const folder of inside) await walkHandle(folder, below, walk);
}

async function walkEntry(entry: FileSystemEntry, folders: readonly string[], walk: Walk): Promise<void> {
	walk.signal.throwIfAborted();
	if (entry.isFile) {
		const file = await new Promise<File | null>((resolve) =>
			// Gone since it was dropped.
			(entry as FileSystemFileEntry).file(resolve, () => resolve(null))
		);
		if (file !== null) walk.take(file, folders);
		return;
	}
	const reader = (entry as FileSystemDirectoryEntry).createReader();
	for (;;) {
		// At most a hundred at a time, none at the end.
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
			reader.readEntries(resolve, reject)
		);
		if (some.length === 0) return;
		for (const one of some) await walkEntry(one, [...folders, entry.name], walk);
	}
}
