// What each thing that entered a context cost in all: to enter, and to be carried by the requests after it. Another
// reading of money the shares hold already (`entered` and `carrying`), so it is not to be added to them.
import type { Attribution } from './attribution.ts';
import type { Entrant, Step } from './context.ts';

export interface EntrantCost {
	entrant: Entrant;
	/** Event id of the request it entered with. */
	requestEventId: string;
	/** nano-USD. */
	enteredNano: number;
	/** Its part, by tokens, of what later requests paid for carrying the context until that shrank, nano-USD. */
	carriedNano: number;
	/** Those requests. */
	carriedBy: number;
}

/** All entrants of the session, dearest first. Those of unpriced requests are there with what is known. Linear but for the order. */
export function entrantCosts({ shares, steps }: Pick<Attribution, 'shares' | 'steps'>): EntrantCost[] {
	const entering = new Map<Entrant, number>();
	const carrying = new Map<Step, number>();
	for (const { cause, step, nano } of shares) {
		if (cause.kind === 'entered') entering.set(cause.entrant, (entering.get(cause.entrant) ?? 0) + nano);
		else if (cause.kind === 'carrying' && step !== null) carrying.set(step, (carrying.get(step) ?? 0) + nano);
	}
	/** Of the step after: nano-USD per token held, and requests, until the context shrinks. */
	const later = new Map<Step, { perToken: number; requests: number }>();
	const costs: EntrantCost[] = [];
	for (let i = steps.length - 1; i >= 0; i--) {
		const step = steps[i]!;
		const ahead = later.get(step) ?? { perToken: 0, requests: 0 };
		for (const entrant of step.entered) {
			costs.push({
				entrant,
				requestEventId: step.request.id,
				enteredNano: entering.get(entrant) ?? 0,
				carriedNano: Math.round(entrant.tokens * ahead.perToken),
				carriedBy: ahead.requests
			});
		}
		if (step.previous === null || step.context < step.previous.context) continue;
		const paid = carrying.get(step) ?? 0;
		later.set(step.previous, {
			perToken: ahead.perToken + paid / step.previous.context,
			requests: ahead.requests + (paid > 0 ? 1 : 0)
		});
	}
	return costs.sort(
		(a, b) =>
			b.enteredNano + b.carriedNano - (a.enteredNano + a.carriedNano) ||
			((a.entrant.eventId ?? '') < (b.entrant.eventId ?? '') ? -1 : 1)
	);
}
