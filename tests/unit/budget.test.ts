import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Budget, isQuiet, mergeBudget, parseBudget, parseSettings } from '#lib/domain/budget.ts';
import { evaluateBudget, evaluatePeriod, periodBefore, periodOf } from '#lib/domain/budget-verdict.ts';
import { applyRecords, type FoldTables } from '#lib/domain/fold.ts';
import { makeBudget, NOON_MS, spend, USD } from '../support/budgets.ts';
import { asRecords } from '../support/make-event.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The zone's clock, asked without the product's own functions. */
function clockOf(zone: string) {
	const format = new Intl.DateTimeFormat('sv-SE', {
		timeZone: zone,
		dateStyle: 'short',
		timeStyle: 'medium'
	});
	return (atMs: number) => format.format(atMs);
}

/** Moments at which a zone's offset changes, found by halves. */
function transitions(zone: string, fromMs: number, toMs: number): number[] {
	const clock = clockOf(zone);
	const offset = (atMs: number) =>
		Date.parse(`${clock(atMs).replace(' ', 'T')}Z`) - Math.floor(atMs / 1000) * 1000;
	const found: number[] = [];
	const step = 7 * DAY;
	for (let a = fromMs; a < toMs; a += step) {
		let low = a;
		let high = a + step;
		if (offset(low) === offset(high)) continue;
		while (high - low > 1000) {
			const middle = Math.floor((low + high) / 2000) * 1000;
			if (offset(middle) === offset(low)) low = middle;
			else high = middle;
		}
		found.push(high);
	}
	return found;
}

const SPECIAL = [
	'Africa/Cairo',
	'America/Havana',
	'America/Asuncion',
	'America/Santiago',
	'America/Nuuk',
	'America/Scoresbysund',
	'America/St_Johns',
	'Antarctica/Troll',
	'Asia/Amman',
	'Asia/Beirut',
	'Asia/Gaza',
	'Asia/Kathmandu',
	'Asia/Tehran',
	'Atlantic/Azores',
	'Australia/Lord_Howe',
	'Europe/Dublin',
	'Pacific/Apia',
	'Pacific/Chatham',
	'Pacific/Kiritimati'
];
const ZONES = [
	...new Set([...SPECIAL, ...Intl.supportedValuesOf('timeZone').filter((_zone, index) => index % 13 === 0)])
];

describe('periods', () => {
	test(`tile the time in ${ZONES.length} zones around every transition from 2020 to 2030`, () => {
		expect(ZONES.length).toBeGreaterThanOrEqual(40);
		let checked = 0;
		for (const zone of ZONES) {
			const clock = clockOf(zone);
			const moments = transitions(zone, Date.UTC(2020, 0, 1), Date.UTC(2031, 0, 1));
			for (const atMs of [...moments, Date.UTC(2024, 1, 29, 12), Date.UTC(2025, 11, 31, 23, 59)]) {
				for (const period of ['day', 'week', 'month'] as const) {
					const calendar = { period, firstDay: (checked % 7) as Budget['firstDay'], zone };
					let last = periodOf(calendar, atMs - 26 * HOUR);
					for (let t = atMs - 26 * HOUR; t < atMs + 26 * HOUR; t += 15 * 60_000) {
						const own = periodOf(calendar, t);
						if (!(own.startMs <= t && t < own.endMs))
							throw new Error(`${zone} ${t} is outside its ${period}`);
						if (own.key !== last.key) expect([zone, own.startMs]).toEqual([zone, last.endMs]);
						last = own;
					}
					const own = periodOf(calendar, atMs);
					expect([zone, clock(own.startMs).slice(0, 10)]).toEqual([zone, own.key]);
					expect(clock(own.startMs - 1000) < own.key).toBe(true);
					expect(periodOf(calendar, own.startMs)).toEqual(own);
					expect(periodOf(calendar, own.endMs - 1)).toEqual(own);
					expect(periodBefore(calendar, own).endMs).toBe(own.startMs);
					checked++;
				}
			}
		}
		expect(checked).toBeGreaterThan(1000);
	});

	test('a month is the sum of its days, a week has seven', () => {
		for (const zone of SPECIAL) {
			for (const atMs of [Date.UTC(2026, 2, 15), Date.UTC(2026, 9, 15), Date.UTC(2028, 1, 10)]) {
				const month = periodOf({ period: 'month', firstDay: 1, zone }, atMs);
				let days = 0;
				let end = month.startMs;
				for (; end < month.endMs; days++) end = periodOf({ period: 'day', firstDay: 1, zone }, end).endMs;
				expect([zone, end]).toEqual([zone, month.endMs]);
				expect(days).toBe(new Date(Date.UTC(+month.key.slice(0, 4), +month.key.slice(5, 7), 0)).getUTCDate());
			}
		}
	});

	test('a week begins on its first day', () => {
		for (const firstDay of [0, 1, 2, 3, 4, 5, 6] as const) {
			const { key } = periodOf({ period: 'week', firstDay, zone: 'UTC' }, NOON_MS);
			expect(new Date(`${key}T00:00:00Z`).getUTCDay()).toBe(firstDay);
		}
	});
});

