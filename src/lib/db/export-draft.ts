// A file while it is written: on the disk, in the browser's private file system, where a worker may write to it; else in
// pieces given to Blobs. So an export of any size takes the memory of one piece.
import type { Place } from './place.ts';

export interface ExportDraft {
	write(text: string): void;
	/** The whole of it. Where it lies on the disk it lasts as long as `KEPT_MS` at least. */
	done(type: string): Promise<Blob>;
	/** Nothing of it stays. */
	drop(): Promise<void>;
}

/** Characters gathered before they are written. */
const PIECE = 1_000_000;
const FOLDER = 'exports';
/** A download still reads its file after the app has handed it over. */
const KEPT_MS = 3_600_000;

/** Only in workers. https://developer.mozilla.org/en-US/docs/Web/API/FileSystemSyncAccessHandle */
interface SyncAccessHandle {
	write(bytes: Uint8Array): number;
	close(): void;
}

type WritableFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccessHandle> };

export async function openDraft(place: Place, nowMs: number): Promise<ExportDraft> {
	const folder = await folderOf(place);
	if (folder === null) return inMemory();
	await sweep(folder, nowMs);
	const name = crypto.randomUUID();
	const file = await folder.getFileHandle(name, { create: true });
	if (!('createSyncAccessHandle' in file)) {
		await folder.removeEntry(name);
		return inMemory();
	}
	return onDisk(folder, file as WritableFile);
}

/** Removes what former exports left behind. */
export async function sweepDrafts(place: Place, nowMs: number): Promise<void> {
	const folder = await folderOf(place);
	if (folder !== null) await sweep(folder, nowMs);
}

/** `null`: this browser has none, or gives none here (private windows of some). */
async function folderOf(place: Place): Promise<FileSystemDirectoryHandle | null> {
	try {
		const root = await place.directory();
		return (await root?.getDirectoryHandle(FOLDER, { create: true })) ?? null;
	} catch (error) {
		if (error instanceof DOMException) return null;
		throw error;
	}
}

async function sweep(folder: FileSystemDirectoryHandle, nowMs: number): Promise<void> {
	for await (const handle of folder.values()) {
		if (handle.kind !== 'file') continue;
		const { lastModified } = await (handle as FileSystemFileHandle).getFile();
		// Another tab may hold it or have removed it: then it is not left behind.
		if (nowMs - lastModified > KEPT_MS) await folder.removeEntry(handle.name).catch(() => undefined);
	}
}

async function onDisk(folder: FileSystemDirectoryHandle, file: WritableFile): Promise<ExportDraft> {
	const access = await file.createSyncAccessHandle();
	const encoder = new TextEncoder();
	const pieces = gather((text) => {
		const bytes = encoder.encode(text);
		for (let at = 0; at < bytes.length; ) at += access.write(bytes.subarray(at));
	});
	return {
		write: pieces.write,
		async done(type) {
			pieces.flush();
			access.close();
			const whole = await file.getFile();
			return whole.slice(0, whole.size, type);
		},
		async drop() {
			access.close();
			await folder.removeEntry(file.name);
		}
	};
}

function inMemory(): ExportDraft {
	const parts: Blob[] = [];
	const pieces = gather((text) => void parts.push(new Blob([text])));
	return {
		write: pieces.write,
		async done(type) {
			pieces.flush();
			return new Blob(parts, { type });
		},
		async drop() {
			parts.length = 0;
		}
	};
}

function gather(put: (text: string) => void) {
	let piece = '';
	const flush = () => {
		if (piece !== '') put(piece);
		piece = '';
	};
	return {
		flush,
		write(text: string) {
			piece += text;
			if (piece.length >= PIECE) flush();
		}
	};
}
