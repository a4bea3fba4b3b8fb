// Frames that come close together are applied as one: the first at once, what follows within the interval together.

export interface BatcherOptions<T> {
	/** One call at a time, items in order. */
	apply(items: T[]): Promise<void>;
	/** Least time from one call to the next. */
	intervalMs?: number;
	/** At most this many waiting: then `add` waits too, and the sender with it. */
	maxItems?: number;
}

export interface Batcher<T> {
	/** Resolves when there is room for more. Rejects with what `apply` rejected with; nothing is applied after that. */
	add(items: readonly T[]): Promise<void>;
	/** Resolves when everything added is applied. */
	drain(): Promise<void>;
}

export function createBatcher<T>({
	apply,
	intervalMs = 120,
	maxItems = 20_000
}: BatcherOptions<T>): Batcher<T> {
	let waiting: T[] = [];
	let running: Promise<void> | null = null;
	let failed: { error: unknown } | null = null;
	let wakeEarly: (() => void) | null = null;

	async function run(): Promise<void> {
		try {
			while (waiting.length > 0) {
				const items = waiting;
				waiting = [];
				await apply(items);
				await pause();
			}
		} catch (error) {
			failed = { error };
		} finally {
			running = null;
		}
	}

	function pause(): Promise<void> {
		if (waiting.length >= maxItems) return Promise.resolve();
		return new Promise((resolve) => {
			const timer = setTimeout(() => resolve(), intervalMs);
			wakeEarly = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	function check(): void {
		if (failed !== null) throw failed.error;
	}

	return {
		async add(items) {
			check();
			for (const item of items) waiting.push(item);
			running ??= run();
			if (waiting.length < maxItems) return;
			wakeEarly?.();
			while (waiting.length >= maxItems && running !== null)
				await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 5))]);
			check();
		},
		async drain() {
			while (running !== null) {
				wakeEarly?.();
				await running;
			}
			check();
		}
	};
}
