// The page's end of the worker: questions and answers, the connection's status, and word of change.

import { persist, STORE_NAME } from '#lib/db/place.ts';
import type { Raised } from '#lib/db/plans.ts';
import type { FromWorker, QueryArgs, QueryName, QueryResult, ToWorker } from '#lib/db/protocol.ts';
import type { ExportFile } from '#lib/db/query-export.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import type { ExportArgs, ExportProgress } from '#lib/domain/export.ts';
import type { SearchArgs, SearchProgress } from '#lib/domain/search.ts';
import type { Veil } from '#lib/domain/veil.ts';
import type { ConnectionStatus } from '#lib/domain/views.ts';
import { piece } from './piece.svelte.ts';

export interface SlottedEvent {
	slot: number;
	event: DomainEvent;
}

/** The worker refused or failed to answer. The message is for a person. */
export class QueryError extends Error {
	override name = 'QueryError';
}

interface Waiting {
	resolve(value: unknown): void;
	reject(error: Error): void;
}

export class Store {
	#open: () => Worker;
	#worker!: Worker;
	/** What a worker has to be told that is started anew because its file did not come; `null` once one has spoken. */
	#unheard: ToWorker[] | null;
	/** Stands between the worker's answers and the page while content is hidden. */
	#veil: Veil | null;
	#nextId = 1;
	#waiting = new Map<number, Waiting>();
	#searches = new Map<
		number,
		{ onProgress(progress: SearchProgress): void; onError(message: string): void }
	>();
	#exports = new Map<number, (progress: ExportProgress) => void>();
	#listeners = new Set<(events: SlottedEvent[]) => void>();
	#raisedListeners = new Set<(raised: Raised) => void>();
	#status = $state.raw<ConnectionStatus | null>(null);
	#failure = $state.raw<string | null>(null);
	/** When `offline` began, by this device's clock. */
	#offlineSinceMs = $state.raw<number | null>(null);

	constructor(open: () => Worker, baseUrl: string, veil: Veil | null = null) {
		this.#open = open;
		this.#veil = veil;
		this.#unheard = [{ type: 'start', baseUrl }];
		void piece(() => this.#start());
	}

	/** Resolves once the worker speaks or says why it cannot. Rejects when its file cannot be had. */
	#start(): Promise<void> {
		return new Promise((resolve, reject) => {
			const worker = this.#open();
			this.#worker = worker;
			worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
				this.#unheard = null;
				resolve();
				this.#receive(data);
			};
			worker.onerror = ({ message }) => {
				// What has not run has no words.
				if (!message && this.#unheard !== null) return reject(new Error('The worker could not be loaded.'));
				resolve();
				this.#fail(message || 'worker error');
			};
			worker.onmessageerror = () => this.#fail('an answer could not be read');
			for (const message of this.#unheard ?? []) worker.postMessage(message);
		});
	}

	/** `null` until the worker has spoken. */
	get status(): ConnectionStatus | null {
		return this.#status;
	}

	/** Set when the worker itself is gone: nothing will be answered any more. */
	get failure(): string | null {
		return this.#failure;
	}

	get offlineSinceMs(): number | null {
		return this.#offlineSinceMs;
	}

	/** Rejects with a `QueryError`. */
	query<N extends QueryName>(name: N, args: QueryArgs<N>): Promise<QueryResult<N>> {
		if (this.#failure !== null) return Promise.reject(new QueryError(this.#failure));
		const id = this.#nextId++;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
			this.#send({ type: 'query', id, name, args: this.#veil?.reveal(args) ?? args });
		});
	}

