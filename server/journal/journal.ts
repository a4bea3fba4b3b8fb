// The relay's append-only list of events, as the rest of the relay sees it. `sqlite.ts` keeps it, `memory.ts` stands in
// for it in tests; both pass the same contract test.
import type { DomainEvent, JournalRecord } from '#lib/domain/event.ts';

/** What became of the events of one append. */
export interface Appended {
	/** New facts and revisions, in the order of their seq. */
	records: JournalRecord[];
	/** Events that said nothing new. */
	duplicates: number;
	/** Events older than the horizon, of what was deleted on purpose, or with no usable time. */
	refused: number;
}

/** A run of records as JSON text, ready to be sent. */
export interface RecordPage {
	/** A JSON array of JournalRecord. */
	json: string;
	count: number;
	/** Seq of the last record in it; the seq asked after when it is empty. */
	lastSeq: number;
}

/** An event as it stands now, as JSON text. */
export interface SlotText {
	slot: number;
	event: string;
}

export interface Journal {
	/** Random, made with the database and anew when data are deleted: a cursor of another epoch means another journal. */
	readonly epoch: string;
	/** Whether anything was ever deleted on an owner's word. */
	readonly deleted: boolean;
	/** Seq of the last record ever written; 0 when there is none. */
	readonly head: number;
	/** Cursors below this may have missed deleted records. */
	readonly floor: number;
	/** Events before this are refused, Unix epoch ms; `null`: everything is kept. Always the start of a UTC day. */
	readonly horizonMs: number | null;
	/** Facts kept: each id once, however often it was revised. */
	readonly events: number;
	/** Events ever refused for their age, or because they had been deleted. */
	readonly refused: number;
	/** Why the last append failed, as a sentence; `null` when it did not. */
	readonly trouble: string | null;

	/** Whether a reader of this journal can have come to this seq: not beyond the head, nor in a jump of the numbering. */
	knows(seq: number): boolean;
	/**
	 * Writes what is new, in one transaction, durably: all of it or none. Throws JournalUnavailable when it cannot now;
	 * the same events may be appended again later.
	 */
	append(events: readonly DomainEvent[]): Appended;
	/** Records with a seq above `seq`, in order: at most `limit`, and at most `maxBytes` unless the first is larger. */
	pageAfter(seq: number, limit: number, maxBytes: number): RecordPage;
	/** Events as they stand now with a slot below `slot`, newest first: limited like `pageAfter`. */
	eventsBefore(slot: number, limit: number, maxBytes: number): SlotText[];
	/** Events of one session as they stand now, newest slot first. `key` as made by `sessionKey`. */
	eventsOfSession(key: string, limit: number, maxBytes: number): SlotText[];
	/** All `user_prompt` events of one session as they stand now, as JSON texts. */
	promptsOfSession(key: string): Iterable<string>;
	/** When the event of the last record happened, Unix epoch ms; `null` when there is none. */
	lastEventMs(): number | null;
	/**
	 * Refuses events before the UTC day of `ms` from now on and deletes those it has. A horizon never moves back.
	 * Returns the number of facts deleted.
	 */
	advanceHorizon(ms: number): Promise<number>;
	/** After trouble: tries whether it can write again. */
	probe(): void;
	close(): void;
}

/** The journal cannot be written now (disk full, locked, read-only): try again later. */
export class JournalUnavailable extends Error {
	override name = 'JournalUnavailable';
}

/** The database cannot be used at all: newer, damaged, or held by another relay. The message says what to do. */
export class JournalRefused extends Error {
	override name = 'JournalRefused';
}

/** The records of a page. */
export function recordsOf(page: RecordPage): JournalRecord[] {
	return JSON.parse(page.json) as JournalRecord[];
}
