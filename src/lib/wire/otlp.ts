// OTLP messages into events. Claude Code is known by its scope; other senders' records are counted and left alone.
// https://opentelemetry.io/docs/specs/otlp/
import { type DecodeContext, type Decoded, emptyDecoded, isRejection, reject } from './decoded.ts';
import { addAttributes, emptyFlat, type Flat, type KeyValue } from './flat.ts';
import { nanosToMs } from './limits.ts';
import { logEvent } from './log-event.ts';
import { metricEvent } from './metric-event.ts';
import { metricName } from './metric-names.ts';
import { DOCTOR_SCOPE, doctorIdIn } from './synthetic.ts';

export const LOGS_SCOPE = 'com.anthropic.claude_code.events';
export const METRICS_SCOPE = 'com.anthropic.claude_code';

interface Resource {
	attributes: KeyValue[];
}

interface Scope {
	name: string;
}

/** The parts of ExportLogsServiceRequest that are read; protobuf-es messages have this shape as they are. */
export interface LogsRequest {
	resourceLogs: { resource?: Resource | undefined; scopeLogs: ScopeLogs[] }[];
}

interface ScopeLogs {
	scope?: Scope | undefined;
	logRecords: LogRecord[];
}

export interface LogRecord {
	/** Unix nanoseconds; 0 is unknown. */
	timeUnixNano: bigint;
	observedTimeUnixNano: bigint;
	body?: KeyValue['value'];
	attributes: KeyValue[];
	eventName: string;
}

/** The parts of ExportMetricsServiceRequest that are read. */
export interface MetricsRequest {
	resourceMetrics: { resource?: Resource | undefined; scopeMetrics: ScopeMetrics[] }[];
}

interface ScopeMetrics {
	scope?: Scope | undefined;
	metrics: MetricMessage[];
}

export interface MetricMessage {
	name: string;
	data:
		| { case: 'sum'; value: Sum }
		| {
				case: 'gauge' | 'histogram' | 'exponentialHistogram' | 'summary';
				value: { dataPoints: readonly unknown[] };
		  }
		| { case: undefined; value?: undefined };
}

export interface Sum {
	dataPoints: NumberDataPoint[];
	/** 1 delta, 2 cumulative; anything else is not usable. */
	aggregationTemporality: number;
}

export interface NumberDataPoint {
	attributes: KeyValue[];
	startTimeUnixNano: bigint;
	timeUnixNano: bigint;
	value:
		| { case: 'asDouble'; value: number }
		| { case: 'asInt'; value: bigint }
		| { case: undefined; value?: undefined };
}

/** The parts of ExportTraceServiceRequest that are read. */
export interface TracesRequest {
	resourceSpans: { scopeSpans: { spans: readonly unknown[] }[] }[];
}

export function decodeLogs(request: LogsRequest, context: DecodeContext): Decoded {
	const decoded = emptyDecoded();
	for (const { resource, scopeLogs } of request.resourceLogs) {
		for (const { scope, logRecords } of scopeLogs) {
			if (scope?.name === DOCTOR_SCOPE) {
				for (const { attributes } of logRecords) recognise(attributes, decoded);
				continue;
			}
			if (scope?.name !== LOGS_SCOPE) {
				decoded.foreign += logRecords.length;
				continue;
			}
			for (const record of logRecords) decodeRecord(record, resource, context, decoded);
		}
	}
	return decoded;
}

export function decodeMetrics(request: MetricsRequest, context: DecodeContext): Decoded {
	const decoded = emptyDecoded();
	for (const { resource, scopeMetrics } of request.resourceMetrics) {
		for (const { scope, metrics } of scopeMetrics) {
			for (const metric of metrics) {
				if (scope?.name === METRICS_SCOPE) decodeMetric(metric, resource, context, decoded);
				else if (scope?.name === DOCTOR_SCOPE && metric.data.case === 'sum') {
					for (const { attributes } of metric.data.value.dataPoints) recognise(attributes, decoded);
				} else decoded.foreign += metric.data.value?.dataPoints.length ?? 0;
			}
		}
	}
	return decoded;
}

function recognise(attributes: readonly KeyValue[], decoded: Decoded): void {
	const id = doctorIdIn(attributes);
	if (id === null) decoded.foreign += 1;
	else decoded.synthetic.push(id);
}

/** Spans are accepted and not kept: the number a trace request brought. */
export function countSpans(request: TracesRequest): number {
	let count = 0;
	for (const { scopeSpans } of request.resourceSpans)
		for (const { spans } of scopeSpans) count += spans.length;
	return count;
}

function flatten(resource: Resource | undefined, attributes: readonly KeyValue[]): Flat {
	const flat = emptyFlat();
	if (resource !== undefined) addAttributes(flat, resource.attributes);
	addAttributes(flat, attributes);
	return flat;
}

function decodeRecord(
	record: LogRecord,
	resource: Resource | undefined,
	context: DecodeContext,
	decoded: Decoded
): void {
	const nanos = record.timeUnixNano || record.observedTimeUnixNano;
	const body = record.body?.value;
	const name = body?.case === 'stringValue' && body.value !== '' ? body.value : record.eventName;
	const timeMs = nanos === 0n ? Number.NaN : nanosToMs(nanos);
	const event = logEvent(flatten(resource, record.attributes), timeMs, name, context);
	if (isRejection(event)) reject(decoded, event.rejected);
	else decoded.events.push(event);
}

function decodeMetric(
	{ name, data }: MetricMessage,
	resource: Resource | undefined,
	context: DecodeContext,
	decoded: Decoded
): void {
	if (data.case !== 'sum') {
		reject(decoded, 'unsupported metric type', data.value?.dataPoints.length || 1);
		return;
	}
	const { aggregationTemporality, dataPoints } = data.value;
	const temporality = (['unspecified', 'delta', 'cumulative'] as const)[aggregationTemporality];
	if (temporality === undefined || temporality === 'unspecified') {
		reject(decoded, 'no aggregation temporality', dataPoints.length || 1);
		return;
	}
	const named = metricName(name);
	if (named === null) {
		reject(decoded, 'no metric name', dataPoints.length || 1);
		return;
	}
	for (const point of dataPoints) {
		const event = metricEvent(
			{
				...named,
				temporality,
				value: point.value.case === undefined ? Number.NaN : Number(point.value.value),
				start: point.startTimeUnixNano,
				end: point.timeUnixNano,
				labels: labelsOf(point.attributes),
				flat: flatten(resource, point.attributes)
			},
			context
		);
		if (isRejection(event)) reject(decoded, event.rejected);
		else decoded.events.push(event);
	}
}

function labelsOf(attributes: readonly KeyValue[]): Flat['values'] {
	const flat = emptyFlat();
	addAttributes(flat, attributes);
	return flat.values;
}
