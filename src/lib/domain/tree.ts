// The causal tree of one session: prompt → requests → tool calls, and subagents with theirs. Joined by ids only (prompt.id,
// request_id, tool_use_id, agent_id, parent_agent_id), never by time or text: what no id binds hangs where its ids end.
import { costOf, tokensOf } from './cost.ts';
import type {
	ApiRefusal,
	AssistantResponse,
	DomainEvent,
	HookExecutionComplete,
	HookExecutionStart,
	ToolDecision,
	ToolResult,
	UserPrompt
} from './event.ts';
import { byOrder, roleOf, type SessionMoney, sessionMoney, startOf } from './lineage.ts';
import type { Prices } from './price.ts';
import { M } from './rows.ts';
import { toolNameOf } from './totals.ts';
import { type Leaf, leafOf } from './tree-leaf.ts';
import { addTokens, type NodeKind, newNode, type SessionTree, type TreeNode } from './tree-node.ts';

/**
 * Builds the tree from the events of one session, in any order, with distinct ids: the same rows whatever the order.
 * Money known only from metrics joins once settled by `nowMs`, so `totalNano` is the session's cost. A subagent hangs
 * under its parent agent where that is named, else under its prompt: no event names the tool call that started it. One
 * that went on into another prompt has a row in each.
 */
export function buildTree(
	events: readonly DomainEvent[],
	nowMs: number,
	{ requests, beyond, prices }: SessionMoney = sessionMoney(events, nowMs)
): SessionTree {
	const counted = new Set(requests.map(({ id }) => id));
	const ordered = events.filter(({ name }) => name !== 'metric' && name !== 'session_info').sort(byOrder);
	const grower = new Grower(counted, prices);
	for (const event of ordered) grower.seedRequest(event);
	for (const event of ordered) grower.add(event);
	for (const money of beyond) {
		const node = newNode('unlogged', `${money.basis}:${money.model}:${money.endMs}`, money.endMs);
		node.model = money.model;
		node.ownNano = money.sums[M.reportedNano]!;
		node.tokens = {
			input: money.sums[M.input]!,
			output: money.sums[M.output]!,
			cacheRead: money.sums[M.cacheRead]!,
			cacheWrite5m: money.sums[M.cacheWrite5m]!,
			cacheWrite1h: money.sums[M.cacheWrite1h]!,
			cacheWriteUnsplit: money.sums[M.cacheWriteUnsplit]!
		};
		node.flags.push('unlogged');
		grower.roots.push(node);
	}
	return settle(grower);
}

/** Rows that last from their first event to their last. */
const SPANS: ReadonlySet<NodeKind> = new Set(['prompt', 'outside', 'subagent']);

class Grower {
	readonly roots: TreeNode[] = [];
	readonly byEvent = new Map<string, TreeNode>();
	private readonly counted: ReadonlySet<string>;
	private readonly prices: Prices;
	private readonly prompts = new Map<string, TreeNode>();
	private readonly agents = new Map<string, TreeNode>();
	private readonly requests = new Map<string, TreeNode>();
	private readonly tools = new Map<string, TreeNode>();
	private readonly hooks = new Map<string, TreeNode[]>();
	/** Agent id → the agent that started it. */
	private readonly parents = new Map<string, string>();
	private outside: TreeNode | null = null;

	constructor(counted: ReadonlySet<string>, prices: Prices) {
		this.counted = counted;
		this.prices = prices;
	}

	/** First pass: what later rows hang on must be known before, since a tool's decision may come before its request. */
	seedRequest(event: DomainEvent): void {
		const parent = event.more?.parent_agent_id;
		if (event.agentId && parent && !this.parents.has(event.agentId)) this.parents.set(event.agentId, parent);
		if (event.name !== 'api_request') return;
		const node = newNode('request', event.id, startOf(event), event);
		node.requestId = event.requestId;
		node.role = roleOf(event);
		node.model = event.model;
		node.label = event.agentName;
		node.endMs = event.atMs;
		node.durationMs = event.durationMs;
		if (event.aborted) node.flags.push('aborted');
		if (this.counted.has(event.id)) {
			node.tokens = tokensOf(event);
			node.ownNano = costOf(event, this.prices).nano;
			if (node.ownNano === null) node.flags.push('unpriced');
		} else {
			node.ownNano = null;
			node.flags.push('uncounted');
		}
		this.byEvent.set(event.id, node);
		if (event.requestId !== null) this.requests.set(event.requestId, node);
	}