function tablesOf(events: ReturnType<typeof spend>[]): FoldTables {
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	applyRecords(tables, asRecords(events), null);
	return tables;
}

describe('the verdict', () => {
	test('takes what lies in the period, and names what is unpriced', () => {
		const { sessions, days } = tablesOf([
			spend(NOON_MS - DAY, 100),
			spend(NOON_MS - HOUR, 6, { sessionId: 'a' }),
			spend(NOON_MS - HOUR, 3, { sessionId: 'b' }),
			spend(NOON_MS - HOUR, null, { sessionId: 'b', model: 'house-model' } as never)
		]);
		expect(evaluateBudget(makeBudget(), days.values(), sessions, NOON_MS)).toEqual({
			budgetId: 'b1',
			periodKey: '2026-11-20',
			startMs: Date.UTC(2026, 10, 20),
			endMs: Date.UTC(2026, 10, 21),
			spendNanoUsd: 9 * USD,
			amountNanoUsd: 10 * USD,
			share: 0.9,
			unpricedRequests: 1,
			crossed: [80],
			topSessions: [
				{ key: 'a', nano: 6 * USD },
				{ key: 'b', nano: 3 * USD }
			]
		});
	});

	test.each([
		['profile', 'work', 2],
		['project', 'tide', 2],
		['machine', 'desk', 2],
		['user', 'ada@example.org', 2],
		['user', '', 5],
		['model', 'claude-haiku-5-5', 1]
	] as const)('of a %s "%s" is %d USD', (kind, value, usd) => {
		const facts = { profile: 'work', project: 'tide', host: 'desk', email: 'ada@example.org' };
		const { sessions, days } = tablesOf([
			spend(NOON_MS, 2, { sessionId: 'a', facts } as never),
			spend(NOON_MS, 4, { sessionId: 'b' }),
			spend(NOON_MS, 1, { sessionId: 'b', model: 'claude-haiku-5-5[1m]' } as never)
		]);
		const budget = makeBudget({ scope: { kind, value } });
		expect(evaluateBudget(budget, days.values(), sessions, NOON_MS + HOUR).spendNanoUsd).toBe(usd * USD);
	});

	test('reaches a threshold at exactly its share, for any amount', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e15 }), fc.integer({ min: 1, max: 1000 }), (amount, percent) => {
				const need = Number((BigInt(amount) * BigInt(percent) + 99n) / 100n);
				for (const [nano, reached] of [
					[need, true],
					[need - 1, false]
				] as const) {
					if (!Number.isSafeInteger(nano) || nano < 0) continue;
					const { sessions, days } = tablesOf([spend(NOON_MS, 0, { costNanoUsd: nano } as never)]);
					const budget = makeBudget({ amountNanoUsd: amount, thresholds: [percent] });
					expect(evaluateBudget(budget, days.values(), sessions, NOON_MS).crossed.length === 1).toBe(reached);
				}
			}),
			{ numRuns: 200 }
		);
	});

	test('the days of a month add up to the month, in zones of every kind', () => {
		const start = Date.UTC(2026, 9, 1);
		const events = Array.from({ length: 300 }, (_, i) => spend(start + i * 4 * HOUR + i * 1000, (i % 7) / 8));
		const { sessions, days } = tablesOf(events);
		for (const zone of SPECIAL) {
			const budget = makeBudget({ zone });
			const month = periodOf({ ...budget, period: 'month' }, Date.UTC(2026, 9, 15));
			let sum = 0;
			for (let at = month.startMs; at < month.endMs; ) {
				const day = periodOf(budget, at);
				sum += evaluatePeriod(budget, day, days.values(), sessions, NOON_MS).spendNanoUsd;
				at = day.endMs;
			}
			expect([zone, sum]).toEqual([
				zone,
				evaluatePeriod({ ...budget, period: 'month' }, month, days.values(), sessions, NOON_MS).spendNanoUsd
			]);
			expect(sum).toBeGreaterThan(0);
		}
	});
});

