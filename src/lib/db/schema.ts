// The device's store: a replica of the relay's journal and of the rows folded from it. Everything many is packed into
// text; beside it stand only the fields that are looked up. Losing it costs a re-sync, never data.
import Dexie, { type Table } from 'dexie';
import type { Alert, Budget } from '#lib/domain/budget.ts';
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import { createPlace, type Place, STORE_NAME } from './place.ts';
import type { PlanStateRow, StoredWrite } from './plans.ts';
import { fromSessionBody } from './stored-rows.ts';

/** A stretch of the log in slot order; the newest one grows until it is sealed. */
export interface SegmentRow {
	firstSlot: number;
	lastSlot: number;
	minAtMs: number;
	maxAtMs: number;
	count: number;
	/** Keys of the sessions that have events in it. */
	sessions: string[];
	/** See `db/segment.ts`. */
	body: string;
}

/**
 * A `DayRow` of the fold in two parts, since most questions are about the first. Each has a line a session: its key and
 * its buckets as JSON, tab between; so that a filter parses only what it keeps.
 */
export interface StoredDay {
	day: number;
	/** Counts, models and derived money of each cell. */
	body: string;
	/** Tools, latency and labels of each cell. */
	more: string;
}

/** What follows from a day's row and is small, so that a year need not parse every cell. See `db/rollup.ts`. */
export interface StoredRollup {
	day: number;
	/** Money known only from metrics counts by now in this rollup from this moment on; before, ask the day itself. */
	settlesMs: number;
	/** By hours. */
	body: string;
	/** By buckets of 15 minutes, for zones and ranges that do not begin on the hour. */
	fine: string;
}

/** Tools, latency and labels of a day across its sessions. See `db/details.ts`. */
export interface StoredDetails {
	day: number;
	/** By hours. */
	body: string;
	/** By buckets of 15 minutes. */
	fine: string;
}

/** A `SessionRow` of the fold as JSON, with what lists and filters look up. '' is unknown. */
export interface StoredSession {
	key: string;
	/** Last event; absent on ids that are no session yet. */
	lastMs?: number;
	user: string;
	profile: string;
	machine: string;
	project: string;
	branch: string;
	models: string[];
	/** What a list shows. */
	body: string;
	/** The rest of the row. */
	more: string;
}

export interface MetaRow {
	key: string;
	value: unknown;
}

const SCHEMA_VERSION = 4;

export class Store extends Dexie {
	declare segments: Table<SegmentRow, number>;
	declare days: Table<StoredDay, number>;
	declare daySums: Table<StoredRollup, number>;
	declare dayCosts: Table<StoredRollup, number>;
	declare dayDetails: Table<StoredDetails, number>;
	declare sessions: Table<StoredSession, string>;
	declare meta: Table<MetaRow, string>;
	declare budgets: Table<Budget, string>;
	declare alerts: Table<Alert, string>;
	declare planWrites: Table<StoredWrite, string>;
	declare planState: Table<PlanStateRow, string>;

	readonly place: Place;

	constructor(name: string, place: Place) {
		super(name, {
			autoOpen: false,
			chromeTransactionDurability: 'relaxed',
			indexedDB: place.factory,
			IDBKeyRange
		});
		this.place = place;
		this.version(2).stores({
			segments: 'firstSlot, minAtMs, maxAtMs, *sessions',
			days: 'day',
			daySums: 'day',
			dayCosts: 'day',
			dayDetails: 'day',
			sessions: 'key, lastMs, user, profile, machine, project, *models',
			meta: 'key'
		});
		this.version(3).stores({
			budgets: 'id',
			alerts: 'id, raisedAtMs',
			planWrites: 'key',
			planState: 'key'
		});
		this.version(SCHEMA_VERSION)
			.stores({ sessions: 'key, lastMs, user, profile, machine, project, branch, *models' })
			.upgrade((change) =>
				change
					.table<StoredSession>('sessions')
					.toCollection()
					.modify((row) => {
						row.branch = dimensionsOf(fromSessionBody(row).facts).branch ?? '';
					})
			);
	}

	/** Opens it where its place stands now: at first, and after the place was thrown away. */
	async enter(): Promise<void> {
		await this.place.enter();
		await this.open();
	}

	/** The tables a change of rows goes through as one. */
	get rowTables() {
		return [this.days, this.daySums, this.dayCosts, this.dayDetails, this.sessions, this.meta];
	}

	/** What a person made; see `db/plans.ts`. */
	get planTables() {
		return [this.budgets, this.alerts, this.planWrites, this.planState];
	}
}

export interface StoreEvents {
	/** A newer app wants to change the schema: the store is closed and this page has to reload. */
	onOutdated?: () => void;
	/** Another page holds an older schema open, so this one waits. */
	onBlocked?: () => void;
}

/**
 * The open store. One written by a newer schema (the app was rolled back) is deleted: it is a copy, and the next sync
 * fills it again. Only what the relay has not taken yet is carried over. Rejects with Dexie's errors where the browser gives no storage.
 */
export async function openStore(name = STORE_NAME, events: StoreEvents = {}): Promise<Store> {
	const store = await open(name, events);
	// Dexie opens a newer database as it finds it; IndexedDB counts Dexie's versions in tenths.
	if (store.backendDB().version <= SCHEMA_VERSION * 10) return store;
	const unsent = await unsentOf(store);
	await store.delete();
	const fresh = await open(name, events);
	await fresh.planWrites.bulkPut(unsent);
	return fresh;
}

/** Writes a newer schema left behind, as far as they have the shape known here. */
async function unsentOf(store: Store): Promise<StoredWrite[]> {
	if (!store.backendDB().objectStoreNames.contains('planWrites')) return [];
	const rows = (await store.planWrites.toArray()) as Partial<StoredWrite>[];
	return rows.filter(
		(row): row is StoredWrite => typeof row.key === 'string' && typeof row.stamp === 'string' && !!row.write
	);
}

async function open(name: string, events: StoreEvents): Promise<Store> {
	const store = new Store(name, createPlace(name));
	store.on('versionchange', () => {
		store.close();
		events.onOutdated?.();
	});
	store.on('blocked', () => events.onBlocked?.());
	await store.enter();
	return store;
}
