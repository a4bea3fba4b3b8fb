// How the relay does, for Prometheus: numbers of what came in and how it stands, never what an event says.
import { statSync } from 'node:fs';
import { Counter, Gauge, Registry } from 'prom-client';
import type { SourceStatus } from '#lib/domain/views.ts';
import type { Forward } from './forward/forward.ts';
import type { Hub } from './hub.ts';
import type { FoldStore } from './journal/fold-store.ts';
import type { Journal } from './journal/journal.ts';
import type { Redactor } from './redact.ts';

export interface Metrics {
	readonly contentType: string;
	/** Everything as of now, in Prometheus' text format. */
	text(): Promise<string>;
}

export interface MetricsDeps {
	/** Sources, and what stands beside them in health. */
	sources(): SourceStatus[];
	journal: Pick<Journal, 'events' | 'head' | 'refused' | 'trouble'>;
	fold: Pick<FoldStore, 'savedSeq'>;
	hub: Pick<Hub, 'streams'>;
	/** `null`: switched off. */
	redactor: Pick<Redactor, 'counts'> | null;
	forward: Pick<Forward, 'counts'> | null;
	/** Of the database and what belongs to it; those that are missing are passed over. */
	files: readonly string[];
	version: string;
	/** Unix epoch ms. */
	now(): number;
}

/** Key of SourceStatus.counts → outcome. */
const OUTCOMES = {
	accepted: 'accepted',
	duplicates: 'duplicate',
	rejected: 'rejected',
	tooOld: 'too_old',
	foreign: 'foreign',
	unavailable: 'unavailable'
};

const PHASES = ['connecting', 'catching-up', 'live', 'polling', 'lagging', 'failing'] as const;

/** A registry of its own: whoever else uses the library in this process is not seen. */
export function createMetrics(deps: MetricsDeps): Metrics {
	const registry = new Registry();
	const own = { registers: [registry] };

	function gauge(name: string, help: string, value: () => number): void {
		new Gauge({
			...own,
			name,
			help,
			collect() {
				this.set(value());
			}
		});
	}

	/** Values are totals kept elsewhere: they are taken as they stand. */
	function counter(name: string, help: string, value: () => number): void {
		new Counter({
			...own,
			name,
			help,
			collect() {
				this.reset();
				this.inc(value());
			}
		});
	}

	const deliveries = () => deps.sources().filter(({ name }) => name !== 'forward');

	new Gauge({ ...own, name: 'tidemark_build_info', help: 'Always 1.', labelNames: ['version'] }).set(
		{ version: deps.version },
		1
	);
	new Counter({
		...own,
		name: 'tidemark_events_total',
		help: 'Events that came in, by source and what became of them; "unavailable" counts attempts that could not be stored.',
		labelNames: ['source', 'outcome'],
		collect() {
			this.reset();
			for (const { name, counts } of deliveries()) {
				for (const [key, outcome] of Object.entries(OUTCOMES)) {
					const count = counts?.[key];
					if (count !== undefined) this.inc({ source: name, outcome }, count);
				}
			}
		}
	});
	new Gauge({
		...own,
		name: 'tidemark_source_lag_seconds',
		help: 'Time since the newest event of a source happened; missing where there was none.',
		labelNames: ['source'],
		collect() {
			this.reset();
			for (const { name, lastEventAt } of deliveries()) {
				if (lastEventAt !== null)
					this.set({ source: name }, Math.max(0, deps.now() - Date.parse(lastEventAt)) / 1000);
			}
		}
	});
	new Gauge({
		...own,
		name: 'tidemark_source_phase',
		help: '1 for the phase a source is in, 0 for the others.',
		labelNames: ['source', 'phase'],
		collect() {
			this.reset();
			for (const { name, phase } of deps.sources()) {
				if (phase === undefined) continue;
				for (const each of PHASES) this.set({ source: name, phase: each }, each === phase ? 1 : 0);
			}
		}
	});

	const { redactor } = deps;
	if (redactor !== null) {
		new Counter({
			...own,
			name: 'tidemark_redactions_total',
			help: 'Secrets taken out of texts before they were stored.',
			labelNames: ['source'],
			collect() {
				this.reset();
				for (const [source, count] of Object.entries(redactor.counts)) this.inc({ source }, count);
			}
		});
	}

	const { journal, fold } = deps;
	gauge('tidemark_streams_open', 'Streams to browsers.', () => deps.hub.streams);
	gauge('tidemark_journal_bytes', 'Size of the database on disk, its log included.', () =>
		bytesOf(deps.files)
	);
	gauge('tidemark_journal_events', 'Facts kept.', () => journal.events);
	gauge('tidemark_journal_head', 'Number of the last record written.', () => journal.head);
	gauge('tidemark_journal_writable', '0 while events cannot be stored.', () =>
		journal.trouble === null ? 1 : 0
	);
	gauge('tidemark_fold_lag_records', 'Records not yet in the saved sums.', () =>
		Math.max(0, journal.head - fold.savedSeq)
	);
	gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
	gauge('nodejs_heap_size_used_bytes', 'Memory in use by objects.', () => process.memoryUsage().heapUsed);
	gauge('nodejs_external_memory_bytes', 'Memory of buffers.', () => process.memoryUsage().external);
	counter('process_cpu_seconds_total', 'Processor time.', () => {
		const { user, system } = process.cpuUsage();
		return (user + system) / 1e6;
	});
	gauge('process_start_time_seconds', 'When it started, Unix time.', () =>
		Math.round((Date.now() - process.uptime() * 1000) / 1000)
	);

	const { forward } = deps;
	if (forward !== null) {
		new Counter({
			...own,
			name: 'tidemark_forward_requests_total',
			help: 'Requests handed on, by what became of them.',
			labelNames: ['outcome'],
			collect() {
				this.reset();
				const { forwarded, refused, dropped, looped } = forward.counts;
				this.inc({ outcome: 'forwarded' }, forwarded);
				this.inc({ outcome: 'refused' }, refused);
				this.inc({ outcome: 'dropped' }, dropped);
				this.inc({ outcome: 'looped' }, looped);
			}
		});
		counter(
			'tidemark_forward_retries_total',
			'Attempts that will be repeated.',
			() => forward.counts.retries
		);
		gauge('tidemark_forward_queue_requests', 'Requests waiting or under way.', () => forward.counts.waiting);
		gauge('tidemark_forward_queue_bytes', 'Their size.', () => forward.counts.waitingBytes);
	}

	return { contentType: registry.contentType, text: () => registry.metrics() };
}

function bytesOf(files: readonly string[]): number {
	let bytes = 0;
	for (const file of files) bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0;
	return bytes;
}
