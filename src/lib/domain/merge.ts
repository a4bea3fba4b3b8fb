// One fact, several observations. What each source said is kept apart (`Observations`); the event everyone sees is
// resolved from them. Observing is commutative, associative and idempotent, so order and repetition change nothing.
import { type DomainEvent, type Facts, SOURCE_ORDER, type Source } from './event.ts';
import { redactionsIn } from './redaction.ts';

/** The best observation of one id by each source. */
export type Observations = Partial<Record<Source, DomainEvent>>;

/** `known` with one more observation. Returns `known` itself when it says nothing new. */
export function observe(known: Observations, seen: DomainEvent): Observations {
	const before = known[seen.source];
	if (before === undefined) return { ...known, [seen.source]: seen };
	const best = prefer(before, seen);
	return best === before ? known : { ...known, [seen.source]: best };
}

/** Keeps the best of the observations of each id, all by one source: a response has a line for each of its blocks. */
export function gather(into: Map<string, DomainEvent>, seen: DomainEvent): void {
	const before = into.get(seen.id);
	into.set(seen.id, before === undefined ? seen : prefer(before, seen));
}

/** The event: each field from the first source that knows it, telemetry before transcripts. */
export function resolve(observations: Observations): DomainEvent {
	const seen = SOURCE_ORDER.filter((source) => observations[source] !== undefined);
	const [first, ...rest] = seen.map((source) => observations[source] as DomainEvent);
	if (first === undefined) throw new Error('resolve needs at least one observation');
	if (rest.length === 0) return first;
	const event: Record<string, unknown> = { ...first };
	const facts: Facts = { ...first.facts };
	for (const other of rest) {
		for (const [field, value] of Object.entries(other)) {
			if (value !== null && (event[field] === null || event[field] === undefined)) event[field] = value;
		}
		for (const kind of Object.keys(other.facts) as (keyof Facts)[]) facts[kind] ??= other.facts[kind];
	}
	event.facts = facts;
	event.seen = seen;
	return event as unknown as DomainEvent;
}

/** Whether two events say the same. */
export function sameEvent(a: DomainEvent, b: DomainEvent): boolean {
	return a === b || canonical(a) === canonical(b);
}

/**
 * Of two observations by one source, the one to keep, by a total order: larger usage (streamed and forked transcripts
 * repeat a message with less), then earlier, then smaller session id, then the one that names its prompt (a copy in a
 * forked transcript does not), then the one with more secrets taken out, then the text itself.
 */
function prefer(a: DomainEvent, b: DomainEvent): DomainEvent {
	const usage = usageOf(b) - usageOf(a);
	if (usage !== 0) return usage > 0 ? b : a;
	if (a.name === 'session_info' && b.name === 'session_info' && a.atMs !== b.atMs)
		return a.atMs > b.atMs ? a : b;
	if (a.atMs !== b.atMs) return a.atMs < b.atMs ? a : b;
	const left = a.sessionId ?? '';
	const right = b.sessionId ?? '';
	if (left !== right) return left < right ? a : b;
	if ((a.promptId === null) !== (b.promptId === null)) return a.promptId === null ? b : a;
	const textA = canonical(a);
	const textB = canonical(b);
	const redacted = redactionsIn(textB) - redactionsIn(textA);
	if (redacted !== 0) return redacted > 0 ? b : a;
	return textA <= textB ? a : b;
}

function usageOf(event: DomainEvent): number {
	if (event.name === 'metric') return event.value;
	if (event.name !== 'api_request') return 0;
	return (
		(event.inputTokens ?? 0) +
		(event.outputTokens ?? 0) +
		(event.cacheReadTokens ?? 0) +
		(event.cacheCreationTokens ?? 0)
	);
}

/** JSON with sorted keys, so that two spellings of one event compare equal. Absent and `undefined` are the same. */
function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) => {
		if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
		const sorted: Record<string, unknown> = {};
		for (const key of Object.keys(inner).sort()) sorted[key] = (inner as Record<string, unknown>)[key];
		return sorted;
	});
}
