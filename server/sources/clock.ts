// Time as a source sees it, so that tests can give it another one: now, waiting, and waiting longer after each failure.
import { setTimeout as wait } from 'node:timers/promises';

export interface Clock {
	/** Unix epoch ms. */
	now(): number;
	/** Resolves after `ms`, or as soon as `signal` is aborted. */
	sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export function systemClock(now: () => number): Clock {
	return {
		now,
		async sleep(ms, signal) {
			try {
				await wait(ms, undefined, { signal });
			} catch (error) {
				// Ended early: whoever aborted knows.
				if (!signal.aborted) throw error;
			}
		}
	};
}

export interface Backoff {
	/** How long to wait before the next attempt, ms: doubles from `firstMs` to `maxMs`, half of it by chance. */
	next(): number;
	reset(): void;
}

export function createBackoff(firstMs: number, maxMs: number, random: () => number): Backoff {
	let ceiling = firstMs;
	return {
		next() {
			const ms = ceiling / 2 + (ceiling / 2) * random();
			ceiling = Math.min(maxMs, ceiling * 2);
			return ms;
		},
		reset() {
			ceiling = firstMs;
		}
	};
}

export interface Bell {
	/** Ends the wait under way, or the next one. */
	ring(): void;
	/** Resolves after `ms`, when rung, or when `signal` is aborted. */
	wait(ms: number, clock: Clock, signal: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
	let rung = false;
	let waiting: AbortController | null = null;
	return {
		ring() {
			rung = true;
			waiting?.abort();
		},
		async wait(ms, clock, signal) {
			if (!rung) {
				waiting = new AbortController();
				await clock.sleep(ms, AbortSignal.any([signal, waiting.signal]));
				waiting = null;
			}
			rung = false;
		}
	};
}
