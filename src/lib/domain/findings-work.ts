// Findings about how the work was done: errors, subagents, the model for the job, calls that fail and fail.
import type { Step } from './context.ts';
import type { ToolResult } from './event.ts';
import type { Finding, FindingInput } from './findings.ts';
import { byOrder, lineageOf } from './lineage.ts';
import { modelKey } from './price.ts';
import { toolNameOf } from './totals.ts';
import { reprice } from './what-if.ts';

const MIN_ERRORS = 2;
const FAN_OUT_AGENTS = 3;
const FAN_OUT_OF_PROMPT = 0.4;
const SMALL_STEPS = 8;
const SMALL_OUTPUT_TOKENS = 300;
const SMALL_CONTEXT_TOKENS = 50_000;
const EDITS: ReadonlySet<string> = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit']);
/** Family → a model one size smaller. Families as of 2026-11-20. */
const SMALLER: ReadonlyMap<string, string> = new Map([
	['fable', 'claude-sonnet-5-5'],
	['mythos', 'claude-sonnet-5-5'],
	['opus', 'claude-sonnet-5-5'],
	['sonnet', 'claude-haiku-5-5']
]);
/** With the arguments at hand, identical means the same arguments; without, the same size, and one time more. */
const REPEATS = 3;
const REPEATS_BY_SIZE = 4;

/**
 * Turns that ended in an error, and refusals. At stake: what the requests of those turns cost, and the refused ones.
 * A turn that went on after its errors is not counted: its answer came.
 */
export function errors(input: FindingInput): Finding | null {
	const refused = new Set<string>();
	const ends = new Map<string, { atMs: number; failed: boolean }>();
	const ids: string[] = [];
	let failures = 0;
	let retryMs = 0;
	for (const event of [...input.events].sort(byOrder)) {
		if (event.name === 'api_refusal' && event.requestId !== null) {
			refused.add(event.requestId);
			ids.push(event.id);
		} else if (event.name === 'api_retries_exhausted') retryMs += event.totalRetryDurationMs ?? 0;
		else if (event.name === 'api_error' || event.name === 'api_request') {
			const failed = event.name === 'api_error' && event.retried !== true;
			if (failed) {
				failures += 1;
				ids.push(event.id);
			}
			if (event.promptId !== null && lineageOf(event).key === '\t')
				ends.set(event.promptId, { atMs: event.atMs, failed });
		}
	}
	if (failures + refused.size < MIN_ERRORS) return null;
	let stakeNano = 0;
	for (const [{ request }, money] of input.moneyOf) {
		const wasted = request.promptId !== null && ends.get(request.promptId)?.failed === true;
		if (wasted || (request.requestId !== null && refused.has(request.requestId))) stakeNano += money.total;
	}
	return {
		rule: 'errors',
		stakeNano,
		params: { errors: failures, refusals: refused.size, retryMs },
		eventIds: ids
	};
}

/** Many subagents in one prompt. At stake: what they were given at first, each its own prompt and tools. */
export function subagentFanOut(input: FindingInput): Finding | null {
	const least = Math.max(FAN_OUT_AGENTS, (input.history?.p90Subagents ?? 0) + 1);
	const prompts = new Map<
		string,
		{ agents: Set<string>; all: number; own: number; start: number; firsts: Step[] }
	>();
	for (const [step, money] of input.moneyOf) {
		const { promptId } = step.request;
		if (promptId === null) continue;
		let sums = prompts.get(promptId);
		if (sums === undefined)
			prompts.set(promptId, (sums = { agents: new Set(), all: 0, own: 0, start: 0, firsts: [] }));
		sums.all += money.total;
		if (step.lineage.role !== 'subagent') continue;
		sums.agents.add(step.lineage.agentId!);
		sums.own += money.total;
		sums.start += money.baseline;
		if (step.first) sums.firsts.push(step);
	}
	let best: Finding | null = null;
	for (const { agents, all, own, start, firsts } of prompts.values()) {
		if (agents.size < least || own < all * FAN_OUT_OF_PROMPT) continue;
		if (best !== null && best.stakeNano >= start) continue;
		best = {
			rule: 'subagent-fan-out',
			stakeNano: start,
			params: { agents: agents.size, totalNano: own },
			eventIds: firsts.map(({ request }) => request.id)
		};
	}
	return best;
}

