// The smallest journal there can be: what every real one must agree with. Keeps observations by id and makes records.
import { emptyEdges, widenEdges } from '#lib/domain/edges.ts';
import type { DomainEvent, Edges, JournalRecord } from '#lib/domain/event.ts';
import { applyRecords, type FoldTables, sessionKey } from '#lib/domain/fold.ts';
import { type Observations, observe, resolve, sameEvent } from '#lib/domain/merge.ts';

export function modelJournal() {
	const known = new Map<string, { slot: number; observations: Observations; event: DomainEvent }>();
	let head = 0;
	const edgesOf = (key: string): Edges => {
		const edges = emptyEdges();
		for (const { event } of known.values()) if (sessionKey(event) === key) widenEdges(edges, event);
		return edges;
	};
	return {
		append(events: DomainEvent[]): JournalRecord[] {
			const records: JournalRecord[] = [];
			for (const seen of events) {
				const before = known.get(seen.id);
				const observations = observe(before?.observations ?? {}, seen);
				const event = resolve(observations);
				if (before && sameEvent(before.event, event)) {
					before.observations = observations;
					continue;
				}
				head += 1;
				const slot = before?.slot ?? head;
				known.set(seen.id, { slot, observations, event });
				if (!before) records.push({ seq: head, slot, event });
				else {
					const edges = Object.fromEntries(
						[before.event, event].map((e) => [sessionKey(e), edgesOf(sessionKey(e))])
					);
					records.push({ seq: head, slot, event, former: before.event, edges });
				}
			}
			return records;
		},
		current: (): DomainEvent[] =>
			[...known.values()].sort((a, b) => a.slot - b.slot).map(({ event }) => event)
	};
}

export function emptyTables(): FoldTables {
	return { sessions: new Map(), days: new Map() };
}

/** The rows of a fold of these events alone. */
export function foldOf(events: DomainEvent[]): FoldTables {
	const tables = emptyTables();
	applyRecords(
		tables,
		events.map((event, index) => ({ seq: index + 1, slot: index + 1, event })),
		null
	);
	return tables;
}

/** Rows in one spelling, without those that hold nothing. */
export function rowsOf(tables: FoldTables): string {
	const sessions = [...tables.sessions.values()]
		.filter((row) => row.totals.counts.some((count) => count !== 0))
		.sort((a, b) => (a.key < b.key ? -1 : 1));
	const days = [...tables.days.values()]
		.filter((row) => Object.keys(row.cells).length > 0)
		.sort((a, b) => a.day - b.day);
	return JSON.stringify({ sessions, days }, (_key, value: unknown) =>
		value !== null && typeof value === 'object' && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value
	);
}
