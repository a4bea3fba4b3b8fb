// A source of the relay with a journal in memory behind it, on times short enough for tests.
import type { DomainEvent } from '#lib/domain/event.ts';
import type { SourceStatus } from '#lib/domain/views.ts';
import { createIngest, type Ingest } from '#server/ingest.ts';
import { type Journal, JournalUnavailable, recordsOf } from '#server/journal/journal.ts';
import { createMemoryJournal } from '#server/journal/memory.ts';
import { createMemorySourceState, type SourceState } from '#server/journal/source-state.ts';
import { createLog, type Log } from '#server/log.ts';
import { type LokiDeps, type LokiTimes, startLoki } from '#server/sources/loki/loki.ts';
import {
	type PrometheusDeps,
	type PrometheusTimes,
	startPrometheus
} from '#server/sources/prometheus/prometheus.ts';
import type { RunningSource } from '#server/sources/source.ts';

export interface Harness {
	journal: Journal;
	state: SourceState;
	ingest: Ingest;
	log: Log;
	/** What was logged. */
	lines: string[];
	/** While true, nothing can be written. */
	full: boolean;
	events(): DomainEvent[];
	startLoki(deps: Partial<LokiDeps> & { url: string; query?: string; token?: string }): RunningSource;
	startPrometheus(deps: Partial<PrometheusDeps> & { url: string; token?: string }): RunningSource;
	/** Ends all sources started. */
	close(): Promise<void>;
}

const MINUTE_MS = 60_000;

export const FAST_LOKI: LokiTimes = {
	timeoutMs: 400,
	firstBackoffMs: 4,
	maxBackoffMs: 40,
	fullMs: 60,
	silenceMs: 150,
	pollMs: 20,
	rolling: [
		{ everyMs: 60, spanMs: 5 * MINUTE_MS },
		{ everyMs: 400, spanMs: 60 * MINUTE_MS },
		{ everyMs: 2000, spanMs: 24 * 60 * MINUTE_MS }
	]
};

export const FAST_PROMETHEUS: PrometheusTimes = {
	timeoutMs: 400,
	firstBackoffMs: 4,
	maxBackoffMs: 40,
	pollMs: 20,
	rolling: [{ everyMs: 500, spanMs: 24 * 60 * MINUTE_MS }]
};

export function createHarness(): Harness {
	const journal = createMemoryJournal('epoch');
	const lines: string[] = [];
	const sources: RunningSource[] = [];
	const append = createIngest(journal, { take: () => undefined }, () => undefined, null);
	const keep = (source: RunningSource) => {
		sources.push(source);
		return source;
	};
	const harness: Harness = {
		journal,
		state: createMemorySourceState(),
		ingest(events) {
			if (harness.full) throw new JournalUnavailable('the disk is full');
			return append(events);
		},
		log: createLog('info', (line) => lines.push(line)),
		lines,
		full: false,
		events: () =>
			recordsOf(journal.pageAfter(0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).map(
				({ event }) => event
			),
		startLoki: ({ url, query = '{service_name="claude-code"}', token, ...deps }) =>
			keep(
				startLoki({
					ingest: harness.ingest,
					state: harness.state,
					horizonMs: () => null,
					now: Date.now,
					log: harness.log,
					times: FAST_LOKI,
					address: { url, query, tenant: null, token: token ?? null },
					...deps
				})
			),
		startPrometheus: ({ url, token, ...deps }) =>
			keep(
				startPrometheus({
					ingest: harness.ingest,
					state: harness.state,
					horizonMs: () => null,
					now: Date.now,
					log: harness.log,
					times: FAST_PROMETHEUS,
					address: { url, token: token ?? null },
					...deps
				})
			),
		async close() {
			await Promise.all(sources.map((source) => source.close(0)));
		}
	};
	return harness;
}

/** Waits until it is so; throws with what `tell` says when it takes longer than `ms`. */
export async function until(so: () => boolean, tell: () => unknown = () => '', ms = 8000): Promise<void> {
	const deadline = Date.now() + ms;
	while (!so()) {
		if (Date.now() > deadline) throw new Error(`it did not come to that: ${JSON.stringify(tell())}`);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

export function phaseOf(source: RunningSource): SourceStatus['phase'] {
	return source.status().phase;
}
