import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rollUpDetails } from '#lib/db/details.ts';
import { createIngest } from '#lib/db/ingest.ts';
import { rebuild } from '#lib/db/rebuild.ts';
import { type DayCosts, rollUp } from '#lib/db/rollup.ts';
import type { Store } from '#lib/db/schema.ts';
import { fromStoredCosts, fromStoredDay, fromStoredDetails, fromStoredSums } from '#lib/db/stored-rows.ts';
import { readSync } from '#lib/db/sync-state.ts';
import type { JournalRecord } from '#lib/domain/event.ts';
import { applyRecords } from '#lib/domain/fold.ts';
import { arbitraryEvent } from '../support/arbitrary-events.ts';
import { setupStore, startEmpty, storedLog, storedRowsText } from '../support/browser-store.ts';
import { asRecords, makeEvent, randomEvents, randomRecords } from '../support/make-event.ts';
import { emptyTables, foldOf, modelJournal, rowsOf } from '../support/model-journal.ts';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** What the store must hold after these records. */
function expected(records: JournalRecord[]) {
	const tables = emptyTables();
	applyRecords(tables, throughJson(records), null);
	const log = new Map<number, unknown>();
	for (const { slot, event } of records) log.set(slot, event);
	return {
		rows: rowsOf(tables),
		log: [...log].sort(([a], [b]) => a - b).map(([slot, event]) => ({ slot, event }))
	};
}

async function expectHolds(store: Store, records: JournalRecord[]): Promise<void> {
	const { rows, log } = expected(records);
	expect(await storedRowsText(store)).toBe(rows);
	expect(await storedLog(store)).toEqual(throughJson(log));
	expect((await readSync(store))?.seq).toBe(records.at(-1)?.seq ?? 0);
	expect((await readSync(store))?.events).toBe(log.length);
}

const frames = (records: JournalRecord[], size: number): JournalRecord[][] =>
	Array.from({ length: Math.ceil(records.length / size) }, (_, i) => records.slice(i * size, (i + 1) * size));

const frame = (records: JournalRecord[]) => ({
	epoch: 'e',
	after: (records[0]?.seq ?? 1) - 1,
	records,
	horizonMs: null
});

describe('the four laws in the store', () => {
	const batches = fc.array(fc.array(arbitraryEvent, { minLength: 1, maxLength: 12 }), {
		minLength: 1,
		maxLength: 6
	});

	test('frames repeated, overlapping and of any size give the rows and the log of one', async () => {
		await using store = await setupStore();
		await fc.assert(
			fc.asyncProperty(batches, fc.integer({ min: 1, max: 9 }), fc.nat(5), async (given, size, overlap) => {
				const journal = modelJournal();
				const records = throughJson(given.flatMap((events) => journal.append(events)));
				await startEmpty(store);
				const ingest = createIngest(store);
				for (const [i, part] of frames(records, size).entries()) {
					await ingest.applyFrame(
						frame(records.slice(Math.max(0, i * size - overlap), i * size + part.length))
					);
					await ingest.applyFrame(frame(part));
				}
				await expectHolds(store, records);
			}),
			{ seed: 21, numRuns: 40 }
		);
	});

	test('any order of arrival gives the same rows', async () => {
		await using store = await setupStore();
		await fc.assert(
			fc.asyncProperty(
				fc.array(arbitraryEvent, { minLength: 1, maxLength: 30 }),
				fc.nat(),
				async (events, cut) => {
					const at = cut % events.length;
					const turned = [...events.slice(at), ...events.slice(0, at)];
					const rows: string[] = [];
					for (const order of [events, turned, [...events].reverse()]) {
						await startEmpty(store);
						await createIngest(store).applyFrame(frame(throughJson(modelJournal().append(order))));
						rows.push(await storedRowsText(store));
					}
					expect(rows[1]).toBe(rows[0]);
					expect(rows[2]).toBe(rows[0]);
				}
			),
			{ seed: 22, numRuns: 30 }
		);
	});

	test('rebuilding from the segments finds the rows equal', async () => {
		await using store = await setupStore();
		await fc.assert(
			fc.asyncProperty(batches, async (given) => {
				const journal = modelJournal();
				await startEmpty(store);
				const ingest = createIngest(store);
				for (const events of given) {
					const records = throughJson(journal.append(events));
					if (records.length > 0) await ingest.applyFrame(frame(records));
				}
				expect((await rebuild(store)).equal).toBe(true);
				expect(await storedRowsText(store)).toBe(rowsOf(foldOf(throughJson(journal.current()))));
			}),
			{ seed: 23, numRuns: 40 }
		);
	});
});

