// A transcript's bytes into its lines, in bounded memory: what cannot matter is passed over before anything is decoded,
// a line that is too long is passed over and counted, and what a chunk leaves of a line waits for the next chunk.
import { ENOUGH_BYTES, mayMatter } from './transcript-matter.ts';
import { createSkimmer } from './transcript-skim.ts';

export interface LineCounts {
	lines: number;
	/** Records of no interest, by their first members. */
	passed: number;
	/** Longer than MAX_LINE. */
	tooLong: number;
	/** Lines with bytes that are no UTF-8 in what is read; each is read with U+FFFD in their place. */
	badUtf8: number;
}

export interface TranscriptScan {
	/**
	 * The lines that end in these bytes and may matter, in order, each when it is asked for. The bytes may be reused when
	 * all were.
	 */
	push(bytes: Uint8Array): Iterable<string>;
	/** Text after the last line end, which no newline ends and no count holds; empty where there is none. */
	rest(): string;
	/** Offset of the end of the last whole line. */
	readonly offset: number;
}

export const MAX_LINE = 8 * 1024 * 1024;
const NEWLINE = 10;
/** One for all: it keeps nothing from line to line. */
const SKIMMER = createSkimmer();

export function emptyLineCounts(): LineCounts {
	return { lines: 0, passed: 0, tooLong: 0, badUtf8: 0 };
}

/**
 * `offset`: where in the file the first bytes that are pushed lie, the start of a line. `counts` are added to. Without
 * `content` long lines come without what tools were given and printed.
 */
export function createTranscriptScan(offset: number, counts: LineCounts, content: boolean): TranscriptScan {
	const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
	/** Beginning of a line whose end has not come; of one that is passed over only the length is kept. */
	let carry: Uint8Array = new Uint8Array(0);
	let carried = 0;
	/** The line under way is passed over. */
	let passing = false;

	function textOf(bytes: Uint8Array, start: number, end: number): string | null {
		counts.lines += 1;
		const from = pastMark(bytes, start, end);
		if (isEmpty(bytes, from, end) || !mayMatter(bytes, from, end)) {
			counts.passed += 1;
			return null;
		}
		if (end - start > MAX_LINE) {
			counts.tooLong += 1;
			return null;
		}
		const line = content ? bytes.subarray(from, end) : SKIMMER.skim(bytes, from, end);
		try {
			return strict.decode(line);
		} catch {
			counts.badUtf8 += 1;
			return lenient.decode(line);
		}
	}

	/** Keeps the beginning of a line, or passes over it as soon as it can be told that it is not to be read. */
	function keep(rest: Uint8Array): void {
		if (passing) {
			carried += rest.length;
			return;
		}
		const before = carried;
		const needed = before + rest.length;
		if (needed > MAX_LINE) {
			counts.lines += 1;
			if (mayMatter(carry, pastMark(carry, 0, before), before)) counts.tooLong += 1;
			else counts.passed += 1;
			passing = true;
		} else {
			if (carry.length < needed) {
				const larger = new Uint8Array(Math.max(needed, Math.min(MAX_LINE, carry.length * 2)));
				larger.set(carry.subarray(0, before));
				carry = larger;
			}
			carry.set(rest, before);
			// Asked once: as soon as there are enough bytes to tell.
			if (
				before < ENOUGH_BYTES &&
				needed >= ENOUGH_BYTES &&
				!mayMatter(carry, pastMark(carry, 0, needed), needed)
			) {
				counts.lines += 1;
				counts.passed += 1;
				passing = true;
			}
		}
		carried = needed;
		if (passing) carry = new Uint8Array(0);
	}

	/** The line that was under way ends with these bytes. */
	function endCarried(rest: Uint8Array): string | null {
		keep(rest);
		offset += carried + 1;
		const text = passing ? null : textOf(carry, 0, carried);
		carried = 0;
		passing = false;
		// A long line is rare: its room is not kept for the rest.
		if (carry.length > MAX_LINE / 8) carry = new Uint8Array(0);
		return text;
	}

	return {
		get offset() {
			return offset;
		},
		*push(bytes) {
			let start = 0;
			for (;;) {
				const newline = bytes.indexOf(NEWLINE, start);
				if (newline === -1) break;
				let text: string | null;
				if (carried > 0) text = endCarried(bytes.subarray(start, newline));
				else {
					text = textOf(bytes, start, newline);
					offset += newline - start + 1;
				}
				start = newline + 1;
				if (text !== null) yield text;
			}
			if (start < bytes.length) keep(bytes.subarray(start));
		},
		rest: () => (passing ? '' : lenient.decode(carry.subarray(pastMark(carry, 0, carried), carried)))
	};
}

/** Past the byte order mark, where there is one. */
function pastMark(bytes: Uint8Array, start: number, end: number): number {
	const marked =
		end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
	return marked ? start + 3 : start;
}

function isEmpty(bytes: Uint8Array, start: number, end: number): boolean {
	return start === end || (end - start === 1 && bytes[start] === 13);
}
