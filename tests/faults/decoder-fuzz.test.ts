// 100,000 damaged inputs for each decoder of foreign input: none crashes, what is refused is counted, what is accepted
// keeps its promises, and memory does not grow with what has been read.
import { expect, test } from 'vitest';
import { fuzz } from '../support/fuzz.ts';
import { FUZZ_TARGETS } from '../support/fuzz-targets.ts';

const INPUTS = Number(process.env.TIDEMARK_FUZZ_INPUTS ?? 100_000);
const SEED = Number(process.env.TIDEMARK_FUZZ_SEED ?? 20_261_121);
const ROUNDS = 10;

test.each(FUZZ_TARGETS)('$name', (target) => {
	let residentMb = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const outcome = fuzz(target, SEED + round, INPUTS / ROUNDS);
		expect(outcome.faults).toEqual([]);
		const nowMb = process.memoryUsage().rss / 2 ** 20;
		// The first round fills what V8 takes for itself.
		if (round === 0) residentMb = nowMb;
		expect(nowMb, `resident after ${(round + 1) * (INPUTS / ROUNDS)} inputs, MB`).toBeLessThan(
			residentMb + 300
		);
	}
});
