// Names and own rates on a device: laid over stored rows, kept until the relay has them, and events folded by the rates
// the rows came with.
import { expect, test, vi } from 'vitest';
import { choicesOf } from '#lib/db/filter.ts';
import { createIngest } from '#lib/db/ingest.ts';
import { queryNamedValues } from '#lib/db/names.ts';
import { readPlans, saveNames, savePrice } from '#lib/db/plans.ts';
import { queryPlans } from '#lib/db/query-budgets.ts';
import { queryOverview } from '#lib/db/query-overview.ts';
import { querySessions } from '#lib/db/query-sessions.ts';
import { rebuild } from '#lib/db/rebuild.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import type { Store } from '#lib/db/schema.ts';
import { applySnapshot, type SnapshotLine } from '#lib/db/snapshot.ts';
import { HIDDEN, type Named, type NameRule, nameId } from '#lib/domain/names.ts';
import { overrideId, type PriceOverride } from '#lib/domain/price-override.ts';
import type { Filter } from '#lib/domain/views.ts';
import { createApi } from '#lib/stream/api.ts';
import { createPlansSync } from '../../src/worker/plans-sync.ts';
import { setupStore, snapshotLines, startEmpty } from '../support/browser-store.ts';
import { createFakePlans } from '../support/fake-plans.ts';
import { asRecords, makeEvent, START_MS } from '../support/make-event.ts';

const RANGE = { fromMs: START_MS - 3_600_000, toMs: START_MS + 86_400_000 };
const PLACES = [
	{ project: 'shop', branch: 'main' },
	{ project: 'shop-old', branch: 'main' },
	{ project: 'secret', branch: 'fix' },
	{}
];

const events = (costNanoUsd: number | null = null) =>
	PLACES.map((facts, i) =>
		makeEvent({
			id: `api_request:r${i}`,
			name: 'api_request',
			requestId: `r${i}`,
			sessionId: `s${i}`,
			atMs: START_MS + i * 60_000,
			model: 'claude-sonnet-5',
			inputTokens: 1000 * 2 ** i,
			outputTokens: 0,
			costNanoUsd,
			facts
		})
	);

async function fill(store: Store, head: () => AsyncIterable<SnapshotLine> = () => empty()) {
	await applySnapshot(store, head());
	await createIngest(store).applyFrame({
		epoch: 'e',
		after: 0,
		records: asRecords(events()),
		horizonMs: null
	});
	return { store, cache: createRowCache(store), nowMs: () => RANGE.toMs };
}

const empty = () => snapshotLines({ sessions: new Map(), days: new Map() });

const rule = (dimension: Named, value: string, change: Partial<NameRule>): NameRule => ({
	id: nameId(dimension, value),
	dimension,
	value,
	name: null,
	hidden: false,
	updatedAtMs: 0,
	...change
});

const price = (model: string, rate: number): PriceOverride => ({
	id: overrideId(model, ''),
	model,
	from: '',
	usdPerMillion: [rate, rate, rate, rate, rate],
	updatedAtMs: 0,
	deletedAtMs: null
});

