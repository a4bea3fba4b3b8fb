// Who may look, put together: devices, the ways in, ingest tokens, and what the routes ask of them. With sign-in off
// everyone is the owner: possible on loopback only, which `beyond.ts` sees to.
import type { DatabaseSync } from 'node:sqlite';
import type { Role, SignedOutReason } from '#lib/domain/access.ts';
import { type Codes, createCodes, OPEN_MS } from './codes.ts';
import { settingOf } from './database.ts';
import { createDevices, type Devices, type KnownDevice } from './devices.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { createLive, type Live } from './live.ts';
import { createPairings, type Pairings } from './pairings.ts';
import { createPasswords, type Derive } from './passwords.ts';
import { createPeople, type KnownPerson } from './people.ts';
import { isDigits } from './secrets.ts';
import { createTeam, type Team } from './team.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** Who asks. Routes decide by `role`; nothing else in the relay knows of cookies. */
export interface Visitor {
	role: Role;
	/** `null` with sign-in off. */
	device: KnownDevice | null;
	/** Whose device it is; `null`: the machine's owner's. */
	person: Pick<KnownPerson, 'id' | 'name' | 'identities'> | null;
}

/** With sign-in off. */
export const LOCAL_OWNER: Visitor = { role: 'owner', device: null, person: null };

export type Exchanged =
	| { device: KnownDevice; cookie: string; key: string }
	/** `code_expired`: it was one, and is over. */
	| { refused: 'code_unknown' | 'code_expired' }
	| { refused: 'slow_down'; waitMs: number };

export interface Access {
	readonly signIn: boolean;
	/** Random, of this data folder: part of the cookie's name. */
	readonly instance: string;
	/** Address for other devices; `null`: none is declared. */
	readonly publicUrl: string | null;
	/** By the two secrets of a request. */
	visitor(cookie: string | null, key: string | null): Visitor | SignedOutReason;
	/** Whose device it is; `null`: the machine's owner's. */
	personOf(device: KnownDevice): KnownPerson | null;
	/**
	 * A code for a session. Wrong ones and digits pass the limiter first, so that at most ten a minute are looked at; a
	 * code of 256 bits that fits is always taken, so that guessing by others keeps nobody out.
	 */
	exchange(code: string, name: string, address: string): Exchanged;
	/** A link's code for the owner: whoever can call this or write to the data folder may come in. */
	openCode(): string;
	/** No owner has a device: the next start has to show the way in. */
	readonly isNew: boolean;
	devices: Devices;
	pairings: Pairings;
	codes: Codes;
	tokens: Tokens;
	team: Team;
	live: Live;
	limiter: Limiter;
	close(): void;
}

export interface AccessOptions {
	db: DatabaseSync;
	signIn: boolean;
	publicUrl: string | null;
	now: () => number;
	/** Stands in for scrypt. */
	derive?: Derive;
}

export function createAccess({ db, signIn, publicUrl, now, derive }: AccessOptions): Access {
	const devices = createDevices(db, now);
	const codes = createCodes(db, now);
	const pairings = createPairings(now);
	const tokens = createTokens(db, now);
	const live = createLive(db, devices);
	const limiter = createLimiter(now);
	const instance = settingOf(db, 'instance')!;

	const people = createPeople(db, now);
	const team = createTeam({
		people,
		passwords: createPasswords(derive),
		devices,
		codes,
		pairings,
		live,
		limiter: createLimiter(now),
		codeLimiter: limiter,
		now
	});

	const personOf = ({ user }: KnownDevice) => (user === null ? null : people.byId(user));

	/** `null`: no code that lets in by itself. */
	function grantOf(code: string): { role: Role; user: string | null } | 'over' | null {
		const paired = pairings.take(code);
		if (paired !== null) return paired;
		const known = codes.look(code);
		// An invitation needs a password beside it.
		return known === null || (known !== 'over' && known.kind !== 'open') ? null : codes.take(code);
	}

	devices.sweep();
	return {
		signIn,
		instance,
		publicUrl,
		personOf,
		visitor(cookie, key) {
			if (!signIn) return LOCAL_OWNER;
			const known = devices.verify(cookie, key);
			if (typeof known === 'string') return known;
			const person = personOf(known);
			// Whoever is no longer on the list has no devices; this holds should one be left.
			if (person === null && known.user !== null) return 'session_revoked';
			return { role: known.role, device: known, person };
		},
		exchange(code, name, address) {
			const guessable = isDigits(code);
			if (guessable) {
				const waitMs = limiter.ask(address);
				if (waitMs > 0) return { refused: 'slow_down', waitMs };
			}
			const grant = grantOf(code);
			if (grant === 'over') return { refused: 'code_expired' };
			if (grant === null) {
				const waitMs = guessable ? 0 : limiter.ask(address);
				return waitMs > 0 ? { refused: 'slow_down', waitMs } : { refused: 'code_unknown' };
			}
			if (guessable) limiter.passed(address);
			return devices.add({ name, role: grant.role, user: grant.user });
		},
		openCode: () => codes.make({ kind: 'open', role: 'owner', user: null }, OPEN_MS),
		get isNew() {
			return devices.owners() === 0;
		},
		devices,
		pairings,
		codes,
		tokens,
		team,
		live,
		limiter,
		close() {
			live.close();
			db.close();
		}
	};
}
