// What a further observation of a fact does to it: nothing, or a revision. Shared by both journals.
import type { DomainEvent } from '#lib/domain/event.ts';
import { type Observations, observe, resolve, sameEvent } from '#lib/domain/merge.ts';

export interface Known {
	event: DomainEvent;
	/** `null`: one source only, whose observation is the event itself. */
	observations: Observations | null;
}

export interface Revision {
	event: DomainEvent;
	observations: Observations | null;
}

/** `null`: nothing new. `quiet`: the event stays as it is, but its observations are to be kept. */
export function revise(known: Known, seen: DomainEvent): { quiet: boolean; revision: Revision } | null {
	const before = known.observations ?? { [known.event.source]: known.event };
	const after = observe(before, seen);
	if (after === before) return null;
	const event = resolve(after);
	const observations = Object.keys(after).length > 1 ? after : null;
	return { quiet: sameEvent(event, known.event), revision: { event, observations } };
}

/** Whether replacing `former` by `event` may move the first or last moments of a session. */
export function movesEdges(former: DomainEvent, event: DomainEvent): boolean {
	return (
		former.atMs !== event.atMs ||
		former.sessionId !== event.sessionId ||
		(former.name === 'user_prompt' && event.name === 'user_prompt' && former.text !== event.text)
	);
}

/** Whether an event's time can be stored and dated. */
export function hasUsableTime(event: DomainEvent): boolean {
	return Number.isFinite(event.atMs) && Math.abs(event.atMs) <= 8.64e15;
}
