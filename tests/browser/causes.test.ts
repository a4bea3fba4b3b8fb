import { expect, test } from 'vitest';
import { createIngest } from '#lib/db/ingest.ts';
import { createCauses } from '#lib/db/query-causes.ts';
import { queryPeers } from '#lib/db/query-peers.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import { sessionKey } from '#lib/domain/fold.ts';
import { setupStore, startEmpty } from '../support/browser-store.ts';
import { asRecords, makeEvent, randomEvents, START_MS } from '../support/make-event.ts';

const NOW = START_MS + 30 * 86_400_000;
const noRemote = { of: () => [] };

test('a session is told by one version until its events change', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const events = [...randomEvents(7, 1200, { spanMs: 86_400_000, perSession: 60 })];
	const ingest = createIngest(store);
	await ingest.applyFrame({ epoch: 'e', after: 0, records: asRecords(events), horizonMs: null });
	const cache = createRowCache(store);
	const causes = createCauses({ store, cache, nowMs: () => NOW }, noRemote);
	const key = sessionKey(events.find(({ name }) => name === 'api_request')!);

	// The page asks for both at once: they are of one reading.
	const [early, first] = await Promise.all([
		causes.sessionHead({ key, range: null }),
		causes.causes({ key, version: 0, all: false })
	]);
	expect(first!.version).toBe(early!.version);
	const head = (await causes.sessionHead({ key, range: null }))!;
	expect((await causes.sessionHead({ key, range: null }))!.version).toBe(head.version);
	const { rows, totalNano } = (await causes.causes({ key, version: head.version, all: true }))!;
	expect(totalNano).toBe(head.item.lifetime.costNanoUsd);
	expect(rows.length).toBeGreaterThan(0);
	const sides = (await causes.sides({ key, version: head.version }))!;
	expect(sides.views.cause.reduce((sum, { nano }) => sum + nano, 0)).toBe(totalNano);
	expect((await causes.findings({ key, version: head.version })).length).toBeLessThanOrEqual(5);
	const detail = await causes.causeRow({ key, version: head.version, row: rows[0]!.id });
	expect(detail!.events.map(({ id }) => id).sort()).toEqual(rows[0]!.eventIds.toSorted());

	const added = makeEvent({ sessionId: key, atMs: NOW - 1000, costNanoUsd: 77, model: 'claude-opus-5-5' });
	await ingest.applyFrame({
		epoch: 'e',
		after: events.length,
		records: asRecords([added], events.length + 1),
		horizonMs: null
	});
	const later = (await causes.sessionHead({ key, range: null }))!;
	expect(later.version).not.toBe(head.version);
	expect((await causes.causes({ key, version: later.version, all: true }))!.totalNano).toBe(totalNano + 77);
});

test('a session nobody has is told as missing', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const causes = createCauses({ store, cache: createRowCache(store), nowMs: () => NOW }, noRemote);
	expect(await causes.sessionHead({ key: 'nobody', range: null })).toBeNull();
	expect(await causes.causes({ key: 'nobody', version: 1, all: true })).toBeNull();
	expect(await causes.sides({ key: 'nobody', version: 1 })).toBeNull();
	expect(await causes.findings({ key: 'nobody', version: 1 })).toEqual([]);
	expect(await causes.causeRow({ key: 'nobody', version: 1, row: 'x' })).toBeNull();
});

test('two sessions asked about in turn keep their versions, so that comparing them comes to rest', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const events = [...randomEvents(8, 1200, { spanMs: 86_400_000, perSession: 60 })];
	await createIngest(store).applyFrame({ epoch: 'e', after: 0, records: asRecords(events), horizonMs: null });
	const causes = createCauses({ store, cache: createRowCache(store), nowMs: () => NOW }, noRemote);
	const keys = [...new Set(events.filter(({ name }) => name === 'api_request').map(sessionKey))].slice(0, 2);
	const versions = async () =>
		Promise.all(keys.map(async (key) => (await causes.sessionHead({ key, range: null }))!.version));
	const first = await versions();
	expect(new Set(first).size).toBe(2);
	for (const [i, key] of keys.entries()) await causes.sides({ key, version: first[i]! });
	expect(await versions()).toEqual(first);
});

test('a session stands among those of its project, told from the sessions table', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const request = (session: number, costNanoUsd: number, project: string) =>
		makeEvent({
			id: `api_request:${session}`,
			requestId: `${session}`,
			sessionId: `s${session}`,
			atMs: START_MS + session,
			costNanoUsd,
			facts: { project }
		});
	const events = [
		...Array.from({ length: 12 }, (_, i) => request(i, (i + 1) * 1000, 'tidemark')),
		request(20, 1, 'another')
	];
	await createIngest(store).applyFrame({ epoch: 'e', after: 0, records: asRecords(events), horizonMs: null });
	const context = { store, cache: createRowCache(store), nowMs: () => NOW };
	expect(await queryPeers(context, { key: 's8' })).toEqual({
		project: 'tidemark',
		peers: 11,
		dearerThan: 8,
		typical: 's5'
	});
	expect(await queryPeers(context, { key: 's20' })).toMatchObject({
		project: 'another',
		peers: 0,
		typical: null
	});
	expect(await queryPeers(context, { key: 'nobody' })).toBeNull();
});
