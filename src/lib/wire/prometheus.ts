// Prometheus' answers into metric events: instant vectors, range queries and range selectors. Counters there are
// cumulative and do not say when they began. https://prometheus.io/docs/prometheus/latest/querying/api/
import { nameHash } from '#lib/domain/identity.ts';
import {
	type DecodeContext,
	type Decoded,
	emptyDecoded,
	isRejection,
	MalformedError,
	reject
} from './decoded.ts';
import { addScalar, canonicalName, emptyFlat, type Flat } from './flat.ts';
import { metricEvent } from './metric-event.ts';
import { isClaudeMetric, metricName } from './metric-names.ts';

export interface PrometheusDecoded extends Decoded {
	/** Names of Claude Code metrics we do not know the meaning of, sorted. Their points are kept. */
	unknownMetrics: string[];
	/** What Prometheus warns of (truncated results), as sent. */
	warnings: string[];
}

/** Where a counter stood when it was last read. */
export interface SeriesState {
	/** Unix nanoseconds of the first sample after it last fell; '0': it never did. */
	start: string;
	value: number;
	/** Unix epoch ms of the newest sample read. */
	atMs: number;
	/** How often it fell. */
	resets: number;
}

/** Series, named by their labels as sent → state. */
export type SeriesStates = Map<string, SeriesState>;

/**
 * The body of `query` or `query_range`. A range's sample equal to the one before it says nothing new and is left out;
 * a counter that falls has begun anew, at an unknown time before that sample. Throws MalformedError for anything but
 * a successful vector or matrix.
 *
 * With `states`, series go on from where they stood: samples up to there are left out, and each series' state is
 * replaced by the newer one. Answers must then be given in order of time.
 */
export function decodePrometheus(
	json: unknown,
	context: DecodeContext,
	states: SeriesStates = new Map()
): PrometheusDecoded {
	const answer = asObject(json);
	const data = asObject(answer?.data);
	if (answer?.status !== 'success' || data === null) {
		throw new MalformedError('Prometheus did not answer with success.');
	}
	if (!(data.resultType === 'vector' || data.resultType === 'matrix') || !Array.isArray(data.result)) {
		throw new MalformedError('Prometheus answered with neither a vector nor a matrix.');
	}
	const decoded = emptyDecoded();
	const unknown = new Set<string>();
	for (const item of data.result) {
		const series = asObject(item);
		const labels = asObject(series?.metric);
		if (series === null || labels === null) throw new MalformedError('A series of Prometheus has no labels.');
		const samples = data.resultType === 'vector' ? [series.value] : series.values;
		if (!Array.isArray(samples)) throw new MalformedError('A series of Prometheus has no samples.');
		decodeSeries(labels, samples, context, decoded, unknown, states);
	}
	const warnings = Array.isArray(answer.warnings) ? answer.warnings.map(String) : [];
	return { ...decoded, unknownMetrics: [...unknown].sort(), warnings };
}

function decodeSeries(
	metric: Record<string, unknown>,
	samples: readonly unknown[],
	context: DecodeContext,
	decoded: Decoded,
	unknown: Set<string>,
	states: SeriesStates
): void {
	const { __name__: name } = metric;
	if (typeof name !== 'string') {
		reject(decoded, 'series without a name', samples.length);
		return;
	}
	const named = isClaudeMetric(name) ? metricName(name) : null;
	if (named === null || name.endsWith('_created')) {
		decoded.foreign += samples.length;
		return;
	}
	if (!named.known) unknown.add(name);
	const flat = labelsOf(metric);
	const labels = seriesLabels(flat);
	const key = seriesKey(metric);
	let state = states.get(key) ?? null;
	for (const sample of samples) {
		const point = sampleOf(sample);
		if (point === null) {
			reject(decoded, 'sample without time or value');
			continue;
		}
		const atMs = Number(point.at / 1_000_000n);
		if (state !== null && atMs <= state.atMs) continue;
		if (state !== null && point.value === state.value) {
			state = { ...state, atMs };
			continue;
		}
		const fell = state !== null && point.value < state.value;
		const start: bigint = fell ? point.at : BigInt(state?.start ?? 0);
		const event = metricEvent(
			{ ...named, temporality: 'cumulative', value: point.value, start, end: point.at, labels, flat },
			context
		);
		if (isRejection(event)) {
			reject(decoded, event.rejected);
			continue;
		}
		state = {
			start: start.toString(),
			value: point.value,
			atMs,
			resets: (state?.resets ?? 0) + (fell ? 1 : 0)
		};
		decoded.events.push(event);
	}
	if (state !== null) states.set(key, state);
}

/** A short name for one series of one server. */
function seriesKey(metric: Record<string, unknown>): string {
	return nameHash(JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** [Unix seconds with a fraction, value as text]. */
function sampleOf(sample: unknown): { at: bigint; value: number } | null {
	if (!Array.isArray(sample) || typeof sample[0] !== 'number' || typeof sample[1] !== 'string') return null;
	const atMs = Math.round(sample[0] * 1000);
	if (!Number.isSafeInteger(atMs) || atMs < 0) return null;
	const text = sample[1].replace('Inf', 'Infinity');
	return { at: BigInt(atMs) * 1_000_000n, value: text.trim() === '' ? Number.NaN : Number(text) };
}

function labelsOf(metric: Record<string, unknown>): Flat {
	const flat = emptyFlat();
	for (const [key, value] of Object.entries(metric)) {
		if (key !== '__name__' && typeof value === 'string') addScalar(flat, canonicalName(key), value);
	}
	for (const label of SCRAPE_LABELS) {
		// Kept only where nothing else tells one machine's counter from another's.
		if (flat.values.has('session_id')) flat.values.delete(label);
	}
	return flat;
}

/** Labels that say by whom a series was fetched, not which counter it is. */
const SCRAPE_LABELS = ['job', 'instance', 'exported_job', 'exported_instance'];

function seriesLabels(flat: Flat): Flat['values'] {
	return new Map(
		[...flat.values].filter(([key]) => !/^(?:otel_scope_|scope_|service_(?!instance_id$))/.test(key))
	);
}

function asObject(value: unknown): Record<string, unknown> | null {
	return value !== null && typeof value === 'object' && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: null;
}
