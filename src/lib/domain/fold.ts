// The fold: events in, sessions and day cells out. One function, run by the relay after each commit and by the browser
// for each frame. It never asks what time it is, and a revision takes the former event out before putting the new one in.
import { userOfFacts } from './dimensions.ts';
import { emptyEdges, widenEdges } from './edges.ts';
import type { DomainEvent, Facts, JournalRecord } from './event.ts';
import { rowKey } from './identity.ts';
import { bucketStart, derive, enterMetric } from './ledger.ts';
import { LIST_PRICES, type Prices } from './price.ts';
import { BUCKET_MS, type Cell, DAY_MS, type DayRow, type Derived, type SessionRow } from './rows.ts';
import { addEvent, addSums, emptyTotals, isUnmatched, requestKey, requestSums } from './totals.ts';

/** The rows an application of records reads and writes. Load what `sessionKeysOf` and `daysOf` name, then apply. */
export interface FoldTables {
	sessions: Map<string, SessionRow>;
	days: Map<number, DayRow>;
}

/** Rows that changed and want saving. */
export interface Dirty {
	sessions: Set<string>;
	days: Set<number>;
}

/** Start of the UTC day, ms. */
export function dayOf(atMs: number): number {
	return Math.floor(atMs / DAY_MS) * DAY_MS;
}

/** The session an event counts for: its own, or one per user and UTC day for events sent without a session id. */
export function sessionKey(event: DomainEvent): string {
	if (event.sessionId !== null) return rowKey(event.sessionId);
	return `none:${userOfFacts(event.facts)}:${new Date(dayOf(event.atMs)).toISOString().slice(0, 10)}`;
}

export function sessionKeysOf(records: readonly JournalRecord[]): Set<string> {
	const keys = new Set<string>();
	for (const { event, former } of records) {
		keys.add(sessionKey(event));
		if (former) keys.add(sessionKey(former));
	}
	return keys;
}

/** The days the records can touch. The records' sessions must be in `tables.sessions` already where they exist. */
export function daysOf(records: readonly JournalRecord[], tables: FoldTables): Set<number> {
	const days = new Set<number>();
	for (const { event, former } of records) {
		days.add(dayOf(event.atMs));
		if (former) days.add(dayOf(former.atMs));
	}
	for (const key of sessionKeysOf(records)) {
		const row = tables.sessions.get(key);
		if (row === undefined) continue;
		for (const bucket in row.derived) days.add(dayOf(Number(bucket)));
		for (const account in row.ledger)
			for (const bucket in row.ledger[account]!.ends) days.add(dayOf(Number(bucket)));
		for (const unmatched in row.unmatched) days.add(dayOf(Number.parseInt(unmatched, 10)));
		for (const info in row.infos) days.add(dayOf(row.infos[info]!.atMs));
	}
	return days;
}

/**
 * Folds records into the tables, in place, and returns what changed. Cells before the horizon are frozen: they are
 * neither added to nor taken from. Rows are made where they are missing; a row may be left with nothing in it. Rows of
 * one fold are all made by the same prices: with others everything is folded anew.
 */
export function applyRecords(
	tables: FoldTables,
	records: readonly JournalRecord[],
	horizonMs: number | null,
	prices: Prices = LIST_PRICES
): Dirty {
	const dirty: Dirty = { sessions: new Set(), days: new Set() };
	const rederive = new Set<SessionRow>();
	for (const record of records) {
		if (record.former) applyEvent(tables, record.former, -1, horizonMs, prices, dirty, rederive);
		applyEvent(tables, record.event, 1, horizonMs, prices, dirty, rederive);
		for (const key in record.edges) sessionRow(tables, key).edges = { ...record.edges[key]! };
	}
	for (const row of rederive) replaceDerived(tables, row, horizonMs, dirty);
	return dirty;
}

/** Folds events that were never folded before, each once: nobody asks for their place in a log. */
export function applyNew(
	tables: FoldTables,
	events: readonly DomainEvent[],
	horizonMs: number | null,
	prices: Prices = LIST_PRICES
): Dirty {
	const records = events.map((event, index) => ({ seq: index + 1, slot: index + 1, event }));
	return applyRecords(tables, records, horizonMs, prices);
}

