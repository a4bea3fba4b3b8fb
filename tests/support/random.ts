// Seeded randomness for tests: the same seed gives the same run.

export interface Random {
	/** Uniform in [0, 1). */
	next(): number;
	/** Uniform integer, both ends included. */
	integer(from: number, to: number): number;
	/** A new array in random order (Fisher–Yates). */
	shuffle<T>(items: readonly T[]): T[];
}

/** Mulberry32. https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
	return {
		next,
		integer,
		shuffle(items) {
			const out = [...items];
			for (let i = out.length - 1; i > 0; i--) {
				const j = integer(0, i);
				[out[i], out[j]] = [out[j]!, out[i]!];
			}
			return out;
		}
	};
}