	/** Calls back many times, the last time with `done`; returns how to stop it. */
	search(
		args: SearchArgs,
		onProgress: (progress: SearchProgress) => void,
		onError: (message: string) => void
	): () => void {
		const id = this.#nextId++;
		if (this.#failure !== null) {
			onError(this.#failure);
			return () => undefined;
		}
		this.#searches.set(id, { onProgress, onError });
		this.#send({ type: 'search', id, args: this.#veil?.reveal(args) ?? args });
		return () => {
			if (this.#searches.delete(id)) this.#send({ type: 'cancel', id });
		};
	}

	/** As in `query`; rejects with the signal's reason when it is aborted. Files are not for the screen: nothing is hidden in them. */
	exportFile(
		args: ExportArgs,
		onProgress: (progress: ExportProgress) => void,
		signal: AbortSignal
	): Promise<ExportFile> {
		if (this.#failure !== null) return Promise.reject(new QueryError(this.#failure));
		const id = this.#nextId++;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
			this.#exports.set(id, onProgress);
			signal.addEventListener('abort', () => {
				this.#exports.delete(id);
				if (!this.#waiting.delete(id)) return;
				this.#send({ type: 'cancel', id });
				reject(signal.reason);
			});
			this.#send({ type: 'export', id, args: this.#veil?.reveal(args) ?? args });
		});
	}

	/** Calls back on every change of rows with the events that are new; returns how to stop. */
	onChanged(listener: (events: SlottedEvent[]) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Calls back on crossings this browser had not heard of, in the leading tab only; returns how to stop. */
	onRaised(listener: (raised: Raised) => void): () => void {
		this.#raisedListeners.add(listener);
		return () => this.#raisedListeners.delete(listener);
	}

	/** Asks the browser to keep what is stored for good. Only a page may ask. */
	persist(): Promise<boolean> {
		return persist(STORE_NAME);
	}

	/** Connect now instead of waiting for the next attempt. */
	retry(): void {
		this.#send({ type: 'retry' });
	}

	close(): void {
		this.#send({ type: 'stop' });
	}

	/** The doctor's findings hold paths. */
	#shown(value: unknown): unknown {
		if (this.#veil === null) return value;
		return this.#veil.hidePaths(this.#veil.hide(value));
	}

	#send(message: ToWorker): void {
		this.#unheard?.push(message);
		this.#worker.postMessage(message);
	}

	#receive(message: FromWorker): void {
		switch (message.type) {
			case 'status': {
				const offline = message.status.state === 'offline';
				if (!offline) this.#offlineSinceMs = null;
				else this.#offlineSinceMs ??= message.status.lastFrameMs ?? Date.now();
				this.#status = this.#veil?.hidePaths(message.status) ?? message.status;
				break;
			}
			case 'changed':
				for (const listener of this.#listeners) listener(this.#veil?.hide(message.events) ?? message.events);
				break;
			case 'raised':
				for (const listener of this.#raisedListeners)
					listener(this.#veil?.hide(message.raised) ?? message.raised);
				break;
			case 'result':
				this.#waiting.get(message.id)?.resolve(this.#shown(message.value));
				this.#waiting.delete(message.id);
				break;
			case 'found':
				this.#searches.get(message.id)?.onProgress(this.#veil?.hide(message.progress) ?? message.progress);
				if (message.progress.done) this.#searches.delete(message.id);
				break;
			case 'exporting':
				this.#exports.get(message.id)?.(message.progress);
				break;
			case 'exported':
				this.#exports.delete(message.id);
				this.#waiting.get(message.id)?.resolve(message.file);
				this.#waiting.delete(message.id);
				break;
			case 'failed':
				this.#exports.delete(message.id);
				this.#searches.get(message.id)?.onError(message.message);
				this.#searches.delete(message.id);
				this.#waiting.get(message.id)?.reject(new QueryError(message.message));
				this.#waiting.delete(message.id);
				break;
		}
	}

	#fail(reason: string): void {
		this.#failure = reason;
		for (const { reject } of this.#waiting.values()) reject(new QueryError(reason));
		this.#waiting.clear();
		for (const { onError } of this.#searches.values()) onError(reason);
		this.#searches.clear();
	}
}

/** One worker for this tab. Its tab-wide stream leadership is the worker's affair. */
export function openStore(veil: Veil | null): Store {
	const open = () =>
		new Worker(new URL('../../worker/index.ts', import.meta.url), { type: 'module', name: 'tidemark' });
	return new Store(open, location.origin, veil);
}
