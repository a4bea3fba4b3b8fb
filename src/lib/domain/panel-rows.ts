// Panels' sums as the rows of their tables, each sorted by what it is about. `null` is unknown, never zero.
import { quantile } from './histogram.ts';
import { rowKey } from './identity.ts';
import type { PanelSums } from './panels.ts';
import { type Histogram, M, T } from './rows.ts';
import type { Summary } from './views.ts';

export interface ToolRow {
	tool: string;
	calls: number;
	failures: number;
	/** 0 to 1. */
	success: number | null;
	p50Ms: number | null;
	p95Ms: number | null;
	totalMs: number;
	inputBytes: number;
	resultBytes: number;
	accepts: number;
	rejects: number;
}

/** Tools that ran or were decided on, most calls first. */
export function toolRows(sums: PanelSums): ToolRow[] {
	const rows = new Map<string, ToolRow>();
	const rowOf = (tool: string): ToolRow => {
		let row = rows.get(tool);
		if (row === undefined) {
			row = {
				tool: tool.trimStart(),
				calls: 0,
				failures: 0,
				success: null,
				p50Ms: null,
				p95Ms: null,
				totalMs: 0,
				inputBytes: 0,
				resultBytes: 0,
				accepts: 0,
				rejects: 0
			};
			rows.set(tool, row);
		}
		return row;
	};
	for (const tool in sums.tools) {
		const of = sums.tools[tool]!;
		const row = rowOf(tool);
		row.calls = of[T.calls]!;
		row.failures = of[T.failures]!;
		row.success = ratio(row.calls - row.failures, row.calls);
		row.totalMs = of[T.durationMs]!;
		row.inputBytes = of[T.inputBytes]!;
		row.resultBytes = of[T.resultBytes]!;
		const latency = sums.latency[`tool\t${tool}`] ?? {};
		row.p50Ms = quantile(latency, 0.5);
		row.p95Ms = quantile(latency, 0.95);
	}
	for (const { names, count } of labelsOf(sums, 'decision')) {
		const row = rowOf(rowKey(names[0]!));
		if (names[1] === 'reject') row.rejects += count;
		else row.accepts += count;
	}
	return [...rows.values()].sort(
		(a, b) => b.calls - a.calls || b.accepts + b.rejects - a.accepts - a.rejects || order(a.tool, b.tool)
	);
}

export interface DecisionRow {
	/** Who or what decided, as sent; '' where it was not said. */
	source: string;
	accepts: number;
	rejects: number;
}

export function decisionRows(sums: PanelSums): DecisionRow[] {
	const rows = new Map<string, DecisionRow>();
	for (const { names, count } of labelsOf(sums, 'decision')) {
		const source = names[2] ?? '';
		const row = rows.get(source) ?? { source, accepts: 0, rejects: 0 };
		rows.set(source, row);
		if (names[1] === 'reject') row.rejects += count;
		else row.accepts += count;
	}
	return [...rows.values()].sort(
		(a, b) => b.accepts + b.rejects - a.accepts - a.rejects || order(a.source, b.source)
	);
}

export interface McpRow {
	server: string;
	calls: number;
	failures: number;
	/** Requests that followed from it, and their cost. */
	requests: number;
	costNanoUsd: number;
	connected: number;
	failed: number;
}

const FAILED = new Set(['failed', 'error', 'timeout', 'needs-auth']);

/** MCP servers by name: their tools' calls, what they caused, and how their connections went. */
export function mcpRows(sums: PanelSums): McpRow[] {
	const rows = new Map<string, McpRow>();
	const rowOf = (server: string): McpRow => {
		let row = rows.get(server);
		if (row === undefined) {
			row = { server, calls: 0, failures: 0, requests: 0, costNanoUsd: 0, connected: 0, failed: 0 };
			rows.set(server, row);
		}
		return row;
	};
	for (const tool in sums.tools) {
		const server = /^mcp__(.+?)__/.exec(tool)?.[1];
		if (server === undefined) continue;
		const row = rowOf(server);
		row.calls += sums.tools[tool]![T.calls]!;
		row.failures += sums.tools[tool]![T.failures]!;
	}
	for (const { names, count, nano } of labelsOf(sums, 'mcp')) {
		const row = rowOf(names[0]!.slice(0, names[0]!.lastIndexOf('/')));
		row.requests += count;
		row.costNanoUsd += nano;
	}
	for (const { names, count } of labelsOf(sums, 'connection')) {
		if (names[1] === 'connected') rowOf(names[0]!).connected += count;
		else if (FAILED.has(names[1] ?? '')) rowOf(names[0]!).failed += count;
	}
	return [...rows.values()].sort((a, b) => b.calls - a.calls || order(a.server, b.server));
}

export interface LatencyRow {
	model: string;
	requests: number;
	averageMs: number | null;
	p50Ms: number | null;
	p95Ms: number | null;
	/** Time to the first token; only some versions of Claude Code send it. */
	ttftP50Ms: number | null;
	ttftP95Ms: number | null;
}

export function latencyRows(sums: PanelSums): LatencyRow[] {
	return Object.entries(sums.models)
		.map(([model, of]) => {
			const api = sums.latency[`api\t${model}`] ?? {};
			const ttft = sums.latency[`ttft\t${model}`] ?? {};
			return {
				model,
				requests: of[M.requests]!,
				averageMs: ratio(of[M.durationMs]!, of[M.timed]!),
				p50Ms: quantile(api, 0.5),
				p95Ms: quantile(api, 0.95),
				ttftP50Ms: quantile(ttft, 0.5),
				ttftP95Ms: quantile(ttft, 0.95)
			};
		})
		.sort((a, b) => b.requests - a.requests || order(a.model, b.model));
}

