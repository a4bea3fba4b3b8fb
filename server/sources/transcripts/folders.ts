// Which folders hold transcripts: those that were named, else Claude Code's own of the user the relay runs as.
import { realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { configFolderIn } from '#lib/wire/transcript-path.ts';

export interface TranscriptRoot {
	/** The folder below which transcripts lie, without symbolic links. */
	path: string;
	/** Name of the Claude configuration folder it belongs to; `null`: none, or several inside. */
	configFolder: string | null;
}

export interface FoundFolders {
	roots: TranscriptRoot[];
	/** Why named folders cannot be read, as sentences. */
	troubles: string[];
}

/** `named`: folders a person gave; `null`: those of `usual` that exist and belong to the user. */
export async function findFolders(named: string[] | null, usual: string[]): Promise<FoundFolders> {
	const found: FoundFolders = { roots: [], troubles: [] };
	for (const folder of named ?? usual) {
		const root = await rootOf(folder);
		if (typeof root === 'string') {
			if (named !== null) found.troubles.push(`Transcripts in ${folder} cannot be read: ${root}.`);
			continue;
		}
		if (named === null && !(await isOwn(root.path))) continue;
		if (!found.roots.some(({ path }) => path === root.path)) found.roots.push(root);
	}
	return found;
}

/** A configuration folder, its `projects` folder, or any other folder of transcripts; a text says why none. */
export async function rootOf(folder: string): Promise<TranscriptRoot | string> {
	try {
		const path = await realpath(folder);
		if (!(await stat(path)).isDirectory()) return 'it is no folder';
		const projects = join(path, 'projects');
		if (await isFolder(projects))
			return { path: await realpath(projects), configFolder: basename(folder) || basename(path) };
		return { path, configFolder: configFolderIn(path.split(sep)) };
	} catch (error) {
		return reasonOf(error);
	}
}

/** An error of the file system in plain words. */
export function reasonOf(error: unknown): string {
	const { code, message } = error as NodeJS.ErrnoException;
	if (code === 'ENOENT') return 'it does not exist';
	if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
	if (code === 'ELOOP') return 'it is a symbolic link';
	return message;
}

async function isFolder(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isDirectory();
	} catch {
		// Not there or not ours to see: then the folder itself is read.
		return false;
	}
}

async function isOwn(path: string): Promise<boolean> {
	// Windows knows no numeric owner; its default folders lie in the user's own profile.
	return process.getuid === undefined || (await stat(path)).uid === process.getuid();
}
