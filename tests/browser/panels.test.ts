import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIngest } from '#lib/db/ingest.ts';
import { queryOverview } from '#lib/db/query-overview.ts';
import { queryPanels } from '#lib/db/query-panels.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import { addPanelSums, emptyPanelSums, panelPoints } from '#lib/domain/panels.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import { eachCell } from '#lib/domain/summary.ts';
import type { Filter } from '#lib/domain/views.ts';
import { setupStore, startEmpty, storedTables } from '../support/browser-store.ts';
import { asRecords, START_MS } from '../support/make-event.ts';
import { matchesFilter } from '../support/matches-filter.ts';
import { panelEvents } from '../support/panel-events.ts';

const SPAN = 9 * DAY_MS;
const NOW = START_MS + SPAN + DAY_MS;

test('for any range, filter and zone, panels are the sum of the cells, and agree with the overview', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const records = asRecords(panelEvents(5, 4000, SPAN));
	await createIngest(store).applyFrame({ epoch: 'e', after: 0, records, horizonMs: null });
	const context = { store, cache: createRowCache(store), nowMs: () => NOW };
	const tables = await storedTables(store);
	const quarter = fc.integer({ min: -20, max: SPAN / 900_000 + 20 }).map((n) => START_MS + n * 900_000);
	const hour = quarter.map((atMs) => atMs - (atMs % 3_600_000));
	const end = fc.oneof(quarter, hour);
	const filter: fc.Arbitrary<Filter> = fc.record(
		{
			model: fc.constantFrom('claude-opus-4-6', 'nothing'),
			project: fc.constantFrom('project-1', 'project-2', 'none'),
			machine: fc.constantFrom('machine-0', 'x')
		},
		{ requiredKeys: [] }
	);
	const zone = fc.constantFrom('UTC', 'Asia/Seoul', 'Asia/Kathmandu', 'America/New_York');
	// Money of the newest metrics may not have settled: those days are read another way.
	const nowMs = fc.constantFrom(NOW, START_MS + SPAN / 2);
	await fc.assert(
		fc.asyncProperty(
			fc.oneof(fc.tuple(hour, hour), fc.tuple(end, end)),
			filter,
			zone,
			nowMs,
			async ([a, b], filter, zone, nowMs) => {
				const range = { fromMs: Math.min(a, b), toMs: Math.max(a, b) + 3_600_000 };
				const cells: { atMs: number; cell: Parameters<Parameters<typeof eachCell>[2]>[0] }[] = [];
				eachCell(tables.days.values(), range, (cell, key, atMs) => {
					if (matchesFilter(dimensionsOf(tables.sessions.get(key)!.facts), filter))
						cells.push({ atMs, cell });
				});
				const whole = [{ label: '', startMs: range.fromMs, endMs: range.toMs }];
				const options = { nowMs, model: filter.model };
				const truth = panelPoints(cells, range, whole, options)[0]!.sums;
				const here = { ...context, nowMs: () => nowMs };
				const args = { range, previous: range, filter, zone };
				const panels = await queryPanels(here, args);
				const overview = await queryOverview(here, args);
				expect(panels.total.summary).toEqual(overview.total);
				expect(panels.previous).toEqual(panels.total);
				truth.summary.sessions = overview.total.sessions;
				expect(panels.total).toEqual(truth);
				const sum = emptyPanelSums();
				for (const { sums } of panels.points) addPanelSums(sum, sums);
				sum.summary.sessions = overview.total.sessions;
				expect(sum).toEqual(panels.total);
				expect(panels.points.map(({ label }) => label)).toEqual(overview.points.map(({ label }) => label));
			}
		),
		{ seed: 11, numRuns: 60 }
	);
});

test('hours of the week count each session once in an hour', async () => {
	await using store = await setupStore();
	await startEmpty(store);
	const events = panelEvents(6, 1500, SPAN);
	await createIngest(store).applyFrame({
		epoch: 'e',
		after: 0,
		records: asRecords(events),
		horizonMs: null
	});
	const context = { store, cache: createRowCache(store), nowMs: () => NOW };
	const zone = 'Asia/Seoul';
	const range = { fromMs: START_MS - DAY_MS, toMs: NOW };
	const { week } = await queryPanels(context, { range, previous: null, filter: {}, zone });
	const at = (atMs: number) => new Date(atMs + 9 * 3_600_000);
	const seen = new Set(
		events
			.filter(({ name }) => name === 'user_prompt' || name === 'api_request')
			.map(({ atMs, sessionId }) => `${Math.floor(atMs / 3_600_000)} ${sessionId}`)
	);
	const expected = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
	for (const key of seen) {
		const date = at(Number(key.split(' ')[0]) * 3_600_000);
		expected[date.getUTCDay()]![date.getUTCHours()]!++;
	}
	expect(week).toEqual(expected);
});
