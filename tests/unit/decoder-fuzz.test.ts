// A sample of what tests/faults/decoder-fuzz.test.ts does at length: damaged inputs never break a decoder.
import { expect, test } from 'vitest';
import { fuzz } from '../support/fuzz.ts';
import { FUZZ_TARGETS } from '../support/fuzz-targets.ts';

test.each(FUZZ_TARGETS)('$name: 1,000 damaged inputs are refused or give sound events', (target) => {
	expect(target.seeds.length).toBeGreaterThan(0);
	const { faults, malformed, accepted, rejected, foreign } = fuzz(target, 1, 1000);
	expect(faults).toEqual([]);
	// The damage reached both what is refused and what is read.
	expect(malformed + rejected).toBeGreaterThan(0);
	expect(accepted + foreign).toBeGreaterThan(0);
});
