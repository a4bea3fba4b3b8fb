// What a session's money went to. Each request's cost is split by kind of token, then by cause: what was written, what
// entered the context, what it was given at first, what the cache had to be told again, what was carried. An attribution
// (tokens of one request are priced alike, sizes stand for tokens), not a bill; it adds up to the nano-dollar.
import { apportion } from './apportion.ts';
import { contextSteps, type Entrant, type RewriteReason, type Step } from './context.ts';
import { costOf } from './cost.ts';
import {
	COST_KINDS,
	type CostKind,
	type CostParts,
	costParts,
	modelParts,
	tokensByKind
} from './cost-parts.ts';
import type { DomainEvent } from './event.ts';
import { type SessionMoney, sessionMoney } from './lineage.ts';
import type { Prices } from './price.ts';
import { M } from './rows.ts';

export type Cause =
	/** Output, and searches the model made: the work of the turn itself. */
	| { kind: 'turn' }
	/** What a lineage starts with: system prompt, tools, memory, and what opened it. */
	| { kind: 'baseline' }
	/** What came in since the request before. */
	| { kind: 'entered'; entrant: Entrant }
	| { kind: 'rewritten'; reason: RewriteReason }
	/** What was in the context already, read from the cache or sent again. */
	| { kind: 'carrying' }
	/** Known only from metrics: an interrupted request, or a session that exports no events. */
	| { kind: 'metrics'; basis: 'unlogged' | 'metrics' }
	/** A cost that came without tokens. */
	| { kind: 'unknown' };

export type CauseKind = Cause['kind'];

/** A part of the session's cost. */
export interface Share {
	cause: Cause;
	costKind: CostKind;
	nano: number;
	/** Tokens of that kind. */
	tokens: number;
	/** `null`: known only from metrics. */
	step: Step | null;
	model: string | null;
}

export interface UnpricedRequest {
	eventId: string;
	model: string | null;
	promptId: string | null;
	/** All kinds; 0 where none were sent. */
	tokens: number;
}

export interface Attribution {
	/** The session's known cost: the sum of the shares, and of the rows of any view. */
	totalNano: number;
	/** Those of one request stand together. */
	shares: Share[];
	/** All requests that count, in order of their start, with what their contexts did. */
	steps: Step[];
	/** Event id of a request → its cost by kind (see COST_KINDS). Unpriced requests have none. */
	partsByRequest: Map<string, CostParts>;
	/** Requests whose cost is unknown: in no share, and not 0. */
	unpriced: UnpricedRequest[];
	/** By which the costs were computed. */
	prices: Prices;
}

/**
 * Attributes the cost of one session from its events, in any order, with distinct ids. Money known only from metrics
 * joins once settled by `nowMs`; `totalNano` equals the cost of `lifetimeSummary` for the same events.
 */
export function attribute(
	events: readonly DomainEvent[],
	nowMs: number,
	{ requests, beyond, prices }: SessionMoney = sessionMoney(events, nowMs)
): Attribution {
	const steps = contextSteps(events, requests);
	const shares: Share[] = [];
	const partsByRequest = new Map<string, CostParts>();
	const unpriced: UnpricedRequest[] = [];
	for (const step of steps) {
		const { request } = step;
		const { nano } = costOf(request, prices);
		if (nano === null) {
			unpriced.push({
				eventId: request.id,
				model: request.model,
				promptId: request.promptId,
				tokens: step.context + step.tokens.output
			});
			continue;
		}
		const parts = costParts(request, step.tokens, nano, prices);
		partsByRequest.set(request.id, parts);
		shareStep(step, parts, shares);
	}
	for (const { basis, model, endMs, sums } of beyond) {
		const tokens = {
			input: sums[M.input]!,
			output: sums[M.output]!,
			cacheRead: sums[M.cacheRead]!,
			cacheWrite5m: sums[M.cacheWrite5m]!,
			cacheWrite1h: sums[M.cacheWrite1h]!,
			cacheWriteUnsplit: sums[M.cacheWriteUnsplit]!
		};
		const counts = tokensByKind(tokens);
		const cause: Cause = { kind: 'metrics', basis: basis === 'metrics' ? 'metrics' : 'unlogged' };
		modelParts(model, endMs, tokens, sums[M.reportedNano]!, prices).forEach((nano, i) => {
			if (nano > 0 || counts[i]! > 0)
				shares.push({ cause, costKind: COST_KINDS[i]!, nano, tokens: counts[i]!, step: null, model });
		});
	}
	let totalNano = 0;
	for (const { nano } of shares) totalNano += nano;
	return { totalNano, shares, steps, partsByRequest, unpriced, prices };
}

/** The shares of one request: its parts, each cut by the tokens of its causes. */
function shareStep(step: Step, parts: CostParts, into: Share[]): void {
	const { model } = step.request;
	const { input, output, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnsplit } = step.tokens;
	const put = (cause: Cause, costKind: CostKind, nano: number, tokens: number) => {
		if (nano > 0 || tokens > 0) into.push({ cause, costKind, nano, tokens, step, model });
	};
	const part = (kind: CostKind) => parts[COST_KINDS.indexOf(kind)]!;

	put({ kind: 'turn' }, 'output', part('output'), output);
	put({ kind: 'turn' }, 'webSearch', part('webSearch'), 0);
	put({ kind: 'unknown' }, 'unknown', part('unknown'), 0);

	const writes = [cacheWrite5m, cacheWrite1h, cacheWriteUnsplit];
	const writeKinds = ['cacheWrite5m', 'cacheWrite1h', 'cacheWriteUnsplit'] as const;
	// A side request that starts from the cache starts from the conversation's context, not from one of its own.
	const reads: Cause =
		step.first && step.lineage.role !== 'auxiliary' ? { kind: 'baseline' } : { kind: 'carrying' };
	put(reads, 'cacheRead', part('cacheRead'), cacheRead);
	if (step.first) {
		put({ kind: 'baseline' }, 'input', part('input'), input);
		for (const [i, kind] of writeKinds.entries()) put({ kind: 'baseline' }, kind, part(kind), writes[i]!);
		return;
	}
	const [freshNano, resentNano] = apportion(part('input'), [step.enteredFresh, step.resent]);
	putEntered(step, 'input', freshNano!, step.enteredFresh, put);
	put({ kind: 'carrying' }, 'input', resentNano!, step.resent);
	const enteredWrites = apportion(step.enteredWrites, writes);
	for (const [i, kind] of writeKinds.entries()) {
		const entered = step.enteredWrites === 0 ? 0 : enteredWrites[i]!;
		const again = writes[i]! - entered;
		const [enteredNano, againNano] = apportion(part(kind), [entered, again]);
		putEntered(step, kind, enteredNano!, entered, put);
		put({ kind: 'rewritten', reason: step.reason ?? 'unknown' }, kind, againNano!, again);
	}
}

function putEntered(
	step: Step,
	kind: CostKind,
	nano: number,
	tokens: number,
	put: (cause: Cause, kind: CostKind, nano: number, tokens: number) => void
): void {
	if (nano === 0 && tokens === 0) return;
	const weights = step.entered.map((entrant) => entrant.tokens);
	const nanos = apportion(nano, weights);
	const counts = apportion(tokens, weights);
	for (const [i, entrant] of step.entered.entries())
		put({ kind: 'entered', entrant }, kind, nanos[i]!, counts[i]!);
}
