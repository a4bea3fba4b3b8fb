// The causal tree as flat rows, top to bottom, for a list that shows only what is on screen: small enough to be sent
// from the worker whole.
import type { Attribution } from './attribution.ts';
import type { TokenCounts } from './cost.ts';
import type { DomainEvent } from './event.ts';
import type { Role } from './lineage.ts';
import { type Gap, type Span, timeAxis } from './time-axis.ts';
import type { NodeFlag, NodeKind, SessionTree, TreeNode } from './tree-node.ts';

export interface TreeRow {
	/** See `TreeNode.id`. */
	id: string;
	kind: NodeKind;
	depth: number;
	/** Place of the row it hangs under; -1: none. */
	parent: number;
	/** How many rows below it follow. */
	below: number;
	eventIds: string[];
	promptId: string | null;
	label: string | null;
	model: string | null;
	role: Role | null;
	/** A prompt's text where it was sent, cut to a line or two. */
	text: string | null;
	/** Characters of a prompt. */
	length: number | null;
	/** What went wrong, in the sender's words: an error's type, a status code. */
	detail: string | null;
	/** Size of a tool's result. */
	bytes: number | null;
	atMs: number;
	durationMs: number | null;
	/** How long nothing had run before, where that is long; rows without a parent only. */
	idleMs: number | null;
	/** Bar, 0 to 1: rows without a parent on the session's axis, others on the axis of the one at their top. */
	from: number;
	to: number;
	/** It gathers others: `nano` and tokens are of all below it. */
	group: boolean;
	/** Nano-USD; `null`: not known. */
	nano: number | null;
	/** Known cost with all below it. */
	belowNano: number;
	unpriced: number;
	/** Known cost of the session with this row and all below it. */
	runningNano: number;
	inputTokens: number;
	outputTokens: number;
	cacheReadTokens: number;
	cacheWriteTokens: number;
	/** Requests, tool calls and failures in it and below. */
	requests: number;
	tools: number;
	failures: number;
	/** What its content cost when it came into the context (an attribution); `null`: it brought none. */
	enteredNano: number | null;
	flags: NodeFlag[];
}

export interface TreeRows {
	rows: TreeRow[];
	/** Folded stretches on the session's axis. */
	gaps: Gap[];
}

/** Idle stretches longer than these are folded: between prompts, and within one. */
const FOLD_MS = 60_000;
const FOLD_WITHIN_MS = 20_000;
/** A pause worth a word: the life of the shorter cache. */
const PAUSE_MS = 5 * 60_000;
const TEXT_LENGTH = 240;
const GROUPS: ReadonlySet<NodeKind> = new Set(['prompt', 'outside', 'subagent']);

export function treeRows(
	tree: SessionTree,
	events: readonly DomainEvent[],
	attribution: Pick<Attribution, 'shares'>
): TreeRows {
	const byId = new Map(events.map((event) => [event.id, event]));
	const entered = enteredByEvent(attribution);
	const axis = timeAxis(tree.roots.flatMap(spansOf), FOLD_MS);
	const rows: TreeRow[] = [];
	let busyUntil: number | null = null;
	for (const root of tree.roots) {
		const within = timeAxis(spansOf(root), FOLD_WITHIN_MS);
		const idleMs: number = busyUntil === null ? 0 : root.atMs - busyUntil;
		busyUntil = Math.max(busyUntil ?? root.endMs, root.endMs);
		const put = (node: TreeNode, depth: number, parent: number): TreeRow => {
			const row = rowOf(node, depth, parent, byId, entered);
			const { place } = depth === 0 ? axis : within;
			row.from = place(node.atMs);
			row.to = place(depth === 0 ? node.endMs : ownEnd(node));
			if (depth === 0 && idleMs > PAUSE_MS) row.idleMs = idleMs;
			const index = rows.push(row) - 1;
			for (const child of node.children) {
				const inner = put(child, depth + 1, index);
				row.requests += inner.requests;
				row.tools += inner.tools;
				row.failures += inner.failures;
			}
			row.below = rows.length - 1 - index;
			return row;
		};
		put(root, 0, -1);
	}
	return { rows, gaps: axis.gaps };
}

