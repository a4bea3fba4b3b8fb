// A small team: people are invited by a link that works once, set a password, and come in by name and password from then
// on. Nobody comes in as somebody the owner has not named, and nothing here can keep the owner's one-time link out.
import type { Invitation, InvitationLook, PasswordFault, Person, Role } from '#lib/domain/access.ts';
import type { Exchanged } from './access.ts';
import { type Codes, INVITE_MS } from './codes.ts';
import type { Devices, KnownDevice } from './devices.ts';
import type { Limiter } from './limiter.ts';
import type { Live } from './live.ts';
import type { Pairings } from './pairings.ts';
import { faultOf, type Passwords } from './passwords.ts';
import { type KnownPerson, type People, sameName } from './people.ts';
import { hashOf } from './secrets.ts';

export interface Team {
	/** `current`: the user who asks. */
	all(current: string | null): Person[];
	/** A new person and a link for them. `inviter`: name of the user who asks. */
	invite(wanted: {
		name: string;
		role: Role;
		identities: readonly string[];
		inviter: string | null;
	}): Invitation | 'name_taken' | 'too_many';
	/** A new link. Former ones, the password and all sessions of that person end. `null`: there is none. */
	reset(id: string): Invitation | null;
	/** Their devices see what is theirs from now on, at once. `false`: there is none. */
	change(id: string, change: { role?: Role; identities?: readonly string[] }): boolean;
	/** Sessions, codes and all end. `false`: there is none. */
	remove(id: string): boolean;
	/** What an invitation says, without using it up. */
	look(code: string, address: string): InvitationLook | Refused;
	/** Uses the invitation up: a password and a session for it. */
	accept(
		code: string,
		password: string,
		device: string,
		address: string
	): Promise<Exchanged | { refused: PasswordFault }>;
	/** Name and password for a session. Whether there is such a name makes no difference to be seen. */
	signIn(name: string, password: string, device: string, address: string): Promise<Exchanged | WrongPassword>;
	/** Their other sessions end. `null`: done. */
	changePassword(
		by: KnownDevice,
		current: string,
		next: string,
		address: string
	): Promise<null | WrongPassword | Extract<Refused, { refused: 'slow_down' }> | { refused: PasswordFault }>;
}

export type Refused = Extract<Exchanged, { refused: string }>;
export type WrongPassword = { refused: 'wrong_password' };

interface TeamParts {
	people: People;
	passwords: Passwords;
	devices: Devices;
	codes: Codes;
	pairings: Pairings;
	live: Live;
	/** Of passwords alone: guessing them slows no code down. */
	limiter: Limiter;
	/** Of codes. */
	codeLimiter: Limiter;
	now: () => number;
}

const WRONG = { refused: 'wrong_password' } as const;

export function createTeam(parts: TeamParts): Team {
	const { people, passwords, devices, codes, pairings, live, limiter, codeLimiter, now } = parts;

	function told(person: KnownPerson, current: string | null): Person {
		const { id, name, role, identities, madeAtMs } = person;
		return {
			id,
			name,
			role,
			identities: [...identities],
			hasPassword: person.password !== null,
			inviteEndsAtMs: codes.invitedUntilMs(id),
			devices: devices.all(null).filter(({ user }) => user === id).length,
			madeAtMs,
			current: id === current
		};
	}

	function invitationFor(person: KnownPerson): Invitation {
		const code = codes.make({ kind: 'invite', role: person.role, user: person.id }, INVITE_MS);
		return { person: told(person, null), code, endsAtMs: now() + INVITE_MS };
	}

	/** All ways in that are open, and what came by them. */
	function endAll(id: string, but?: string): void {
		codes.revokeOf(id);
		pairings.cancelOf(id);
		devices.revokeOf(id, but);
		live.check();
	}

	/** Whom a code invites. Unknown ones are counted; known ones never have to wait. */
	function invited(code: string, address: string): KnownPerson | Refused {
		const grant = codes.look(code);
		if (grant === 'over') return { refused: 'code_expired' };
		const person = grant?.kind === 'invite' && grant.user !== null ? people.byId(grant.user) : null;
		if (person !== null) return person;
		const waitMs = codeLimiter.ask(address);
		return waitMs > 0 ? { refused: 'slow_down', waitMs } : { refused: 'code_unknown' };
	}

	const keysOf = (name: string, address: string) => [
		`name ${hashOf(sameName(name)).toString('base64url')}`,
		`from ${address}`
	];

	return {
		all: (current) => people.all().map((person) => told(person, current)),
		invite(wanted) {
			const person = people.add(wanted);
			return typeof person === 'string' ? person : invitationFor(person);
		},
		reset(id) {
			const person = people.byId(id);
			if (person === null) return null;
			people.setPassword(id, null);
			endAll(id);
			return invitationFor({ ...person, password: null });
		},
		change(id, { role, identities }) {
			const person = people.byId(id);
			if (person === null) return false;
			const next = { role: role ?? person.role, identities: identities ?? person.identities };
			people.change(id, next);
			if (next.role !== person.role) {
				// Those that were let in with less keep less; none has more than its person.
				pairings.cancelOf(id);
				devices.changeRole(id, person.role, next.role);
				if (next.role === 'viewer') devices.changeRole(id, 'member', 'viewer');
			}
			const theirs = new Set(devices.all(null).flatMap((each) => (each.user === id ? [each.id] : [])));
			live.restart((device) => theirs.has(device));
			return true;
		},
		remove(id) {
			if (!people.remove(id)) return false;
			endAll(id);
			return true;
		},
		look(code, address) {
			const person = invited(code, address);
			if ('refused' in person) return person;
			const { id, name, role, inviter } = person;
			return { name, role, inviter, endsAtMs: codes.invitedUntilMs(id)! };
		},
		async accept(code, password, device, address) {
			const person = invited(code, address);
			if ('refused' in person) return person;
			const fault = faultOf(password, person.name);
			if (fault !== null) return { refused: fault };
			const hash = await passwords.hash(password);
			// It may have been used or revoked meanwhile; so may the person.
			const grant = codes.take(code);
			const still = people.byId(person.id);
			if (grant === null || grant === 'over' || still === null) return { refused: 'code_expired' };
			people.setPassword(still.id, hash);
			return devices.add({ name: device, role: still.role, user: still.id });
		},
		async signIn(name, password, device, address) {
			const keys = keysOf(name, address);
			const waitMs = limiter.ask(...keys);
			if (waitMs > 0) return { refused: 'slow_down', waitMs };
			const kept = people.byName(name);
			const right = await passwords.verify(password, kept?.password ?? null);
			// As it is now: it may have been changed while the password was looked at.
			const still = kept === null ? null : people.byId(kept.id);
			if (!right || still === null || still.password !== kept!.password) return WRONG;
			limiter.passed(...keys);
			return devices.add({ name: device, role: still.role, user: still.id });
		},
		async changePassword(by, current, next, address) {
			const person = by.user === null ? null : people.byId(by.user);
			if (person === null) return WRONG;
			const fault = faultOf(next, person.name);
			if (fault !== null) return { refused: fault };
			const keys = keysOf(person.name, address);
			const waitMs = limiter.ask(...keys);
			if (waitMs > 0) return { refused: 'slow_down', waitMs };
			if (!(await passwords.verify(current, person.password))) return WRONG;
			const hash = await passwords.hash(next);
			if (people.byId(person.id)?.password !== person.password || !devices.isGood(by.id)) return WRONG;
			limiter.passed(...keys);
			people.setPassword(person.id, hash);
			endAll(person.id, by.id);
			return null;
		}
	};
}
