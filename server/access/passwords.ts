// Passwords of named users: scrypt, slow and large on purpose, so at most two at a time and few waiting.
// https://nodejs.org/api/crypto.html#cryptoscryptpassword-salt-keylen-options-callback
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { PASSWORD_MAX, PASSWORD_MIN, type PasswordFault } from '#lib/domain/access.ts';
import { isPlaceholder } from './secrets.ts';

/** 32 MB and about 0.2 s a time; among OWASP's equivalents (read 2026-11). */
const COST = { logN: 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const AT_ONCE = 2;
/** The limiter lets far fewer come; beyond this something is wrong. */
const MAX_WAITING = 40;

export type Derive = (password: string, salt: Buffer, cost: typeof COST) => Promise<Buffer>;

export interface Passwords {
	/** As it is kept: parameters, salt and key. */
	hash(password: string): Promise<string>;
	/** `kept` null costs as much and is never right. */
	verify(password: string, kept: string | null): Promise<boolean>;
}

/** Too many wait already: try again later. */
export class PasswordsBusy extends Error {
	override name = 'PasswordsBusy';
}

/** Throws PasswordsBusy. */
export function createPasswords(derive: Derive = deriveByScrypt): Passwords {
	const waiting: (() => void)[] = [];
	let running = 0;
	/** Of no password: random, so that nothing fits. */
	const nobody = format(COST, randomBytes(SALT_BYTES), randomBytes(KEY_BYTES));

	async function inTurn(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
		if (running >= AT_ONCE) {
			if (waiting.length >= MAX_WAITING) throw new PasswordsBusy('Too many passwords are being checked.');
			// Whoever ends hands its place on.
			await new Promise<void>((resolve) => waiting.push(resolve));
		} else running++;
		try {
			return await derive(password.normalize('NFKC'), salt, cost);
		} finally {
			const next = waiting.shift();
			if (next === undefined) running--;
			else next();
		}
	}

	return {
		async hash(password) {
			const salt = randomBytes(SALT_BYTES);
			return format(COST, salt, await inTurn(password, salt, COST));
		},
		async verify(password, kept) {
			const { cost, salt, key } = parse(kept ?? nobody);
			const same = timingSafeEqual(await inTurn(password, salt, cost), key);
			return kept !== null && same;
		}
	};
}

/** `null`: it will do. `name` is not to be one's own password. */
export function faultOf(password: string, name: string): PasswordFault | null {
	const length = [...password].length;
	if (length < PASSWORD_MIN) return 'short';
	if (length > PASSWORD_MAX) return 'long';
	const plain = password.trim().toLowerCase();
	const ownName = plain.replace(/\d+$/, '') === name.trim().toLowerCase();
	return ownName || isPlaceholder(plain) || /^(.{1,4})\1+$/u.test(plain) ? 'common' : null;
}

function deriveByScrypt(password: string, salt: Buffer, { logN, r, p }: typeof COST): Promise<Buffer> {
	const N = 2 ** logN;
	return new Promise((resolve, reject) => {
		scrypt(password, salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
			error === null ? resolve(key) : reject(error)
		);
	});
}

function format({ logN, r, p }: typeof COST, salt: Buffer, key: Buffer): string {
	return `scrypt$${logN}$${r}$${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

function parse(kept: string): { cost: typeof COST; salt: Buffer; key: Buffer } {
	const [kind, logN, r, p, salt, key] = kept.split('$');
	if (kind !== 'scrypt' || key === undefined)
		throw new Error('A password is kept in a form this version does not know.');
	return {
		cost: { logN: Number(logN), r: Number(r), p: Number(p) },
		salt: Buffer.from(salt!, 'base64url'),
		key: Buffer.from(key, 'base64url')
	};
}
