// Messages decided on and not yet taken by whom they are for: a device's push service, or a channel. A row is written in the transaction that raises its alert, so
// that a crash in between loses neither and repeats neither.
import type { DatabaseSync } from 'node:sqlite';
import type { PushPayload } from '#lib/domain/push.ts';
import { inTransaction } from '../journal/transaction.ts';

export type Urgency = 'normal' | 'high';

export interface OutboxMessage {
	/** Id of the alert or signal. */
	alert: string;
	payload: PushPayload;
	urgency: Urgency;
	/** Not before. */
	nextMs: number;
	/** Not after. */
	expiresMs: number;
}

export interface OutboxRow extends OutboxMessage {
	/** Id of a device or of a channel. */
	device: string;
	/** Failed ones. */
	attempts: number;
}

export type Outcome = 'sent' | 'failed' | 'expired' | 'cancelled';

export interface Outbox {
	/** Adds a row for each device that has none for this alert. To be called within a transaction. */
	add(message: OutboxMessage, devices: Iterable<string>): void;
	/** Waiting rows whose time has come, the oldest first. */
	due(nowMs: number): OutboxRow[];
	/** When the next waiting row's time comes; `null`: none waits. */
	nextMs(): number | null;
	/** Writes throw JournalUnavailable when they cannot be kept now. */
	finish(row: OutboxRow, outcome: Outcome): void;
	postpone(row: OutboxRow, nextMs: number): void;
	/** Ends what waits for an alert, for every alert of a budget, or for a device. */
	cancelAlert(alert: string): void;
	cancelBudget(budgetId: string): void;
	cancelDevice(device: string): void;
	/** Forgets what was ended and had its time before then. */
	prune(beforeMs: number): void;
}

const TABLE = `
CREATE TABLE IF NOT EXISTS outbox (
	alert TEXT NOT NULL, device TEXT NOT NULL, body TEXT NOT NULL, next REAL NOT NULL, attempts INTEGER NOT NULL,
	state TEXT NOT NULL, PRIMARY KEY (alert, device)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (next) WHERE state = 'waiting';
`;

const MAX_DUE = 100;

export function createOutbox(db: DatabaseSync): Outbox {
	db.exec(TABLE);
	const insert = db.prepare(`INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, ?, 0, 'waiting')`);
	const due = db.prepare(
		`SELECT alert, device, body, next, attempts FROM outbox WHERE state = 'waiting' AND next <= ? ORDER BY next LIMIT ${MAX_DUE}`
	);
	const next = db.prepare(`SELECT min(next) AS next FROM outbox WHERE state = 'waiting'`);
	const finish = db.prepare('UPDATE outbox SET state = ? WHERE alert = ? AND device = ?');
	const postpone = db.prepare('UPDATE outbox SET next = ?, attempts = ? WHERE alert = ? AND device = ?');
	const CANCEL = `UPDATE outbox SET state = 'cancelled' WHERE state = 'waiting'`;
	const cancelAlert = db.prepare(`${CANCEL} AND alert = ?`);
	const cancelBudget = db.prepare(`${CANCEL} AND substr(alert, 1, length(?1) + 1) = ?1 || '.'`);
	const cancelDevice = db.prepare(`${CANCEL} AND device = ?`);
	const prune = db.prepare(`DELETE FROM outbox WHERE state <> 'waiting' AND next < ?`);

	return {
		add({ alert, nextMs, ...rest }, devices) {
			for (const device of devices) insert.run(alert, device, JSON.stringify(rest), nextMs);
		},
		due: (nowMs) =>
			(due.all(nowMs) as unknown as RawRow[]).map(({ body, next: nextMs, ...row }) => ({
				...row,
				...(JSON.parse(body) as Omit<OutboxMessage, 'alert' | 'nextMs'>),
				nextMs
			})),
		nextMs: () => (next.get() as { next: number | null }).next,
		finish: (row, outcome) => void inTransaction(db, () => finish.run(outcome, row.alert, row.device)),
		postpone: (row, nextMs) =>
			void inTransaction(db, () => postpone.run(nextMs, row.attempts + 1, row.alert, row.device)),
		cancelAlert: (alert) => void inTransaction(db, () => cancelAlert.run(alert)),
		cancelBudget: (budgetId) => void inTransaction(db, () => cancelBudget.run(budgetId)),
		cancelDevice: (device) => void inTransaction(db, () => cancelDevice.run(device)),
		prune: (beforeMs) => void inTransaction(db, () => prune.run(beforeMs))
	};
}

interface RawRow {
	alert: string;
	device: string;
	body: string;
	next: number;
	attempts: number;
}