	add(event: DomainEvent): void {
		switch (event.name) {
			case 'user_prompt':
				this.addPrompt(event);
				break;
			case 'api_request': {
				const node = this.byEvent.get(event.id)!;
				this.owner(event).children.push(node);
				this.bind(node, event);
				break;
			}
			case 'assistant_response':
			case 'api_refusal':
				this.addToRequest(event);
				break;
			case 'tool_decision':
			case 'tool_result':
				this.addTool(event);
				break;
			case 'subagent_completed':
				this.addCompletion(event);
				break;
			case 'hook_execution_start':
			case 'hook_execution_complete':
				this.addHook(event);
				break;
			default: {
				const leaf = leafOf(event);
				if (leaf !== null) this.leaf(event, leaf);
			}
		}
	}

	private addPrompt(event: UserPrompt): void {
		if (event.promptId === null) {
			this.leaf(event, { kind: 'other', label: event.commandName });
			return;
		}
		const node = this.prompt(event.promptId, event.atMs);
		node.label = event.commandName;
		node.flags = [];
		this.bind(node, event);
	}

	/** Text or refusal of a response: part of the row of its request. */
	private addToRequest(event: AssistantResponse | ApiRefusal): void {
		const node = this.request(event.requestId, event);
		if (node === null) this.leaf(event, { kind: 'other', label: null });
		else this.bind(node, event);
		if (event.name === 'api_refusal') this.byEvent.get(event.id)!.flags.push('refused');
	}

	private addTool(event: ToolDecision | ToolResult): void {
		let node = event.toolUseId === null ? undefined : this.tools.get(event.toolUseId);
		const began = event.name === 'tool_result' ? startOf(event) : event.atMs;
		if (node === undefined) {
			node = newNode('tool', event.toolUseId === null ? event.id : `tool:${event.toolUseId}`, began, event);
			node.toolUseId = event.toolUseId;
			node.requestId = event.requestId;
			node.flags.push('no-result');
			if (event.toolUseId !== null) this.tools.set(event.toolUseId, node);
			(this.request(event.requestId, event) ?? this.owner(event)).children.push(node);
		}
		if (node.label === null || node.label === 'mcp_tool') node.label = toolNameOf(event);
		node.atMs = Math.min(node.atMs, began);
		if (event.name === 'tool_result') {
			node.durationMs = event.durationMs;
			node.flags = event.success === false ? ['failed'] : [];
		} else if (event.decision === 'reject' && node.flags[0] === 'no-result') node.flags = ['rejected'];
		this.bind(node, event);
	}

	private addCompletion(event: Extract<DomainEvent, { name: 'subagent_completed' }>): void {
		if (!event.agentId) {
			this.leaf(event, { kind: 'other', label: event.agentType });
			return;
		}
		const node = this.agent(event.agentId, event.promptId, event.atMs);
		node.label = event.agentType ?? node.label;
		node.model = event.finalModel ?? event.model;
		node.durationMs = event.durationMs;
		node.atMs = Math.min(node.atMs, startOf(event));
		this.bind(node, event);
	}

	/** A completion joins its start only where a single run of that hook is open: otherwise it is a row of its own. */
	private addHook(event: HookExecutionStart | HookExecutionComplete): void {
		const key = `${event.promptId}\t${event.agentId ?? ''}\t${event.hookName ?? event.hookEvent}`;
		const open = this.hooks.get(key) ?? [];
		const label = event.hookName ?? event.hookEvent;
		if (event.name === 'hook_execution_start') {
			this.leaf(event, { kind: 'hook', label });
			this.hooks.set(key, [...open, this.byEvent.get(event.id)!]);
			return;
		}
		const failed = (event.failed ?? 0) > 0 || (event.blocking ?? 0) > 0 || (event.cancelled ?? 0) > 0;
		this.hooks.delete(key);
		if (open.length !== 1) {
			this.leaf(event, { kind: 'hook', label, failed, durationMs: event.durationMs, back: true });
			return;
		}
		const node = open[0]!;
		node.durationMs = event.durationMs;
		if (failed) node.flags.push('failed');
		this.bind(node, event);
	}

	/** The row of a request id; one whose own event is not here is made where the naming event belongs. */
	private request(requestId: string | null, event: DomainEvent): TreeNode | null {
		if (requestId === null) return null;
		let node = this.requests.get(requestId);
		if (node === undefined) {
			node = newNode('request', `request:${requestId}`, event.atMs, event);
			node.requestId = requestId;
			node.ownNano = null;
			node.flags.push('unlogged');
			this.requests.set(requestId, node);
			this.owner(event).children.push(node);
		}
		return node;
	}

