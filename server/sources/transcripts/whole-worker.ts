// A thread that reads whole transcripts and hands back their events packed, some files at a time. See whole-pool.ts.
import { parentPort, workerData } from 'node:worker_threads';
import type { Decoded } from '#lib/wire/decoded.ts';
import type { NamedFile } from './about-file.ts';
import { createBatch } from './batch.ts';
import { createPacker, type Packed } from './packed.ts';
import { readWhole, type WholeOptions, type WholeRead } from './read-whole.ts';

export interface WholeAnswer extends WholeRead {
	packed: Packed;
	rejected: Decoded['rejected'];
}

const port = parentPort;
if (port === null) throw new Error('whole-worker runs as a worker thread');
const options = workerData as WholeOptions;
const packer = createPacker();
const batch = createBatch();

port.on('message', (files: NamedFile[]) => {
	const read = readWhole(files, options, batch);
	const { events, rejected } = batch.take().decoded;
	const packed = packer.pack(events);
	const answer: WholeAnswer = { ...read, packed, rejected };
	port.postMessage(answer, [packed.bytes.buffer, packed.ends.buffer] as ArrayBuffer[]);
});
