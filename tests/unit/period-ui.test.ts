import { describe, expect, test } from 'vitest';
import { parseSelection, resolveSelection, sharedSearch, writeSelection } from '#lib/state/range.ts';

const NOW = Date.UTC(2026, 10, 20, 13, 37, 0); // A Friday.
const MONDAY = 1;

const parse = (text: string) => parseSelection(new URLSearchParams(text));
const resolve = (text: string, zone = 'UTC', now = NOW) => resolveSelection(parse(text), now, zone, MONDAY);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const spans = (text: string, zone?: string, now?: number) => {
	const { range, previous } = resolve(text, zone, now);
	return [range, previous!].map(({ fromMs, toMs }) => `${iso(fromMs)}/${iso(toMs)}`);
};

describe('a selection in the URL', () => {
	test('is 7 days, compared, unfiltered, when nothing is said', () => {
		expect(parse('')).toEqual({ preset: '7d', from: null, to: null, compare: true, filter: {} });
	});

	test.each([
		'range=today',
		'range=month&compare=off',
		'from=2026-11-01&to=2026-11-05',
		'model=claude-opus-5-5&project=',
		'range=30d&machine=a%26b&user=ada%40example.com'
	])('survives reading and writing: %s', (text) => {
		expect(writeSelection(parse(text), new URLSearchParams()).toString()).toBe(text);
	});

	test.each(['range=never', 'from=2026-02-31&to=2026-03-01', 'from=yesterday', 'from=0001-01-01'])(
		'is the default where it makes no sense: %s',
		(text) => {
			expect(parse(text).preset).toBe('7d');
		}
	);

	test('has its dates in order', () => {
		expect(parse('from=2026-11-05&to=2026-11-01')).toMatchObject({ from: '2026-11-01', to: '2026-11-05' });
		expect(parse('from=2026-11-05')).toMatchObject({ from: '2026-11-05', to: '2026-11-05' });
	});

	test('is cut to ten years', () => {
		expect(parse('from=1980-01-01&to=2026-01-01').to).toBe('1990-01-08');
	});

	test('leaves the parameters of a page alone, and takes only its own along', () => {
		const params = new URLSearchParams('q=upload&range=30d&sort=cost');
		expect(writeSelection({ ...parse('range=30d'), preset: 'today' }, params).toString()).toBe(
			'q=upload&sort=cost&range=today'
		);
		expect(sharedSearch(params)).toBe('?range=30d');
		expect(sharedSearch(new URLSearchParams('q=upload'))).toBe('');
	});
});

describe('instants of a selection', () => {
	test('today is compared with yesterday up to this time, on a quarter hour', () => {
		expect(spans('range=today')).toEqual([
			'2026-11-20T00:00/2026-11-21T00:00',
			'2026-11-19T00:00/2026-11-19T13:30'
		]);
	});

	test('7 days end with today and are compared with as much of the 7 days before', () => {
		expect(spans('')).toEqual(['2026-11-14T00:00/2026-11-21T00:00', '2026-11-07T00:00/2026-11-13T13:30']);
	});

	test('a week begins on the chosen day', () => {
		expect(spans('range=week')).toEqual([
			'2026-11-16T00:00/2026-11-23T00:00',
			'2026-11-09T00:00/2026-11-13T13:30'
		]);
		expect(iso(resolveSelection(parse('range=week'), NOW, 'UTC', 0).range.fromMs)).toBe('2026-11-15T00:00');
	});

	test('a month is compared with as much of the month before, never with more than it has', () => {
		expect(spans('range=month')).toEqual([
			'2026-11-01T00:00/2026-12-01T00:00',
			'2026-10-01T00:00/2026-10-20T13:30'
		]);
		expect(spans('range=month', 'UTC', Date.UTC(2026, 2, 31, 12))[1]).toBe(
			'2026-02-01T00:00/2026-03-01T00:00'
		);
	});

	test('a range that has passed is compared whole', () => {
		expect(spans('from=2026-10-01&to=2026-10-10')).toEqual([
			'2026-10-01T00:00/2026-10-11T00:00',
			'2026-09-21T00:00/2026-10-01T00:00'
		]);
	});

	test('days are those of the zone, with their own lengths', () => {
		const { range } = resolve('from=2026-10-25&to=2026-10-25', 'Europe/Berlin');
		expect(range.toMs - range.fromMs).toBe(25 * 3_600_000);
		expect(iso(resolve('range=today', 'Asia/Tokyo', Date.UTC(2026, 10, 20, 16)).range.fromMs)).toBe(
			'2026-11-20T15:00'
		);
	});

	test('nothing is compared when that is switched off', () => {
		expect(resolve('compare=off').previous).toBeNull();
	});
});
