// A settings file on the disk: read with what has to be kept of it, written whole or not at all, and put back. A symbolic
// link stays one: what it leads to is written.
import { constants } from 'node:fs';
import {
	access,
	chmod,
	chown,
	lstat,
	mkdir,
	open,
	readFile,
	readlink,
	realpath,
	rename,
	stat,
	unlink
} from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { reasonOf } from '../sources/transcripts/folders.ts';

/** Why a file could not be read or written, as a sentence for its owner. */
export class FileTrouble extends Error {
	override name = 'FileTrouble';
}

export interface SettingsFile {
	/** As a person names it. */
	path: string;
	/** What is written: the file itself, without symbolic links. */
	target: string;
	/** `null`: there is none. */
	bytes: Buffer | null;
	mode: number;
}

const MAX_BYTES = 4 * 1024 * 1024;
const PRIVATE = 0o600;

/** Throws FileTrouble. */
export async function readSettings(path: string): Promise<SettingsFile> {
	const target = await targetOf(path);
	try {
		const stats = await stat(target);
		if (!stats.isFile()) throw new FileTrouble(`${path} is no file.`);
		if (stats.size > MAX_BYTES) throw new FileTrouble(`${path} is too large for a settings file.`);
		return { path, target, bytes: await readFile(target), mode: stats.mode & 0o7777 };
	} catch (error) {
		if (error instanceof FileTrouble) throw error;
		if ((error as NodeJS.ErrnoException).code === 'ENOENT')
			return { path, target, bytes: null, mode: PRIVATE };
		throw new FileTrouble(`${path} cannot be read: ${reasonOf(error)}.`, { cause: error });
	}
}

/** The text of a file; '' where there is none. Throws FileTrouble. */
export function textOf({ path, bytes }: SettingsFile): string {
	if (bytes === null) return '';
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch (error) {
		throw new FileTrouble(`${path} is no text in UTF-8, so it is left alone.`, { cause: error });
	}
}

/** Throws FileTrouble when it may not be written, or when it is no longer what was read. */
export async function writeSettings(file: SettingsFile, content: Uint8Array): Promise<void> {
	const { path, target, bytes, mode } = file;
	await refuseReadOnly(file);
	try {
		await mkdir(dirname(target), { recursive: true, mode: 0o700 });
		const now = await readSettings(path);
		if (now.target !== target || !sameBytes(now.bytes, bytes)) {
			throw new FileTrouble(`${path} has just been changed by another program. Run this again.`);
		}
		await replace(target, content, mode);
	} catch (error) {
		if (error instanceof FileTrouble) throw error;
		throw new FileTrouble(`${path} cannot be written: ${reasonOf(error)}.`, { cause: error });
	}
}

/** Throws FileTrouble. */
export async function removeFile(path: string): Promise<void> {
	try {
		await unlink(path);
	} catch (error) {
		throw new FileTrouble(`${path} cannot be removed: ${reasonOf(error)}.`, { cause: error });
	}
}

/** Appears whole under its name, in place of what was there. */
export async function replace(target: string, content: Uint8Array, mode: number): Promise<void> {
	const made = `${target}.${process.pid}.new`;
	try {
		const handle = await open(made, 'wx', PRIVATE);
		try {
			await handle.writeFile(content);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await keepOwner(target, made);
		await chmod(made, mode);
		await rename(made, target);
	} catch (error) {
		// What is left of it is of no use; that it cannot be removed either is told by the first error.
		await unlink(made).catch(() => undefined);
		throw error;
	}
}

export function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
	return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}

/** A run by root must not take the file from its owner. */
async function keepOwner(target: string, made: string): Promise<void> {
	if (process.getuid?.() !== 0) return;
	const owner = await stat(target).catch(() => null);
	if (owner !== null) await chown(made, owner.uid, owner.gid);
}

/** A new file could take its place all the same, but that is not what was meant by closing it. */
async function refuseReadOnly({ path, target, bytes, mode }: SettingsFile): Promise<void> {
	if (bytes === null) return;
	const closed =
		(mode & 0o200) === 0 ||
		(await access(target, constants.W_OK).then(
			() => false,
			() => true
		));
	if (closed) throw new FileTrouble(`${path} is read-only, so it is left alone. Allow writing first.`);
}

/** Where a path leads, the last link too when there is nothing at its end yet. Throws FileTrouble. */
async function targetOf(path: string): Promise<string> {
	try {
		return await realpath(path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ELOOP') throw new FileTrouble(`${path} is a link that leads to itself.`);
		if (code !== 'ENOENT') {
			throw new FileTrouble(`${path} cannot be read: ${reasonOf(error)}.`, { cause: error });
		}
	}
	const link = await lstat(path).catch(() => null);
	if (link?.isSymbolicLink() !== true) return resolve(path);
	return targetOf(resolve(dirname(path), await readlink(path)));
}
