// Web Push as a way for messages, and its test step by step.
import type { PushPayload, PushStep } from '#lib/domain/push.ts';
import type { Devices } from './devices.ts';
import { encryptMessage } from './message.ts';
import { pushResult, type Result, sentenceOf } from './result.ts';
import type { PushTransport } from './transport.ts';
import type { VapidKeys } from './vapid.ts';
import type { Way } from './way.ts';

export interface PushWayOptions {
	devices: Devices;
	transport: PushTransport;
	keys: VapidKeys;
	/** Whom a push service may write to. */
	contact: string;
	now(): number;
	/** What waits for a device that is gone is called off. */
	cancel(deviceId: string): void;
}

export interface PushWay extends Way {
	/** A test message, step by step. */
	test(deviceId: string): Promise<PushStep[]>;
}

const MAX_TTL_S = 12 * 3600;
const MIN_TTL_S = 60;

export function createPushWay(options: PushWayOptions): PushWay {
	const { devices, transport, now } = options;

	function drop(id: string): void {
		options.cancel(id);
		devices.remove(id);
	}

	return {
		ids: () => devices.all().map(({ id }) => id),
		nameOf: (id) => devices.get(id)?.name,
		async attempt(id, { payload, urgency, expiresMs }) {
			try {
				const ttlS = ttlOf(expiresMs - now());
				const message = encryptMessage(devices.get(id)!.subscription, payload, { ...options, ttlS, urgency });
				return pushResult(await transport.post(message), now());
			} catch (error) {
				return { kind: 'later', retryAfterMs: 0, detail: sentenceOf(error, 'push service') };
			}
		},
		note: devices.note,
		drop,
		async test(deviceId) {
			const steps: PushStep[] = [];
			const step = (name: PushStep['name'], ok: boolean, detail: string) => steps.push({ name, ok, detail });
			const device = devices.get(deviceId);
			step(
				'subscription',
				device !== undefined,
				device ? 'The device is subscribed.' : 'The device is not subscribed any more.'
			);
			if (device === undefined) return steps;
			const refused = transport.check(device.subscription.endpoint);
			step('address', refused === null, refused?.refused ?? 'The push service is a known one.');
			if (refused !== null) return steps;
			const payload: PushPayload = { kind: 'test', name: device.name, tag: `test.${device.id}` };
			let message: ReturnType<typeof encryptMessage>;
			try {
				message = encryptMessage(device.subscription, payload, {
					...options,
					ttlS: MIN_TTL_S,
					urgency: 'high'
				});
			} catch {
				step('encrypt', false, "The message could not be encrypted with the device's keys.");
				return steps;
			}
			step('encrypt', true, 'The message is encrypted for this device.');
			let result: Result;
			try {
				result = pushResult(await transport.post(message), now());
			} catch (error) {
				step('connect', false, sentenceOf(error, 'push service'));
				return steps;
			}
			step('connect', true, 'The push service answered.');
			step('accept', result.kind === 'taken', result.detail);
			if (result.kind === 'gone') drop(device.id);
			else devices.note(device.id, { atMs: now(), ok: result.kind === 'taken', detail: result.detail });
			return steps;
		}
	};
}

function ttlOf(leftMs: number): number {
	return Math.min(MAX_TTL_S, Math.max(MIN_TTL_S, Math.floor(leftMs / 1000)));
}
