// Files made in the worker: each grain against the overview of the same range and filter.
import { describe, expect, test } from 'vitest';
import { createIngest } from '#lib/db/ingest.ts';
import { queryExport } from '#lib/db/query-export.ts';
import { queryOverview } from '#lib/db/query-overview.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import type { ExportKind } from '#lib/domain/export.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import type { Filter } from '#lib/domain/views.ts';
import { setupStore, startEmpty } from '../support/browser-store.ts';
import { asRecords, randomEvents, START_MS } from '../support/make-event.ts';

const SPAN = 8 * DAY_MS;
const zone = 'Asia/Seoul';
const range = { fromMs: START_MS + DAY_MS / 2, toMs: START_MS + 6 * DAY_MS };
const noRemote = { of: () => [] };

async function filled() {
	const store = await setupStore();
	await startEmpty(store);
	const events = [...randomEvents(17, 2500, { spanMs: SPAN, perSession: 40 })];
	await createIngest(store).applyFrame({ epoch: 'e', after: 0, records: asRecords(events), horizonMs: null });
	const context = { store, cache: createRowCache(store), nowMs: () => START_MS + SPAN };
	const file = (kind: ExportKind, filter: Filter = {}, keys: string[] | null = null) =>
		queryExport(context, noRemote, { kind, range, filter, zone, keys });
	const total = async (filter: Filter = {}) =>
		(await queryOverview(context, { range, previous: null, filter, zone })).total;
	return { store, events, file, total };
}

/** Nano-dollars of a column without commas or line breaks in the texts before it. */
async function costOf(blob: Blob): Promise<number> {
	const [head, ...lines] = (await blob.text()).trim().split('\r\n');
	const at = head!
		.replace(/^\uFEFF/, '')
		.split(',')
		.indexOf('cost_usd');
	return lines.reduce((sum, line) => {
		const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1]!);
		return sum + Math.round(Number(cells[at]) * 1e9);
	}, 0);
}

describe('a file', () => {
	test.each([{}, { project: 'project-1' }, { model: 'claude-opus-4-6' }])(
		'of sessions or days adds up to the overview under %j',
		async (filter) => {
			const { store, file, total } = await filled();
			await using _ = store;
			const { costNanoUsd } = await total(filter);
			expect(costNanoUsd).toBeGreaterThan(0);
			expect(await costOf((await file('sessions', filter)).blob)).toBe(costNanoUsd);
			expect(await costOf((await file('days', filter)).blob)).toBe(costNanoUsd);
		}
	);

	test('of requests or prompts adds up to it, but for what is known from metrics alone', async () => {
		const { store, file, total } = await filled();
		await using _ = store;
		const { costNanoUsd, unloggedNanoUsd, requests } = await total();
		const asked = await file('requests');
		expect(asked.rows).toBe(requests);
		expect((await costOf(asked.blob)) + unloggedNanoUsd).toBe(costNanoUsd);
		expect((await costOf((await file('prompts')).blob)) + unloggedNanoUsd).toBe(costNanoUsd);
	});

	test('of events holds each of the range once, as it is', async () => {
		const { store, events, file } = await filled();
		await using _ = store;
		const wanted = events.filter(({ atMs }) => atMs >= range.fromMs && atMs < range.toMs);
		const { blob, rows } = await file('jsonl');
		const lines = (await blob.text()).trim().split('\n');
		expect(rows).toBe(wanted.length);
		expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual(wanted.map(({ id }) => id).sort());
		expect((await file('events')).rows).toBe(wanted.length);
	});

	test('of chosen sessions holds those, in their order', async () => {
		const { store, file } = await filled();
		await using _ = store;
		const keys = (await (await file('sessions')).blob.text())
			.split('\r\n')
			.slice(1, 4)
			.map((line) => line.split('"')[1]!)
			.reverse();
		const chosen = await file('sessions', {}, keys);
		expect(chosen.rows).toBe(3);
		expect(
			(await chosen.blob.text())
				.split('\r\n')
				.slice(1, 4)
				.map((line) => line.split('"')[1])
		).toEqual(keys);
	});
});
