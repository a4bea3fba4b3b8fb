// What every decoder answers: the events it understood, what it refused and why, and what was not meant for it.
import type { DomainEvent, Source } from '#lib/domain/event.ts';

/** What a decoder cannot know from the bytes. `receivedAtMs` is the reader's clock, Unix epoch ms. */
export interface DecodeContext {
	receivedAtMs: number;
	source: Source;
	relayHost?: string;
	/** Machine and user the ingest token was made for. */
	tokenMachine?: string;
	tokenUser?: string;
}

export interface Decoded {
	events: DomainEvent[];
	/** Records meant for us that could not be used, by reason. Shown to people, never dropped in silence. */
	rejected: { count: number; reasons: Record<string, number> };
	/** Records of other senders: accepted and not kept. */
	foreign: number;
	/** Ids of the doctor's own records: recognised, and not kept. */
	synthetic: string[];
}

/** The input as a whole has not the shape it claims; the message is a sentence for the sender. */
export class MalformedError extends Error {
	override name = 'MalformedError';
}

export function emptyDecoded(): Decoded {
	return { events: [], rejected: { count: 0, reasons: {} }, foreign: 0, synthetic: [] };
}

export function reject(decoded: Decoded, reason: string, count = 1): void {
	decoded.rejected.count += count;
	const { reasons } = decoded.rejected;
	reasons[reason] = (reasons[reason] ?? 0) + count;
}

/** Why one record cannot be used: a value, not an exception. */
export interface Rejection {
	rejected: string;
}

export function isRejection(result: object): result is Rejection {
	return 'rejected' in result;
}
