// One export request, whichever way it came: decoded, committed, and summed up as OTLP's partial success.
// https://opentelemetry.io/docs/specs/otlp/#partial-success
import type { Decoded } from '#lib/wire/decoded.ts';
import {
	countSpans,
	decodeLogs,
	decodeMetrics,
	type LogsRequest,
	type MetricsRequest,
	type TracesRequest
} from '#lib/wire/otlp.ts';
import type { Sender } from '../../access/tokens.ts';
import type { Ingest } from '../../ingest.ts';
import type { Arrival } from '../lag.ts';
import { emptyCounts, type SourceCounts } from '../source.ts';
import type { Seen } from './seen.ts';

export type Signal = 'logs' | 'metrics' | 'traces';

export interface Requests {
	logs: LogsRequest;
	metrics: MetricsRequest;
	traces: TracesRequest;
}

/** Records refused for good, and why; `rejected` 0: all was taken. */
export interface Partial {
	rejected: number;
	message: string;
	/** It held nothing but the doctor's own records. */
	synthetic?: boolean;
}

export interface Receiver {
	/** Returns once everything is durable. Throws JournalUnavailable. `local`: sent from this machine. */
	receive<S extends Signal>(signal: S, request: Requests[S], local: boolean, sender?: Sender): Partial;
	readonly counts: SourceCounts;
	/** Spans accepted and not kept. */
	readonly spans: number;
	/** When the last event was accepted, by this machine's clock; `null`: none in this run. */
	readonly lastEventMs: number | null;
	/** When the newest event accepted in this run happened, Unix epoch ms. */
	readonly newestMs: number | null;
	/** How it came. */
	readonly arrival: Arrival | null;
}

export interface ReceiverDeps {
	ingest: Ingest;
	now: () => number;
	hostname: string;
	seen: Seen;
	/** Hears of the doctor's records that arrived. */
	marked?: ((id: string) => void) | undefined;
}

export function createReceiver(deps: ReceiverDeps): Receiver {
	const counts = emptyCounts();
	let spans = 0;
	let lastEventMs: number | null = null;
	let newestMs: number | null = null;
	let arrival: Arrival | null = null;

	function take(signal: Signal, decoded: Decoded, nowMs: number): Partial {
		const { events, rejected, foreign, synthetic } = decoded;
		const { written, duplicates, refused } = deps.ingest(events);
		counts.accepted += written;
		counts.duplicates += duplicates;
		counts.rejected += rejected.count;
		counts.tooOld += refused;
		counts.foreign += foreign;
		counts.synthetic += synthetic.length;
		for (const id of synthetic) deps.marked?.(id);
		deps.seen.decoded(signal, decoded);
		if (events.length > refused) {
			lastEventMs = nowMs;
			const before = newestMs;
			for (const { atMs } of events) if (newestMs === null || atMs > newestMs) newestMs = atMs;
			if (newestMs !== before) arrival = { atMs: nowMs, lagMs: nowMs - newestMs! };
		}
		const reasons =
			refused > 0 ? { ...rejected.reasons, 'older than what is kept': refused } : rejected.reasons;
		const only = synthetic.length > 0 && events.length + rejected.count + foreign === 0;
		return { rejected: rejected.count + refused, message: sentence(reasons), synthetic: only };
	}

	return {
		receive(signal, request, local, sender) {
			const nowMs = deps.now();
			const context = {
				receivedAtMs: nowMs,
				source: 'otlp' as const,
				...(local ? { relayHost: deps.hostname } : {}),
				...(sender?.machine ? { tokenMachine: sender.machine } : {}),
				...(sender?.user ? { tokenUser: sender.user } : {})
			};
			if (signal === 'logs') return take('logs', decodeLogs(request as LogsRequest, context), nowMs);
			if (signal === 'metrics')
				return take('metrics', decodeMetrics(request as MetricsRequest, context), nowMs);
			spans += countSpans(request as TracesRequest);
			return { rejected: 0, message: '' };
		},
		counts,
		get spans() {
			return spans;
		},
		get lastEventMs() {
			return lastEventMs;
		},
		get newestMs() {
			return newestMs;
		},
		get arrival() {
			return arrival;
		}
	};
}

function sentence(reasons: Record<string, number>): string {
	return Object.entries(reasons)
		.slice(0, 20)
		.map(([reason, count]) => `${reason} (${count})`)
		.join(', ');
}
