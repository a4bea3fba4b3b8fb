// Sessions that were seen at work and then fell silent in the middle of a turn. Only what came in live counts: what is
// read from history has ended long ago.
import type { DomainEvent } from '#lib/domain/event.ts';
import { isTurnOpen, SILENT_MS } from '#lib/domain/open-turn.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import type { FoldStore } from '../journal/fold-store.ts';
import type { Journal } from '../journal/journal.ts';

export interface SilentTurns {
	/** Takes in that these sessions have changed. */
	changed(keys: Iterable<string>, nowMs: number): void;
	/** `known`: sessions that were silent before this relay was started. */
	now(known: Iterable<string>, nowMs: number): { key: string; lastMs: number }[];
}

/** An event this young when it came makes its session one at work. */
const LIVE_MS = 5 * 60_000;
/** Metrics come up to a minute after what they count. */
const METRICS_MS = 90_000;
const LAST_EVENTS = 40;
const LAST_BYTES = 512 * 1024;
const MAX_SESSIONS = 200;

export function createSilentTurns(
	rows: FoldStore['rows'],
	journal: Pick<Journal, 'eventsOfSession'>
): SilentTurns {
	/** Session → whether its turn was open when it last spoke; `null`: not looked at since. */
	const live = new Map<string, { lastMs: number; open: boolean | null }>();
	let newestMs = 0;

	function lastOf(key: string): { lastMs: number; metricMs: number } | null {
		const row = rows.readSession(key);
		if (row?.edges.lastMs == null) return null;
		return { lastMs: row.edges.lastMs, metricMs: row.edges.lastMetricMs ?? 0 };
	}

	function isOpen(key: string): boolean {
		const texts = journal.eventsOfSession(key, LAST_EVENTS, LAST_BYTES);
		return isTurnOpen(texts.map(({ event }) => JSON.parse(event) as DomainEvent));
	}

	return {
		changed(keys, nowMs) {
			for (const key of keys) {
				const last = lastOf(key);
				if (last === null || nowMs - last.lastMs > LIVE_MS) continue;
				newestMs = Math.max(newestMs, last.lastMs, last.metricMs);
				live.delete(key);
				live.set(key, { lastMs: last.lastMs, open: null });
				if (live.size > MAX_SESSIONS) live.delete(live.keys().next().value!);
			}
		},
		now(known, nowMs) {
			for (const key of known) {
				const last = live.has(key) ? null : lastOf(key);
				if (last !== null) live.set(key, { lastMs: last.lastMs, open: null });
			}
			const silent: { key: string; lastMs: number }[] = [];
			for (const [key, session] of live) {
				const age = nowMs - session.lastMs;
				if (age >= DAY_MS) live.delete(key);
				// Another one that speaks on, or its own metrics, show that what is sent arrives.
				if (age < SILENT_MS || age >= DAY_MS || newestMs > session.lastMs + METRICS_MS) continue;
				session.open ??= isOpen(key);
				if (session.open) silent.push({ key, lastMs: session.lastMs });
			}
			return silent;
		}
	};
}
