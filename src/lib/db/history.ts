// What is usual for this user: from the latest sessions on this device, read once in a while.
import { contextSteps } from '#lib/domain/context.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import { type History, MIN_SESSIONS } from '#lib/domain/findings.ts';
import { type Habit, habitOf, historyOf } from '#lib/domain/history.ts';
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
	let known: { habits: Promise<ReadonlyMap<string, Habit>>; atMs: number } | null = null;

	async function read(): Promise<ReadonlyMap<string, Habit>> {
		const keys = await store.sessions
			.orderBy('lastMs')
			.reverse()
			.limit(SESSIONS + 1)
			.primaryKeys();
		if (keys.length < MIN_SESSIONS) return new Map();
		const { sessions } = await cache.read({ sessions: keys });
		const segments = await store.segments
			.where('sessions')
			.anyOf(keys)
			.distinct()
			.reverse()
			.limit(MOST_SEGMENTS)
			.toArray();
		const events = new Map<string, DomainEvent[]>();
		for (const { body } of segments) {
			// A row opened meanwhile does not wait for all of them.
			await new Promise((resolve) => setTimeout(resolve));
			for (const { event } of decodeSegment(body)) {
				if (event.sessionId === null || !sessions.has(event.sessionId)) continue;
				const list = events.get(event.sessionId);
				if (list === undefined) events.set(event.sessionId, [event]);
				else list.push(event);
			}
		}
		const habits = new Map<string, Habit>();
		for (const [key, list] of events) {
			const { requests } = sessionMoney(list, nowMs(), undefined, []);
			// Of the row, which knows of events that are not on this device too.
			const totalNano = lifetimeSummary(sessions.get(key)!, nowMs()).costNanoUsd;
			habits.set(key, habitOf({ totalNano, steps: contextSteps(list, requests) }));
		}
		return habits;
	}

	return async (without) => {
		const now = nowMs();
		if (known === null || now - known.atMs > FRESH_MS) {
			const habits = read();
			known = { habits, atMs: now };
			// Asked again next time.
			habits.catch(() => (known = null));
		}
		const others = [...(await known.habits)].filter(([key]) => key !== without).slice(0, SESSIONS);
		return others.length < MIN_SESSIONS ? null : historyOf(others.map(([, habit]) => habit));
	};
}
