import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Budget } from '#lib/domain/budget.ts';
import { evaluateBudget } from '#lib/domain/budget-verdict.ts';
import { applyRecords, type FoldTables } from '#lib/domain/fold.ts';
import { choiceOf, createNames, HIDDEN, type NameRule, nameId, parseNameRule } from '#lib/domain/names.ts';
import { projects, sessionItems, totals } from '#server/cli/report-sums.ts';
import { makeBudget } from '../support/fake-plans.ts';
import { makeEvent, START_MS } from '../support/make-event.ts';

const rule = (value: string, change: Partial<NameRule> = {}): NameRule => ({
	id: nameId('project', value),
	dimension: 'project',
	value,
	name: null,
	hidden: false,
	updatedAtMs: 1,
	...change
});

const PROJECTS = ['shop', 'shop-old', 'blog', 'secret', null] as const;
const ALL = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

/** One request a project, of 1, 2, 4, … thousandths of a dollar; the last one of an unknown project. */
function rows(rules: readonly NameRule[]) {
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	const records = PROJECTS.map((project, i) => ({
		seq: i + 1,
		slot: i + 1,
		event: makeEvent({
			id: `api_request:r${i}`,
			name: 'api_request',
			sessionId: `s${i}`,
			atMs: START_MS + i * 60_000,
			costNanoUsd: 1_000_000 * 2 ** i,
			facts: project === null ? {} : { project }
		})
	}));
	applyRecords(tables, records, null);
	return { ...tables, nowMs: START_MS + 3_600_000, names: createNames(rules) };
}

const costs = (rules: readonly NameRule[]) =>
	Object.fromEntries(
		projects(rows(rules), ALL).map(({ project, costNanoUsd }) => [project, costNanoUsd / 1e6])
	);

describe('names', () => {
	test('one name makes one of two values, and hidden values gather under one word', () => {
		expect(costs([])).toEqual({ shop: 1, 'shop-old': 2, blog: 4, secret: 8, null: 16 });
		expect(costs([rule('shop-old', { name: 'shop' })])).toEqual({ shop: 3, blog: 4, secret: 8, null: 16 });
		expect(
			costs([
				rule('shop', { name: 'Store' }),
				rule('shop-old', { name: 'Store' }),
				rule('secret', { hidden: true }),
				rule('', { name: 'Scratch' })
			])
		).toEqual({ Store: 3, blog: 4, [HIDDEN]: 8, Scratch: 16 });
	});

	test('a link goes on to mean the same whatever its value is called, and whatever is merged into it', () => {
		const asks = (names: ReturnType<typeof createNames>, wanted: string) =>
			PROJECTS.filter((value) => names.matches('project', wanted, value));
		expect(asks(createNames([]), 'shop')).toEqual(['shop']);
		const merged = createNames([rule('shop', { name: 'Store' }), rule('shop-old', { name: 'Store' })]);
		for (const wanted of ['shop', 'shop-old', 'Store'])
			expect(asks(merged, wanted)).toEqual(['shop', 'shop-old']);
		expect(asks(merged, '')).toEqual([null]);
		const hidden = createNames([rule('secret', { hidden: true }), rule('blog', { hidden: true })]);
		expect(asks(hidden, HIDDEN)).toEqual(['blog', 'secret']);
		// Hiding takes nothing out of what a budget asks for by name, and adds nothing to it.
		expect(asks(hidden, 'secret')).toEqual(['secret']);
	});

	test('choices are by shown name, the hidden ones as one at the end, and found by any of their values', () => {
		const names = createNames([
			rule('shop', { name: 'Store' }),
			rule('shop-old', { name: 'Store' }),
			rule('secret', { hidden: true })
		]);
		const choices = names.choices('project', ['shop', '', 'secret', 'shop-old', 'blog']);
		expect(choices).toEqual([
			{ label: '', values: [''] },
			{ label: 'Store', values: ['shop', 'shop-old'] },
			{ label: 'blog', values: ['blog'] },
			{ label: HIDDEN, values: [HIDDEN, 'secret'] }
		]);
		for (const wanted of ['shop', 'shop-old', 'Store']) expect(choiceOf(choices, wanted)).toBe(choices[1]);
		expect(choiceOf(choices, 'gone')).toBeUndefined();
	});

	test('a budget on a merged project counts every member', () => {
		const { days, sessions, nowMs } = rows([]);
		const spend = (scope: Budget['scope'], rules: readonly NameRule[]) => {
			const known = { get: (key: string) => sessions.get(key), names: createNames(rules) };
			const budget = makeBudget({ scope, period: 'month', zone: 'UTC' });
			return evaluateBudget(budget, days.values(), known, nowMs).spendNanoUsd / 1e6;
		};
		const scope = { kind: 'project', value: 'shop' } as const;
		expect(spend(scope, [])).toBe(1);
		expect(spend(scope, [rule('shop-old', { name: 'shop' })])).toBe(3);
		expect(spend(scope, [rule('shop', { name: 'Store' }), rule('shop-old', { name: 'Store' })])).toBe(3);
		expect(spend({ kind: 'project', value: 'secret' }, [rule('secret', { hidden: true })])).toBe(8);
	});

	test('renaming, merging and hiding move no nano-dollar: every grouping and list adds up to the total', () => {
		const rules = fc.uniqueArray(
			fc.record({
				value: fc.constantFrom('shop', 'shop-old', 'blog', 'secret', ''),
				name: fc.constantFrom(null, 'Store', 'blog', 'Scratch'),
				hidden: fc.boolean()
			}),
			{ selector: ({ value }) => value }
		);
		fc.assert(
			fc.property(rules, (given) => {
				const own = rows(given.map(({ value, ...change }) => rule(value, change)));
				const { costNanoUsd } = totals(own, ALL);
				expect(costNanoUsd).toBe(31_000_000);
				const sum = (list: { costNanoUsd: number }[]) => list.reduce((all, one) => all + one.costNanoUsd, 0);
				expect(sum(projects(own, ALL))).toBe(costNanoUsd);
				expect(sum(sessionItems(own, ALL).map(({ inRange }) => inRange))).toBe(costNanoUsd);
				const choices = own.names.choices('project', ['shop', 'shop-old', 'blog', 'secret', '']);
				// Each value is in one choice: what is offered is the whole.
				expect(choices.flatMap(({ values }) => values.filter((value) => value !== HIDDEN)).sort()).toEqual(
					['shop', 'shop-old', 'blog', 'secret', ''].sort()
				);
			}),
			{ seed: 31, numRuns: 200 }
		);
	});

	test.each([
		[{ dimension: 'model' }],
		[{ value: 5 }],
		[{ name: ' ' }],
		[{ name: 'x'.repeat(501) }],
		[{ hidden: 'no' }],
		[{ updatedAtMs: -1 }]
	])('%j is refused', (change) => {
		expect(parseNameRule({ ...rule('shop'), ...change })).toHaveProperty('rejected');
	});

	test('what is received is brought to one form', () => {
		expect(parseNameRule({ ...rule('shop', { name: ' Store ' }), id: 'other', more: 1 })).toEqual(
			rule('shop', { name: 'Store' })
		);
	});
});
