// How far this device is: one row, written in the same transaction as whatever it speaks of.
import { type Prices, pricesWith } from '#lib/domain/price.ts';
import type { PriceOverride } from '#lib/domain/price-override.ts';
import { FOLD_VERSION } from '#lib/domain/rows.ts';
import type { Store } from './schema.ts';

export interface SyncState {
	epoch: string;
	/** Records up to here are in the rows and in the log; `null` while a snapshot is still coming in. */
	seq: number | null;
	foldVersion: number;
	/** Own rates the rows were folded by; absent in what an older app wrote: none. */
	prices?: readonly PriceOverride[];
	horizonMs: number | null;
	/** Goes up with each change of days or sessions: a cache of rows is good while this stands. */
	rowsVersion: number;
	/** The same for the log. */
	logVersion: number;
	/** Events in the log here. */
	events: number;
	history: History;
}

/** The log before the snapshot, fetched newest first. `total`: events the relay had then. */
export interface History {
	beforeSlot: number;
	total: number;
	done: boolean;
	/** Raw events were given up for space: what is older is not fetched again. */
	pruned?: boolean;
}

const KEY = 'sync';

export async function readSync(store: Store): Promise<SyncState | undefined> {
	return (await store.meta.get(KEY))?.value as SyncState | undefined;
}

export async function writeSync(store: Store, state: SyncState): Promise<void> {
	await store.meta.put({ key: KEY, value: state });
}

/** What the rows of this device were folded by, and events have to be. */
export function pricesOf(state: SyncState | undefined): Prices {
	return pricesWith(state?.prices ?? []);
}

/** The position to go on from; `null`: this device needs a snapshot (new, interrupted, or folded by another version). */
export function cursorOf(state: SyncState | undefined): { epoch: string; seq: number } | null {
	if (state === undefined || state.seq === null || state.foldVersion !== FOLD_VERSION) return null;
	return { epoch: state.epoch, seq: state.seq };
}