/**
 * Lineages of small steps throughout (short answers, a small context, no edit) on a model that a smaller one is far
 * cheaper than. At stake: the difference for the same tokens.
 */
export function dearModel(input: FindingInput): Finding | null {
	const { prices } = input.attribution;
	const edited = new Set<string>();
	for (const event of input.events) {
		if (event.name !== 'tool_decision' && event.name !== 'tool_result') continue;
		if (EDITS.has(event.toolName ?? '')) edited.add(event.agentId ?? '');
	}
	const found = new Map<string, { alternative: string; nano: number; steps: Step[] }>();
	for (const steps of input.lineages) {
		const { lineage, request } = steps[0]!;
		const { model } = request;
		if (lineage.role === 'auxiliary' || steps.length < SMALL_STEPS || edited.has(lineage.agentId ?? ''))
			continue;
		const alternative = model === null ? undefined : SMALLER.get(modelKey(model)?.split('-')[0] ?? '');
		if (model === null || alternative === undefined) continue;
		if (steps.some((step) => step.request.model !== model || !isSmall(step))) continue;
		let saved = 0;
		for (const step of steps) {
			const there = reprice(step, alternative, step.tokens, prices);
			const here = reprice(step, model, step.tokens, prices);
			if (there === null || here === null) continue;
			saved += here.reduce((sum, nano, i) => sum + nano - there[i]!, 0);
		}
		const entry = found.get(model) ?? { alternative, nano: 0, steps: [] };
		entry.nano += saved;
		entry.steps.push(...steps);
		found.set(model, entry);
	}
	const [best] = [...found].sort((a, b) => b[1].nano - a[1].nano);
	if (best === undefined) return null;
	const [model, { alternative, nano, steps }] = best;
	return {
		rule: 'dear-model',
		stakeNano: nano,
		params: { model, alternative, requests: steps.length },
		eventIds: steps.map(({ request }) => request.id)
	};
}

function isSmall({ tokens, context }: Step): boolean {
	return context > 0 && context <= SMALL_CONTEXT_TOKENS && tokens.output <= SMALL_OUTPUT_TOKENS;
}

/**
 * The same call failing in the same way, in different requests, with no success between. At stake: the requests that
 * made it again, each by the part this call is of all its calls.
 */
export function repeatedFailures(input: FindingInput): Finding | null {
	const calls = new Map<string, number>();
	const runs = new Map<string, ToolResult[]>();
	let best: Finding | null = null;
	const stepOf = new Map<string, Step>();
	for (const step of input.attribution.steps)
		if (step.request.requestId !== null) stepOf.set(step.request.requestId, step);
	const results = input.events
		.filter((event): event is ToolResult => event.name === 'tool_result' && event.requestId !== null)
		.sort(byOrder);
	for (const { requestId } of results) calls.set(requestId!, (calls.get(requestId!) ?? 0) + 1);
	for (const result of results) {
		const arguments_ = result.input ?? result.parameters;
		const call = `${result.agentId ?? ''}\t${toolNameOf(result)}\t${arguments_ ?? `#${result.inputBytes}`}`;
		if (result.success !== false) {
			runs.delete(call);
			continue;
		}
		const run = runs.get(call) ?? [];
		const last = run.at(-1);
		if (last !== undefined && (last.errorType !== result.errorType || last.error !== result.error))
			run.length = 0;
		if (last?.requestId !== result.requestId) run.push(result);
		runs.set(call, run);
		if (run.length < (arguments_ === null ? REPEATS_BY_SIZE : REPEATS)) continue;
		let stakeNano = 0;
		for (const { requestId } of run.slice(1)) {
			const step = stepOf.get(requestId!);
			if (step !== undefined)
				stakeNano += Math.round(input.moneyOf.get(step)!.total / calls.get(requestId!)!);
		}
		if (best !== null && best.stakeNano >= stakeNano) continue;
		best = {
			rule: 'repeated-failures',
			stakeNano,
			params: { toolName: toolNameOf(result), times: run.length, errorType: result.errorType },
			eventIds: run.map(({ id }) => id)
		};
	}
	return best;
}
