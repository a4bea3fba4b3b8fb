// Every decoder of foreign input, with real inputs to damage and what can be said of the outcome.
import type { EventSourceMessage } from 'eventsource-parser';
import { createParser } from 'eventsource-parser';
import { parseBudget, parseSettings } from '#lib/domain/budget.ts';
import { type Decoded, emptyDecoded, isRejection, MalformedError, reject } from '#lib/wire/decoded.ts';
import { checkEvent, EXPORTED_EVENTS } from '#lib/wire/event-json.ts';
import { parseCursor, parseEventsFrame, parseHelloFrame, parseResetFrame } from '#lib/wire/frames.ts';
import { decodeLokiQuery, decodeLokiTail } from '#lib/wire/loki.ts';
import { decodeLogs, decodeMetrics, type LogsRequest, type MetricsRequest } from '#lib/wire/otlp.ts';
import { parseLogsJson, parseMetricsJson } from '#lib/wire/otlp-json.ts';
import { parseLogsProtobuf, parseMetricsProtobuf } from '#lib/wire/otlp-protobuf.ts';
import { decodePrometheus } from '#lib/wire/prometheus.ts';
import { decodeTranscriptLine } from '#lib/wire/transcript.ts';
import { emptyTranscriptState } from '#lib/wire/transcript-file.ts';
import { createTranscriptScan, emptyLineCounts } from '#lib/wire/transcript-scan.ts';
import { readCaptures, readTranscripts } from './captures.ts';
import { answerOf, framesOf, readExchange } from './exchanges.ts';
import { decodeTranscripts, RECEIVED_AT_MS } from './wire-captures.ts';

export interface FuzzTarget {
	name: string;
	/** Inputs are JSON: damaged at its values as well as at its bytes. */
	json: boolean;
	seeds: Uint8Array[];
	/** Returns what was decoded. Throws MalformedError or, where `syntax`, SyntaxError for text that is no JSON. */
	decode(input: Uint8Array): Decoded;
	/** Records in the input, where they can be counted: all must be accepted, rejected, foreign or synthetic. */
	records?(input: Uint8Array): number | [atLeast: number, atMost: number];
}

const CONTEXT = { receivedAtMs: RECEIVED_AT_MS };
const OTLP = { ...CONTEXT, source: 'otlp' } as const;
const LOKI = { ...CONTEXT, source: 'loki' } as const;
const PROMETHEUS = { ...CONTEXT, source: 'prometheus' } as const;
const MAX_SEED = 20_000;

const bytesOf = (value: unknown) =>
	new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What a caller does with text: JSON or nothing. */
function jsonOf(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(textOf(bytes));
	} catch (cause) {
		throw new MalformedError('not JSON', { cause });
	}
}

function captured(signal: 'logs' | 'metrics', json: boolean): Uint8Array[] {
	return readCaptures()
		.filter((capture) => capture.signal === signal && (capture.protocol === 'http/json') === json)
		.map(({ body }) => body)
		.filter(({ length }) => length <= MAX_SEED)
		.slice(0, 40);
}

function logRecords({ resourceLogs }: LogsRequest): number {
	return resourceLogs.reduce(
		(sum, { scopeLogs }) => sum + scopeLogs.reduce((inner, scope) => inner + scope.logRecords.length, 0),
		0
	);
}

/** A metric without points counts as one record where it cannot be used. */
function metricPoints({ resourceMetrics }: MetricsRequest): [number, number] {
	const points = resourceMetrics
		.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
		.map(({ data }) => data.value?.dataPoints.length ?? 0);
	const all = points.reduce((sum, count) => sum + count, 0);
	return [all, all + points.filter((count) => count === 0).length];
}

function lokiEntries(streams: unknown): number {
	return (streams as { values: unknown[] }[]).reduce((sum, { values }) => sum + values.length, 0);
}

/** Frames of the stream, as the page takes them from their text. */
function decodeFrames(bytes: Uint8Array): Decoded {
	const messages: EventSourceMessage[] = [];
	createParser({ onEvent: (message) => messages.push(message) }).feed(textOf(bytes));
	const decoded = emptyDecoded();
	for (const { event, id, data } of messages) {
		if (event === 'hello') parseHelloFrame(data);
		else if (event === 'reset') parseResetFrame(data);
		else if (event === 'events') {
			parseCursor(id ?? '');
			for (const { event } of parseEventsFrame(data)) decoded.foreign += event === null ? 0 : 1;
		}
	}
	return decoded;
}

