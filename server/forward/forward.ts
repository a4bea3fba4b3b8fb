// Hands on what OTLP brought to a second endpoint, as it came, after it is in the journal. Nobody waits for it: what the
// endpoint does not take in time is dropped, oldest first, and counted. It waits in memory only.
import { type DescMessage, type Message, toBinary } from '@bufbuild/protobuf';
import type { SourceStatus } from '#lib/domain/views.ts';
import { ExportLogsServiceRequestSchema } from '#lib/wire/gen/opentelemetry/proto/collector/logs/v1/logs_service_pb.ts';
import { ExportMetricsServiceRequestSchema } from '#lib/wire/gen/opentelemetry/proto/collector/metrics/v1/metrics_service_pb.ts';
import { ExportTraceServiceRequestSchema } from '#lib/wire/gen/opentelemetry/proto/collector/trace/v1/trace_service_pb.ts';
import type { Log } from '../log.ts';
import { BackendError } from '../sources/backend-client.ts';
import { type Clock, createBackoff, systemClock } from '../sources/clock.ts';
import { createHealthNote, type HealthNote } from '../sources/health-note.ts';
import type { Encoding } from '../sources/otlp/answer.ts';
import type { Signal } from '../sources/otlp/receive.ts';
import { isoTime } from '../sources/since.ts';
import { createExportQueue, type Export } from './queue.ts';
import { sendExport } from './send.ts';
import type { ForwardTarget } from './target.ts';

/** Counts of requests over the life of the process. */
export interface ForwardCounts {
	forwarded: number;
	/** Attempts that will be repeated. */
	retries: number;
	/** Dropped because the endpoint will not take them. */
	refused: number;
	/** Dropped because the queue was full. */
	dropped: number;
	/** Not handed on because they have passed here before, or by too many relays. */
	looped: number;
	/** Waiting or under way, now. */
	waiting: number;
	waitingBytes: number;
}

export interface Forward {
	/** Copies what it keeps of `body`. Never throws. `via`: what the sender said of relays passed. */
	take(signal: Signal, encoding: Encoding, body: Uint8Array, gzip: boolean, via: string | null): void;
	/** A gRPC request, to be handed on as protobuf over HTTP. Never throws. */
	takeMessage(signal: Signal, message: Message): void;
	readonly counts: ForwardCounts;
	status(): SourceStatus;
	/** Sends what waits for at most `graceMs`, then gives up the rest. */
	close(graceMs: number): Promise<void>;
}

export interface ForwardDeps {
	target: ForwardTarget;
	/** Of this relay, random: tells a loop. */
	instance: string;
	version: string;
	now: () => number;
	log: Log;
	clock?: Clock;
	random?: () => number;
	fetch?: typeof fetch;
	limits?: Partial<ForwardLimits>;
}

export interface ForwardLimits {
	maxBytes: number;
	maxCount: number;
	timeoutMs: number;
	firstBackoffMs: number;
	maxBackoffMs: number;
}

const LIMITS: ForwardLimits = {
	maxBytes: 32 * 1024 * 1024,
	maxCount: 2000,
	timeoutMs: 10_000,
	firstBackoffMs: 1000,
	maxBackoffMs: 60_000
};

/** Requests under way at once while all is well; one while it is not. */
const AT_ONCE = 4;
/** After so many attempts in a row another request gets its turn: the fault may be this one's. */
const TRIES = 8;
const SENDING_MS = 60_000;
const LAGGING_MS = 60_000;
const MAX_HOPS = 8;

const SCHEMA: Record<Signal, DescMessage> = {
	logs: ExportLogsServiceRequestSchema,
	metrics: ExportMetricsServiceRequestSchema,
	traces: ExportTraceServiceRequestSchema
};

