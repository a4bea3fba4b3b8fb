// Transcripts whose true cost is known, through the source into the journal and its sums.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyRecords } from '#lib/domain/fold.ts';
import { rangeSums } from '#lib/domain/summary.ts';
import { decodeLogs } from '#lib/wire/otlp.ts';
import { parseLogsJson } from '#lib/wire/otlp-json.ts';
import { emptyTables } from '../support/model-journal.ts';
import { createRandom } from '../support/random.ts';
import { type Corpus, createCorpus, telemetryOf } from '../support/transcript-corpus.ts';
import { eventsOf, type TranscriptBench, transcriptBench } from '../support/transcript-folder.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const HOUR_MS = 3_600_000;

/** Writes the files, in an order drawn by the seed. */
function place(corpus: Corpus, bench: TranscriptBench, seed: number, share = [0, 1]): void {
	const shuffled = createRandom(seed).shuffle(corpus.files);
	const [from, to] = share.map((part) => Math.round(part * shuffled.length));
	for (const { path, bytes, mtimeMs } of shuffled.slice(from, to)) {
		const full = join(bench.projects, path);
		mkdirSync(dirname(full), { recursive: true });
		writeFileSync(full, bytes);
		utimesSync(full, mtimeMs / 1000, mtimeMs / 1000);
	}
}

/** Sums of the events as they stand, with those of each session that cost something. */
function sums({ store }: TranscriptBench) {
	const tables = emptyTables();
	const records = eventsOf(store).map((event, index) => ({ seq: index + 1, slot: index + 1, event }));
	applyRecords(tables, records, null);
	const { total, bySession } = rangeSums(tables.days.values(), { fromMs: 0, toMs: NOW }, { nowMs: NOW });
	return {
		total,
		bySession: Object.fromEntries(
			[...bySession].filter(([, own]) => own.costNanoUsd > 0).map(([key, own]) => [key, own.costNanoUsd])
		)
	};
}

function expectTrue(bench: TranscriptBench, corpus: Corpus): void {
	const { total, bySession } = sums(bench);
	const told = corpus.requests.filter(({ side }) => !side);
	expect(total.requests).toBe(told.length);
	expect(total.costNanoUsd).toBe(corpus.costNano);
	expect(total.unpricedRequests).toBe(0);
	expect(total.cacheWrite1hTokens).toBe(told.reduce((sum, { write1h }) => sum + write1h, 0));
	expect(bySession).toEqual(corpus.bySession);
	expect(total.toolCalls).toBe(corpus.toolCalls);
	expect(total.apiErrors).toBe(corpus.retried);
	const prompts = eventsOf(bench.store).filter(({ name }) => name === 'user_prompt');
	expect(prompts.map(({ sessionId, id }) => `${sessionId} ${id}`).sort()).toEqual(
		Object.entries(corpus.prompts)
			.flatMap(([session, ids]) => ids.map((id) => `${session} user_prompt:${id}`))
			.sort()
	);
}

describe('a corpus of known cost', () => {
	test.each([
		{ seed: 1, spaces: false },
		{ seed: 2, spaces: true },
		{ seed: 3, spaces: false }
	])('gives its true cost to the nano-dollar (%o)', async ({ seed, spaces }) => {
		const corpus = createCorpus({ seed, spaces, sessions: 40, endMs: NOW - HOUR_MS });
		expect(corpus.requests.length).toBeGreaterThan(200);
		await using bench = transcriptBench();
		place(corpus, bench, seed, [0, 0.5]);
		const source = bench.start({ now: () => NOW });
		await source.settled();
		place(corpus, bench, seed, [0.5, 1]);
		await source.settled();
		expectTrue(bench, corpus);
		expect(source.status().counts).toMatchObject({ rejected: 0, tooLong: 0, badUtf8: 0, unreadable: 0 });
	});

	test('gives the same when it is read again from the start, in another order', async () => {
		const corpus = createCorpus({ seed: 4, sessions: 25, endMs: NOW - HOUR_MS });
		await using bench = transcriptBench();
		place(corpus, bench, 1);
		await bench.start({ now: () => NOW }).settled();
		const before = eventsOf(bench.store);
		for (const path of bench.store.fileState.pathsAfter('', 10_000)) bench.store.fileState.forget(path);
		place(corpus, bench, 2);
		const again = bench.start({ now: () => NOW });
		await again.settled();
		expect(again.status().counts!.accepted).toBe(0);
		expect(eventsOf(bench.store)).toEqual(before);
		await using other = transcriptBench();
		place(corpus, other, 3, [0, 0.3]);
		const source = other.start({ now: () => NOW });
		await source.settled();
		place(corpus, other, 3, [0.3, 1]);
		await source.settled();
		const byId = (bench: TranscriptBench) => new Map(eventsOf(bench.store).map((event) => [event.id, event]));
		expect(byId(other)).toEqual(byId(bench));
	});
});

describe('telemetry of which a tenth is lost, and transcripts', () => {
	test.each([
		{ seed: 11, first: 'telemetry' },
		{ seed: 12, first: 'transcripts' }
	])('give every request a transcript tells of ($first first)', async ({ seed, first }) => {
		const corpus = createCorpus({ seed, sessions: 40, endMs: NOW - HOUR_MS });
		const random = createRandom(seed);
		const batches = telemetryOf(corpus, random).map(
			(text) => decodeLogs(parseLogsJson(text), { receivedAtMs: NOW, source: 'otlp' }).events
		);
		const kept = random.shuffle(batches.filter(() => random.next() >= 0.1));
		expect(kept.length).toBeLessThan(batches.length);
		await using bench = transcriptBench();
		place(corpus, bench, seed);
		const send = () => {
			for (const batch of kept) bench.ingest(batch);
		};
		if (first === 'telemetry') send();
		await bench.start({ now: () => NOW }).settled();
		if (first === 'transcripts') send();

		const sent = new Set(kept.flat().map(({ id }) => id));
		const lost = corpus.requests.filter(({ requestId }) => !sent.has(`api_request:${requestId}`));
		const gone = lost.filter(({ side }) => side);
		expect(lost.length).toBeGreaterThan(gone.length);
		const { total } = sums(bench);
		expect(total.requests).toBe(corpus.requests.length - gone.length);
		const all = corpus.requests.reduce((sum, { costNano }) => sum + costNano, 0);
		expect(total.costNanoUsd).toBe(all - gone.reduce((sum, { costNano }) => sum + costNano, 0));
		// Which were recovered is on each event: no telemetry saw them.
		const recovered = eventsOf(bench.store).filter(
			({ name, source }) => name === 'api_request' && source === 'transcript'
		);
		expect(recovered.map(({ id }) => id).sort()).toEqual(
			lost
				.filter(({ side }) => !side)
				.map(({ requestId }) => `api_request:${requestId}`)
				.sort()
		);
	});
});
