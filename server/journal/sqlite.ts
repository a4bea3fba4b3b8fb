// The journal in SQLite: WAL, synchronous=FULL, one transaction per append, so that what is acknowledged survives a
// crash and a power cut. Known shortcut: node:sqlite is synchronous, so a slow disk delays every request alike.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DomainEvent, Edges, JournalRecord } from '#lib/domain/event.ts';
import { dayOf, sessionKey } from '#lib/domain/fold.ts';
import type { Observations } from '#lib/domain/merge.ts';
import { createSessionEdges, type SessionEdges } from './edges.ts';
import { writeError } from './errors.ts';
import type { Forgotten } from './forgotten.ts';
import {
	type Appended,
	type Journal,
	JournalUnavailable,
	type RecordPage,
	type SlotText
} from './journal.ts';
import { hasUsableTime, movesEdges, revise } from './revise.ts';
import { openSkips, type Skips } from './skips.ts';

interface State {
	epoch: string;
	head: number;
	floor: number;
	horizon: number | null;
	events: number;
	refused: number;
}

interface KnownRow {
	seq: number;
	slot: number;
	body: string;
	observations: string | null;
}

interface RecordRow {
	seq: number;
	slot: number;
	body: string;
	edges: string | null;
	former: string | null;
}

/** What only the owner of the database does with it. */
export interface SqliteJournal extends Journal {
	/** Deletes facts, and does what `alongside` does, in one transaction. */
	deleteFacts(facts: readonly { id: string; slot: number }[], alongside: () => void): void;
	/** Makes it another journal to whoever reads it: every device begins anew. In one transaction with `alongside`. */
	renew(epoch: string, alongside: () => void): void;
	/** Deletes every fact there is and the figures with them. */
	deleteAll(): void;
}

/** Facts deleted in one transaction while the horizon advances: short enough for requests to pass in between. */
const DELETE_CHUNK = 500;

const SQL = {
	claim: 'INSERT OR IGNORE INTO ids VALUES (?, ?)',
	known: 'SELECT log.seq, slot, body, observations FROM ids JOIN log ON log.seq = ids.seq WHERE id = ?',
	insert: 'INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)',
	retire: 'UPDATE log SET current = 0, observations = NULL WHERE seq = ?',
	move: 'UPDATE ids SET seq = ? WHERE id = ?',
	note: 'UPDATE log SET observations = ? WHERE seq = ?',
	state: 'UPDATE state SET epoch = ?, head = ?, floor = ?, horizon = ?, events = ?, refused = ?',
	page: `SELECT log.seq, log.slot, log.body, log.edges, former.body AS former FROM log
		LEFT JOIN log AS former ON former.seq = log.former_seq WHERE log.seq > ? ORDER BY log.seq LIMIT ?`,
	// The first row of an id holds its slot; a revised one gives way to its current row.
	before: `SELECT first.slot, CASE WHEN first.current = 1 THEN first.body ELSE (SELECT body FROM log AS now
		WHERE now.slot = first.slot AND now.former_seq IS NOT NULL AND now.current = 1) END AS body
		FROM log AS first WHERE first.seq < ? AND first.former_seq IS NULL ORDER BY first.seq DESC LIMIT ?`,
	session: 'SELECT slot, body FROM log WHERE session = ? AND current = 1 ORDER BY slot DESC LIMIT ?',
	prompts: "SELECT body FROM log WHERE session = ? AND current = 1 AND name = 'user_prompt'",
	last: 'SELECT at FROM log ORDER BY seq DESC LIMIT 1',
	old: 'SELECT seq, slot, session, body FROM log WHERE at < ? AND current = 1 ORDER BY at LIMIT ?',
	top: 'SELECT max(seq) AS seq FROM log WHERE slot = ? AND former_seq IS NOT NULL',
	forget: 'DELETE FROM ids WHERE id = ?',
	deleteFirst: 'DELETE FROM log WHERE seq = ?',
	deleteRevisions: 'DELETE FROM log WHERE slot = ? AND former_seq IS NOT NULL'
};

