// Wakes whoever waits for the journal to grow. It carries no events: each waiter reads the journal from its own cursor,
// so nobody buffers for a slow one.
export interface Hub {
	/** New records were committed. */
	wake(): void;
	/** Resolves at the next `wake` or `close`, or when the signal is aborted. */
	woken(signal: AbortSignal): Promise<void>;
	/** Counts a stream as open; the function it returns ends that, once however often called. */
	join(): () => void;
	/** Streams open now. */
	readonly streams: number;
	/** Aborted when the relay shuts down: streams end. */
	readonly closing: AbortSignal;
	close(): void;
}

export function createHub(): Hub {
	const waiters = new Set<() => void>();
	const closing = new AbortController();
	let streams = 0;

	function wake(): void {
		const woken = [...waiters];
		waiters.clear();
		for (const resolve of woken) resolve();
	}

	return {
		wake,
		woken(signal) {
			if (signal.aborted || closing.signal.aborted) return Promise.resolve();
			return new Promise((resolve) => {
				const done = () => {
					waiters.delete(done);
					signal.removeEventListener('abort', done);
					resolve();
				};
				waiters.add(done);
				signal.addEventListener('abort', done, { once: true });
			});
		},
		join() {
			streams += 1;
			let open = true;
			return () => {
				if (open) streams -= 1;
				open = false;
			};
		},
		get streams() {
			return streams;
		},
		closing: closing.signal,
		close() {
			closing.abort();
			wake();
		}
	};
}
