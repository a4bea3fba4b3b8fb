// Reads transcripts from their start to their end at once: for threads that do nothing else. Blocks. The relay's own
// reading, which goes on from where it was and lets other work in, is in read-file.ts.
import { closeSync, readSync } from 'node:fs';
import { emptyDecoded } from '#lib/wire/decoded.ts';
import { decodeTranscriptLine } from '#lib/wire/transcript.ts';
import { emptyTranscriptState } from '#lib/wire/transcript-file.ts';
import { releaseHeld } from '#lib/wire/transcript-forks.ts';
import { createTranscriptScan } from '#lib/wire/transcript-scan.ts';
import { aboutFile, type NamedFile } from './about-file.ts';
import type { Batch } from './batch.ts';
import { reasonOf } from './folders.ts';
import { openAtOnce } from './open-file.ts';
import { emptyReadCounts, type ReadCounts } from './read-file.ts';

export interface WholeOptions {
	content: boolean;
	relayHost: string;
	/** The reader's clock, Unix epoch ms. */
	receivedAtMs: number;
}

const CHUNK = Buffer.allocUnsafeSlow(256 * 1024);

export interface WholeRead {
	counts: ReadCounts;
	/** What could not be read, and why. */
	problems: [path: string, reason: string][];
}

/** Into the batch, whatever their size. */
export function readWhole(files: readonly NamedFile[], options: WholeOptions, batch: Batch): WholeRead {
	const counts = emptyReadCounts();
	const problems: WholeRead['problems'] = [];
	for (const file of files) {
		try {
			readOne(file, options, batch, counts);
		} catch (error) {
			problems.push([file.path, reasonOf(error)]);
		}
	}
	return { counts, problems };
}

/** Throws RefusedFile, or the error of the file system. */
function readOne(named: NamedFile, options: WholeOptions, batch: Batch, counts: ReadCounts): void {
	const { fd } = openAtOnce(named.path);
	try {
		const about = aboutFile(named, options);
		const state = emptyTranscriptState();
		const scan = createTranscriptScan(0, counts, options.content);
		counts.read += 1;
		for (;;) {
			const read = readSync(fd, CHUNK);
			if (read === 0) break;
			counts.bytes += read;
			for (const text of scan.push(CHUNK.subarray(0, read)))
				batch.add(decodeTranscriptLine(text, about, state));
		}
		batch.add({ ...emptyDecoded(), events: releaseHeld(state) });
	} finally {
		closeSync(fd);
	}
}
