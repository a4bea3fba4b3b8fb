// Bytes into lines, in bounded memory: a line that is too long is passed over and counted, and records of no interest
// are passed over by their first bytes, before anything is decoded.
import { isUtf8 } from 'node:buffer';
import { isSkipped, SKIP_BYTES } from '#lib/wire/transcript.ts';

export interface LineCounts {
	lines: number;
	/** Records of no interest, by their first bytes. */
	passed: number;
	/** Longer than MAX_LINE. */
	tooLong: number;
	/** Lines with bytes that are no UTF-8; each is read with U+FFFD in their place. */
	badUtf8: number;
}

export interface Lines {
	/** Where the next bytes are to be put. Valid until `take`. */
	space(): Buffer;
	/** Takes `bytes` bytes that were put there; gives the whole lines among them, as text. */
	take(bytes: number): string[];
	/** Offset of the end of the last whole line. */
	readonly offset: number;
}

export const MAX_LINE = 8 * 1024 * 1024;
const CHUNK = 256 * 1024;
const NEWLINE = 10;

export function createLines(offset: number, counts: LineCounts): Lines {
	let buffer = Buffer.allocUnsafe(CHUNK * 2);
	/** Bytes kept in the buffer: the beginning of a line whose end has not come. */
	let kept = 0;
	/** The line under way is passed over: this many of its bytes came already. */
	let passing: number | null = null;
	let searched = 0;

	function textOf(line: Buffer): string | null {
		counts.lines += 1;
		let start = 0;
		if (line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf) start = 3;
		if (start === line.length || isSkipped(line.toString('latin1', start, start + SKIP_BYTES))) {
			counts.passed += 1;
			return null;
		}
		if (line.length > MAX_LINE) {
			counts.tooLong += 1;
			return null;
		}
		if (!isUtf8(line)) counts.badUtf8 += 1;
		return line.toString('utf8', start);
	}

	/** Decides about a line that does not fit: whether to go on keeping it. */
	function pass(length: number): boolean {
		if (isSkipped(buffer.toString('latin1', 0, SKIP_BYTES))) counts.passed += 1;
		else if (length > MAX_LINE) counts.tooLong += 1;
		else return false;
		counts.lines += 1;
		return true;
	}

	return {
		get offset() {
			return offset;
		},
		space() {
			if (buffer.length - kept < CHUNK) {
				const larger = Buffer.allocUnsafe(buffer.length * 2);
				buffer.copy(larger, 0, 0, kept);
				buffer = larger;
			}
			return buffer.subarray(kept, kept + CHUNK);
		},
		take(bytes) {
			const texts: string[] = [];
			const end = kept + bytes;
			let start = 0;
			for (;;) {
				const newline = buffer.indexOf(NEWLINE, Math.max(start, searched));
				if (newline === -1 || newline >= end) break;
				const length = newline - start + 1;
				if (passing === null) {
					const line = buffer.subarray(start, newline);
					const text = textOf(line);
					if (text !== null) texts.push(text);
				}
				offset += length + (passing ?? 0);
				passing = null;
				start = newline + 1;
			}
			buffer.copyWithin(0, start, end);
			kept = end - start;
			searched = kept;
			if (passing === null && kept >= CHUNK && pass(kept)) passing = 0;
			if (passing !== null) {
				passing += kept;
				kept = 0;
				searched = 0;
			}
			// A long line is rare: its buffer is not kept for the rest.
			if (buffer.length > CHUNK * 8 && kept < CHUNK) {
				const smaller = Buffer.allocUnsafe(CHUNK * 2);
				buffer.copy(smaller, 0, 0, kept);
				buffer = smaller;
			}
			return texts;
		}
	};
}
