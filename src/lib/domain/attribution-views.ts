// The same shares, gathered by one question each. Every view's rows sum to the session's cost.
import type { Attribution, Share } from './attribution.ts';
import { plainModel } from './price.ts';

export type View =
	| 'cause'
	| 'prompt'
	| 'tool'
	| 'costKind'
	| 'role'
	| 'agent'
	| 'model'
	| 'skill'
	| 'mcpServer';

/**
 * What a row is about. `value`: `key` is the prompt id, tool, model, … asked for, `null` where it is not known;
 * otherwise the row holds what no value of the view answers for: a lineage's start (`baseline`), caches written again
 * (`rewritten`), money known only from metrics (`metrics`), everything else (`rest`).
 */
export interface ViewRow {
	group: 'value' | 'baseline' | 'rewritten' | 'metrics' | 'rest';
	key: string | null;
	nano: number;
	tokens: number;
	/** Requests with a share in it. */
	requests: number;
}

/**
 * Rows of a view, dearest first.
 * `prompt`: a share goes to the prompt its cause came from. No prompt answers for the main conversation's baseline or
 * for caches written again; what a subagent or side request starts with belongs to the prompt that started it.
 * `tool`: what each tool's results cost when they entered. `agent`: subagents by their name. `skill`, `mcpServer`: as
 * Claude Code names them on each request.
 */
export function viewRows({ shares }: Attribution, view: View): ViewRow[] {
	const values = new Map<string | null, Gathered>();
	const groups = new Map<ViewRow['group'], Gathered>();
	for (const share of shares) {
		const { group, key } = placeOf(share, view);
		let row = group === 'value' ? values.get(key) : groups.get(group);
		if (row === undefined) {
			row = gathered(group, key);
			if (group === 'value') values.set(key, row);
			else groups.set(group, row);
		}
		addShare(row, share);
	}
	return [...values.values(), ...groups.values()]
		.map(({ last: _, ...row }) => row)
		.sort((a, b) => b.nano - a.nano || ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
}

/** A row being added up. */
export interface Gathered extends ViewRow {
	last: Share['step'];
}

export function gathered(group: ViewRow['group'], key: string | null): Gathered {
	return { group, key, nano: 0, tokens: 0, requests: 0, last: null };
}

/** Shares come request by request: one whose request is not that of the share before is of another. */
export function addShare(row: Gathered, { nano, tokens, step }: Share): void {
	row.nano += nano;
	row.tokens += tokens;
	if (step === null || step === row.last) return;
	row.requests += 1;
	row.last = step;
}

interface Place {
	group: ViewRow['group'];
	key: string | null;
}

function placeOf({ cause, costKind, step, model }: Share, view: View): Place {
	switch (view) {
		case 'cause':
			return value(cause.kind);
		case 'costKind':
			return value(costKind);
		case 'model':
			return value(model === null ? null : plainModel(model));
	}
	if (step === null) return { group: 'metrics', key: null };
	const { request, lineage } = step;
	switch (view) {
		case 'prompt':
			if (cause.kind === 'baseline' && lineage.role === 'main') return { group: 'baseline', key: null };
			if (cause.kind === 'rewritten') return { group: 'rewritten', key: null };
			if (cause.kind === 'entered' && cause.entrant.eventId !== null)
				return value(cause.entrant.promptId ?? request.promptId);
			return value(request.promptId);
		case 'tool':
			return cause.kind === 'entered' && cause.entrant.toolName !== null
				? value(cause.entrant.toolName)
				: { group: 'rest', key: null };
		case 'role':
			return value(lineage.role);
		case 'agent':
			return lineage.agentId === null ? { group: 'rest', key: null } : value(request.agentName);
		case 'skill':
			return request.skillName === null ? { group: 'rest', key: null } : value(request.skillName);
		case 'mcpServer':
			return request.mcpServer === null ? { group: 'rest', key: null } : value(request.mcpServer);
	}
}

function value(key: string | null): Place {
	return { group: 'value', key };
}
