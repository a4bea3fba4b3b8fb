// OTLP JSON into the shape protobuf-es gives. 64-bit integers come as text or numbers, unknown fields are ignored,
// null is absent. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
import { MalformedError } from './decoded.ts';
import type { AnyValue, AnyValueCase, KeyValue } from './flat.ts';
import { MAX_DEPTH, MAX_TEXT, parseNanos } from './limits.ts';
import type {
	LogRecord,
	LogsRequest,
	MetricMessage,
	MetricsRequest,
	NumberDataPoint,
	TracesRequest
} from './otlp.ts';

type Json = Record<string, unknown>;

/** Throws MalformedError when the text is no JSON or a field holds a value of the wrong kind. */
export function parseLogsJson(text: string): LogsRequest {
	return {
		resourceLogs: items(parse(text), 'resourceLogs').map((entry) => ({
			resource: resourceOf(entry),
			scopeLogs: items(entry, 'scopeLogs').map((scopeLogs) => ({
				scope: scopeOf(scopeLogs),
				logRecords: items(scopeLogs, 'logRecords').map(logRecord)
			}))
		}))
	};
}

/** As `parseLogsJson`. */
export function parseMetricsJson(text: string): MetricsRequest {
	return {
		resourceMetrics: items(parse(text), 'resourceMetrics').map((entry) => ({
			resource: resourceOf(entry),
			scopeMetrics: items(entry, 'scopeMetrics').map((scopeMetrics) => ({
				scope: scopeOf(scopeMetrics),
				metrics: items(scopeMetrics, 'metrics').map(metric)
			}))
		}))
	};
}

/** As `parseLogsJson`. */
export function parseTracesJson(text: string): TracesRequest {
	return {
		resourceSpans: items(parse(text), 'resourceSpans').map((entry) => ({
			scopeSpans: items(entry, 'scopeSpans').map((scopeSpans) => ({ spans: items(scopeSpans, 'spans') }))
		}))
	};
}

function parse(text: string): Json {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw new MalformedError('The body is not JSON.', { cause });
	}
	if (!isObject(value)) throw new MalformedError('The body is not a JSON object.');
	return value;
}

