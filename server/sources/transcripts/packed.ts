// Events as bytes, to cross from a worker thread to the one that keeps the journal: a third of their JSON, because what
// all of a kind have in common (field names, fields that are null, facts) is told once.
import type { DomainEvent, Facts } from '#lib/domain/event.ts';

/** Some events of one packer. Read them with the unpacker that has learnt this and all before it. */
export interface Packed {
	bytes: Uint8Array;
	/** Where each event's bytes end; a comma follows. */
	ends: Uint32Array;
	/** What is told for the first time. */
	newShapes: string[];
	newFacts: Facts[];
	newTexts: string[];
}

export interface Packer {
	pack(events: readonly DomainEvent[]): Packed;
}

export interface Unpacker {
	learn(packed: Packed): void;
	/** Those from one index to before another, equal to what was packed, their fields in the same order. */
	events(packed: Packed, from: number, to: number): DomainEvent[];
}

/** Stands before the name of a field that is null. */
const NULL = '!';
const FACTS = 'facts';
/** Ids that many events name: each is told once. */
const SHARED = ['sessionId', 'promptId'] as const;
/** What an id is made of, behind the event's name; then only which of them is told. */
const ID_PARTS = ['requestId', 'toolUseId', 'promptId'] as const;

export function createPacker(): Packer {
	const shapes = createTable<string>();
	const facts = createTable<Facts>();
	const texts = createTable<string>();
	let room = Buffer.allocUnsafeSlow(64 * 1024);

	function write(at: number, text: string): number {
		const atMost = at + text.length * 3;
		if (atMost > room.length) {
			const larger = Buffer.allocUnsafeSlow(atMost * 2);
			room.copy(larger, 0, 0, at);
			room = larger;
		}
		return at + room.write(text, at);
	}

	/** Events of one stretch of a file say the same of who and where. */
	let last: { facts: Facts; place: number } | null = null;

	function placeOf(stated: Facts): number {
		if (last === null || !isSame(last.facts, stated))
			last = { facts: stated, place: facts.place(JSON.stringify(stated), stated) };
		return last.place;
	}

	/** The shape met last of each kind of event: nearly always that of the next one too. */
	const usual = new Map<string, { fields: string[]; nulls: boolean[]; place: number }>();

	function shapeOf(event: DomainEvent): number {
		const known = usual.get(event.name);
		if (known !== undefined && isShaped(event, known)) return known.place;
		const fields: string[] = [];
		const nulls: boolean[] = [];
		for (const field in event) {
			const value = event[field as keyof DomainEvent] as unknown;
			if (value === undefined) continue;
			fields.push(field);
			nulls.push(value === null);
		}
		const shape = fields.map((field, index) => (nulls[index] ? NULL : '') + field).join();
		const place = shapes.place(shape, shape);
		usual.set(event.name, { fields, nulls, place });
		return place;
	}

	function textOf(event: DomainEvent): string {
		const values: unknown[] = [shapeOf(event)];
		for (const field in event) {
			const value = event[field as keyof DomainEvent] as unknown;
			if (value === undefined || value === null) continue;
			values.push(packedValue(event, field, value));
		}
		return JSON.stringify(values);
	}

	function packedValue(event: DomainEvent, field: string, value: unknown): unknown {
		switch (field) {
			case 'id': {
				const part = ID_PARTS.findIndex((name) => event.id === `${event.name}:${fieldOf(event, name)}`);
				return part === -1 ? value : part;
			}
			case 'sessionId':
			case 'promptId':
				return texts.place(value as string, value as string);
			case FACTS:
				return placeOf(event.facts);
			default:
				return value;
		}
	}

	return {
		pack(events) {
			const ends = new Uint32Array(events.length);
			let at = 0;
			events.forEach((event, index) => {
				at = write(at, textOf(event));
				ends[index] = at;
				at = write(at, ',');
			});
			return {
				bytes: new Uint8Array(room.subarray(0, at)),
				ends,
				newShapes: shapes.takeNew(),
				newFacts: facts.takeNew(),
				newTexts: texts.takeNew()
			};
		}
	};
}

export function createUnpacker(): Unpacker {
	const shapes: Shape[] = [];
	const facts: Facts[] = [];
	const texts: string[] = [];

	function eventOf(values: unknown[]): DomainEvent {
		const { empty, stated } = shapes[values[0] as number]!;
		const event = { ...empty };
		for (let next = 0; next < stated.length; next++) event[stated[next]!] = values[next + 1];
		event[FACTS] = facts[event[FACTS] as number];
		for (const field of SHARED) if (typeof event[field] === 'number') event[field] = texts[event[field]];
		if (typeof event.id === 'number') event.id = `${event.name}:${event[ID_PARTS[event.id]!]}`;
		return event as unknown as DomainEvent;
	}

	return {
		learn({ newShapes, newFacts, newTexts }) {
			shapes.push(...newShapes.map(parseShape));
			facts.push(...newFacts);
			for (const text of newTexts) texts.push(text);
		},
		events({ bytes, ends }, from, to) {
			if (from === to) return [];
			const start = from === 0 ? 0 : ends[from - 1]! + 1;
			const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, ends[to - 1]! - start).toString();
			// One call for many: what a call costs by itself is more than what an event takes.
			return (JSON.parse(`[${text}]`) as unknown[][]).map(eventOf);
		}
	};
}

interface Shape {
	/** All fields in their order. */
	empty: Record<string, unknown>;
	/** Those that are not null, in the order of their values. */
	stated: string[];
}

function parseShape(text: string): Shape {
	const fields = text.split(',');
	return {
		empty: Object.fromEntries(fields.map((field) => [field.replace(NULL, ''), null])),
		stated: fields.filter((field) => !field.startsWith(NULL))
	};
}

function isShaped(event: DomainEvent, { fields, nulls }: { fields: string[]; nulls: boolean[] }): boolean {
	let next = 0;
	for (const field in event) {
		const value = event[field as keyof DomainEvent] as unknown;
		if (value === undefined) continue;
		if (field !== fields[next] || (value === null) !== nulls[next]) return false;
		next++;
	}
	return next === fields.length;
}

function isSame(a: Facts, b: Facts): boolean {
	for (const kind in a) if (a[kind as keyof Facts] !== b[kind as keyof Facts]) return false;
	for (const kind in b) if (a[kind as keyof Facts] === undefined) return false;
	return true;
}

function fieldOf(event: DomainEvent, field: string): unknown {
	return (event as unknown as Record<string, unknown>)[field];
}

/** Values by the order they were first met in. */
function createTable<T>() {
	const places = new Map<string, number>();
	let news: T[] = [];
	return {
		place(key: string, value: T): number {
			const known = places.get(key);
			if (known !== undefined) return known;
			places.set(key, places.size);
			news.push(value);
			return places.size - 1;
		},
		takeNew(): T[] {
			const taken = news;
			news = [];
			return taken;
		}
	};
}
