// Damage to inputs, seeded: of bytes (flips, cuts, splices, repeats) and of JSON text at its values (other types, huge
// numbers, deep nesting, keys given twice, half characters, values of other inputs).
import type { Random } from './random.ts';

export function mutateBytes(random: Random, bytes: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
	let out = Uint8Array.from(bytes);
	for (let times = random.integer(1, 4); times > 0 && out.length > 0; times--) {
		const at = random.integer(0, out.length - 1);
		const to = Math.min(out.length, at + random.integer(1, 64));
		switch (random.integer(0, 5)) {
			case 0:
				out[at] = random.integer(0, 255);
				break;
			case 1:
				out[at]! ^= 1 << random.integer(0, 7);
				break;
			case 2:
				out = out.slice(0, at);
				break;
			case 3:
				out = Uint8Array.from([...out.subarray(0, at), ...out.subarray(to)]);
				break;
			case 4:
				out = Uint8Array.from([...out.subarray(0, to), ...out.subarray(at)]);
				break;
			default: {
				const other = others[random.integer(0, others.length - 1)]!;
				out = Uint8Array.from([...out.subarray(0, at), ...other.subarray(random.integer(0, other.length))]);
			}
		}
	}
	return out;
}

const DEEP = 2000;
const VALUES = [
	'null',
	'true',
	'false',
	'0',
	'-0',
	'-1',
	'1',
	'0.5',
	'1e308',
	'-1e308',
	'1e999',
	'1e-320',
	'9007199254740991',
	'9007199254740993',
	'18446744073709551616',
	'"9007199254740993"',
	'"1e308"',
	'"-1"',
	'"NaN"',
	'"Infinity"',
	'"0x10"',
	'""',
	'" "',
	'"\\u0000"',
	'"\\ud800"',
	'"a\\udc00b"',
	'"__proto__"',
	'"constructor"',
	'"2026-11-20T20:35:18.805Z"',
	'"9999-12-31T23:59:59Z"',
	'"1970-01-01T00:00:00Z"',
	'"1795199142977000000"',
	'"99999999999999999999"',
	'[]',
	'{}',
	'[[]]',
	'{"__proto__":{"polluted":1}}',
	'{"stringValue":"x"}',
	'{"intValue":"-9223372036854775808"}',
	'{"doubleValue":1e999}',
	`"${'x'.repeat(70_000)}"`,
	`"${'\\ud83d'.repeat(300)}"`,
	`${'['.repeat(DEEP)}${']'.repeat(DEEP)}`,
	`${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`
];
const KEYS = [
	'__proto__',
	'constructor',
	'toString',
	'hasOwnProperty',
	'',
	' ',
	'type',
	'id',
	'x'.repeat(300),
	'\\ud800'
];

/** JSON text and where its values and keys stand in it. */
export interface JsonSeed {
	text: string;
	values: [start: number, end: number][];
	keys: [start: number, end: number][];
}

export function jsonSeed(text: string): JsonSeed {
	const seed: JsonSeed = { text, values: [], keys: [] };
	const open: number[] = [];
	for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]|[^\s,:[\]{}"]+/g)) {
		const [token] = match;
		const end = match.index + token.length;
		if (token === '{' || token === '[') open.push(match.index);
		else if (token === '}' || token === ']') seed.values.push([open.pop()!, end]);
		else if (/^\s*:/.test(text.slice(end, end + 3))) seed.keys.push([match.index, end]);
		else seed.values.push([match.index, end]);
	}
	return seed;
}

/** Still JSON, in most cases. */
export function mutateJson(random: Random, seed: JsonSeed, others: readonly JsonSeed[]): string {
	let text = seed.text;
	let before = text.length + 1;
	const pick = <T>(items: readonly T[]) => items[random.integer(0, items.length - 1)]!;
	const spots = Array.from({ length: random.integer(1, 4) }, () =>
		seed.keys.length > 0 && random.next() < 0.25
			? { key: true, span: pick(seed.keys) }
			: { key: false, span: pick(seed.values) }
	).sort((a, b) => b.span[0] - a.span[0]);
	for (const { key, span } of spots) {
		const [start, end] = span;
		// Spots inside one another: the inner one only.
		if (end > before) continue;
		before = start;
		const instead = key ? otherKey(text.slice(start, end)) : otherValue();
		text = text.slice(0, start) + instead + text.slice(end);
	}
	return text;

	function otherKey(known: string): string {
		// The key twice, with two values.
		if (random.next() < 0.5) return `${known}:${pick(VALUES)},${known}`;
		return `"${pick(KEYS)}"`;
	}

	function otherValue(): string {
		if (random.next() < 0.7) return pick(VALUES);
		const other = pick(others);
		const [start, end] = pick(other.values);
		return other.text.slice(start, end);
	}
}
