// The devices that asked to be alerted, in the journal's database. Their endpoints never leave the relay but for the
// push service.
import { createHash, createPublicKey } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { PushDevice } from '#lib/domain/push.ts';
import { inTransaction } from '../journal/transaction.ts';

export interface Subscription {
	endpoint: string;
	keys: { p256dh: string; auth: string };
}

export interface Device extends PushDevice {
	subscription: Subscription;
	/** Sign-in device it was made by; absent with sign-in off. Its messages end with that. */
	session?: string;
}

/** Writes throw JournalUnavailable when they cannot be kept now. */
export interface Devices {
	/** Oldest first. */
	all(): Device[];
	get(id: string): Device | undefined;
	/** The same endpoint again renews its keys and name; `null`: there are too many. `former` gives way. */
	put(
		name: string,
		subscription: Subscription,
		nowMs: number,
		former?: string,
		session?: string
	): Device | null;
	/** `false`: there was none. Messages waiting for it go with it. */
	remove(id: string): boolean;
	/** Those whose session is over, by what `isGood` says of it. */
	removeOrphans(isGood: (session: string) => boolean): void;
	clear(): void;
	note(id: string, result: NonNullable<PushDevice['lastResult']>): void;
}

const MAX_DEVICES = 50;
const MAX_NAME = 100;

const TABLE =
	'CREATE TABLE IF NOT EXISTS push_devices (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID';

export function createDevices(db: DatabaseSync): Devices {
	db.exec(TABLE);
	const rows = db.prepare('SELECT body FROM push_devices').all() as { body: string }[];
	const devices = new Map(
		rows.map(({ body }) => JSON.parse(body) as Device).map((device) => [device.id, device])
	);
	const save = db.prepare('INSERT OR REPLACE INTO push_devices VALUES (?, ?)');
	const remove = db.prepare('DELETE FROM push_devices WHERE id = ?');

	return {
		all: () => [...devices.values()].sort((a, b) => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1)),
		get: (id) => devices.get(id),
		put(name, subscription, nowMs, former, session) {
			const id = deviceId(subscription.endpoint);
			const before = former === undefined ? undefined : deviceId(former);
			const known = devices.get(id) ?? (before === undefined ? undefined : devices.get(before));
			if (known === undefined && devices.size >= MAX_DEVICES) return null;
			const device: Device = {
				id,
				name: name || (known?.name ?? ''),
				createdAtMs: known?.createdAtMs ?? nowMs,
				lastResult: known?.lastResult ?? null,
				subscription,
				...(session === undefined ? {} : { session })
			};
			inTransaction(db, () => {
				if (before !== undefined && before !== id) remove.run(before);
				save.run(id, JSON.stringify(device));
			});
			if (before !== undefined) devices.delete(before);
			devices.set(id, device);
			return device;
		},
		remove(id) {
			if (!devices.has(id)) return false;
			inTransaction(db, () => remove.run(id));
			return devices.delete(id);
		},
		removeOrphans(isGood) {
			for (const { id, session } of [...devices.values()]) {
				if (session === undefined || isGood(session)) continue;
				inTransaction(db, () => remove.run(id));
				devices.delete(id);
			}
		},
		clear() {
			inTransaction(db, () => db.exec('DELETE FROM push_devices'));
			devices.clear();
		},
		note(id, lastResult) {
			const known = devices.get(id);
			if (known === undefined) return;
			const device = { ...known, lastResult };
			inTransaction(db, () => save.run(id, JSON.stringify(device)));
			devices.set(id, device);
		}
	};
}

/** One endpoint is one device, however often it subscribes. */
export function deviceId(endpoint: string): string {
	return createHash('sha256').update(endpoint).digest('base64url').slice(0, 22);
}

/** A name and `PushSubscription.toJSON()` as received. https://www.w3.org/TR/push-api/#pushsubscription-interface */
export function parseSubscription(
	value: unknown
): { name: string; subscription: Subscription; former: string | undefined } | { rejected: string } {
	if (!isObject(value) || !isObject(value.subscription) || !isObject(value.subscription.keys)) {
		return { rejected: 'A name and a subscription are needed.' };
	}
	const { name, formerEndpoint } = value;
	const { endpoint } = value.subscription;
	const { p256dh, auth } = value.subscription.keys;
	if (typeof name !== 'string' || name.length > MAX_NAME) {
		return { rejected: `The device's name has at most ${MAX_NAME} characters.` };
	}
	if (typeof endpoint !== 'string') return { rejected: 'The subscription has no address.' };
	if (formerEndpoint !== undefined && typeof formerEndpoint !== 'string') {
		return { rejected: 'The former address is a text.' };
	}
	if (!isPublicKey(p256dh) || !isBytes(auth, 16))
		return { rejected: "The subscription's keys are not usable." };
	return { name: name.trim(), subscription: { endpoint, keys: { p256dh, auth } }, former: formerEndpoint };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

const isBytes = (value: unknown, bytes: number): value is string =>
	typeof value === 'string' &&
	/^[\w-]{1,100}={0,2}$/.test(value) &&
	Buffer.from(value, 'base64url').length === bytes;

/** A point of P-256, uncompressed; one that is not on the curve would fail at every message. */
function isPublicKey(value: unknown): value is string {
	if (!isBytes(value, 65)) return false;
	const bytes = Buffer.from(value, 'base64url');
	if (bytes[0] !== 4) return false;
	try {
		createPublicKey({
			format: 'jwk',
			key: {
				kty: 'EC',
				crv: 'P-256',
				x: bytes.subarray(1, 33).toString('base64url'),
				y: bytes.subarray(33).toString('base64url')
			}
		});
		return true;
	} catch {
		// Not a point of the curve.
		return false;
	}
}