export function startForward(deps: ForwardDeps): Forward {
	const { log, now } = deps;
	const limits = { ...LIMITS, ...deps.limits };
	const clock = deps.clock ?? systemClock(now);
	const random = deps.random ?? Math.random;
	const queue = createExportQueue(limits.maxBytes, limits.maxCount);
	const backoff = createBackoff(limits.firstBackoffMs, limits.maxBackoffMs, random);
	const closing = new AbortController();
	const { signal: ended } = closing;
	const sender = {
		target: deps.target,
		timeoutMs: limits.timeoutMs,
		fetch: deps.fetch ?? fetch,
		now,
		userAgent: `Tidemark/${deps.version}`
	};
	/** Of each kind its own: an endpoint may take logs and no traces. */
	const notes: Record<Signal, HealthNote> = {
		logs: createHealthNote('The forwarding endpoint (logs)', log, now),
		metrics: createHealthNote('The forwarding endpoint (metrics)', log, now),
		traces: createHealthNote('The forwarding endpoint (traces)', log, now)
	};
	const counts = { forwarded: 0, retries: 0, refused: 0, looped: 0 };
	let underWay = 0;
	let paused = false;
	/** The last answer said "later", or none came. */
	let unwell = false;
	let lastSentMs: number | null = null;
	let full = false;
	let emptied: (() => void) | null = null;

	function pump(): void {
		while (!paused && !ended.aborted && underWay < (unwell ? 1 : AT_ONCE)) {
			const item = queue.take();
			if (item === null) break;
			underWay += 1;
			sendExport(item, sender, ended).then((outcome) => {
				underWay -= 1;
				if (!ended.aborted) settle(item, outcome);
				pump();
			});
		}
		if (queue.count === 0) {
			full = false;
			emptied?.();
		}
	}

	function settle(item: Export, outcome: Awaited<ReturnType<typeof sendExport>>): void {
		const note = notes[item.signal];
		if (outcome.kind === 'later') {
			item.tries += 1;
			counts.retries += 1;
			queue.putBack(item, item.tries % TRIES === 0);
			note.ill(new BackendError('failing', outcome.message));
			unwell = true;
			pause(outcome.retryAfterMs);
			return;
		}
		queue.done(item);
		unwell = false;
		backoff.reset();
		if (outcome.kind === 'sent') {
			counts.forwarded += 1;
			lastSentMs = now();
			note.well();
		} else {
			counts.refused += 1;
			note.ill(new BackendError('refused', outcome.message));
		}
	}

	function pause(askedMs: number | null): void {
		// Others that were under way fail for the same reason.
		if (paused) return;
		paused = true;
		const ownMs = backoff.next();
		// All that were told the same wait would otherwise come back at one moment.
		const ms = askedMs === null ? ownMs : Math.max(ownMs, askedMs * (1 + 0.1 * random()));
		clock.sleep(ms, ended).then(() => {
			paused = false;
			pump();
		});
	}

	function add(signal: Signal, encoding: Encoding, body: Uint8Array, gzip: boolean, via: string): void {
		if (ended.aborted) return;
		const before = queue.dropped;
		queue.add({ signal, encoding, body, gzip, via, atMs: now(), tries: 0 });
		if (queue.dropped > before && !full) {
			full = true;
			log.warn(
				'What waits to be forwarded takes too much room: the oldest is dropped. Nothing else is affected.'
			);
		}
		pump();
	}

	/** What is ours is already kept: a fault here must not turn that into an error. */
	function guarded(work: () => void): void {
		try {
			work();
		} catch (error) {
			counts.refused += 1;
			log.error(`A request could not be forwarded: ${(error as Error).message}`);
		}
	}

	return {
		take(signal, encoding, body, gzip, via) {
			guarded(() => {
				const hops = via === null ? [] : via.split(',').map((hop) => hop.trim());
				if (hops.includes(deps.instance) || hops.length >= MAX_HOPS) {
					counts.looped += 1;
					return;
				}
				const passed = hops.filter((hop) => /^[\w-]{1,40}$/.test(hop));
				add(signal, encoding, Buffer.from(body), gzip, [...passed, deps.instance].join(', '));
			});
		},
		takeMessage(signal, message) {
			// Making bytes of it takes a moment, and the sender's answer comes first.
			setImmediate(() =>
				guarded(() => add(signal, 'protobuf', toBinary(SCHEMA[signal], message), false, deps.instance))
			);
		},
		get counts() {
			return { ...counts, dropped: queue.dropped, waiting: queue.count, waitingBytes: queue.bytes };
		},
		status() {
			const ill = Object.values(notes).filter((note) => note.error !== null);
			const error = [...new Set(ill.map((note) => note.error))].join(' ') || null;
			const late = queue.oldestMs !== null && now() - queue.oldestMs > LAGGING_MS;
			const sending = lastSentMs !== null && now() - lastSentMs < SENDING_MS;
			const { retries, refused, looped, forwarded } = counts;
			return {
				name: 'forward',
				state: error !== null ? 'error' : sending ? 'sending' : lastSentMs === null ? 'waiting' : 'idle',
				lastEventAt: isoTime(lastSentMs),
				error,
				phase: error !== null ? 'failing' : late ? 'lagging' : lastSentMs === null ? 'connecting' : 'live',
				failingSince: ill.map((note) => note.since!).sort()[0] ?? null,
				counts: {
					forwarded,
					retries,
					refused,
					dropped: queue.dropped,
					looped,
					waiting: queue.count,
					waitingBytes: queue.bytes
				}
			};
		},
		async close(graceMs) {
			if (queue.count > 0 && !unwell) {
				const { promise, resolve } = Promise.withResolvers<void>();
				emptied = resolve;
				const late = setTimeout(resolve, graceMs);
				await promise;
				clearTimeout(late);
			}
			closing.abort();
			if (queue.count > 0) log.warn(`${queue.count} requests were not forwarded before the end.`);
		}
	};
}
