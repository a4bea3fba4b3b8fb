// Bounds on what one record may carry, and what happens beyond them: texts are cut, attributes dropped, both named in
// the event's `cut`.

export const MAX_ATTRIBUTES = 256;
/** UTF-16 units of one text. */
export const MAX_TEXT = 65_536;
export const MAX_KEY = 256;
export const MAX_DEPTH = 32;

/** Stands in `cut` for attributes beyond MAX_ATTRIBUTES, and for those whose name is beyond MAX_KEY. */
export const CUT_COUNT = '(too many attributes)';
export const CUT_KEY = '(attribute name too long)';

const DAY_MS = 24 * 60 * 60_000;
/** 2020-01-01: before Claude Code, so a clock that was never set. */
const EARLIEST_MS = 1_577_836_800_000;

/** Why a time cannot be right; `null` when it can. */
export function timeProblem(atMs: number, receivedAtMs: number): string | null {
	if (!Number.isFinite(atMs)) return 'no time';
	if (atMs < EARLIEST_MS) return 'time before 2020';
	if (atMs > receivedAtMs + DAY_MS) return 'time more than a day ahead';
	return null;
}

/**
 * Text that every store keeps as it is: well-formed Unicode without NUL, at most MAX_TEXT units. `cut` is told the
 * name of a text that was shortened.
 */
export function cleanText(text: string, name: string, cut: Set<string>): string {
	let clean = text;
	if (clean.length > MAX_TEXT) {
		clean = clean.slice(0, MAX_TEXT);
		// Never half a character.
		if (/[\uD800-\uDBFF]$/.test(clean)) clean = clean.slice(0, -1);
		cut.add(name);
	}
	if (!clean.isWellFormed()) clean = clean.toWellFormed();
	return clean.includes('\0') ? clean.replaceAll('\0', '\uFFFD') : clean;
}

/** Unix epoch ms of an ISO 8601 instant with its zone; NaN for anything else. */
export function instantMs(text: string): number {
	return ISO_INSTANT.test(text) ? Date.parse(text) : Number.NaN;
}

const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** Unix nanoseconds as decimal text; `null` for anything else. */
export function parseNanos(value: unknown): bigint | null {
	if (typeof value === 'string') return /^\d{1,20}$/.test(value) ? BigInt(value) : null;
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : null;
}

export function nanosToMs(nanos: bigint): number {
	return Number(nanos / 1_000_000n);
}
