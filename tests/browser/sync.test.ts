import { afterEach, describe, expect, test, vi } from 'vitest';
import { createPlace, STORE_NAME } from '#lib/db/place.ts';
import { openStore, type Store } from '#lib/db/schema.ts';
import { readSync } from '#lib/db/sync-state.ts';
import type { JournalRecord } from '#lib/domain/event.ts';
import { applyRecords } from '#lib/domain/fold.ts';
import { createApi } from '#lib/stream/api.ts';
import type { RowsChanged } from '#lib/stream/channel.ts';
import { createStatus } from '../../src/worker/status.ts';
import { createSync } from '../../src/worker/sync.ts';
import { setupStore, storedLog, storedRowsText } from '../support/browser-store.ts';
import { createFakeRelay, type FakeRelay } from '../support/fake-relay.ts';
import { makeEvent, randomRecords } from '../support/make-event.ts';
import { emptyTables, rowsOf } from '../support/model-journal.ts';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const running: AbortController[] = [];

afterEach(() => {
	for (const controller of running.splice(0)) controller.abort();
});

function start(store: Store, relay: FakeRelay) {
	const closing = new AbortController();
	running.push(closing);
	const changes: RowsChanged[] = [];
	const status = createStatus(() => undefined);
	const sync = createSync({
		store,
		api: createApi({ baseUrl: 'http://relay', fetch: relay.fetch }),
		status,
		onChange: (change) => changes.push(change)
	});
	const done = sync.run(closing.signal);
	return {
		sync,
		status,
		changes,
		async stop() {
			closing.abort();
			await done;
		}
	};
}

/** The store holds what the relay has: rows, log and cursor. */
async function expectInStep(store: Store, relay: FakeRelay): Promise<void> {
	const tables = emptyTables();
	applyRecords(tables, throughJson([...relay.records]), null);
	const log = new Map<number, unknown>();
	for (const { slot, event } of relay.records) log.set(slot, event);
	await vi.waitFor(
		async () => {
			const sync = await readSync(store);
			expect(sync?.seq).toBe(relay.records.at(-1)?.seq ?? 0);
			expect(sync?.history.done).toBe(true);
		},
		{ timeout: 20_000, interval: 20 }
	);
	expect(await storedRowsText(store)).toBe(rowsOf(tables));
	expect(await storedLog(store)).toEqual(
		throughJson([...log].sort(([a], [b]) => a - b).map(([slot, event]) => ({ slot, event })))
	);
	expect((await readSync(store))?.events).toBe(log.size);
}

/** The journal in two parts: what is there, and what comes with revisions of both. */
function parts(seed: number, count: number, revisions: number): [JournalRecord[], JournalRecord[]] {
	const records = randomRecords(seed, count, revisions);
	const cut = Math.floor(count * 0.7);
	return [records.slice(0, cut), records.slice(cut)];
}

describe('a device comes into step', () => {
	test('snapshot, stream and history together give the journal', async () => {
		await using store = await setupStore();
		const [before, after] = parts(1, 5000, 300);
		const relay = createFakeRelay({ records: before });
		const device = start(store, relay);
		relay.append(after.slice(0, 400));
		await vi.waitFor(() => expect(device.status.current.state).toBe('live'), { timeout: 20_000 });
		relay.append(after.slice(400));
		await expectInStep(store, relay);
		expect(device.status.current.history).toEqual({ have: 5000, total: 5000, done: true, whole: true });
		await device.stop();
	});

	test('revisions that come while a page of history is on its way are not lost', async () => {
		await using store = await setupStore();
		const records = throughJson(randomRecords(2, 3000, 200));
		const relay = createFakeRelay({ records: records.slice(0, 3000) });
		const late: typeof fetch = async (input, init) => {
			const response = await relay.fetch(input, init);
			if (!String(input).includes('before=')) return response;
			// The page was made; now, before it arrives, revisions of its events are streamed and stored.
			const part = records.slice(relay.records.length, relay.records.length + 120);
			relay.append(part);
			await vi.waitFor(async () => expect((await readSync(store))?.seq).toBe(relay.records.at(-1)!.seq), {
				timeout: 20_000
			});
			return response;
		};
		const device = start(store, { ...relay, fetch: late, records: relay.records } as FakeRelay);
		await vi.waitFor(async () => expect((await readSync(store))?.history.done).toBe(true), {
			timeout: 10_000
		});
		relay.append(records.slice(relay.records.length));
		await expectInStep(store, relay);
		await device.stop();
	});

	test('history goes on where it stopped', async () => {
		await using store = await setupStore();
		const relay = createFakeRelay({ records: throughJson(randomRecords(3, 7000)) });
		const first = start(store, relay);
		await vi.waitFor(async () => expect((await readSync(store))!.events).toBeGreaterThan(0), {
			timeout: 10_000,
			interval: 1
		});
		await first.stop();
		expect((await readSync(store))?.history.done).toBe(false);
		const asked = relay.requests.filter((path) => path === '/api/snapshot').length;
		const second = start(store, relay);
		await expectInStep(store, relay);
		expect(relay.requests.filter((path) => path === '/api/snapshot').length).toBe(asked);
		await second.stop();
	});

	test('an interrupted snapshot leaves no cursor and is begun again', async () => {
		await using store = await setupStore();
		const relay = createFakeRelay({ records: throughJson(randomRecords(4, 2000, 0, { perSession: 8 })) });
		relay.cutSnapshotAfter(150);
		const device = start(store, relay);
		await vi.waitFor(() => expect(device.status.current.state).toBe('offline'), { interval: 5 });
		expect((await readSync(store))?.seq).toBeNull();
		expect(await store.days.count()).toBeGreaterThan(0);
		await expectInStep(store, relay);
		await device.stop();
	});

	test('rows are there to be read before the snapshot is whole', async () => {
		await using store = await setupStore();
		const relay = createFakeRelay({
			records: throughJson(randomRecords(5, 4000, 0, { perSession: 6, spanMs: 30 * 86_400_000 }))
		});
		const device = start(store, relay);
		await expectInStep(store, relay);
		expect(device.changes.length).toBeGreaterThan(1);
		await device.stop();
	});
});

