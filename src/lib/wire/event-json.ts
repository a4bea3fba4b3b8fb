// An event written as JSON (by an export of ours, or by a page that has read transcripts) back into an event. It comes
// from a file anyone may have written, so nothing of it is taken as it is: each field is checked by its kind and copied,
// what is not a field of ours is left out, and the id must be the one such an event has.
import {
	type DomainEvent,
	type EventName,
	type Facts,
	type Metric,
	SOURCE_ORDER,
	type Source
} from '#lib/domain/event.ts';
import { eventId } from '#lib/domain/identity.ts';
import { MAX_NANO_USD, NANO_PER_USD, usdToNano } from '#lib/domain/money.ts';
import { FIELDS, type Kind } from './attributes.ts';
import type { Rejection } from './decoded.ts';
import {
	cleanText,
	MAX_ATTRIBUTES,
	MAX_KEY,
	MAX_TEXT,
	nanosToMs,
	parseNanos,
	timeProblem
} from './limits.ts';
import { metricName } from './metric-names.ts';
import { objectOf } from './transcript-lines.ts';

export interface EventCheck {
	/** The reader's clock, Unix epoch ms. */
	receivedAtMs: number;
	/** Where an event may say it comes from. */
	sources: readonly Source[];
	/** Keys of the facts it may state. */
	facts: readonly (keyof Facts)[];
	/** Prompt texts, tool input and errors of tools of transcripts are kept. */
	content: boolean;
}

/** For events a page has read from transcripts: it cannot say of them what telemetry would. */
export const TRANSCRIPT_EVENTS: Pick<EventCheck, 'sources' | 'facts'> = {
	sources: ['transcript'],
	facts: ['configFolder', 'folder', 'branch']
};

/** For events of an export. Sample data never come among real ones. */
export const EXPORTED_EVENTS: Pick<EventCheck, 'sources' | 'facts'> = {
	sources: ['otlp', 'loki', 'prometheus', 'transcript'],
	facts: [
		'email',
		'account',
		'userId',
		'profile',
		'configFolder',
		'tokenMachine',
		'host',
		'relayHost',
		'project',
		'repository',
		'folder',
		'branch',
		'headBranch'
	]
};

/** No request costs so much, nano-USD: what says so was made up or damaged. */
const MAX_COST = 1000 * NANO_PER_USD;
/** What a transcript can tell. */
const OF_TRANSCRIPTS: ReadonlySet<string> = new Set([
	'api_request',
	'user_prompt',
	'tool_result',
	'api_error',
	'session_info'
]);

type Field = readonly [field: string, kind: Kind];

const fieldsByName = new Map<string, readonly Field[]>(
	Object.entries(FIELDS).map(([name, fields]) => [
		name,
		Object.entries(fields).map(([field, [, kind]]) => [field, kind] as const)
	])
);
fieldsByName.set('session_info', [
	['title', 'text'],
	['version', 'text'],
	['entrypoint', 'text'],
	['costStateNanoUsd', 'usd']
]);
fieldsByName.set(
	'metric',
	(['type', 'model', 'querySource', 'decision', 'toolName', 'language'] as const).map(
		(field) => [field, 'text'] as const
	)
);
fieldsByName.set('other', []);

export function checkEvent(json: unknown, check: EventCheck): DomainEvent | Rejection {
	const value = objectOf(json);
	if (value === null) return { rejected: 'not an event' };
	const { name, source, atMs } = value;
	const fields = typeof name === 'string' ? fieldsByName.get(name) : undefined;
	if (fields === undefined) return { rejected: 'not an event' };
	if (!check.sources.includes(source as Source)) return { rejected: 'not an allowed source' };
	if (source === 'transcript' && !OF_TRANSCRIPTS.has(name as EventName))
		return { rejected: 'not an event of transcripts' };
	if (!Number.isSafeInteger(atMs)) return { rejected: 'no time' };
	const problem = timeProblem(atMs as number, check.receivedAtMs);
	if (problem !== null) return { rejected: problem };

	const cut = new Set<string>();
	const event: Record<string, unknown> = { id: value.id, name, atMs, source };
	const common: readonly Field[] = [
		['sessionId', 'text'],
		['promptId', 'text'],
		['sequence', 'count']
	];
	for (const [field, kind] of [...common, ...fields]) {
		const checked = checkField(value[field], field, kind, cut);
		if (checked === undefined) return { rejected: `invalid ${field}` };
		event[field] = checked;
	}
	const facts = checkFacts(value.facts, check.facts, cut);
	if (facts === null) return { rejected: 'invalid facts' };
	event.facts = facts;
	const rest = checkRest(value, event, cut) ?? checkSpecial(value, event, cut);
	if (rest !== null) return rest;
	if (source === 'transcript') leaveOut(event, check.content);
	if (source === 'transcript' && typeof event.costNanoUsd === 'number')
		return { rejected: 'a transcript with a cost of its own' };
	if (cut.size > 0) event.cut = [...cut].sort();
	if (!hasItsId(event as unknown as DomainEvent)) return { rejected: 'not the id of such an event' };
	return event as unknown as DomainEvent;
}

