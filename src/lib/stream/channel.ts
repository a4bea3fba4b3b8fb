// What the tabs of one browser say to each other: the leading one tells of changes and of the connection, the others
// pass on what a person asked for.
import type { DomainEvent } from '#lib/domain/event.ts';
import type { ConnectionStatus } from '#lib/domain/views.ts';

/** Which rows changed, between which versions of them; see `db/ingest.ts`. */
export interface RowsChanged {
	fromRowsVersion: number;
	rowsVersion: number;
	sessions: string[];
	days: number[];
	/** The newest new events, newest last. */
	events: { slot: number; event: DomainEvent }[];
}

export type TabMessage =
	| { type: 'changed'; change: RowsChanged }
	| { type: 'status'; status: ConnectionStatus }
	/** A tab that has just opened asks the leader for its status. */
	| { type: 'who' }
	| { type: 'retry' }
	| { type: 'resync' }
	/** The leading tab throws the store away: others let go of it, and open it anew at the end. */
	| { type: 'erase'; step: 'begin' | 'end' }
	/** Budgets or alerts on this device changed; the leading tab sends on what the relay does not have. */
	| { type: 'plans' };

export interface Channel {
	post(message: TabMessage): void;
	close(): void;
}

export function openChannel(onMessage: (message: TabMessage) => void, name = 'tidemark'): Channel {
	const channel = new BroadcastChannel(name);
	channel.onmessage = ({ data }: MessageEvent<TabMessage>) => onMessage(data);
	return {
		post: (message) => channel.postMessage(message),
		close: () => channel.close()
	};
}
