// Sends what the outbox holds: each message until a push service took it, its time is over, or its device is gone.
import type { PushPayload, PushStep } from '#lib/domain/push.ts';
import { JournalUnavailable } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { Device, Devices } from './devices.ts';
import { encryptMessage } from './message.ts';
import type { Outbox, OutboxRow, Urgency } from './outbox.ts';
import type { PushAnswer, PushTransport } from './transport.ts';
import { PushBlocked } from './transport.ts';
import type { VapidKeys } from './vapid.ts';

export interface SenderOptions {
	devices: Devices;
	outbox: Outbox;
	transport: PushTransport;
	keys: VapidKeys;
	contact: string;
	now(): number;
	log: Log;
	/** Between 0 and 1: spreads repeated attempts. */
	random?: () => number;
}

export interface PushSender {
	/** There may be something to send. */
	wake(): void;
	/** Sends to every device now, past the outbox: for when it cannot be written. */
	sendNow(payload: PushPayload, urgency: Urgency): Promise<void>;
	/** A test message, step by step. */
	test(deviceId: string): Promise<PushStep[]>;
	/** Waits for what is under way, at most `graceMs`; the rest stays in the outbox. */
	close(graceMs: number): Promise<void>;
}

const MAX_TTL_S = 12 * 3600;
const MIN_TTL_S = 60;
const MAX_AT_ONCE = 4;
const FIRST_WAIT_MS = 2000;
const MAX_WAIT_MS = 15 * 60_000;
/** Longest sleep: beyond it, timers of the platform fire at once. */
const MAX_SLEEP_MS = 3_600_000;
/** While the database cannot be written. */
const TROUBLE_MS = 5000;

export function createPushSender(options: SenderOptions): PushSender {
	const { devices, outbox, transport, now, log, random = Math.random } = options;
	/** Under way, or taken by the push service and not yet noted: never sent a second time by this process. */
	const busy = new Set<string>();
	const unnoted = new Map<string, OutboxRow>();
	const running = new Set<Promise<void>>();
	let timer: NodeJS.Timeout | null = null;
	let closed = false;

	function sleepUntil(atMs: number): void {
		if (timer !== null) clearTimeout(timer);
		timer = setTimeout(run, Math.min(MAX_SLEEP_MS, Math.max(0, atMs - now())));
		timer.unref();
	}

	function run(): void {
		if (closed) return;
		try {
			noteAgain();
			for (const row of outbox.due(now())) {
				if (running.size >= MAX_AT_ONCE) return;
				const key = `${row.alert}\t${row.device}`;
				if (busy.has(key)) continue;
				busy.add(key);
				const sending = sendRow(row, key).finally(() => {
					running.delete(sending);
					run();
				});
				running.add(sending);
			}
			const next = outbox.nextMs();
			if (unnoted.size > 0) sleepUntil(now() + TROUBLE_MS);
			else if (next !== null && next > now()) sleepUntil(next);
		} catch (error) {
			noteTrouble(error);
			sleepUntil(now() + TROUBLE_MS);
		}
	}

	/** The relay goes on, and so does sending, a little later. */
	function noteTrouble(error: unknown): void {
		if (!(error instanceof JournalUnavailable)) log.error(`Push failed: ${(error as Error).message}`);
	}

	/** Sent while the database could not be written. */
	function noteAgain(): void {
		for (const [key, row] of unnoted) {
			outbox.finish(row, 'sent');
			unnoted.delete(key);
			busy.delete(key);
		}
	}

	async function sendRow(row: OutboxRow, key: string): Promise<void> {
		let taken = false;
		try {
			const device = devices.get(row.device);
			if (device === undefined) outbox.finish(row, 'cancelled');
			else if (now() >= row.expiresMs) outbox.finish(row, 'expired');
			else {
				const result = await attempt(device, row.payload, row.urgency, ttlOf(row.expiresMs - now()));
				taken = result.kind === 'taken';
				settle(row, device, result);
			}
			busy.delete(key);
		} catch (error) {
			noteTrouble(error);
			if (taken) unnoted.set(key, row);
			// Left alone for a while: what happened could not be noted, so the row is still due.
			else setTimeout(() => busy.delete(key), TROUBLE_MS).unref();
			sleepUntil(now() + TROUBLE_MS + 1);
		}
	}

	function settle(row: OutboxRow, device: Device, result: Result): void {
		if (result.kind === 'taken') outbox.finish(row, 'sent');
		else if (result.kind === 'gone') drop(device);
		else if (result.kind === 'refused') outbox.finish(row, 'failed');
		else if (result.kind === 'later') {
			const wait = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** row.attempts) * (0.5 + random() / 2);
			outbox.postpone(row, now() + Math.max(wait, result.retryAfterMs));
		}
		if (result.kind !== 'gone')
			devices.note(device.id, { atMs: now(), ok: result.kind === 'taken', detail: result.detail });
		if (result.kind !== 'taken') log.warn(`Push to "${device.name}": ${result.detail}`);
	}

	function drop(device: Device): void {
		outbox.cancelDevice(device.id);
		devices.remove(device.id);
	}

	async function attempt(
		device: Device,
		payload: PushPayload,
		urgency: Urgency,
		ttlS: number
	): Promise<Result> {
		try {
			const message = encryptMessage(device.subscription, payload, { ...options, ttlS, urgency });
			return resultOf(await transport.post(message), now());
		} catch (error) {
			return { kind: 'later', retryAfterMs: 0, detail: sentenceOf(error) };
		}
	}

	return {
		wake() {
			if (!closed) setImmediate(run);
		},
		async sendNow(payload, urgency) {
			await Promise.all(
				devices.all().map(async (device) => {
					const result = await attempt(device, payload, urgency, MAX_TTL_S);
					if (result.kind !== 'taken') log.warn(`Push to "${device.name}": ${result.detail}`);
				})
			);
		},
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
				result = resultOf(await transport.post(message), now());
			} catch (error) {
				step('connect', false, sentenceOf(error));
				return steps;
			}
			step('connect', true, 'The push service answered.');
			step('accept', result.kind === 'taken', result.detail);
			if (result.kind === 'gone') drop(device);
			else devices.note(device.id, { atMs: now(), ok: result.kind === 'taken', detail: result.detail });
			return steps;
		},
		async close(graceMs) {
			closed = true;
			if (timer !== null) clearTimeout(timer);
			let late: NodeJS.Timeout | undefined;
			const limit = new Promise<void>((resolve) => {
				late = setTimeout(resolve, graceMs);
			});
			await Promise.race([Promise.all(running), limit]);
			clearTimeout(late);
		}
	};
}

