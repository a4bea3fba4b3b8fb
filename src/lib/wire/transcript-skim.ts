// A transcript's line without what nobody reads unless content is kept: what tools printed, held twice, is nine tenths of
// the lines that matter. Told from the bytes by where it stands, so that it is never decoded; the rest is JSON as before.
import {
	asBytes,
	BRACE,
	BRACKET,
	CLOSING_BRACE,
	CLOSING_BRACKET,
	COLON,
	COMMA,
	isText,
	nestedEnd,
	pastSpace,
	QUOTE,
	scalarEnd,
	stringEnd
} from './json-bytes.ts';

/** Shorter values, and shorter lines, are not worth the trouble. */
const LONG = 200;
const LONG_LINE = 1200;

const MESSAGE = asBytes('message');
const CONTENT = asBytes('content');
/** Members nobody reads: of the record, and of a block of its message. */
const OF_RECORD = [asBytes('toolUseResult')];
const OF_BLOCK = ['content', 'input', 'thinking', 'signature', 'source'].map(asBytes);
const NULL = asBytes('null');

type Level = 'record' | 'message' | 'block';

export interface Skimmer {
	/**
	 * The line between `start` and `end` with `null` in place of long values nobody reads. The bytes are good until the
	 * next call. Itself where there are none, and where it is not written as it should be: then its decoder will say so.
	 */
	skim(bytes: Uint8Array, start: number, end: number): Uint8Array;
}

export function createSkimmer(): Skimmer {
	let room = new Uint8Array(16 * 1024);
	/** Where what is cut out begins and ends, in turn. */
	let cuts: number[] = [];

	function without(bytes: Uint8Array, start: number, end: number): Uint8Array {
		const needed = end - start;
		if (room.length < needed) room = new Uint8Array(needed * 2);
		let length = 0;
		let from = start;
		for (let cut = 0; cut < cuts.length; cut += 2) {
			room.set(bytes.subarray(from, cuts[cut]), length);
			length += cuts[cut]! - from;
			room.set(NULL, length);
			length += NULL.length;
			from = cuts[cut + 1]!;
		}
		room.set(bytes.subarray(from, end), length);
		return room.subarray(0, length + end - from);
	}

	/** Past the object whose brace is before `from`; -1 where it is not well written. */
	function members(bytes: Uint8Array, from: number, stop: number, level: Level): number {
		let at = pastSpace(bytes, from, stop);
		if (at < stop && bytes[at] === CLOSING_BRACE) return at + 1;
		while (at < stop && bytes[at] === QUOTE) {
			const keyStart = at + 1;
			at = stringEnd(bytes, at, stop);
			if (at === -1) return -1;
			const keyEnd = at - 1;
			at = pastSpace(bytes, at, stop);
			if (at >= stop || bytes[at] !== COLON) return -1;
			at = value(bytes, pastSpace(bytes, at + 1, stop), stop, level, keyStart, keyEnd);
			if (at === -1) return -1;
			at = pastSpace(bytes, at, stop);
			if (at >= stop) return -1;
			if (bytes[at] === CLOSING_BRACE) return at + 1;
			if (bytes[at] !== COMMA) return -1;
			at = pastSpace(bytes, at + 1, stop);
		}
		return -1;
	}

	function value(
		bytes: Uint8Array,
		from: number,
		stop: number,
		level: Level,
		keyStart: number,
		keyEnd: number
	): number {
		if (from >= stop) return -1;
		const first = bytes[from];
		if (level === 'record' && first === BRACE && isText(bytes, keyStart, keyEnd, MESSAGE))
			return members(bytes, from + 1, stop, 'message');
		if (level === 'message' && first === BRACKET && isText(bytes, keyStart, keyEnd, CONTENT))
			return blocks(bytes, from + 1, stop);
		const end = valueEnd(bytes, from, stop);
		if (end - from > LONG && isUnread(bytes, keyStart, keyEnd, level)) cuts.push(from, end);
		return end;
	}

	/** Past the array whose bracket is before `from`. */
	function blocks(bytes: Uint8Array, from: number, stop: number): number {
		let at = pastSpace(bytes, from, stop);
		if (at < stop && bytes[at] === CLOSING_BRACKET) return at + 1;
		while (at < stop) {
			at = bytes[at] === BRACE ? members(bytes, at + 1, stop, 'block') : valueEnd(bytes, at, stop);
			if (at === -1) return -1;
			at = pastSpace(bytes, at, stop);
			if (at >= stop) return -1;
			if (bytes[at] === CLOSING_BRACKET) return at + 1;
			if (bytes[at] !== COMMA) return -1;
			at = pastSpace(bytes, at + 1, stop);
		}
		return -1;
	}

	return {
		skim(bytes, start, end) {
			if (end - start < LONG_LINE) return bytes.subarray(start, end);
			cuts = [];
			const open = pastSpace(bytes, start, end);
			const close = bytes[open] === BRACE ? members(bytes, open + 1, end, 'record') : -1;
			const isWhole = close !== -1 && pastSpace(bytes, close, end) === end;
			return isWhole && cuts.length > 0 ? without(bytes, start, end) : bytes.subarray(start, end);
		}
	};
}

function valueEnd(bytes: Uint8Array, from: number, stop: number): number {
	const first = bytes[from];
	if (first === QUOTE) return stringEnd(bytes, from, stop);
	if (first === BRACE || first === BRACKET) return nestedEnd(bytes, from, stop);
	return scalarEnd(bytes, from, stop);
}

function isUnread(bytes: Uint8Array, keyStart: number, keyEnd: number, level: Level): boolean {
	const names = level === 'record' ? OF_RECORD : level === 'block' ? OF_BLOCK : [];
	for (const name of names) if (isText(bytes, keyStart, keyEnd, name)) return true;
	return false;
}
