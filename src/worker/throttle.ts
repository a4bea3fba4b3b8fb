// Runs a task soon, but not more often than every so many milliseconds, and never twice at once.

export interface Throttle {
	/** The task will run after this call: at once when it has not run lately. */
	request(): void;
	stop(): void;
}

export function createThrottle(task: () => void, intervalMs: number): Throttle {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let last = Number.NEGATIVE_INFINITY;
	let stopped = false;

	function run(): void {
		timer = undefined;
		last = performance.now();
		task();
	}

	return {
		request() {
			if (stopped || timer !== undefined) return;
			timer = setTimeout(run, Math.max(0, last + intervalMs - performance.now()));
		},
		stop() {
			stopped = true;
			clearTimeout(timer);
		}
	};
}
