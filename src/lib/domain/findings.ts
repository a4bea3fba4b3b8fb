// What to do differently, in at most five findings, dearest first. Each rule is a pure function; the words are the
// interface's, which renders `rule` with `params`.
import type { Attribution } from './attribution.ts';
import type { Step } from './context.ts';
import { costOf } from './cost.ts';
import type { DomainEvent } from './event.ts';
import { cacheExpired, modelSwitched } from './findings-cache.ts';
import { hugeResult, longContext } from './findings-context.ts';
import { dearModel, errors, repeatedFailures, subagentFanOut } from './findings-work.ts';

/** What each rule has to say. Tokens, bytes and counts are integers, times in ms, money in nano-USD. */
export interface FindingParams {
	/** The cache was written again because a pause outlasted it: answer sooner, take the longer life, or start afresh. */
	'cache-expired': { times: number; tokens: number; longestPauseMs: number; lifeMs: number | null };
	/** Changing the model in mid-session wrote the context to another cache: change it at the start. */
	'model-switched': { times: number; tokens: number; from: string | null; to: string | null };
	/** The context stayed above `threshold` for `requests` requests: compact or clear between tasks. */
	'long-context': { peakTokens: number; threshold: number; requests: number };
	/** One result was large and was carried on: ask for less of it. */
	'huge-result': { toolName: string; bytes: number; tokens: number; carriedBy: number };
	/** Turns that ended in an error or a refusal were paid for nonetheless. */
	errors: { errors: number; refusals: number; retryMs: number };
	/** Each subagent was given its own prompt and tools anew: give fewer of them more to do. */
	'subagent-fan-out': { agents: number; totalNano: number };
	/** Small steps without an edit ran on a dear model; `stakeNano` is the difference by arithmetic. */
	'dear-model': { model: string; alternative: string; requests: number };
	/** The same call failed in the same way again and again: stop it and say what is wrong. */
	'repeated-failures': { toolName: string; times: number; errorType: string | null };
}

export type RuleKey = keyof FindingParams;

export type Finding = {
	[K in RuleKey]: {
		rule: K;
		params: FindingParams[K];
		/** What it cost beyond what it need have, nano-USD. */
		stakeNano: number;
		/** The rows that show it, dearest or first ones first; at most 20. */
		eventIds: string[];
	};
}[RuleKey];

/** What is usual for this user (`history.ts` makes it). Used from MIN_SESSIONS on: then a threshold is never below the user's own habit. */
export interface History {
	sessions: number;
	medianCostNano: number;
	/** Largest contexts of sessions. */
	p90ContextTokens: number;
	/** Largest tool results of sessions. */
	p90ResultBytes: number;
	/** Most subagents in one prompt, of sessions that started any. */
	p90Subagents: number;
}

export const MIN_SESSIONS = 20;

export interface FindingInput {
	events: readonly DomainEvent[];
	attribution: Attribution;
	/** `null`: none, or of too few sessions. */
	history: History | null;
	/** Money per step of the session, nano-USD. */
	moneyOf: ReadonlyMap<Step, StepMoney>;
	/** Steps of each lineage, in order. */
	lineages: readonly Step[][];
}

export interface StepMoney {
	/** 0 where unpriced. */
	total: number;
	carrying: number;
	baseline: number;
}

export type Rule = (input: FindingInput) => Finding | null;

export const RULES: readonly Rule[] = [
	cacheExpired,
	modelSwitched,
	longContext,
	hugeResult,
	errors,
	subagentFanOut,
	dearModel,
	repeatedFailures
];

const MOST = 5;
const MOST_EVENTS = 20;
/** Below all of these a finding is not worth a sentence. */
const MIN_STAKE_NANO = 100_000_000;
const MIN_STAKE_OF_SESSION = 0.05;
const MIN_STAKE_OF_USUAL = 0.1;

/** The findings of a session; none is a fair answer. `history`: what is usual for this user, if known. */
export function findings(
	events: readonly DomainEvent[],
	attribution: Attribution,
	history: History | null = null
): Finding[] {
	const input = findingInput(events, attribution, history);
	const least = Math.max(
		MIN_STAKE_NANO,
		attribution.totalNano * MIN_STAKE_OF_SESSION,
		(input.history?.medianCostNano ?? 0) * MIN_STAKE_OF_USUAL
	);
	return RULES.map((rule) => rule(input))
		.filter((finding): finding is Finding => finding !== null && finding.stakeNano >= least)
		.sort((a, b) => b.stakeNano - a.stakeNano)
		.slice(0, MOST)
		.map((finding) => ({ ...finding, eventIds: finding.eventIds.slice(0, MOST_EVENTS) }));
}

/** What the rules read. */
export function findingInput(
	events: readonly DomainEvent[],
	attribution: Attribution,
	history: History | null
): FindingInput {
	const moneyOf = new Map<Step, StepMoney>();
	const lineages = new Map<string, Step[]>();
	for (const step of attribution.steps) {
		moneyOf.set(step, {
			total: costOf(step.request, attribution.prices).nano ?? 0,
			carrying: 0,
			baseline: 0
		});
		const steps = lineages.get(step.lineage.key);
		if (steps === undefined) lineages.set(step.lineage.key, [step]);
		else steps.push(step);
	}
	for (const { step, cause, nano } of attribution.shares) {
		if (step === null) continue;
		const money = moneyOf.get(step)!;
		if (cause.kind === 'carrying') money.carrying += nano;
		else if (cause.kind === 'baseline') money.baseline += nano;
	}
	return {
		events,
		attribution,
		history: history !== null && history.sessions >= MIN_SESSIONS ? history : null,
		moneyOf,
		lineages: [...lineages.values()]
	};
}
