// Word of changed rows to the page: gathered, at most four times a second, with the newest of the new events.
import type { FromWorker } from '#lib/db/protocol.ts';
import type { RowsChanged } from '#lib/stream/channel.ts';
import { createThrottle } from './throttle.ts';

const INTERVAL_MS = 250;

/** Most events that go along with word of a change. */
export const TOLD_EVENTS = 200;

export interface Changes {
	add(events: RowsChanged['events']): void;
	stop(): void;
}

export function createChanges(post: (message: FromWorker) => void): Changes {
	let events: RowsChanged['events'] = [];
	const throttle = createThrottle(() => {
		const told = events;
		events = [];
		post({ type: 'changed', events: told });
	}, INTERVAL_MS);
	return {
		add(added) {
			events = [...events, ...added].slice(-TOLD_EVENTS);
			throttle.request();
		},
		stop: () => throttle.stop()
	};
}
