// Keeps one device in step with the relay: snapshot when there is no cursor, then the stream from the cursor, beside it
// the history; and again after every failure. What is done with the data is the target's affair.
import type { JournalRecord } from '#lib/domain/event.ts';
import type { ConnectionStatus } from '#lib/domain/views.ts';
import { type Cursor, type HelloFrame, PROTOCOL } from '#lib/wire/frames.ts';
import { type Api, ApiError } from './api.ts';
import { sleep, waitMs } from './backoff.ts';
import { createBatcher } from './batcher.ts';
import { readLines } from './body.ts';
import { readStream, SILENCE_MS } from './sse.ts';

export interface SyncTarget {
	/** `null`: a snapshot is needed. */
	cursor(): Promise<Cursor | null>;
	/** Takes the lines of `/api/snapshot`. */
	snapshot(lines: AsyncIterable<unknown>): Promise<void>;
	/** Records in order, that follow on `after`. */
	apply(frame: {
		epoch: string;
		after: number;
		records: JournalRecord[];
		horizonMs: number | null;
	}): Promise<void>;
	/** The relay no longer knows this cursor. `erase`: nothing of what is stored may stay. */
	reset(erase: boolean): Promise<void>;
	/** Fetches and stores what is older than the snapshot, until there is no more. */
	history(signal: AbortSignal): Promise<void>;
}

export type ConnectionState = ConnectionStatus['state'];

export interface ConnectionOptions {
	api: Api;
	target: SyncTarget;
	onState(state: ConnectionState, reason: string | null): void;
	onHello?(hello: HelloFrame): void;
	onAlive?(): void;
	/** Budgets, alerts or their settings may be others than before. */
	onPlans?(): void;
	/** Every failure, of the network and of the target. */
	onFailure?(error: unknown): void;
	random?: () => number;
	silenceMs?: number;
}

/** Page and relay speak different versions: a reload brings the newer page. */
export class ProtocolMismatchError extends Error {
	override name = 'ProtocolMismatchError';
}

export interface Connection {
	/** Runs until the signal is aborted. */
	run(signal: AbortSignal): Promise<void>;
	/** Ends the wait for the next attempt. */
	retry(): void;
	/** Drops the stream, if any, and begins again from the stored cursor. */
	restart(): void;
}

export function createConnection(options: ConnectionOptions): Connection {
	const {
		api,
		target,
		onState,
		onHello,
		onAlive,
		onPlans,
		onFailure,
		random = Math.random,
		silenceMs = SILENCE_MS
	} = options;
	let wake: (() => void) | null = null;
	let attempt: AbortController | null = null;
	let restarting = false;

	async function run(signal: AbortSignal): Promise<void> {
		let failures = 0;
		while (!signal.aborted) {
			const current = new AbortController();
			attempt = current;
			restarting = false;
			try {
				onState('connecting', null);
				await once(AbortSignal.any([signal, current.signal]), current, () => {
					failures = 0;
				});
			} catch (error) {
				if (signal.aborted) return;
				if (restarting) continue;
				failures++;
				const failure = current.signal.aborted ? current.signal.reason : error;
				const { state, reason } = stateOf(failure);
				onState(state, reason);
				onFailure?.(failure);
				await wait(waitMs(failures, random()), signal);
			}
		}
	}

	/** One snapshot if need be and one stream; resolves when the relay ends it in good order. */
	async function once(signal: AbortSignal, current: AbortController, onStanding: () => void): Promise<void> {
		let cursor = await target.cursor();
		if (cursor === null) {
			onState('catching-up', 'snapshot');
			const response = await api.get('/api/snapshot', { signal, type: 'application/x-ndjson' });
			await target.snapshot(readLines(response, silenceMs, signal));
			cursor = await target.cursor();
			if (cursor === null) throw new Error('a whole snapshot left no cursor');
		}
		const { epoch } = cursor;
		let after = cursor.seq;
		let head = Number.POSITIVE_INFINITY;
		let horizonMs: number | null = null;
		const batcher = createBatcher<JournalRecord>({
			async apply(records) {
				try {
					await target.apply({ epoch, after, records, horizonMs });
				} catch (error) {
					// The reader may be waiting for bytes: it has to hear of it too.
					current.abort(error);
					throw error;
				}
				after = records.at(-1)!.seq;
				onStanding();
				if (after >= head) onState('live', null);
			}
		});
		const beside = new AbortController();
		let history: Promise<void> | null = null;
		try {
			for await (const frame of readStream(api, { cursor, signal, silenceMs, ...(onAlive && { onAlive }) })) {
				switch (frame.type) {
					case 'hello':
						if (frame.protocol !== PROTOCOL)
							throw new ProtocolMismatchError(`protocol ${frame.protocol}, not ${PROTOCOL}`);
						onHello?.(frame);
						onPlans?.();
						({ head, horizonMs } = frame);
						// Of another journal: a `reset` follows.
						if (frame.epoch !== epoch) break;
						if (head <= after) onStanding();
						onState(head > after ? 'catching-up' : 'live', null);
						history ??= target.history(AbortSignal.any([signal, beside.signal])).catch((error) => {
							if (!beside.signal.aborted) current.abort(error);
						});
						break;
					case 'events':
						await batcher.add(frame.records);
						break;
					case 'plans':
						onPlans?.();
						break;
					case 'reset':
						await batcher.drain();
						// A page of history on its way is of the former journal.
						beside.abort();
						await target.reset(frame.erase === true);
						return;
				}
			}
			await batcher.drain();
			throw new ApiError('offline', 'The relay ended the stream.', null);
		} finally {
			beside.abort();
			await history;
		}
	}

	async function wait(ms: number, signal: AbortSignal): Promise<void> {
		const early = new AbortController();
		wake = () => early.abort();
		await sleep(ms, AbortSignal.any([signal, early.signal]));
		wake = null;
	}

	return {
		run,
		retry: () => wake?.(),
		restart() {
			restarting = true;
			attempt?.abort();
			wake?.();
		}
	};
}

function stateOf(error: unknown): { state: ConnectionState; reason: string } {
	const reason = error instanceof Error ? error.message : String(error);
	if (error instanceof ProtocolMismatchError) return { state: 'update-needed', reason };
	if (error instanceof Error && error.name === 'FoldVersionError') return { state: 'update-needed', reason };
	if (error instanceof Error && error.name === 'SnapshotCutError') return { state: 'offline', reason };
	if (error instanceof ApiError) {
		if (error.kind === 'offline') return { state: 'offline', reason };
		if (error.status === 401) return { state: 'signed-out', reason };
		return { state: error.kind === 'protocol' ? 'update-needed' : 'refused', reason };
	}
	return { state: 'connecting', reason };
}
