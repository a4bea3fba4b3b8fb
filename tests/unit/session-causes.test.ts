import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyRecords, type FoldTables, sessionKey } from '#lib/domain/fold.ts';
import { derivedMoney } from '#lib/domain/lineage.ts';
import { LIST_PRICES } from '#lib/domain/price.ts';
import { CAUSE_VIEWS, causesOf, grow, rowDetail, sidesOf } from '#lib/domain/session-causes.ts';
import { lifetimeSummary } from '#lib/domain/summary.ts';
import { timeAxis } from '#lib/domain/time-axis.ts';
import { asRecords, randomEvents } from '../support/make-event.ts';
import { analysed, NOW_MS, rowsIn, sessionEvents } from '../support/session-captures.ts';

const SCENARIOS = [
	'subagent',
	'subagent-explore',
	'tools2-details',
	'errors-500',
	'errors-429',
	'refusal',
	'compact',
	'hooks',
	'mcp',
	'skill',
	'multiturn2',
	'denied-all',
	'resume'
];

describe('rows of a session', () => {
	for (const scenario of SCENARIOS) {
		test(`${scenario}: the rows are the tree from top to bottom`, () => {
			const events = sessionEvents(scenario);
			const analysis = analysed(events);
			const { tree } = analysis;
			const causes = causesOf(analysis, events, true);
			expect(causes.rows.map(({ id }) => id)).toEqual(rowsIn(tree.roots).map(({ id }) => id));
			for (const [i, row] of causes.rows.entries()) {
				const below = causes.rows.slice(i + 1, i + 1 + row.below);
				expect(below.every(({ depth }) => depth > row.depth)).toBe(true);
				expect((causes.rows[i + 1 + row.below]?.depth ?? 0) <= row.depth).toBe(true);
				expect(row.parent < 0 ? -1 : causes.rows[row.parent]!.depth).toBe(row.depth - 1);
				expect(row.from).toBeGreaterThanOrEqual(0);
				expect(row.to).toBeGreaterThanOrEqual(row.from);
				expect(row.to).toBeLessThanOrEqual(1);
			}
		});

		test(`${scenario}: rows, sides and details tell the same cost`, () => {
			const events = sessionEvents(scenario);
			const analysis = analysed(events);
			const { rows, totalNano } = causesOf(analysis, events, true);
			const top = rows.filter(({ depth }) => depth === 0);
			expect(top.reduce((sum, { belowNano }) => sum + belowNano, 0)).toBe(totalNano);
			expect(top.at(-1)!.runningNano).toBe(totalNano);
			const { views } = sidesOf(analysis);
			for (const view of CAUSE_VIEWS)
				expect([view, views[view].reduce((sum, { nano }) => sum + nano, 0)]).toEqual([view, totalNano]);
			for (const row of rows) {
				const detail = rowDetail(analysis, events, row.id)!;
				expect(detail.events.map(({ id }) => id).sort()).toEqual([...row.eventIds].sort());
				expect(detail.causes.reduce((sum, { nano }) => sum + nano, 0)).toBe(detail.totalNano);
			}
		});
	}

	test('of a long session the rows at the top come first, as they stand among all', () => {
		const events = [...randomEvents(21, 3000, { parallel: 1 })].map((event) => ({
			...event,
			sessionId: 'one'
		}));
		const grown = grow(events, NOW_MS);
		const all = causesOf(grown, events, true);
		const top = causesOf(grown, events, false);
		expect(all.rows.length).toBeGreaterThan(1000);
		expect([all.whole, top.whole]).toEqual([true, false]);
		expect(top.rows).toEqual(all.rows.filter(({ depth }) => depth === 0));
		expect({ ...top, rows: [], whole: true }).toEqual({ ...all, rows: [] });
	});

	test('a short session comes whole', () => {
		const events = sessionEvents('multiturn2');
		const grown = grow(events, NOW_MS);
		expect(causesOf(grown, events, false)).toEqual(causesOf(grown, events, true));
	});

	for (const scenario of ['tools2-details', 'subagent-explore', 'mcp'])
		test(`${scenario}: what entered is told at the rows it came from, but for the model's own answers`, () => {
			const events = sessionEvents(scenario);
			const analysis = analysed(events);
			const rows = new Map(causesOf(analysis, events, true).rows.map((row) => [row.id, row]));
			const { entered } = sidesOf(analysis);
			expect(entered.size).toBeGreaterThan(0);
			for (const id of entered.keys()) expect(rows.get(id)?.kind).toMatch(/^(tool|prompt|subagent)$/);
			const told = analysis.attribution.shares.filter(
				({ cause }) => cause.kind === 'entered' && /^(tool|prompt|report)$/.test(cause.entrant.kind)
			);
			expect([...entered.values()].reduce((sum, nano) => sum + nano, 0)).toBe(
				told.reduce((sum, { nano }) => sum + nano, 0)
			);
		});

	test('money known only from metrics is the same from the session row as from its events', () => {
		const events = sessionEvents(['interrupt', 'multiturn2']);
		const tables: FoldTables = { sessions: new Map(), days: new Map() };
		applyRecords(tables, asRecords(events), null, LIST_PRICES);
		for (const [key, row] of tables.sessions) {
			const own = events.filter((event) => sessionKey(event) === key);
			const grown = grow(own, NOW_MS, LIST_PRICES, derivedMoney(row));
			expect(grown.money).toEqual(grow(own, NOW_MS).money);
			expect(grown.tree.totalNano).toBe(lifetimeSummary(row, NOW_MS).costNanoUsd);
		}
	});

	test('a prompt tells what it went to: the same as its row costs', () => {
		const events = sessionEvents('multiturn2');
		const analysis = analysed(events);
		const prompts = causesOf(analysis, events, true).rows.filter(({ kind }) => kind === 'prompt');
		expect(prompts.map(({ id }) => rowDetail(analysis, events, id)!.totalNano)).toEqual(
			prompts.map(({ belowNano }) => belowNano)
		);
	});

	test('a row that is not there has no detail', () => {
		const events = sessionEvents('hooks');
		expect(rowDetail(analysed(events), events, 'nothing')).toBeNull();
	});

	test('other prices leave the session as it was at its own', () => {
		const analysis = analysed(sessionEvents('tools2-details'));
		const { whatIf } = sidesOf(analysis);
		expect(whatIf!.rows[0]).toMatchObject({ model: null, asSent: whatIf!.baseNano });
	});
});