/** The journal of a database whose tables are prepared. `close` does not close the database. */
export function createSqliteJournal(db: DatabaseSync, forgotten?: Forgotten): SqliteJournal {
	const statements = Object.fromEntries(
		Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)])
	) as Record<keyof typeof SQL, StatementSync>;
	const edges: SessionEdges = createSessionEdges(db);
	const skips: Skips = openSkips(db);
	let state = db
		.prepare('SELECT epoch, head, floor, horizon, events, refused FROM state')
		.get() as unknown as State;
	let trouble: string | null = null;
	let advancing: Promise<unknown> = Promise.resolve();

	/** Runs `work` in one transaction on a copy of the state; the copy is taken over once it is committed. */
	function transaction<T>(work: (next: State) => T): T {
		const next = { ...state };
		try {
			db.exec('BEGIN IMMEDIATE');
			const result = work(next);
			statements.state.run(next.epoch, next.head, next.floor, next.horizon, next.events, next.refused);
			db.exec('COMMIT');
			state = next;
			trouble = null;
			return result;
		} catch (error) {
			edges.forget();
			if (db.isTransaction) db.exec('ROLLBACK');
			const thrown = writeError(error);
			if (thrown instanceof JournalUnavailable) trouble = thrown.message;
			throw thrown;
		}
	}

	function appendOne(given: DomainEvent, next: State, result: Appended): void {
		const isOld = next.horizon !== null && given.atMs < next.horizon;
		if (!hasUsableTime(given) || isOld || forgotten?.refuses(given)) {
			result.refused++;
			next.refused++;
			return;
		}
		const seen = forgotten?.trimmed(given) ?? given;
		const seq = skips.after(next.head);
		if (statements.claim.run(seen.id, seq).changes === 0) {
			reviseOne(seen, next, result);
			return;
		}
		const key = sessionKey(seen);
		const body = JSON.stringify(seen);
		statements.insert.run(seq, seq, seen.atMs, key, seen.name, body, null, null, null);
		edges.widen(key, seen);
		next.head = seq;
		next.events++;
		result.records.push({ seq, slot: seq, event: seen });
	}

	function reviseOne(seen: DomainEvent, next: State, result: Appended): void {
		const row = statements.known.get(seen.id) as unknown as KnownRow;
		// The common case, a batch sent again: the same bytes.
		if (row.observations === null && row.body === JSON.stringify(seen)) {
			result.duplicates++;
			return;
		}
		const former = JSON.parse(row.body) as DomainEvent;
		const observations = row.observations === null ? null : (JSON.parse(row.observations) as Observations);
		const change = revise({ event: former, observations }, seen);
		if (change === null || change.quiet) {
			if (change !== null) statements.note.run(toJson(change.revision.observations), row.seq);
			result.duplicates++;
			return;
		}
		const { event } = change.revision;
		const seq = skips.after(next.head);
		const key = sessionKey(event);
		const body = JSON.stringify(event);
		statements.retire.run(row.seq);
		statements.insert.run(
			seq,
			row.slot,
			event.atMs,
			key,
			event.name,
			body,
			row.seq,
			null,
			toJson(change.revision.observations)
		);
		statements.move.run(seq, seen.id);
		const record: JournalRecord = { seq, slot: row.slot, event, former };
		if (movesEdges(former, event)) {
			record.edges = Object.create(null) as Record<string, Edges>;
			for (const touched of new Set([sessionKey(former), key])) {
				record.edges[touched] = edges.afterRevision(touched, former, touched === key ? event : null);
			}
			edges.store(seq, record.edges);
		}
		next.head = seq;
		result.records.push(record);
	}

	function deleteFact(id: string, slot: number, next: State): void {
		statements.forget.run(id);
		statements.deleteRevisions.run(slot);
		statements.deleteFirst.run(slot);
		next.events--;
	}

	async function deleteBefore(horizonMs: number): Promise<number> {
		let deleted = 0;
		for (;;) {
			const rows = statements.old.all(horizonMs, DELETE_CHUNK) as unknown as (KnownRow & {
				session: string;
			})[];
			if (rows.length === 0) return deleted;
			transaction((next) => {
				for (const { slot, session, body } of rows) {
					const event = JSON.parse(body) as DomainEvent;
					edges.freeze(session, event);
					const { seq } = statements.top.get(slot) as { seq: number | null };
					next.floor = Math.max(next.floor, seq ?? slot);
					deleteFact(event.id, slot, next);
				}
			});
			deleted += rows.length;
			await new Promise((resolve) => setImmediate(resolve));
		}
	}

	return {
		get epoch() {
			return state.epoch;
		},
		get deleted() {
			return forgotten?.any ?? false;
		},
		get head() {
			return state.head;
		},
		get floor() {
			return state.floor;
		},
		get horizonMs() {
			return state.horizon;
		},
		get events() {
			return state.events;
		},
		get refused() {
			return state.refused;
		},
		get trouble() {
			return trouble;
		},
		knows: (seq) => seq <= state.head && !skips.covers(seq),
		append(events) {
			if (events.length === 0) return { records: [], duplicates: 0, refused: 0 };
			return transaction((next) => {
				const result: Appended = { records: [], duplicates: 0, refused: 0 };
				for (const event of events) appendOne(event, next, result);
				return result;
			});
		},
		pageAfter(seq, limit, maxBytes): RecordPage {
			const texts: string[] = [];
			let bytes = 1;
			let lastSeq = seq;
			for (const row of statements.page.iterate(seq, limit) as Iterable<unknown>) {
				const text = recordText(row as RecordRow);
				bytes += Buffer.byteLength(text) + 1;
				if (texts.length > 0 && bytes > maxBytes) break;
				texts.push(text);
				lastSeq = (row as RecordRow).seq;
			}
			return { json: `[${texts.join(',')}]`, count: texts.length, lastSeq };
		},
		eventsBefore: (slot, limit, maxBytes) => slotTexts(statements.before.iterate(slot, limit), maxBytes),
		eventsOfSession: (key, limit, maxBytes) => slotTexts(statements.session.iterate(key, limit), maxBytes),
		promptsOfSession: (key) =>
			(statements.prompts.all(key) as unknown as { body: string }[]).map(({ body }) => body),
		lastEventMs: () => (statements.last.get() as { at: number } | undefined)?.at ?? null,
		advanceHorizon(ms) {
			const run = advancing.then(async () => {
				const horizon = dayOf(ms);
				if (state.horizon !== null && horizon < state.horizon) return 0;
				if (horizon !== state.horizon) {
					transaction((next) => {
						next.horizon = horizon;
					});
				}
				return deleteBefore(horizon);
			});
			// A failure is the caller's to see; it must not stop the next attempt.
			advancing = run.catch(() => 0);
			return run;
		},
		deleteFacts(facts, alongside) {
			transaction((next) => {
				for (const { id, slot } of facts) deleteFact(id, slot, next);
				alongside();
			});
			edges.forget();
		},
		renew(epoch, alongside) {
			transaction((next) => {
				next.epoch = epoch;
				alongside();
			});
		},
		deleteAll() {
			transaction((next) => {
				db.exec(
					'DELETE FROM log; DELETE FROM ids; DELETE FROM frozen; DELETE FROM days; DELETE FROM sessions'
				);
				next.events = 0;
			});
			edges.forget();
		},
		probe() {
			try {
				transaction(() => undefined);
			} catch (error) {
				if (!(error instanceof JournalUnavailable)) throw error;
			}
		},
		close: () => undefined
	};
}

function recordText({ seq, slot, body, former, edges }: RecordRow): string {
	let text = `{"seq":${seq},"slot":${slot},"event":${body}`;
	if (former !== null) text += `,"former":${former}`;
	if (edges !== null) text += `,"edges":${edges}`;
	return `${text}}`;
}

function toJson(observations: Observations | null): string | null {
	return observations === null ? null : JSON.stringify(observations);
}

function slotTexts(rows: Iterable<unknown>, maxBytes: number): SlotText[] {
	const texts: SlotText[] = [];
	let bytes = 0;
	for (const row of rows) {
		const { slot, body } = row as { slot: number; body: string };
		bytes += Buffer.byteLength(body);
		if (texts.length > 0 && bytes > maxBytes) break;
		texts.push({ slot, event: body });
	}
	return texts;
}