function frameSeeds(): Uint8Array[] {
	const events = decodeTranscripts().events.slice(0, 12);
	const records = events.map((event, index) => ({ seq: index + 1, slot: index + 1, event }));
	const hello = { protocol: 1, epoch: 'abc', head: 3, version: '1', nowMs: RECEIVED_AT_MS, horizonMs: null };
	const frame = (event: string, data: unknown, id = '') =>
		`${id === '' ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
	return [
		frame('hello', hello),
		frame('events', records, 'abc.12'),
		frame('reset', { epoch: 'abc', reason: 'gone' }),
		`retry: 2000\n: ping\n\n${frame('hello', hello)}${frame('events', records.slice(0, 2), 'abc.2')}`
	].map(bytesOf);
}

/** One line, or what the damage made several of: all by way of the scanner, as they are read. */
function decodeLines(bytes: Uint8Array): Decoded {
	const counts = emptyLineCounts();
	const state = emptyTranscriptState();
	const file = {
		path: 'p/s.jsonl',
		sessionId: 's',
		agentId: null,
		configFolder: '.claude',
		content: true,
		...CONTEXT
	};
	const all = emptyDecoded();
	for (const text of createTranscriptScan(0, counts, false).push(Uint8Array.from([...bytes, 10]))) {
		const decoded = decodeTranscriptLine(text, file, state);
		all.events.push(...decoded.events);
		for (const [reason, count] of Object.entries(decoded.rejected.reasons)) reject(all, reason, count);
	}
	return all;
}

function fromPlan(parsed: object): Decoded {
	const decoded = emptyDecoded();
	if (isRejection(parsed)) reject(decoded, parsed.rejected);
	else decoded.foreign = 1;
	return decoded;
}

export const FUZZ_TARGETS: FuzzTarget[] = [
	{
		name: 'OTLP logs, protobuf',
		json: false,
		seeds: captured('logs', false),
		decode: (bytes) => decodeLogs(parseLogsProtobuf(bytes), OTLP),
		records: (bytes) => logRecords(parseLogsProtobuf(bytes))
	},
	{
		name: 'OTLP metrics, protobuf',
		json: false,
		seeds: captured('metrics', false),
		decode: (bytes) => decodeMetrics(parseMetricsProtobuf(bytes), OTLP),
		records: (bytes) => metricPoints(parseMetricsProtobuf(bytes))
	},
	{
		name: 'OTLP logs, JSON',
		json: true,
		seeds: captured('logs', true),
		decode: (bytes) => decodeLogs(parseLogsJson(textOf(bytes)), OTLP),
		records: (bytes) => logRecords(parseLogsJson(textOf(bytes)))
	},
	{
		name: 'OTLP metrics, JSON',
		json: true,
		seeds: captured('metrics', true),
		decode: (bytes) => decodeMetrics(parseMetricsJson(textOf(bytes)), OTLP),
		records: (bytes) => metricPoints(parseMetricsJson(textOf(bytes)))
	},
	{
		name: 'Loki, query_range',
		json: true,
		seeds: ['loki-query_range-categorize-labels.http', 'loki-query_range-forward-limit2.http'].map((name) =>
			bytesOf(answerOf(name))
		),
		decode: (bytes) => decodeLokiQuery(jsonOf(bytes), LOKI),
		records: (bytes) => lokiEntries((jsonOf(bytes) as { data: { result: unknown } }).data.result)
	},
	{
		name: 'Loki, tail',
		json: true,
		seeds: [
			...framesOf('tail-categorize-labels.txt'),
			...framesOf('tail-history-then-live.txt'),
			readExchange('tail-dropped-frame.json')
		].map(bytesOf),
		decode: (bytes) => decodeLokiTail(jsonOf(bytes), LOKI),
		records: (bytes) => lokiEntries((jsonOf(bytes) as { streams?: unknown }).streams ?? [])
	},
	{
		name: 'Prometheus',
		json: true,
		seeds: [
			'prom-query.http',
			'prom-scraped-cost.http',
			'prom-query_range.http',
			'prom-query-nan.http',
			'prom-query-inf.http'
		].map((name) => bytesOf(answerOf(name))),
		decode: (bytes) => decodePrometheus(jsonOf(bytes), PROMETHEUS)
	},
	{
		name: 'transcripts',
		json: true,
		seeds: readTranscripts()
			.flatMap(({ lines }) =>
				lines.filter((line) => line.length < MAX_SEED && !/^\{"type":"api-request/.test(line))
			)
			.filter((_, index) => index % 3 === 0)
			.map(bytesOf),
		decode: decodeLines
	},
	{ name: 'frames of the stream', json: true, seeds: frameSeeds(), decode: decodeFrames },
	{
		name: 'events written as JSON',
		json: true,
		seeds: decodeTranscripts(true).events.map(bytesOf),
		decode(bytes) {
			const decoded = emptyDecoded();
			const event = checkEvent(jsonOf(bytes), { ...CONTEXT, ...EXPORTED_EVENTS, content: true });
			if (isRejection(event)) reject(decoded, event.rejected);
			else decoded.events.push(event);
			return decoded;
		},
		records: () => 1
	},
	{
		name: 'budgets',
		json: true,
		seeds: [{ kind: 'all' }, { kind: 'project', value: 'shop' }].map((scope) =>
			bytesOf({
				id: 'b1',
				name: 'Month',
				amountNanoUsd: 50_000_000_000,
				period: 'month',
				firstDay: 1,
				zone: 'Europe/Paris',
				scope,
				thresholds: [50, 80, 100],
				paused: false,
				updatedAtMs: RECEIVED_AT_MS,
				deletedAtMs: null
			})
		),
		decode: (bytes) => fromPlan(parseBudget(jsonOf(bytes))),
		records: () => 1
	},
	{
		name: 'settings of alerts',
		json: true,
		seeds: [
			bytesOf({ quietHours: { from: '22:00', to: '07:00', zone: 'Europe/Paris' } }),
			bytesOf({ quietHours: null })
		],
		decode: (bytes) => fromPlan(parseSettings(jsonOf(bytes))),
		records: () => 1
	}
];
