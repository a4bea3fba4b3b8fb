// Reads one metric's samples over a span in order of time, in windows that shrink when Prometheus cannot answer, and
// keeps where each of its series stands across restarts.
import { MalformedError } from '#lib/wire/decoded.ts';
import {
	decodePrometheus,
	type PrometheusDecoded,
	type SeriesState,
	type SeriesStates
} from '#lib/wire/prometheus.ts';
import { JournalUnavailable } from '../../journal/journal.ts';
import type { SourceState } from '../../journal/source-state.ts';
import { BackendError } from '../backend-client.ts';
import type { PrometheusClient } from './client.ts';

export interface MetricReader {
	/**
	 * Reads the samples after `fromMs` up to `toMs` (Unix epoch ms) that were not read yet. `keep` answers whether the
	 * events are kept; the series move on only then. Throws BackendError.
	 */
	read(
		name: string,
		fromMs: number,
		toMs: number,
		keep: (decoded: PrometheusDecoded) => Promise<boolean>,
		signal: AbortSignal
	): Promise<void>;
	/** Series known, and how often a counter among them fell. */
	readonly series: number;
	readonly resets: number;
}

const WINDOW_MS = 86_400_000;
const MIN_WINDOW_MS = 60_000;
/** Answers in a row before a larger question is tried: each that fails costs a time-out. */
const GROW_AFTER = 16;
/** Known shortcut: of more series of one metric, those longest silent are forgotten. */
const MAX_SERIES = 20_000;

export function createMetricReader(
	client: PrometheusClient,
	state: SourceState,
	stateName: string,
	now: () => number
): MetricReader {
	const metrics = new Map<string, SeriesStates>();
	let windowMs = WINDOW_MS;
	let answers = 0;

	function statesOf(name: string): SeriesStates {
		const known = metrics.get(name);
		if (known !== undefined) return known;
		const saved = (state.get(`${stateName}:${name}`) ?? {}) as Record<string, SeriesState>;
		const states: SeriesStates = new Map(Object.entries(saved));
		metrics.set(name, states);
		return states;
	}

	function save(name: string, states: SeriesStates): void {
		const newest = [...states].sort(([, a], [, b]) => b.atMs - a.atMs).slice(0, MAX_SERIES);
		metrics.set(name, new Map(newest));
		try {
			state.set(`${stateName}:${name}`, Object.fromEntries(newest));
		} catch (error) {
			// The state saved before stays true: the same samples give the same events again.
			if (!(error instanceof JournalUnavailable)) throw error;
		}
	}

	/** Whether there is a smaller question to ask. */
	function shrink(error: unknown): boolean {
		answers = 0;
		if (!(error instanceof BackendError) || windowMs === MIN_WINDOW_MS) return false;
		const heavy = /too many samples/.test(error.message);
		if (!heavy && !['slow', 'large', 'failing'].includes(error.trouble)) return false;
		windowMs = Math.max(MIN_WINDOW_MS, Math.floor(windowMs / 2));
		return true;
	}

	async function ask(name: string, fromMs: number, toMs: number, signal: AbortSignal): Promise<unknown> {
		const answer = await client.samples(name, fromMs, toMs, signal);
		answers += 1;
		if (answers % GROW_AFTER === 0) windowMs = Math.min(WINDOW_MS, windowMs * 2);
		return answer;
	}

	function decode(answer: unknown, states: SeriesStates): PrometheusDecoded {
		try {
			return decodePrometheus(answer, { receivedAtMs: now(), source: 'prometheus' }, states);
		} catch (error) {
			if (!(error instanceof MalformedError)) throw error;
			throw new BackendError('strange', error.message, { cause: error });
		}
	}

	return {
		async read(name, fromMs, toMs, keep, signal) {
			for (let atMs = fromMs; atMs < toMs && !signal.aborted; ) {
				const endMs = Math.min(toMs, atMs + windowMs);
				let answer: unknown;
				try {
					answer = await ask(name, atMs, endMs, signal);
				} catch (error) {
					if (signal.aborted || !shrink(error)) throw error;
					continue;
				}
				const states = new Map(statesOf(name));
				const decoded = decode(answer, states);
				if (!(await keep(decoded))) return;
				if (decoded.events.length > 0) save(name, states);
				else metrics.set(name, states);
				atMs = endMs;
			}
		},
		get series() {
			return [...metrics.values()].reduce((sum, states) => sum + states.size, 0);
		},
		get resets() {
			let sum = 0;
			for (const states of metrics.values()) for (const { resets } of states.values()) sum += resets;
			return sum;
		}
	};
}
