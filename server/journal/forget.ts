// Deletes events on an owner's word: by range, by project, or all there is; from the log, the figures and what sources
// remember, and sees to it that none of it comes back. Bytes are overwritten and the file is written anew.
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import type { ForgetScope, Forgetting, Forgot } from '#lib/domain/data.ts';
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import { type Dirty, daysOf, type FoldTables } from '#lib/domain/fold.ts';
import { forgetPart, isWithin } from '#lib/domain/forget.ts';
import { createPrices } from '#lib/domain/price.ts';
import { DAY_MS, type DayRow, type SessionRow } from '#lib/domain/rows.ts';
import { isSession, rangeSums } from '#lib/domain/summary.ts';
import type { Range } from '#lib/domain/views.ts';
import { lastMsOf } from './fold-rows.ts';
import type { FoldStore } from './fold-store.ts';
import { ASIDE_PREFIX, removeRemnants } from './folder.ts';
import type { Forgotten } from './forgotten.ts';
import type { SqliteJournal } from './sqlite.ts';
import type { Unfinished } from './unfinished.ts';

export interface ForgetDeps {
	dir: string;
	path: string;
	db: DatabaseSync;
	journal: SqliteJournal;
	fold: FoldStore;
	forgotten: Forgotten;
	unfinished: Unfinished;
}

/** Sessions rewritten in one transaction: short enough for requests to pass in between. */
const CHUNK = 20;
const CHECKPOINT_TRIES = 100;
const CHECKPOINT_MS = 100;

/** What would go. Reads the saved figures; what came in the last moments may not be in it yet. */
export function previewForget(
	{ db, fold, journal }: ForgetDeps,
	scope: ForgetScope,
	nowMs: number
): Omit<Forgetting, 'setUp'> {
	fold.flush();
	const range = rangeOf(scope, nowMs);
	const keys = scope.project === null ? null : projectKeys(db, scope.project);
	const { bySession, total } = rangeSums(daysWithin(db, range), range, {
		nowMs: Number.POSITIVE_INFINITY,
		...(keys && { keep: (key: string) => keys.has(key) })
	});
	const sessions = [...bySession.values()].filter(isSession).length;
	const times = [...daysWithin(db, range)].map(({ day }) => day);
	return {
		events: total.events,
		sessions,
		costNanoUsd: total.costNanoUsd,
		oldestDayMs: times.length === 0 ? null : Math.min(...times),
		all: isAll(scope),
		journalEvents: journal.events
	};
}

/**
 * Deletes what the scope names, as far as it happened before now, and resolves when the files hold nothing of it. Throws
 * JournalUnavailable when nothing can be written now. Ended in between, `finishForgetting` goes on with it.
 */
export async function forget(deps: ForgetDeps, scope: ForgetScope, nowMs: number): Promise<Forgot> {
	const { db, journal, fold, forgotten, unfinished } = deps;
	const range = rangeOf(scope, nowMs);
	const all = isAll(scope);
	const { sessions, costNanoUsd } = previewForget(deps, scope, nowMs);
	const keys = affectedKeys(db, scope, range);
	let events = 0;
	db.exec('PRAGMA secure_delete = ON');
	try {
		// First of all: what is deleted below must not come in again meanwhile.
		journal.renew(journal.epoch, () => {
			unfinished.note({ scope, atMs: nowMs });
			forgotten.addRange(range, scope.project);
			for (const key of keys) forgotten.addSession(key, range, scope.project !== null || all);
			// They hold titles, folders and half-read lines. Files are read again when they change.
			db.exec(`UPDATE transcript_files SET body = NULL, mark = '', offset = 0`);
		});
		if (all) {
			events = journal.events;
			fold.replace(() => forgetAll(deps, keys));
		}
		for (let i = 0; i < keys.length && !all; i += CHUNK) {
			fold.replace(() => {
				const { changed, gone } = forgetSessions(deps, keys.slice(i, i + CHUNK), range);
				events += gone;
				return changed;
			});
			await new Promise((resolve) => setImmediate(resolve));
		}
		// To every device it is another journal from here on: it begins anew.
		journal.renew(randomBytes(8).toString('hex'), () => unfinished.note({ scope: null, atMs: nowMs }));
		const cleared = await clearFiles(deps);
		const aside = readdirSync(deps.dir).filter((name) => name.startsWith(ASIDE_PREFIX));
		if (all) for (const name of aside) rmSync(join(deps.dir, name), { recursive: true });
		return { events, sessions, costNanoUsd, cleared, aside: all ? 0 : aside.length };
	} finally {
		forgotten.reload();
		db.exec('PRAGMA secure_delete = OFF');
	}
}

