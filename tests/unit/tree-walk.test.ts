import { describe, expect, test } from 'vitest';
import type { TreeRow } from '#lib/domain/tree-rows.ts';
import {
	dearestFrom,
	filterOf,
	isFolded,
	nextFailure,
	rowPlace,
	shownRows
} from '../../src/routes/sessions/[id]/tree-walk.ts';

/** id, kind, depth, cost of it and below, flags. */
type Sketch = [string, TreeRow['kind'], number, number, TreeRow['flags']?];

function rowsOf(sketches: Sketch[]): TreeRow[] {
	return sketches.map(([id, kind, depth, belowNano, flags = []], i) => {
		let end = i + 1;
		while (end < sketches.length && sketches[end]![2] > depth) end += 1;
		let parent = i - 1;
		while (parent >= 0 && sketches[parent]![2] >= depth) parent -= 1;
		return {
			id,
			kind,
			depth,
			belowNano,
			flags,
			parent,
			below: end - i - 1,
			eventIds: [`event:${id}`]
		} as unknown as TreeRow;
	});
}

const rows = rowsOf([
	['a', 'prompt', 0, 5],
	['b', 'request', 1, 1],
	['c', 'tool', 2, 0, ['failed']],
	['d', 'subagent', 1, 4],
	['e', 'request', 2, 4],
	['f', 'prompt', 0, 7],
	['g', 'hook', 1, 0],
	['h', 'request', 1, 7]
]);
const names = (places: number[]) => places.map((place) => rows[place]!.id).join('');

describe('what is shown', () => {
	test('few rows are all shown at first, and of many only the prompts', () => {
		expect(names(shownRows(rows, new Map(), null))).toBe('abcdefgh');
		const many = rowsOf(
			Array.from(
				{ length: 200 },
				(_, i): Sketch => [`${i}`, i % 10 ? 'request' : 'prompt', i % 10 ? 1 : 0, 1]
			)
		);
		expect(shownRows(many, new Map(), null)).toHaveLength(20);
	});

	test('a folded row hides all below it, and only that', () => {
		expect(names(shownRows(rows, new Map([['a', true]]), null))).toBe('afgh');
		expect(names(shownRows(rows, new Map([['d', true]]), null))).toBe('abcdfgh');
	});

	test('a row with nothing below is not folded', () => {
		expect(isFolded(rows[2]!, new Map([['c', true]]), rows)).toBe(false);
	});

	test('a filter keeps what matches and what that hangs under', () => {
		expect(names(shownRows(rows, new Map(), new Set(['error'])))).toBe('abc');
		expect(names(shownRows(rows, new Map(), new Set(['hook', 'subagent'])))).toBe('adfg');
	});
});

describe('where to go', () => {
	test('to the dearest prompt, then to the dearest within, then anew', () => {
		expect(names([dearestFrom(rows, -1)])).toBe('f');
		expect(names([dearestFrom(rows, 0)])).toBe('d');
		expect(names([dearestFrom(rows, 3)])).toBe('e');
		expect(names([dearestFrom(rows, 4)])).toBe('f');
		expect(dearestFrom([], -1)).toBe(-1);
	});

	test('to the next failure, and round to the first', () => {
		expect(nextFailure(rows, -1)).toBe(2);
		expect(nextFailure(rows, 2)).toBe(2);
		expect(nextFailure(rows.slice(3), 0)).toBe(-1);
	});

	test('an attempt that was made again is no failure to stop at, one that ended the request is', () => {
		const attempts = rowsOf([
			['a', 'request', 0, 1],
			['b', 'retry', 1, 0],
			['c', 'error', 1, 0, ['failed']]
		]);
		expect(nextFailure(attempts, -1)).toBe(2);
		expect(attempts.map(filterOf)).toEqual(['request', 'request', 'error']);
	});

	test('an event leads to its row', () => {
		expect(rowPlace(rows, 'event:e')).toBe(4);
		expect(rowPlace(rows, 'e')).toBe(4);
		expect(rowPlace(rows, 'x')).toBe(-1);
	});
});
