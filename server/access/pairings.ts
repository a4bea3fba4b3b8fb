// Ways in for further devices, made on a signed-in one: a link for the camera and 8 digits for the hand. They live for
// two minutes, in memory only.
import type { Pairing, PairingState, Role } from '#lib/domain/access.ts';
import { hashOf, isDigits, isSameHash, isSecret, newDigits, newId, newSecret } from './secrets.ts';

export const PAIRING_MS = 2 * 60_000;
/** Wrong digits that all open pairings together put up with. The link is not guessable and stays. */
export const PAIRING_TRIES = 5;
const MAX_OPEN = 8;
/** How long one that is over can still be asked about. */
const REMEMBER_MS = 10 * 60_000;

export interface PairingGrant {
	role: Role;
	/** Id of the user the new device belongs to. */
	user: string | null;
}

export interface Pairings {
	/** The oldest open one gives way when there are too many. `by`: the device that asks, to whom alone it is told. */
	make(role: Role, user: string | null, by: string): Pairing;
	/** `null`: there is none, or it is another's. */
	state(id: string, by: string): PairingState | null;
	/** Nobody comes in by it any more. */
	cancel(id: string, by: string): void;
	/** Nobody comes in by those of this user any more. */
	cancelOf(user: string): void;
	/** A code or digits as typed. `over`: expired, used or spent; `null`: no pairing fits. Wrong digits are counted. */
	take(secret: string): PairingGrant | 'over' | null;
}

interface Open {
	id: string;
	role: Role;
	user: string | null;
	by: string;
	codeHash: Buffer;
	digitsHash: Buffer;
	expiresAtMs: number;
	tries: number;
	used: boolean;
	cancelled: boolean;
}

export function createPairings(now: () => number): Pairings {
	let all: Open[] = [];

	const isOver = (one: Open) => one.used || one.cancelled || now() >= one.expiresAtMs;
	const isOpen = (one: Open) => !isOver(one);

	function forget(): void {
		all = all.filter(({ expiresAtMs }) => now() < expiresAtMs + REMEMBER_MS);
	}

	function taken(one: Open): PairingGrant {
		one.used = true;
		return { role: one.role, user: one.user };
	}

	function byDigits(digits: string): PairingGrant | 'over' | null {
		const hash = hashOf(digits);
		let found: Open | null = null;
		// All of them, always: how long it takes says nothing.
		for (const one of all) if (isSameHash(one.digitsHash, hash)) found = one;
		if (found !== null && isOpen(found) && found.tries < PAIRING_TRIES) return taken(found);
		for (const one of all) if (isOpen(one)) one.tries++;
		return found === null ? null : 'over';
	}

	return {
		make(role, user, by) {
			forget();
			const open = all.filter(isOpen);
			if (open.length >= MAX_OPEN) open[0]!.cancelled = true;
			const pairing: Pairing = {
				id: newId(),
				role,
				digits: newDigits(),
				code: newSecret(),
				expiresAtMs: now() + PAIRING_MS
			};
			all.push({
				id: pairing.id,
				role,
				user,
				by,
				codeHash: hashOf(pairing.code),
				digitsHash: hashOf(pairing.digits),
				expiresAtMs: pairing.expiresAtMs,
				tries: 0,
				used: false,
				cancelled: false
			});
			return pairing;
		},
		state(id, by) {
			const one = all.find((each) => each.id === id && each.by === by);
			if (one === undefined) return null;
			if (one.used) return 'used';
			if (!isOpen(one)) return 'expired';
			return one.tries >= PAIRING_TRIES ? 'spent' : 'waiting';
		},
		cancel(id, by) {
			const one = all.find((each) => each.id === id && each.by === by);
			if (one !== undefined) one.cancelled = true;
		},
		cancelOf(user) {
			for (const one of all) if (one.user === user) one.cancelled = true;
		},
		take(secret) {
			forget();
			if (isDigits(secret)) return byDigits(secret);
			if (!isSecret(secret)) return null;
			const hash = hashOf(secret);
			const one = all.find(({ codeHash }) => isSameHash(codeHash, hash));
			if (one === undefined) return null;
			return isOpen(one) ? taken(one) : 'over';
		}
	};
}
