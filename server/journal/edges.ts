// First and last moments of a session, kept exact through revisions. Asked for only when a revision moves something, so
// they are read from the log at first use and then widened as events come; a row is read again when an extreme leaves.
import type { DatabaseSync } from 'node:sqlite';
import { emptyEdges, widenEdges } from '#lib/domain/edges.ts';
import type { DomainEvent, Edges } from '#lib/domain/event.ts';

export interface SessionEdges {
	/** A new event of the session was written. */
	widen(key: string, event: DomainEvent): void;
	/** The session's edges after `former` gave way to `event` (`null`: it left for another session), rows written. */
	afterRevision(key: string, former: DomainEvent, event: DomainEvent | null): Edges;
	/** Puts the edges on the record they belong to. */
	store(seq: number, edges: Record<string, Edges>): void;
	/** Keeps what an event about to be deleted says of its session's edges. */
	freeze(key: string, event: DomainEvent): void;
	/** Drops what is remembered: the transaction it rests on was rolled back. */
	forget(): void;
}

const REMEMBERED_SESSIONS = 1000;

export function createSessionEdges(db: DatabaseSync): SessionEdges {
	const remembered = new Map<string, Edges>();
	const bodies = db.prepare('SELECT body FROM log WHERE session = ? AND current = 1');
	const frozen = db.prepare('SELECT edges FROM frozen WHERE session = ?');
	const keep = db.prepare('INSERT OR REPLACE INTO frozen VALUES (?, ?)');
	const put = db.prepare('UPDATE log SET edges = ? WHERE seq = ?');

	function frozenEdges(key: string): Edges {
		const row = frozen.get(key) as { edges: string } | undefined;
		return row === undefined ? emptyEdges() : (JSON.parse(row.edges) as Edges);
	}

	function read(key: string): Edges {
		const edges = frozenEdges(key);
		for (const row of bodies.iterate(key) as Iterable<unknown>) {
			widenEdges(edges, JSON.parse((row as { body: string }).body) as DomainEvent);
		}
		if (remembered.size >= REMEMBERED_SESSIONS) remembered.delete(remembered.keys().next().value as string);
		remembered.set(key, edges);
		return edges;
	}

	return {
		widen(key, event) {
			const edges = remembered.get(key);
			if (edges !== undefined) widenEdges(edges, event);
		},
		afterRevision(key, former, event) {
			let edges = remembered.get(key);
			if (edges === undefined || isExtreme(edges, former)) edges = read(key);
			else if (event !== null) widenEdges(edges, event);
			return { ...edges };
		},
		store(seq, edges) {
			put.run(JSON.stringify(edges), seq);
		},
		freeze(key, event) {
			const edges = frozenEdges(key);
			widenEdges(edges, event);
			keep.run(key, JSON.stringify(edges));
		},
		forget: () => remembered.clear()
	};
}

/** Whether taking the event out may narrow the edges. */
function isExtreme(edges: Edges, event: DomainEvent): boolean {
	if (event.name === 'metric') return true;
	if (event.atMs === edges.firstMs || event.atMs === edges.lastMs) return true;
	return event.name === 'user_prompt' && event.text !== null && event.atMs === edges.firstPromptMs;
}
