// The demo as a source of the relay: its backlog as fast as the journal takes it, then each event when its moment has
// come. Nothing else is fed while it runs.
import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainEvent } from '#lib/domain/event.ts';
import { JournalUnavailable } from '../journal/journal.ts';
import type { Demo } from './demo.ts';
import { emptyCounts, type RunningSource } from './source.ts';

export interface DemoDeps {
	demo: Demo;
	/** Returns once the events are kept. Throws JournalUnavailable when they cannot be now. */
	ingest(events: readonly DomainEvent[]): { written: number; duplicates: number; refused: number };
	now(): number;
}

export interface DemoSource extends RunningSource {
	/** Resolves when all up to the start is in the journal. */
	readonly filled: Promise<void>;
}

const BATCH = 500;
/** Telemetry is exported every few seconds, so several events come together. */
const TICK_MS = 1000;

export function startDemo({ demo, ingest, now }: DemoDeps): DemoSource {
	const closing = new AbortController();
	const counts = emptyCounts();
	let lastEventMs: number | null = null;
	let trouble: string | null = null;
	let full = false;

	/** Lets other work in after each batch; tries again until it is kept or the relay ends. */
	async function keep(events: readonly DomainEvent[]): Promise<void> {
		for (let at = 0; at < events.length && !closing.signal.aborted; ) {
			const batch = events.slice(at, at + BATCH);
			try {
				const { written, duplicates, refused } = ingest(batch);
				counts.accepted += written;
				counts.duplicates += duplicates;
				counts.tooOld += refused;
				lastEventMs = batch.at(-1)!.atMs;
				trouble = null;
				at += BATCH;
				await wait(0);
			} catch (error) {
				if (!(error instanceof JournalUnavailable)) throw error;
				trouble = `Events are not being stored: ${error.message}.`;
				counts.unavailable += 1;
				await wait(TICK_MS);
			}
		}
	}

	async function wait(ms: number): Promise<void> {
		try {
			await sleep(ms, undefined, { signal: closing.signal });
		} catch (error) {
			// Closing ends the wait, and with it the loop.
			if (!closing.signal.aborted) throw error;
		}
	}

	async function fill(): Promise<void> {
		for (const day of demo.backlog()) {
			if (closing.signal.aborted) return;
			await keep(day);
		}
		full = true;
	}

	async function goOn(): Promise<void> {
		const live = demo.live();
		let next = live.next();
		while (!closing.signal.aborted) {
			const due: DomainEvent[] = [];
			const nowMs = now();
			for (; !next.done && next.value.atMs <= nowMs; next = live.next()) due.push(next.value);
			await keep(due);
			await wait(TICK_MS);
		}
	}

	const filled = fill();
	const ended = filled.then(goOn);

	return {
		filled,
		status: () => ({
			name: 'demo',
			state: trouble === null ? 'receiving' : 'error',
			lastEventAt: lastEventMs === null ? null : new Date(lastEventMs).toISOString(),
			error: trouble,
			phase: trouble !== null ? 'failing' : full ? 'live' : 'catching-up',
			counts: { ...counts }
		}),
		async close() {
			closing.abort();
			await ended;
		}
	};
}