test('names are laid over what is stored: filters, lists and choices follow at once, and no sum moves', async () => {
	await using store = await setupStore();
	const context = await fill(store);
	// The table's two dollars per million.
	const cost = async (filter: Filter) => {
		const asked = { range: RANGE, filter, zone: 'UTC' };
		const { total } = await queryOverview(context, { ...asked, previous: null });
		const items = await querySessions(context, asked);
		expect(items.reduce((sum, { inRange }) => sum + inRange.costNanoUsd, 0)).toBe(total.costNanoUsd);
		return total.costNanoUsd / 2_000_000;
	};
	expect(await cost({ project: 'shop' })).toBe(1);
	expect(await cost({ branch: 'main' })).toBe(3);
	await saveNames(
		store,
		[
			rule('project', 'shop-old', { name: 'shop' }),
			rule('project', 'secret', { hidden: true }),
			rule('branch', 'fix', { name: 'main' })
		],
		1
	);
	expect(await cost({})).toBe(15);
	expect(await cost({ project: 'shop' })).toBe(3);
	expect(await cost({ project: 'shop-old' })).toBe(3);
	expect(await cost({ project: HIDDEN })).toBe(4);
	expect(await cost({ project: '' })).toBe(8);
	expect(await cost({ branch: 'main' })).toBe(7);
	expect((await choicesOf(context)).projects).toEqual([
		{ label: '', values: [''] },
		{ label: 'shop', values: ['shop', 'shop-old'] },
		{ label: HIDDEN, values: [HIDDEN, 'secret'] }
	]);
	const items = await querySessions(context, { range: RANGE, filter: {}, zone: 'UTC' });
	expect(items.map(({ key, project }) => [key, project])).toEqual([
		['s3', null],
		['s2', HIDDEN],
		['s1', 'shop'],
		['s0', 'shop']
	]);
	const values = await queryNamedValues(context);
	expect(values.filter(({ dimension }) => dimension === 'project')).toEqual([
		{ dimension: 'project', value: '', sessions: 1, costNanoUsd: 16_000_000 },
		{ dimension: 'project', value: 'secret', sessions: 1, costNanoUsd: 8_000_000 },
		{ dimension: 'project', value: 'shop-old', sessions: 1, costNanoUsd: 4_000_000 },
		{ dimension: 'project', value: 'shop', sessions: 1, costNanoUsd: 2_000_000 }
	]);
});

test('events are folded by the rates the snapshot came with, and rebuilding gives the same rows', async () => {
	await using store = await setupStore();
	const own = [price('sonnet-5', 7)];
	const context = await fill(store, async function* () {
		for await (const line of empty()) yield line.type === 'head' ? { ...line, prices: own } : line;
	});
	const total = async () =>
		(await queryOverview(context, { range: RANGE, previous: null, filter: {}, zone: 'UTC' })).total;
	expect((await total()).computedNanoUsd).toBe(15_000 * 7000);
	expect(await rebuild(store)).toMatchObject({ equal: true, events: 4 });
	// Said here, they are not in the figures before the relay has folded by them.
	await savePrice(store, price('sonnet-5', 9), 1);
	expect((await total()).computedNanoUsd).toBe(15_000 * 7000);
	const { prices, foldedPrices } = await queryPlans(context);
	expect([prices[0]!.usdPerMillion[0], foldedPrices[0]!.usdPerMillion[0]]).toEqual([9, 7]);
});

test('what is said without a network goes out when there is one; the relay’s later word is taken', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const relay = createFakePlans();
	relay.plans.names = [rule('project', 'shop', { name: 'Other', updatedAtMs: 5 })];
	relay.plans.prices = [{ ...price('opus-5', 3), updatedAtMs: 5 }];
	relay.fail('dead');
	await saveNames(store, [rule('project', 'shop', { name: 'Store' })], 10);
	await savePrice(store, price('sonnet-5', 9), 10);
	const closing = new AbortController();
	const sync = createPlansSync({
		store,
		api: createApi({ baseUrl: 'http://relay', fetch: relay.fetch }),
		onChange: () => undefined,
		onFailure: (error) => {
			throw error;
		},
		random: () => 0
	});
	const done = sync.run(closing.signal);
	relay.fail(null);
	sync.request();
	await vi.waitFor(async () => expect((await readPlans(store)).unsent).toBe(0), { timeout: 20_000 });
	expect(relay.plans.names).toMatchObject([{ name: 'Store', updatedAtMs: 10 }]);
	relay.plans.names = [rule('project', 'shop', { name: 'Last', updatedAtMs: 20 })];
	relay.touch();
	sync.request();
	await vi.waitFor(async () => expect((await readPlans(store)).names).toMatchObject([{ name: 'Last' }]), {
		timeout: 20_000
	});
	const ids = (await readPlans(store)).prices.map(({ id }) => id);
	expect(ids.sort()).toEqual(['opus-5@', 'sonnet-5@']);
	closing.abort();
	await done;
});
