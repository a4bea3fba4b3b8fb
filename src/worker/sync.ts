// What the leading tab does: keeps the store in step with the relay and tells everyone what changed.
import { eraseStore } from '#lib/db/erase.ts';
import { type Change, createIngest, OutOfStepError } from '#lib/db/ingest.ts';
import { keepDays, pruneOldest, readKeepDays } from '#lib/db/retention.ts';
import type { Store } from '#lib/db/schema.ts';
import type { Entry } from '#lib/db/segment.ts';
import {
	applySnapshot,
	FoldVersionError,
	reset,
	SnapshotCutError,
	type SnapshotLine
} from '#lib/db/snapshot.ts';
import { cursorOf, readSync, type SyncState } from '#lib/db/sync-state.ts';
import type { MinimalHealth } from '#lib/domain/access.ts';
import type { Health } from '#lib/domain/views.ts';
import { type Api, ApiError } from '#lib/stream/api.ts';
import { sleep } from '#lib/stream/backoff.ts';
import type { RowsChanged } from '#lib/stream/channel.ts';
import { createConnection, ProtocolMismatchError, type SyncTarget } from '#lib/stream/connection.ts';
import { TOLD_EVENTS } from './changes.ts';
import { fetchHistory } from './history.ts';
import type { Status } from './status.ts';

const HEALTH_MS = 10_000;
/** While someone watches for the first event. */
const FIRST_HEALTH_MS = 1500;

export interface Sync {
	/** Streams until the signal is aborted. */
	run(signal: AbortSignal): Promise<void>;
	retry(): void;
	/** Takes everything from the relay again. */
	resync(): Promise<void>;
}

export interface SyncOptions {
	store: Store;
	api: Api;
	status: Status;
	onChange(change: RowsChanged): void;
	/** The relay's plans may be others than before. */
	onPlans?(): void;
	/** The store is thrown away and made anew: other tabs have to let go of it meanwhile. */
	onErase?(step: 'begin' | 'end'): void;
}

export function createSync({ store, api, status, onChange, onPlans, onErase }: SyncOptions): Sync {
	const ingest = createIngest(store);
	let watched: Map<number, Entry['event']> | null = null;

	// One write at a time, with what follows from it: so a page of history meets every revision that came before it.
	let last: Promise<unknown> = Promise.resolve();
	function inTurn<T>(write: () => Promise<T>): Promise<T> {
		const mine = last.then(write, write);
		last = mine.catch(() => undefined);
		return mine;
	}

	function show(sync: SyncState): void {
		const { events: have, history, seq } = sync;
		status.set({
			history: { have, total: Math.max(have, history.total), done: history.done, whole: seq !== null },
			storageError: null
		});
	}

	function announce({ fromRowsVersion, rowsVersion, sessions, days, entries, sync }: Change): void {
		for (const { slot, event } of entries) watched?.set(slot, event);
		show(sync);
		onChange({ fromRowsVersion, rowsVersion, sessions, days, events: entries.slice(-TOLD_EVENTS) });
	}

	/** The rows are others than before, all of them maybe. */
	function announceAnew(sync: SyncState): void {
		show(sync);
		onChange({ fromRowsVersion: -1, rowsVersion: sync.rowsVersion, sessions: [], days: [], events: [] });
	}

	/** Data were deleted: files and all, in every tab. */
	async function eraseAll(): Promise<void> {
		ingest.forget();
		onErase?.('begin');
		try {
			const empty = await eraseStore(store);
			if (empty) announceAnew(empty);
		} finally {
			onErase?.('end');
		}
		onPlans?.();
	}

	const target: SyncTarget = {
		async cursor() {
			const sync = await readSync(store);
			if (sync) show(sync);
			return cursorOf(sync);
		},
		snapshot: (lines) =>
			inTurn(async () => {
				ingest.forget();
				announceAnew(await applySnapshot(store, lines as AsyncIterable<SnapshotLine>, announceAnew));
			}),
		apply: (frame) =>
			inTurn(async () => {
				const change = await ingest.applyFrame(frame).catch(async (error) => {
					// No room: the oldest raw events go, the figures stay. Once; then the error is told.
					if (!isQuota(error) || (await pruneOldest(store)) === 0) throw error;
					return ingest.applyFrame(frame);
				});
				if (change) announce(change);
			}),
		reset: (erase) => inTurn(() => (erase ? eraseAll() : reset(store))),
		async history(signal) {
			await fetchHistory(
				{
					api,
					store,
					ingest,
					inTurn,
					watch: (revised) => {
						watched = revised;
					},
					onProgress: show
				},
				signal
			);
			// All of it came, and this device keeps less.
			if (!signal.aborted) await giveUpOld();
		}
	};

	async function renew(): Promise<void> {
		ingest.forget();
		store.close();
		await store.enter();
	}

	/** What is older than this device keeps. */
	async function giveUpOld(): Promise<void> {
		const days = await readKeepDays(store);
		if (days === null) return;
		const { sync } = await inTurn(() => keepDays(store, { days, apply: true }, Date.now()));
		if (sync === null) return;
		ingest.forget();
		show(sync);
	}

	const connection = createConnection({
		api,
		target,
		onState: (state, reason) => status.set({ state, reason }),
		onHello: ({ nowMs }) => status.set({ clockOffsetMs: nowMs - Date.now() }),
		...(onPlans && { onPlans }),
		onAlive: () => status.set({ lastFrameMs: Date.now() }),
		onFailure(error) {
			if (isStorageError(error)) status.set({ storageError: sentence(error) });
			// The browser closed it (deleted by hand, or the disk went away), or a tab that ended meanwhile threw its place
			// away, which the browser calls a lack of room: once more, or the next attempt says why.
			if (!store.isOpen() || isQuota(error))
				renew().catch((reason) => status.set({ storageError: sentence(reason) }));
		}
	});

	async function pollHealth(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			try {
				const sentMs = Date.now();
				const health = await api.json<Health | MinimalHealth>('/api/health', signal);
				// Signed out the relay says that it runs, and no more.
				if (!('sources' in health)) {
					await sleep(FIRST_HEALTH_MS, signal);
					continue;
				}
				status.set({ health });
				if (health.nowMs !== undefined)
					status.set({ clockOffsetMs: health.nowMs - (sentMs + Date.now()) / 2 });
			} catch (error) {
				// The stream tells whether the relay is there; the last known health stays, with its age in `lastFrameMs`.
				if (!(error instanceof ApiError) && !signal.aborted) throw error;
			}
			// Not known to have any: watched for.
			const { health, state } = status.current;
			const first = state !== 'offline' && !((health?.events ?? 0) > 0);
			await sleep(first ? FIRST_HEALTH_MS : HEALTH_MS, signal);
		}
	}

	return {
		async run(signal) {
			status.set({ leader: true });
			// The tab that led before may have ended while it threw the store away.
			if (!store.isOpen()) await renew();
			// What has grown too old since it was last here.
			await giveUpOld();
			ingest.forget();
			await Promise.all([connection.run(signal), pollHealth(signal)]);
		},
		retry: () => connection.retry(),
		async resync() {
			await inTurn(() => reset(store));
			connection.restart();
		}
	};
}

const EXPECTED = [ApiError, OutOfStepError, SnapshotCutError, FoldVersionError, ProtocolMismatchError];

function isStorageError(error: unknown): boolean {
	return !EXPECTED.some((type) => error instanceof type);
}

function isQuota(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if (error.name === 'QuotaExceededError') return true;
	return isQuota((error as { inner?: unknown }).inner);
}

/** What went wrong, for a person. */
export function sentence(error: unknown): string {
	return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
