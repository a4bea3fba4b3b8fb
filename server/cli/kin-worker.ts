// A thread that reads kin transcripts and adds their events up, one kin after the other. See transcript-rows.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { applyRecords, type FoldTables } from '#lib/domain/fold.ts';
import { idHash } from '#lib/domain/identity.ts';
import type { DayRow, SessionRow } from '#lib/domain/rows.ts';
import type { Decoded } from '#lib/wire/decoded.ts';
import type { NamedFile } from '../sources/transcripts/about-file.ts';
import { createBatch } from '../sources/transcripts/batch.ts';
import { readWhole, type WholeOptions, type WholeRead } from '../sources/transcripts/read-whole.ts';

export interface KinAnswer extends WholeRead {
	/** KinRows as JSON, which crosses sooner than objects do. */
	rows: string;
	/** Of the ids of all events: equal ids have equal ones, others hardly ever. */
	hashes: Float64Array;
	rejected: Decoded['rejected'];
}

export interface KinRows {
	sessions: SessionRow[];
	days: DayRow[];
}

const port = parentPort;
if (port === null) throw new Error('kin-worker runs as a worker thread');
const options = workerData as WholeOptions;
const batch = createBatch();

port.on('message', (kins: NamedFile[][]) => {
	const answers = kins.map(readKin);
	port.postMessage(
		answers,
		answers.map(({ hashes }) => hashes.buffer as ArrayBuffer)
	);
});

function readKin(files: NamedFile[]): KinAnswer {
	const read = readWhole(files, options, batch);
	const { events, rejected } = batch.take().decoded;
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	// Nobody asks these records for their place: each event is folded once, in this order.
	const records = events.map((event, index) => ({ seq: index + 1, slot: index + 1, event }));
	applyRecords(tables, records, null);
	const rows: KinRows = { sessions: [...tables.sessions.values()], days: [...tables.days.values()] };
	const hashes = Float64Array.from(events, ({ id }) => idHash(id));
	return { ...read, rows: JSON.stringify(rows), hashes, rejected };
}
