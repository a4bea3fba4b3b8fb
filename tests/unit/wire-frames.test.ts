// The stream's frames and cursor.
import { describe, expect, test } from 'vitest';
import {
	formatCursor,
	parseCursor,
	parseEventsFrame,
	parseHelloFrame,
	parseResetFrame
} from '#lib/wire/frames.ts';

test('a cursor comes back as it went', () => {
	expect(parseCursor(formatCursor('a1-b_2', 12))).toEqual({ epoch: 'a1-b_2', seq: 12 });
});

test.each([
	'',
	'.',
	'a',
	'a.',
	'.1',
	'a.-1',
	'a.1.2',
	'a.1e3',
	'a b.1',
	'a.99999999999999999',
	`${'a'.repeat(65)}.1`
])('%j is no cursor', (text) => {
	expect(parseCursor(text)).toBeNull();
});

describe('events', () => {
	const record = (seq: number) => ({ seq, slot: 1, event: { id: 'x', name: 'auth', atMs: 1 } });

	test('records come in the order of their seq', () => {
		const records = [record(1), record(4)];
		expect(parseEventsFrame(JSON.stringify(records))).toEqual(records);
		expect(() => parseEventsFrame(JSON.stringify([record(4), record(1)]))).toThrow('out of order');
	});

	test.each(['', '{}', '[1]', '[{"seq":1}]', '[{"seq":"1","slot":1,"event":{}}]'])(
		'%j is malformed',
		(data) => {
			expect(() => parseEventsFrame(data)).toThrow('"events" frame');
		}
	);
});

test('hello and reset are checked', () => {
	const hello = { protocol: 1, epoch: 'e', head: 3, version: '0.1.0', nowMs: 5, horizonMs: null };
	expect(parseHelloFrame(JSON.stringify(hello))).toEqual(hello);
	expect(() => parseHelloFrame('{"protocol":1}')).toThrow('"hello" frame');
	expect(parseResetFrame('{"epoch":"e","reason":"r"}')).toEqual({ epoch: 'e', reason: 'r' });
	expect(() => parseResetFrame('null')).toThrow('"reset" frame');
});
