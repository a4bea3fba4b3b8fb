// Own rates: what they price, what they leave alone, and that a relay folds everything by them or nothing.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { computedNano, costOf } from '#lib/domain/cost.ts';
import type { ApiRequest } from '#lib/domain/event.ts';
import { applyRecords } from '#lib/domain/fold.ts';
import { createPrices, LIST_PRICES, priceKey } from '#lib/domain/price.ts';
import { overrideId, type PriceOverride, parseOverride, samePrices } from '#lib/domain/price-override.ts';
import { M } from '#lib/domain/rows.ts';
import { epochWith } from '#server/journal/fold-prices.ts';
import { openSnapshot } from '#server/journal/snapshot.ts';
import { arbitraryEvent } from '../support/arbitrary-events.ts';
import { rowsOf as rowsIn, testFolder } from '../support/journals.ts';
import { makeEvent, START_MS } from '../support/make-event.ts';
import { emptyTables, modelJournal, rowsOf } from '../support/model-journal.ts';

const own = (
	model: string,
	from: string,
	rate: number,
	change: Partial<PriceOverride> = {}
): PriceOverride => ({
	id: overrideId(model, from),
	model,
	from,
	usdPerMillion: [rate, rate, rate, rate, rate],
	updatedAtMs: 1,
	deletedAtMs: null,
	...change
});

const request = (change: Partial<ApiRequest> = {}): ApiRequest =>
	makeEvent({
		name: 'api_request',
		model: 'claude-sonnet-5',
		inputTokens: 1000,
		outputTokens: 0,
		...change
	}) as ApiRequest;

const day = (date: string) => Date.parse(`${date}T12:00:00Z`);

describe('own rates', () => {
	test('hold from their date until the next own ones, whatever the table says of that time', () => {
		const prices = createPrices([own('sonnet-5-5', '2026-09-01', 7), own('sonnet-5-5', '2026-11-01', 9)]);
		const rate = (date: string) => prices.ratesFor('claude-sonnet-5-5', day(date), 0)!.rates.cacheRead;
		expect(['2026-08-31', '2026-09-01', '2026-10-07', '2026-11-01'].map(rate)).toEqual([
			200, 7000, 7000, 9000
		]);
		expect(prices.ratesFor('claude-sonnet-5', day('2026-11-01'), 0)).toEqual(
			LIST_PRICES.ratesFor('claude-sonnet-5', day('2026-11-01'), 0)
		);
	});

	test('price prompts of every size, and fast mode by the factor of the model', () => {
		const prices = createPrices([own('haiku-5-5', '', 2), own('opus-4-8', '', 3)]);
		const large = request({ model: 'claude-haiku-5-5', inputTokens: 200_000 });
		expect(computedNano(large, prices)).toBe(200_000 * 2000);
		expect(computedNano(request({ model: 'claude-opus-4-8', speed: 'fast' }), prices)).toBe(1000 * 3000 * 2);
	});

	test('price a model the table does not know, by its plain name', () => {
		expect(priceKey('GLM-5[1m]')).toBe('glm-5');
		const prices = createPrices([own('glm-5', '', 1)]);
		expect(costOf(request({ model: 'GLM-5[1m]' }), prices)).toEqual({ nano: 1_000_000, basis: 'computed' });
		expect(costOf(request({ model: 'GLM-5[1m]' }), LIST_PRICES)).toEqual({ nano: null, basis: 'unpriced' });
	});

	test('removed ones price nothing', () => {
		const removed = own('sonnet-5', '', 9, { deletedAtMs: 5 });
		expect(computedNano(request(), createPrices([removed]))).toBe(computedNano(request(), LIST_PRICES));
		expect(samePrices([removed], [])).toBe(true);
		expect(epochWith('feed', [removed])).toBe('feed');
		expect(epochWith('feed', [own('sonnet-5', '', 9)])).toMatch(/^feed-[0-9a-f]{12}$/);
	});

	test.each([
		[{ model: ' ' }],
		[{ from: '2026-02-31' }],
		[{ from: null }],
		[{ usdPerMillion: [1, 2, 3, 4] }],
		[{ usdPerMillion: [1, 2, 3, 4, -1] }],
		[{ usdPerMillion: [1, 2, 3, 4, 0.0001] }],
		[{ usdPerMillion: [1, 2, 3, 4, '5'] }],
		[{ deletedAtMs: 'now' }]
	])('%j is refused', (change) => {
		expect(parseOverride({ ...own('sonnet-5', '', 1), ...change })).toHaveProperty('rejected');
	});

	test('never change a reported cost, and the four laws hold with them', () => {
		const prices = createPrices([
			own('sonnet-5', '2026-11-20', 9),
			own('nova-9', '', 4),
			own('opus-5-5', '', 0)
		]);
		const fold = (events: Parameters<ReturnType<typeof modelJournal>['append']>[0][], by = prices) => {
			const journal = modelJournal();
			const tables = emptyTables();
			for (const batch of events) applyRecords(tables, journal.append(batch), null, by);
			return { journal, tables };
		};
		const reported = ({ sessions }: ReturnType<typeof emptyTables>) =>
			[...sessions.values()].flatMap(({ totals }) =>
				Object.values(totals.models).map((sums) => sums[M.reportedNano])
			);
		fc.assert(
			fc.property(
				fc.array(arbitraryEvent, { minLength: 1, maxLength: 30 }),
				fc.integer({ min: 1, max: 5 }),
				(events, size) => {
					const batches = [];
					for (let i = 0; i < events.length; i += size) batches.push(events.slice(i, i + size));
					const { journal, tables } = fold(batches);
					const again = emptyTables();
					const records = journal.current().map((event, i) => ({ seq: i + 1, slot: i + 1, event }));
					applyRecords(again, records, null, prices);
					expect(rowsOf(again)).toBe(rowsOf(tables));
					expect(rowsOf(fold([[...events].reverse(), events]).tables)).toBe(rowsOf(tables));
					expect(reported(tables)).toEqual(reported(fold(batches, LIST_PRICES).tables));
				}
			),
			{ seed: 41, numRuns: 200 }
		);
	});
});

