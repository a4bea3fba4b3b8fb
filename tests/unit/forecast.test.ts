import { describe, expect, test } from 'vitest';
import { applyRecords, type FoldTables } from '#lib/domain/fold.ts';
import { forecastBudget, suggestAmount } from '#lib/domain/forecast.ts';
import { makeBudget, NOON_MS, spend, USD } from '../support/budgets.ts';
import { asRecords } from '../support/make-event.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MIDNIGHT = Date.UTC(2026, 10, 20);

function tablesOf(events: ReturnType<typeof spend>[]): FoldTables {
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	applyRecords(tables, asRecords(events), null);
	return tables;
}

/** A dollar in each of the hours from 9 to 17 UTC of every weekday, `days` days back until now. */
function officeHours(days: number, nowMs: number) {
	const events = [];
	for (let day = MIDNIGHT - days * DAY; day <= nowMs; day += DAY) {
		if ([0, 6].includes(new Date(day).getUTCDay())) continue;
		for (let hour = 9; hour < 17; hour++) {
			const atMs = day + hour * HOUR + HOUR / 2;
			if (atMs < nowMs) events.push(spend(atMs, 1));
		}
	}
	return tablesOf(events);
}

describe('a forecast', () => {
	test("follows the user's own hours of the week after three weeks", () => {
		const { days, sessions } = officeHours(35, NOON_MS);
		// Friday noon: 3 of 8 dollars are spent.
		const forecast = forecastBudget(
			makeBudget({ amountNanoUsd: 16 * USD }),
			days.values(),
			sessions,
			NOON_MS
		);
		expect(forecast.method).toBe('pattern');
		expect(forecast.expectedNanoUsd! / USD).toBeCloseTo(8, 0);
		expect(forecast.paceNanoUsd / USD).toBeCloseTo(6, 0);
		expect(forecast.burnNanoUsdPerHour / USD).toBeCloseTo(4 / 3, 2);
		expect(forecast.exhaustedAtMs).toBeNull();
		expect(forecast.lowNanoUsd).toBeLessThanOrEqual(forecast.expectedNanoUsd!);
		expect(forecast.highNanoUsd).toBeGreaterThanOrEqual(forecast.expectedNanoUsd!);
	});

	test('of a week does not expect anything of a quiet weekend', () => {
		const { days, sessions } = officeHours(35, NOON_MS);
		const budget = makeBudget({ period: 'week', amountNanoUsd: 100 * USD });
		const { expectedNanoUsd } = forecastBudget(budget, days.values(), sessions, NOON_MS);
		expect(expectedNanoUsd! / USD).toBeCloseTo(40, 0);
	});

	test('says when the amount will be spent', () => {
		const { days, sessions } = officeHours(35, NOON_MS);
		const { exhaustedAtMs } = forecastBudget(
			makeBudget({ amountNanoUsd: 5 * USD }),
			days.values(),
			sessions,
			NOON_MS
		);
		expect(exhaustedAtMs).toBeGreaterThan(NOON_MS + HOUR);
		expect(exhaustedAtMs).toBeLessThan(NOON_MS + 3 * HOUR);
	});

	test('is a straight line before that', () => {
		const { days, sessions } = officeHours(4, NOON_MS);
		const forecast = forecastBudget(makeBudget(), days.values(), sessions, NOON_MS);
		expect(forecast).toMatchObject({ method: 'linear', expectedNanoUsd: 6 * USD, paceNanoUsd: 5 * USD });
		expect(forecast.lowNanoUsd).toBeGreaterThanOrEqual(3 * USD);
		expect(forecast.highNanoUsd).toBeGreaterThan(6 * USD);
	});

	test('is not made too early, nor of nothing', () => {
		const early = tablesOf([spend(MIDNIGHT + HOUR, 1)]);
		expect(
			forecastBudget(makeBudget(), early.days.values(), early.sessions, MIDNIGHT + 2 * HOUR)
		).toMatchObject({ method: 'too-early', expectedNanoUsd: null, lowNanoUsd: null, highNanoUsd: null });
		expect(forecastBudget(makeBudget(), [], new Map(), NOON_MS).method).toBe('too-early');
	});

	test('never lies below what is spent', () => {
		for (const hours of [9.6, 12, 15, 20, 23.9]) {
			const now = MIDNIGHT + hours * HOUR;
			for (const back of [3, 40]) {
				const { days, sessions } = officeHours(back, now);
				const forecast = forecastBudget(makeBudget(), days.values(), sessions, now);
				const spent = Math.min(8, Math.max(0, Math.floor(hours - 8.5))) * USD;
				expect(forecast.lowNanoUsd).toBeGreaterThanOrEqual(spent);
			}
		}
	});
});

describe('a suggested amount', () => {
	test("is a fifth above the median of the user's whole past periods, to two digits", () => {
		const months = [Date.UTC(2026, 5, 20), Date.UTC(2026, 6, 5), Date.UTC(2026, 7, 5), Date.UTC(2026, 8, 5)];
		const { days, sessions } = tablesOf(months.map((atMs, i) => spend(atMs, [500, 41, 103, 68][i]!)));
		const budget = makeBudget({ period: 'month' });
		// June is not whole: the first spend lies in it. July to September are 41, 103 and 68 dollars.
		expect(suggestAmount(budget, days.values(), sessions, NOON_MS)).toEqual({
			amountNanoUsd: 82 * USD,
			periods: 3
		});
	});

	test('is not made of nothing', () => {
		expect(suggestAmount(makeBudget(), [], new Map(), NOON_MS)).toBeNull();
	});
});
