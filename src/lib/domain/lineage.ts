// Order and kinship of one session's events: which request came before which, and whose context it carried on.
import type { ApiRequest, DomainEvent } from './event.ts';
import { applyRecords, type FoldTables } from './fold.ts';
import { LIST_PRICES, type Prices } from './price.ts';
import type { DerivedMoney, SessionRow } from './rows.ts';
import { isSettled } from './summary.ts';
import { isUnmatched } from './totals.ts';

/** Who asked: the conversation itself, a subagent, or a side request (compaction, titles, …). */
export type Role = 'main' | 'subagent' | 'auxiliary';

/** Requests that carry on one and the same context. */
export interface Lineage {
	key: string;
	role: Role;
	/** `null`: the main conversation or a side request of it. */
	agentId: string | null;
}

/** By time, then the sender's sequence (unknown last), then id: the same order whatever order they came in. */
export function byOrder(
	a: { atMs: number; sequence: number | null; id: string },
	b: { atMs: number; sequence: number | null; id: string }
): number {
	if (a.atMs !== b.atMs) return a.atMs - b.atMs;
	const first = a.sequence ?? Number.MAX_SAFE_INTEGER;
	const second = b.sequence ?? Number.MAX_SAFE_INTEGER;
	if (first !== second) return first - second;
	return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** When a request began, ms: it is logged at its end. Its own time where its duration is not known. */
export function startOf(event: { atMs: number; durationMs: number | null }): number {
	return event.atMs - (event.durationMs ?? 0);
}

/**
 * The role a request played, by its query source. A subagent's side requests are auxiliary; a source not known here is
 * auxiliary too; none at all (transcripts) is the conversation that wrote it.
 */
export function roleOf(event: { querySource: string | null; agentId?: string | null }): Role {
	const source = event.querySource;
	if (source !== null && (source.startsWith('agent:') || source === 'subagent')) return 'subagent';
	if (source === null || source === 'sdk' || source === 'main' || source.startsWith('repl_main_thread'))
		return event.agentId ? 'subagent' : 'main';
	return 'auxiliary';
}

/** Side requests of different sources share no context, so each source is a lineage of its own. */
export function lineageOf(event: { querySource: string | null; agentId?: string | null }): Lineage {
	const role = roleOf(event);
	const agentId = event.agentId ?? (role === 'subagent' ? event.querySource : null);
	return { key: `${agentId ?? ''}\t${role === 'auxiliary' ? event.querySource : ''}`, role, agentId };
}

export interface SessionMoney {
	/** The requests that count, in order of their start. */
	requests: ApiRequest[];
	/** Money known only from metrics (basis `unlogged` or `metrics`), settled by `nowMs`. */
	beyond: DerivedMoney[];
	/** By which costs that were not reported are computed. */
	prices: Prices;
}

/**
 * What a session's cost is made of: the costs of `requests` (where known) and of `beyond` sum to the cost of
 * `lifetimeSummary` for the same events. Ids of `events` are distinct. `beyond` where the session's row is at hand: what
 * its metrics come to needs no folding anew then.
 */
export function sessionMoney(
	events: readonly DomainEvent[],
	nowMs: number,
	prices: Prices = LIST_PRICES,
	beyond?: readonly DerivedMoney[]
): SessionMoney {
	const requests: ApiRequest[] = [];
	const moneyed: DomainEvent[] = [];
	let telemetry = false;
	let derives = false;
	for (const event of events) {
		if (event.name === 'api_request') {
			requests.push(event);
			moneyed.push(event);
			if (event.source !== 'transcript') telemetry = true;
		} else if (event.name === 'metric' || event.name === 'session_info') {
			moneyed.push(event);
			derives = true;
		}
	}
	const counted = telemetry ? requests.filter((event) => !isUnmatched(event)) : requests;
	counted.sort((a, b) => startOf(a) - startOf(b) || byOrder(a, b));
	const found = beyond ?? (derives ? beyondEvents(moneyed, prices) : []);
	return { requests: counted, beyond: found.filter((money) => isBeyond(money, nowMs)).sort(byEnd), prices };
}

/** Money no request event of the session accounts for, settled or not. */
export function derivedMoney({ derived }: SessionRow): DerivedMoney[] {
	return Object.values(derived).flatMap(({ money }) => money);
}

function isBeyond(money: DerivedMoney, nowMs: number): boolean {
	return money.basis !== 'transcript' && isSettled(money, nowMs);
}

const byEnd = (a: DerivedMoney, b: DerivedMoney) => a.endMs - b.endMs || (a.model < b.model ? -1 : 1);

function beyondEvents(events: readonly DomainEvent[], prices: Prices): DerivedMoney[] {
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	const records = events.map((event, i) => ({ seq: i + 1, slot: i + 1, event }));
	applyRecords(tables, records, null, prices);
	return [...tables.sessions.values()].flatMap(derivedMoney);
}
