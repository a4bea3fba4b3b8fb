// What one event adds to a cell or a session, and takes back when it is revised. Entries that fall to zero are removed,
// so that a row depends on the events it stands for and on nothing else.
import { cacheSavedNano, computedNano, costOf, tokensOf } from './cost.ts';
import type { ApiRequest, DomainEvent, ToolResult } from './event.ts';
import { bucketOf } from './histogram.ts';
import { rowKey } from './identity.ts';
import { LIST_PRICES, type Prices } from './price.ts';
import { C, C_SIZE, M, M_SIZE, T, T_SIZE, type Totals } from './rows.ts';

export function emptyTotals(): Totals {
	return { counts: zeros(C_SIZE), models: {}, tools: {}, latency: {}, labels: {} };
}

export function zeros(size: number): number[] {
	return new Array<number>(size).fill(0);
}

/**
 * Adds (`sign` 1) or takes back (-1) one event, in place. Requests of a transcript without an id are left to the ledger.
 * `sums` are a request's `requestSums`, where its caller has them.
 */
export function addEvent(
	totals: Totals,
	event: DomainEvent,
	sign: 1 | -1,
	prices: Prices = LIST_PRICES,
	sums?: readonly number[]
): void {
	const { counts } = totals;
	counts[event.name === 'metric' ? C.metrics : C.events]! += sign;
	switch (event.name) {
		case 'user_prompt':
			counts[C.prompts]! += sign;
			if (event.commandName)
				label(totals, `command\t${event.commandName}\t${event.commandSource ?? ''}`, sign, 0);
			break;
		case 'api_request':
			counts[C.requests]! += sign;
			if (!isUnmatched(event)) addRequest(totals, event, sign, prices, sums ?? requestSums(event, prices));
			break;
		case 'api_error':
			counts[C.apiErrors]! += sign;
			label(totals, `error\t${event.statusCode ?? 'network'}`, sign, 0);
			break;
		case 'api_retries_exhausted':
			counts[C.retriesExhausted]! += sign;
			break;
		case 'api_refusal':
			counts[C.refusals]! += sign;
			break;
		case 'tool_decision':
			counts[event.decision === 'reject' ? C.rejects : C.accepts]! += sign;
			label(
				totals,
				`decision\t${toolNameOf(event)}\t${event.decision}\t${event.decisionSource ?? ''}`,
				sign,
				0
			);
			break;
		case 'tool_result':
			addToolResult(totals, event, sign);
			break;
		case 'subagent_completed':
			counts[C.subagents]! += sign;
			label(totals, `subagent\t${event.agentType ?? 'unknown'}`, sign, 0);
			if (event.totalTokens)
				label(totals, `subagent-tokens\t${event.agentType ?? 'unknown'}`, sign * event.totalTokens, 0);
			break;
		case 'mcp_server_connection':
			label(totals, `connection\t${event.serverName ?? 'unknown'}\t${event.status ?? ''}`, sign, 0);
			break;
		case 'metric':
			// By language only where points are intervals of one source: a running total needs the ledger.
			if (
				event.metric === 'code_edit_tool.decision' &&
				event.temporality === 'delta' &&
				Number.isSafeInteger(event.value) &&
				event.value !== 0
			)
				label(
					totals,
					`edit\t${event.language ?? 'unknown'}\t${event.decision ?? event.type ?? ''}`,
					sign * event.value,
					0
				);
			break;
		case 'compaction':
			counts[C.compactions]! += sign;
			break;
		case 'skill_activated':
			counts[C.skills]! += sign;
			label(
				totals,
				`activation\t${event.skillName ?? 'unknown'}\t${event.trigger ?? ''}\t${event.skillSource ?? ''}`,
				sign,
				0
			);
			break;
		case 'plugin_installed':
			label(totals, `plugin\t${event.pluginName ?? 'unknown'}\t${event.trigger ?? ''}`, sign, 0);
			break;
	}
}

/** A request without an id, known only from a transcript: it may be one telemetry has as well, so the session decides. */
export function isUnmatched(event: ApiRequest): boolean {
	return event.requestId === null && event.source === 'transcript';
}

/** The key requests are summed under. */
export function requestKey(event: ApiRequest): string {
	return `${event.model ?? 'unknown'}\t${event.querySource ?? 'unknown'}`;
}

/** M sums of one request. */
export function requestSums(event: ApiRequest, prices: Prices): number[] {
	const sums = zeros(M_SIZE);
	const tokens = tokensOf(event);
	const cost = costOf(event, prices);
	sums[M.requests] = 1;
	sums[M.input] = tokens.input;
	sums[M.output] = tokens.output;
	sums[M.cacheRead] = tokens.cacheRead;
	sums[M.cacheWrite5m] = tokens.cacheWrite5m;
	sums[M.cacheWrite1h] = tokens.cacheWrite1h;
	sums[M.cacheWriteUnsplit] = tokens.cacheWriteUnsplit;
	if (cost.basis === 'reported') sums[M.reportedNano] = cost.nano!;
	else if (cost.basis === 'computed') sums[M.computedNano] = cost.nano!;
	else sums[M.unpriced] = 1;
	sums[M.savedNano] = cacheSavedNano(event, tokens, prices);
	if (event.durationMs !== null) {
		sums[M.durationMs] = event.durationMs;
		sums[M.timed] = 1;
	}
	return sums;
}

