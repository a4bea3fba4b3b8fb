// Two relays over one Loki: the same events, ids and sums; a device that is moved to the other one begins anew with the same,
// and takes along what a person made.
import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { readPlans, saveBudget } from '#lib/db/plans.ts';
import { queryOverview } from '#lib/db/query-overview.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import type { Store } from '#lib/db/schema.ts';
import { readSync } from '#lib/db/sync-state.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import { createApi } from '#lib/stream/api.ts';
import { createPlansSync } from '../../src/worker/plans-sync.ts';
import { createStatus } from '../../src/worker/status.ts';
import { createSync } from '../../src/worker/sync.ts';
import { setupStore, storedLog, storedRowsText } from '../support/browser-store.ts';
import { makeBudget } from '../support/budgets.ts';
import { madeEntries } from '../support/loki-entries.ts';
import { startLokiStub } from '../support/loki-stub.ts';
import { type Relay, startRelay } from '../support/relay.ts';

const COUNT = 900;

async function idsOf(relay: Relay): Promise<string[]> {
	const { head } = await relay.health();
	const page = await (await fetch(`${relay.url}/api/events?before=${head + 1}&limit=2000`)).json();
	return page.events.map(({ event }: { event: { id: string } }) => event.id).sort();
}

/** Rows of the snapshot without what names the journal, in an order of their own. */
async function rowsOf(relay: Relay): Promise<string[]> {
	const text = await (await fetch(`${relay.url}/api/snapshot`)).text();
	const sorted = (value: unknown): unknown =>
		value !== null && typeof value === 'object' && !Array.isArray(value)
			? Object.fromEntries(
					Object.entries(value)
						.sort(([a], [b]) => (a < b ? -1 : 1))
						.map(([key, inner]) => [key, sorted(inner)])
				)
			: value;
	return text
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line))
		.filter(({ type }) => type === 'day' || type === 'session')
		.map((line) => JSON.stringify(sorted(line)))
		.sort();
}

test('two relays over one Loki agree, and a cursor of one is told by the other', async () => {
	const loki = await startLokiStub();
	loki.store.add(madeEntries(COUNT, Date.now() - 86_400_000));
	const relays = await Promise.all([1, 2].map(() => startRelay({ env: { LOKI_URL: loki.url } })));
	try {
		const [one, other] = relays as [Relay, Relay];
		await Promise.all(relays.map((relay) => relay.holds(COUNT)));
		loki.push(madeEntries(20, Date.now() - 1000, 1, 'later'));
		await Promise.all(relays.map((relay) => relay.holds(COUNT + 20)));
		expect(await idsOf(other)).toEqual(await idsOf(one));
		expect((await rowsOf(one)).length).toBeGreaterThan(1);
		expect(await rowsOf(other)).toEqual(await rowsOf(one));

		const { epoch, head } = await one.health();
		expect((await other.health()).epoch).not.toBe(epoch);
		const stream = await fetch(`${other.url}/api/stream?cursor=${epoch}.${head}`);
		const frames = await stream.text();
		expect(frames).toContain('event: reset');
		// Nothing was deleted: the device may show what it has until the snapshot is there.
		expect(frames).not.toContain('"erase"');
	} finally {
		await Promise.all(relays.map((relay) => relay.remove()));
		await loki.stop();
	}
});

/** The device as the app runs it, on the relay that answers under its address now. */
function visit(store: Store, relay: Relay) {
	const closing = new AbortController();
	const api = createApi({
		baseUrl: relay.url,
		// As a browser says of a page of the same origin.
		fetch: (input, init) => {
			const headers = new Headers(init?.headers);
			headers.set('sec-fetch-site', 'same-origin');
			return fetch(input, { ...init, headers });
		}
	});
	const failures: unknown[] = [];
	const plans = createPlansSync({
		store,
		api,
		onChange: () => undefined,
		onFailure: (error) => failures.push(error)
	});
	const sync = createSync({
		store,
		api,
		status: createStatus(() => undefined),
		onChange: () => undefined,
		onPlans: () => plans.request()
	});
	const running = Promise.all([sync.run(closing.signal), plans.run(closing.signal)]);
	return {
		request: () => plans.request(),
		failures,
		async inStep() {
			await vi.waitFor(
				async () => {
					const { epoch, head } = await relay.health();
					const synced = await readSync(store);
					expect([synced?.epoch.split('.')[0], synced?.seq, synced?.history.done]).toEqual([
						epoch,
						head,
						true
					]);
				},
				{ timeout: 60_000, interval: 100 }
			);
		},
		async leave() {
			closing.abort();
			await running;
		}
	};
}

async function totalOf(store: Store, nowMs: number) {
	const context = { store, cache: createRowCache(store), nowMs: () => nowMs };
	const range = { fromMs: nowMs - 10 * DAY_MS, toMs: nowMs + DAY_MS };
	return (await queryOverview(context, { range, previous: null, filter: {}, zone: 'UTC' })).total;
}

test('a device moved from one to the other has the same ids and totals, and its budgets', {
	timeout: 180_000
}, async () => {
	await using store = await setupStore();
	const nowMs = Date.now();
	const loki = await startLokiStub();
	loki.store.add(madeEntries(COUNT, nowMs - 86_400_000));
	const relays = await Promise.all([1, 2].map(() => startRelay({ env: { LOKI_URL: loki.url } })));
	const [one, other] = relays as [Relay, Relay];
	try {
		await Promise.all(relays.map((relay) => relay.holds(COUNT)));
		const first = visit(store, one);
		await saveBudget(store, makeBudget({ id: 'b1', name: 'Moved along' }), nowMs);
		first.request();
		await vi.waitFor(async () => expect((await readPlans(store)).unsent).toBe(0), { timeout: 30_000 });
		await first.inStep();
		await first.leave();
		const before = { total: await totalOf(store, nowMs), rows: await storedRowsText(store) };
		const ids = async () => (await storedLog(store)).map(({ event }) => event.id).sort();
		expect(await ids()).toEqual(await idsOf(one));
		expect(before.total.events).toBeGreaterThan(0);

		const second = visit(store, other);
		await second.inStep();
		const budgetsThere = async () => {
			const plans = await (await fetch(`${other.url}/api/plans`)).json();
			return plans.budgets.map(({ name }: { name: string }) => name);
		};
		await vi.waitFor(async () => expect(await budgetsThere()).toEqual(['Moved along']), { timeout: 30_000 });
		await vi.waitFor(async () => expect((await readPlans(store)).unsent).toBe(0), { timeout: 30_000 });
		expect(await ids()).toEqual(await idsOf(other));
		expect(await totalOf(store, nowMs)).toEqual(before.total);
		expect(await storedRowsText(store)).toBe(before.rows);
		expect((await readPlans(store)).budgets.map(({ name }) => name)).toEqual(['Moved along']);

		// And back again, with what came meanwhile.
		loki.push(madeEntries(20, Date.now() - 1000, 1, 'later'));
		await Promise.all(relays.map((relay) => relay.holds(COUNT + 20)));
		await second.inStep();
		await second.leave();
		const third = visit(store, one);
		await third.inStep();
		expect(await ids()).toEqual(await idsOf(one));
		expect((await ids()).length).toBe(COUNT + 20);
		await third.leave();
		expect([...first.failures, ...second.failures, ...third.failures]).toEqual([]);
	} finally {
		await Promise.all(relays.map((relay) => relay.remove()));
		await loki.stop();
	}
});
