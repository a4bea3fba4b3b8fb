// The captured requests and transcripts, decoded, and a model of what Loki does to a log record, as recorded in
// tests/fixtures/backends.
import type { DecodeContext, Decoded } from '#lib/wire/decoded.ts';
import { decodeLogs, decodeMetrics, type LogsRequest } from '#lib/wire/otlp.ts';
import { parseLogsJson, parseMetricsJson } from '#lib/wire/otlp-json.ts';
import { parseLogsProtobuf, parseMetricsProtobuf } from '#lib/wire/otlp-protobuf.ts';
import { decodeTranscriptLine } from '#lib/wire/transcript.ts';
import { emptyTranscriptState } from '#lib/wire/transcript-file.ts';
import { parseTranscriptPath } from '#lib/wire/transcript-path.ts';
import { type Capture, readCaptures, readTranscripts } from './captures.ts';

/** An hour after the newest capture. */
export const RECEIVED_AT_MS = Date.parse('2026-11-20T22:00:00Z');
export const OTLP: DecodeContext = { receivedAtMs: RECEIVED_AT_MS, source: 'otlp' };
export const LOKI: DecodeContext = { receivedAtMs: RECEIVED_AT_MS, source: 'loki' };

export function capturesOf(signal: Capture['signal']): Capture[] {
	return readCaptures().filter((capture) => capture.signal === signal);
}

export function logsRequest({ protocol, body }: Capture): LogsRequest {
	return protocol === 'http/json' ? parseLogsJson(new TextDecoder().decode(body)) : parseLogsProtobuf(body);
}

export function decodeCapture(capture: Capture): Decoded {
	if (capture.signal === 'logs') return decodeLogs(logsRequest(capture), OTLP);
	return decodeMetrics(
		capture.protocol === 'http/json'
			? parseMetricsJson(new TextDecoder().decode(capture.body))
			: parseMetricsProtobuf(capture.body),
		OTLP
	);
}

/** Every line of every transcript, decoded. */
export function decodeTranscripts(content = false): Decoded {
	const all: Decoded = { events: [], rejected: { count: 0, reasons: {} }, foreign: 0, synthetic: [] };
	for (const { file, lines } of readTranscripts()) {
		const path = file.split('transcripts/').at(-1) ?? file;
		const named = parseTranscriptPath(path);
		const state = emptyTranscriptState();
		for (const line of lines) {
			const { events, rejected } = decodeTranscriptLine(
				line,
				{
					path,
					sessionId: named?.sessionId ?? null,
					agentId: named?.agentId ?? null,
					configFolder: '.claude',
					content,
					receivedAtMs: RECEIVED_AT_MS
				},
				state
			);
			all.events.push(...events);
			all.rejected.count += rejected.count;
			Object.assign(all.rejected.reasons, rejected.reasons);
		}
	}
	return all;
}

interface PlainAttribute {
	key: string;
	value?: { value: { case?: string; value?: unknown } };
}

/** What Loki stores of a record: [nanoseconds, line, structured metadata]. */
export function lokiEntries(request: LogsRequest): [string, string, Record<string, string>][] {
	return request.resourceLogs.flatMap(({ resource, scopeLogs }) =>
		scopeLogs.flatMap(({ scope, logRecords }) =>
			logRecords.map((record): [string, string, Record<string, string>] => [
				record.timeUnixNano.toString(),
				String(record.body?.value.value ?? ''),
				Object.assign(
					metadata(resource?.attributes ?? []),
					{ scope_name: scope?.name ?? '', detected_level: 'unknown' },
					{ observed_timestamp: record.observedTimeUnixNano.toString() },
					metadata(record.attributes)
				)
			])
		)
	);
}

function metadata(attributes: PlainAttribute[]): Record<string, string> {
	return Object.fromEntries(
		attributes.map(({ key, value }) => [
			key.replace(/[^A-Za-z0-9_]/g, '_'),
			value?.value.case === 'arrayValue' ? arrayText(value.value.value) : String(value?.value.value)
		])
	);
}

function arrayText(array: unknown): string {
	const { values } = array as { values: PlainAttribute['value'][] };
	return JSON.stringify(values.map((item) => item?.value.value));
}
