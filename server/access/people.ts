// The team's members as they are kept: name, role, what telemetry calls them, and the hash of a password.
import type { DatabaseSync } from 'node:sqlite';
import type { Role } from '#lib/domain/access.ts';
import { inTransaction } from '../journal/transaction.ts';
import { cleanName } from './devices.ts';
import { newId } from './secrets.ts';

const MAX_PEOPLE = 200;
export const MAX_IDENTITIES = 20;

export interface KnownPerson {
	id: string;
	name: string;
	role: Role;
	identities: readonly string[];
	/** Hash; `null`: none is set. */
	password: string | null;
	/** Who invited; `null`: the owner of the machine. */
	inviter: string | null;
	madeAtMs: number;
}

export interface People {
	/** Oldest first. */
	all(): KnownPerson[];
	byId(id: string): KnownPerson | null;
	/** Capitals and width of letters make no difference. */
	byName(name: string): KnownPerson | null;
	add(person: {
		name: string;
		role: Role;
		identities: readonly string[];
		inviter: string | null;
	}): KnownPerson | 'name_taken' | 'too_many';
	/** `false`: there is none. */
	change(id: string, change: { role: Role; identities: readonly string[] }): boolean;
	/** `null` takes it away. */
	setPassword(id: string, hash: string | null): void;
	/** `false`: there was none. */
	remove(id: string): boolean;
}

interface Row {
	id: string;
	name: string;
	role: Role;
	password: string | null;
	made: number;
	identities: string;
	inviter: string | null;
}

/** Writes throw JournalUnavailable when they cannot be kept now. */
export function createPeople(db: DatabaseSync, now: () => number): People {
	const all = db.prepare('SELECT * FROM users ORDER BY made, id');
	const byId = db.prepare('SELECT * FROM users WHERE id = ?');
	const insert = db.prepare('INSERT INTO users VALUES (?, ?, ?, NULL, ?, ?, ?)');
	const change = db.prepare('UPDATE users SET role = ?, identities = ? WHERE id = ?');
	const setPassword = db.prepare('UPDATE users SET password = ? WHERE id = ?');
	const remove = db.prepare('DELETE FROM users WHERE id = ?');
	const list = () => (all.all() as unknown as Row[]).map(personOf);

	function byName(name: string): KnownPerson | null {
		let found: KnownPerson | null = null;
		// All of them, always: how long it takes says nothing.
		for (const person of list()) if (sameName(person.name) === sameName(name)) found = person;
		return found;
	}

	return {
		all: list,
		byId(id) {
			const row = byId.get(id) as Row | undefined;
			return row === undefined ? null : personOf(row);
		},
		byName,
		add({ name, role, identities, inviter }) {
			const clean = cleanName(name);
			if (byName(clean) !== null) return 'name_taken';
			if (list().length >= MAX_PEOPLE) return 'too_many';
			const person = { id: newId(), name: clean, role, identities, password: null, inviter, madeAtMs: now() };
			inTransaction(db, () =>
				insert.run(person.id, clean, role, person.madeAtMs, JSON.stringify(identities), inviter)
			);
			return person;
		},
		change: (id, { role, identities }) =>
			inTransaction(db, () => change.run(role, JSON.stringify(identities), id).changes > 0),
		setPassword: (id, hash) => inTransaction(db, () => void setPassword.run(hash, id)),
		remove: (id) => inTransaction(db, () => remove.run(id).changes > 0)
	};
}

/** As names are compared. */
export function sameName(name: string): string {
	return cleanName(name).normalize('NFKC').toLowerCase();
}

function personOf({ identities, made, ...row }: Row): KnownPerson {
	return { ...row, identities: JSON.parse(identities) as string[], madeAtMs: made };
}
