// How the context of each lineage grew: for every request what entered since the one before, what had to be written to
// the cache again and why, and what was merely carried. Token arithmetic only; `attribution.ts` puts money to it.
import { apportion } from './apportion.ts';
import { arrivalsOf } from './arrivals.ts';
import { promptTokens, type TokenCounts, tokensOf } from './cost.ts';
import type { ApiRequest, Compaction, DomainEvent } from './event.ts';
import { byOrder, type Lineage, lineageOf, startOf } from './lineage.ts';

/** Something that came into a context. `answer`: what the model itself wrote before; `report`: a subagent's. */
export interface Entrant {
	kind: 'prompt' | 'tool' | 'report' | 'answer' | 'unknown';
	/** `null` for `unknown`. */
	eventId: string | null;
	/** The prompt it came from, which need not be the one it entered under. */
	promptId: string | null;
	/** Of tools and reports. */
	toolName: string | null;
	/** As sent (a prompt's length in characters); `null`: not known. */
	bytes: number | null;
	/** Its share of what entered, by size. */
	tokens: number;
}

/**
 * Why a cache had to be written again: nothing read it for longer than it lives; another model keeps another cache;
 * a compaction replaced the context; or no reason that telemetry shows (tools, settings or the prefix changed).
 */
export type RewriteReason = 'expired' | 'model' | 'compaction' | 'unknown';

/** One request in its lineage. Tokens are integers. */
export interface Step {
	request: ApiRequest;
	lineage: Lineage;
	startMs: number;
	tokens: TokenCounts;
	/** The whole prompt as the model saw it. 0: its tokens are not known. */
	context: number;
	/** The first of its lineage whose tokens are known: all it was given is the baseline. */
	first: boolean;
	/** The request before it in its lineage. */
	previous: Step | null;
	entered: Entrant[];
	/** Fresh input and cache writes that `entered` accounts for. */
	enteredFresh: number;
	enteredWrites: number;
	/** Fresh input that was in the context before: carried without a cache. */
	resent: number;
	/** Cache writes of what the cache had held before. */
	rewritten: number;
	reason: RewriteReason | null;
	/** From the end of the request before to the start of this one, ms. */
	pauseMs: number | null;
	/** Life of what the cache held, ms; `null`: not known. */
	lifeMs: number | null;
}

export const FIVE_MINUTES_MS = 5 * 60_000;
export const HOUR_MS = 60 * 60_000;

/** What text weighs beside things measured in tokens, and what an unmeasured thing (a refusal, an error's text) weighs. */
const BYTES_PER_TOKEN = 4;
const UNSIZED_BYTES = 200;

/**
 * The steps of all lineages, in the order of `requests` (which is that of their start). A tool's result enters the
 * request after the one that called it; a prompt enters its own first request of the main conversation.
 */
export function contextSteps(events: readonly DomainEvent[], requests: readonly ApiRequest[]): Step[] {
	const lineages = new Map<string, Step[]>();
	const steps = requests.map((request) => {
		const lineage = lineageOf(request);
		const tokens = tokensOf(request);
		const step: Step = {
			request,
			lineage,
			startMs: startOf(request),
			tokens,
			context: promptTokens(tokens),
			first: false,
			previous: null,
			entered: [],
			enteredFresh: 0,
			enteredWrites: 0,
			resent: 0,
			rewritten: 0,
			reason: null,
			pauseMs: null,
			lifeMs: null
		};
		// Without tokens nothing can be said of the context, so the next request is compared with the one before.
		if (step.context > 0) {
			const chain = lineages.get(lineage.key);
			if (chain === undefined) lineages.set(lineage.key, [step]);
			else chain.push(step);
		}
		return step;
	});
	const arrivals = arrivalsOf(events, lineages);
	const compactions = events
		.filter((event): event is Compaction => event.name === 'compaction' && event.success !== false)
		.sort(byOrder);
	for (const chain of lineages.values()) {
		const own = compactions.filter(({ agentId }) => (agentId ?? null) === chain[0]!.lineage.agentId);
		walk(chain, arrivals, own);
	}
	return steps;
}

function walk(chain: Step[], arrivals: Map<Step, Entrant[]>, compactions: Compaction[]): void {
	let lifeMs: number | null = null;
	let compacted = 0;
	chain[0]!.first = true;
	for (let i = 0; i < chain.length; i++) {
		const step = chain[i]!;
		const { input, cacheWrite5m, cacheWrite1h, cacheWriteUnsplit } = step.tokens;
		const writes = cacheWrite5m + cacheWrite1h + cacheWriteUnsplit;
		let replaced = false;
		while (compacted < compactions.length && compactions[compacted]!.atMs <= step.startMs) {
			replaced = true;
			compacted += 1;
		}
		if (i > 0) {
			const before = chain[i - 1]!;
			const held = before.context - before.tokens.input;
			const growth = Math.max(0, step.context - before.context);
			// The end of a prompt is sent fresh and cached with the next request: written once, not again.
			const tail = held > 0 && !replaced ? before.tokens.input : 0;
			step.previous = before;
			step.pauseMs = Math.max(0, step.startMs - before.request.atMs);
			step.lifeMs = lifeMs;
			step.enteredFresh = Math.min(input, growth);
			step.enteredWrites = Math.min(writes, growth - step.enteredFresh + tail);
			step.resent = input - step.enteredFresh;
			step.rewritten = writes - step.enteredWrites;
			if (step.rewritten > 0) step.reason = reasonOf(step, replaced);
			step.entered = shareOut(
				step.enteredFresh + step.enteredWrites,
				before,
				arrivals.get(step) ?? [],
				replaced
			);
		}
		if (cacheWrite1h > 0 || cacheWrite5m > 0)
			lifeMs = cacheWrite1h > cacheWrite5m ? HOUR_MS : FIVE_MINUTES_MS;
		else if (cacheWriteUnsplit > 0) lifeMs = null;
	}
}

function reasonOf(step: Step, replaced: boolean): RewriteReason {
	if (replaced) return 'compaction';
	if (step.request.model !== step.previous!.request.model) return 'model';
	// A cache of unknown life is surely gone after the longer one.
	if (step.pauseMs! > (step.lifeMs ?? HOUR_MS)) return 'expired';
	return 'unknown';
}

/** Splits what entered by size; the model's own answer never gets more than it wrote. */
function shareOut(tokens: number, before: Step, arrivals: Entrant[], replaced: boolean): Entrant[] {
	if (tokens === 0) return [];
	const written = replaced ? 0 : before.tokens.output;
	const answer: Entrant[] =
		written === 0
			? []
			: [
					{
						kind: 'answer',
						eventId: before.request.id,
						promptId: before.request.promptId,
						toolName: null,
						bytes: null,
						tokens: 0
					}
				];
	const weights = arrivals.map(({ bytes }) => Math.max(1, Math.round(bytes ?? UNSIZED_BYTES)));
	if (answer.length > 0) {
		const share = apportion(tokens, [written * BYTES_PER_TOKEN, ...weights])[0]!;
		answer[0]!.tokens = Math.min(written, share);
		tokens -= answer[0]!.tokens;
	}
	const shares = apportion(tokens, weights);
	const entered = [...answer, ...arrivals.map((entrant, i) => ({ ...entrant, tokens: shares[i]! }))];
	if (arrivals.length === 0 && tokens > 0) {
		entered.push({
			kind: 'unknown',
			eventId: null,
			promptId: null,
			toolName: null,
			bytes: null,
			tokens
		});
	}
	return entered.filter((entrant) => entrant.tokens > 0);
}
