// Lists of sessions, one session with its prompts and events, and the newest events of the log.
import type { DomainEvent } from '#lib/domain/event.ts';
import { sessionKey } from '#lib/domain/fold.ts';
import { promptsOf } from '#lib/domain/prompts.ts';
import { C, type SessionRow } from '#lib/domain/rows.ts';
import { addSummary, isSession, lifetimeSummary, rangeSums, sessionItem } from '#lib/domain/summary.ts';
import type { SessionDetail, SessionItem, Summary } from '#lib/domain/views.ts';
import { keepOf } from './filter.ts';
import { readNames } from './names.ts';
import { utcDays } from './overview.ts';
import type { QueryArgs } from './protocol.ts';
import { daysInTurn, type QueryContext, sessionInRange } from './query-overview.ts';
import type { Store } from './schema.ts';
import { decodeSegment, type Entry } from './segment.ts';
import { pricesOf, readSync } from './sync-state.ts';

/** Sessions with something in the range, the latest first. */
export async function querySessions(
	context: QueryContext,
	args: QueryArgs<'sessions'>
): Promise<SessionItem[]> {
	const { range, filter } = args;
	const nowMs = context.nowMs();
	const keep = await keepOf(context.store, filter);
	const options = {
		nowMs,
		...(filter.model !== undefined && { model: filter.model }),
		...(keep && { keep })
	};
	const summaries = new Map<string, Summary>();
	for await (const day of daysInTurn(context, utcDays(range))) {
		for (const [key, summary] of rangeSums([day], range, options).bySession) {
			const sum = summaries.get(key);
			if (sum === undefined) summaries.set(key, summary);
			else addSummary(sum, summary);
		}
	}
	const keys = [...summaries].filter(([, summary]) => isSession(summary)).map(([key]) => key);
	const { sessions } = await context.cache.read({ sessions: keys });
	const names = await readNames(context.store);
	const items: SessionItem[] = [];
	for (const [key, row] of sessions) {
		const item = sessionItem(row, { ...summaries.get(key)!, sessions: 1 }, nowMs, names);
		if (matchesText(item, filter.text)) items.push(item);
	}
	return items.sort((a, b) => b.startedAtMs - a.startedAtMs || (a.key < b.key ? -1 : 1));
}

function matchesText({ key, title, project, branch }: SessionItem, text: string | undefined): boolean {
	if (!text) return true;
	const needle = text.toLowerCase();
	return [key, title, project, branch].some((value) => value?.toLowerCase().includes(needle));
}

/** Events of a session that are only at the relay; empty until they have been fetched. */
export interface RemoteEvents {
	/** What is known of them now; asks for them if they were not asked for yet. */
	of(key: string): readonly Entry[];
}

/** `null`: no such session. Events are those on this device, and those fetched from the relay meanwhile. */
export async function querySession(
	context: QueryContext,
	remote: RemoteEvents,
	{ key, range }: QueryArgs<'session'>
): Promise<SessionDetail | null> {
	const nowMs = context.nowMs();
	const { sessions } = await context.cache.read({ sessions: [key] });
	const row = sessions.get(key);
	if (row === undefined) return null;
	const inRange = range ? await sessionInRange(context, row, range, { nowMs }) : lifetimeSummary(row, nowMs);
	const events = await sessionEvents(context, remote, row);
	return {
		item: sessionItem(row, inRange, nowMs, await readNames(context.store)),
		prompts: promptsOf(events, pricesOf(await readSync(context.store))),
		events,
		missingEvents: Math.max(0, expectedEvents(row) - events.length)
	};
}

/** Events and metrics the session has, wherever they are. */
export function expectedEvents({ totals }: SessionRow): number {
	return totals.counts[C.events]! + totals.counts[C.metrics]!;
}

/** In order of time: those on this device, and those fetched from the relay meanwhile. */
export async function sessionEvents(
	{ store }: QueryContext,
	remote: RemoteEvents,
	row: SessionRow
): Promise<DomainEvent[]> {
	const entries = await storedEntries(store, row.key);
	if (entries.size < expectedEvents(row)) {
		// What is here has had every revision; what was fetched may be older.
		for (const { slot, event } of remote.of(row.key)) if (!entries.has(slot)) entries.set(slot, event);
	}
	return [...entries]
		.sort(
			([slotA, a], [slotB, b]) => a.atMs - b.atMs || (a.sequence ?? 0) - (b.sequence ?? 0) || slotA - slotB
		)
		.map(([, event]) => event);
}

async function storedEntries(store: Store, key: string): Promise<Map<number, DomainEvent>> {
	const entries = new Map<number, DomainEvent>();
	const sessionId = key.startsWith('none:') ? null : key;
	for (const { body } of await store.segments.where('sessions').equals(key).toArray()) {
		for (const { slot, event } of decodeSegment(body, { sessionId }))
			if (sessionKey(event) === key) entries.set(slot, event);
	}
	return entries;
}

/** The newest of the log, newest first. */
export async function queryRecent(
	store: Store,
	{ limit, beforeSlot }: QueryArgs<'recent'>
): Promise<Entry[]> {
	const entries: Entry[] = [];
	let below = beforeSlot ?? Number.POSITIVE_INFINITY;
	while (entries.length < limit) {
		const segment = await store.segments.where('firstSlot').below(below).last();
		if (segment === undefined) break;
		const fitting = decodeSegment(segment.body).filter(({ slot }) => slot < below);
		entries.push(...fitting.reverse());
		below = segment.firstSlot;
	}
	return entries.slice(0, limit);
}
