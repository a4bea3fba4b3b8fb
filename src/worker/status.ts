// The connection's status as the page sees it: the leading tab's own, or what the leading tab last said.
import type { ConnectionStatus } from '#lib/domain/views.ts';
import { createThrottle } from './throttle.ts';

const INTERVAL_MS = 200;

export interface Status {
	readonly current: ConnectionStatus;
	/** Published when something in it is new. */
	set(patch: Partial<ConnectionStatus>): void;
	stop(): void;
}

export function createStatus(publish: (status: ConnectionStatus) => void): Status {
	let current: ConnectionStatus = {
		state: 'connecting',
		leader: false,
		lastFrameMs: null,
		reason: null,
		history: null,
		clockOffsetMs: 0,
		health: null,
		storageError: null
	};
	const throttle = createThrottle(() => publish(current), INTERVAL_MS);
	throttle.request();
	return {
		get current() {
			return current;
		},
		set(patch) {
			const keys = Object.keys(patch) as (keyof ConnectionStatus)[];
			if (keys.every((key) => patch[key] === current[key])) return;
			current = { ...current, ...patch };
			throttle.request();
		},
		stop: () => throttle.stop()
	};
}
