// What relay and browser say to each other over the stream: names of the frames, the cursor, and their data.
import type { JournalRecord } from '#lib/domain/event.ts';
import { MalformedError } from './decoded.ts';

/** Bump when a frame or the snapshot changes shape: an old page then reloads instead of guessing. */
export const PROTOCOL = 1;

/** Most records and bytes of one `events` frame. */
export const MAX_FRAME_RECORDS = 1000;
export const MAX_FRAME_BYTES = 256 * 1024;

export type FrameName = 'hello' | 'events' | 'reset' | 'plans';

/** First frame of every stream. `head` is the journal's newest seq, `nowMs` the relay's clock. */
export interface HelloFrame {
	protocol: number;
	epoch: string;
	head: number;
	version: string;
	nowMs: number;
	horizonMs: number | null;
}

/** The cursor is of another journal, or gone: start again from the snapshot. */
export interface ResetFrame {
	epoch: string;
	reason: string;
	/** Data were deleted: nothing of the former journal may stay on the device. */
	erase?: true;
}

/** Budgets, alerts or their settings are of this revision: sent first after `hello`, then at each change. */
export interface PlansFrame {
	revision: number;
}

/** A position in one journal: everything up to and with `seq` is known. */
export interface Cursor {
	epoch: string;
	seq: number;
}

export function formatCursor(epoch: string, seq: number): string {
	return `${epoch}.${seq}`;
}

/** `null` for what is no cursor. */
export function parseCursor(text: string): Cursor | null {
	const match = /^([A-Za-z0-9_-]{1,64})\.(\d{1,16})$/.exec(text);
	if (match === null) return null;
	const seq = Number(match[2]);
	return Number.isSafeInteger(seq) ? { epoch: match[1]!, seq } : null;
}

/** Throws MalformedError. */
export function parseHelloFrame(data: string): HelloFrame {
	const value = parseObject(data, 'hello');
	const { protocol, epoch, head, version, nowMs, horizonMs } = value;
	if (
		!Number.isSafeInteger(protocol) ||
		typeof epoch !== 'string' ||
		!Number.isSafeInteger(head) ||
		typeof version !== 'string' ||
		typeof nowMs !== 'number' ||
		(horizonMs !== null && typeof horizonMs !== 'number')
	) {
		throw new MalformedError('The "hello" frame lacks a field.');
	}
	return value as unknown as HelloFrame;
}

/** Throws MalformedError. */
export function parseResetFrame(data: string): ResetFrame {
	const value = parseObject(data, 'reset');
	if (typeof value.epoch !== 'string' || typeof value.reason !== 'string') {
		throw new MalformedError('The "reset" frame lacks a field.');
	}
	return { epoch: value.epoch, reason: value.reason, ...(value.erase === true && { erase: true as const }) };
}

/** The records of an `events` frame, in the order of their seq. Throws MalformedError. */
export function parseEventsFrame(data: string): JournalRecord[] {
	const value = parseJson(data, 'events');
	if (!Array.isArray(value)) throw new MalformedError('The "events" frame is not an array.');
	let last = 0;
	for (const record of value) {
		if (!isRecord(record)) throw new MalformedError('The "events" frame holds something that is no record.');
		if (record.seq <= last) throw new MalformedError('The "events" frame is out of order.');
		last = record.seq;
	}
	return value;
}

function isRecord(value: unknown): value is JournalRecord {
	if (value === null || typeof value !== 'object') return false;
	const { seq, slot, event } = value as Partial<JournalRecord>;
	return (
		Number.isSafeInteger(seq) &&
		Number.isSafeInteger(slot) &&
		event !== null &&
		typeof event === 'object' &&
		typeof event.id === 'string' &&
		typeof event.name === 'string' &&
		typeof event.atMs === 'number'
	);
}

function parseObject(data: string, frame: FrameName): Record<string, unknown> {
	const value = parseJson(data, frame);
	if (value === null || typeof value !== 'object' || Array.isArray(value)) {
		throw new MalformedError(`The "${frame}" frame is not an object.`);
	}
	return value as Record<string, unknown>;
}

function parseJson(data: string, frame: FrameName): unknown {
	try {
		return JSON.parse(data);
	} catch (cause) {
		throw new MalformedError(`The "${frame}" frame is not JSON.`, { cause });
	}
}
