// Steps over JSON in bytes, without decoding it. Positions are offsets; -1 where what was asked for does not end.

export const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSING_BRACKET = 0x5d;
export const BRACE = 0x7b;
export const CLOSING_BRACE = 0x7d;

/** Line ends and other control characters below the space never stand between members of one line but as space. */
export function pastSpace(bytes: Uint8Array, from: number, stop: number): number {
	let at = from;
	while (at < stop && bytes[at]! <= SPACE) at++;
	return at;
}

/** Past the closing quote of the string that opens at `open`; -1 where it does not close before `stop`. */
export function stringEnd(bytes: Uint8Array, open: number, stop: number): number {
	for (let at = open + 1; at < stop; at++) {
		const byte = bytes[at];
		if (byte === BACKSLASH) at++;
		else if (byte === QUOTE) return at + 1;
	}
	return -1;
}

/** Past a number, `true`, `false` or `null`. */
export function scalarEnd(bytes: Uint8Array, from: number, stop: number): number {
	let at = from;
	while (at < stop && !isScalarEnd(bytes[at]!)) at++;
	return at < stop ? at : -1;
}

function isScalarEnd(byte: number): boolean {
	return byte === COMMA || byte === CLOSING_BRACE || byte === CLOSING_BRACKET || byte <= SPACE;
}

/** Past an object or array, by its brackets alone. */
export function nestedEnd(bytes: Uint8Array, open: number, stop: number): number {
	let depth = 0;
	for (let at = open; at < stop; at++) {
		const byte = bytes[at];
		if (byte === QUOTE) {
			at = stringEnd(bytes, at, stop) - 1;
			if (at < 0) return -1;
		} else if (byte === BRACE || byte === BRACKET) depth++;
		else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
			depth--;
			if (depth === 0) return at + 1;
		}
	}
	return -1;
}

export function isText(bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean {
	if (end - start !== text.length) return false;
	for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false;
	return true;
}

export function asBytes(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
