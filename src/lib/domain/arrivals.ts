// What came between the requests of a session: prompts, results of tools, reports of subagents.
import type { Entrant, Step } from './context.ts';
import type { DomainEvent } from './event.ts';
import { byOrder } from './lineage.ts';
import { toolNameOf } from './totals.ts';

/** Tools that start a subagent and return its report. */
const AGENT_TOOLS: ReadonlySet<string> = new Set(['Agent', 'Task']);

/**
 * Step → what entered with it, in order, without tokens yet. A tool's result (or the refusal of a call) enters the request
 * after the one that called it, by their ids; where no id tells, the next request of its lineage. A prompt enters its own
 * first request of the main conversation.
 */
export function arrivalsOf(
	events: readonly DomainEvent[],
	lineages: Map<string, Step[]>
): Map<Step, Entrant[]> {
	const next = new Map<string, Step>();
	const opening = new Map<string, Step>();
	const main = lineages.get('\t') ?? [];
	for (const chain of lineages.values()) {
		for (let i = 0; i + 1 < chain.length; i++) {
			const { requestId } = chain[i]!.request;
			if (requestId !== null) next.set(requestId, chain[i + 1]!);
		}
	}
	for (const step of main) {
		const { promptId } = step.request;
		if (promptId !== null && !opening.has(promptId)) opening.set(promptId, step);
	}
	const known = new Set<string>();
	for (const chain of lineages.values())
		for (const { request } of chain) if (request.requestId !== null) known.add(request.requestId);

	const answered = new Set<string>();
	for (const event of events)
		if (event.name === 'tool_result' && event.toolUseId !== null) answered.add(event.toolUseId);

	const arrivals = new Map<Step, Entrant[]>();
	for (const event of [...events].sort(byOrder)) {
		let step: Step | undefined;
		let entrant: Entrant;
		if (event.name === 'user_prompt') {
			step = event.promptId === null ? undefined : opening.get(event.promptId);
			// A command that asked nothing of the model leaves nothing in the context either.
			if (step === undefined && event.commandName === null) step = after(main, event.atMs);
			entrant = {
				kind: 'prompt',
				eventId: event.id,
				promptId: event.promptId,
				toolName: null,
				bytes: event.promptLength,
				tokens: 0
			};
		} else if (event.name === 'tool_result' || event.name === 'tool_decision') {
			// A refused call has no result, but the model is told; one let through speaks by its result.
			if (event.name === 'tool_decision') {
				if (event.decision !== 'reject') continue;
				if (event.toolUseId !== null && answered.has(event.toolUseId)) continue;
			}
			if (event.requestId !== null && known.has(event.requestId)) step = next.get(event.requestId);
			else step = after(lineages.get(`${event.agentId ?? ''}\t`) ?? [], event.atMs);
			const toolName = toolNameOf(event);
			entrant = {
				kind: AGENT_TOOLS.has(toolName) ? 'report' : 'tool',
				eventId: event.id,
				promptId: event.promptId,
				toolName,
				bytes: event.name === 'tool_result' ? event.resultBytes : null,
				tokens: 0
			};
		} else continue;
		if (step === undefined) continue;
		const list = arrivals.get(step);
		if (list === undefined) arrivals.set(step, [entrant]);
		else list.push(entrant);
	}
	return arrivals;
}

/** The first step that began at or after a moment. */
function after(chain: Step[], atMs: number): Step | undefined {
	let low = 0;
	let high = chain.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (chain[middle]!.startMs < atMs) low = middle + 1;
		else high = middle;
	}
	return chain[low];
}
