import { describe, expect, test } from 'vitest';
import { createFormat } from '#lib/format.ts';

const en = createFormat('en', 'Europe/Berlin');

describe('money', () => {
	test.each([
		[0, '$0.00'],
		[1, '$0.000000001'],
		[5_300_000, '$0.0053'],
		[15_260_000, '$0.015'],
		[691_935_450, '$0.69'],
		[1_234_567_891_234, '$1,234.57'],
		[-300_000_000, '-$0.30']
	])('%i nano-USD reads %s', (nano, text) => {
		expect(en.money(nano)).toBe(text);
	});

	test('what is not zero never reads as zero', () => {
		for (let nano = 1; nano < 10_000_000_000; nano = nano * 3 + 1)
			expect(en.money(nano)).not.toMatch(/^\$0\.?0*$/);
	});

	test('the exact form keeps every nano-dollar of a large sum', () => {
		expect(en.moneyExact(9_007_199_254_740_991)).toBe('$9,007,199.254740991');
		expect(en.moneyExact(500_000_000)).toBe('$0.50');
	});

	test('an axis leaves cents out where they say nothing', () => {
		expect(en.moneyShort(15_000_000_000)).toBe('$15');
		expect(en.moneyShort(500_000_000)).toBe('$0.50');
		expect(en.moneyShort(1_500_000_000_000)).toBe('$1.5K');
		expect(en.moneyShort(400_000)).toBe('$0.0004');
	});
});

test.each([
	[999, '999'],
	[1234, '1.23K'],
	[109_700_000, '110M']
])('%i tokens read %s', (tokens, text) => {
	expect(en.compact(tokens)).toBe(text);
});

test.each([
	[0, '0ms'],
	[728, '728ms'],
	[4100, '4.1s'],
	[59_499, '59s'],
	[59_999, '1m'],
	[168_000, '2m 48s'],
	[1_740_000, '29m'],
	[9_000_000, '2h 30m'],
	[200_000_000, '2d 8h']
])('%i ms last %s', (ms, text) => {
	expect(en.duration(ms)).toBe(text);
});

test.each([
	[0, '0%'],
	[0.0831, '8.3%'],
	[0.283, '28%'],
	[0.9964, '99.6%'],
	[1, '100%'],
	[1.23, '123%']
])('a ratio of %d reads %s', (ratio, text) => {
	expect(en.percent(ratio)).toBe(text);
});

test('ages use the coarsest unit that is at least one', () => {
	expect(en.ago(0)).toBe('now');
	expect(en.ago(59_000)).toBe('59 seconds ago');
	expect(en.ago(3_599_000)).toBe('59 minutes ago');
	expect(en.ago(47 * 3_600_000)).toBe('47 hours ago');
	expect(en.ago(49 * 3_600_000)).toBe('2 days ago');
	expect(en.ago(-5000)).toBe('now');
});

test('times are told in the chosen zone', () => {
	const at = Date.UTC(2026, 10, 20, 23, 30, 5);
	expect(en.time(at)).toBe('00:30:05');
	expect(createFormat('en', 'America/New_York').time(at)).toBe('18:30:05');
	expect(en.dateTime(at, at)).toBe('Nov 21, 00:30');
	expect(en.dateTime(at, Date.UTC(2028, 0, 1))).toBe('Nov 21, 2026, 00:30');
});

test('a date without zone stays the same date everywhere', () => {
	for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
		const format = createFormat('en', zone);
		expect(format.date('2026-11-20')).toBe('Fri, Nov 20, 2026');
		expect(format.shortDate('2026-11-20')).toBe('Nov 20');
		expect(format.hour('2026-11-20T14')).toBe('14:00');
		expect(format.weekday(0)).toBe('Sun');
	}
});

test.each([
	[0, '0B'],
	[17_000, '17kB'],
	[8_300_000, '8.3MB'],
	[610_000_000_000, '610GB']
])('%i bytes read %s', (bytes, text) => {
	expect(en.bytes(bytes)).toBe(text);
});
