// The fold's rows in memory, loaded from the database as records need them.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JournalRecord } from '#lib/domain/event.ts';
import { applyRecords, type Dirty, daysOf, type FoldTables, sessionKeysOf } from '#lib/domain/fold.ts';
import type { Prices } from '#lib/domain/price.ts';
import type { DayRow, SessionRow } from '#lib/domain/rows.ts';

export interface FoldTableNames {
	sessions: string;
	days: string;
}

export const ROW_TABLES: FoldTableNames = { sessions: 'sessions', days: 'days' };

export interface FoldRows {
	readonly tables: FoldTables;
	/** Rows that are not in the database as they are here. */
	readonly dirty: Dirty;
	/** The rows it gives back are those the records changed. */
	apply(records: readonly JournalRecord[], horizonMs: number | null): Dirty;
	/** A row as it stands, without keeping it in memory; `undefined`: there is none. */
	readSession(key: string): SessionRow | undefined;
	readDay(start: number): DayRow | undefined;
	/** Drops every row; none may be dirty. */
	clear(): void;
	/** The rows are saved: drops the least recently used beyond the limits. */
	settle(maxSessions: number, maxDays: number): void;
	/** The tables hold other rows, folded by these prices: nothing in memory is good any more. */
	adopt(prices: Prices): void;
}

export function createFoldRows(
	db: DatabaseSync,
	foldedBy: Prices,
	names: FoldTableNames = ROW_TABLES
): FoldRows {
	let prices = foldedBy;
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	const dirty: Dirty = { sessions: new Set(), days: new Set() };
	const session = db.prepare(`SELECT body FROM ${names.sessions} WHERE key = ?`);
	const day = db.prepare(`SELECT body FROM ${names.days} WHERE day = ?`);

	/** Loads the row unless it is here, and makes it the most recently used. */
	function need<K extends string | number, R>(rows: Map<K, R>, key: K, read: StatementSync): void {
		let row = rows.get(key);
		if (row === undefined) {
			row = saved<R>(read, key);
			if (row === undefined) return;
		} else rows.delete(key);
		rows.set(key, row);
	}

	return {
		tables,
		dirty,
		apply(records, horizonMs) {
			for (const key of sessionKeysOf(records)) need<string, SessionRow>(tables.sessions, key, session);
			for (const start of daysOf(records, tables)) need<number, DayRow>(tables.days, start, day);
			const changed = applyRecords(tables, records, horizonMs, prices);
			for (const key of changed.sessions) dirty.sessions.add(key);
			for (const start of changed.days) dirty.days.add(start);
			return changed;
		},
		readSession: (key) => tables.sessions.get(key) ?? saved<SessionRow>(session, key),
		readDay: (start) => tables.days.get(start) ?? saved<DayRow>(day, start),
		clear() {
			tables.sessions.clear();
			tables.days.clear();
		},
		settle(maxSessions, maxDays) {
			dirty.sessions.clear();
			dirty.days.clear();
			drop(tables.sessions, dirty.sessions, maxSessions);
			drop(tables.days, dirty.days, maxDays);
		},
		adopt(next) {
			prices = next;
			for (const map of [tables.sessions, tables.days]) map.clear();
			for (const set of [dirty.sessions, dirty.days]) set.clear();
		}
	};
}

function saved<R>(read: StatementSync, key: string | number): R | undefined {
	const row = read.get(key) as { body: string } | undefined;
	return row === undefined ? undefined : (JSON.parse(row.body) as R);
}

function drop<K, R>(rows: Map<K, R>, dirty: Set<K>, max: number): void {
	for (const key of rows.keys()) {
		if (rows.size <= max) return;
		if (!dirty.has(key)) rows.delete(key);
	}
}

/** When the session last did something, for "newest first": Unix epoch ms, 0 when nothing is known. */
export function lastMsOf(row: SessionRow): number {
	return row.edges.lastMs ?? row.edges.lastMetricMs ?? 0;
}
