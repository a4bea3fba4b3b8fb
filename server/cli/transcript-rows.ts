// The rows a report is made of, straight from transcripts: what importing them into a journal of their own would give,
// by the same decoder, merge and fold, and nothing is written anywhere.
import { hostname } from 'node:os';
import { emptyEdges, widenEdges } from '#lib/domain/edges.ts';
import type { JournalRecord } from '#lib/domain/event.ts';
import { applyRecords, type FoldTables, sessionKey } from '#lib/domain/fold.ts';
import { findTranscripts } from '../sources/transcripts/find.ts';
import { type Answer, eventsOf, readWholeFiles } from '../sources/transcripts/whole-pool.ts';
import { createPackedIndex, type PackedIndex } from './packed-index.ts';
import type { ReportRows } from './report-sums.ts';

export interface TranscriptRows extends ReportRows {
	/** Files read. */
	files: number;
	bytes: number;
	/** Why lines were not understood → how many. */
	reasons: Record<string, number>;
	/** What could not be read, and why. */
	problems: [path: string, reason: string][];
}

export async function readTranscriptRows(folder: string, nowMs: number): Promise<TranscriptRows> {
	const found = findTranscripts([folder], new AbortController().signal);
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	const index = createPackedIndex();
	/** Sessions that an event left or was moved in: their first and last moments may be another's. */
	const moved = new Set<string>();
	const rows: TranscriptRows = { ...tables, nowMs, files: 0, bytes: 0, reasons: {}, problems: [] };
	const options = { content: false, relayHost: hostname(), receivedAtMs: nowMs };
	const files = found.then(({ files, problems }) => {
		rows.problems.push(...problems);
		return files;
	});
	await readWholeFiles(files, options, (answer) => {
		rows.files += answer.counts.read;
		rows.bytes += answer.counts.bytes;
		rows.problems.push(...answer.problems);
		for (const [reason, count] of Object.entries(answer.rejected.reasons))
			rows.reasons[reason] = (rows.reasons[reason] ?? 0) + count;
		for (const records of newRecords(answer, index, moved)) applyRecords(tables, records, null);
	});
	mendEdges(tables, index, moved);
	return rows;
}

function* newRecords(
	{ packed, unpacker }: Answer,
	index: PackedIndex,
	moved: Set<string>
): Iterable<JournalRecord[]> {
	const packs = { packed, unpacker };
	let place = 0;
	for (const events of eventsOf(packs)) {
		const records: JournalRecord[] = [];
		for (const one of events) {
			const news = index.add(packs, place++, one);
			if (news === null) continue;
			const { event, former } = news;
			// Nobody asks these records for their place: they are folded once, in this order.
			const seq = records.length + 1;
			if (former === undefined) records.push({ seq, slot: seq, event });
			else {
				records.push({ seq, slot: seq, event, former });
				moved.add(sessionKey(former)).add(sessionKey(event));
			}
		}
		yield records;
	}
}

function mendEdges(tables: FoldTables, index: PackedIndex, moved: ReadonlySet<string>): void {
	if (moved.size === 0) return;
	for (const key of moved) tables.sessions.get(key)!.edges = emptyEdges();
	for (const event of index.eventsOf(moved)) widenEdges(tables.sessions.get(sessionKey(event))!.edges, event);
}
