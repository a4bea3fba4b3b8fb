// Reads a span of Loki in pages, oldest first. Pages overlap on equal timestamps, since the nanosecond after the last
// entry would lose its ties; pages and spans shrink when Loki cannot answer and grow again when it can.
// Facts recorded in tests/fixtures/backends/loki-paging-facts.txt.
import type { LokiDecoded } from '#lib/wire/loki.ts';
import { BackendError } from '../backend-client.ts';
import type { LokiClient, Span } from './client.ts';
import { readTies } from './ties.ts';

/**
 * Over 2,000 make real servers hang: their answer passes the 4 MB that Loki's parts may send each other. Half of that
 * is read a tenth faster, since less is held at a time.
 */
export const MAX_PAGE = 1000;
const MIN_PAGE = 25;
/** Loki's default limit is 30 days and one hour. */
const MAX_SPAN_NS = 30n * 86_400_000_000_000n;
const MIN_SPAN_NS = 3_600_000_000_000n;
/** Answers in a row before a larger question is tried: each that fails costs a time-out. */
const GROW_AFTER = 16;

export interface Pager {
	/**
	 * Reads the span. `take` keeps a page; `reached` is then told up to where all has been kept. Throws BackendError
	 * when Loki does not answer even the smallest question; what was kept by then stays kept.
	 */
	read(
		span: Span,
		take: (page: LokiDecoded) => Promise<void>,
		reached: (atNs: bigint) => void,
		signal: AbortSignal
	): Promise<void>;
	/** Moments with more entries than could be told apart: some of them were not read. */
	readonly unreadable: number;
	/** Questions asked again in smaller form. */
	readonly shrunk: number;
}

function earlier(a: bigint, b: bigint): bigint {
	return a < b ? a : b;
}

export function createPager(client: LokiClient): Pager {
	let maxPage = MAX_PAGE;
	let maxSpan = MAX_SPAN_NS;
	let page = maxPage;
	let span = maxSpan;
	let unreadable = 0;
	let shrunk = 0;
	let answers = 0;

	function grow(): void {
		answers += 1;
		if (answers % GROW_AFTER !== 0) return;
		page = Math.min(maxPage, page * 2);
		span = span * 2n < maxSpan ? span * 2n : maxSpan;
	}

	/** Whether there is a smaller question to ask. */
	function shrink(error: unknown): boolean {
		answers = 0;
		if (!(error instanceof BackendError)) return false;
		if (error.trouble === 'refused') return obey(error.message);
		if (!['slow', 'large', 'failing'].includes(error.trouble)) return false;
		if (page === MIN_PAGE && span <= MIN_SPAN_NS) return false;
		page = Math.max(MIN_PAGE, Math.floor(page / 2));
		span = span / 2n > MIN_SPAN_NS ? span / 2n : MIN_SPAN_NS;
		return true;
	}

	/** Takes over a limit the server states. */
	function obey(message: string): boolean {
		const entries = /max_entries_limit_per_query \(\d+ > (\d+)\)/.exec(message);
		if (entries !== null && Number(entries[1]) > 0 && Number(entries[1]) < maxPage) {
			page = maxPage = Number(entries[1]);
			return true;
		}
		if (/time range exceeds the limit/.test(message) && maxSpan > MIN_SPAN_NS) {
			maxSpan = maxSpan / 2n > MIN_SPAN_NS ? maxSpan / 2n : MIN_SPAN_NS;
			span = span < maxSpan ? span : maxSpan;
			return true;
		}
		return false;
	}

	return {
		get unreadable() {
			return unreadable;
		},
		get shrunk() {
			return shrunk;
		},
		async read({ startNs, endNs }, take, reached, signal) {
			let atNs = startNs;
			while (atNs < endNs && !signal.aborted) {
				const toNs = earlier(atNs + span, endNs);
				const limit = page;
				try {
					const answer = await client.range({ startNs: atNs, endNs: toNs }, limit, '', signal);
					await take(answer);
					if (answer.entries < limit) atNs = toNs;
					else {
						const newestNs = BigInt(answer.newestNs ?? atNs);
						if (newestNs > atNs) atNs = newestNs;
						else {
							if (!(await readTies(client, atNs, limit, take, signal))) unreadable += 1;
							atNs += 1n;
						}
					}
					reached(atNs);
					grow();
				} catch (error) {
					if (signal.aborted || !shrink(error)) throw error;
					shrunk += 1;
				}
			}
		}
	};
}
