// What every accepted event promises, whatever was sent: checked by hand, with nothing of the code under test.
const SOURCES = new Set(['otlp', 'loki', 'prometheus', 'transcript', 'demo']);
const EARLIEST_MS = Date.UTC(2020, 0, 1);
const DAY_MS = 86_400_000;
const MAX_TEXT = 65_536;

/** The first promise that is broken, as a sentence; `null`: none is. */
export function brokenRule(event: unknown, receivedAtMs: number, input: { length: number }): string | null {
	if (event === null || typeof event !== 'object') return 'it is no object';
	const { id, name, atMs, sessionId, promptId, sequence, source, facts, ...own } = event as Record<
		string,
		unknown
	>;
	if (typeof id !== 'string' || id === '') return 'its id is no text';
	if (typeof name !== 'string' || name === '') return 'its name is no text';
	if (!Number.isSafeInteger(atMs)) return `its time is no integer: ${String(atMs)}`;
	if ((atMs as number) < EARLIEST_MS || (atMs as number) > receivedAtMs + DAY_MS)
		return `its time is ${String(atMs)}`;
	if (sessionId !== null && typeof sessionId !== 'string') return 'its session is no text';
	if (promptId !== null && typeof promptId !== 'string') return 'its prompt is no text';
	if (sequence !== null && !Number.isSafeInteger(sequence)) return `its sequence is ${String(sequence)}`;
	if (!SOURCES.has(source as string)) return 'its source is unknown';
	if (facts === null || typeof facts !== 'object') return 'it has no facts';
	for (const [fact, value] of Object.entries(facts))
		if (typeof value !== 'string' || value === '') return `fact ${fact} is no text`;
	for (const [field, value] of Object.entries(own)) {
		if (
			/Tokens$|NanoUsd$|Bytes$|Length$|webSearches/.test(field) &&
			value !== null &&
			!(Number.isSafeInteger(value) && (value as number) >= 0)
		)
			return `${field} is ${String(value)}`;
		if (typeof value === 'number' && !Number.isFinite(value)) return `${field} is ${value}`;
		if (value === undefined && field !== 'seen') return `${field} is undefined`;
	}
	const text = textProblem(event);
	if (text !== null) return text;
	const json = JSON.stringify(event);
	// Nothing is blown up: one event holds at most what was sent, in a form of ours.
	if (json.length > 6 * input.length + 8192)
		return `it is ${json.length} long, of an input of ${input.length}`;
	return null;
}

/** Texts are what every store keeps as it is. */
function textProblem(value: unknown, path = ''): string | null {
	if (typeof value === 'string') {
		if (!value.isWellFormed()) return `${path} holds half a character`;
		if (value.includes('\0')) return `${path} holds NUL`;
		return value.length > 2 * MAX_TEXT + 200 ? `${path} is ${value.length} long` : null;
	}
	if (value === null || typeof value !== 'object') return null;
	for (const [key, inner] of Object.entries(value)) {
		const problem = textProblem(key, 'a key') ?? textProblem(inner, `${path}.${key}`);
		if (problem !== null) return problem;
	}
	return null;
}
