// Whether a session's last events leave a turn unfinished: something was asked or done that is always followed by more.
import type { DomainEvent } from './event.ts';

/** A session this long without a word in an open turn has fallen silent: longer than a tool may run by default. */
export const SILENT_MS = 15 * 60_000;

/** `events` are the session's newest, in any order. An interruption leaves no event, so an open turn may also be one that was called off. */
export function isTurnOpen(events: Iterable<DomainEvent>): boolean {
	let last: DomainEvent | null = null;
	for (const event of events) {
		if (!STEPS.has(event.name)) continue;
		if (last === null || isLater(event, last)) last = event;
	}
	switch (last?.name) {
		case 'user_prompt':
			// A command may be carried out without a request.
			return last.commandName === null;
		case 'tool_decision':
			return last.decision === 'accept';
		case 'tool_result':
			return last.success === true;
		default:
			return false;
	}
}

const STEPS: ReadonlySet<string> = new Set([
	'user_prompt',
	'assistant_response',
	'api_request',
	'api_error',
	'api_retries_exhausted',
	'api_refusal',
	'tool_decision',
	'tool_result',
	'compaction'
]);

const isLater = (a: DomainEvent, b: DomainEvent): boolean =>
	a.atMs > b.atMs || (a.atMs === b.atMs && (a.sequence ?? 0) > (b.sequence ?? 0));
