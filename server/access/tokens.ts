// Ingest tokens: each lets one machine send telemetry and read nothing. Hashes only; the secret is said once.
import type { DatabaseSync } from 'node:sqlite';
import type { IngestToken } from '#lib/domain/access.ts';
import { inTransaction } from '../journal/transaction.ts';
import { cleanName } from './devices.ts';
import { hashOf, isSameHash, isSecret, newId, newSecret } from './secrets.ts';

const USED_EVERY_MS = 60_000;
const MAX_TOKENS = 500;
/** Tells our tokens from other secrets, for people and for scanners of repositories. */
const PREFIX = 'tdm_';

/** Who sends; `null`: as the telemetry says. */
export interface Sender {
	machine: string | null;
	user: string | null;
}

export interface Tokens {
	all(): IngestToken[];
	/** `null`: there are too many. */
	make(wanted: { name: string; machine: string | null; user: string | null }): {
		token: IngestToken;
		secret: string;
	} | null;
	/** `false`: there is none. What is sent with it is refused from now on. */
	revoke(id: string): boolean;
	/** `null`: not one of ours. */
	senderOf(secret: string): Sender | null;
}

interface Row {
	id: string;
	hash: Uint8Array;
	name: string;
	machine: string | null;
	user: string | null;
	made: number;
	used: number | null;
}

/** Writes throw JournalUnavailable when they cannot be kept now; noting that a token was used does not. */
export function createTokens(db: DatabaseSync, now: () => number): Tokens {
	const all = db.prepare('SELECT * FROM tokens ORDER BY made, id');
	const count = db.prepare('SELECT count(*) AS n FROM tokens');
	const insert = db.prepare('INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, NULL)');
	const remove = db.prepare('DELETE FROM tokens WHERE id = ?');
	const byHash = db.prepare('SELECT * FROM tokens WHERE hash = ?');
	const used = db.prepare('UPDATE tokens SET used = ? WHERE id = ?');

	function noteUsed({ id, used: last }: Row): void {
		if (last !== null && now() - last < USED_EVERY_MS) return;
		try {
			used.run(now(), id);
		} catch {
			// Not worth refusing telemetry for: it is noted next time.
		}
	}

	return {
		all: () =>
			(all.all() as unknown as Row[]).map(({ id, name, machine, user, made, used }) => ({
				id,
				name,
				machine,
				user,
				madeAtMs: made,
				usedAtMs: used
			})),
		make({ name, machine, user }) {
			if ((count.get() as { n: number }).n >= MAX_TOKENS) return null;
			const secret = `${PREFIX}${newSecret()}`;
			const clean = (text: string | null) => (text === null || text.trim() === '' ? null : cleanName(text));
			const token: IngestToken = {
				id: newId(),
				name: cleanName(name),
				machine: clean(machine),
				user: clean(user),
				madeAtMs: now(),
				usedAtMs: null
			};
			inTransaction(db, () =>
				insert.run(token.id, hashOf(secret), token.name, token.machine, token.user, token.madeAtMs)
			);
			return { token, secret };
		},
		revoke: (id) => inTransaction(db, () => remove.run(id).changes > 0),
		senderOf(secret) {
			if (!secret.startsWith(PREFIX) || !isSecret(secret.slice(PREFIX.length))) return null;
			const hash = hashOf(secret);
			const row = byHash.get(hash) as Row | undefined;
			if (row === undefined || !isSameHash(row.hash, hash)) return null;
			noteUsed(row);
			return { machine: row.machine, user: row.user };
		}
	};
}
