// What is usual for this user: from the latest sessions on this device, read once in a while.
import { contextSteps } from '#lib/domain/context.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import { type History, MIN_SESSIONS } from '#lib/domain/findings.ts';
import { sessionMoney } from '#lib/domain/lineage.ts';
import { lifetimeSummary } from '#lib/domain/summary.ts';
import type { QueryContext } from './query-overview.ts';
import { decodeSegment } from './segment.ts';

/** Sessions read: enough for a habit, few enough to be read within a moment. */
const SESSIONS = 40;
const FRESH_MS = 30 * 60_000;
/** Past this many segments the habit is told from fewer sessions. */
const MOST_SEGMENTS = 60;

/** `null` with fewer sessions than tell a habit. The session asked about is not part of its own habit. */
export function createHistory({
	store,
	cache,
	nowMs
}: QueryContext): (without: string) => Promise<History | null> {
	let known: { history: Promise<History | null>; atMs: number } | null = null;

	async function read(without: string): Promise<History | null> {
		const latest = await store.sessions
			.orderBy('lastMs')
			.reverse()
			.limit(SESSIONS + 1)
			.primaryKeys();
		const keys = latest.filter((key) => key !== without).slice(0, SESSIONS);
		if (keys.length < MIN_SESSIONS) return null;
		const { sessions } = await cache.read({ sessions: keys });
		const wanted = new Set(keys);
		const segments = await store.segments
			.where('sessions')
			.anyOf(keys)
			.distinct()
			.reverse()
			.limit(MOST_SEGMENTS)
			.toArray();
		const events = new Map<string, DomainEvent[]>();
		for (const { body } of segments) {
			for (const { event } of decodeSegment(body)) {
				const key = event.sessionId;
				if (key === null || !wanted.has(key)) continue;
				const list = events.get(key);
				if (list === undefined) events.set(key, [event]);
				else list.push(event);
			}
		}
		const costs = [...sessions.values()].map((row) => lifetimeSummary(row, nowMs()).costNanoUsd);
		const contexts: number[] = [];
		const results: number[] = [];
		const agents: number[] = [];
		for (const list of events.values()) habitsOf(list, nowMs(), { contexts, results, agents });
		return {
			sessions: events.size,
			medianCostNano: quantile(costs, 0.5),
			p90ContextTokens: quantile(contexts, 0.9),
			p90ResultBytes: quantile(results, 0.9),
			p90Subagents: quantile(agents, 0.9)
		};
	}

	return (without) => {
		const now = nowMs();
		if (known === null || now - known.atMs > FRESH_MS) {
			const history = read(without);
			known = { history, atMs: now };
			// Asked again next time.
			history.catch(() => (known = null));
		}
		return known.history;
	};
}

interface Habits {
	contexts: number[];
	results: number[];
	agents: number[];
}

function habitsOf(events: readonly DomainEvent[], nowMs: number, into: Habits): void {
	const { requests } = sessionMoney(events, nowMs);
	const agents = new Map<string, Set<string>>();
	for (const { context, lineage, request } of contextSteps(events, requests)) {
		if (context > 0) into.contexts.push(context);
		if (lineage.role !== 'subagent' || request.promptId === null) continue;
		const known = agents.get(request.promptId);
		if (known === undefined) agents.set(request.promptId, new Set([lineage.agentId!]));
		else known.add(lineage.agentId!);
	}
	for (const known of agents.values()) into.agents.push(known.size);
	for (const event of events)
		if (event.name === 'tool_result' && event.resultBytes !== null) into.results.push(event.resultBytes);
}

/** 0 of nothing. */
function quantile(values: number[], part: number): number {
	if (values.length === 0) return 0;
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
}
