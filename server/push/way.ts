// One way a message goes: to the devices of Web Push, or to the channels a person set up.
import type { LastResult, PushPayload } from '#lib/domain/push.ts';
import type { Urgency } from './outbox.ts';
import type { Result } from './result.ts';

export interface Outgoing {
	payload: PushPayload;
	urgency: Urgency;
	/** No use after this. */
	expiresMs: number;
}

/** Ids of the two ways never meet. Writes throw JournalUnavailable when they cannot be kept now. */
export interface Way {
	/** Those a new message goes to. */
	ids(): string[];
	/** As a person calls it; `undefined`: there is none of that id (any more). */
	nameOf(id: string): string | undefined;
	/** Never throws for what the other side does. */
	attempt(id: string, message: Outgoing): Promise<Result>;
	note(id: string, result: LastResult): void;
	/** The other side said that it is gone for good. */
	drop(id: string): void;
}
