// One log record, flat, into one event: the part that OTLP and Loki share.
import type { DomainEvent, Facts } from '#lib/domain/event.ts';
import { eventId, nameHash } from '#lib/domain/identity.ts';
import { usdToNano } from '#lib/domain/money.ts';
import { FACTS, FIELDS, type Kind, STANDARD } from './attributes.ts';
import type { DecodeContext, Rejection } from './decoded.ts';
import { type Flat, type Scalar, scalarText } from './flat.ts';
import { instantMs, timeProblem } from './limits.ts';

interface FieldReader {
	field: string;
	kind: Kind;
	/** A second attribute of the same meaning never replaces the first. */
	second: boolean;
}

interface EventReader {
	fields: Map<string, FieldReader>;
	/** Every field of the event, unknown. */
	blank: Record<string, null>;
}

const readers = new Map<string, EventReader>(
	Object.entries(FIELDS).map(([name, fields]) => {
		const reader: EventReader = { fields: new Map(), blank: {} };
		for (const [field, [attribute, kind, second]] of Object.entries(fields)) {
			reader.blank[field] = null;
			if (attribute !== null) reader.fields.set(attribute, { field, kind, second: false });
			if (second !== undefined) reader.fields.set(second, { field, kind, second: true });
		}
		return [name, reader];
	})
);

/**
 * The event of a record of Claude Code. `timeMs` is the record's own time, used when it carries no `event.timestamp`;
 * `body` is its text (`claude_code.<event>`), used when it carries no `event.name`.
 */
export function logEvent(
	flat: Flat,
	timeMs: number,
	body: string | null,
	context: DecodeContext
): DomainEvent | Rejection {
	const { values } = flat;
	const name = eventName(textOf(values.get('event_name')) ?? body);
	if (name === null) return { rejected: 'no event name' };
	const stamp = textOf(values.get('event_timestamp'));
	const stampMs = stamp === null ? Number.NaN : instantMs(stamp);
	const atMs = Number.isNaN(stampMs) ? timeMs : stampMs;
	const problem = timeProblem(atMs, context.receivedAtMs);
	if (problem !== null) return { rejected: problem };

	const event: Record<string, unknown> = {
		id: '',
		name,
		atMs,
		sessionId: textOf(values.get('session_id')),
		promptId: textOf(values.get('prompt_id')),
		sequence: countOf(values.get('event_sequence')),
		source: context.source,
		facts: factsOf(flat, context)
	};
	const agentId = textOf(values.get('agent_id'));
	if (agentId !== null) event.agentId = agentId;
	const reader = readers.get(name);
	const rejected = reader === undefined ? fillOther(event, name, flat) : fillKnown(event, reader, flat);
	if (rejected !== null) return { rejected };
	if (flat.cut.size > 0) event.cut = [...flat.cut].sort();
	event.id = idOf(event, name);
	return event as unknown as DomainEvent;
}

/** The facts an observation states, with what its arrival adds. */
export function factsOf(flat: Flat, context: DecodeContext): Facts {
	const facts: Facts = {};
	for (const attribute in FACTS) {
		const text = textOf(flat.values.get(attribute));
		if (text !== null) facts[FACTS[attribute as keyof typeof FACTS]] = text;
	}
	if (context.tokenMachine !== undefined) facts.tokenMachine = context.tokenMachine;
	if (context.tokenUser !== undefined) facts.tokenUser = context.tokenUser;
	if (context.relayHost !== undefined) facts.relayHost = context.relayHost;
	return facts;
}

/** Text, or `null` where nothing was sent or the sender held it back. */
export function textOf(value: Scalar | undefined): string | null {
	if (value === undefined || value === '<REDACTED>' || value === '') return null;
	return scalarText(value);
}

/** A number sent as int, double or numeric text; NaN for anything else. */
export function numberOf(value: Scalar): number {
	switch (typeof value) {
		case 'number':
			return value;
		case 'bigint':
			return Number(value);
		case 'string':
			return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value) ? Number(value) : Number.NaN;
		default:
			return Number.NaN;
	}
}

function eventName(text: string | null): string | null {
	if (text === null) return null;
	const name = text.startsWith('claude_code.') ? text.slice('claude_code.'.length) : text;
	// It goes into the id as it is: only what every store keeps as it is.
	const usable = name.length > 0 && name.length <= 200 && name.isWellFormed() && !name.includes('\0');
	return usable ? name : null;
}

function countOf(value: Scalar | undefined): number | null {
	if (value === undefined) return null;
	const number = numberOf(value);
	return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function fillKnown(event: Record<string, unknown>, reader: EventReader, flat: Flat): string | null {
	Object.assign(event, reader.blank);
	let more: Record<string, string> | null = null;
	for (const [key, value] of flat.values) {
		const field = reader.fields.get(key);
		if (field !== undefined) {
			if (field.second && event[field.field] !== null) continue;
			const parsed = parse(value, field.kind);
			if (parsed === undefined) {
				if (field.kind === 'tokens' || field.kind === 'usd') return `invalid ${key}`;
			} else {
				event[field.field] = parsed;
				continue;
			}
		} else if (STANDARD.has(key)) continue;
		const text = textOf(value);
		if (text !== null) {
			more ??= {};
			more[key] = text;
		}
	}
	if (event.name === 'api_request' && event.costNanoUsd === null) {
		const micros = flat.values.get('cost_usd_micros');
		if (micros !== undefined) {
			const nano = usdToNano(numberOf(micros) / 1e6);
			if (nano === null) return 'invalid cost_usd_micros';
			event.costNanoUsd = nano;
		}
	}
	if (more !== null) event.more = more;
	return null;
}

/** `undefined`: not of this kind. */
function parse(value: Scalar, kind: Kind): string | number | boolean | null | undefined {
	switch (kind) {
		case 'text':
			return textOf(value);
		case 'flag':
			if (typeof value === 'boolean') return value;
			return value === 'true' ? true : value === 'false' ? false : undefined;
		case 'ms': {
			const ms = numberOf(value);
			return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
		}
		case 'usd':
			return usdToNano(numberOf(value)) ?? undefined;
		case 'count':
		case 'tokens':
			return countOf(value) ?? undefined;
	}
}

function fillOther(event: Record<string, unknown>, name: string, flat: Flat): null {
	event.name = 'other';
	event.otherName = name;
	const attributes: Record<string, string> = {};
	for (const [key, value] of flat.values) {
		const text = STANDARD.has(key) ? null : textOf(value);
		if (text !== null) attributes[key] = text;
	}
	event.attributes = attributes;
	return null;
}

function idOf(event: Record<string, unknown>, name: string): string {
	const { sessionId, atMs, sequence, requestId, attempt, toolUseId, promptId } = event as {
		sessionId: string | null;
		atMs: number;
		sequence: number | null;
	} & { [key in 'requestId' | 'toolUseId' | 'promptId']: string | null } & { attempt: number | null };
	const parts = { name, sessionId, atMs, sequence, requestId, attempt, toolUseId, promptId };
	if (sequence !== null) return eventId(parts);
	return eventId({ ...parts, discriminator: contentHash(event) });
}

/** Tells records apart that have neither a key nor a sequence; independent of who brought them. */
function contentHash(event: Record<string, unknown>): string {
	const { id: _id, source: _source, facts: _facts, ...content } = event;
	const sorted = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
	return nameHash(
		JSON.stringify(sorted, (_key, value: unknown) =>
			value !== null && typeof value === 'object' && !Array.isArray(value)
				? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
				: value
		)
	);
}
