// How often one may guess: ten verifications a minute in all, and after five wrong ones from an address a wait that
// doubles. What is remembered is bounded. Secrets of 256 bits are not its affair: those cannot be guessed.

export const VERIFICATIONS_PER_MINUTE = 10;
export const FREE_TRIES = 5;
const MINUTE_MS = 60_000;
const MAX_WAIT_MS = 15 * MINUTE_MS;
const FIRST_WAIT_MS = 2000;
const MAX_ADDRESSES = 10_000;

export interface Limiter {
	/** 0: go ahead, and it is counted; otherwise the wait in ms before the next try. */
	ask(address: string): number;
	/** It was right: the address begins anew. */
	passed(address: string): void;
	/** Addresses remembered. */
	readonly size: number;
}

export function createLimiter(now: () => number): Limiter {
	/** Times of the verifications of the last minute. */
	let recent: number[] = [];
	/** In order of last use, the oldest first. */
	const byAddress = new Map<string, { tries: number; untilMs: number }>();

	return {
		ask(address) {
			const at = now();
			const own = byAddress.get(address) ?? { tries: 0, untilMs: 0 };
			if (own.untilMs > at) return own.untilMs - at;
			recent = recent.filter((time) => time > at - MINUTE_MS);
			if (recent.length >= VERIFICATIONS_PER_MINUTE) return recent[0]! + MINUTE_MS - at;
			recent.push(at);
			own.tries++;
			if (own.tries >= FREE_TRIES)
				own.untilMs = at + Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, own.tries - FREE_TRIES));
			byAddress.delete(address);
			byAddress.set(address, own);
			if (byAddress.size > MAX_ADDRESSES) byAddress.delete(byAddress.keys().next().value!);
			return 0;
		},
		passed(address) {
			byAddress.delete(address);
		},
		get size() {
			return byAddress.size;
		}
	};
}
