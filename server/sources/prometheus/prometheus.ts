// The Prometheus source: what Claude Code's counters were at each moment they changed, from the oldest sample on, then
// again and again what is new. Only metrics are here; what they mean for money is the ledger's affair.
import { nameHash } from '#lib/domain/identity.ts';
import type { SourceStatus } from '#lib/domain/views.ts';
import { isClaudeMetric, metricName } from '#lib/wire/metric-names.ts';
import type { Ingest } from '../../ingest.ts';
import { JournalUnavailable } from '../../journal/journal.ts';
import type { SourceState } from '../../journal/source-state.ts';
import type { Log } from '../../log.ts';
import { backendStatus } from '../backend-status.ts';
import { type Clock, createBackoff, createBell, systemClock } from '../clock.ts';
import { createFeed } from '../feed.ts';
import { createHealthNote } from '../health-note.ts';
import { isLagging } from '../lag.ts';
import { keepReading } from '../reading-loop.ts';
import { createPlan, type PlanTimes, type Wanted } from '../reading-plan.ts';
import type { RunningSource } from '../source.ts';
import { createPrometheusClient, type PrometheusAddress } from './client.ts';
import { createMetricReader } from './metric-reader.ts';

export interface PrometheusDeps {
	address: PrometheusAddress;
	ingest: Ingest;
	state: SourceState;
	/** Nothing older is asked for, Unix epoch ms; `null`: everything is. */
	horizonMs: () => number | null;
	now: () => number;
	log: Log;
	clock?: Clock;
	random?: () => number;
	fetch?: typeof fetch;
	times?: Partial<PrometheusTimes>;
}

export interface PrometheusTimes extends PlanTimes {
	timeoutMs: number;
	firstBackoffMs: number;
	maxBackoffMs: number;
}

const TIMES: PrometheusTimes = {
	timeoutMs: 10_000,
	firstBackoffMs: 1000,
	maxBackoffMs: 30_000,
	pollMs: 15_000,
	// Whoever hands samples on to Prometheus may have been cut off for a while.
	rolling: [{ everyMs: 60 * 60_000, spanMs: 24 * 60 * 60_000 }]
};

const MAX_BYTES = 64 * 1024 * 1024;
/** Before Claude Code's first release nothing can be. */
const BEGINNING_MS = Date.UTC(2025, 1, 24);
const OVERLAP_MS = 10 * 60_000;
const RESTART_OVERLAP_MS = 60 * 60_000;
/** Samples pushed by OTLP bear the sender's time. */
const AHEAD_MS = 15 * 60_000;
/** Which names there are is asked for so long a span at once. */
const SPAN_MS = 30 * 86_400_000;
const RECEIVING_MS = 2 * 60_000;
/** A scrape a minute, and our own asking. */
const LAGGING_MS = 5 * 60_000;

export function startPrometheus(deps: PrometheusDeps): RunningSource {
	const { address, log, state } = deps;
	const clock = deps.clock ?? systemClock(deps.now);
	const times = { ...TIMES, ...deps.times };
	const name = `prometheus:${nameHash(address.url)}`;
	const closing = new AbortController();
	const { signal } = closing;
	const client = createPrometheusClient({
		address,
		timeoutMs: times.timeoutMs,
		maxBytes: MAX_BYTES,
		fetch: deps.fetch ?? fetch
	});
	const reader = createMetricReader(client, state, name, clock.now);
	const feed = createFeed(deps.ingest, clock);
	const plan = createPlan(times, clock.now);
	const health = createHealthNote('Prometheus', log, clock.now);
	const backoff = createBackoff(times.firstBackoffMs, times.maxBackoffMs, deps.random ?? Math.random);
	const unknown = new Set<string>();
	const warnings = new Set<string>();
	let progress: number | null = null;
	/** All metrics have been read up to here, Unix epoch ms; `null`: not yet. */
	let readMs = savedTime(state.get(name));

	function moveOn(toMs: number): void {
		if (readMs !== null && toMs <= readMs) return;
		readMs = toMs;
		try {
			state.set(name, { readMs });
		} catch (error) {
			// The time saved before stays true: it only means reading more again.
			if (!(error instanceof JournalUnavailable)) throw error;
		}
	}

	function fromOf(wanted: Wanted): number {
		const overlapMs = plan.everCaughtUp ? OVERLAP_MS : RESTART_OVERLAP_MS;
		const sinceMs = readMs === null ? BEGINNING_MS : Math.min(readMs, clock.now()) - overlapMs;
		const fromMs = wanted.kind === 'catch-up' ? sinceMs : wanted.fromMs;
		return Math.floor(Math.max(BEGINNING_MS, deps.horizonMs() ?? 0, fromMs));
	}

	async function read(wanted: Wanted): Promise<void> {
		const fromMs = fromOf(wanted);
		const nowMs = Math.floor(clock.now());
		const toMs = nowMs + AHEAD_MS;
		for (let atMs = fromMs; atMs < toMs && !signal.aborted; atMs += SPAN_MS) {
			const endMs = Math.min(toMs, atMs + SPAN_MS);
			if (wanted.kind === 'catch-up') progress = (atMs - fromMs) / (toMs - fromMs);
			for (const metric of await client.names(atMs, endMs, signal)) {
				if (!isClaudeMetric(metric) || metric.endsWith('_created')) continue;
				if (metricName(metric)?.known !== true) unknown.add(metric);
				await reader.read(metric, atMs, endMs, take, signal);
			}
			if (!signal.aborted) moveOn(Math.min(endMs, nowMs));
		}
	}

	async function take(decoded: Parameters<typeof feed.keep>[0] & { warnings: string[] }): Promise<boolean> {
		health.well();
		backoff.reset();
		for (const warning of decoded.warnings) if (warnings.size < 10) warnings.add(warning.slice(0, 200));
		return feed.keep(decoded, true, signal);
	}

	const ended = keepReading(
		{
			plan,
			health,
			backoff,
			clock,
			bell: createBell(),
			tailed: () => false,
			ready: (until) => client.ready(until),
			async read(wanted) {
				try {
					await read(wanted);
				} finally {
					progress = null;
				}
			}
		},
		signal
	);

	function detail(): string | null {
		const said = [
			...(health.starting === null ? [] : [health.starting]),
			...(warnings.size === 0 ? [] : [`Prometheus warns: ${[...warnings].join('; ')}.`])
		];
		return said.join(' ') || null;
	}

	function phase(error: string | null): NonNullable<SourceStatus['phase']> {
		if (error !== null) return 'failing';
		if (!health.everWell || health.starting !== null) return 'connecting';
		if (!plan.caughtUp) return 'catching-up';
		return isLagging(feed.arrival, plan.caughtUpMs, clock.now(), LAGGING_MS) ? 'lagging' : 'live';
	}

	return {
		status() {
			const common = backendStatus(feed, health, clock.now(), RECEIVING_MS);
			return {
				...common,
				name: 'prometheus',
				phase: phase(common.error),
				progress,
				detail: detail(),
				unknownMetrics: [...unknown].sort(),
				counts: { ...feed.counts, series: reader.series, resets: reader.resets }
			};
		},
		async close() {
			closing.abort();
			await ended;
		}
	};
}

function savedTime(saved: unknown): number | null {
	const { readMs } = (saved ?? {}) as { readMs?: unknown };
	return typeof readMs === 'number' && Number.isSafeInteger(readMs) ? readMs : null;
}
