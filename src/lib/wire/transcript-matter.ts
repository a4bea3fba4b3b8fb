// Which records of a transcript cannot say anything we keep. Most of a file's size is whole requests, prompts and
// snapshots, 100 KB a line and more: they are told by their first members, from the bytes, and never decoded.
import {
	asBytes,
	BRACE,
	BRACKET,
	COLON,
	COMMA,
	isText,
	pastSpace,
	QUOTE,
	scalarEnd,
	stringEnd
} from './json-bytes.ts';

/** Records of these types say nothing we keep. */
const NO_INTEREST: ReadonlySet<string> = new Set([
	'api-request',
	'api-request-shape',
	'api-request-blob',
	'attachment',
	'queue-operation',
	'last-prompt',
	'tools-used',
	'atis-latch',
	'mode',
	'permission-mode',
	'file-history-snapshot',
	'file-history-delta'
]);

export function isOfInterest(type: string): boolean {
	return !NO_INTEREST.has(type);
}

/** So many first bytes of a line are enough to tell; where they are not, the line is read. */
export const ENOUGH_BYTES = 4096;

const TYPE = asBytes('type');
const ATTACHMENT = asBytes('attachment');
const PASSED = [...NO_INTEREST].map(asBytes);

/**
 * False: the line that begins at `start` is a record of no interest, however its JSON is spaced and whatever comes
 * before its type. True also where that cannot be told, as for what is not JSON. Looks at no byte from `end` on.
 */
export function mayMatter(bytes: Uint8Array, start: number, end: number): boolean {
	const stop = Math.min(end, start + ENOUGH_BYTES);
	let at = pastSpace(bytes, start, stop);
	if (at >= stop || bytes[at] !== BRACE) return true;
	at = pastSpace(bytes, at + 1, stop);
	while (at < stop && bytes[at] === QUOTE) {
		const keyEnd = stringEnd(bytes, at, stop);
		if (keyEnd === -1) return true;
		const isType = isText(bytes, at + 1, keyEnd - 1, TYPE);
		const isAttachment = isText(bytes, at + 1, keyEnd - 1, ATTACHMENT);
		at = pastSpace(bytes, keyEnd, stop);
		if (at >= stop || bytes[at] !== COLON) return true;
		at = pastSpace(bytes, at + 1, stop);
		if (at >= stop) return true;
		const first = bytes[at]!;
		// An attachment's own object comes before its type.
		if (first === BRACE || first === BRACKET) return !(first === BRACE && isAttachment);
		const valueEnd = first === QUOTE ? stringEnd(bytes, at, stop) : scalarEnd(bytes, at, stop);
		if (valueEnd === -1) return true;
		if (isType) return first !== QUOTE || !PASSED.some((name) => isText(bytes, at + 1, valueEnd - 1, name));
		at = pastSpace(bytes, valueEnd, stop);
		if (at >= stop || bytes[at] !== COMMA) return true;
		at = pastSpace(bytes, at + 1, stop);
	}
	return true;
}
