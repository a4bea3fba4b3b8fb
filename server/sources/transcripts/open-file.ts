// Opens a transcript safely: a plain file that lies where it is said to lie, never what a link or a device leads to.
import { constants } from 'node:fs';
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

/** `path` is a real path. Throws RefusedFile, or the error of the file system. */
export async function openFile(path: string): Promise<OpenFile> {
	// NONBLOCK: a named pipe would wait for a writer. Windows has neither flag.
	const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
	const handle = await open(path, flags);
	try {
		const stats = await handle.stat();
		if (!stats.isFile()) throw new RefusedFile('it is no plain file');
		// A folder on the way may have become a link since it was walked.
		if (process.platform !== 'win32' && (await realpath(path)) !== path)
			throw new RefusedFile('a symbolic link leads elsewhere');
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
