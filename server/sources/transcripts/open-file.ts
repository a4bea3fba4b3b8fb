// Opens a transcript safely: a plain file that lies where it is said to lie, never what a link or a device leads to.
import { closeSync, constants, fstatSync, openSync, realpathSync, type Stats } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';

export interface OpenFile {
	handle: FileHandle;
	size: number;
	mtimeMs: number;
	identity: string;
}

/** The file is not what it should be; the message says what it is. */
export class RefusedFile extends Error {
	override name = 'RefusedFile';
}

// NONBLOCK: a named pipe would wait for a writer. Windows has neither flag.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** `path` is a real path. Throws RefusedFile, or the error of the file system. */
export async function openFile(path: string): Promise<OpenFile> {
	const handle = await open(path, FLAGS);
	try {
		const stats = await handle.stat();
		check(path, stats, process.platform === 'win32' ? path : await realpath(path));
		return {
			handle,
			size: stats.size,
			mtimeMs: stats.mtimeMs,
			identity: `${stats.dev}:${stats.ino}`
		};
	} catch (error) {
		await handle.close();
		throw error;
	}
}

/** The same for a thread that has nothing else to do meanwhile, and for small files. Close the descriptor. */
export function openAtOnce(path: string): { fd: number; size: number } {
	const fd = openSync(path, FLAGS);
	try {
		const stats = fstatSync(fd);
		check(path, stats, process.platform === 'win32' ? path : realpathSync.native(path));
		return { fd, size: stats.size };
	} catch (error) {
		closeSync(fd);
		throw error;
	}
}

function check(path: string, stats: Stats, real: string): void {
	if (!stats.isFile()) throw new RefusedFile('it is no plain file');
	// A folder on the way may have become a link since it was walked.
	if (real !== path) throw new RefusedFile('a symbolic link leads elsewhere');
}
