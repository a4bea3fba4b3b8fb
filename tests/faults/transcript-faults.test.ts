// The bigger matrix: corpora of many seeds, files that grow while they are read, restarts, a journal that is full now and
// then, and damaged bytes. Whatever happens, what is whole on the disk is in the journal once.
import { appendFileSync, mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { applyRecords } from '#lib/domain/fold.ts';
import { rangeSums } from '#lib/domain/summary.ts';
import { JournalUnavailable } from '#server/journal/journal.ts';
import { emptyTables } from '../support/model-journal.ts';
import { createRandom } from '../support/random.ts';
import { type Corpus, createCorpus } from '../support/transcript-corpus.ts';
import { eventsOf, type TranscriptBench, transcriptBench } from '../support/transcript-folder.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

function costs(bench: TranscriptBench): {
	requests: number;
	costNano: number;
	bySession: Record<string, number>;
} {
	const tables = emptyTables();
	const events = eventsOf(bench.store);
	applyRecords(
		tables,
		events.map((event, index) => ({ seq: index + 1, slot: index + 1, event })),
		null
	);
	const { total, bySession } = rangeSums(tables.days.values(), { fromMs: 0, toMs: NOW }, { nowMs: NOW });
	return {
		requests: total.requests,
		costNano: total.costNanoUsd,
		bySession: Object.fromEntries(
			[...bySession].filter(([, own]) => own.costNanoUsd > 0).map(([key, own]) => [key, own.costNanoUsd])
		)
	};
}

function trueCosts(corpus: Corpus): ReturnType<typeof costs> {
	const { costNano, bySession, requests } = corpus;
	return { requests: requests.filter(({ side }) => !side).length, costNano, bySession };
}

function put(bench: TranscriptBench, path: string, bytes: Uint8Array): string {
	const full = join(bench.projects, path);
	mkdirSync(dirname(full), { recursive: true });
	writeFileSync(full, bytes);
	return full;
}

describe('the true cost', () => {
	test.each(Array.from({ length: 40 }, (_, index) => 100 + index))('of corpus %d is found', async (seed) => {
		const corpus = createCorpus({ seed, spaces: seed % 2 === 0, sessions: 60, endMs: NOW - 3_600_000 });
		await using bench = transcriptBench();
		for (const { path, bytes, mtimeMs } of corpus.files)
			utimesSync(put(bench, path, bytes), mtimeMs / 1000, mtimeMs / 1000);
		await bench.start({ now: () => NOW }).settled();
		expect(costs(bench)).toEqual(trueCosts(corpus));
	});

	test.each(Array.from({ length: 20 }, (_, index) => 200 + index))(
		'of corpus %d is found while its files grow, the source starts anew and the disk is full now and then',
		async (seed) => {
			const random = createRandom(seed);
			const corpus = createCorpus({ seed, sessions: 15, endMs: NOW - 3_600_000 });
			await using bench = transcriptBench();
			let full = false;
			const start = () =>
				bench.start({
					now: () => NOW,
					ingest(events) {
						if (full) throw new JournalUnavailable('the disk is full');
						return bench.ingest(events);
					}
				});
			let source = start();
			const growing = corpus.files.map(({ path, bytes }) => ({ path, bytes, at: 0 }));
			while (growing.some(({ bytes, at }) => at < bytes.length)) {
				for (const file of random.shuffle(growing).slice(0, 5)) {
					// Anywhere, also in the middle of a character.
					const to = Math.min(file.bytes.length, file.at + random.integer(1, 40_000));
					if (file.at === 0) put(bench, file.path, file.bytes.subarray(0, to));
					else appendFileSync(join(bench.projects, file.path), file.bytes.subarray(file.at, to));
					file.at = to;
				}
				full = random.next() < 0.2;
				if (random.next() < 0.15) {
					await source.close(0);
					bench.reopen();
					source = start();
				}
				await sleep(random.integer(0, 10));
			}
			full = false;
			await source.settled();
			expect(costs(bench)).toEqual(trueCosts(corpus));
			expect(source.status()).toMatchObject({ error: null, counts: { rejected: 0, reread: 0 } });
		}
	);

	test.each(Array.from({ length: 10 }, (_, index) => 300 + index))(
		'of corpus %d is found though files are cut and written again',
		async (seed) => {
			const random = createRandom(seed);
			const corpus = createCorpus({ seed, sessions: 15, endMs: NOW - 3_600_000 });
			await using bench = transcriptBench();
			for (const { path, bytes } of corpus.files) put(bench, path, bytes);
			const source = bench.start({ now: () => NOW });
			await source.settled();
			for (const { path, bytes } of corpus.files) {
				if (random.next() < 0.5) continue;
				const full = join(bench.projects, path);
				truncateSync(full, random.integer(0, bytes.length));
				await sleep(1);
				writeFileSync(full, bytes);
			}
			await source.settled();
			expect(costs(bench)).toEqual(trueCosts(corpus));
		}
	);
});

test('damaged bytes end nothing: each line is read, passed over or counted', async () => {
	const random = createRandom(400);
	const corpus = createCorpus({ seed: 400, sessions: 60, endMs: NOW - 3_600_000 });
	await using bench = transcriptBench();
	for (const { path, bytes } of corpus.files) {
		const damaged = Buffer.from(bytes);
		for (let times = random.integer(1, 30); times > 0; times--)
			damaged[random.integer(0, damaged.length - 1)] = random.integer(0, 255);
		put(bench, path, damaged);
	}
	const source = bench.start({ now: () => NOW });
	await source.settled();
	const { error, counts } = source.status();
	expect(error).toBeNull();
	expect(counts!.rejected).toBeGreaterThan(0);
	expect(costs(bench).requests).toBeGreaterThan(0);
	// Again from the start: the same, so nothing was kept twice.
	const before = eventsOf(bench.store).length;
	for (const path of bench.store.fileState.pathsAfter('', 10_000)) bench.store.fileState.forget(path);
	await source.settled();
	expect(eventsOf(bench.store)).toHaveLength(before);
});
