// A thread that reads whole transcripts and hands back their events packed, some files at a time. See whole-pool.ts.
import { parentPort, workerData } from 'node:worker_threads';
import type { Decoded } from '#lib/wire/decoded.ts';
import type { NamedFile } from './about-file.ts';
import { createBatch } from './batch.ts';
import { reasonOf } from './folders.ts';
import { createPacker, type Packed } from './packed.ts';
import { emptyReadCounts, type ReadCounts } from './read-file.ts';
import { readWhole, type WholeOptions } from './read-whole.ts';

export interface WholeAnswer {
	packed: Packed;
	rejected: Decoded['rejected'];
	counts: ReadCounts;
	/** What could not be read, and why. */
	problems: [path: string, reason: string][];
}

const port = parentPort;
if (port === null) throw new Error('whole-worker runs as a worker thread');
const options = workerData as WholeOptions;
const packer = createPacker();
const batch = createBatch();

port.on('message', (files: NamedFile[]) => {
	const counts = emptyReadCounts();
	const problems: [string, string][] = [];
	for (const file of files) {
		try {
			readWhole(file, options, batch, counts);
		} catch (error) {
			problems.push([file.path, reasonOf(error)]);
		}
	}
	const { decoded } = batch.take();
	const packed = packer.pack(decoded.events);
	const answer: WholeAnswer = { packed, rejected: decoded.rejected, counts, problems };
	const { bytes, ends, hashes, sessions } = packed;
	port.postMessage(answer, [bytes.buffer, ends.buffer, hashes.buffer, sessions.buffer] as ArrayBuffer[]);
});
