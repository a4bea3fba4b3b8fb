// The measured side of store.bench.ts: the realm the app's store works in.
import Dexie from 'dexie';
import { createIngest } from '#lib/db/ingest.ts';
import { toSegments } from '#lib/db/log.ts';
import { queryOverview } from '#lib/db/query-overview.ts';
import { queryPanels } from '#lib/db/query-panels.ts';
import { querySessions } from '#lib/db/query-sessions.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import { openStore } from '#lib/db/schema.ts';
import { search } from '#lib/db/search.ts';
import { applySnapshot, type SnapshotLine } from '#lib/db/snapshot.ts';
import type { JournalRecord } from '#lib/domain/event.ts';
import { FOLD_VERSION } from '#lib/domain/rows.ts';
import { randomEvents } from '../support/make-event.ts';

export type Question =
	| 'overview'
	| 'filtered'
	| 'sessions'
	| 'panels'
	| 'panels, filtered'
	| 'search'
	| 'text search';

export interface StoreTask {
	type: 'ingest' | Question;
	count: number;
}

export interface StoreBench {
	count: number;
	bareEventsPerSecond?: number;
	ingestEventsPerSecond?: number;
	ratio?: number;
	failed?: string;
	[more: string]: unknown;
}

const BATCH = 20_000;
const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 20, 12);

function* batches(count: number): Generator<JournalRecord[]> {
	let batch: JournalRecord[] = [];
	let seq = 0;
	for (const event of randomEvents(7, count, {
		startMs: NOW_MS - 90 * DAY_MS,
		spanMs: 90 * DAY_MS,
		parallel: 6
	})) {
		seq++;
		batch.push({ seq, slot: seq, event });
		if (batch.length < BATCH) continue;
		yield JSON.parse(JSON.stringify(batch)) as JournalRecord[];
		batch = [];
	}
	if (batch.length > 0) yield JSON.parse(JSON.stringify(batch)) as JournalRecord[];
}

async function* emptySnapshot(): AsyncGenerator<SnapshotLine> {
	yield {
		type: 'head',
		protocol: 1,
		foldVersion: FOLD_VERSION,
		epoch: 'bench',
		seq: 0,
		events: 0,
		horizonMs: null
	};
	yield { type: 'end', days: 0, sessions: 0 };
}

async function run(count: number): Promise<StoreBench> {
	await Dexie.delete('bench-bare');
	await Dexie.delete(`bench-${count}`);
	const bare = await openStore('bench-bare');
	const store = await openStore(`bench-${count}`);
	const ingest = createIngest(store);
	await applySnapshot(store, emptySnapshot());
	let bareMs = 0;
	let ingestMs = 0;
	let seq = 0;
	let chars = 0;
	for (const records of batches(count)) {
		let start = performance.now();
		const rows = toSegments(records);
		await bare.transaction('rw', bare.segments, () => bare.segments.bulkPut(rows));
		bareMs += performance.now() - start;
		for (const row of rows) chars += row.body.length;
		start = performance.now();
		await ingest.applyFrame({ epoch: 'bench', after: seq, records, horizonMs: null });
		ingestMs += performance.now() - start;
		seq += records.length;
	}
	const rate = (ms: number) => Math.round((count / ms) * 1000);
	const result: StoreBench = {
		count,
		bareEventsPerSecond: rate(bareMs),
		ingestEventsPerSecond: rate(ingestMs),
		ratio: Number((bareMs / ingestMs).toFixed(2)),
		charsPerEvent: Math.round(chars / count),
		sessions: await store.sessions.count(),
		days: await store.days.count()
	};
	await bare.delete();
	store.close();
	return result;
}

/** From opening the store to the answer: 30 days against the 30 before, in a zone that is not UTC. */
async function query(type: Question, count: number): Promise<StoreBench> {
	const start = performance.now();
	const store = await openStore(`bench-${count}`);
	const context = { store, cache: createRowCache(store), nowMs: () => NOW_MS };
	const range = { fromMs: NOW_MS - 30 * DAY_MS, toMs: NOW_MS };
	const previous = { fromMs: NOW_MS - 60 * DAY_MS, toMs: NOW_MS - 30 * DAY_MS };
	const zone = 'Europe/Berlin';
	const filter = type.endsWith('filtered') ? { project: 'project-1' } : {};
	let firstMs: number | undefined;
	if (type.endsWith('search')) {
		const all = { fromMs: NOW_MS - 400 * DAY_MS, toMs: NOW_MS + DAY_MS };
		const text = type === 'search' ? '' : '7-999';
		await search(
			{ text, range: all, zone, filter, facets: {}, overNanoUsd: null, limit: 200 },
			{
				store,
				signal: new AbortController().signal,
				onProgress({ hits }) {
					if (hits.length > 0) firstMs ??= Math.round(performance.now() - start);
				}
			}
		);
	} else if (type === 'sessions') await querySessions(context, { range, filter, zone });
	else if (type.startsWith('panels')) await queryPanels(context, { range, previous, filter, zone });
	else await queryOverview(context, { range, previous, filter, zone });
	const ms = Math.round(performance.now() - start);
	store.close();
	return { count, ms, ...(firstMs !== undefined && { firstMs }) };
}

self.onmessage = async ({ data }: MessageEvent<StoreTask>) => {
	try {
		self.postMessage(data.type === 'ingest' ? await run(data.count) : await query(data.type, data.count));
	} catch (error) {
		self.postMessage({
			count: data.count,
			failed: String((error as Error).stack ?? error)
		} satisfies StoreBench);
	}
};