/** Goes on with what was not done when the relay ended. `null`: there was nothing. */
export async function finishForgetting(deps: ForgetDeps): Promise<Forgot | null> {
	const asked = deps.unfinished.current;
	if (asked === null) return null;
	if (asked.scope !== null) return forget(deps, asked.scope, asked.atMs);
	const cleared = await clearFiles(deps);
	return { events: 0, sessions: 0, costNanoUsd: 0, cleared, aside: 0 };
}

/** False: someone reads what was before, still; it is tried again at the next start. */
async function clearFiles(deps: ForgetDeps): Promise<boolean> {
	removeRemnants(deps.dir);
	const cleared = await rewrite(deps);
	if (cleared) deps.unfinished.clear();
	return cleared;
}

function forgetAll({ db, journal }: ForgetDeps, keys: string[]): Dirty {
	const days = (db.prepare('SELECT day FROM days').all() as { day: number }[]).map(({ day }) => day);
	journal.deleteAll();
	return { sessions: new Set(keys), days: new Set(days) };
}

function isAll({ fromMs, toMs, project }: ForgetScope): boolean {
	return fromMs === null && toMs === null && project === null;
}

/** What comes later is not meant: it has not been seen yet. */
function rangeOf({ fromMs, toMs }: ForgetScope, nowMs: number): Range {
	return { fromMs: fromMs ?? Number.NEGATIVE_INFINITY, toMs: Math.min(toMs ?? nowMs + 1, nowMs + 1) };
}

function projectKeys(db: DatabaseSync, project: string): Set<string> {
	const keys = new Set<string>();
	for (const row of db.prepare('SELECT body FROM sessions').iterate() as Iterable<unknown>) {
		const { key, facts } = JSON.parse((row as { body: string }).body) as SessionRow;
		if ((dimensionsOf(facts).project ?? '') === project) keys.add(key);
	}
	return keys;
}

function* daysWithin(db: DatabaseSync, { fromMs, toMs }: Range): Generator<DayRow> {
	const rows = db.prepare('SELECT body FROM days WHERE day > ? AND day < ?');
	for (const row of rows.iterate(fromMs - DAY_MS, toMs) as Iterable<unknown>)
		yield JSON.parse((row as { body: string }).body) as DayRow;
}

/** Sessions that have anything in the scope, in the log or only in figures. */
function affectedKeys(db: DatabaseSync, scope: ForgetScope, range: Range): string[] {
	if (isAll(scope)) return keysOf(db.prepare('SELECT key FROM sessions').all());
	const ofProject = scope.project === null ? null : projectKeys(db, scope.project);
	const keys = new Set(
		keysOf(
			db
				.prepare('SELECT DISTINCT session AS key FROM log WHERE current = 1 AND at >= ? AND at < ?')
				.all(range.fromMs, range.toMs)
		)
	);
	for (const { cells } of daysWithin(db, range))
		for (const bucket in cells) for (const key in cells[bucket]) keys.add(key);
	return [...keys].filter((key) => ofProject === null || ofProject.has(key));
}

function keysOf(rows: unknown[]): string[] {
	return (rows as { key: string }[]).map(({ key }) => key);
}

