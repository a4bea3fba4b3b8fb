// Every transcript below some paths: for those who read them all and go home (import, totals without a journal).
import { lstat, realpath } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { configFolderIn, transcriptName } from '#lib/wire/transcript-path.ts';
import type { WholeFile } from './about-file.ts';
import { reasonOf, rootOf, type TranscriptRoot } from './folders.ts';
import { walk } from './walk.ts';

export interface FoundFiles {
	/** All at once: about 30 MB for 100,000. */
	files: WholeFile[];
	/** What cannot be read, and why. */
	problems: [path: string, reason: string][];
}

/** A path is a transcript, a Claude configuration folder, or any other folder. None is found twice. */
export async function findTranscripts(paths: readonly string[], signal: AbortSignal): Promise<FoundFiles> {
	const found = new Map<string, WholeFile>();
	const problems: [string, string][] = [];
	const add = (root: TranscriptRoot, path: string, size: number) => {
		const parts = path.split(sep);
		const configFolder = root.configFolder ?? configFolderIn(parts);
		found.set(path, { path, shortName: transcriptName(parts), configFolder, size });
	};
	for (const path of paths) {
		try {
			const real = await realpath(path);
			const stats = await lstat(real);
			const root = await rootOf(stats.isFile() ? dirname(real) : real);
			if (typeof root === 'string') problems.push([path, root]);
			else if (!stats.isFile()) {
				const events = {
					folder: () => undefined,
					file: (file: { path: string; size: number }) => add(root, file.path, file.size),
					refused: (link: string) => void problems.push([link, 'it is a link out of the folder']),
					failed: (inner: string, error: unknown) => void problems.push([inner, reasonOf(error)])
				};
				await walk(root.path, root.path, events, signal);
			} else if (real.endsWith('.jsonl')) add(root, real, stats.size);
			else problems.push([path, 'it is no transcript (*.jsonl)']);
		} catch (error) {
			problems.push([path, reasonOf(error)]);
		}
	}
	return { files: [...found.values()], problems };
}
