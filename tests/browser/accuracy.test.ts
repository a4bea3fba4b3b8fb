// Coverage read from the device's store: the same total as the overview, whatever the range, the filter and the zone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIngest } from '#lib/db/ingest.ts';
import { queryAccuracy, queryPriceHealth } from '#lib/db/query-accuracy.ts';
import { queryOverview } from '#lib/db/query-overview.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import { type Coverage, requestsOf } from '#lib/domain/coverage.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import type { Filter } from '#lib/domain/views.ts';
import { setupStore, startEmpty } from '../support/browser-store.ts';
import { asRecords, makeEvent, randomEvents, START_MS } from '../support/make-event.ts';

const SPAN = 12 * DAY_MS;
const NOW = START_MS + SPAN;

const seenSum = ({ confirmed, telemetryOnly, recovered, untold, metricsNano }: Coverage) =>
	confirmed.nano + telemetryOnly.nano + recovered.nano + untold.nano + metricsNano;

test('parts and days of coverage add up to the total of the overview', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const events = [...randomEvents(41, 3000, { spanMs: SPAN, perSession: 40 })];
	await createIngest(store).applyFrame({ epoch: 'e', after: 0, records: asRecords(events), horizonMs: null });
	const context = { store, cache: createRowCache(store), nowMs: () => NOW };
	const quarter = fc.integer({ min: -20, max: SPAN / 900_000 + 20 }).map((n) => START_MS + n * 900_000);
	const filter: fc.Arbitrary<Filter> = fc.record(
		{
			model: fc.constantFrom('claude-opus-4-6', 'nothing'),
			project: fc.constantFrom('project-1', 'project-2', '')
		},
		{ requiredKeys: [] }
	);
	await fc.assert(
		fc.asyncProperty(
			quarter,
			quarter,
			filter,
			fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York'),
			async (a, b, filter, zone) => {
				const range = { fromMs: Math.min(a, b), toMs: Math.max(a, b) + 3_600_000 };
				const { total } = await queryOverview(context, { range, previous: null, filter, zone });
				const accuracy = await queryAccuracy(context, { range, filter, zone });
				expect(accuracy.total.costNano).toBe(total.costNanoUsd);
				expect(seenSum(accuracy.total)).toBe(total.costNanoUsd);
				expect(accuracy.days.reduce((sum, { coverage }) => sum + coverage.costNano, 0)).toBe(
					total.costNanoUsd
				);
				expect([
					accuracy.total.reportedNano,
					accuracy.total.computedNano,
					accuracy.total.metricsNano
				]).toEqual([total.reportedNanoUsd, total.computedNanoUsd, total.unloggedNanoUsd]);
				expect([requestsOf(accuracy.total), accuracy.total.unpriced]).toEqual([
					total.requests,
					total.unpricedRequests
				]);
			}
		),
		{ seed: 7, numRuns: 60 }
	);
});

test('the price table is held against the reported costs of the last 90 days', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const request = (day: number, costNanoUsd: number | null, model = 'claude-sonnet-5') =>
		makeEvent({
			atMs: START_MS + day * DAY_MS,
			requestId: `req_${day}_${model}`,
			id: `api_request:req_${day}_${model}`,
			model,
			inputTokens: 1000,
			outputTokens: 0,
			cacheReadTokens: 0,
			cacheCreationTokens: 0,
			costNanoUsd
		});
	const events = [
		request(-100, 9_000_001),
		request(0, 2_000_000),
		request(1, 2_345_678),
		request(2, null, 'claude-nova-1')
	];
	await createIngest(store).applyFrame({ epoch: 'e', after: 0, records: asRecords(events), horizonMs: null });
	const health = await queryPriceHealth({ store, cache: createRowCache(store), nowMs: () => NOW });
	expect(health.compared).toBe(2);
	expect(health.drifts).toMatchObject([{ model: 'claude-sonnet-5', requests: 1, nano: 345_678 }]);
	expect(health.unpriced).toEqual([{ model: 'claude-nova-1', unpriced: 1, estimate: null }]);
});
