// Captured requests as flat records, for the oracle. Imports nothing from src or server.
import type { Capture } from './captures.ts';
import { walkLogs, walkMetrics } from './protobuf-walk.ts';

export type Attributes = Record<string, unknown>;

export interface LogLine {
	name: string;
	timeUnixNano: string;
	attributes: Attributes;
}

export interface Point {
	metric: string;
	value: number;
	cumulative: boolean;
	start: string;
	end: string;
	attributes: Attributes;
}

const EVENT_SCOPE = 'com.anthropic.claude_code.events';
const METRIC_SCOPE = 'com.anthropic.claude_code';

interface Keyed {
	key: string;
	value: Record<string, unknown>;
}

function value(any: Record<string, unknown>): unknown {
	if ('arrayValue' in any) {
		const list = (any.arrayValue as { values?: Record<string, unknown>[] }).values ?? [];
		return list.map(value);
	}
	for (const kind of ['stringValue', 'boolValue', 'intValue', 'doubleValue'])
		if (kind in any) return any[kind];
	return null;
}

function attributesOf(list: Keyed[] | undefined): Attributes {
	return Object.fromEntries((list ?? []).map((entry) => [entry.key, value(entry.value)]));
}

function parsed(
	capture: Capture,
	walk: (bytes: Uint8Array) => Record<string, unknown>
): Record<string, unknown> {
	return capture.protocol === 'http/json'
		? (JSON.parse(new TextDecoder().decode(capture.body)) as Record<string, unknown>)
		: walk(capture.body);
}

/** Claude Code's log records of a request. */
export function logLines(capture: Capture): LogLine[] {
	if (capture.signal !== 'logs') return [];
	type Scoped = {
		scope?: { name?: string };
		logRecords?: { timeUnixNano: string; attributes?: Keyed[]; body?: Record<string, unknown> }[];
	};
	const message = parsed(capture, walkLogs) as { resourceLogs?: { scopeLogs?: Scoped[] }[] };
	return (message.resourceLogs ?? [])
		.flatMap((resource) => resource.scopeLogs ?? [])
		.filter((scoped) => scoped.scope?.name === EVENT_SCOPE)
		.flatMap((scoped) => scoped.logRecords ?? [])
		.map((record) => {
			const attributes = attributesOf(record.attributes);
			return { name: String(attributes['event.name']), timeUnixNano: record.timeUnixNano, attributes };
		});
}

/** Claude Code's data points of a request. */
export function points(capture: Capture): Point[] {
	if (capture.signal !== 'metrics') return [];
	type Data = {
		startTimeUnixNano: string;
		timeUnixNano: string;
		asDouble?: number;
		asInt?: number | string;
		attributes?: Keyed[];
	};
	type Scoped = {
		scope?: { name?: string };
		metrics?: { name: string; sum?: { aggregationTemporality: number; dataPoints?: Data[] } }[];
	};
	const message = parsed(capture, walkMetrics) as { resourceMetrics?: { scopeMetrics?: Scoped[] }[] };
	return (message.resourceMetrics ?? [])
		.flatMap((resource) => resource.scopeMetrics ?? [])
		.filter((scoped) => scoped.scope?.name === METRIC_SCOPE)
		.flatMap((scoped) => scoped.metrics ?? [])
		.flatMap((metric) =>
			(metric.sum?.dataPoints ?? []).map((point) => ({
				metric: metric.name,
				value: Number(point.asDouble ?? point.asInt),
				cumulative: metric.sum?.aggregationTemporality === 2,
				start: point.startTimeUnixNano,
				end: point.timeUnixNano,
				attributes: attributesOf(point.attributes)
			}))
		);
}
