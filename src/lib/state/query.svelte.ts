// A question kept answered: asked again when its arguments or the rows change. Keeps the last good answer, with its age,
// when a later one fails. Made while a component initialises; ends with it.
import { untrack } from 'svelte';
import type { QueryArgs, QueryName, QueryResult } from '#lib/db/protocol.ts';
import type { Store } from './store.svelte.ts';

export interface Question<N extends QueryName> {
	name: N;
	args: QueryArgs<N>;
}

export class LiveQuery<N extends QueryName> {
	#store: Store;
	#everyMs: number;
	#current = $state.raw<QueryResult<N> | undefined>(undefined);
	#error = $state.raw<string | null>(null);
	#answeredAtMs = $state.raw<number | null>(null);
	#pending = $state.raw(false);
	#asked: Question<N> | undefined;
	#running = false;
	#stale = false;
	#startedAtMs = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** `question` may give `undefined`: not yet. `everyMs`: the least time between two askings for the same arguments. */
	constructor(store: Store, question: () => Question<N> | undefined, everyMs = 250) {
		this.#store = store;
		this.#everyMs = everyMs;
		$effect(() => {
			const next = question();
			untrack(() => this.#ask(next));
		});
		$effect(() => {
			const stop = store.onChanged(() => this.#renew());
			const visible = () => this.#renew();
			document.addEventListener('visibilitychange', visible);
			return () => {
				stop();
				document.removeEventListener('visibilitychange', visible);
				clearTimeout(this.#timer);
				this.#asked = undefined;
			};
		});
	}

	/** `undefined`: not answered yet. */
	get current(): QueryResult<N> | undefined {
		return this.#current;
	}

	/** Why the latest asking failed; `current` is then an earlier answer. */
	get error(): string | null {
		return this.#error;
	}

	/** When `current` was answered, by this device's clock. */
	get answeredAtMs(): number | null {
		return this.#answeredAtMs;
	}

	/** The arguments have changed and their answer is on its way. */
	get pending(): boolean {
		return this.#pending;
	}

	#ask(next: Question<N> | undefined): void {
		const same = JSON.stringify(next) === JSON.stringify(this.#asked);
		if (same) {
			this.#renew();
			return;
		}
		this.#asked = next;
		this.#pending = next !== undefined;
		if (next !== undefined) void this.#run();
	}

	#renew(): void {
		if (this.#asked === undefined || document.hidden) return;
		if (this.#running) {
			this.#stale = true;
			return;
		}
		const wait = this.#startedAtMs + this.#everyMs - performance.now();
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#run(), Math.max(0, wait));
	}

	async #run(): Promise<void> {
		const asked = this.#asked;
		if (asked === undefined) return;
		clearTimeout(this.#timer);
		this.#running = true;
		this.#stale = false;
		this.#startedAtMs = performance.now();
		try {
			const answer = await this.#store.query(asked.name, asked.args);
			if (asked !== this.#asked) return;
			this.#current = answer;
			this.#answeredAtMs = Date.now();
			this.#error = null;
			this.#pending = false;
		} catch (error) {
			if (asked !== this.#asked) return;
			this.#error = error instanceof Error ? error.message : String(error);
			this.#pending = false;
		} finally {
			// A later asking with other arguments has its own run.
			if (asked === this.#asked) {
				this.#running = false;
				if (this.#stale) this.#renew();
			}
		}
	}
}