function forgetSessions(
	{ db, journal, fold, forgotten }: ForgetDeps,
	keys: string[],
	range: Range
): { changed: Dirty; gone: number } {
	const prices = createPrices(fold.prices);
	const events = db.prepare('SELECT seq, slot, body FROM log WHERE session = ? AND current = 1');
	const session = db.prepare('SELECT body FROM sessions WHERE key = ?');
	const day = db.prepare('SELECT body FROM days WHERE day = ?');
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	const gone: { id: string; slot: number }[] = [];
	const changed: Dirty = { sessions: new Set(), days: new Set() };
	const infos: { seq: number; body: string }[] = [];
	const load = (start: number) => {
		if (tables.days.has(start)) return;
		const row = day.get(start) as { body: string } | undefined;
		if (row !== undefined) tables.days.set(start, JSON.parse(row.body) as DayRow);
	};
	for (const key of keys) {
		const row = session.get(key) as { body: string } | undefined;
		if (row !== undefined) tables.sessions.set(key, JSON.parse(row.body) as SessionRow);
		const all: DomainEvent[] = [];
		const remaining: DomainEvent[] = [];
		for (const { seq, slot, body } of events.all(key) as { seq: number; slot: number; body: string }[]) {
			const event = JSON.parse(body) as DomainEvent;
			all.push(event);
			if (isWithin(event, range)) {
				gone.push({ id: event.id, slot });
				continue;
			}
			// A running total of money counts what is deleted as well.
			if (event.name === 'session_info' && event.costStateNanoUsd !== null) {
				event.costStateNanoUsd = null;
				infos.push({ seq, body: JSON.stringify(event) });
			}
			remaining.push(event);
		}
		const records = all.map((event) => ({ seq: 0, slot: 0, event }));
		for (const start of daysOf(records, tables)) load(start);
		if (journal.horizonMs !== null) {
			const old = db.prepare('SELECT day FROM days WHERE day < ?').all(journal.horizonMs);
			for (const { day: start } of old as { day: number }[]) load(start);
		}
		const dirty = forgetPart(tables, key, remaining, range, journal.horizonMs, prices);
		for (const one of dirty.sessions) changed.sessions.add(one);
		for (const one of dirty.days) changed.days.add(one);
	}
	journal.deleteFacts(gone, () => {
		for (const { id } of gone) forgotten.addId(id);
		const say = db.prepare('UPDATE log SET body = ?, observations = NULL WHERE seq = ?');
		for (const { seq, body } of infos) say.run(body, seq);
		saveRows(db, tables, changed);
	});
	return { changed, gone: gone.length };
}

function saveRows(db: DatabaseSync, tables: FoldTables, { sessions, days }: Dirty): void {
	const saveSession = db.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)');
	const dropSession = db.prepare('DELETE FROM sessions WHERE key = ?');
	const dropFrozen = db.prepare('DELETE FROM frozen WHERE session = ?');
	const saveFrozen = db.prepare('UPDATE frozen SET edges = ? WHERE session = ?');
	const saveDay = db.prepare('INSERT OR REPLACE INTO days VALUES (?, ?)');
	const dropDay = db.prepare('DELETE FROM days WHERE day = ?');
	for (const key of sessions) {
		const row = tables.sessions.get(key);
		if (row === undefined) {
			dropSession.run(key);
			dropFrozen.run(key);
		} else {
			saveSession.run(key, lastMsOf(row), JSON.stringify(row));
			saveFrozen.run(JSON.stringify(row.edges), key);
		}
	}
	for (const start of days) {
		const row = tables.days.get(start);
		if (row === undefined || Object.keys(row.cells).length === 0) dropDay.run(start);
		else saveDay.run(start, JSON.stringify(row));
	}
}

/** Writes the database anew, without its gaps, and empties its log. False: someone reads what was before, still. */
async function rewrite({ db, path }: ForgetDeps): Promise<boolean> {
	// On a thread of its own: the relay answers meanwhile, and senders are asked to come again.
	await new Promise<void>((resolve, reject) => {
		const worker = new Worker(new URL('./vacuum.ts', import.meta.url), { workerData: path });
		worker.once('error', reject);
		worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`VACUUM ended with ${code}`))));
	});
	for (let tries = 0; tries < CHECKPOINT_TRIES; tries++) {
		const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
		if (busy === 0) return true;
		await new Promise((resolve) => setTimeout(resolve, CHECKPOINT_MS));
	}
	return false;
}
