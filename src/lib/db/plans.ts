// What a person made: budgets, what is known of their alerts, quiet hours. As the relay last told them, with what was
// written here laid over it until the relay has it. Kept apart from the replica of the journal: a reset of that one
// leaves these alone.
import {
	type Alert,
	type BlindSignal,
	type Budget,
	mergeBudget,
	type PlanSettings,
	type Plans
} from '#lib/domain/budget.ts';
import type { Store } from './schema.ts';

/** A write the relay has not taken yet. */
export type PlanWrite =
	| { kind: 'budget'; budget: Budget }
	| { kind: 'alert'; id: string; change: AlertChange }
	| { kind: 'signal'; id: string; acknowledgedAtMs: number }
	| { kind: 'settings'; settings: PlanSettings };

export type AlertChange = Partial<Pick<Alert, 'acknowledgedAtMs' | 'mutedUntilMs'>>;

/** One row a thing written: a later write of the same thing takes the place of the earlier. */
export interface StoredWrite {
	key: string;
	/** Another one with every write: a row that was sent is only removed if it is still the same. */
	stamp: string;
	write: PlanWrite;
}

export interface PlanState {
	key: 'state';
	/** Of the relay's plans when last read; `null`: never read. */
	revision: number | null;
	settings: PlanSettings;
	/** Newest first. */
	signals: BlindSignal[];
	/** What the relay would not take, in its words; gone with the next write it takes. */
	refused: string | null;
}

/** This device as the relay knows it for Web Push; the service worker reads its name when the browser renews it. */
export interface PushDeviceNote {
	id: string;
	name: string;
}

/** Of notifications, for the service worker. */
export interface LanguageNote {
	key: 'language';
	/** BCP 47. */
	tag: string;
}

export type PlanStateRow = PlanState | ({ key: 'device' } & PushDeviceNote) | LanguageNote;

export interface KnownPlans {
	/** With the deleted ones, whose alerts are still named after them. */
	budgets: Budget[];
	/** Newest first. */
	alerts: Alert[];
	signals: BlindSignal[];
	settings: PlanSettings;
	/** Writes the relay does not have yet. */
	unsent: number;
	/** `false` until the relay has been read once: an empty list then says nothing. */
	read: boolean;
	refused: string | null;
}

const NEW: PlanState = {
	key: 'state',
	revision: null,
	settings: { quietHours: null },
	signals: [],
	refused: null
};

export async function readPlans(store: Store): Promise<KnownPlans> {
	return store.transaction('r', store.planTables, async () => {
		const state = await readState(store);
		const budgets = await store.budgets.toArray();
		const alerts = await store.alerts.orderBy('raisedAtMs').reverse().toArray();
		return {
			budgets: budgets.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)),
			alerts,
			signals: state.signals,
			settings: state.settings,
			unsent: await store.planWrites.count(),
			read: state.revision !== null,
			refused: state.refused
		};
	});
}

/**
 * Keeps a budget and queues it for the relay. Its `updatedAtMs` becomes later than that of the version it replaces, so
 * that what a person has just seen and changed wins whatever this device's clock says. Returns it as kept.
 */
export async function saveBudget(store: Store, budget: Budget, nowMs: number): Promise<Budget> {
	return store.transaction('rw', store.planTables, async () => {
		const known = await store.budgets.get(budget.id);
		const updatedAtMs = Math.max(nowMs, (known?.updatedAtMs ?? 0) + 1);
		const deletedAtMs = budget.deletedAtMs === null ? null : updatedAtMs;
		const kept: Budget = { ...budget, updatedAtMs, deletedAtMs };
		await store.budgets.put(kept);
		await queue(store, `budget:${kept.id}`, { kind: 'budget', budget: kept });
		return kept;
	});
}

/** Acknowledges, mutes, or takes either back (`null`). */
export async function changeAlert(store: Store, id: string, change: AlertChange): Promise<void> {
	await store.transaction('rw', store.planTables, async () => {
		const key = `alert:${id}`;
		const queued = (await store.planWrites.get(key))?.write;
		const before = queued?.kind === 'alert' ? queued.change : {};
		await store.alerts.update(id, change);
		await queue(store, key, { kind: 'alert', id, change: { ...before, ...change } });
	});
}

