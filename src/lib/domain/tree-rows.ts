// The causal tree as flat rows, top to bottom, for a list that shows only what is on screen: small enough to be sent
// from the worker whole.
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
	flags: NodeFlag[];
}

export interface TreeRows {
	rows: TreeRow[];
	/** Folded stretches on the session's axis. */
	gaps: Gap[];
}

/** With more rows than this the prompts are folded at first: the others can come after them. */
export const MANY_ROWS = 150;

/** Idle stretches longer than these are folded: between prompts, and within one. */
const FOLD_MS = 60_000;
const FOLD_WITHIN_MS = 20_000;
/** A pause worth a word: the life of the shorter cache. */
const PAUSE_MS = 5 * 60_000;
const TEXT_LENGTH = 240;
const GROUPS: ReadonlySet<NodeKind> = new Set(['prompt', 'outside', 'subagent']);

export function treeRows(tree: SessionTree, events: readonly DomainEvent[]): TreeRows {
	const byId = new Map(events.map((event) => [event.id, event]));
	const rows: TreeRow[] = [];
	const gaps = eachRoot(tree, byId, (root, top) => {
		const { place } = timeAxis(spansOf(root), FOLD_WITHIN_MS);
		const put = (row: TreeRow, node: TreeNode) => {
			const index = rows.push(row) - 1;
			for (const child of node.children) {
				const inner = rowOf(child, row.depth + 1, index, byId);
				inner.from = place(child.atMs);
				inner.to = place(ownEnd(child));
				put(inner, child);
				row.requests += inner.requests;
				row.tools += inner.tools;
				row.failures += inner.failures;
			}
			row.below = rows.length - 1 - index;
		};
		put(top, root);
	});
	return { rows, gaps };
}

/** Of `treeRows` those without a parent: what a long session shows first, made much sooner. */
export function topRows(tree: SessionTree, events: readonly DomainEvent[]): TreeRows {
	const wanted = new Set(tree.roots.flatMap(({ eventIds }) => eventIds));
	const byId = new Map(events.filter(({ id }) => wanted.has(id)).map((event) => [event.id, event]));
	const rows: TreeRow[] = [];
	const gaps = eachRoot(tree, byId, (root, top) => {
		for (const child of root.children) countBelow(child, top);
		rows.push(top);
	});
	return { rows, gaps };
}

/** Rows without a parent, on the session's axis, whose folded stretches it returns. */
function eachRoot(
	tree: SessionTree,
	byId: ReadonlyMap<string, DomainEvent>,
	visit: (root: TreeNode, row: TreeRow) => void
): Gap[] {
	const { place, gaps } = timeAxis(tree.roots.flatMap(spansOf), FOLD_MS);
	let busyUntil: number | null = null;
	for (const root of tree.roots) {
		const row = rowOf(root, 0, -1, byId);
		row.from = place(root.atMs);
		row.to = place(root.endMs);
		const idleMs: number = busyUntil === null ? 0 : root.atMs - busyUntil;
		if (idleMs > PAUSE_MS) row.idleMs = idleMs;
		busyUntil = Math.max(busyUntil ?? root.endMs, root.endMs);
		visit(root, row);
	}
	return gaps;
}

function countBelow(node: TreeNode, into: TreeRow): void {
	into.below += 1;
	if (node.kind === 'request') into.requests += 1;
	if (node.kind === 'tool') into.tools += 1;
	if (isFailure(node)) into.failures += 1;
	for (const child of node.children) countBelow(child, into);
}

function rowOf(
	node: TreeNode,
	depth: number,
	parent: number,
	byId: ReadonlyMap<string, DomainEvent>
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
		flags: node.flags
	};
	for (const id of node.eventIds) tell(row, byId.get(id));
	return row;
}

export function isFailure({ flags }: Pick<TreeNode, 'flags'>): boolean {
	return flags.includes('failed') || flags.includes('refused');
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

function spansOf(node: TreeNode): Span[] {
	const spans: Span[] = [];
	const put = (one: TreeNode) => {
		if (!GROUPS.has(one.kind) || one.children.length === 0)
			spans.push({ atMs: one.atMs, endMs: ownEnd(one) });
		for (const child of one.children) put(child);
	};
	put(node);
	return spans;
}

/** Of groups: with all below. What is logged after it ended (a closed connection) has no length of its own. */
function ownEnd(node: TreeNode): number {
	return GROUPS.has(node.kind) ? node.endMs : Math.min(node.endMs, node.atMs + (node.durationMs ?? 0));
}
