// Budgets, alerts, signals and their settings, own prices and names, in the journal's own database: what a person made is kept here, a
// browser's store is only a copy of it.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
	type Alert,
	type Budget,
	mergeBudget,
	NEW_SETTINGS,
	type PlanSettings,
	type Plans,
	type Signal
} from '#lib/domain/budget.ts';
import { laterOf } from '#lib/domain/later.ts';
import type { NameRule } from '#lib/domain/names.ts';
import type { PriceOverride } from '#lib/domain/price-override.ts';
import { inTransaction } from '../journal/transaction.ts';

/** Every write throws JournalUnavailable when it cannot be kept now; memory then stays as it was. */
export interface PlanStore {
	readonly revision: number;
	readonly settings: PlanSettings;
	/** Tombstones included, in the order of their ids. */
	budgets(): Budget[];
	budget(id: string): Budget | undefined;
	alert(id: string): Alert | undefined;
	signals(): Signal[];
	plans(): Plans;
	/** Keeps the later of the two versions and gives it back; `null`: there are too many budgets. */
	putBudget(budget: Budget): Budget | null;
	/** Keeps the alerts and whatever `alongside` writes, both or neither. Those raised before stay as they were. */
	raise(alerts: readonly Alert[], alongside: (alert: Alert) => void): Alert[];
	/** `null`: there is no such alert. */
	changeAlert(id: string, change: AlertChange): Alert | null;
	putSettings(settings: PlanSettings): void;
	/** These keep the later of the two versions and give it back; `null`: there are too many. */
	putPrice(price: PriceOverride): PriceOverride | null;
	putName(rule: NameRule): NameRule | null;
	prices(): PriceOverride[];
	names(): NameRule[];
	putSignal(signal: Signal, alongside?: () => void): void;
	/** Acknowledges a signal; `null`: there is none of that id. */
	acknowledgeSignal(id: string, atMs: number | null): Signal | null;
	/** Deletes all of it, and the messages still under way. */
	clear(): void;
	/** Forgets alerts raised and signals ended before then. */
	prune(beforeMs: number): void;
	/** Calls after each change, once it is kept. */
	onChange(listener: () => void): void;
}

export type AlertChange = Partial<Pick<Alert, 'acknowledgedAtMs' | 'mutedUntilMs'>>;

/** Tombstones count. */
const MAX_BUDGETS = 1000;
const MAX_PRICES = 500;
const MAX_NAMES = 5000;
/** Alerts and signals told to a page, the newest. */
const MAX_TOLD = 500;

const TABLES = `
CREATE TABLE IF NOT EXISTS plans (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL, settings TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS budgets (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS alerts (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS prices (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS names (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS signals (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
`;

