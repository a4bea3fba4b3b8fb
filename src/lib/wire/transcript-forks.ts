// Whose the lines of a forked transcript are. `--fork-session` copies the parent's lines into the new file under the new
// session id and one new prompt id; only copied responses still name their own session (`requestSessionId`, seen in
// Claude Code 2.1.329). Prompts and failed attempts are therefore held until the next response tells.
import type { ApiRequest, DomainEvent } from '#lib/domain/event.ts';
import type { TranscriptState } from './transcript-file.ts';
import type { Line } from './transcript-lines.ts';

/** More than these are never held: no fork copies so many prompts without a response among them. */
const MAX_HELD = 100;

/**
 * The events that can be told now that this one is read. Copied prompts are dropped: their prompt id is that of the
 * fork, and the parent's own file has them. Copied responses and failures go to the session they were made in.
 */
export function settle(event: DomainEvent, line: Line, state: TranscriptState): DomainEvent[] {
	if (line.agentId !== null) return [event];
	if (event.name === 'api_request') return [...decide(event, line.madeIn, state), event];
	if (state.part === 'own' || (event.name !== 'user_prompt' && event.name !== 'api_error')) return [event];
	state.held.push(event);
	return state.held.length > MAX_HELD ? state.held.splice(0, 1) : [];
}

/** What is held when the file has been read to its end and nothing is being written: the session's own. */
export function releaseHeld(state: TranscriptState): DomainEvent[] {
	return state.held.splice(0);
}

function decide(response: ApiRequest, madeIn: string | null, state: TranscriptState): DomainEvent[] {
	const held = state.held.splice(0);
	if (madeIn === null && !isEmptied(response)) {
		state.part = 'own';
		return held;
	}
	state.part = 'copied';
	state.forked = true;
	const failures = held.filter((event) => event.name === 'api_error');
	if (madeIn === null) return failures;
	return failures.map((event) => ({
		...event,
		id: event.id.replace(`api_error:${event.sessionId ?? 'none'}:`, `api_error:${madeIn}:`),
		sessionId: madeIn,
		promptId: null
	}));
}

/** Some versions copy responses without their usage, and name no session. */
function isEmptied({ inputTokens, outputTokens, cacheReadTokens, cacheCreationTokens }: ApiRequest): boolean {
	return !inputTokens && !outputTokens && !cacheReadTokens && !cacheCreationTokens;
}