function isObject(value: unknown): value is Json {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function items(object: Json, key: string): Json[] {
	const value = object[key] ?? [];
	if (!Array.isArray(value) || !value.every(isObject)) {
		throw new MalformedError(`"${key}" is not an array of objects.`);
	}
	return value;
}

function inner(object: Json, key: string): Json | undefined {
	const value = object[key];
	if (value === undefined || value === null) return undefined;
	if (!isObject(value)) throw new MalformedError(`"${key}" is not an object.`);
	return value;
}

function textField(object: Json, key: string): string {
	const value = object[key] ?? '';
	if (typeof value !== 'string') throw new MalformedError(`"${key}" is not text.`);
	return value;
}

function nanosField(object: Json, key: string): bigint {
	const value = object[key] ?? 0;
	const nanos = parseNanos(value);
	if (nanos !== null) return nanos;
	// Written by senders that take 64-bit times for plain numbers: exact to some 200 ns.
	if (typeof value === 'number' && Number.isInteger(value) && value > 0) return BigInt(value);
	throw new MalformedError(`"${key}" is not a time in nanoseconds.`);
}

function resourceOf(entry: Json): { attributes: KeyValue[] } | undefined {
	const resource = inner(entry, 'resource');
	return resource && { attributes: keyValues(resource, 'attributes', 0) };
}

function scopeOf(entry: Json): { name: string } | undefined {
	const scope = inner(entry, 'scope');
	return scope && { name: textField(scope, 'name') };
}

function logRecord(record: Json): LogRecord {
	return {
		timeUnixNano: nanosField(record, 'timeUnixNano'),
		observedTimeUnixNano: nanosField(record, 'observedTimeUnixNano'),
		body: anyValue(record.body, 0),
		attributes: keyValues(record, 'attributes', 0),
		eventName: textField(record, 'eventName')
	};
}

function metric(message: Json): MetricMessage {
	const name = textField(message, 'name');
	const sum = inner(message, 'sum');
	if (sum !== undefined) {
		return {
			name,
			data: {
				case: 'sum',
				value: {
					aggregationTemporality: temporality(sum.aggregationTemporality),
					dataPoints: items(sum, 'dataPoints').map(dataPoint)
				}
			}
		};
	}
	for (const kind of ['gauge', 'histogram', 'exponentialHistogram', 'summary'] as const) {
		const data = inner(message, kind);
		if (data !== undefined)
			return { name, data: { case: kind, value: { dataPoints: items(data, 'dataPoints') } } };
	}
	return { name, data: { case: undefined } };
}

/** The specification asks for the number; protobuf's own JSON writers put the enum's name. */
function temporality(value: unknown): number {
	if (value === 'AGGREGATION_TEMPORALITY_DELTA') return 1;
	if (value === 'AGGREGATION_TEMPORALITY_CUMULATIVE') return 2;
	return typeof value === 'number' ? value : 0;
}

function dataPoint(point: Json): NumberDataPoint {
	return {
		attributes: keyValues(point, 'attributes', 0),
		startTimeUnixNano: nanosField(point, 'startTimeUnixNano'),
		timeUnixNano: nanosField(point, 'timeUnixNano'),
		value: pointValue(point)
	};
}

function pointValue({ asDouble, asInt }: Json): NumberDataPoint['value'] {
	if (asInt !== undefined && asInt !== null) return { case: 'asInt', value: integer(asInt) };
	if (asDouble !== undefined && asDouble !== null) return { case: 'asDouble', value: double(asDouble) };
	return { case: undefined };
}

function keyValues(object: Json, key: string, depth: number): KeyValue[] {
	return items(object, key).map((entry) => ({
		key: textField(entry, 'key'),
		value: anyValue(entry.value, depth)
	}));
}

function anyValue(value: unknown, depth: number): AnyValue | undefined {
	if (value === undefined || value === null) return undefined;
	if (!isObject(value)) throw new MalformedError('An attribute value is not an object.');
	return { value: anyValueCase(value, depth) };
}

function anyValueCase(value: Json, depth: number): AnyValueCase {
	if (value.stringValue !== undefined) return { case: 'stringValue', value: textField(value, 'stringValue') };
	if (value.intValue !== undefined) return { case: 'intValue', value: integer(value.intValue) };
	if (value.doubleValue !== undefined) return { case: 'doubleValue', value: double(value.doubleValue) };
	if (value.boolValue !== undefined) {
		if (typeof value.boolValue !== 'boolean') throw new MalformedError('"boolValue" is not a boolean.');
		return { case: 'boolValue', value: value.boolValue };
	}
	if (value.arrayValue !== undefined) {
		const array = inner(value, 'arrayValue');
		// One level deeper than what is kept, so that the cut is seen and flagged; below that nothing is looked at.
		const values = array && depth <= MAX_DEPTH ? items(array, 'values') : [];
		return {
			case: 'arrayValue',
			value: { values: values.map((entry) => ({ value: anyValueCase(entry, depth + 1) })) }
		};
	}
	if (value.kvlistValue !== undefined) {
		const list = inner(value, 'kvlistValue');
		const values = list && depth <= MAX_DEPTH ? keyValues(list, 'values', depth + 1) : [];
		return { case: 'kvlistValue', value: { values } };
	}
	if (value.bytesValue !== undefined) {
		return { case: 'bytesValue', value: bytes(textField(value, 'bytesValue')) };
	}
	return { case: undefined };
}

function integer(value: unknown): bigint {
	if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
	if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value);
	throw new MalformedError('An integer value is no integer.');
}

function double(value: unknown): number {
	if (typeof value === 'number') return value;
	if (value === 'NaN') return Number.NaN;
	if (value === 'Infinity') return Number.POSITIVE_INFINITY;
	if (value === '-Infinity') return Number.NEGATIVE_INFINITY;
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
	if (Number.isNaN(number)) throw new MalformedError('A double value is no number.');
	return number;
}

function bytes(text: string): Uint8Array {
	try {
		const binary = atob(text.slice(0, MAX_TEXT).replaceAll('-', '+').replaceAll('_', '/'));
		return Uint8Array.from(binary, (char) => char.charCodeAt(0));
	} catch (cause) {
		throw new MalformedError('"bytesValue" is not base64.', { cause });
	}
}
