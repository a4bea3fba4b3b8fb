// 100,000 damaged inputs for each decoder of foreign input: none crashes, what is refused is counted, what is accepted
// keeps its promises, and memory does not grow with what has been read.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { fuzz } from '../support/fuzz.ts';
import { FUZZ_TARGETS } from '../support/fuzz-targets.ts';

const INPUTS = Number(process.env.TIDEMARK_FUZZ_INPUTS ?? 100_000);
const SEED = Number(process.env.TIDEMARK_FUZZ_SEED ?? 20_261_121);
const ROUNDS = 10;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: object) => void;

test.each(FUZZ_TARGETS)('$name', (target) => {
	let residentMb = 0;
	let grownMb = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const outcome = fuzz(target, SEED + round, INPUTS / ROUNDS);
		expect(outcome.faults).toEqual([]);
		// What is left once the garbage is gone.
		collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
		const nowMb = process.memoryUsage().rss / 2 ** 20;
		// The first round fills what V8 takes for itself.
		if (round === 0) residentMb = nowMb;
		grownMb = Math.max(grownMb, nowMb - residentMb);
		expect(grownMb, `more resident after ${(round + 1) * (INPUTS / ROUNDS)} inputs, MB`).toBeLessThan(64);
	}
});
