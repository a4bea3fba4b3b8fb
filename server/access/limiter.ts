// How often one may guess: ten verifications a minute in all, and after five wrong ones from an address, or at an account,
// a wait that doubles. What is remembered is bounded. Secrets of 256 bits are not its affair: those cannot be guessed.

export const VERIFICATIONS_PER_MINUTE = 10;
export const FREE_TRIES = 5;
const MINUTE_MS = 60_000;
const MAX_WAIT_MS = 15 * MINUTE_MS;
const FIRST_WAIT_MS = 2000;
const MAX_KEYS = 10_000;

export interface Limiter {
	/** 0: go ahead, and it is counted; otherwise the wait in ms before the next try. `keys`: where from, at what. */
	ask(...keys: string[]): number;
	/** It was right: these begin anew. */
	passed(...keys: string[]): void;
	/** Keys remembered. */
	readonly size: number;
}

export function createLimiter(now: () => number): Limiter {
	/** Times of the verifications of the last minute. */
	let recent: number[] = [];
	/** In order of last use, the oldest first. */
	const known = new Map<string, { tries: number; untilMs: number }>();

	function count(key: string, at: number): void {
		const { tries, untilMs } = known.get(key) ?? { tries: 0, untilMs: 0 };
		const more = tries + 1;
		const wait = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, more - FREE_TRIES));
		known.delete(key);
		known.set(key, { tries: more, untilMs: more >= FREE_TRIES ? at + wait : untilMs });
		if (known.size > MAX_KEYS) known.delete(known.keys().next().value!);
	}

	return {
		ask(...keys) {
			const at = now();
			const untilMs = Math.max(...keys.map((key) => known.get(key)?.untilMs ?? 0));
			if (untilMs > at) return untilMs - at;
			recent = recent.filter((time) => time > at - MINUTE_MS);
			if (recent.length >= VERIFICATIONS_PER_MINUTE) return recent[0]! + MINUTE_MS - at;
			recent.push(at);
			for (const key of keys) count(key, at);
			return 0;
		},
		passed(...keys) {
			for (const key of keys) known.delete(key);
		},
		get size() {
			return known.size;
		}
	};
}
