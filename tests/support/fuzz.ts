// Damages the inputs of a decoder many times over and says what it should not have done.
import { MalformedError } from '#lib/wire/decoded.ts';
import { jsonSeed, mutateBytes, mutateJson } from './fuzz-mutate.ts';
import { brokenRule } from './fuzz-rules.ts';
import type { FuzzTarget } from './fuzz-targets.ts';
import { createRandom } from './random.ts';
import { RECEIVED_AT_MS } from './wire-captures.ts';

export interface FuzzOutcome {
	inputs: number;
	/** Refused as a whole. */
	malformed: number;
	accepted: number;
	rejected: number;
	foreign: number;
	/** What went wrong, and the input it went wrong with; the first few. */
	faults: string[];
}

const MAX_FAULTS = 5;

export function fuzz(target: FuzzTarget, seed: number, inputs: number): FuzzOutcome {
	const random = createRandom(seed);
	const outcome: FuzzOutcome = { inputs, malformed: 0, accepted: 0, rejected: 0, foreign: 0, faults: [] };
	const jsonSeeds = target.json ? target.seeds.map((bytes) => jsonSeed(new TextDecoder().decode(bytes))) : [];
	for (let round = 0; round < inputs && outcome.faults.length < MAX_FAULTS; round++) {
		const place = random.integer(0, target.seeds.length - 1);
		const input =
			target.json && random.next() < 0.8
				? new TextEncoder().encode(mutateJson(random, jsonSeeds[place]!, jsonSeeds))
				: mutateBytes(random, target.seeds[place]!, target.seeds);
		const fault = tryOne(target, input, outcome);
		if (fault !== null) outcome.faults.push(`round ${round}: ${fault}: ${shown(input)}`);
	}
	if (Object.keys(Object.prototype).length > 0) outcome.faults.push('a prototype was changed');
	return outcome;
}

function tryOne(target: FuzzTarget, input: Uint8Array, outcome: FuzzOutcome): string | null {
	let decoded: ReturnType<FuzzTarget['decode']>;
	try {
		decoded = target.decode(input);
	} catch (error) {
		outcome.malformed += 1;
		return error instanceof MalformedError ? null : `threw ${(error as Error).stack?.slice(0, 500)}`;
	}
	const { events, rejected, foreign, synthetic } = decoded;
	outcome.accepted += events.length;
	outcome.rejected += rejected.count;
	outcome.foreign += foreign;
	const told = Object.values(rejected.reasons).reduce((sum, count) => sum + count, 0);
	if (told !== rejected.count) return `${rejected.count} rejected, reasons for ${told}`;
	const records = target.records?.(input);
	if (records !== undefined) {
		const [atLeast, atMost] = typeof records === 'number' ? [records, records] : records;
		const counted = events.length + rejected.count + foreign + synthetic.length;
		if (counted < atLeast || counted > atMost) return `${records} records, ${counted} counted`;
	}
	for (const event of events) {
		const broken = brokenRule(event, RECEIVED_AT_MS, input);
		if (broken !== null) return `accepted though ${broken}`;
	}
	return null;
}

function shown(input: Uint8Array): string {
	return input.length < 3000 ? JSON.stringify(new TextDecoder().decode(input)) : `${input.length} bytes`;
}
