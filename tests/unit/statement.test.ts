// The monthly statement: months by the calendar of the zone, and tables that add up to the total.
import { describe, expect, test } from 'vitest';
import { emptySummary } from '#lib/domain/summary.ts';
import type { Overview, SessionItem } from '#lib/domain/views.ts';
import { addMonths, byProject, byWeek, monthOf, monthRange } from '../../src/routes/statement/statement.ts';

const summary = (costNanoUsd: number) => ({ ...emptySummary(), costNanoUsd, requests: 1 });

describe('the statement', () => {
	test('is of the month asked for, or of this one', () => {
		const now = Date.UTC(2026, 10, 30, 23);
		expect(monthOf('2025-02', now, 'UTC')).toBe('2025-02');
		for (const text of [null, '2025-13', '2025-2', 'x']) expect(monthOf(text, now, 'UTC')).toBe('2026-11');
		expect(monthOf(null, now, 'Asia/Seoul')).toBe('2026-12');
		expect([addMonths('2026-12', 1), addMonths('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
		expect(monthRange('2026-03', 'Europe/Paris')).toEqual({
			fromMs: Date.UTC(2026, 1, 28, 23),
			toMs: Date.UTC(2026, 2, 31, 22)
		});
	});

	test('adds projects and weeks up without losing any', () => {
		const items = [
			['a', 5],
			[null, 2],
			['a', 3],
			['b', 9]
		].map(([project, cost]) => ({ project, inRange: summary(cost as number) }) as SessionItem);
		expect(byProject(items).map(({ name, costNanoUsd, sessions }) => [name, costNanoUsd, sessions])).toEqual([
			['b', 9, 1],
			['a', 8, 2],
			[null, 2, 1]
		]);
		const points = Array.from({ length: 30 }, (_, i) => ({
			label: `2026-11-${String(i + 1).padStart(2, '0')}`,
			summary: summary(1)
		}));
		const weeks = byWeek({ points } as unknown as Overview, 1, '2026-11', '2026-11-30');
		expect(weeks.map(({ name }) => name)).toEqual([
			'2026-11-01 2026-11-01',
			'2026-11-02 2026-11-08',
			'2026-11-09 2026-11-15',
			'2026-11-16 2026-11-22',
			'2026-11-23 2026-11-29',
			'2026-11-30 2026-11-30'
		]);
		const begun = byWeek({ points } as unknown as Overview, 1, '2026-11', '2026-11-12');
		expect(begun.map(({ name }) => name?.slice(0, 10))).toEqual(['2026-11-01', '2026-11-02', '2026-11-09']);
		expect(weeks.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0)).toBe(30);
	});
});
