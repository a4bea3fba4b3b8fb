import Dexie from 'dexie';
import { afterEach, expect, test, vi } from 'vitest';
import { createPlace } from '#lib/db/place.ts';
import {
	changeAlert,
	readPlans,
	readPushDevice,
	readState,
	saveBudget,
	savePlanSettings,
	savePushDevice
} from '#lib/db/plans.ts';
import { openStore, type Store } from '#lib/db/schema.ts';
import { reset } from '#lib/db/snapshot.ts';
import type { Alert } from '#lib/domain/budget.ts';
import { createApi } from '#lib/stream/api.ts';
import { readPlanNotes } from '../../src/service-worker/plan-notes.ts';
import { createPlansSync } from '../../src/worker/plans-sync.ts';
import { setupStore, startEmpty } from '../support/browser-store.ts';
import { createFakePlans, type FakePlans, makeAlert, makeBudget } from '../support/fake-plans.ts';

const running: AbortController[] = [];

afterEach(() => {
	for (const controller of running.splice(0)) controller.abort();
});

function start(store: Store, relay: FakePlans) {
	const closing = new AbortController();
	running.push(closing);
	const raised: Alert[] = [];
	const sync = createPlansSync({
		store,
		api: createApi({ baseUrl: 'http://relay', fetch: relay.fetch }),
		onChange: ({ alerts }) => raised.push(...alerts),
		onFailure: (error) => {
			throw error;
		},
		random: () => 0
	});
	const done = sync.run(closing.signal);
	return {
		raised,
		request: () => sync.request(),
		async stop() {
			closing.abort();
			await done;
		}
	};
}

const readPlanRevision = async (store: Store) => (await readState(store)).revision;

const names = async (store: Store) =>
	(await readPlans(store)).budgets.filter(({ deletedAtMs }) => deletedAtMs === null).map(({ name }) => name);

test('a budget made offline is kept through a reload and sent when the relay is there', async () => {
	await using store = await setupStore();
	const relay = createFakePlans();
	relay.fail('dead');
	const first = start(store, relay);
	await saveBudget(store, makeBudget(), 1000);
	first.request();
	expect(await names(store)).toEqual(['Everything']);
	await first.stop();
	store.close();
	await store.open();
	expect((await readPlans(store)).unsent).toBe(1);

	relay.fail(null);
	const second = start(store, relay);
	await vi.waitFor(() => expect(relay.plans.budgets.map(({ name }) => name)).toEqual(['Everything']));
	await vi.waitFor(async () => expect((await readPlans(store)).unsent).toBe(0));
	expect(await names(store)).toEqual(['Everything']);
	await second.stop();
});

test('of two devices the one that wrote last wins, whichever is in touch first', async () => {
	await using phone = await setupStore();
	await using laptop = await setupStore();
	const relay = createFakePlans();
	await saveBudget(phone, makeBudget(), 1000);
	const online = start(phone, relay);
	await vi.waitFor(() => expect(relay.plans.budgets.length).toBe(1));
	const other = start(laptop, relay);
	await vi.waitFor(async () => expect(await names(laptop)).toEqual(['Everything']));
	await Promise.all([online.stop(), other.stop()]);

	// Both apart from each other; the phone wrote earlier and is heard later.
	await saveBudget(phone, makeBudget({ name: 'Phone' }), 2000);
	await saveBudget(laptop, makeBudget({ name: 'Laptop' }), 3000);
	const late = start(laptop, relay);
	await vi.waitFor(() => expect(relay.plans.budgets[0]?.name).toBe('Laptop'));
	const later = start(phone, relay);
	await vi.waitFor(async () => expect(await names(phone)).toEqual(['Laptop']));
	expect(relay.plans.budgets.map(({ name }) => name)).toEqual(['Laptop']);
	await Promise.all([late.stop(), later.stop()]);
});

test('a deleted budget stays deleted against an older version, and an undo brings it back', async () => {
	await using store = await setupStore();
	await using other = await setupStore();
	const relay = createFakePlans();
	const kept = await saveBudget(store, makeBudget(), 1000);
	await saveBudget(other, makeBudget({ name: 'Older' }), 500);
	await saveBudget(store, { ...kept, deletedAtMs: 1 }, 2000);
	const device = start(store, relay);
	await vi.waitFor(() => expect(relay.plans.budgets[0]?.deletedAtMs).toBe(2000));
	const second = start(other, relay);
	await vi.waitFor(async () => expect(await names(other)).toEqual([]));

	await saveBudget(store, kept, 2000);
	device.request();
	await vi.waitFor(() =>
		expect(relay.plans.budgets[0]).toMatchObject({ deletedAtMs: null, updatedAtMs: 2001 })
	);
	second.request();
	await vi.waitFor(async () => expect(await names(other)).toEqual(['Everything']));
	await Promise.all([device.stop(), second.stop()]);
});

test('a change is later than what it changes even where this clock is behind', async () => {
	await using store = await setupStore();
	await saveBudget(store, makeBudget(), 9000);
	expect((await saveBudget(store, makeBudget({ name: 'Next' }), 10)).updatedAtMs).toBe(9001);
});

