// Whether what comes in was long on its way: told from the newest event, when it came and how old it was then.
export interface Arrival {
	/** When it came, Unix epoch ms by our clock. */
	atMs: number;
	/** How old it was, ms; negative when the sender's clock is ahead of ours. */
	lagMs: number;
}

/** An event that came promptly ends it; so does silence, which says nothing of how long the next one takes. */
const REMEMBERED_MS = 5 * 60_000;
/** What is older is history that someone handed in, not something on its way: Loki takes in nothing later than this. */
const HISTORY_MS = 60 * 60_000;

/** `sinceMs`: what came before belongs to the past that was caught up with; `null`: all of it does. */
export function isLagging(
	arrival: Arrival | null,
	sinceMs: number | null,
	nowMs: number,
	limitMs: number
): boolean {
	if (arrival === null || sinceMs === null || arrival.atMs <= sinceMs) return false;
	if (arrival.lagMs >= HISTORY_MS) return false;
	return arrival.lagMs > limitMs && nowMs - arrival.atMs < REMEMBERED_MS;
}