/** Adds `sums` into `map[key]`; an entry of only zeros is removed. */
export function addSums(
	map: Record<string, number[]>,
	key: string,
	sums: readonly number[],
	sign: 1 | -1
): void {
	const into = map[key];
	if (into === undefined) {
		map[key] = sums.map((value) => sign * value);
		return;
	}
	let any = false;
	for (let i = 0; i < into.length; i++) {
		const value = into[i]! + sign * sums[i]!;
		into[i] = value;
		if (value !== 0) any = true;
	}
	if (!any) delete map[key];
}

function addRequest(
	totals: Totals,
	event: ApiRequest,
	sign: 1 | -1,
	prices: Prices,
	sums: readonly number[]
): void {
	addSums(totals.models, requestKey(event), sums, sign);
	if (event.durationMs !== null)
		histogram(totals, `api\t${event.model ?? 'unknown'}`, event.durationMs, sign);
	if (event.ttftMs !== null) histogram(totals, `ttft\t${event.model ?? 'unknown'}`, event.ttftMs, sign);
	const nano = sums[M.reportedNano]! + sums[M.computedNano]!;
	if (event.aborted) label(totals, 'aborted\t', sign, sign * nano);
	if (event.source === 'transcript') label(totals, 'recovered\t', sign, sign * nano);
	else if (event.seen?.includes('transcript')) label(totals, 'confirmed\t', sign, sign * nano);
	const drift = driftOf(event, prices);
	if (drift !== 0) label(totals, `drift\t${event.model}`, sign, sign * drift);
	if (event.agentName) label(totals, `agent\t${event.agentName}`, sign, sign * nano);
	if (event.skillName) label(totals, `skill\t${event.skillName}`, sign, sign * nano);
	if (event.mcpServer) label(totals, `mcp\t${event.mcpServer}/${event.mcpTool ?? ''}`, sign, sign * nano);
}

/** Reported cost less what the price table says, nano-USD; 0 where either is unknown or the lifetime of the writes is. */
function driftOf(event: ApiRequest, prices: Prices): number {
	if (event.costNanoUsd === null || tokensOf(event).cacheWriteUnsplit > 0) return 0;
	const computed = computedNano(event, prices);
	return computed === null ? 0 : event.costNanoUsd - computed;
}

function addToolResult(totals: Totals, event: ToolResult, sign: 1 | -1): void {
	const name = rowKey(toolNameOf(event));
	totals.counts[C.toolCalls]! += sign;
	if (event.success === false) totals.counts[C.toolFailures]! += sign;
	const sums = zeros(T_SIZE);
	sums[T.calls] = 1;
	if (event.success === false) sums[T.failures] = 1;
	sums[T.durationMs] = event.durationMs ?? 0;
	sums[T.inputBytes] = event.inputBytes ?? 0;
	sums[T.resultBytes] = event.resultBytes ?? 0;
	addSums(totals.tools, name, sums, sign);
	if (event.durationMs !== null) histogram(totals, `tool\t${name}`, event.durationMs, sign);
}

/** The tool's own name; for MCP tools, sent as `mcp_tool`, server and tool where the details were sent. */
export function toolNameOf(event: { toolName: string | null; parameters: string | null }): string {
	if (event.toolName !== 'mcp_tool' || event.parameters === null) return event.toolName ?? 'unknown';
	const server = /"mcp_server_name":"([^"\\]+)"/.exec(event.parameters)?.[1];
	const tool = /"mcp_tool_name":"([^"\\]+)"/.exec(event.parameters)?.[1];
	return server && tool ? `mcp__${server}__${tool}` : 'mcp_tool';
}

function histogram(totals: Totals, key: string, durationMs: number, sign: 1 | -1): void {
	const buckets = (totals.latency[key] ??= {});
	const index = bucketOf(durationMs);
	const count = (buckets[index] ?? 0) + sign;
	if (count !== 0) {
		buckets[index] = count;
		return;
	}
	delete buckets[index];
	for (const _ in buckets) return;
	delete totals.latency[key];
}

/** `count` and `nano` are negative when an event is taken back. */
function label(totals: Totals, key: string, count: number, nano: number): void {
	const entry = totals.labels[key];
	if (entry === undefined) totals.labels[key] = [count, nano];
	else {
		entry[0] += count;
		entry[1] += nano;
		if (entry[0] === 0 && entry[1] === 0) delete totals.labels[key];
	}
}
