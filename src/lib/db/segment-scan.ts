// A segment read by its columns: a search looks at the few fields it asks about, and builds only the events it shows.
import type { DomainEvent } from '#lib/domain/event.ts';
import { ABOUT_OTHERS, type Needle } from '#lib/domain/search.ts';
import { type Body, columnReader, decodeRow, type Table } from './segment.ts';

/** One event of a segment, not built yet. Valid until the next one is visited. */
export interface ScanRow {
	readonly slot: number;
	/** A field of the event as it is stored; `undefined` when it has none of that name. */
	get(key: string): unknown;
	/** Whether any text of the event has the needle in it. Not its sender's facts, which every event of a session has. */
	has(needle: Needle): boolean;
	event(): DomainEvent;
}

/** Whether the body may hold an event with the needle: `false` is certain, and costs no parsing. */
export function mayHave(body: string, { words }: Needle): boolean {
	const lower = body.toLowerCase();
	return words.every((word) => lower.includes(JSON.stringify(word).slice(1, -1)));
}

interface Shape {
	keys: readonly string[];
	/** Field → its reader; `null`: no such field. */
	readers: Map<string, ((index: number) => unknown) | null>;
	table: Table['shapes'][number];
	next: number;
	/** Word → for each column that may have it, whether a row does. */
	tests: Map<string, ((index: number) => boolean)[]>;
}

/** Visits the events of a segment, newest (highest slot) first. */
export function scanSegment(body: string, visit: (row: ScanRow) => void): void {
	const { slots, table } = JSON.parse(body) as Body;
	const shapes: Shape[] = table.shapes.map((shape) => ({
		keys: shape.keys,
		readers: new Map(),
		table: shape,
		next: 0,
		tests: new Map()
	}));
	const places: number[] = [];
	const absolute: number[] = [];
	let slot = 0;
	for (let i = 0; i < slots.length; i++) {
		slot += slots[i]!;
		absolute.push(slot);
		places.push(shapes[table.order ? table.order[i]! : 0]!.next++);
	}
	let at = 0;
	let shape = shapes[0]!;
	let index = 0;
	const row: ScanRow = {
		get slot() {
			return absolute[at]!;
		},
		get: (key) => readerOf(shape, key)?.(index),
		has: ({ words }) =>
			words.every((word) => {
				let tests = shape.tests.get(word);
				if (tests === undefined) shape.tests.set(word, (tests = testsOf(shape.table, word)));
				return tests.some((test) => test(index));
			}),
		event: () => decodeRow(shape.keys, (key) => readerOf(shape, key)!(index)) as unknown as DomainEvent
	};
	for (at = slots.length - 1; at >= 0; at--) {
		shape = shapes[table.order ? table.order[at]! : 0]!;
		index = places[at]!;
		visit(row);
	}
}

function readerOf(shape: Shape, key: string): ((index: number) => unknown) | null {
	let reader = shape.readers.get(key);
	if (reader === undefined) {
		const column = shape.table.columns[shape.keys.indexOf(key)];
		reader = column === undefined ? null : columnReader(column);
		shape.readers.set(key, reader);
	}
	return reader;
}

/** For each column in which the word occurs, a test of its rows; a dictionary is searched once, not once a row. */
function testsOf({ keys, columns }: Table['shapes'][number], word: string): ((index: number) => boolean)[] {
	const tests: ((index: number) => boolean)[] = [];
	for (let i = 0; i < columns.length; i++) {
		if (ABOUT_OTHERS.has(keys[i]!)) continue;
		const column = columns[i]!;
		switch (column[0]) {
			case 'c':
				if (isIn(column[1], word)) tests.push(() => true);
				break;
			case 'd': {
				const found = column[1].map((text) => isIn(text, word));
				const indexes = column[2];
				if (found.includes(true)) tests.push((index) => found[indexes[index]!]!);
				break;
			}
			case 'v': {
				const values = column[1];
				tests.push((index) => isIn(values[index], word));
				break;
			}
			case 't': {
				const reader = columnReader(column);
				tests.push((index) => isIn(reader(index), word));
				break;
			}
			case 'n':
				break;
		}
	}
	return tests;
}

function isIn(value: unknown, word: string): boolean {
	if (typeof value === 'string') return value.toLowerCase().includes(word);
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some((inner) => isIn(inner, word));
}