describe('a time axis with idle stretches folded', () => {
	const MINUTE = 60_000;

	test('nothing lies nowhere', () => {
		expect(timeAxis([], MINUTE).place(5)).toBe(0);
	});

	test('a long pause takes a sliver, work its share of the rest', () => {
		const { gaps, place } = timeAxis(
			[
				{ atMs: 0, endMs: 10_000 },
				{ atMs: 3_600_000, endMs: 3_630_000 }
			],
			MINUTE
		);
		expect(gaps).toHaveLength(1);
		expect(place(10_000)).toBeCloseTo(0.245);
		expect(place(3_600_000)).toBeCloseTo(0.265);
		expect(place(3_630_000)).toBe(1);
	});

	test('one moment is an axis too', () => {
		const { gaps, place } = timeAxis([{ atMs: 7, endMs: 7 }], MINUTE);
		expect([gaps, place(6), place(7), place(8)]).toEqual([[], 0, 0, 1]);
	});

	test('later is never further left, whatever ran when', () => {
		const span = fc
			.tuple(fc.integer({ min: 0, max: 1e7 }), fc.integer({ min: 0, max: 1e5 }))
			.map(([atMs, length]) => ({ atMs, endMs: atMs + length }));
		fc.assert(
			fc.property(fc.array(span, { minLength: 1, maxLength: 40 }), (spans) => {
				const { gaps, place } = timeAxis(spans, MINUTE);
				const moments = spans.flatMap(({ atMs, endMs }) => [atMs, endMs]).sort((a, b) => a - b);
				const places = moments.map(place);
				expect(places).toEqual(places.toSorted((a, b) => a - b));
				expect(places.every((at) => at >= 0 && at <= 1)).toBe(true);
				expect(gaps.every(({ atMs, endMs }) => endMs - atMs > MINUTE)).toBe(true);
			}),
			{ seed: 11 }
		);
	});
});