function rowOf(
	node: TreeNode,
	depth: number,
	parent: number,
	byId: ReadonlyMap<string, DomainEvent>,
	entered: ReadonlyMap<string, number>
): TreeRow {
	const group = GROUPS.has(node.kind);
	const tokens = group || node.tokens === null ? node.subtreeTokens : node.tokens;
	const row: TreeRow = {
		id: node.id,
		kind: node.kind,
		depth,
		parent,
		below: 0,
		eventIds: node.eventIds,
		promptId: node.promptId,
		label: node.label,
		model: node.model,
		role: node.role,
		text: null,
		length: null,
		detail: null,
		bytes: null,
		atMs: node.atMs,
		durationMs: node.durationMs,
		idleMs: null,
		from: 0,
		to: 0,
		group,
		nano: group
			? node.subtreeNano === 0 && node.subtreeUnpriced > 0
				? null
				: node.subtreeNano
			: node.ownNano,
		belowNano: node.subtreeNano,
		unpriced: node.subtreeUnpriced,
		runningNano: node.runningNano - (node.ownNano ?? 0) + node.subtreeNano,
		...countsOf(tokens),
		requests: node.kind === 'request' ? 1 : 0,
		tools: node.kind === 'tool' ? 1 : 0,
		failures: isFailure(node) ? 1 : 0,
		enteredNano: null,
		flags: node.flags
	};
	for (const id of node.eventIds) {
		tell(row, byId.get(id));
		const nano = entered.get(id);
		// Of a request it is its own answer coming back: told where it entered.
		if (nano !== undefined && node.kind !== 'request') row.enteredNano = (row.enteredNano ?? 0) + nano;
	}
	return row;
}

function isFailure({ flags, kind }: TreeNode): boolean {
	return kind === 'retries' || flags.includes('failed') || flags.includes('refused');
}

function countsOf({ input, output, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnsplit }: TokenCounts) {
	return {
		inputTokens: input,
		outputTokens: output,
		cacheReadTokens: cacheRead,
		cacheWriteTokens: cacheWrite5m + cacheWrite1h + cacheWriteUnsplit
	};
}

function tell(row: TreeRow, event: DomainEvent | undefined): void {
	switch (event?.name) {
		case 'user_prompt':
			row.text = event.text === null ? null : event.text.slice(0, TEXT_LENGTH);
			row.length = event.promptLength;
			break;
		case 'tool_result':
			row.bytes = event.resultBytes;
			if (event.success === false) row.detail = event.errorType ?? event.error;
			break;
		case 'tool_decision':
			if (event.decision === 'reject') row.detail ??= event.decisionSource;
			break;
		case 'api_error':
			row.detail = event.statusCode === null ? null : String(event.statusCode);
			break;
		case 'api_refusal':
			row.detail = event.category;
			break;
		case 'mcp_server_connection':
			row.detail = event.status;
			break;
		case 'skill_activated':
		case 'permission_mode_changed':
			row.detail = event.trigger;
			break;
	}
}

/** Event id → what its content cost when it entered a context, nano-USD. */
export function enteredByEvent({ shares }: Pick<Attribution, 'shares'>): Map<string, number> {
	const entered = new Map<string, number>();
	for (const { cause, nano } of shares) {
		if (cause.kind !== 'entered' || cause.entrant.eventId === null) continue;
		entered.set(cause.entrant.eventId, (entered.get(cause.entrant.eventId) ?? 0) + nano);
	}
	return entered;
}

function spansOf(node: TreeNode): Span[] {
	const spans: Span[] =
		GROUPS.has(node.kind) && node.children.length > 0 ? [] : [{ atMs: node.atMs, endMs: ownEnd(node) }];
	return node.children.length === 0 ? spans : spans.concat(...node.children.map(spansOf));
}

/** Of groups: with all below. What is logged after it ended (a closed connection) has no length of its own. */
function ownEnd(node: TreeNode): number {
	return GROUPS.has(node.kind) ? node.endMs : Math.min(node.endMs, node.atMs + (node.durationMs ?? 0));
}
