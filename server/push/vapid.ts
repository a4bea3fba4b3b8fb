// The relay's own key pair for Web Push (RFC 8292), made once. With it lost, every device has to subscribe again.
import { chmodSync, existsSync, linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import webPush from 'web-push';

export interface VapidKeys {
	publicKey: string;
	privateKey: string;
}

export const VAPID_NAME = 'vapid.json';

/** Reads the keys of the data folder, or makes them (0600). Throws an Error with a sentence when the file is not usable. */
export function openVapidKeys(dir: string): VapidKeys {
	const path = join(dir, VAPID_NAME);
	const known = readKeys(path);
	if (known !== null) return known;
	const made = `${path}.${process.pid}.new`;
	writeFileSync(made, `${JSON.stringify(webPush.generateVAPIDKeys())}\n`, { mode: 0o600, flush: true });
	try {
		// Appears whole or not at all, and never in place of another.
		linkSync(made, path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	} finally {
		unlinkSync(made);
	}
	return readKeys(path)!;
}

/** The next start makes new ones; what was subscribed with these is of no more use. Returns whether there were any. */
export function removeVapidKeys(dir: string): boolean {
	const path = join(dir, VAPID_NAME);
	const were = existsSync(path);
	rmSync(path, { force: true });
	return were;
}

/** `null`: there is no such file. */
function readKeys(path: string): VapidKeys | null {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw new Error(`${path} cannot be read: ${(error as Error).message}.`, { cause: error });
	}
	const keys = parseKeys(text);
	if (keys === null) {
		throw new Error(
			`${path} holds no usable keys, so nothing is pushed. Put it back from a backup; or delete it, and every device has to subscribe again.`
		);
	}
	if (process.platform !== 'win32') chmodSync(path, 0o600);
	return keys;
}

function parseKeys(text: string): VapidKeys | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		// Not usable, then: said by the caller.
		return null;
	}
	if (value === null || typeof value !== 'object') return null;
	const { publicKey, privateKey } = value as Partial<VapidKeys>;
	const usable = isKey(publicKey, 65) && isKey(privateKey, 32);
	return usable ? { publicKey: publicKey!, privateKey: privateKey! } : null;
}

const isKey = (value: unknown, bytes: number): boolean =>
	typeof value === 'string' && /^[\w-]+$/.test(value) && Buffer.from(value, 'base64url').length === bytes;
