// A device that keeps fewer days of raw events than there are: what it says goes is what goes, figures stay as they are,
// and nothing of it comes back.
import { afterEach, expect, test, vi } from 'vitest';
import { queryOverview } from '#lib/db/query-overview.ts';
import { keepDays, readKeepDays } from '#lib/db/retention.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import type { Store } from '#lib/db/schema.ts';
import { readSync } from '#lib/db/sync-state.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import { createApi } from '#lib/stream/api.ts';
import { createStatus } from '../../src/worker/status.ts';
import { createSync } from '../../src/worker/sync.ts';
import { setupStore, storedLog, storedRowsText } from '../support/browser-store.ts';
import { createFakeRelay, type FakeRelay } from '../support/fake-relay.ts';
import { asRecords, randomEvents } from '../support/make-event.ts';

const COUNT = 6000;
const DAYS = 60;
const KEPT = 20;
const running: AbortController[] = [];

afterEach(() => {
	for (const controller of running.splice(0)) controller.abort();
});

function start(store: Store, relay: FakeRelay) {
	const closing = new AbortController();
	running.push(closing);
	const sync = createSync({
		store,
		api: createApi({ baseUrl: 'http://relay', fetch: relay.fetch }),
		status: createStatus(() => undefined),
		onChange: () => undefined
	});
	const done = sync.run(closing.signal);
	return {
		resync: () => sync.resync(),
		async stop() {
			closing.abort();
			await done;
		}
	};
}

const inStep = (store: Store, seq: number) =>
	vi.waitFor(
		async () => {
			const sync = await readSync(store);
			expect([sync?.seq, sync?.history.done]).toEqual([seq, true]);
		},
		{ timeout: 30_000, interval: 20 }
	);

/** Of all time, with everything in it. */
async function totalOf(store: Store, nowMs: number) {
	const context = { store, cache: createRowCache(store), nowMs: () => nowMs };
	const range = { fromMs: nowMs - 100 * DAY_MS, toMs: nowMs + DAY_MS };
	return (await queryOverview(context, { range, previous: null, filter: {}, zone: 'Asia/Seoul' })).total;
}

test('old events go from this device as it was shown, totals stay, and nothing comes back by itself', async () => {
	await using store = await setupStore();
	const nowMs = Date.now();
	const events = JSON.parse(
		JSON.stringify([
			...randomEvents(31, COUNT, { startMs: nowMs - DAYS * DAY_MS, spanMs: DAYS * DAY_MS - 1000 })
		])
	);
	const relay = createFakeRelay({ records: asRecords(events.slice(0, COUNT - 100)) });
	const first = start(store, relay);
	await inStep(store, COUNT - 100);
	const before = { total: await totalOf(store, nowMs), rows: await storedRowsText(store) };
	expect(before.total.costNanoUsd).toBeGreaterThan(0);
	const held = (await storedLog(store)).length;

	const shown = await keepDays(store, { days: KEPT, apply: false }, nowMs);
	expect(shown).toMatchObject({ days: KEPT, busy: false, sync: null, beforeMs: nowMs - KEPT * DAY_MS });
	expect(shown.goes).toBeGreaterThan(COUNT / 2);
	expect((await storedLog(store)).length).toBe(held);
	expect(await readKeepDays(store)).toBeNull();

	const told = await keepDays(store, { days: KEPT, apply: true }, nowMs);
	expect([told.goes, told.stays]).toEqual([shown.goes, shown.stays]);
	const kept = await storedLog(store);
	expect(kept.length).toBe(shown.stays);
	expect((await readSync(store))?.events).toBe(shown.stays);
	// Only those that lie in one piece with younger ones.
	const old = kept.filter(({ event }) => event.atMs < nowMs - KEPT * DAY_MS);
	expect(old.length).toBeLessThan(1000);
	// Nothing younger went.
	const young = events
		.slice(0, COUNT - 100)
		.filter(({ atMs }: { atMs: number }) => atMs >= nowMs - KEPT * DAY_MS);
	expect(kept.length - old.length).toBe(young.length);
	expect(await totalOf(store, nowMs)).toEqual(before.total);
	expect(await storedRowsText(store)).toBe(before.rows);

	// What comes next does, and nothing of what went.
	relay.append(asRecords(events, 1).slice(COUNT - 100));
	await inStep(store, COUNT);
	await first.stop();
	const slots = new Set(kept.map(({ slot }) => slot));
	const again = start(store, relay);
	await inStep(store, COUNT);
	for (const { slot } of await storedLog(store)) if (slot <= COUNT - 100) expect(slots.has(slot)).toBe(true);
	expect(relay.requests.filter((path) => path.includes('/api/snapshot')).length).toBe(1);

	// Taken anew, all of it comes, and the old goes again as soon as it has.
	const total = await totalOf(store, nowMs);
	await again.resync();
	await vi.waitFor(
		async () => {
			const sync = await readSync(store);
			expect([sync?.seq, sync?.history.done, sync?.history.pruned]).toEqual([COUNT, true, true]);
			expect(sync?.events).toBeLessThan(COUNT / 2);
		},
		{ timeout: 30_000, interval: 20 }
	);
	expect(await totalOf(store, nowMs)).toEqual(total);
	await again.stop();
});
