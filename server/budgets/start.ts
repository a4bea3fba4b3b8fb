// Budgets, signals and the ways to be told of them put together, for the relay.
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import type { PushPayload } from '#lib/domain/push.ts';
import { judgeChannel } from '../channels/address.ts';
import type { NamedCost } from '../channels/body.ts';
import { type ChannelStore, createChannelStore } from '../channels/store.ts';
import { type ChannelWay, createChannelWay } from '../channels/way.ts';
import type { Config } from '../config.ts';
import type { OpenJournal } from '../journal/open.ts';
import type { Log } from '../log.ts';
import { createDevices, type Devices } from '../push/devices.ts';
import { PUSH_HOSTS } from '../push/endpoint.ts';
import { createOutbox, type Outbox } from '../push/outbox.ts';
import { createPushWay, type PushWay } from '../push/push-way.ts';
import { createSender, type Sender } from '../push/sender.ts';
import { createGuardedTransport, createTransport, type PushTransport } from '../push/transport.ts';
import { openVapidKeys, type VapidKeys } from '../push/vapid.ts';
import { type BlindnessOptions, createBlindCause } from './blind-cause.ts';
import { createPlanStore, type PlanStore } from './plan-store.ts';
import { type BudgetWatch, createBudgetWatch } from './watch.ts';

export interface BudgetParts {
	plans: PlanStore;
	devices: Devices;
	outbox: Outbox;
	sender: Sender;
	watch: BudgetWatch;
	transport: PushTransport;
	/** `null`: the relay's keys are not usable, so nothing is pushed. */
	push: { publicKey: string; way: PushWay } | null;
	channels: { store: ChannelStore; way: ChannelWay; transport: PushTransport };
	close(graceMs: number): Promise<void>;
}

export interface BudgetOptions extends Omit<BlindnessOptions, 'now'> {
	config: Pick<Config, 'dataDir' | 'pushHosts' | 'pushContact' | 'channelHosts'>;
	store: Pick<OpenJournal, 'db' | 'fold' | 'journal'>;
	/** For tests: what stands in for the guarded way to push services, and to channels. */
	transport?: PushTransport;
	channelTransport?: PushTransport;
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
	const pushWay =
		keys === null
			? null
			: createPushWay({
					devices,
					transport,
					keys,
					contact: config.pushContact,
					now,
					cancel: outbox.cancelDevice
				});
	const channels = startChannels(options, plans);
	const sender = createSender({
		ways: [...(pushWay === null ? [] : [pushWay]), channels.way],
		outbox,
		now,
		log
	});
	plans.onChange(options.wake);
	const watch = createBudgetWatch({
		plans,
		fold: store.fold,
		journal: store.journal,
		outbox,
		sender,
		blindness: createBlindCause(options),
		sources: () => options.health().sources,
		now,
		log
	});
	sender.wake();
	return {
		plans,
		devices,
		outbox,
		sender,
		watch,
		transport,
		push: keys === null || pushWay === null ? null : { publicKey: keys.publicKey, way: pushWay },
		channels,
		async close(graceMs) {
			watch.close();
			await sender.close(graceMs);
		}
	};
}

function startChannels(options: BudgetOptions, plans: PlanStore): BudgetParts['channels'] {
	const { config, store, now } = options;
	const channels = createChannelStore(store.db);
	const transport =
		options.channelTransport ?? createTransport((url) => judgeChannel(url, config.channelHosts), {});

	/** Projects of the sessions that drove an alert, each once. */
	function namedCosts({ kind, tag }: PushPayload): NamedCost[] {
		const byProject = new Map<string, number>();
		for (const { key, nano } of (kind === 'budget' && plans.alert(tag)?.topSessions) || []) {
			const row = store.fold.rows.readSession(key);
			const project = row === undefined ? null : dimensionsOf(row.facts).project;
			if (project !== null) byProject.set(project, (byProject.get(project) ?? 0) + nano);
		}
		return [...byProject].map(([project, costNanoUsd]) => ({ project, costNanoUsd }));
	}

	return {
		store: channels,
		transport,
		way: createChannelWay({ channels, transport, namedCosts, now })
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