test('several thousand events with revisions fill sealed segments and stay in their places', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const records = throughJson(randomRecords(3, 4200, 700));
	const ingest = createIngest(store);
	for (const part of frames(records, 333)) await ingest.applyFrame(frame(part));
	await expectHolds(store, records);
	const segments = await store.segments.orderBy('firstSlot').toArray();
	expect(segments.map(({ count }) => count)).toEqual([1000, 1000, 1000, 1000, 200]);
});

test('revisions alone, of a sealed segment, are stored', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const records = throughJson(randomRecords(4, 2000, 60));
	const ingest = createIngest(store);
	await ingest.applyFrame(frame(records.slice(0, 2000)));
	for (const record of records.slice(2000)) await ingest.applyFrame(frame([record]));
	await expectHolds(store, records);
});

test('long texts seal a segment before a thousand events', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const events = Array.from({ length: 40 }, (_, i) =>
		makeEvent({ name: 'user_prompt', sequence: i, text: `${i}`.padEnd(50_000, 'x') })
	);
	await createIngest(store).applyFrame(frame(asRecords(events)));
	await expectHolds(store, asRecords(events));
	for (const { body } of await store.segments.toArray()) expect(body.length).toBeLessThanOrEqual(512 * 1024);
});

test('two ingests in turn, each with rows kept parsed, agree with one', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const records = throughJson(randomRecords(5, 600, 50));
	const ingests = [createIngest(store), createIngest(store)];
	for (const [i, part] of frames(records, 40).entries()) await ingests[i % 2]!.applyFrame(frame(part));
	await expectHolds(store, records);
});

test('a transaction that fails leaves cursor, rows and log as they were, and the next one succeeds', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const records = throughJson(randomRecords(6, 500, 30));
	const ingest = createIngest(store);
	await ingest.applyFrame(frame(records.slice(0, 300)));
	const fail = () => {
		throw new DOMException('no room', 'QuotaExceededError');
	};
	for (const table of [store.segments, store.dayCosts, store.meta]) {
		table.hook('creating', fail);
		table.hook('updating', fail);
		await expect(ingest.applyFrame(frame(records.slice(300)))).rejects.toThrow();
		table.hook('creating').unsubscribe(fail);
		table.hook('updating').unsubscribe(fail);
		await expectHolds(store, records.slice(0, 300));
	}
	await ingest.applyFrame(frame(records.slice(300)));
	await expectHolds(store, records);
});

test('a frame that leaves a gap is refused', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const records = asRecords([...randomEvents(7, 20)]);
	const ingest = createIngest(store);
	await ingest.applyFrame(frame(records.slice(0, 5)));
	await expect(ingest.applyFrame(frame(records.slice(10)))).rejects.toThrow('follows on');
	await expectHolds(store, records.slice(0, 5));
});

test('a frame of another journal is refused', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const ingest = createIngest(store);
	const other = { ...frame(asRecords([makeEvent()])), epoch: 'other' };
	await expect(ingest.applyFrame(other)).rejects.toThrow('no cursor');
});

test('the stored rollups are those of the stored days', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const ingest = createIngest(store);
	for (const part of frames(throughJson(randomRecords(8, 3000, 100, { spanMs: 4 * 86_400_000 })), 250))
		await ingest.applyFrame(frame(part));
	for (const stored of await store.days.toArray()) {
		const { sums, costs } = rollUp(fromStoredDay(stored), { nowMs: Number.POSITIVE_INFINITY });
		expect(fromStoredSums((await store.daySums.get(stored.day))!, 'quarter')).toEqual(sums);
		const details = await store.dayDetails.get(stored.day);
		expect(fromStoredDetails(details!, 'quarter')).toEqual(rollUpDetails(fromStoredDay(stored)));
		expect(nanoByKey(fromStoredCosts((await store.dayCosts.get(stored.day))!, 'quarter'))).toEqual(
			nanoByKey(costs)
		);
	}
	expect(await store.daySums.count()).toBe(await store.days.count());
});

/** Bucket → session → nano-USD: the order of sessions says nothing. */
function nanoByKey({ keys, buckets }: DayCosts): Record<string, Record<string, number>> {
	return Object.fromEntries(
		Object.entries(buckets).map(([bucket, pairs]) => {
			const nano: Record<string, number> = {};
			for (let i = 0; i < pairs.length; i += 2) nano[keys[pairs[i]!]!] = pairs[i + 1]!;
			return [bucket, nano];
		})
	);
}
