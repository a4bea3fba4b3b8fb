// The signed-in devices: two secrets each, of which only hashes are kept, and the time they have left.
import type { DatabaseSync } from 'node:sqlite';
import type { AccessDevice, Role, SignedOutReason } from '#lib/domain/access.ts';
import { inTransaction } from '../journal/transaction.ts';
import { hashOf, isSameHash, isSecret, newId, newSecret } from './secrets.ts';

const DAY_MS = 24 * 3_600_000;
/** Without a visit. */
export const IDLE_MS = 30 * DAY_MS;
/** From sign-in on, whatever happens. */
export const ABSOLUTE_MS = 90 * DAY_MS;
const SEEN_EVERY_MS = 60_000;
/** More would only be a leak: the one not seen longest gives way. */
const MAX_DEVICES = 200;
const MAX_NAME = 60;

/** A device as it was found good. */
export interface KnownDevice {
	id: string;
	name: string;
	role: Role;
	/** Id of its user; `null`: none. */
	user: string | null;
}

export interface Devices {
	/** A new device and its secrets, which are not to be had again. */
	add(device: { name: string; role: Role; user: string | null }): {
		device: KnownDevice;
		cookie: string;
		key: string;
	};
	/** Both secrets have to fit. Notes that it was seen. */
	verify(cookie: string | null, key: string | null): KnownDevice | SignedOutReason;
	/** Whether it is still good: for what was begun with it and lasts. */
	isGood(id: string): boolean;
	/** Notes that it is still there. */
	note(id: string): void;
	/** Good ones, oldest first. `user` is the user's id. */
	all(current: string | null): AccessDevice[];
	/** `false`: there is none. */
	rename(id: string, name: string): boolean;
	/** Ends it; the device itself is told so. `false`: there is none. */
	revoke(id: string): boolean;
	/** Ends all, or all but one. Returns how many. */
	revokeAll(but?: string): number;
	/** Ends a user's, or all but one of them. Returns how many. */
	revokeOf(user: string, but?: string): number;
	/** Gives a user's devices another role: those of `from` alone. */
	changeRole(user: string, from: Role, to: Role): void;
	/** It left by itself: nothing of it is kept. */
	forget(id: string): void;
	/** Drops what is over. */
	sweep(): void;
	/** Owners' devices that are good now. */
	owners(): number;
}

interface Row {
	id: string;
	cookie: Uint8Array;
	key: Uint8Array;
	name: string;
	role: Role;
	user: string | null;
	made: number;
	seen: number;
	ended: number | null;
}

/** Writes throw JournalUnavailable when they cannot be kept now; noting that a device was seen does not. */
export function createDevices(db: DatabaseSync, now: () => number): Devices {
	const statements = {
		byCookie: db.prepare('SELECT * FROM devices WHERE cookie = ?'),
		byId: db.prepare('SELECT * FROM devices WHERE id = ?'),
		all: db.prepare('SELECT * FROM devices WHERE ended IS NULL ORDER BY made, id'),
		insert: db.prepare('INSERT INTO devices VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)'),
		seen: db.prepare('UPDATE devices SET seen = ? WHERE id = ?'),
		rename: db.prepare('UPDATE devices SET name = ? WHERE id = ? AND ended IS NULL'),
		end: db.prepare('UPDATE devices SET ended = ? WHERE id = ? AND ended IS NULL'),
		endAll: db.prepare('UPDATE devices SET ended = ? WHERE ended IS NULL AND id IS NOT ?'),
		endOf: db.prepare('UPDATE devices SET ended = ? WHERE user = ? AND ended IS NULL AND id IS NOT ?'),
		changeRole: db.prepare('UPDATE devices SET role = ? WHERE user = ? AND role = ?'),
		forget: db.prepare('DELETE FROM devices WHERE id = ?'),
		sweep: db.prepare('DELETE FROM devices WHERE made < ? OR (seen < ? AND ended IS NOT NULL)'),
		surplus: db.prepare(
			'DELETE FROM devices WHERE id IN (SELECT id FROM devices ORDER BY ended IS NULL, seen LIMIT max(0, (SELECT count(*) FROM devices) - ?))'
		)
	};

	const isOver = ({ made, seen }: Row) => now() - made >= ABSOLUTE_MS || now() - seen >= IDLE_MS;

	function noteSeen(row: Row): void {
		if (now() - row.seen < SEEN_EVERY_MS) return;
		try {
			statements.seen.run(now(), row.id);
		} catch {
			// The disk is full or the file is locked: it was seen all the same, and is noted next time.
		}
	}

	return {
		add({ name, role, user }) {
			const device = { id: newId(), name: cleanName(name), role, user };
			const cookie = newSecret();
			const key = newSecret();
			const at = now();
			inTransaction(db, () => {
				statements.insert.run(device.id, hashOf(cookie), hashOf(key), device.name, role, user, at, at);
				statements.surplus.run(MAX_DEVICES);
			});
			return { device, cookie, key };
		},
		verify(cookie, key) {
			if (cookie === null || key === null || !isSecret(cookie) || !isSecret(key)) return 'signed_out';
			const row = statements.byCookie.get(hashOf(cookie)) as Row | undefined;
			if (row === undefined || !isSameHash(row.key, hashOf(key))) return 'signed_out';
			if (row.ended !== null) return 'session_revoked';
			if (isOver(row)) return 'session_expired';
			noteSeen(row);
			const { id, name, role, user } = row;
			return { id, name, role, user };
		},
		isGood(id) {
			const row = statements.byId.get(id) as Row | undefined;
			return row !== undefined && row.ended === null && !isOver(row);
		},
		note(id) {
			const row = statements.byId.get(id) as Row | undefined;
			if (row !== undefined) noteSeen(row);
		},
		all(current) {
			const rows = statements.all.all() as unknown as Row[];
			return rows
				.filter((row) => !isOver(row))
				.map(({ id, name, role, user, made, seen }) => ({
					id,
					name,
					role,
					user,
					madeAtMs: made,
					seenAtMs: seen,
					current: id === current
				}));
		},
		rename: (id, name) => inTransaction(db, () => statements.rename.run(cleanName(name), id).changes > 0),
		revoke: (id) => inTransaction(db, () => statements.end.run(now(), id).changes > 0),
		revokeAll: (but) => inTransaction(db, () => Number(statements.endAll.run(now(), but ?? null).changes)),
		revokeOf: (user, but) =>
			inTransaction(db, () => Number(statements.endOf.run(now(), user, but ?? null).changes)),
		changeRole: (user, from, to) => inTransaction(db, () => void statements.changeRole.run(to, user, from)),
		forget: (id) => inTransaction(db, () => void statements.forget.run(id)),
		sweep: () => inTransaction(db, () => void statements.sweep.run(now() - ABSOLUTE_MS, now() - IDLE_MS)),
		owners: () =>
			(statements.all.all() as unknown as Row[]).filter((row) => row.role === 'owner' && !isOver(row)).length
	};
}

/** One line, not too long, never empty. */
export function cleanName(name: string): string {
	const clean = name
		.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return [...clean].slice(0, MAX_NAME).join('').trim() || '?';
}
