// The log on this device: segments in slot order. The newest grows by being rewritten; a revision opens the segment of
// its slot. Called inside a transaction over `segments`.
import type { JournalRecord } from '#lib/domain/event.ts';
import { sessionKey } from '#lib/domain/fold.ts';
import type { SegmentRow, Store } from './schema.ts';
import { decodeSegment, type Entry, encodeSegment } from './segment.ts';

/** A segment holds at most this many events and this many characters. */
export const SEGMENT_EVENTS = 1000;
export const SEGMENT_CHARS = 512 * 1024;

/** The newest segment while it may still grow. */
export interface OpenSegment {
	entries: Entry[];
}

export async function readOpenSegment(store: Store): Promise<OpenSegment> {
	const newest = await store.segments.orderBy('firstSlot').last();
	return { entries: newest && isOpen(newest) ? decodeSegment(newest.body) : [] };
}

function isOpen(segment: SegmentRow): boolean {
	return segment.count < SEGMENT_EVENTS && segment.body.length < SEGMENT_CHARS;
}

export interface Placed {
	/** Rows to put: the segment that was open, grown, and new ones behind it. */
	rows: SegmentRow[];
	/** What is open after that. */
	open: OpenSegment;
	/** How many events are new. */
	added: number;
	/** Revisions of what lies further back, for `reviseSealed`. */
	sealed: Entry[];
}

/** Puts new events behind the open segment, and revisions of what is in it in their places. */
export function placeRecords(open: OpenSegment, records: readonly JournalRecord[]): Placed {
	const entries = [...open.entries];
	const sealed: Entry[] = [];
	let added = 0;
	for (const { seq, slot, event } of records) {
		if (seq === slot) {
			entries.push({ slot, event });
			added++;
			continue;
		}
		const at = findSlot(entries, slot);
		if (at === -1) sealed.push({ slot, event });
		else entries[at] = { slot, event };
	}
	if (sealed.length === records.length) return { rows: [], open, added, sealed };
	const rows = toSegments(entries);
	const last = rows.at(-1)!;
	return { rows, open: { entries: isOpen(last) ? entries.slice(-last.count) : [] }, added, sealed };
}

/** Entries in slot order as rows of at most 1,000 events and 512 K characters (more only for a single longer event). */
export function toSegments(entries: readonly Entry[]): SegmentRow[] {
	const rows: SegmentRow[] = [];
	for (let i = 0; i < entries.length; i += SEGMENT_EVENTS)
		pushSegments(rows, entries.slice(i, i + SEGMENT_EVENTS));
	return rows;
}

function pushSegments(rows: SegmentRow[], entries: readonly Entry[]): void {
	const body = encodeSegment(entries);
	if (body.length > SEGMENT_CHARS && entries.length > 1) {
		const half = entries.length >> 1;
		pushSegments(rows, entries.slice(0, half));
		pushSegments(rows, entries.slice(half));
		return;
	}
	rows.push(toSegment(entries, body));
}

function toSegment(entries: readonly Entry[], body: string): SegmentRow {
	let minAtMs = Number.POSITIVE_INFINITY;
	let maxAtMs = Number.NEGATIVE_INFINITY;
	const sessions = new Set<string>();
	for (const { event } of entries) {
		if (event.atMs < minAtMs) minAtMs = event.atMs;
		if (event.atMs > maxAtMs) maxAtMs = event.atMs;
		sessions.add(sessionKey(event));
	}
	return {
		firstSlot: entries[0]!.slot,
		lastSlot: entries.at(-1)!.slot,
		minAtMs,
		maxAtMs,
		count: entries.length,
		sessions: [...sessions],
		body
	};
}

/** Revisions in their places. What is not on this device is not put there: the history brings the current event. */
export async function reviseSealed(store: Store, revisions: Entry[]): Promise<void> {
	revisions.sort((a, b) => a.slot - b.slot);
	let i = 0;
	while (i < revisions.length) {
		const segment = await store.segments.where('firstSlot').belowOrEqual(revisions[i]!.slot).last();
		if (segment === undefined || segment.lastSlot < revisions[i]!.slot) {
			i++;
			continue;
		}
		const entries = decodeSegment(segment.body);
		for (; i < revisions.length && revisions[i]!.slot <= segment.lastSlot; i++) {
			const at = findSlot(entries, revisions[i]!.slot);
			if (at !== -1) entries[at] = revisions[i]!;
		}
		await store.segments.put(toSegment(entries, encodeSegment(entries)));
	}
}

function findSlot(entries: readonly Entry[], slot: number): number {
	let low = 0;
	let high = entries.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const found = entries[middle]!.slot;
		if (found === slot) return middle;
		if (found < slot) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}
