// What a person set up, taken together: it goes when everything is deleted.
import type { SetUp } from '#lib/domain/data.ts';
import type { BudgetParts } from './start.ts';

type Parts = Pick<BudgetParts, 'plans' | 'devices'> & { channels: Pick<BudgetParts['channels'], 'store'> };

export interface SetUpStore {
	count(): SetUp;
	/** Addresses and secrets too. Writes throw JournalUnavailable when they cannot be kept now. */
	clear(): void;
}

export function createSetUp({ plans, devices, channels }: Parts): SetUpStore {
	return {
		count() {
			const { budgets, alerts, signals, prices, names } = plans.plans();
			const there = (one: { deletedAtMs: number | null }) => one.deletedAtMs === null;
			return {
				budgets: budgets.filter(there).length,
				alerts: alerts.length + signals.length,
				prices: prices.filter(there).length,
				names: names.filter(({ name, hidden }) => name !== null || hidden).length,
				channels: channels.store.all().length,
				pushDevices: devices.all().length
			};
		},
		clear() {
			plans.clear();
			channels.store.clear();
			devices.clear();
		}
	};
}