test('a write made while the one before is on its way is sent too', async () => {
	await using store = await setupStore();
	const relay = createFakePlans();
	let wrote = false;
	const slow: typeof fetch = async (input, init) => {
		const answer = await relay.fetch(input, init);
		if (init?.method === 'PUT' && !wrote) {
			wrote = true;
			await saveBudget(store, makeBudget({ name: 'Second' }), 2000);
		}
		return answer;
	};
	await saveBudget(store, makeBudget({ name: 'First' }), 1000);
	const device = start(store, { ...relay, fetch: slow });
	await vi.waitFor(() => expect(relay.calls).toContain('GET /api/plans'));
	expect(await names(store)).toEqual(['Second']);
	device.request();
	await vi.waitFor(() => expect(relay.plans.budgets[0]?.name).toBe('Second'));
	await device.stop();
});

test('a wiped device gets budgets, alerts, acknowledgements and quiet hours back', async () => {
	const relay = createFakePlans();
	const quietHours = { from: '22:00', to: '07:00', zone: 'Europe/Paris' };
	{
		await using store = await setupStore();
		relay.plans.alerts.push(makeAlert());
		await saveBudget(store, makeBudget(), 1000);
		const device = start(store, relay);
		await vi.waitFor(async () => expect((await readPlans(store)).alerts.length).toBe(1));
		await changeAlert(store, makeAlert().id, { acknowledgedAtMs: 5000 });
		await savePlanSettings(store, { quietHours, signalsOff: ['cache-drop'] });
		device.request();
		await vi.waitFor(() => expect(relay.plans.settings).toEqual({ quietHours, signalsOff: ['cache-drop'] }));
		await vi.waitFor(async () => expect((await readPlans(store)).unsent).toBe(0));
		await device.stop();
	}
	await using store = await setupStore();
	const device = start(store, relay);
	await vi.waitFor(async () => expect((await readPlans(store)).read).toBe(true));
	const plans = await readPlans(store);
	expect(plans.budgets).toEqual(relay.plans.budgets);
	expect(plans.alerts).toEqual([makeAlert({ acknowledgedAtMs: 5000 })]);
	expect(plans.settings).toEqual({ quietHours, signalsOff: ['cache-drop'] });
	// Old news, to a device that has read nothing before.
	expect(device.raised).toEqual([]);
	await device.stop();
});

test('a crossing is told once, and an acknowledgement made offline is not undone by what the relay says', async () => {
	await using store = await setupStore();
	const relay = createFakePlans();
	const device = start(store, relay);
	await vi.waitFor(async () => expect((await readPlans(store)).read).toBe(true));
	relay.plans.alerts.push(makeAlert());
	relay.touch();
	device.request();
	await vi.waitFor(() => expect(device.raised.map(({ id }) => id)).toEqual([makeAlert().id]));
	await device.stop();

	relay.fail('dead');
	await changeAlert(store, makeAlert().id, { mutedUntilMs: 7000 });
	await changeAlert(store, makeAlert().id, { acknowledgedAtMs: 5000 });
	relay.fail(null);
	relay.touch();
	const again = start(store, relay);
	await vi.waitFor(() =>
		expect(relay.plans.alerts[0]).toMatchObject({ acknowledgedAtMs: 5000, mutedUntilMs: 7000 })
	);
	await vi.waitFor(async () =>
		expect((await readPlans(store)).alerts[0]).toMatchObject({ acknowledgedAtMs: 5000, mutedUntilMs: 7000 })
	);
	expect(again.raised).toEqual([]);
	await again.stop();
});

test('what the relay will never take is told and not sent again; what it cannot take now is', async () => {
	await using store = await setupStore();
	const relay = createFakePlans();
	await saveBudget(store, makeBudget({ amountNanoUsd: 13 }), 1000);
	const device = start(store, relay);
	await vi.waitFor(async () => expect((await readPlans(store)).refused).toBe('Not that amount.'));
	expect((await readPlans(store)).unsent).toBe(0);
	await device.stop();

	relay.fail(503);
	await saveBudget(store, makeBudget({ name: 'Later' }), 2000);
	const waiting = start(store, relay);
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect((await readPlans(store)).unsent).toBe(1);
	relay.fail(null);
	waiting.request();
	await vi.waitFor(() => expect(relay.plans.budgets[0]?.name).toBe('Later'));
	await vi.waitFor(async () => expect((await readPlans(store)).refused).toBeNull());
	await waiting.stop();
});

