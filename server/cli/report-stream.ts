// Reports of single events, read from the log one after another and written as they come: the same columns and cells as
// the app's export, in memory that does not grow with the journal.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CSV_BOM, csvLine } from '#lib/domain/csv.ts';
import {
	EVENT_COLUMNS,
	eventCells,
	isOfModel,
	PROMPT_COLUMNS,
	promptCells,
	REQUEST_COLUMNS,
	requestCells
} from '#lib/domain/csv-tables.ts';
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import { sessionKey } from '#lib/domain/fold.ts';
import { createPrices } from '#lib/domain/price.ts';
import { promptsOf } from '#lib/domain/prompts.ts';
import type { SessionRow } from '#lib/domain/rows.ts';
import type { Range } from '#lib/domain/views.ts';
import { readFoldPrices } from '../journal/fold-prices.ts';
import { DATABASE_NAME } from '../journal/folder.ts';
import { checkVersion } from '../journal/schema.ts';
import type { Streamed } from './report-arguments.ts';

export interface StreamFilter {
	jsonl: boolean;
	project: string | null;
	model: string | null;
}

/** Characters handed on at a time. */
const PIECE = 64 * 1024;

/** Beside a running relay or without one. Throws JournalRefused for a database that is not ours. */
export function streamReport(
	dataDir: string,
	kind: Streamed,
	filter: StreamFilter,
	range: Range,
	write: (text: string) => void
): void {
	const path = join(dataDir, DATABASE_NAME);
	const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
	try {
		checkVersion(db, path);
		db.exec('BEGIN');
		let piece = '';
		for (const line of linesOf(db, kind, filter, range)) {
			piece += line;
			if (piece.length < PIECE) continue;
			write(piece);
			piece = '';
		}
		write(piece);
	} finally {
		db.close();
	}
}

function* linesOf(db: DatabaseSync, kind: Streamed, filter: StreamFilter, range: Range): Generator<string> {
	const prices = createPrices(readFoldPrices(db));
	const keep = keptSessions(db, filter.project);
	const isWanted = (event: DomainEvent) =>
		isOfModel(event, filter.model ?? undefined) && (keep === null || keep.has(sessionKey(event)));
	const head = (columns: readonly string[]) => `${CSV_BOM}${columns.join(',')}\r\n`;
	switch (kind) {
		case 'events':
			if (!filter.jsonl) yield head(EVENT_COLUMNS);
			for (const event of eventsOf(db, range)) {
				if (!isWanted(event)) continue;
				yield filter.jsonl ? `${JSON.stringify(event)}\n` : csvLine(eventCells(event, prices));
			}
			break;
		case 'requests':
			yield head(REQUEST_COLUMNS);
			for (const event of eventsOf(db, range))
				if (event.name === 'api_request' && isWanted(event)) yield csvLine(requestCells(event, prices));
			break;
		case 'prompts':
			yield head(PROMPT_COLUMNS);
			// A session at a time: its prompts are known when all of it was read.
			for (const { session } of rowsOf<{ session: string }>(
				db,
				'SELECT DISTINCT session FROM log WHERE current = 1 ORDER BY session'
			)) {
				if (keep !== null && !keep.has(session)) continue;
				const events = [...eventsOf(db, range, session)].filter(isWanted);
				for (const prompt of promptsOf(events, prices)) yield csvLine(promptCells(session, prompt));
			}
			break;
	}
}

/** Each event once, as it stands now, in the order of the log; of one session where it is named. */
function* eventsOf(db: DatabaseSync, { fromMs, toMs }: Range, session?: string): Generator<DomainEvent> {
	const ofSession = session === undefined ? [] : [session];
	// Each in the order of an index: nothing is gathered to be sorted.
	const where = session === undefined ? '' : 'session = ? AND ';
	const order = session === undefined ? 'seq' : 'slot';
	const sql = `SELECT body FROM log WHERE ${where}current = 1 AND at >= ? AND at < ? ORDER BY ${order}`;
	for (const { body } of rowsOf<{ body: string }>(db, sql, ...ofSession, fromMs, toMs))
		yield JSON.parse(body) as DomainEvent;
}

/** Keys of the project's sessions; `null`: all are wanted. */
function keptSessions(db: DatabaseSync, project: string | null): Set<string> | null {
	if (project === null) return null;
	const keys = new Set<string>();
	for (const { body } of rowsOf<{ body: string }>(db, 'SELECT body FROM sessions')) {
		const { key, facts } = JSON.parse(body) as SessionRow;
		if ((dimensionsOf(facts).project ?? '') === project) keys.add(key);
	}
	return keys;
}

function rowsOf<R>(db: DatabaseSync, sql: string, ...values: (string | number)[]): Iterable<R> {
	return db.prepare(sql).iterate(...values) as Iterable<unknown> as Iterable<R>;
}
