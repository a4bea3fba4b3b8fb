import { describe, expect, test } from 'vitest';
import {
	addDays,
	localDate,
	localDays,
	startOfDate,
	startOfLocalDay,
	startOfMonth,
	startOfWeek,
	weekday
} from '#lib/domain/period.ts';

const HOUR = 3_600_000;
const ms = (iso: string) => Date.parse(iso);

describe('days of a calendar', () => {
	test.each([
		['America/New_York', '2026-03-08', 23],
		['America/New_York', '2026-11-01', 25],
		['Europe/Paris', '2026-03-29', 23],
		['Europe/Paris', '2026-10-25', 25],
		['Africa/Cairo', '2026-04-24', 23],
		['Asia/Beirut', '2026-03-29', 23],
		['America/Sao_Paulo', '2018-11-04', 23],
		['Australia/Lord_Howe', '2026-04-05', 24.5],
		['Asia/Tokyo', '2026-07-01', 24],
		['UTC', '2026-07-01', 24]
	])('in %s, %s has %d hours', (zone, date, hours) => {
		expect((startOfDate(addDays(date, 1), zone) - startOfDate(date, zone)) / HOUR).toBe(hours);
	});

	test('a day without midnight starts at one', () => {
		expect(startOfDate('2026-04-24', 'Africa/Cairo')).toBe(ms('2026-04-23T22:00:00Z'));
		expect(startOfDate('2018-11-04', 'America/Sao_Paulo')).toBe(ms('2018-11-04T03:00:00Z'));
	});

	test('a date the zone skipped is left out', () => {
		const range = {
			fromMs: startOfDate('2011-12-29', 'Pacific/Apia'),
			toMs: startOfDate('2012-01-01', 'Pacific/Apia')
		};
		expect(localDays(range, 'Pacific/Apia').map((day) => day.label)).toEqual(['2011-12-29', '2011-12-31']);
	});

	const zones = Intl.supportedValuesOf('timeZone').filter((_zone, index) => index % 9 === 0);
	test(`days tile the time without gap or overlap in ${zones.length} zones, 2020 to 2030`, () => {
		expect(zones.length).toBeGreaterThan(40);
		for (const zone of zones) {
			// Every transition lies within two days of some probe of this walk.
			for (let date = '2020-01-01'; date < '2030-12-30'; date = addDays(date, 37)) {
				const start = startOfDate(date, zone);
				const next = startOfDate(addDays(date, 1), zone);
				expect([zone, date, localDate(start, zone)]).toEqual([zone, date, date]);
				expect(localDate(start - 1, zone) < date).toBe(true);
				expect(localDate(next - 1, zone)).toBe(date);
				expect(startOfLocalDay(start + 1, zone)).toBe(start);
			}
		}
	});

	test('weeks start on the chosen day', () => {
		expect(weekday('2026-11-20')).toBe(5);
		expect(startOfWeek('2026-11-20', 1)).toBe('2026-11-16');
		expect(startOfWeek('2026-11-20', 0)).toBe('2026-11-15');
		expect(startOfWeek('2026-11-16', 1)).toBe('2026-11-16');
		expect(startOfMonth('2026-11-20')).toBe('2026-11-01');
	});
});