export async function acknowledgeSignal(store: Store, id: string, nowMs: number): Promise<void> {
	await store.transaction('rw', store.planTables, async () => {
		const state = await readState(store);
		const signals = state.signals.map((one) => (one.id === id ? { ...one, acknowledgedAtMs: nowMs } : one));
		await store.planState.put({ ...state, signals });
		await queue(store, `signal:${id}`, { kind: 'signal', id, acknowledgedAtMs: nowMs });
	});
}

export async function savePlanSettings(store: Store, settings: PlanSettings): Promise<void> {
	await store.transaction('rw', store.planTables, async () => {
		const state = await readState(store);
		await store.planState.put({ ...state, settings });
		await queue(store, 'settings', { kind: 'settings', settings });
	});
}

/** What the relay says, under what it does not know yet. Returns the alerts this device had not heard of. */
export async function adoptPlans(store: Store, plans: Plans): Promise<{ changed: boolean; raised: Alert[] }> {
	return store.transaction('rw', store.planTables, async () => {
		const state = await readState(store);
		const writes = await store.planWrites.toArray();
		const known = new Set(await store.alerts.toCollection().primaryKeys());
		const budgets = new Map(plans.budgets.map((budget) => [budget.id, budget]));
		const alerts = new Map(plans.alerts.map((alert) => [alert.id, alert]));
		let { settings, signals } = plans;
		for (const { write } of writes) {
			switch (write.kind) {
				case 'budget': {
					const theirs = budgets.get(write.budget.id);
					budgets.set(write.budget.id, theirs ? mergeBudget(theirs, write.budget) : write.budget);
					break;
				}
				case 'alert': {
					const theirs = alerts.get(write.id);
					if (theirs) alerts.set(write.id, { ...theirs, ...write.change });
					break;
				}
				case 'signal': {
					const { id, acknowledgedAtMs } = write;
					signals = signals.map((one) => (one.id === id ? { ...one, acknowledgedAtMs } : one));
					break;
				}
				case 'settings':
					settings = write.settings;
					break;
			}
		}
		await Promise.all([store.budgets.clear(), store.alerts.clear()]);
		await store.budgets.bulkPut([...budgets.values()]);
		await store.alerts.bulkPut([...alerts.values()]);
		await store.planState.put({ ...state, revision: plans.revision, settings, signals });
		return {
			changed: state.revision !== plans.revision,
			// On a device that has read nothing yet, all of them are old news.
			raised: state.revision === null ? [] : plans.alerts.filter(({ id }) => !known.has(id))
		};
	});
}

export async function unsentWrites(store: Store): Promise<StoredWrite[]> {
	return store.planWrites.toArray();
}

/** The relay has this write, or will never take it (`refused` says why). A later write of the same thing stays. */
export async function settleWrite(store: Store, sent: StoredWrite, refused: string | null): Promise<void> {
	await store.transaction('rw', store.planTables, async () => {
		if ((await store.planWrites.get(sent.key))?.stamp === sent.stamp) await store.planWrites.delete(sent.key);
		const state = await readState(store);
		if (state.refused !== refused) await store.planState.put({ ...state, refused });
	});
}

async function queue(store: Store, key: string, write: PlanWrite): Promise<void> {
	await store.planWrites.put({ key, stamp: `${Date.now()}-${Math.random()}`, write });
}

async function readState(store: Store): Promise<PlanState> {
	return ((await store.planState.get('state')) as PlanState | undefined) ?? NEW;
}

export async function readPushDevice(store: Store): Promise<PushDeviceNote | null> {
	const row = (await store.planState.get('device')) as ({ key: 'device' } & PushDeviceNote) | undefined;
	return row ? { id: row.id, name: row.name } : null;
}

/** `null`: as the browser prefers. */
export async function saveLanguage(store: Store, tag: string | null): Promise<void> {
	if (tag === null) await store.planState.delete('language');
	else await store.planState.put({ key: 'language', tag });
}

export async function savePushDevice(store: Store, device: PushDeviceNote | null): Promise<void> {
	if (device === null) await store.planState.delete('device');
	else await store.planState.put({ key: 'device', ...device });
}
