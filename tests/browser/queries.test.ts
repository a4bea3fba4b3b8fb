import Dexie from 'dexie';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createIngest } from '#lib/db/ingest.ts';
import { queryOverview } from '#lib/db/query-overview.ts';
import { queryRecent, querySession, querySessions } from '#lib/db/query-sessions.ts';
import { pruneOldest, queryStorage } from '#lib/db/retention.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import type { Store } from '#lib/db/schema.ts';
import { applySnapshot } from '#lib/db/snapshot.ts';
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import { modelSums, rangeSums } from '#lib/domain/summary.ts';
import type { Filter } from '#lib/domain/views.ts';
import { setupStore, snapshotLines, startEmpty, storedTables } from '../support/browser-store.ts';
import { asRecords, makeEvent, randomEvents, START_MS } from '../support/make-event.ts';
import { matchesFilter } from '../support/matches-filter.ts';
import { foldOf } from '../support/model-journal.ts';

const SPAN = 12 * DAY_MS;
const NOW = START_MS + SPAN;
const noRemote = { of: () => [] };

async function fill(store: Store, count = 3000) {
	await startEmpty(store);
	const events = [...randomEvents(41, count, { spanMs: SPAN, perSession: 40 })];
	await createIngest(store).applyFrame({ epoch: 'e', after: 0, records: asRecords(events), horizonMs: null });
	return { events, context: { store, cache: createRowCache(store), nowMs: () => NOW } };
}

describe('one sum', () => {
	test('for any range, filter and moment, the overview is the sum of the cells, of its points and of its sessions', async () => {
		await using store = await setupStore();
		const { context } = await fill(store);
		const tables = await storedTables(store);
		const quarter = fc.integer({ min: -20, max: SPAN / 900_000 + 20 }).map((n) => START_MS + n * 900_000);
		const hour = quarter.map((atMs) => atMs - (atMs % 3_600_000));
		// Rollups by hours answer when both ends are on the hour.
		const end = fc.oneof(quarter, hour);
		const filter: fc.Arbitrary<Filter> = fc.record(
			{
				model: fc.constantFrom('claude-opus-4-6', 'nothing'),
				project: fc.constantFrom('project-1', 'project-2', ''),
				machine: fc.constantFrom('machine-0', 'x')
			},
			{ requiredKeys: [] }
		);
		const zone = fc.constantFrom('UTC', 'Asia/Seoul', 'Asia/Kathmandu', 'America/New_York');
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(fc.tuple(hour, hour), fc.tuple(end, end)),
				filter,
				zone,
				fc.constantFrom(NOW, NOW - 60_000 - SPAN / 2),
				async ([a, b], filter, zone, nowMs) => {
					const range = { fromMs: Math.min(a, b), toMs: Math.max(a, b) + 3_600_000 };
					const keep = (key: string) => matchesFilter(dimensionsOf(tables.sessions.get(key)!.facts), filter);
					const options = { nowMs, keep, ...(filter.model !== undefined && { model: filter.model }) };
					const { total, bySession } = rangeSums(tables.days.values(), range, options);
					const here = { ...context, nowMs: () => nowMs };
					const overview = await queryOverview(here, { range, previous: range, filter, zone });
					expect(overview.total).toEqual(total);
					expect(overview.previous).toEqual(total);
					const parts = overview.points.map(({ summary }) => summary);
					expect(parts.reduce((sum, part) => sum + part.costNanoUsd, 0)).toBe(total.costNanoUsd);
					expect(parts.reduce((sum, part) => sum + part.events, 0)).toBe(total.events);
					const models = modelSums(tables.days.values(), range, options);
					expect(
						Object.fromEntries(overview.byModel.map(({ model, summary }) => [model, summary.costNanoUsd]))
					).toEqual(Object.fromEntries([...models].map(([model, summary]) => [model, summary.costNanoUsd])));
					const sessions = await querySessions(here, { range, filter, zone });
					expect(sessions.reduce((sum, { inRange }) => sum + inRange.costNanoUsd, 0)).toBe(total.costNanoUsd);
					expect(sessions.length).toBe(total.sessions);
					for (const { key, inRange } of overview.dearest)
						expect(inRange).toEqual({ ...bySession.get(key)!, sessions: 1 });
				}
			),
			{ seed: 42, numRuns: 100 }
		);
	});

	test('the calendar is the sum of the days of its zone', async () => {
		await using store = await setupStore();
		const { context } = await fill(store);
		const range = { fromMs: START_MS - DAY_MS, toMs: NOW + DAY_MS };
		const { calendar, points, unit } = await queryOverview(context, {
			range,
			previous: null,
			filter: {},
			zone: 'Asia/Seoul'
		});
		expect(unit).toBe('day');
		expect(calendar.length).toBe(371);
		for (const { label, summary } of points) {
			expect(calendar.find((day) => day.label === label) ?? { costNanoUsd: 0, sessions: 0 }).toMatchObject({
				costNanoUsd: summary.costNanoUsd,
				sessions: summary.sessions
			});
		}
	});
});

