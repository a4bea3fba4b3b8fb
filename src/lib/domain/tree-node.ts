// The shapes of the causal tree. See `tree.ts` for how it is built.
import type { TokenCounts } from './cost.ts';
import type { DomainEvent } from './event.ts';
import type { Role } from './lineage.ts';

export type NodeKind =
	/** All that belongs to one prompt id. */
	| 'prompt'
	/** Events in a row that carry no prompt id: the start of a process, mostly. */
	| 'outside'
	/** One response of the API: request, text and refusal of one request id. */
	| 'request'
	/** One tool call: decision and result of one tool use id. */
	| 'tool'
	/** One subagent within one prompt. */
	| 'subagent'
	/** Money known only from metrics: an interrupted request, or a session that exports no events. */
	| 'unlogged'
	| 'hook'
	| 'compaction'
	| 'mode'
	| 'error'
	/** An attempt that failed and was made again. */
	| 'retry'
	/** All attempts failed. */
	| 'retries'
	| 'mcp'
	| 'skill'
	| 'mention'
	| 'startup'
	| 'other';

/**
 * `failed`: an error, or a result without success · `rejected`: a tool call that was refused and so has no result ·
 * `no-result`: a tool call let through whose result is not here · `refused`: the model declined, and it is billed ·
 * `aborted`: the stream was cut by the user · `unlogged`: named by other events or by metrics, but its own event is not
 * here (interrupted, lost, or not sent yet) · `unpriced`: cost unknown · `uncounted`: a transcript's request without an
 * id beside telemetry, which may be one telemetry has as well.
 */
export type NodeFlag =
	| 'failed'
	| 'rejected'
	| 'no-result'
	| 'refused'
	| 'aborted'
	| 'unlogged'
	| 'unpriced'
	| 'uncounted';

export interface TreeNode {
	/** Unique in the tree, same for the same facts: an event's id, else kind and the id that binds it. */
	id: string;
	kind: NodeKind;
	/** Ids of the events the row stands for, in order; empty for a row that other events imply. */
	eventIds: string[];
	promptId: string | null;
	agentId: string | null;
	requestId: string | null;
	toolUseId: string | null;
	/** Requests only. */
	role: Role | null;
	model: string | null;
	/** Its name in its kind: tool, agent type, command, hook, server, error text; `null`: none or not exported. */
	label: string | null;
	/** When it began, ms: what is logged at its end counts back by its duration. */
	atMs: number;
	/** Of its first event: orders rows that began in the same millisecond. */
	sequence: number | null;
	/** When it and all below it had ended, ms. */
	endMs: number;
	/** As sent; of prompts, groups and subagents without a completion, from begin to end; `null`: unknown. */
	durationMs: number | null;
	/** Of its own request; `null` for rows that are no request. */
	tokens: TokenCounts | null;
	/** Its own cost, nano-USD; 0 for rows that cost nothing themselves; `null`: unknown (see `flags`). */
	ownNano: number | null;
	/** Known cost of it and all below, nano-USD. */
	subtreeNano: number;
	/** Unpriced requests in it and below. */
	subtreeUnpriced: number;
	/** Tokens of it and all below. */
	subtreeTokens: TokenCounts;
	/**
	 * Known cost of the session down to this row, read from top to bottom with everything unfolded. A folded row's
	 * total is `runningNano - (ownNano ?? 0) + subtreeNano`.
	 */
	runningNano: number;
	flags: NodeFlag[];
	children: TreeNode[];
}

export interface SessionTree {
	roots: TreeNode[];
	/** Event id → its row. Metrics and transcript headers have none. */
	byEvent: Map<string, TreeNode>;
	/** Number of rows. */
	size: number;
	/** Known cost of the session, nano-USD. */
	totalNano: number;
	unpriced: number;
}

export function emptyTokens(): TokenCounts {
	return { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheWriteUnsplit: 0 };
}

export function addTokens(into: TokenCounts, from: TokenCounts): void {
	into.input += from.input;
	into.output += from.output;
	into.cacheRead += from.cacheRead;
	into.cacheWrite5m += from.cacheWrite5m;
	into.cacheWrite1h += from.cacheWrite1h;
	into.cacheWriteUnsplit += from.cacheWriteUnsplit;
}

/** A row with nothing in it yet. */
export function newNode(kind: NodeKind, id: string, atMs: number, event?: DomainEvent): TreeNode {
	return {
		id,
		kind,
		eventIds: [],
		promptId: event?.promptId ?? null,
		agentId: event?.agentId ?? null,
		requestId: null,
		toolUseId: null,
		role: null,
		model: null,
		label: null,
		atMs,
		sequence: event?.sequence ?? null,
		endMs: atMs,
		durationMs: null,
		tokens: null,
		ownNano: 0,
		subtreeNano: 0,
		subtreeUnpriced: 0,
		subtreeTokens: emptyTokens(),
		runningNano: 0,
		flags: [],
		children: []
	};
}
