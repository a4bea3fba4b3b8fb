// A search while it runs: what has been found so far, and how to stop it.
import type { SearchArgs, SearchProgress } from '#lib/domain/search.ts';
import type { SlottedEvent, Store } from './store.svelte.ts';

export class EventSearch {
	#store: Store;
	#hits = $state.raw<SlottedEvent[]>([]);
	#progress = $state.raw<SearchProgress | null>(null);
	#error = $state.raw<string | null>(null);
	#running = $state.raw(false);
	#stop: (() => void) | null = null;
	#fresh = false;

	constructor(store: Store) {
		this.#store = store;
	}

	/** Newest first. Those of the search before stay until the next one has something to say. */
	get hits(): readonly SlottedEvent[] {
		return this.#hits;
	}

	/** The latest word of the search; `null` before the first. */
	get progress(): SearchProgress | null {
		return this.#progress;
	}

	get error(): string | null {
		return this.#error;
	}

	get running(): boolean {
		return this.#running;
	}

	start(args: SearchArgs): void {
		this.cancel();
		this.#running = true;
		this.#error = null;
		this.#fresh = true;
		this.#stop = this.#store.search(
			args,
			(progress) => {
				this.#hits = this.#fresh ? progress.hits : [...this.#hits, ...progress.hits];
				this.#fresh = false;
				this.#progress = progress;
				this.#running = !progress.done;
			},
			(message) => {
				this.#error = message;
				this.#running = false;
			}
		);
	}

	/** What has been found stays. */
	cancel(): void {
		this.#stop?.();
		this.#stop = null;
		this.#running = false;
	}
}