/** Tables of their own, made when missing: formats that do not know them pass them over. */
export function createPlanStore(db: DatabaseSync): PlanStore {
	db.exec(TABLES);
	db.prepare('INSERT OR IGNORE INTO plans VALUES (1, 0, ?)').run(JSON.stringify(NEW_SETTINGS));
	const head = db.prepare('SELECT revision, settings FROM plans').get() as {
		revision: number;
		settings: string;
	};
	let { revision } = head;
	let settings: PlanSettings = { ...NEW_SETTINGS, ...(JSON.parse(head.settings) as Partial<PlanSettings>) };
	const budgets = readAll<Budget>(db, 'budgets');
	const alerts = readAll<Alert>(db, 'alerts');
	const signals = readAll<Signal>(db, 'signals');
	const prices = readAll<PriceOverride>(db, 'prices');
	const names = readAll<NameRule>(db, 'names');
	const saveBudget = db.prepare('INSERT OR REPLACE INTO budgets VALUES (?, ?)');
	const saveAlert = db.prepare('INSERT OR REPLACE INTO alerts VALUES (?, ?)');
	const saveSignal = db.prepare('INSERT OR REPLACE INTO signals VALUES (?, ?)');
	const savePrice = db.prepare('INSERT OR REPLACE INTO prices VALUES (?, ?)');
	const saveName = db.prepare('INSERT OR REPLACE INTO names VALUES (?, ?)');
	const dropAlert = db.prepare('DELETE FROM alerts WHERE id = ?');
	const dropSignal = db.prepare('DELETE FROM signals WHERE id = ?');
	const saveHead = db.prepare('UPDATE plans SET revision = ?, settings = ?');
	const listeners: (() => void)[] = [];

	/** Writes in one transaction with the next revision, then takes the change over into memory. */
	function change(write: () => void, take: () => void, nextSettings = settings): void {
		inTransaction(db, () => {
			write();
			saveHead.run(revision + 1, JSON.stringify(nextSettings));
		});
		revision++;
		take();
		for (const listener of listeners) listener();
	}

	/** Keeps what `merge` makes of the version known and this one; `null`: it is a new one too many. */
	function put<R extends { id: string }>(
		row: R,
		rows: Map<string, R>,
		save: StatementSync,
		merge: (known: R, row: R) => R,
		most: number
	): R | null {
		const known = rows.get(row.id);
		if (known === undefined && rows.size >= most) return null;
		const merged = known === undefined ? row : merge(known, row);
		if (merged === known) return known;
		const body = JSON.stringify(merged);
		if (known !== undefined && body === JSON.stringify(known)) return known;
		change(
			() => save.run(merged.id, body),
			() => rows.set(merged.id, merged)
		);
		return merged;
	}

	function putSignal(signal: Signal, alongside: () => void = () => undefined): void {
		change(
			() => {
				saveSignal.run(signal.id, JSON.stringify(signal));
				alongside();
			},
			() => signals.set(signal.id, signal)
		);
	}

	return {
		get revision() {
			return revision;
		},
		get settings() {
			return settings;
		},
		budgets: () => [...budgets.values()],
		budget: (id) => budgets.get(id),
		alert: (id) => alerts.get(id),
		signals: () => [...signals.values()],
		plans: () => ({
			revision,
			budgets: [...budgets.values()],
			alerts: newest(alerts, (alert) => alert.raisedAtMs),
			settings,
			signals: newest(signals, (signal) => signal.sinceMs),
			prices: [...prices.values()],
			names: [...names.values()]
		}),
		putBudget: (budget) => put(budget, budgets, saveBudget, mergeBudget, MAX_BUDGETS),
		putPrice: (price) => put(price, prices, savePrice, laterOf, MAX_PRICES),
		putName: (rule) => put(rule, names, saveName, laterOf, MAX_NAMES),
		prices: () => [...prices.values()],
		names: () => [...names.values()],
		raise(raised, alongside) {
			const fresh = raised.filter((alert) => !alerts.has(alert.id));
			if (fresh.length === 0) return fresh;
			change(
				() => {
					for (const alert of fresh) {
						saveAlert.run(alert.id, JSON.stringify(alert));
						alongside(alert);
					}
				},
				() => {
					for (const alert of fresh) alerts.set(alert.id, alert);
				}
			);
			return fresh;
		},
		changeAlert(id, changes) {
			const known = alerts.get(id);
			if (known === undefined) return null;
			const next = { ...known, ...changes };
			if (JSON.stringify(next) === JSON.stringify(known)) return known;
			change(
				() => saveAlert.run(id, JSON.stringify(next)),
				() => alerts.set(id, next)
			);
			return next;
		},
		putSettings(next) {
			if (JSON.stringify(next) === JSON.stringify(settings)) return;
			change(
				() => undefined,
				() => {
					settings = next;
				},
				next
			);
		},
		putSignal,
		acknowledgeSignal(id, atMs) {
			const known = signals.get(id);
			if (known === undefined) return null;
			const next = { ...known, acknowledgedAtMs: atMs };
			putSignal(next);
			return next;
		},
		clear() {
			change(
				() =>
					db.exec(
						'DELETE FROM budgets; DELETE FROM alerts; DELETE FROM signals; DELETE FROM outbox; DELETE FROM names; DELETE FROM prices'
					),
				() => {
					for (const rows of [budgets, alerts, signals, names, prices]) rows.clear();
					settings = NEW_SETTINGS;
				},
				NEW_SETTINGS
			);
		},
		prune(beforeMs) {
			const oldAlerts = [...alerts.values()].filter(({ raisedAtMs }) => raisedAtMs < beforeMs);
			const oldSignals = [...signals.values()].filter(
				({ untilMs }) => untilMs !== null && untilMs < beforeMs
			);
			if (oldAlerts.length + oldSignals.length === 0) return;
			change(
				() => {
					for (const { id } of oldAlerts) dropAlert.run(id);
					for (const { id } of oldSignals) dropSignal.run(id);
				},
				() => {
					for (const { id } of oldAlerts) alerts.delete(id);
					for (const { id } of oldSignals) signals.delete(id);
				}
			);
		},
		onChange: (listener) => void listeners.push(listener)
	};
}

function readAll<R extends { id: string }>(db: DatabaseSync, table: string): Map<string, R> {
	const rows = db.prepare(`SELECT body FROM ${table} ORDER BY id`).all() as { body: string }[];
	return new Map(
		rows.map(({ body }) => {
			const row = JSON.parse(body) as R;
			return [row.id, row];
		})
	);
}

function newest<R>(rows: Map<string, R>, atMs: (row: R) => number): R[] {
	return [...rows.values()].sort((a, b) => atMs(b) - atMs(a)).slice(0, MAX_TOLD);
}