describe('re-pricing', () => {
	const RATES = [own('sonnet-5', '2026-03-03', 9)];

	/** Requests over several days, every third with a reported cost. */
	const events = (count: number, first = 0) =>
		Array.from({ length: count }, (_, i) => {
			const at = first + i;
			return request({
				id: `api_request:r${at}`,
				requestId: `r${at}`,
				sessionId: `s${at % 7}`,
				atMs: START_MS + at * 600_000,
				costNanoUsd: at % 3 === 0 ? 1_234_567 : null
			});
		});

	const done = (fold: { prices: readonly PriceOverride[] }, prices: readonly PriceOverride[]) =>
		vi.waitFor(() => expect(samePrices(fold.prices, prices)).toBe(true), { timeout: 20_000 });

	test('gives the rows ingesting by those rates gives, with what came meanwhile, and takes them back', async () => {
		using plain = testFolder();
		using priced = testFolder();
		const a = plain.open();
		const b = priced.open();
		b.fold.reprice(RATES);
		await done(b.fold, RATES);
		a.fold.take(a.journal.append(events(2500)).records);
		a.fold.flush();
		const before = rowsIn(plain.dir);
		const told: number[] = [];
		a.fold.onFolded(({ days }) => told.push(days.size));
		a.fold.reprice(RATES);
		const late = events(40, 2500);
		a.fold.take(a.journal.append(late).records);
		b.fold.take(b.journal.append([...events(2500), ...late]).records);
		await done(a.fold, RATES);
		for (const { fold } of [a, b]) fold.flush();
		expect(rowsIn(plain.dir)).toEqual(rowsIn(priced.dir));
		expect(rowsIn(plain.dir)).not.toEqual(before);
		expect(Math.max(...told)).toBe(Object.keys(rowsIn(plain.dir).days).length);
		a.fold.reprice([]);
		await done(a.fold, []);
		b.fold.reprice([]);
		await done(b.fold, []);
		expect(rowsIn(plain.dir)).toEqual(rowsIn(priced.dir));
	});

	test('a snapshot is by one price or the other, with a name of its own for each', async () => {
		using folder = testFolder();
		const store = folder.open();
		store.fold.take(store.journal.append(events(300)).records);
		const costs = new Set<string>();
		const read = () => {
			const snapshot = openSnapshot(store.files[0]!);
			let nano = 0;
			for (const { type, body } of snapshot.rows()) {
				if (type !== 'session') continue;
				for (const sums of Object.values(JSON.parse(body).totals.models) as number[][])
					nano += sums[M.computedNano]!;
			}
			costs.add(`${snapshot.head.epoch} ${nano}`);
			expect(snapshot.head.epoch).toBe(epochWith(store.journal.epoch, snapshot.head.prices));
			snapshot.close();
		};
		store.fold.flush();
		read();
		store.fold.reprice(RATES);
		while (!samePrices(store.fold.prices, RATES)) {
			read();
			await new Promise((resolve) => setImmediate(resolve));
		}
		read();
		expect(costs.size).toBe(2);
	});

	test('begun and not done, it is done after a restart; days before the horizon stay as they were priced', async () => {
		using folder = testFolder();
		const first = folder.open();
		first.fold.take(first.journal.append(events(600)).records);
		await first.advanceHorizon(START_MS + 2 * 86_400_000);
		first.fold.flush();
		const before = rowsIn(folder.dir);
		first.fold.reprice(RATES);
		first.close();
		const second = folder.open();
		expect(second.fold.prices).toEqual([]);
		second.fold.reprice(RATES);
		await done(second.fold, RATES);
		const after = rowsIn(folder.dir);
		const { horizonMs } = second.journal;
		const frozen = Object.keys(before.days).filter((start) => Number(start) < horizonMs!);
		expect(frozen.length).toBeGreaterThan(0);
		for (const start of frozen) expect(after.days[Number(start)]).toEqual(before.days[Number(start)]);
		expect(after.days).not.toEqual(before.days);
		second.close();
		expect(folder.open().fold.prices).toEqual([{ ...RATES[0], updatedAtMs: 0 }]);
	});

	test('another change while one runs leaves the last word', async () => {
		using folder = testFolder();
		const { fold, journal } = folder.open();
		fold.take(journal.append(events(1500)).records);
		fold.reprice(RATES);
		await new Promise((resolve) => setImmediate(resolve));
		const last = [own('sonnet-5', '', 3)];
		fold.reprice(last);
		await done(fold, last);
		fold.flush();
		using other = testFolder();
		const fresh = other.open();
		fresh.fold.reprice(last);
		await done(fresh.fold, last);
		fresh.fold.take(fresh.journal.append(events(1500)).records);
		fresh.fold.flush();
		expect(rowsIn(folder.dir)).toEqual(rowsIn(other.dir));
	});
});
