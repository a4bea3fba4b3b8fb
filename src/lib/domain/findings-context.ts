// Findings about what a context held and for how long.
import { entrantCosts } from './carried.ts';
import type { Finding, FindingInput } from './findings.ts';

const LONG_CONTEXT_TOKENS = 100_000;
const LONG_CONTEXT_REQUESTS = 10;
const HUGE_RESULT_BYTES = 30_000;
const HUGE_RESULT_TOKENS = 6000;

/** A context past a size and the requests that carried it. At stake: what they paid for the part above that size. */
export function longContext(input: FindingInput): Finding | null {
	const threshold = Math.max(LONG_CONTEXT_TOKENS, input.history?.p90ContextTokens ?? 0);
	let best: Finding | null = null;
	for (const steps of input.lineages) {
		const above = steps.filter(({ context }) => context > threshold);
		if (above.length < LONG_CONTEXT_REQUESTS) continue;
		let stakeNano = 0;
		for (const step of above)
			stakeNano += Math.round(
				input.moneyOf.get(step)!.carrying * ((step.context - threshold) / step.context)
			);
		if (best !== null && best.stakeNano >= stakeNano) continue;
		best = {
			rule: 'long-context',
			stakeNano,
			params: {
				threshold,
				requests: above.length,
				peakTokens: Math.max(...above.map(({ context }) => context))
			},
			eventIds: above.map(({ request }) => request.id)
		};
	}
	return best;
}

/** The dearest large result of a tool. At stake: what it cost to enter and to be carried until the context shrank. */
export function hugeResult(input: FindingInput): Finding | null {
	const least = Math.max(HUGE_RESULT_BYTES, input.history?.p90ResultBytes ?? 0);
	const huge = entrantCosts(input.attribution).find(
		({ entrant }) =>
			entrant.kind === 'tool' && (entrant.bytes ?? 0) > least && entrant.tokens >= HUGE_RESULT_TOKENS
	);
	if (huge === undefined) return null;
	const { entrant, requestEventId, enteredNano, carriedNano, carriedBy } = huge;
	return {
		rule: 'huge-result',
		stakeNano: enteredNano + carriedNano,
		params: { toolName: entrant.toolName!, bytes: entrant.bytes!, tokens: entrant.tokens, carriedBy },
		eventIds: [entrant.eventId!, requestEventId]
	};
}
