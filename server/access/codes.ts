// One-time codes that outlive a restart: the owner's way in, made by the relay itself or by `npm run open` in another
// process, which both can only do who may write to the data folder; and invitations.
import type { DatabaseSync } from 'node:sqlite';
import type { Role } from '#lib/domain/access.ts';
import { inTransaction } from '../journal/transaction.ts';
import { hashOf, isSecret, newSecret } from './secrets.ts';

export const OPEN_MS = 10 * 60_000;
export const INVITE_MS = 7 * 24 * 3_600_000;
/** A code that is over is remembered for so long, to be told apart from one that never was. */
const REMEMBER_MS = 24 * 3_600_000;

export interface CodeGrant {
	kind: 'open' | 'invite';
	role: Role;
	user: string | null;
}

export interface Codes {
	/** A new code; only its hash is kept. */
	make(grant: CodeGrant, lifeMs: number): string;
	/** Uses it up. `over`: it was used before or has expired; `null`: there never was such a code. */
	take(code: string): CodeGrant | 'over' | null;
	/** What it would give, without using it up. */
	look(code: string): CodeGrant | 'over' | null;
	/** When the user's open invitation ends; `null`: there is none. */
	invitedUntilMs(user: string): number | null;
	/** Nobody comes in by the user's codes any more. */
	revokeOf(user: string): void;
}

interface Row extends CodeGrant {
	expires: number;
	used: number | null;
}

/** Writes throw JournalUnavailable when they cannot be kept now. */
export function createCodes(db: DatabaseSync, now: () => number): Codes {
	const insert = db.prepare('INSERT INTO codes VALUES (?, ?, ?, ?, ?, NULL)');
	const known = db.prepare('SELECT kind, role, user, expires, used FROM codes WHERE hash = ?');
	// The condition makes it once, whoever else asks at the same moment.
	const use = db.prepare('UPDATE codes SET used = ? WHERE hash = ? AND used IS NULL AND expires > ?');
	const sweep = db.prepare('DELETE FROM codes WHERE expires < ?');
	const invited = db.prepare(
		"SELECT max(expires) AS until FROM codes WHERE user = ? AND kind = 'invite' AND used IS NULL AND expires > ?"
	);
	const revoke = db.prepare('UPDATE codes SET used = ? WHERE user = ? AND used IS NULL');

	function look(code: string): CodeGrant | 'over' | null {
		if (!isSecret(code)) return null;
		const row = known.get(hashOf(code)) as Row | undefined;
		if (row === undefined) return null;
		const { kind, role, user, used, expires } = row;
		return used !== null || expires <= now() ? 'over' : { kind, role, user };
	}

	return {
		make({ kind, role, user }, lifeMs) {
			const code = newSecret();
			inTransaction(db, () => {
				sweep.run(now() - REMEMBER_MS);
				insert.run(hashOf(code), kind, role, user, now() + lifeMs);
			});
			return code;
		},
		look,
		invitedUntilMs: (user) => (invited.get(user, now()) as { until: number | null }).until,
		revokeOf: (user) => inTransaction(db, () => void revoke.run(now(), user)),
		take(code) {
			const grant = look(code);
			if (grant === null || grant === 'over') return grant;
			const mine = inTransaction(db, () => use.run(now(), hashOf(code), now()).changes > 0);
			return mine ? grant : 'over';
		}
	};
}
