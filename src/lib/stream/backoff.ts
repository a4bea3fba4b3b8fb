// How long to wait before the next attempt: from half a second, doubling to 30 s, each shortened by chance so that
// tabs and devices do not come back all at once.

export const FIRST_WAIT_MS = 500;
export const LONGEST_WAIT_MS = 30_000;

/** `random` is uniform in [0, 1). The wait lies between half of the step and the whole. */
export function waitMs(failures: number, random: number): number {
	const step = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
	return Math.round(step * (0.5 + random / 2));
}

/** Waits; ends early, without rejecting, when the signal is aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return Promise.resolve();
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(timer);
			signal.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		signal.addEventListener('abort', done, { once: true });
	});
}