test('another relay is given the budgets, prices and names it lacks, not those that were deleted there', async () => {
	await using store = await setupStore();
	const one = createFakePlans();
	const there = start(store, one);
	await saveBudget(store, makeBudget({ id: 'b1', name: 'Everything' }), 1000);
	await saveBudget(store, makeBudget({ id: 'b2', name: 'Work' }), 1000);
	there.request();
	await vi.waitFor(async () => expect((await readPlans(store)).unsent).toBe(0));
	await vi.waitFor(async () => expect(await readPlanRevision(store)).toBe(2));
	await there.stop();

	// Moved: the other one knows nothing of them.
	const other = createFakePlans();
	const here = start(store, other);
	await vi.waitFor(() => expect(other.plans.budgets.map(({ id }) => id).sort()).toEqual(['b1', 'b2']));
	await vi.waitFor(async () => expect((await readPlans(store)).unsent).toBe(0));
	expect((await names(store)).sort()).toEqual(['Everything', 'Work']);
	await vi.waitFor(async () => expect(await readPlanRevision(store)).toBe(2));

	// Deleted with everything: revisions go on, and nothing is offered.
	other.plans.budgets = [];
	other.touch();
	here.request();
	await vi.waitFor(async () => expect(await names(store)).toEqual([]));
	expect(other.plans.budgets).toEqual([]);
	await here.stop();
});

test('a relay that declines what it is offered is not quoted: nobody wrote it here', async () => {
	await using store = await setupStore();
	const one = createFakePlans();
	one.plans.budgets = [makeBudget({ id: 'b1', amountNanoUsd: 13 })];
	one.plans.revision = 5;
	const there = start(store, one);
	await vi.waitFor(async () => expect(await names(store)).toEqual(['Everything']));
	await there.stop();
	const other = createFakePlans();
	const here = start(store, other);
	await vi.waitFor(() => expect(other.calls).toContain('PUT /api/plans/budgets/b1'));
	await vi.waitFor(async () => expect(await readPlanRevision(store)).toBe(0));
	await vi.waitFor(async () => expect((await readPlans(store)).unsent).toBe(0));
	expect((await readPlans(store)).refused).toBeNull();
	await here.stop();
});

test('a relay without a place for budgets does not make a device forget one', async () => {
	await using store = await setupStore();
	const relay = createFakePlans();
	relay.fail(404);
	await saveBudget(store, makeBudget(), 1000);
	const device = start(store, relay);
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect((await readPlans(store)).unsent).toBe(1);
	expect(await names(store)).toEqual(['Everything']);
	await device.stop();
});

test('a reset of the replica leaves budgets and unsent writes alone', async () => {
	await using store = await setupStore();
	await saveBudget(store, makeBudget(), 1000);
	await reset(store);
	await startEmpty(store, 'other');
	expect(await names(store)).toEqual(['Everything']);
	expect((await readPlans(store)).unsent).toBe(1);
});

test('a store of the schema before gains the tables and keeps its rows', async () => {
	const name = `test-upgrade-${crypto.randomUUID()}`;
	const older = new Dexie(name);
	older.version(2).stores({
		segments: 'firstSlot, minAtMs, maxAtMs, *sessions',
		days: 'day',
		daySums: 'day',
		dayCosts: 'day',
		dayDetails: 'day',
		sessions: 'key, lastMs, user, profile, machine, project, *models',
		meta: 'key'
	});
	await older.open();
	await older.table('days').put({ day: 0, body: '{}', more: '{}' });
	older.close();
	const store = await openStore(name);
	expect(await store.days.count()).toBe(1);
	await saveBudget(store, makeBudget(), 1000);
	expect(await names(store)).toEqual(['Everything']);
	await store.delete();
});

test('unsent writes are carried over from a store of a newer schema', async () => {
	const name = `test-newer-${crypto.randomUUID()}`;
	const newer = new Dexie(name);
	newer.version(99).stores({ planWrites: 'key', strange: 'id' });
	await newer.open();
	const write = { key: 'budget:b1', stamp: 's', write: { kind: 'budget', budget: makeBudget() } };
	await newer.table('planWrites').bulkPut([write, { key: 'no shape known here' }]);
	newer.close();
	const store = await openStore(name);
	expect(await store.planWrites.toArray()).toEqual([write]);
	await store.delete();
});

test('the service worker reads quiet hours and the device’s name, and makes no store where there is none', async () => {
	const place = createPlace('tidemark');
	await place.enter();
	await place.destroy();
	expect(await readPlanNotes()).toMatchObject({ settings: { quietHours: null }, deviceName: null });
	await place.enter();
	expect((await place.factory.databases()).map(({ name }) => name)).not.toContain('tidemark');
	const quietHours = { from: '22:00', to: '07:00', zone: 'Europe/Paris' };
	const store = await openStore('tidemark');
	await savePlanSettings(store, { quietHours, signalsOff: ['cache-drop'] });
	await savePushDevice(store, { id: 'd1', name: 'Laptop' });
	expect(await readPlanNotes()).toMatchObject({ settings: { quietHours }, deviceName: 'Laptop' });
	expect(await readPushDevice(store)).toEqual({ id: 'd1', name: 'Laptop' });
	await store.delete();
});

test('a store that does not answer keeps no push from being shown', async () => {
	const { storageBuckets } = navigator as Navigator & {
		storageBuckets: { open(name: string): Promise<never> };
	};
	const open = vi.spyOn(storageBuckets, 'open').mockReturnValue(Promise.race<never>([]));
	try {
		expect(await readPlanNotes()).toMatchObject({ settings: { quietHours: null }, deviceName: null });
		expect(open).toHaveBeenCalledOnce();
	} finally {
		open.mockRestore();
	}
});
