// Findings about caches that were written again.

import type { Share } from './attribution.ts';
import type { RewriteReason, Step } from './context.ts';
import { COST_KINDS, PROPORTIONS } from './cost-parts.ts';
import type { Finding, FindingInput } from './findings.ts';
import type { Prices, Rates } from './price.ts';
import { reprice } from './what-if.ts';

/** Cache written again after a pause longer than its life. At stake: the writes, less what reading would have cost. */
export function cacheExpired(input: FindingInput): Finding | null {
	const { steps, stakes, tokens } = rewrites(input, 'expired');
	if (steps.length === 0) return null;
	const dearest = byStake(steps, stakes);
	return {
		rule: 'cache-expired',
		stakeNano: total(stakes),
		params: {
			times: steps.length,
			tokens,
			longestPauseMs: Math.max(...steps.map(({ pauseMs }) => pauseMs!)),
			lifeMs: dearest[0]!.lifeMs
		},
		eventIds: dearest.map(({ request }) => request.id)
	};
}

/**
 * Cache written again for another model. At stake: the writes, less what reading would have cost, less what the other
 * model saved until the next change, since a change to a cheaper one may well have paid.
 */
export function modelSwitched(input: FindingInput): Finding | null {
	const { steps, stakes, tokens } = rewrites(input, 'model');
	if (steps.length === 0) return null;
	for (const step of steps) stakes.set(step, Math.max(0, stakes.get(step)! - savedBy(input, step)));
	const dearest = byStake(steps, stakes);
	return {
		rule: 'model-switched',
		stakeNano: total(stakes),
		params: {
			times: steps.length,
			tokens,
			from: dearest[0]!.previous!.request.model,
			to: dearest[0]!.request.model
		},
		eventIds: dearest.map(({ request }) => request.id)
	};
}

function rewrites(input: FindingInput, reason: RewriteReason) {
	const stakes = new Map<Step, number>();
	let tokens = 0;
	for (const share of input.attribution.shares) {
		const { cause, step } = share;
		if (step === null || cause.kind !== 'rewritten' || cause.reason !== reason) continue;
		tokens += share.tokens;
		stakes.set(step, (stakes.get(step) ?? 0) + beyondReading(share, step, input.attribution.prices));
	}
	return { steps: [...stakes.keys()], stakes, tokens };
}

/** What writing these tokens cost more than reading them would have. */
function beyondReading({ nano, costKind }: Share, step: Step, prices: Prices): number {
	const { model, atMs } = step.request;
	const rates = (model === null ? null : prices.ratesFor(model, atMs, step.context)?.rates) ?? PROPORTIONS;
	const kind: keyof Rates = costKind === 'cacheWrite1h' ? 'cacheWrite1h' : 'cacheWrite5m';
	return Math.round(nano * (1 - rates.cacheRead / rates[kind]));
}

/** What the requests from this one to the next change cost less than they would have on the model before. */
function savedBy(input: FindingInput, step: Step): number {
	const former = step.previous!.request.model;
	const chain = input.lineages.find((steps) => steps.includes(step))!;
	let saved = 0;
	for (let i = chain.indexOf(step); i < chain.length; i++) {
		const { request, tokens } = chain[i]!;
		if (request.model !== step.request.model) break;
		// What the change itself wrote is the cost of the change.
		const alike =
			chain[i] === step ? { ...tokens, cacheWrite5m: 0, cacheWrite1h: 0, cacheWriteUnsplit: 0 } : tokens;
		const there = reprice(chain[i]!, former, alike, input.attribution.prices);
		const here = reprice(chain[i]!, request.model, alike, input.attribution.prices);
		if (there === null || here === null) continue;
		for (const k of COST_KINDS.keys()) saved += there[k]! - here[k]!;
	}
	return Math.max(0, saved);
}

function byStake(steps: Step[], stakes: Map<Step, number>): Step[] {
	return steps.toSorted((a, b) => stakes.get(b)! - stakes.get(a)!);
}

function total(stakes: Map<Step, number>): number {
	let sum = 0;
	for (const nano of stakes.values()) sum += nano;
	return sum;
}
