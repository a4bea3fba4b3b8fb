// Loki's answers into events: range queries (metadata merged into the stream, or kept apart by `categorize-labels`)
// and tail frames. The same record gives the same event as over OTLP.
// https://grafana.com/docs/loki/latest/reference/loki-http-api/ ; recorded in tests/fixtures/backends.
import {
	type DecodeContext,
	type Decoded,
	emptyDecoded,
	isRejection,
	MalformedError,
	reject
} from './decoded.ts';
import { addScalar, canonicalName, emptyFlat, type Flat } from './flat.ts';
import { nanosToMs, parseNanos } from './limits.ts';
import { logEvent } from './log-event.ts';
import { LOGS_SCOPE } from './otlp.ts';
import { DOCTOR_SCOPE, doctorIdOf } from './synthetic.ts';

export interface LokiDecoded extends Decoded {
	/** Entries in the answer, events or not: what a page's limit counts. */
	entries: number;
	/** Unix nanoseconds of the oldest and newest entry; `null` when there are none. */
	oldestNs: string | null;
	newestNs: string | null;
	/** Entries Loki says it did not deliver: a lower bound. */
	dropped: { count: number; oldestNs: string | null; newestNs: string | null };
}

/** The body of `query_range`. Throws MalformedError for anything but a successful answer with log streams. */
export function decodeLokiQuery(json: unknown, context: DecodeContext): LokiDecoded {
	const answer = asObject(json);
	if (answer?.status !== 'success') throw new MalformedError('Loki did not answer with success.');
	const data = asObject(answer.data);
	if (data?.resultType !== 'streams') throw new MalformedError('Loki did not answer with log streams.');
	return decodeStreams(data.result, context);
}

/** One text frame of `tail`. Throws MalformedError when it has neither streams nor dropped entries. */
export function decodeLokiTail(json: unknown, context: DecodeContext): LokiDecoded {
	const frame = asObject(json);
	if (frame === null || !('streams' in frame || 'dropped_entries' in frame)) {
		throw new MalformedError('The tail sent no frame with streams.');
	}
	const decoded = decodeStreams(frame.streams ?? [], context);
	const { dropped_entries: dropped } = frame;
	if (dropped !== undefined && dropped !== null) {
		if (!Array.isArray(dropped)) throw new MalformedError('"dropped_entries" is not an array.');
		const span: Span = { oldest: null, newest: null };
		for (const entry of dropped) widen(span, parseNanos(asObject(entry)?.timestamp));
		decoded.dropped = { count: dropped.length, ...spanText(span) };
	}
	return decoded;
}

interface Span {
	oldest: bigint | null;
	newest: bigint | null;
}

function decodeStreams(streams: unknown, context: DecodeContext): LokiDecoded {
	if (!Array.isArray(streams)) throw new MalformedError('Loki sent no array of streams.');
	const decoded: Decoded = emptyDecoded();
	const span: Span = { oldest: null, newest: null };
	let entries = 0;
	for (const item of streams) {
		const stream = asObject(item);
		if (stream === null || !Array.isArray(stream.values)) {
			throw new MalformedError('A stream of Loki has no values.');
		}
		for (const entry of stream.values) {
			entries += 1;
			const nanos = Array.isArray(entry) ? parseNanos(entry[0]) : null;
			widen(span, nanos);
			if (nanos === null || typeof entry[1] !== 'string') reject(decoded, 'entry without time or line');
			else decodeEntry(asObject(stream.stream) ?? {}, nanos, entry[1], asObject(entry[2]), context, decoded);
		}
	}
	return {
		...decoded,
		entries,
		...spanText(span),
		dropped: { count: 0, oldestNs: null, newestNs: null }
	};
}

function decodeEntry(
	stream: Record<string, unknown>,
	nanos: bigint,
	line: string,
	categorized: Record<string, unknown> | null,
	context: DecodeContext,
	decoded: Decoded
): void {
	const flat = emptyFlat();
	addLabels(flat, stream);
	// Labels a query parsed out of the line are not the sender's: `parsed` is left alone.
	addLabels(flat, asObject(categorized?.structuredMetadata) ?? {});
	const scope = flat.values.get('scope_name');
	const id = scope === DOCTOR_SCOPE ? doctorIdOf(line) : null;
	if (id !== null) {
		decoded.synthetic.push(id);
		return;
	}
	const named = flat.values.has('event_name');
	const ours = line.startsWith('claude_code.');
	if (scope === LOGS_SCOPE || (scope === undefined && ours && named)) {
		const event = logEvent(flat, nanosToMs(nanos), line, context);
		if (isRejection(event)) reject(decoded, event.rejected);
		else decoded.events.push(event);
	} else if (scope === undefined && ours) reject(decoded, 'metadata missing');
	else decoded.foreign += 1;
}

function addLabels(flat: Flat, labels: Record<string, unknown>): void {
	for (const [key, value] of Object.entries(labels)) {
		if (typeof value === 'string') addScalar(flat, canonicalName(key), value);
	}
}

function asObject(value: unknown): Record<string, unknown> | null {
	return value !== null && typeof value === 'object' && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: null;
}

function widen(span: Span, nanos: bigint | null): void {
	if (nanos === null) return;
	if (span.oldest === null || nanos < span.oldest) span.oldest = nanos;
	if (span.newest === null || nanos > span.newest) span.newest = nanos;
}

function spanText(span: Span): { oldestNs: string | null; newestNs: string | null } {
	return { oldestNs: span.oldest?.toString() ?? null, newestNs: span.newest?.toString() ?? null };
}
