// Lets other work in: reading and decoding share the process with everything else the relay does.

const SLICE_MS = 10;

export interface Pause {
	/** True when this slice of time is used up. */
	readonly due: boolean;
	/** Lets what waits run. */
	take(): Promise<void>;
}

export function createPause(): Pause {
	let sinceMs = performance.now();
	return {
		get due() {
			return performance.now() - sinceMs > SLICE_MS;
		},
		async take() {
			await new Promise((resolve) => setImmediate(resolve));
			sinceMs = performance.now();
		}
	};
}
