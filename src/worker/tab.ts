// One tab's worker put together: store, answers, the channel to other tabs, and the stream while this tab leads.

import { sweepDrafts } from '#lib/db/export-draft.ts';
import type { FromWorker, QueryName, ToWorker } from '#lib/db/protocol.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import { openStore } from '#lib/db/schema.ts';
import type { DoctorReport } from '#lib/domain/doctor.ts';
import { createApi } from '#lib/stream/api.ts';
import { openChannel, type RowsChanged, type TabMessage } from '#lib/stream/channel.ts';
import { lead } from '#lib/stream/leader.ts';
import { createAnswers } from './answers.ts';
import { createChanges } from './changes.ts';
import { createLongTasks } from './long-tasks.ts';
import { createPlansSync } from './plans-sync.ts';
import { createRemoteEvents } from './remote-events.ts';
import { createStanding } from './standing.ts';
import { createStatus } from './status.ts';
import { createSync, sentence } from './sync.ts';

export interface Tab {
	receive(message: ToWorker): void;
}

/** Rejects when the browser gives no storage. */
export async function openTab(baseUrl: string, post: (message: FromWorker) => void): Promise<Tab> {
	const closing = new AbortController();
	const status = createStatus((current) => {
		post({ type: 'status', status: current });
		if (current.leader) channel.post({ type: 'status', status: current });
	});
	const changes = createChanges(post);
	const standing = createStanding();
	// Until there is a store, only that another tab throws it away matters: what was asked of its place is asked anew.
	let hear = (message: TabMessage): void => {
		if (message.type !== 'erase') return;
		standing.fall();
		if (message.step === 'end') standing.rise();
	};
	const channel = openChannel((message) => hear(message));

	const open = () =>
		openStore(undefined, {
			onOutdated() {
				status.set({ state: 'update-needed', reason: 'A newer version has taken over the storage.' });
				closing.abort();
			},
			onBlocked: () => status.set({ storageError: 'Another tab holds an older version of the storage open.' })
		});
	const store = await standing.ask(open).catch((error: unknown) => {
		status.set({ storageError: sentence(error), state: 'offline' });
		throw error;
	});
	status.set({ storageError: null });
	const cache = createRowCache(store);
	const api = createApi({ baseUrl });
	const sync = createSync({
		store,
		api,
		status,
		onChange(change) {
			adopt(change);
			channel.post({ type: 'changed', change });
		},
		onPlans: () => plans.request(),
		onErase(step) {
			if (step === 'begin') fall();
			else standing.rise();
			channel.post({ type: 'erase', step });
		}
	});
	const plans = createPlansSync({
		store,
		api,
		ask: standing.ask,
		onChange(raised) {
			tellOfPlans();
			if (raised.alerts.length + raised.signals.length > 0) post({ type: 'raised', raised });
		},
		onFailure: (error) => status.set({ storageError: sentence(error) })
	});
	const context = { store, cache, nowMs: () => Date.now() + status.current.clockOffsetMs };
	const remote = createRemoteEvents(api, () => changes.add([]));
	const answers = createAnswers({
		context,
		remote,
		onRebuilt(rowsVersion) {
			const change = { fromRowsVersion: -1, rowsVersion, sessions: [], days: [], events: [] };
			adopt(change);
			channel.post({ type: 'changed', change });
		},
		async resync() {
			if (status.current.leader) await sync.resync();
			else channel.post({ type: 'resync' });
		},
		examine: () => api.send<DoctorReport>('POST', '/api/doctor'),
		onPlanned() {
			tellOfPlans();
			plans.request();
		}
	});

	const longTasks = createLongTasks(context, remote, standing.risen, post);

	function adopt(change: RowsChanged): void {
		cache.follow(change);
		changes.add(change.events);
	}

	/** To this page and to the other tabs; the leading one of them sends what the relay does not have. */
	function tellOfPlans(): void {
		changes.add([]);
		channel.post({ type: 'plans' });
	}

	function retry(): void {
		sync.retry();
		plans.request();
	}

	hear = (message) => {
		const { leader } = status.current;
		switch (message.type) {
			case 'changed':
				adopt(message.change);
				break;
			case 'status':
				if (!leader) status.set({ ...message.status, leader: false });
				break;
			case 'who':
				if (leader) channel.post({ type: 'status', status: status.current });
				break;
			case 'retry':
				if (leader) retry();
				break;
			case 'resync':
				if (leader) void sync.resync();
				break;
			case 'erase':
				fall();
				store.close();
				// Who leads by now hears the last of a tab that has ended: nobody else will say that it is over.
				if (leader) void takeOver();
				else if (message.step === 'end') void reopen().then(standing.rise);
				break;
			case 'plans':
				changes.add([]);
				plans.request();
				break;
		}
	};

	/** Once for each erasure: what is asked after that waits for its end. */
	function fall(): void {
		if (!standing.stands()) return;
		standing.fall();
		cache.clear();
		longTasks.stop('Data were deleted meanwhile.');
	}

	/** Another tab, or the browser, made the store anew. */
	async function reopen(): Promise<void> {
		try {
			await store.enter();
			changes.add([]);
		} catch (error) {
			// Closed once more while it was being opened: whoever did that opens it.
			if (standing.stands()) status.set({ storageError: sentence(error) });
		}
	}

	/** The tab that led before ended while it threw the store away. */
	async function takeOver(): Promise<void> {
		await reopen();
		standing.rise();
		channel.post({ type: 'erase', step: 'end' });
	}

	async function answer(id: number, name: QueryName, args: unknown): Promise<void> {
		const ask = answers[name] as (args: unknown) => Promise<unknown>;
		try {
			post({ type: 'result', id, value: await standing.ask(() => ask(args)) });
		} catch (error) {
			post({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
			if (!store.isOpen() && !closing.signal.aborted) await reopen();
		}
	}

	channel.post({ type: 'who' });
	// A hint: the way to the relay may be back.
	self.addEventListener('online', retry);
	void lead(navigator.locks, closing.signal, async () => {
		if (!standing.stands()) await takeOver();
		await Promise.all([
			sync.run(closing.signal),
			plans.run(closing.signal),
			standing.ask(() => sweepDrafts(store.place, Date.now()))
		]);
	});

	return {
		receive(message) {
			switch (message.type) {
				case 'query':
					void answer(message.id, message.name, message.args);
					break;
				case 'search':
					longTasks.search(message.id, message.args);
					break;
				case 'export':
					longTasks.exportFile(message.id, message.args);
					break;
				case 'cancel':
					longTasks.cancel(message.id);
					break;
				case 'retry':
					if (status.current.leader) retry();
					else channel.post({ type: 'retry' });
					break;
				case 'stop':
					closing.abort();
					longTasks.stop();
					status.stop();
					changes.stop();
					channel.close();
					store.close();
					break;
				case 'start':
					break;
			}
		}
	};
}