test('answers follow the rows, told or not told of a change', async () => {
	await using store = await setupStore();
	const { context } = await fill(store, 200);
	const ask = () =>
		queryOverview(context, {
			range: { fromMs: START_MS, toMs: NOW },
			previous: null,
			filter: {},
			zone: 'UTC'
		});
	const before = (await ask()).total.requests;
	const ingest = createIngest(store);
	const event = (n: number) =>
		makeEvent({
			atMs: START_MS + 1000,
			sessionId: 'late',
			sequence: n,
			costNanoUsd: 5,
			model: `m${n}`
		});
	const models = async () => (await ask()).choices.models.filter((model) => /^m\d$/.test(model));
	expect(await models()).toEqual([]);
	const told = await ingest.applyFrame({
		epoch: 'e',
		after: 200,
		records: asRecords([event(1)], 201),
		horizonMs: null
	});
	context.cache.follow(told!);
	expect((await ask()).total.requests).toBe(before + 1);
	expect(await models()).toEqual(['m1']);
	await ingest.applyFrame({ epoch: 'e', after: 201, records: asRecords([event(2)], 202), horizonMs: null });
	expect((await ask()).total.requests).toBe(before + 2);
	expect(await models()).toEqual(['m1', 'm2']);
});

test('answers follow a store that was thrown away and filled again, told or not', async () => {
	await using store = await setupStore();
	const cache = createRowCache(store);
	const context = { store, cache, nowMs: () => NOW };
	const sessions = async () =>
		(await querySessions(context, { range: { fromMs: START_MS, toMs: NOW }, filter: {}, zone: 'UTC' })).map(
			({ key }) => key
		);
	for (const sessionId of ['first', 'second', 'third']) {
		const event = makeEvent({ atMs: START_MS + 1000, sessionId, sequence: 1, costNanoUsd: 5 });
		const sync = await applySnapshot(store, snapshotLines(foldOf([event]), { seq: 1 }));
		if (sessionId === 'third')
			cache.follow({ fromRowsVersion: -1, rowsVersion: sync.rowsVersion, sessions: [], days: [] });
		expect(await sessions()).toEqual([sessionId]);
		store.close();
		await Dexie.delete(store.name);
		await store.open();
	}
});

test('money known only from metrics joins after two minutes', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const events = [
		makeEvent({ atMs: START_MS, costNanoUsd: 1_000_000, model: 'm', requestId: 'r' }),
		makeEvent({ name: 'metric', atMs: START_MS, endMs: START_MS, value: 1, model: 'm' })
	];
	await createIngest(store).applyFrame({ epoch: 'e', after: 0, records: asRecords(events), horizonMs: null });
	const context = { store, cache: createRowCache(store), nowMs: () => START_MS };
	const cost = async (nowMs: number) => {
		const args = {
			range: { fromMs: START_MS - DAY_MS, toMs: START_MS + DAY_MS },
			previous: null,
			filter: {},
			zone: 'UTC'
		};
		const { total, dearest } = await queryOverview({ ...context, nowMs: () => nowMs }, args);
		expect(dearest[0]!.inRange.costNanoUsd).toBe(total.costNanoUsd);
		return total.costNanoUsd;
	};
	expect(await cost(START_MS + 119_999)).toBe(1_000_000);
	expect(await cost(START_MS + 120_000)).toBe(1_000_000_000);
});

test('a session shows its prompts and events, and how many are missing', async () => {
	await using store = await setupStore();
	const { context, events } = await fill(store);
	const key = events[100]!.sessionId!;
	const own = events.filter(({ sessionId }) => sessionId === key);
	const detail = (await querySession(context, noRemote, { key, range: null }))!;
	expect(detail.events.map(({ id }) => id)).toEqual(own.map(({ id }) => id));
	expect(detail.missingEvents).toBe(0);
	const requests = own.filter(({ name }) => name === 'api_request').length;
	expect(detail.prompts.reduce((sum, prompt) => sum + prompt.requests, 0)).toBe(requests);
	expect(await querySession(context, noRemote, { key: 'nobody', range: null })).toBeNull();
});

test('events that are only at the relay are counted as missing, then shown', async () => {
	await using store = await setupStore();
	const events = [...randomEvents(43, 120, { parallel: 1, perSession: 400 })];
	const tables = foldOf(events);
	await applySnapshot(store, snapshotLines(tables, { seq: 120, events: 120 }));
	const context = { store, cache: createRowCache(store), nowMs: () => NOW };
	const key = events[0]!.sessionId!;
	const count = events.filter(({ sessionId }) => sessionId === key).length;
	expect(await querySession(context, noRemote, { key, range: null })).toMatchObject({
		events: [],
		missingEvents: count
	});
	const entries = events
		.map((event, i) => ({ slot: i + 1, event }))
		.filter(({ event }) => event.sessionId === key);
	const fetched = await querySession(context, { of: () => entries }, { key, range: null });
	expect(fetched!.missingEvents).toBe(0);
	expect(fetched!.events.length).toBe(count);
});

test('recent events come newest first, page by page, without gaps', async () => {
	await using store = await setupStore();
	await fill(store, 2500);
	const slots: number[] = [];
	let beforeSlot: number | null = null;
	for (let page = await queryRecent(store, { limit: 300, beforeSlot }); page.length > 0; ) {
		slots.push(...page.map(({ slot }) => slot));
		beforeSlot = slots.at(-1)!;
		page = await queryRecent(store, { limit: 300, beforeSlot });
	}
	expect(slots).toEqual(Array.from({ length: 2500 }, (_, i) => 2500 - i));
});

test('giving up old raw events changes no figure', async () => {
	await using store = await setupStore();
	const { context } = await fill(store, 3000);
	const ask = () =>
		queryOverview(context, {
			range: { fromMs: START_MS, toMs: NOW },
			previous: null,
			filter: {},
			zone: 'UTC'
		});
	const before = await ask();
	expect(await pruneOldest(store)).toBe(1000);
	expect(await ask()).toEqual(before);
	expect(await queryStorage(store)).toMatchObject({ events: 2000, segments: 2 });
});
