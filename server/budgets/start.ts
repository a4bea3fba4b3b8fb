// Budgets and push put together, for the relay.

import type { Config } from '../config.ts';
import type { OpenJournal } from '../journal/open.ts';
import type { Log } from '../log.ts';
import { createDevices, type Devices } from '../push/devices.ts';
import { PUSH_HOSTS } from '../push/endpoint.ts';
import { createOutbox, type Outbox } from '../push/outbox.ts';
import { createPushSender, type PushSender } from '../push/sender.ts';
import { createGuardedTransport, type PushTransport } from '../push/transport.ts';
import { openVapidKeys, type VapidKeys } from '../push/vapid.ts';
import { type BlindnessOptions, createBlindCause } from './blind-cause.ts';
import { createPlanStore, type PlanStore } from './plan-store.ts';
import { type BudgetWatch, createBudgetWatch } from './watch.ts';

export interface BudgetParts {
	plans: PlanStore;
	devices: Devices;
	outbox: Outbox;
	watch: BudgetWatch;
	transport: PushTransport;
	/** `null`: the relay's keys are not usable, so nothing is pushed. */
	push: { publicKey: string; sender: PushSender } | null;
	close(graceMs: number): Promise<void>;
}

export interface BudgetOptions extends Omit<BlindnessOptions, 'now'> {
	config: Pick<Config, 'dataDir' | 'pushHosts' | 'pushContact'>;
	store: Pick<OpenJournal, 'db' | 'fold'>;
	/** For tests: what stands in for the guarded way to push services. */
	transport?: PushTransport;
	/** Something of the plans has changed. */
	wake(): void;
	now(): number;
	log: Log;
}

export function startBudgets(options: BudgetOptions): BudgetParts {
	const { config, store, now, log } = options;
	const plans = createPlanStore(store.db);
	const devices = createDevices(store.db);
	const outbox = createOutbox(store.db);
	const transport =
		options.transport ?? createGuardedTransport({ hosts: [...PUSH_HOSTS, ...config.pushHosts] });
	const keys = openKeys(config.dataDir, log);
	const sender =
		keys === null
			? null
			: createPushSender({ devices, outbox, transport, keys, contact: config.pushContact, now, log });
	plans.onChange(options.wake);
	const watch = createBudgetWatch({
		plans,
		fold: store.fold,
		devices,
		outbox,
		sender: sender ?? { wake: () => undefined, sendNow: async () => undefined },
		blindness: createBlindCause(options),
		now,
		log
	});
	sender?.wake();
	return {
		plans,
		devices,
		outbox,
		watch,
		transport,
		push: keys === null || sender === null ? null : { publicKey: keys.publicKey, sender },
		async close(graceMs) {
			watch.close();
			await sender?.close(graceMs);
		}
	};
}

/** Without keys everything but push goes on. */
function openKeys(dir: string, log: Log): VapidKeys | null {
	try {
		return openVapidKeys(dir);
	} catch (error) {
		log.error((error as Error).message);
		return null;
	}
}