/** All histograms of one kind in one, so that a percentile is of all. */
export function latencyOf(sums: PanelSums, kind: 'api' | 'ttft' | 'tool'): Histogram {
	const all: Histogram = {};
	for (const key in sums.latency) {
		if (!key.startsWith(`${kind}\t`)) continue;
		for (const index in sums.latency[key]) all[index] = (all[index] ?? 0) + sums.latency[key][index]!;
	}
	return all;
}

/** Mean time of the requests that carry one; `null` when none does. */
export function averageResponseMs(sums: PanelSums): number | null {
	let durationMs = 0;
	let timed = 0;
	for (const model in sums.models) {
		durationMs += sums.models[model]![M.durationMs]!;
		timed += sums.models[model]![M.timed]!;
	}
	return ratio(durationMs, timed);
}

/** Failed attempts among all attempts. */
export function errorRate({ apiErrors, requests }: Summary): number | null {
	return ratio(apiErrors, apiErrors + requests);
}

/** The part of what was sent that came from the cache. */
export function cacheHitRate(summary: Summary): number | null {
	return ratio(
		summary.cacheReadTokens,
		summary.inputTokens +
			summary.cacheReadTokens +
			summary.cacheWrite5mTokens +
			summary.cacheWrite1hTokens +
			summary.cacheWriteUnsplitTokens
	);
}

export interface CountRow {
	name: string;
	count: number;
}

/** How often each value of one position of a kind of label occurs, most first: `countsOf(sums, 'error', 0)` by status. */
export function countsOf(sums: PanelSums, kind: string, position: number): CountRow[] {
	const rows = new Map<string, number>();
	for (const { names, count } of labelsOf(sums, kind)) {
		const name = names[position] ?? '';
		rows.set(name, (rows.get(name) ?? 0) + count);
	}
	return [...rows]
		.map(([name, count]) => ({ name, count }))
		.sort((a, b) => b.count - a.count || order(a.name, b.name));
}

export interface SkillRow {
	skill: string;
	activations: number;
	/** Requests made while it was at work, and their cost. */
	requests: number;
	costNanoUsd: number;
}

export function skillRows(sums: PanelSums): SkillRow[] {
	const rows = new Map<string, SkillRow>();
	const rowOf = (skill: string): SkillRow => {
		const row = rows.get(skill) ?? { skill, activations: 0, requests: 0, costNanoUsd: 0 };
		rows.set(skill, row);
		return row;
	};
	for (const { names, count } of labelsOf(sums, 'activation')) rowOf(names[0]!).activations += count;
	for (const { names, count, nano } of labelsOf(sums, 'skill')) {
		const row = rowOf(names[0]!);
		row.requests += count;
		row.costNanoUsd += nano;
	}
	return [...rows.values()].sort(
		(a, b) => b.activations - a.activations || b.costNanoUsd - a.costNanoUsd || order(a.skill, b.skill)
	);
}

export interface AgentRow {
	agent: string;
	/** Subagents that finished, and the tokens they said they used. */
	runs: number;
	tokens: number;
	requests: number;
	costNanoUsd: number;
}

/** Types of subagents, the dearest first. */
export function agentRows(sums: PanelSums): AgentRow[] {
	const rows = new Map<string, AgentRow>();
	const rowOf = (agent: string): AgentRow => {
		const row = rows.get(agent) ?? { agent, runs: 0, tokens: 0, requests: 0, costNanoUsd: 0 };
		rows.set(agent, row);
		return row;
	};
	for (const { names, count } of labelsOf(sums, 'subagent')) rowOf(names[0]!).runs += count;
	for (const { names, count } of labelsOf(sums, 'subagent-tokens')) rowOf(names[0]!).tokens += count;
	for (const { names, count, nano } of labelsOf(sums, 'agent')) {
		const row = rowOf(names[0]!);
		row.requests += count;
		row.costNanoUsd += nano;
	}
	return [...rows.values()].sort(
		(a, b) => b.costNanoUsd - a.costNanoUsd || b.runs - a.runs || order(a.agent, b.agent)
	);
}

export interface AcceptanceRow {
	name: string;
	accepts: number;
	rejects: number;
}

/** Decisions on edits by language. Known only where metrics are sent as intervals, Claude Code's default. */
export function editRows(sums: PanelSums): AcceptanceRow[] {
	const rows = new Map<string, AcceptanceRow>();
	for (const { names, count } of labelsOf(sums, 'edit')) {
		const name = names[0]!;
		const row = rows.get(name) ?? { name, accepts: 0, rejects: 0 };
		rows.set(name, row);
		if (names[1] === 'reject') row.rejects += count;
		else row.accepts += count;
	}
	return [...rows.values()].sort(
		(a, b) => b.accepts + b.rejects - a.accepts - a.rejects || order(a.name, b.name)
	);
}

/** `null` when there is nothing to divide by. */
export function ratio(part: number, whole: number): number | null {
	return whole === 0 ? null : part / whole;
}

function* labelsOf(
	{ labels }: PanelSums,
	kind: string
): Generator<{ names: string[]; count: number; nano: number }> {
	const prefix = `${kind}\t`;
	for (const key in labels) {
		if (!key.startsWith(prefix)) continue;
		const [count, nano] = labels[key]!;
		yield { names: key.slice(prefix.length).split('\t'), count, nano };
	}
}

function order(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
