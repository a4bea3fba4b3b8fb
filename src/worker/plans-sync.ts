// Budgets and alerts between this device and the relay: what was written here goes out, what is there comes in. Runs in
// the leading tab; one round at a time, again when asked, and again by itself while something could not be sent.
import { adoptPlans, type Raised, type StoredWrite, settleWrite, unsentWrites } from '#lib/db/plans.ts';
import type { Store } from '#lib/db/schema.ts';
import type { Plans } from '#lib/domain/budget.ts';
import { type Api, ApiError } from '#lib/stream/api.ts';
import { sleep, waitMs } from '#lib/stream/backoff.ts';

export interface PlansSync {
	/** Until the signal is aborted. */
	run(signal: AbortSignal): Promise<void>;
	/** Something was written here, or changed at the relay, or the way to it may be open again. */
	request(): void;
}

export interface PlansSyncOptions {
	store: Store;
	api: Api;
	/** How the store is asked; it may be thrown away meanwhile. */
	ask?: <T>(question: () => Promise<T>) => Promise<T>;
	/** Plans on this device changed. */
	onChange(raised: Raised): void;
	/** What is neither the network nor the relay: the store. */
	onFailure(error: unknown): void;
	random?: () => number;
}

/** The relay says no to what was written, and will say no again: it is not sent twice. */
const NEVER = [400, 403, 409, 413, 422];

/** Word of a change may be lost with the stream that carried it. */
const NEXT_LOOK_MS = 5 * 60_000;

export function createPlansSync(options: PlansSyncOptions): PlansSync {
	const { store, api, ask = (question) => question(), onChange, onFailure, random = Math.random } = options;
	let wanted = true;
	let wake: (() => void) | null = null;

	async function send({ write }: StoredWrite, signal: AbortSignal): Promise<void> {
		switch (write.kind) {
			case 'budget':
				await api.send(
					'PUT',
					`/api/plans/budgets/${encodeURIComponent(write.budget.id)}`,
					write.budget,
					signal
				);
				break;
			case 'alert':
				await api.send('POST', `/api/plans/alerts/${encodeURIComponent(write.id)}`, write.change, signal);
				break;
			case 'signal': {
				const { id, acknowledgedAtMs } = write;
				await api.send('POST', `/api/plans/signals/${encodeURIComponent(id)}`, { acknowledgedAtMs }, signal);
				break;
			}
			case 'settings':
				await api.send('PUT', '/api/plans/settings', write.settings, signal);
				break;
			case 'price':
				await api.send('PUT', '/api/plans/prices', write.price, signal);
				break;
			case 'name':
				await api.send('PUT', '/api/plans/names', write.rule, signal);
				break;
		}
	}

	/** Out first: what comes in then knows of it already. */
	async function round(signal: AbortSignal): Promise<void> {
		const writes = await ask(() => unsentWrites(store));
		for (const write of writes) {
			let refused: string | null = null;
			try {
				await send(write, signal);
			} catch (error) {
				if (!(error instanceof ApiError) || error.status === null) throw error;
				// An alert that is gone needs no answer; a budget is never dropped because the relay has no place for it.
				const { kind } = write.write;
				const gone = (kind === 'alert' || kind === 'signal') && error.status === 404;
				if (!gone && !NEVER.includes(error.status)) throw error;
				if (!gone && !write.offered) refused = error.message;
			}
			await ask(() => settleWrite(store, write, refused));
		}
		const plans = await api.json<Plans>('/api/plans', signal);
		const { changed, offered, raised } = await ask(() => adoptPlans(store, plans));
		if (offered) wanted = true;
		if (changed || writes.length > 0) onChange(raised);
	}

	async function pause(ms: number, signal: AbortSignal): Promise<void> {
		const early = new AbortController();
		wake = () => early.abort();
		if (!wanted) await sleep(ms, AbortSignal.any([signal, early.signal]));
		wake = null;
	}

	return {
		request() {
			wanted = true;
			wake?.();
		},
		async run(signal) {
			let failures = 0;
			while (!signal.aborted) {
				wanted = false;
				try {
					await round(signal);
					failures = 0;
				} catch (error) {
					if (signal.aborted) return;
					failures++;
					if (!(error instanceof ApiError)) onFailure(error);
				}
				// Without a failure only a request goes on.
				await pause(failures > 0 ? waitMs(failures, random()) : NEXT_LOOK_MS, signal);
			}
		}
	};
}
