// Reads transcripts one after the other into the journal: what the source and the import have in common.
import { sep } from 'node:path';
import { configFolderIn, transcriptName } from '#lib/wire/transcript-path.ts';
import type { FilePosition } from '../../journal/file-state.ts';
import type { Feed } from '../feed.ts';
import { createBatch } from './batch.ts';
import type { TranscriptRoot } from './folders.ts';
import { createPause } from './pause.ts';
import { emptyReadCounts, type ReadCounts, readTranscript } from './read-file.ts';

export interface ReaderDeps {
	feed: Feed;
	content: boolean;
	relayHost: string;
	now(): number;
	/** Told which files are in the journal up to where. */
	kept(positions: FilePosition[]): void;
	signal: AbortSignal;
}

export interface Reader {
	readonly counts: ReadCounts;
	/** Why lines were not understood → how many. */
	readonly reasons: Readonly<Record<string, number>>;
	/** Reads what the file has beyond the position. Throws RefusedFile, or the error of the file system. */
	read(
		root: TranscriptRoot,
		path: string,
		position: FilePosition | null
	): Promise<'done' | 'unsettled' | 'ended'>;
	/** Keeps what was read and is not kept yet. False: ended early, by the signal. */
	flush(): Promise<boolean>;
}

export function createReader({ feed, content, relayHost, now, kept, signal }: ReaderDeps): Reader {
	const batch = createBatch();
	const counts = emptyReadCounts();
	const pause = createPause();
	const reasons: Record<string, number> = {};

	let flushing: Promise<boolean> = Promise.resolve(true);

	/** One after the other: a position must never be kept before what was read earlier. */
	function flush(): Promise<boolean> {
		flushing = flushing.then(flushNow, flushNow);
		return flushing;
	}

	async function flushNow(): Promise<boolean> {
		if (batch.empty) return !signal.aborted;
		const { decoded, positions } = batch.take();
		if (!(await feed.keep(decoded, true, signal))) return false;
		for (const [reason, count] of Object.entries(decoded.rejected.reasons))
			reasons[reason] = (reasons[reason] ?? 0) + count;
		kept(positions);
		return true;
	}

	return {
		counts,
		reasons,
		flush,
		read: (root, path, position) =>
			readTranscript(
				{
					path,
					shortName: transcriptName(path.split(sep)),
					configFolder: root.configFolder ?? configFolderIn(path.split(sep)),
					position
				},
				{ batch, counts, pause, flush, content, relayHost, now, signal }
			)
	};
}