function applyEvent(
	tables: FoldTables,
	event: DomainEvent,
	sign: 1 | -1,
	horizonMs: number | null,
	prices: Prices,
	dirty: Dirty,
	rederive: Set<SessionRow>
): void {
	const key = sessionKey(event);
	const row = sessionRow(tables, key);
	dirty.sessions.add(key);
	const sums = event.name === 'api_request' ? requestSums(event, prices) : undefined;
	addEvent(row.totals, event, sign, prices, sums);
	countFacts(row, event.facts, sign);
	if (sign === 1) widenEdges(row.edges, event);
	if (horizonMs === null || event.atMs >= horizonMs) {
		const day = dayOf(event.atMs);
		dirty.days.add(day);
		const cells = dayRow(tables, day);
		const bucket = (event.atMs - day - ((event.atMs - day) % BUCKET_MS)) / BUCKET_MS;
		addEvent(cellOf(cells, bucket, key), event, sign, prices, sums);
		if (sign === -1) dropEmptyCell(cells, bucket, key);
	}
	switch (event.name) {
		case 'api_request':
			if (event.source !== 'transcript') row.telemetryRequests += sign;
			if (isUnmatched(event))
				addSums(row.unmatched, `${bucketStart(event.atMs)}\t${requestKey(event)}`, sums!, sign);
			// Only a session with a ledger or with doubtful requests has anything that depends on its requests.
			if (hasDerivation(row)) rederive.add(row);
			break;
		case 'metric':
			// A point is never taken back: its id holds all that could change, and the larger value stays.
			if (sign === 1) enterMetric(row, event);
			rederive.add(row);
			break;
		case 'session_info':
			if (sign === -1) delete row.infos[event.id];
			else {
				row.infos[event.id] = {
					atMs: event.atMs,
					title: event.title,
					version: event.version,
					costStateNanoUsd: event.costStateNanoUsd
				};
			}
			rederive.add(row);
			break;
	}
}

function hasDerivation(row: SessionRow): boolean {
	for (const _ in row.ledger) return true;
	for (const _ in row.unmatched) return true;
	for (const _ in row.infos) return true;
	for (const _ in row.derived) return true;
	return false;
}

function countFacts(row: SessionRow, facts: Facts, sign: 1 | -1): void {
	for (const kind in facts) {
		const stated = facts[kind as keyof Facts];
		if (stated === undefined) continue;
		const value = rowKey(stated);
		const counts = (row.facts[kind as keyof Facts] ??= {});
		const count = (counts[value] ?? 0) + sign;
		if (count !== 0) counts[value] = count;
		else {
			delete counts[value];
			if (Object.keys(counts).length === 0) delete row.facts[kind as keyof Facts];
		}
	}
}

function replaceDerived(tables: FoldTables, row: SessionRow, horizonMs: number | null, dirty: Dirty): void {
	const before = row.derived;
	const after = derive(row);
	for (const bucket of new Set([...Object.keys(before), ...Object.keys(after)])) {
		if (horizonMs !== null && Number(bucket) < horizonMs) {
			if (before[bucket]) after[bucket] = before[bucket];
			else delete after[bucket];
			continue;
		}
		if (sameDerived(before[bucket], after[bucket])) continue;
		const day = dayOf(Number(bucket));
		dirty.days.add(day);
		const cells = dayRow(tables, day);
		const index = (Number(bucket) - day) / BUCKET_MS;
		const cell = cellOf(cells, index, row.key);
		if (after[bucket]) cell.derived = after[bucket];
		else delete cell.derived;
		dropEmptyCell(cells, index, row.key);
	}
	row.derived = after;
	dirty.sessions.add(row.key);
}

function sameDerived(a: Derived | undefined, b: Derived | undefined): boolean {
	return a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function sessionRow(tables: FoldTables, key: string): SessionRow {
	let row = tables.sessions.get(key);
	if (row === undefined) {
		row = {
			key,
			totals: emptyTotals(),
			edges: emptyEdges(),
			facts: {},
			infos: {},
			ledger: {},
			telemetryRequests: 0,
			unmatched: {},
			derived: {}
		};
		tables.sessions.set(key, row);
	}
	return row;
}

function dayRow(tables: FoldTables, day: number): DayRow {
	let row = tables.days.get(day);
	if (row === undefined) {
		row = { day, cells: {} };
		tables.days.set(day, row);
	}
	return row;
}

function cellOf(row: DayRow, bucket: number, key: string): Cell {
	const sessions = (row.cells[bucket] ??= {});
	return (sessions[key] ??= emptyTotals());
}

function dropEmptyCell(row: DayRow, bucket: number, key: string): void {
	const sessions = row.cells[bucket];
	const cell = sessions?.[key];
	if (
		sessions === undefined ||
		cell === undefined ||
		cell.derived ||
		cell.counts.some((count) => count !== 0)
	)
		return;
	delete sessions[key];
	for (const _ in sessions) return;
	delete row.cells[bucket];
}
