// A thread that reads kin transcripts and adds their events up, one kin after the other. See transcript-rows.ts.
import { parentPort, workerData } from 'node:worker_threads';
import type { DomainEvent } from '#lib/domain/event.ts';
import { applyNew, type FoldTables } from '#lib/domain/fold.ts';
import { idHash } from '#lib/domain/identity.ts';
import type { DayRow, SessionRow } from '#lib/domain/rows.ts';
import type { Decoded } from '#lib/wire/decoded.ts';
import type { NamedFile } from '../sources/transcripts/about-file.ts';
import { createBatch } from '../sources/transcripts/batch.ts';
import { readWhole, type WholeOptions, type WholeRead } from '../sources/transcripts/read-whole.ts';

export interface KinOptions extends WholeOptions {
	/** Hashes of the ids that several kin tell of: their events are handed over as they are. */
	shared: ReadonlySet<number>;
}

export interface KinAnswer extends WholeRead {
	/** KinRows as JSON, which crosses sooner than objects do. */
	rows: string;
	/** Of the ids that are in the rows. */
	hashes: Float64Array;
	rejected: Decoded['rejected'];
}

export interface KinRows {
	sessions: SessionRow[];
	days: DayRow[];
	/** Those that several kin tell of: not in the rows. */
	shared: DomainEvent[];
}

const port = parentPort;
if (port === null) throw new Error('kin-worker runs as a worker thread');
const options = workerData as KinOptions;
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
	const own: DomainEvent[] = [];
	const shared: DomainEvent[] = [];
	const hashes: number[] = [];
	for (const event of events) {
		const hash = idHash(event.id);
		if (options.shared.has(hash)) shared.push(event);
		else {
			own.push(event);
			hashes.push(hash);
		}
	}
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	applyNew(tables, own, null);
	const rows: KinRows = {
		sessions: [...tables.sessions.values()],
		days: [...tables.days.values()],
		shared
	};
	return { ...read, rows: JSON.stringify(rows), hashes: Float64Array.from(hashes), rejected };
}