describe('what can go wrong', () => {
	test('streams cut over and over lose nothing and repeat nothing', async () => {
		await using store = await setupStore();
		const [before, after] = parts(6, 2000, 300);
		const relay = createFakeRelay({ records: before, frame: 7 });
		const device = start(store, relay);
		for (let i = 0; i < after.length; i += 90) {
			relay.append(after.slice(i, i + 90));
			await new Promise((resolve) => setTimeout(resolve, 30));
			relay.cut();
			device.sync.retry();
		}
		await vi.waitFor(() => {
			device.sync.retry();
			expect(device.status.current.state).toBe('live');
		});
		await expectInStep(store, relay);
		await device.stop();
	});

	test('another journal brings a clean start', async () => {
		await using store = await setupStore();
		const relay = createFakeRelay({ records: randomRecords(7, 500) });
		const device = start(store, relay);
		await expectInStep(store, relay);
		relay.replace('other', throughJson(randomRecords(8, 300)));
		await expectInStep(store, relay);
		expect((await readSync(store))?.epoch).toBe('other');
		await device.stop();
	});

	test('a dead relay is offline, the figures stay, and a living one is live again', async () => {
		await using store = await setupStore();
		const relay = createFakeRelay({ records: randomRecords(9, 300) });
		const device = start(store, relay);
		await expectInStep(store, relay);
		relay.fail('dead');
		await vi.waitFor(() => expect(device.status.current.state).toBe('offline'));
		expect(await store.sessions.count()).toBeGreaterThan(0);
		relay.fail(null);
		device.sync.retry();
		await vi.waitFor(() => expect(device.status.current.state).toBe('live'), { timeout: 20_000 });
		await device.stop();
	});

	test.each([
		[503, 'offline'],
		[401, 'signed-out'],
		[421, 'refused'],
		[500, 'refused']
	] as const)('an answer of %i is shown as %s', async (status, state) => {
		await using store = await setupStore();
		const relay = createFakeRelay();
		relay.fail(status);
		const device = start(store, relay);
		await vi.waitFor(() => expect(device.status.current.state).toBe(state));
		await device.stop();
	});

	test('a relay of another protocol asks for an update', async () => {
		await using store = await setupStore();
		const relay = createFakeRelay();
		relay.protocol = 2;
		const device = start(store, relay);
		await vi.waitFor(() => expect(device.status.current.state).toBe('update-needed'));
		await device.stop();
	});

	test('a store that refuses is told, and what it refused comes later', async () => {
		await using store = await setupStore();
		const relay = createFakeRelay({ records: randomRecords(10, 50) });
		const device = start(store, relay);
		await expectInStep(store, relay);
		const fail = () => {
			throw new Error('disk away');
		};
		store.meta.hook('updating', fail);
		relay.append([{ seq: 51, slot: 51, event: makeEvent({ sessionId: 'new' }) }]);
		await vi.waitFor(() => expect(device.status.current.storageError).toContain('disk away'));
		store.meta.hook('updating').unsubscribe(fail);
		device.sync.retry();
		await expectInStep(store, relay);
		await vi.waitFor(() => expect(device.status.current.storageError).toBeNull());
		await device.stop();
	});

	test('a place that a tab threw away, and then ended, is entered anew and filled again', async () => {
		const store = await openStore();
		const relay = createFakeRelay({ records: throughJson(randomRecords(12, 400)) });
		const device = start(store, relay);
		await expectInStep(store, relay);
		const other = createPlace(STORE_NAME);
		await other.enter();
		await other.destroy();
		relay.append(throughJson(randomRecords(12, 500)).slice(400));
		await expectInStep(store, relay);
		expect(device.status.current.storageError).toBeNull();
		await device.stop();

		// And by the next to lead, whose store was closed for it.
		store.close();
		await other.enter();
		await other.destroy();
		const next = start(store, relay);
		await expectInStep(store, relay);
		await next.stop();
		store.close();
		await other.enter();
		await other.destroy();
	});

	test('a resync takes everything anew', async () => {
		await using store = await setupStore();
		const relay = createFakeRelay({ records: throughJson(randomRecords(11, 1500)) });
		const device = start(store, relay);
		await expectInStep(store, relay);
		await store.sessions.clear();
		await device.sync.resync();
		await expectInStep(store, relay);
		await device.stop();
	});
});
