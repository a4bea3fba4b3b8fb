// The names people gave, as this device knows them, and the discovered values they can be given to.
import { createNames, HIDDEN, NAMED, type Named, type NamedValue, type Names } from '#lib/domain/names.ts';
import { isSession, lifetimeSummary } from '#lib/domain/summary.ts';
import { distinctKeys } from './distinct.ts';
import { readState } from './plans.ts';
import type { QueryContext } from './query-overview.ts';
import type { Store } from './schema.ts';

export async function readNames(store: Store): Promise<Names> {
	return createNames((await readState(store)).names);
}

/** Discovered values of a dimension, '' for unknown, from the index alone. */
export function valuesOf(store: Store, dimension: Named): Promise<string[]> {
	return distinctKeys(store.sessions, dimension);
}

/** Discovered values that a link or a budget asks for by this one. */
export async function membersOf(
	store: Store,
	names: Names,
	dimension: Named,
	wanted: string
): Promise<string[]> {
	return (await valuesOf(store, dimension)).filter((value) => names.matches(dimension, wanted, value));
}

const SESSIONS_AT_ONCE = 500;

/** Every discovered value with what it comes to over all time, the dearest of each dimension first. */
export async function queryNamedValues({ store, cache, nowMs }: QueryContext): Promise<NamedValue[]> {
	const now = nowMs();
	const byId = new Map<string, NamedValue>();
	const keys = await store.sessions.toCollection().primaryKeys();
	for (let at = 0; at < keys.length; at += SESSIONS_AT_ONCE) {
		const page = keys.slice(at, at + SESSIONS_AT_ONCE);
		const { sessions } = await cache.read({ sessions: page });
		for (const stored of await store.sessions.bulkGet(page)) {
			const row = stored && sessions.get(stored.key);
			if (!row) continue;
			const summary = lifetimeSummary(row, now);
			if (!isSession(summary)) continue;
			for (const dimension of NAMED) {
				const value = stored[dimension];
				const id = `${dimension}:${value}`;
				let entry = byId.get(id);
				if (entry === undefined) byId.set(id, (entry = { dimension, value, sessions: 0, costNanoUsd: 0 }));
				entry.sessions++;
				entry.costNanoUsd += summary.costNanoUsd;
			}
		}
	}
	return [...byId.values()]
		.filter(({ value }) => value !== HIDDEN)
		.sort((a, b) => b.costNanoUsd - a.costNanoUsd || (a.value < b.value ? -1 : 1));
}
