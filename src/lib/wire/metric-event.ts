// One data point of a counter into one event: the part that OTLP and Prometheus share.
import type { Metric } from '#lib/domain/event.ts';
import { metricId, nameHash } from '#lib/domain/identity.ts';
import { MAX_NANO_USD, usdToNano } from '#lib/domain/money.ts';
import { STANDARD } from './attributes.ts';
import type { DecodeContext, Rejection } from './decoded.ts';
import { type Flat, scalarText } from './flat.ts';
import { nanosToMs, timeProblem } from './limits.ts';
import { factsOf, textOf } from './log-event.ts';
import type { MetricName } from './metric-names.ts';

export interface Point extends MetricName {
	temporality: 'delta' | 'cumulative';
	value: number;
	/** Unix nanoseconds; 0 where the source does not say when the counter began. */
	start: bigint;
	end: bigint;
	/** What tells the series from others of the metric, canonical. */
	labels: Flat['values'];
	/** The labels with what else is known (the resource). */
	flat: Flat;
}

/** Labels with a field of their own, and the names guessed dashboards use for them. */
const FIELDS: Readonly<
	Record<string, 'type' | 'model' | 'querySource' | 'decision' | 'toolName' | 'language'>
> = {
	type: 'type',
	token_type: 'type',
	operation: 'type',
	model: 'model',
	query_source: 'querySource',
	decision: 'decision',
	tool_name: 'toolName',
	language: 'language'
};

const DECISIONS: Readonly<Record<string, string>> = { accepted: 'accept', rejected: 'reject' };

/** Refuses values that are no amount: negative, not finite, or too large to sum exactly. */
export function metricEvent(point: Point, context: DecodeContext): Metric | Rejection {
	if (!Number.isFinite(point.value)) return { rejected: 'value not finite' };
	if (point.value < 0) return { rejected: 'negative value' };
	const bound = point.metric === 'cost.usage' ? usdToNano(point.value) : point.value;
	if (bound === null || bound > MAX_NANO_USD) return { rejected: 'value too large' };
	const endMs = point.end === 0n ? Number.NaN : nanosToMs(point.end);
	const problem = timeProblem(endMs, context.receivedAtMs);
	if (problem !== null) return { rejected: problem };
	if (point.start > point.end) return { rejected: 'interval ends before it starts' };

	const { flat } = point;
	const series = seriesHash(point);
	const event: Metric = {
		id: metricId(context.source, series, point.start.toString(), point.end.toString()),
		name: 'metric',
		atMs: endMs,
		sessionId: textOf(flat.values.get('session_id')),
		promptId: null,
		sequence: null,
		source: context.source,
		facts: factsOf(flat, context),
		metric: point.metric,
		value: point.value,
		temporality: point.temporality,
		series,
		startMs: nanosToMs(point.start),
		endMs,
		type: point.type,
		model: null,
		querySource: null,
		decision: null,
		toolName: null,
		language: null
	};
	const agentId = textOf(flat.values.get('agent_id'));
	if (agentId !== null) event.agentId = agentId;
	for (const [key, value] of flat.values) {
		const text = textOf(value);
		if (text === null) continue;
		const field = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
		if (field !== undefined) event[field] ??= text;
		else if (!STANDARD.has(key)) {
			event.more ??= {};
			event.more[key] = text;
		}
	}
	if (event.decision !== null && Object.hasOwn(DECISIONS, event.decision)) {
		event.decision = DECISIONS[event.decision]!;
	}
	if (flat.cut.size > 0) event.cut = [...flat.cut].sort();
	return event;
}

function seriesHash({ metric, type, labels }: Point): string {
	const pairs = [...labels].map(([key, value]) => JSON.stringify([key, scalarText(value)]));
	return nameHash([metric, type ?? '', ...pairs.sort()].join('\n'));
}