/** `undefined`: not of this kind. What is missing is unknown. */
function checkField(
	value: unknown,
	field: string,
	kind: Kind,
	cut: Set<string>
): string | number | boolean | null | undefined {
	if (value === null || value === undefined) return null;
	switch (kind) {
		case 'text':
			return typeof value === 'string' ? cleanText(value, field, cut) : undefined;
		case 'flag':
			return typeof value === 'boolean' ? value : undefined;
		case 'ms':
			return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
		case 'usd':
			return isCount(value) && (field !== 'costNanoUsd' || value <= MAX_COST) ? value : undefined;
		case 'count':
		case 'tokens':
			return isCount(value) ? value : undefined;
	}
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

function checkFacts(value: unknown, allowed: readonly (keyof Facts)[], cut: Set<string>): Facts | null {
	const stated = objectOf(value);
	if (stated === null) return null;
	const facts: Facts = {};
	for (const key of allowed) {
		const text = Object.hasOwn(stated, key) ? stated[key] : undefined;
		if (text === undefined || text === '') continue;
		if (typeof text !== 'string') return null;
		facts[key] = cleanText(text, key, cut);
	}
	return facts;
}

/** The fields an event may have and need not. */
function checkRest(
	value: Record<string, unknown>,
	event: Record<string, unknown>,
	cut: Set<string>
): Rejection | null {
	const agentId = checkField(value.agentId, 'agentId', 'text', cut);
	if (agentId === undefined) return { rejected: 'invalid agentId' };
	if (agentId !== null) event.agentId = agentId;
	if (value.cut !== undefined) {
		if (!isNames(value.cut)) return { rejected: 'invalid cut' };
		for (const name of value.cut) cut.add(cleanText(name, 'cut', new Set()));
	}
	if (value.seen !== undefined) {
		const { seen } = value;
		if (!isNames(seen) || !seen.includes(event.source as string) || seen.includes('demo'))
			return { rejected: 'invalid seen' };
		const known = SOURCE_ORDER.filter((source) => seen.includes(source));
		if (known.length > 1) event.seen = known;
	}
	if (value.more !== undefined) {
		const more = checkTexts(value.more, cut);
		if (more === null) return { rejected: 'invalid more' };
		event.more = more;
	}
	return null;
}

/** The fields that only one kind of event has, and that are not simply of a kind. */
function checkSpecial(
	value: Record<string, unknown>,
	event: Record<string, unknown>,
	cut: Set<string>
): Rejection | null {
	if (event.name === 'other') {
		const { otherName } = value;
		// A known name would give it the id of another kind of event.
		if (typeof otherName !== 'string' || !/^[^:]{1,200}$/.test(otherName) || fieldsByName.has(otherName))
			return { rejected: 'invalid otherName' };
		event.otherName = cleanText(otherName, 'otherName', cut);
		const attributes = checkTexts(value.attributes, cut);
		if (attributes === null) return { rejected: 'invalid attributes' };
		event.attributes = attributes;
	}
	return event.name === 'metric' ? checkMetric(value, event) : null;
}

function checkMetric(value: Record<string, unknown>, event: Record<string, unknown>): Rejection | null {
	const { metric, value: amount, temporality, series, startMs, endMs } = value;
	if (typeof metric !== 'string' || metricName(metric)?.metric !== metric)
		return { rejected: 'invalid metric' };
	if (typeof amount !== 'number' || !Number.isFinite(amount) || amount < 0)
		return { rejected: 'invalid value' };
	const bound = metric === 'cost.usage' ? usdToNano(amount) : amount;
	if (bound === null || bound > MAX_NANO_USD) return { rejected: 'value too large' };
	if (temporality !== 'delta' && temporality !== 'cumulative') return { rejected: 'invalid temporality' };
	if (typeof series !== 'string' || !/^[0-9a-z]{1,64}$/.test(series)) return { rejected: 'invalid series' };
	if (!isCount(startMs) || !isCount(endMs) || startMs > endMs || endMs !== event.atMs)
		return { rejected: 'invalid interval' };
	Object.assign(event, { metric, value: amount, temporality, series, startMs, endMs });
	return null;
}

/** Named texts, bounded in number and length; `null` for anything else. */
function checkTexts(value: unknown, cut: Set<string>): Record<string, string> | null {
	const stated = objectOf(value);
	if (stated === null) return null;
	const entries = Object.entries(stated);
	if (entries.length > MAX_ATTRIBUTES) return null;
	const texts: [string, string][] = [];
	for (const [key, text] of entries) {
		if (typeof text !== 'string' || key.length > MAX_KEY) return null;
		texts.push([cleanText(key, key, cut), cleanText(text, key, cut)]);
	}
	// fromEntries defines: no key reaches the prototype.
	return Object.fromEntries(texts);
}

function isNames(value: unknown): value is string[] {
	return (
		Array.isArray(value) &&
		value.length <= MAX_ATTRIBUTES &&
		value.every((name) => typeof name === 'string' && name.length <= MAX_KEY + 40)
	);
}

/** What the user did not choose to keep, as the reader of transcripts leaves it out. */
function leaveOut(event: Record<string, unknown>, content: boolean): void {
	if (content) return;
	if (event.name === 'user_prompt') event.text = null;
	if (event.name === 'tool_result') Object.assign(event, { input: null, error: null, parameters: null });
}

/** Whether the id is one that a decoder gives such an event: nothing can stand in for another fact. */
function hasItsId(event: DomainEvent): boolean {
	const { id, name, sessionId, atMs } = event as { id: unknown } & DomainEvent;
	if (typeof id !== 'string' || id.length > MAX_TEXT || !id.isWellFormed() || id.includes('\0')) return false;
	if (name === 'metric') return isMetricId(id, event as Metric);
	if (name === 'session_info')
		return /^[0-9a-z]{1,40}$/.test(after(id, `session_info:${sessionId ?? 'none'}:`) ?? '');
	const { requestId, toolUseId, attempt } = event as {
		requestId?: string | null;
		toolUseId?: string | null;
		attempt?: number | null;
	};
	const promptId = name === 'user_prompt' ? event.promptId : null;
	const parts = { sessionId, atMs, sequence: null, requestId, toolUseId, attempt, promptId };
	const own = event.name === 'other' ? event.otherName : name;
	const byKey = eventId({ ...parts, name: own });
	const bare = eventId({ name: own, sessionId, atMs, sequence: null });
	if (id === byKey && byKey !== bare) return true;
	// Without a key: a sequence, or what else tells it apart. A prompt may be named after another line's prompt id.
	const keyed = byKey !== bare && name !== 'user_prompt';
	if (!keyed && (after(id, bare)?.length ?? 999) <= 256) return true;
	// Gateways that send no request id: a transcript names the response instead.
	return name === 'api_request' && !keyed && /^api_request:[\w.-]{1,256}$/.test(id);
}

function isMetricId(id: string, { source, series, startMs, endMs }: Metric): boolean {
	const [start, end, ...none] = (after(id, `metric:${source}:${series}:`) ?? '').split(':').map(parseNanos);
	if (none.length > 0 || start == null || end == null) return false;
	return nanosToMs(start) === startMs && nanosToMs(end) === endMs;
}

/** What follows the beginning; `null`: the text begins otherwise. */
function after(text: string, beginning: string): string | null {
	return text.startsWith(beginning) ? text.slice(beginning.length) : null;
}
