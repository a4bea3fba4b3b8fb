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
import { createSync } from './sync.ts';

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

	const store = await openStore(undefined, {
		onOutdated() {
			status.set({ state: 'update-needed', reason: 'A newer version has taken over the storage.' });
			closing.abort();
		},
		onBlocked: () => status.set({ storageError: 'Another tab holds an older version of the storage open.' })
	}).catch((error: unknown) => {
		status.set({
			storageError: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
			state: 'offline'
		});
		throw error;
	});
	status.set({ storageError: null });
	const channel = openChannel(hear);

	const standing = createStanding();
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
		onChange(raised) {
			tellOfPlans();
			if (raised.alerts.length + raised.signals.length > 0) post({ type: 'raised', raised });
		},
		onFailure: (error) =>
			status.set({ storageError: error instanceof Error ? `${error.name}: ${error.message}` : String(error) })
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

	const longTasks = createLongTasks(context, remote, post);

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

	function hear(message: TabMessage): void {
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
				if (message.step === 'end') void reopen().finally(standing.rise);
				break;
			case 'plans':
				changes.add([]);
				plans.request();
				break;
		}
	}

	function fall(): void {
		standing.fall();
		cache.clear();
		longTasks.stop('Data were deleted meanwhile.');
	}

	/** Another tab, or the browser, made the store anew. */
	async function reopen(): Promise<void> {
		try {
			await store.place.enter();
			await store.open();
		} catch (error) {
			status.set({
				storageError: error instanceof Error ? `${error.name}: ${error.message}` : String(error)
			});
		}
		changes.add([]);
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
		// The tab that led before may have ended while it threw the store away.
		if (!standing.stands()) {
			await reopen();
			standing.rise();
			channel.post({ type: 'erase', step: 'end' });
		}
		await Promise.all([
			sync.run(closing.signal),
			plans.run(closing.signal),
			sweepDrafts(store.place, Date.now())
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