const arbitraryBudget = fc.record({
	id: fc.constant('b1'),
	name: fc.constantFrom('x', 'y'),
	amountNanoUsd: fc.integer({ min: 1, max: 3 }),
	period: fc.constantFrom('day' as const, 'week' as const),
	firstDay: fc.constantFrom(0 as const, 1 as const),
	zone: fc.constant('UTC'),
	scope: fc.constantFrom({ kind: 'all' as const }, { kind: 'model' as const, value: 'm' }),
	thresholds: fc.constantFrom<number[]>([80], [80, 100]),
	paused: fc.boolean(),
	updatedAtMs: fc.integer({ min: 0, max: 2 }),
	deletedAtMs: fc.constantFrom(null, 1)
});

describe('a budget', () => {
	test('is merged alike in any order and grouping, and with itself', () => {
		fc.assert(
			fc.property(arbitraryBudget, arbitraryBudget, arbitraryBudget, (a, b, c) => {
				expect(mergeBudget(a, b)).toEqual(mergeBudget(b, a));
				expect(mergeBudget(mergeBudget(a, b), c)).toEqual(mergeBudget(a, mergeBudget(b, c)));
				expect(mergeBudget(a, a)).toEqual(a);
			})
		);
	});

	test('is taken as it was given, thresholds put in order', () => {
		const budget = makeBudget({ thresholds: [100, 50, 100] });
		expect(parseBudget({ ...budget, more: 1 })).toEqual({ ...budget, thresholds: [50, 100] });
		for (const scope of [{ kind: 'all' }, { kind: 'project', value: '' }])
			expect(parseBudget({ ...budget, scope })).toMatchObject({ scope });
	});

	test.each([
		[null],
		[[]],
		['x'],
		[{ ...makeBudget(), id: '' }],
		[{ ...makeBudget(), id: 'a/b' }],
		[{ ...makeBudget(), name: 'x'.repeat(201) }],
		[{ ...makeBudget(), amountNanoUsd: 0 }],
		[{ ...makeBudget(), amountNanoUsd: -1 }],
		[{ ...makeBudget(), amountNanoUsd: 1.5 }],
		[{ ...makeBudget(), amountNanoUsd: 2e15 }],
		[{ ...makeBudget(), amountNanoUsd: '5' }],
		[{ ...makeBudget(), period: 'year' }],
		[{ ...makeBudget(), firstDay: 7 }],
		[{ ...makeBudget(), zone: 'Mars/Olympus' }],
		[{ ...makeBudget(), zone: '' }],
		[{ ...makeBudget(), scope: { kind: 'team', value: 'x' } }],
		[{ ...makeBudget(), scope: { kind: 'model' } }],
		[{ ...makeBudget(), thresholds: [0] }],
		[{ ...makeBudget(), thresholds: ['80'] }],
		[{ ...makeBudget(), thresholds: Array(11).fill(5) }],
		[{ ...makeBudget(), paused: 1 }],
		[{ ...makeBudget(), updatedAtMs: -1 }],
		[{ ...makeBudget(), deletedAtMs: 'now' }]
	])('is refused with a sentence: %j', (value) => {
		expect(parseBudget(value)).toEqual({ rejected: expect.stringMatching(/\.$/) });
	});
});

describe('quiet hours', () => {
	const settings = { quietHours: { from: '22:00', to: '07:00', zone: 'Europe/Paris' }, signalsOff: [] };
	test.each([
		['2026-11-20T20:59:59Z', false],
		['2026-11-20T21:00:00Z', true],
		['2026-11-21T05:59:59Z', true],
		['2026-11-21T06:00:00Z', false]
	])('run over midnight: at %s %s', (iso, quiet) => {
		expect(isQuiet(settings, Date.parse(iso))).toBe(quiet);
	});

	test('are refused without two different times of day', () => {
		expect(parseSettings(settings)).toEqual({ ...settings, signalsOff: [] });
		for (const quietHours of [
			{ from: '7:00', to: '08:00', zone: 'UTC' },
			{ from: '07:00', to: '07:00', zone: 'UTC' },
			5
		])
			expect(parseSettings({ quietHours })).toHaveProperty('rejected');
	});
});