	private leaf(event: DomainEvent, leaf: Leaf): void {
		const began = leaf.back ? event.atMs - (leaf.durationMs ?? 0) : event.atMs;
		const node = newNode(leaf.kind, event.id, began, event);
		node.label = leaf.label;
		node.durationMs = leaf.durationMs ?? null;
		if (leaf.failed) node.flags.push('failed');
		const requestId = event.name === 'api_error' ? event.requestId : null;
		const request = requestId === null ? undefined : this.requests.get(requestId);
		(request ?? this.owner(event)).children.push(node);
		this.bind(node, event);
	}

	private bind(node: TreeNode, event: DomainEvent): void {
		if (!node.eventIds.includes(event.id)) node.eventIds.push(event.id);
		node.endMs = Math.max(node.endMs, event.atMs);
		this.byEvent.set(event.id, node);
	}

	/** What an event without a closer tie hangs under. */
	private owner(event: DomainEvent): TreeNode {
		if (event.agentId) {
			const node = this.agent(event.agentId, event.promptId, event.atMs);
			if (event.name === 'api_request' || event.name === 'api_error') node.label ??= event.agentName;
			return node;
		}
		return this.under(event.promptId, event.atMs);
	}

	private under(promptId: string | null, atMs: number): TreeNode {
		if (promptId !== null) return this.prompt(promptId, atMs);
		if (this.outside === null) {
			this.outside = newNode('outside', `outside:${this.roots.length}`, atMs);
			this.roots.push(this.outside);
		}
		return this.outside;
	}

	private prompt(promptId: string, atMs: number): TreeNode {
		let node = this.prompts.get(promptId);
		if (node === undefined) {
			node = newNode('prompt', `prompt:${promptId}`, atMs);
			node.promptId = promptId;
			node.flags.push('unlogged');
			this.prompts.set(promptId, node);
			this.roots.push(node);
			this.outside = null;
		}
		return node;
	}

	private agent(agentId: string, promptId: string | null, atMs: number): TreeNode {
		const key = `${promptId}\t${agentId}`;
		let node = this.agents.get(key);
		if (node === undefined) {
			node = newNode('subagent', `agent:${promptId ?? ''}:${agentId}`, atMs);
			node.promptId = promptId;
			node.agentId = agentId;
			this.agents.set(key, node);
			const parent = this.parents.get(agentId);
			// A loop of parents would hide its rows from the roots.
			const nested = parent !== undefined && !this.descends(parent, agentId);
			(nested ? this.agent(parent, promptId, atMs) : this.under(promptId, atMs)).children.push(node);
		}
		return node;
	}

	private descends(agentId: string, from: string): boolean {
		const seen = new Set<string>();
		for (let at: string | undefined = agentId; at !== undefined && !seen.has(at); at = this.parents.get(at)) {
			if (at === from) return true;
			seen.add(at);
		}
		return false;
	}
}

/** Spans and sums from the leaves up, then order and running totals from the top down. */
function settle(grower: Grower): SessionTree {
	const { roots, byEvent } = grower;
	const tree: SessionTree = { roots, byEvent, size: 0, totalNano: 0, unpriced: 0 };
	for (const root of roots) sum(root);
	roots.sort(byOrder);
	const stack = roots.toReversed();
	for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
		tree.size += 1;
		tree.totalNano += node.ownNano ?? 0;
		if (node.flags.includes('unpriced')) tree.unpriced += 1;
		node.runningNano = tree.totalNano;
		for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i]!);
	}
	return tree;
}

function sum(node: TreeNode): void {
	node.subtreeNano = node.ownNano ?? 0;
	node.subtreeUnpriced = node.flags.includes('unpriced') ? 1 : 0;
	if (node.tokens !== null) addTokens(node.subtreeTokens, node.tokens);
	const gathers = node.kind === 'outside' || node.kind === 'subagent' || node.flags.includes('unlogged');
	for (const child of node.children) {
		sum(child);
		node.subtreeNano += child.subtreeNano;
		node.subtreeUnpriced += child.subtreeUnpriced;
		addTokens(node.subtreeTokens, child.subtreeTokens);
		node.endMs = Math.max(node.endMs, child.endMs);
		if (gathers) node.atMs = Math.min(node.atMs, child.atMs);
	}
	if (SPANS.has(node.kind)) node.durationMs ??= node.endMs - node.atMs;
	node.children.sort(byOrder);
}
