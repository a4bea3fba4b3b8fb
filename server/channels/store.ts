// The channels a person set up, in the journal's database, whose files are for their owner only. Addresses and secrets
// stay here: a page is told the host of an address and whether there is a secret.
import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Channel, ChannelDraft } from '#lib/domain/channel.ts';
import type { LastResult } from '#lib/domain/push.ts';
import { inTransaction } from '../journal/transaction.ts';

export interface StoredChannel extends ChannelDraft {
	id: string;
	createdAtMs: number;
	lastResult: LastResult | null;
}

/** Writes throw JournalUnavailable when they cannot be kept now. */
export interface ChannelStore {
	/** Oldest first. */
	all(): StoredChannel[];
	get(id: string): StoredChannel | undefined;
	/** `null`: there are too many. */
	add(draft: ChannelDraft, nowMs: number): StoredChannel | null;
	/** The channel must exist. */
	change(id: string, draft: Partial<ChannelDraft>): StoredChannel;
	/** `false`: there was none. */
	remove(id: string): boolean;
	clear(): void;
	note(id: string, result: LastResult): void;
}

const MAX_CHANNELS = 20;
/** Ids of devices have no dot. */
const PREFIX = 'c.';

const TABLE = 'CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID';

export function createChannelStore(db: DatabaseSync): ChannelStore {
	db.exec(TABLE);
	const rows = db.prepare('SELECT body FROM channels').all() as { body: string }[];
	const channels = new Map(
		rows.map(({ body }) => JSON.parse(body) as StoredChannel).map((channel) => [channel.id, channel])
	);
	const save = db.prepare('INSERT OR REPLACE INTO channels VALUES (?, ?)');
	const remove = db.prepare('DELETE FROM channels WHERE id = ?');

	function keep(channel: StoredChannel): StoredChannel {
		inTransaction(db, () => save.run(channel.id, JSON.stringify(channel)));
		channels.set(channel.id, channel);
		return channel;
	}

	return {
		all: () => [...channels.values()].sort((a, b) => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1)),
		get: (id) => channels.get(id),
		add(draft, nowMs) {
			if (channels.size >= MAX_CHANNELS) return null;
			const id = PREFIX + randomBytes(12).toString('base64url');
			return keep({ ...draft, id, createdAtMs: nowMs, lastResult: null });
		},
		change: (id, draft) => keep({ ...channels.get(id)!, ...draft }),
		remove(id) {
			if (!channels.has(id)) return false;
			inTransaction(db, () => remove.run(id));
			return channels.delete(id);
		},
		clear() {
			inTransaction(db, () => db.exec('DELETE FROM channels'));
			channels.clear();
		},
		note(id, lastResult) {
			const known = channels.get(id);
			if (known !== undefined) keep({ ...known, lastResult });
		}
	};
}

/** What a page may know of it. */
export function shownChannel(channel: StoredChannel): Channel {
	const { id, kind, name, names, paused, createdAtMs, lastResult } = channel;
	const { origin } = new URL(channel.url);
	return { id, kind, name, origin, secret: channel.secret !== '', names, paused, createdAtMs, lastResult };
}
