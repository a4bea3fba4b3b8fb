// Sends what the outbox holds: each message until it was taken, its time is over, or whom it is for is gone.
import type { PushPayload } from '#lib/domain/push.ts';
import { JournalUnavailable } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { Outbox, OutboxRow, Urgency } from './outbox.ts';
import type { Result } from './result.ts';
import type { Way } from './way.ts';

export interface SenderOptions {
	ways: readonly Way[];
	outbox: Outbox;
	now(): number;
	log: Log;
	/** Between 0 and 1: spreads repeated attempts. */
	random?: () => number;
}

export interface Sender {
	/** Whom a new message goes to. */
	recipients(): string[];
	/** There may be something to send. */
	wake(): void;
	/** Sends to everyone now, past the outbox: for when it cannot be written. */
	sendNow(payload: PushPayload, urgency: Urgency): Promise<void>;
	/** Waits for what is under way, at most `graceMs`; the rest stays in the outbox. */
	close(graceMs: number): Promise<void>;
}

const SEND_NOW_MS = 12 * 3_600_000;
const MAX_AT_ONCE = 8;
const FIRST_WAIT_MS = 2000;
const MAX_WAIT_MS = 15 * 60_000;
/** Longest sleep: beyond it, timers of the platform fire at once. */
const MAX_SLEEP_MS = 3_600_000;
/** While the database cannot be written. */
const TROUBLE_MS = 5000;

export function createSender(options: SenderOptions): Sender {
	const { ways, outbox, now, log, random = Math.random } = options;
	/** Under way, or taken by the other side and not yet noted: never sent a second time by this process. */
	const busy = new Set<string>();
	const unnoted = new Map<string, OutboxRow>();
	const running = new Set<Promise<void>>();
	/** Who is being sent to: one message at a time, so that a service that does not answer takes up one place only. */
	const sentTo = new Set<string>();
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
				if (busy.has(key) || sentTo.has(row.device)) continue;
				busy.add(key);
				sentTo.add(row.device);
				const sending = sendRow(row, key).finally(() => {
					running.delete(sending);
					sentTo.delete(row.device);
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
		if (!(error instanceof JournalUnavailable))
			log.error(`A message could not be sent: ${(error as Error).message}`);
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
			const way = wayOf(row.device);
			if (way === undefined) outbox.finish(row, 'cancelled');
			else if (now() >= row.expiresMs) outbox.finish(row, 'expired');
			else {
				const result = await way.attempt(row.device, row);
				taken = result.kind === 'taken';
				settle(row, way, result);
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

	function settle(row: OutboxRow, way: Way, result: Result): void {
		const id = row.device;
		const name = way.nameOf(id);
		if (result.kind === 'taken') outbox.finish(row, 'sent');
		else if (result.kind === 'gone') way.drop(id);
		else if (result.kind === 'refused') outbox.finish(row, 'failed');
		else if (result.kind === 'later') {
			const wait = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** row.attempts) * (0.5 + random() / 2);
			outbox.postpone(row, now() + Math.max(wait, result.retryAfterMs));
		}
		if (result.kind !== 'gone')
			way.note(id, { atMs: now(), ok: result.kind === 'taken', detail: result.detail });
		if (result.kind !== 'taken') log.warn(`Message to "${name}": ${result.detail}`);
	}

	const wayOf = (id: string): Way | undefined => ways.find((way) => way.nameOf(id) !== undefined);

	return {
		recipients: () => ways.flatMap((way) => way.ids()),
		wake() {
			if (!closed) setImmediate(run);
		},
		async sendNow(payload, urgency) {
			const message = { payload, urgency, expiresMs: now() + SEND_NOW_MS };
			await Promise.all(
				ways.flatMap((way) =>
					way.ids().map(async (id) => {
						const result = await way.attempt(id, message);
						if (result.kind !== 'taken') log.warn(`Message to "${way.nameOf(id)}": ${result.detail}`);
					})
				)
			);
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
