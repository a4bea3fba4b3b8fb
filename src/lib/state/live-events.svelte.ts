// The newest events, as they arrive: at most four changes a second, and none at all while they are held back because
// someone is reading. Held events are counted and shown at once on release.
import { untrack } from 'svelte';
import type { SlottedEvent, Store } from './store.svelte.ts';

const EVERY_MS = 250;
const PAGE = 200;
/** Kept in memory; older ones are a press away. */
const MOST = 3000;

export class LiveEvents {
	#store: Store;
	#events = $state.raw<SlottedEvent[]>([]);
	#waiting = $state.raw<SlottedEvent[]>([]);
	#held = $state.raw(false);
	#error = $state.raw<string | null>(null);
	#answered = $state.raw(false);
	#more = $state.raw(true);
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Made while a component initialises; ends with it. */
	constructor(store: Store) {
		this.#store = store;
		$effect(() => {
			untrack(() => void this.older());
			const stop = store.onChanged((events) => this.#arrive(events));
			return () => {
				stop();
				clearTimeout(this.#timer);
			};
		});
		$effect(() => {
			// History comes without naming its events. It goes below what is shown, so nothing moves.
			const have = store.status?.history?.have ?? 0;
			untrack(() => {
				if (have > 0 && this.#answered && this.#events.length < PAGE) void this.older();
			});
		});
	}

	/** Newest first. */
	get current(): readonly SlottedEvent[] {
		return this.#events;
	}

	/** How many arrived while held. */
	get waiting(): readonly SlottedEvent[] {
		return this.#waiting;
	}

	get answered(): boolean {
		return this.#answered;
	}

	get error(): string | null {
		return this.#error;
	}

	/** There may be older ones on this device. */
	get more(): boolean {
		return this.#more;
	}

	/** While held nothing moves. Released, all that waited comes in. */
	hold(held: boolean): void {
		this.#held = held;
		if (!held) this.#flush();
	}

	async older(): Promise<void> {
		const last = this.#events.at(-1);
		try {
			const page = await this.#store.query('recent', { limit: PAGE, beforeSlot: last?.slot ?? null });
			this.#more = page.length === PAGE;
			this.#events = merge(this.#events, page, Number.POSITIVE_INFINITY);
			this.#error = null;
		} catch (error) {
			this.#error = error instanceof Error ? error.message : String(error);
		}
		this.#answered = true;
	}

	#arrive(events: SlottedEvent[]): void {
		if (events.length === 0) {
			// The first sync ends without naming its events.
			if (this.#events.length === 0 && this.#answered) void this.older();
			return;
		}
		this.#waiting = merge(this.#waiting, events, MOST);
		if (this.#held) return;
		this.#timer ??= setTimeout(() => this.#flush(), EVERY_MS);
	}

	#flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#held || this.#waiting.length === 0) return;
		this.#events = merge(this.#events, this.#waiting, MOST);
		this.#waiting = [];
		this.#answered = true;
	}
}

/** Newest slot first, each slot once: a revision takes the place of what it revises. */
function merge(known: readonly SlottedEvent[], added: readonly SlottedEvent[], most: number): SlottedEvent[] {
	const bySlot = new Map(known.map((one) => [one.slot, one]));
	for (const one of added) bySlot.set(one.slot, one);
	return [...bySlot.values()].sort((a, b) => b.slot - a.slot).slice(0, most);
}