type Result =
	| { kind: 'taken'; detail: string }
	| { kind: 'gone'; detail: string }
	| { kind: 'refused'; detail: string }
	| { kind: 'later'; retryAfterMs: number; detail: string };

/** https://www.rfc-editor.org/rfc/rfc8030#section-5 and -8.4 */
function resultOf({ status, retryAfter }: PushAnswer, nowMs: number): Result {
	if (status >= 200 && status < 300)
		return { kind: 'taken', detail: `The push service took it (${status}).` };
	if (status === 404 || status === 410) {
		return { kind: 'gone', detail: `The subscription has ended (${status}): subscribe the device again.` };
	}
	if (status === 401 || status === 403) {
		return {
			kind: 'refused',
			detail: `The push service does not accept this relay's key (${status}): subscribe the device again.`
		};
	}
	if (status === 408 || status === 425 || status === 429 || status >= 500) {
		return {
			kind: 'later',
			retryAfterMs: retryAfterMs(retryAfter, nowMs),
			detail: `The push service asks to wait (${status}).`
		};
	}
	return { kind: 'refused', detail: `The push service refused it (${status}).` };
}

/** Seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
function retryAfterMs(header: string | null, nowMs: number): number {
	if (header === null) return 0;
	const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
	return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

function ttlOf(leftMs: number): number {
	return Math.min(MAX_TTL_S, Math.max(MIN_TTL_S, Math.floor(leftMs / 1000)));
}

/** Our own sentences as they are; of other errors only the code. */
function sentenceOf(error: unknown): string {
	if (error instanceof PushBlocked) return error.message;
	const { code } = error as NodeJS.ErrnoException;
	return code === undefined
		? 'The push service could not be reached.'
		: `The push service could not be reached (${code}).`;
}
