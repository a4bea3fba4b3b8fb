// Random secrets, and how they are kept: as SHA-256, which is enough for 256 random bits and nothing less.
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const DIGITS = 8;

/** 256 random bits, base64url. */
export function newSecret(): string {
	return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Names a row: not a secret. */
export function newId(): string {
	return randomBytes(8).toString('hex');
}

/** For typing by hand: guards only what has few tries and a short life. */
export function newDigits(): string {
	return String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
}

export function hashOf(secret: string): Buffer {
	return createHash('sha256').update(secret).digest();
}

/** In constant time. */
export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether a text has the form of `newSecret`: anything else need not be looked up. */
export function isSecret(text: string): boolean {
	return /^[\w-]{43}$/.test(text);
}

export function isDigits(text: string): boolean {
	return /^\d{8}$/.test(text);
}

const PLACEHOLDERS =
	/^(change[-_. ]?(me|it|this).*|pass(word|wd)?\d*|secret\d*|token\d*|default|example|placeholder|admin\d*|test(ing)?\d*|your[-_. ].*|my[-_. ]?(token|secret|password)|<.*>|0?123456789?0?|abcdef(gh)?|qwerty.*|letmein|tidemark\d*|ingest[-_. ]?token|bearer|none|null|undefined)$/i;

/** Values that stand in examples, or that everybody tries first. */
export function isPlaceholder(value: string): boolean {
	return PLACEHOLDERS.test(value) || new Set(value).size === 1;
}
