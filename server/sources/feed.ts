// From a decoded answer into the journal, for sources that ask other servers: in portions that let other work in, tried
// again until it is kept, and counted once though it may be read many times.
import type { Decoded } from '#lib/wire/decoded.ts';
import type { Ingest } from '../ingest.ts';
import { JournalUnavailable } from '../journal/journal.ts';
import type { Clock } from './clock.ts';
import type { Arrival } from './lag.ts';
import { emptyCounts, type SourceCounts } from './source.ts';

export interface Feed {
	readonly counts: SourceCounts;
	/** When an event was last new to the journal, by our clock; `null`: not in this run. */
	readonly lastNewMs: number | null;
	/** When the newest event seen happened, Unix epoch ms; `null`: none in this run. */
	readonly lastEventMs: number | null;
	/** How the newest event came; `null`: none in this run. */
	readonly arrival: Arrival | null;
	/** Why nothing can be kept now, as a sentence; `null`: it can. */
	readonly trouble: string | null;
	/**
	 * Keeps all of it, however long the journal takes to be well again. False: the signal came
	 * first. `fresh`: it is read for the first time, so what was refused in it counts.
	 */
	keep(decoded: Decoded, fresh: boolean, signal: AbortSignal): Promise<boolean>;
	/** Keeps it now. False: the journal cannot, and nothing is kept of what was left. */
	keepNow(decoded: Decoded): boolean;
}

/** Short enough for other requests to pass in between. */
const PORTION = 500;
const RETRY_MS = 1000;

/**
 * `marked` hears of each of the doctor's records that arrived, again each time it is read. `portionSize` events are kept
 * at a time.
 */
export function createFeed(
	ingest: Ingest,
	clock: Clock,
	{
		marked = () => undefined,
		portionSize = PORTION
	}: { marked?: ((id: string) => void) | undefined; portionSize?: number } = {}
): Feed {
	const counts = emptyCounts();
	let lastNewMs: number | null = null;
	let lastEventMs: number | null = null;
	let arrival: Arrival | null = null;
	let trouble: string | null = null;

	function portion(decoded: Decoded, from: number, fresh: boolean): boolean {
		const events = decoded.events.slice(from, from + portionSize);
		try {
			const { written, duplicates, refused } = ingest(events);
			counts.accepted += written;
			if (written > 0) lastNewMs = clock.now();
			if (fresh) {
				counts.duplicates += duplicates;
				counts.tooOld += refused;
			}
			const before = lastEventMs;
			for (const { atMs } of events) if (lastEventMs === null || atMs > lastEventMs) lastEventMs = atMs;
			if (lastEventMs !== before) arrival = { atMs: clock.now(), lagMs: clock.now() - lastEventMs! };
			trouble = null;
			return true;
		} catch (error) {
			if (!(error instanceof JournalUnavailable)) throw error;
			trouble = `Events are not being stored: ${error.message}.`;
			counts.unavailable += 1;
			return false;
		}
	}

	/** May be read again and again, unlike what is counted above: known by its id. */
	function countSynthetic({ synthetic }: Decoded): void {
		for (const id of synthetic) {
			counts.synthetic += 1;
			marked(id);
		}
	}

	function count(decoded: Decoded): void {
		counts.rejected += decoded.rejected.count;
		counts.foreign += decoded.foreign;
		countSynthetic(decoded);
	}

	return {
		counts,
		get lastNewMs() {
			return lastNewMs;
		},
		get lastEventMs() {
			return lastEventMs;
		},
		get arrival() {
			return arrival;
		},
		get trouble() {
			return trouble;
		},
		async keep(decoded, fresh, signal) {
			for (let from = 0; from < decoded.events.length; from += portionSize) {
				while (!portion(decoded, from, fresh)) {
					await clock.sleep(RETRY_MS, signal);
					if (signal.aborted) return false;
				}
				await new Promise((resolve) => setImmediate(resolve));
				if (signal.aborted) return false;
			}
			if (fresh) count(decoded);
			return true;
		},
		keepNow(decoded) {
			for (let from = 0; from < decoded.events.length; from += portionSize) {
				if (!portion(decoded, from, false)) return false;
			}
			for (const id of decoded.synthetic) marked(id);
			return true;
		}
	};
}
