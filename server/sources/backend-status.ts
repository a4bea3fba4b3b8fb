// What every server that is read says of itself the same way: whether it fails, receives or rests, and since when.
import type { SourceStatus } from '#lib/domain/views.ts';
import type { Feed } from './feed.ts';
import type { HealthNote } from './health-note.ts';

type Common = Pick<SourceStatus, 'state' | 'lastEventAt' | 'error' | 'failingSince' | 'lagMs'> & {
	error: string | null;
};

/** `receivingMs`: how long after something new it still counts as receiving. */
export function backendStatus(feed: Feed, health: HealthNote, nowMs: number, receivingMs: number): Common {
	const error = [feed.trouble, health.error].filter((part) => part !== null).join(' ') || null;
	const receiving = feed.lastNewMs !== null && nowMs - feed.lastNewMs < receivingMs;
	return {
		state:
			error !== null ? 'error' : receiving ? 'receiving' : feed.lastEventMs === null ? 'waiting' : 'idle',
		lastEventAt: feed.lastEventMs === null ? null : new Date(feed.lastEventMs).toISOString(),
		error,
		failingSince: health.since,
		lagMs: feed.arrival?.lagMs ?? null
	};
}
