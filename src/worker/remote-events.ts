// Events of a session that are not on this device yet, asked of the relay when someone opens the session. They are kept
// for the few sessions looked at last, and never stored: the history brings them anyway.
import type { RemoteEvents } from '#lib/db/query-sessions.ts';
import type { Entry } from '#lib/db/segment.ts';
import type { Api } from '#lib/stream/api.ts';

const KEPT = 8;
/** Not asked again before this. */
const PATIENCE_MS = 15_000;

export function createRemoteEvents(api: Api, onArrival: () => void): RemoteEvents {
	const known = new Map<string, { entries: Entry[]; askedMs: number }>();

	async function ask(key: string, entries: Entry[]): Promise<void> {
		known.delete(key);
		known.set(key, { entries, askedMs: performance.now() });
		for (const old of [...known.keys()].slice(0, -KEPT)) known.delete(old);
		try {
			const page = await api.json<{ events: Entry[] }>(`/api/events?session=${encodeURIComponent(key)}`);
			const asked = known.get(key);
			if (asked === undefined || page.events.length === asked.entries.length) return;
			asked.entries = page.events;
			onArrival();
		} catch (error) {
			// Offline is an answer too: the session says how many events are missing, and the next look asks again.
			console.debug('events of a session were not to be had', error);
		}
	}

	return {
		of(key) {
			const asked = known.get(key);
			if (asked === undefined || performance.now() - asked.askedMs > PATIENCE_MS)
				void ask(key, asked?.entries ?? []);
			return known.get(key)?.entries ?? [];
		}
	};
}
