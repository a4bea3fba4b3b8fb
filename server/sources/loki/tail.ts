// Keeps one tail open for the whole relay. It is only a hint: what it brings is kept at once, and everything it may have
// lost (before, between and during connections) is asked for by range.
import type { LokiDecoded } from '#lib/wire/loki.ts';
import { type Clock, createBackoff, createBell } from '../clock.ts';
import { openTail, type TailEnd, type TailOptions } from './tail-connection.ts';

export interface Tail {
	readonly open: boolean;
	/** Why it is not open or not of use, as a sentence; `null`: nothing to say. */
	readonly trouble: string | null;
	/** Connections made after the first. */
	readonly reconnects: number;
	/** Resolves when the loop has ended, after `signal`. */
	readonly ended: Promise<void>;
}

export interface TailDeps extends TailOptions {
	clock: Clock;
	random: () => number;
	firstBackoffMs: number;
	maxBackoffMs: number;
	/** How long to leave a server alone that has no tail to spare. */
	fullMs: number;
	/** A connection now stands: what came before it is to be asked for. */
	opened(): void;
	frame(decoded: LokiDecoded): void;
	/** Something came that could not be used: what it was is to be asked for. */
	lost(): void;
	/** The tail is gone: until it is back, its part is to be asked for. */
	gone(): void;
}

export function keepTail(deps: TailDeps, signal: AbortSignal): Tail {
	const { clock } = deps;
	const backoff = createBackoff(deps.firstBackoffMs, deps.maxBackoffMs, deps.random);
	let open = false;
	let trouble: string | null = null;
	let connections = 0;

	/** One connection, from start to end. */
	async function connection(): Promise<TailEnd> {
		const bell = createBell();
		let end: TailEnd = 'ended';
		let openedMs = 0;
		const made = openTail(deps, {
			opened() {
				open = true;
				openedMs = clock.now();
				connections += 1;
				trouble = null;
				deps.opened();
			},
			frame: (decoded) => deps.frame(decoded),
			malformed: () => deps.lost(),
			closed(how, said) {
				end = how;
				if (open && (how === 'limit' || clock.now() - openedMs > deps.maxBackoffMs)) backoff.reset();
				const wasOpen = open;
				open = false;
				trouble = sentence(how, said);
				if (wasOpen) deps.gone();
				bell.ring();
			}
		});
		await bell.wait(FOREVER_MS, FOREVER, signal);
		made.close();
		return end;
	}

	async function run(): Promise<void> {
		while (!signal.aborted) {
			const end = await connection();
			if (signal.aborted) return;
			const waitMs = backoff.next();
			const long = end === 'full' || end === 'query';
			await clock.sleep(long ? deps.fullMs * (0.5 + deps.random() / 2) : waitMs, signal);
		}
	}

	return {
		get open() {
			return open;
		},
		get trouble() {
			return trouble;
		},
		get reconnects() {
			return Math.max(0, connections - 1);
		},
		ended: run()
	};
}

const FOREVER_MS = Number.POSITIVE_INFINITY;
/** Waits for the signal alone. */
const FOREVER: Clock = {
	now: () => 0,
	sleep: (_ms, signal) =>
		new Promise((resolve) => {
			if (signal.aborted) resolve();
			else signal.addEventListener('abort', () => resolve(), { once: true });
		})
};

function sentence(end: TailEnd, said: string): string | null {
	switch (end) {
		case 'limit':
			return null;
		case 'full':
			return 'Loki has no live connection to spare: it is asked again and again instead.';
		case 'query':
			return 'Loki does not stream the answer to LOKI_QUERY: give a log selector.';
		case 'refused':
			return 'Loki refuses the live connection: it is asked again and again instead.';
		case 'silent':
			return 'The live connection to Loki fell silent and was made anew.';
		case 'ended':
			return said === '' ? 'Loki ended the live connection.' : `Loki ended the live connection: ${said}.`;
	}
}
