// The same examples for every property in each run, so that a run tells of the change and not of its luck. Others by
// TIDEMARK_SEED: a number, or "any" for new ones each time.
import fc from 'fast-check';

const seed = import.meta.env.TIDEMARK_SEED as string;
if (seed !== 'any') fc.configureGlobal({ seed: Number(seed) });
