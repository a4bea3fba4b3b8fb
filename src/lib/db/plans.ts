// What a person made: budgets, what is known of their alerts, quiet hours, own prices, names. As the relay last told them, with what was
// written here laid over it until the relay has it. Kept apart from the replica of the journal: a reset of that one
// leaves these alone.
import {
	type Alert,
	type Budget,
	mergeBudget,
	NEW_SETTINGS,
	type PlanSettings,
	type Plans,
	type Signal
} from '#lib/domain/budget.ts';
import { type Dated, laterOf } from '#lib/domain/later.ts';
import type { NameRule } from '#lib/domain/names.ts';
import type { PriceOverride } from '#lib/domain/price-override.ts';
import type { Store } from './schema.ts';

/** A write the relay has not taken yet. */
export type PlanWrite =
	| { kind: 'budget'; budget: Budget }
	| { kind: 'alert'; id: string; change: AlertChange }
	| { kind: 'signal'; id: string; acknowledgedAtMs: number }
	| { kind: 'settings'; settings: PlanSettings }
	| { kind: 'price'; price: PriceOverride }
	| { kind: 'name'; rule: NameRule };

export type AlertChange = Partial<Pick<Alert, 'acknowledgedAtMs' | 'mutedUntilMs'>>;

/** One row a thing written: a later write of the same thing takes the place of the earlier. */
export interface StoredWrite {
	key: string;
	/** Another one with every write: a row that was sent is only removed if it is still the same. */
	stamp: string;
	write: PlanWrite;
	/** Nobody has just written it: a relay that does not have it is offered it, and may decline without a word. */
	offered?: true;
}

export interface PlanState {
	key: 'state';
	/** Of the relay's plans when last read; `null`: never read. */
	revision: number | null;
	settings: PlanSettings;
	/** Newest first. */
	signals: Signal[];
	/** Own rates, removed ones included. */
	prices: PriceOverride[];
	names: NameRule[];
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
	signals: Signal[];
	prices: PriceOverride[];
	names: NameRule[];
	settings: PlanSettings;
	/** Writes the relay does not have yet. */
	unsent: number;
	/** `false` until the relay has been read once: an empty list then says nothing. */
	read: boolean;
	refused: string | null;
}

type WithinPlans = Omit<Plans, 'prices' | 'names'> & Partial<Plans>;

const NEW: PlanState = {
	key: 'state',
	revision: null,
	settings: NEW_SETTINGS,
	signals: [],
	prices: [],
	names: [],
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
			prices: state.prices,
			names: state.names,
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

/** Keeps own rates, dated after those they replace; see `saveBudget`. */
export async function savePrice(store: Store, price: PriceOverride, nowMs: number): Promise<PriceOverride> {
	return store.transaction('rw', store.planTables, async () => {
		const state = await readState(store);
		const kept = datedAfter(state.prices, price, nowMs);
		await store.planState.put({ ...state, prices: withLater(state.prices, kept) });
		await queue(store, `price:${kept.id}`, { kind: 'price', price: kept });
		return kept;
	});
}

/** Keeps what is said of several values, together. */
export async function saveNames(store: Store, rules: readonly NameRule[], nowMs: number): Promise<void> {
	await store.transaction('rw', store.planTables, async () => {
		const state = await readState(store);
		let { names } = state;
		for (const rule of rules) {
			const kept = datedAfter(names, rule, nowMs);
			names = withLater(names, kept);
			await queue(store, `name:${kept.id}`, { kind: 'name', rule: kept });
		}
		await store.planState.put({ ...state, names });
	});
}

function datedAfter<R extends Dated>(known: readonly R[], row: R, nowMs: number): R {
	const before = known.find(({ id }) => id === row.id)?.updatedAtMs ?? 0;
	return { ...row, updatedAtMs: Math.max(nowMs, before + 1) };
}

function withLater<R extends Dated>(rows: readonly R[], row: R): R[] {
	const known = rows.find(({ id }) => id === row.id);
	return [...rows.filter(({ id }) => id !== row.id), known ? laterOf(known, row) : row];
}

/** What this device had not heard of. */
export interface Raised {
	alerts: Alert[];
	signals: Signal[];
}

/**
 * What the relay says, under what it does not know yet. A relay whose plans are of an earlier revision than those read last
 * is another one, or was restored: what it lacks is queued for it. Where things were deleted, revisions go on.
 */
export async function adoptPlans(
	store: Store,
	plans: Plans
): Promise<{ changed: boolean; offered: boolean; raised: Raised }> {
	return store.transaction('rw', store.planTables, async () => {
		const state = await readState(store);
		const isBehind = state.revision !== null && plans.revision < state.revision;
		const offered = isBehind && (await offerMissing(store, state, plans));
		const writes = await store.planWrites.toArray();
		const known = new Set(await store.alerts.toCollection().primaryKeys());
		const budgets = new Map(plans.budgets.map((budget) => [budget.id, budget]));
		const alerts = new Map(plans.alerts.map((alert) => [alert.id, alert]));
		// An older relay knows neither prices nor names.
		let { settings, signals, prices = state.prices, names = state.names } = plans as WithinPlans;
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
				case 'price':
					prices = withLater(prices, write.price);
					break;
				case 'name':
					names = withLater(names, write.rule);
					break;
			}
		}
		await Promise.all([store.budgets.clear(), store.alerts.clear()]);
		await store.budgets.bulkPut([...budgets.values()]);
		await store.alerts.bulkPut([...alerts.values()]);
		await store.planState.put({ ...state, revision: plans.revision, settings, signals, prices, names });
		return {
			changed: state.revision !== plans.revision,
			offered,
			// On a device that has read nothing yet, all of them are old news.
			raised:
				state.revision === null
					? { alerts: [], signals: [] }
					: {
							alerts: plans.alerts.filter(({ id }) => !known.has(id)),
							signals: plans.signals.filter(({ id }) => !state.signals.some((one) => one.id === id))
						}
		};
	});
}

/** `false`: the relay has all of it. */
async function offerMissing(store: Store, state: PlanState, plans: WithinPlans): Promise<boolean> {
	const lacks = <R extends { id: string }>(known: readonly R[], theirs: readonly R[] = known) =>
		known.filter(({ id }) => !theirs.some((one) => one.id === id));
	const writes: [string, PlanWrite][] = [
		...lacks(await store.budgets.toArray(), plans.budgets).map((budget): [string, PlanWrite] => [
			`budget:${budget.id}`,
			{ kind: 'budget', budget }
		]),
		...lacks(state.prices, plans.prices).map((price): [string, PlanWrite] => [
			`price:${price.id}`,
			{ kind: 'price', price }
		]),
		...lacks(state.names, plans.names).map((rule): [string, PlanWrite] => [
			`name:${rule.id}`,
			{ kind: 'name', rule }
		])
	];
	// What waits there already is newer.
	for (const [key, write] of writes)
		if ((await store.planWrites.get(key)) === undefined) await queue(store, key, write, { offered: true });
	return writes.length > 0;
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

async function queue(
	store: Store,
	key: string,
	write: PlanWrite,
	more: { offered?: true } = {}
): Promise<void> {
	await store.planWrites.put({ key, stamp: `${Date.now()}-${Math.random()}`, write, ...more });
}

export async function readState(store: Store): Promise<PlanState> {
	const state = (await store.planState.get('state')) as PlanState | undefined;
	// Settings of an older version lack what is newer.
	return { ...NEW, ...state, settings: { ...NEW_SETTINGS, ...state?.settings } };
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
