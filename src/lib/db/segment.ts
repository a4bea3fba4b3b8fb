// The segment codec: some hundred events of the log as one JSON text, by columns. Events with the same keys in the same
// order make a table; a column is a constant, deltas, a dictionary of strings, plain values, or again a table of
// objects. It knows no event by name, and every text stays in the body as it was, so that a search can scan it raw.
import type { DomainEvent } from '#lib/domain/event.ts';

/** An event in its place in the log. */
export interface Entry {
	slot: number;
	event: DomainEvent;
}

export type Row = Record<string, unknown>;

/** Constant, deltas of integers, dictionary and indexes, table, or values as they are. */
export type Column =
	| ['c', unknown]
	| ['n', number[]]
	| ['d', string[], number[]]
	| ['t', Table]
	| ['v', unknown[]];

/** `order`: the shape of each row; absent when there is one shape. Rows of a shape stand in the order of the table. */
export interface Table {
	count: number;
	shapes: { keys: string[]; columns: Column[] }[];
	order?: number[];
}

export interface Body {
	slots: number[];
	table: Table;
}

/** The entries as text. They come back exactly, for events as JSON gives them (no `undefined`, no NaN, no -0). */
export function encodeSegment(entries: readonly Entry[]): string {
	const slots: number[] = [];
	const rows: Row[] = [];
	let last = 0;
	for (const { slot, event } of entries) {
		slots.push(slot - last);
		last = slot;
		rows.push(event as unknown as Row);
	}
	return JSON.stringify({ slots, table: encodeTable(rows) } satisfies Body);
}

/** The entries again; with `sessionId`, only the events that carry it. */
export function decodeSegment(body: string, only?: { sessionId: string | null }): Entry[] {
	const { slots, table } = JSON.parse(body) as Body;
	const rows = decodeTable(table, only && { key: 'sessionId', value: only.sessionId });
	const entries: Entry[] = [];
	let slot = 0;
	for (let i = 0; i < slots.length; i++) {
		slot += slots[i]!;
		const row = rows[i];
		if (row !== undefined) entries.push({ slot, event: row as unknown as DomainEvent });
	}
	return entries;
}

interface Shape {
	keys: string[];
	values: unknown[][];
}

function encodeTable(rows: readonly Row[]): Table {
	const shapes: Shape[] = [];
	const byKeys = new Map<string, number>();
	const order: number[] = [];
	// Neighbours are often alike: remember which shape an event name had last.
	const recent = new Map<unknown, number>();
	for (const row of rows) {
		let index = recent.get(row.name);
		if (index === undefined || !hasShape(row, shapes[index]!.keys)) {
			const keys = Object.keys(row);
			const text = JSON.stringify(keys);
			index = byKeys.get(text);
			if (index === undefined) {
				index = shapes.length;
				byKeys.set(text, index);
				shapes.push({ keys, values: keys.map(() => []) });
			}
			recent.set(row.name, index);
		}
		const { keys, values } = shapes[index]!;
		for (let i = 0; i < keys.length; i++) values[i]!.push(row[keys[i]!]);
		order.push(index);
	}
	const table: Table = {
		count: rows.length,
		shapes: shapes.map(({ keys, values }) => ({ keys, columns: values.map(encodeColumn) }))
	};
	if (shapes.length > 1) table.order = order;
	return table;
}

function hasShape(row: Row, keys: readonly string[]): boolean {
	let i = 0;
	for (const key in row) if (keys[i++] !== key) return false;
	return i === keys.length;
}

/** From here on numbers are long enough (times, money) for deltas to be shorter. */
const LONG = 1_000_000;

function encodeColumn(values: unknown[]): Column {
	const first = values[0];
	let same = typeof first !== 'object' || first === null;
	let integers = true;
	let objects = true;
	let strings = true;
	for (const value of values) {
		if (value !== first) same = false;
		if (typeof value !== 'number' || !Number.isSafeInteger(value)) integers = false;
		if (typeof value !== 'object' || value === null || Array.isArray(value)) objects = false;
		if (typeof value !== 'string') strings = false;
		if (!same && !integers && !objects && !strings) return ['v', values];
	}
	if (same) return ['c', first];
	if (strings) return encodeStrings(values as string[]);
	if (objects) return ['t', encodeTable(values as Row[])];
	if (integers && Math.abs(first as number) >= LONG) return encodeIntegers(values as number[]);
	return ['v', values];
}

function encodeIntegers(values: number[]): Column {
	const deltas: number[] = [];
	let last = 0;
	for (const value of values) {
		const delta = value - last;
		// Beyond this a difference is rounded, and adding it again would not give the value.
		if (!Number.isSafeInteger(delta)) return ['v', values];
		deltas.push(delta);
		last = value;
	}
	return ['n', deltas];
}

function encodeStrings(values: string[]): Column {
	const indexOf = new Map<string, number>();
	const indexes: number[] = [];
	for (let i = 0; i < values.length; i++) {
		const value = values[i]!;
		let index = indexOf.get(value);
		if (index === undefined) {
			index = indexOf.size;
			indexOf.set(value, index);
			// Ids: no two alike, so a dictionary only costs.
			if (index > 16 && index * 2 > i) return ['v', values];
		}
		indexes.push(index);
	}
	return ['d', [...indexOf.keys()], indexes];
}

/** Rows in order; with `only`, `undefined` where the key's value is another. */
function decodeTable(table: Table, only?: { key: string; value: unknown }): (Row | undefined)[] {
	const cursors = table.shapes.map(({ keys, columns }) => {
		const readers = columns.map(columnReader);
		const at = only ? keys.indexOf(only.key) : -1;
		return { keys, readers, at, next: 0 };
	});
	const rows: (Row | undefined)[] = [];
	for (let i = 0; i < table.count; i++) {
		const shape = cursors[table.order ? table.order[i]! : 0]!;
		const index = shape.next++;
		if (only && shape.readers[shape.at]?.(index) !== only.value) {
			rows.push(undefined);
			continue;
		}
		rows.push(decodeRow(shape.keys, (_, k) => shape.readers[k]!(index)));
	}
	return rows;
}

/** One row from its keys, in their order. */
export function decodeRow(keys: readonly string[], read: (key: string, position: number) => unknown): Row {
	const row: Row = {};
	for (let k = 0; k < keys.length; k++) {
		const key = keys[k]!;
		const value = read(key, k);
		// Assigning it would set the prototype and lose the value.
		if (key === '__proto__')
			Object.defineProperty(row, key, { value, enumerable: true, configurable: true, writable: true });
		else row[key] = value;
	}
	return row;
}

/** Reads one column; what it needs is worked out once. */
export function columnReader(column: Column): (index: number) => unknown {
	switch (column[0]) {
		case 'c':
			return () => column[1];
		case 'd': {
			const [, words, indexes] = column;
			return (index) => words[indexes[index]!];
		}
		case 'n': {
			let sum = 0;
			const values = column[1].map((delta) => (sum += delta));
			return (index) => values[index];
		}
		case 't': {
			const rows = decodeTable(column[1]);
			return (index) => rows[index];
		}
		case 'v':
			return (index) => column[1][index];
	}
}
