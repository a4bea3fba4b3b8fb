// The doctor's own record: sent down the way telemetry takes, known again by its scope, never an event. It is no sender's
// of Claude Code, so what does not know it passes it over; what does counts it apart.
import type { KeyValue } from './flat.ts';

export const DOCTOR_SCOPE = 'tidemark.doctor';
/** Under the name Claude Code uses, so that it goes where its records go. */
export const DOCTOR_SERVICE = 'claude-code';
export const DOCTOR_METRIC = 'tidemark_doctor_probe';
export const DOCTOR_ID = 'tidemark.doctor.id';

/** The line of its log record. */
export function doctorLine(id: string): string {
	return `${DOCTOR_SCOPE} ${id}`;
}

/** The id in a line; `null` for any other text. */
export function doctorIdOf(line: unknown): string | null {
	if (typeof line !== 'string') return null;
	return /^tidemark\.doctor ([a-z0-9-]{8,64})$/.exec(line)?.[1] ?? null;
}

export function doctorIdIn(attributes: readonly KeyValue[]): string | null {
	const value = attributes.find(({ key }) => key === DOCTOR_ID)?.value?.value;
	return value?.case === 'stringValue' ? doctorIdOf(doctorLine(value.value)) : null;
}

const nanos = (atMs: number): string => `${atMs}000000`;

/** As http/json sends it; `parseLogsJson` and its fellow make the messages of the other encodings of it. */
export function doctorLogs(id: string, atMs: number): object {
	const record = {
		timeUnixNano: nanos(atMs),
		observedTimeUnixNano: nanos(atMs),
		body: { stringValue: doctorLine(id) },
		attributes: [idAttribute(id)]
	};
	return {
		resourceLogs: [
			{ resource: resource(), scopeLogs: [{ scope: { name: DOCTOR_SCOPE }, logRecords: [record] }] }
		]
	};
}

/** A counter of one, as a delta: what Claude Code sends by default, and what Prometheus takes only through a Collector. */
export function doctorMetrics(id: string, atMs: number): object {
	const point = {
		startTimeUnixNano: nanos(atMs - 1000),
		timeUnixNano: nanos(atMs),
		asDouble: 1,
		attributes: [idAttribute(id)]
	};
	const sum = { aggregationTemporality: 1, isMonotonic: true, dataPoints: [point] };
	return {
		resourceMetrics: [
			{
				resource: resource(),
				scopeMetrics: [{ scope: { name: DOCTOR_SCOPE }, metrics: [{ name: DOCTOR_METRIC, unit: '', sum }] }]
			}
		]
	};
}

function resource(): object {
	return { attributes: [{ key: 'service.name', value: { stringValue: DOCTOR_SERVICE } }] };
}

function idAttribute(id: string): object {
	return { key: DOCTOR_ID, value: { stringValue: id } };
}
