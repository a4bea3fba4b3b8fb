// What is to be read next from another server, and when: first what came since the cursor, then what its tail says it
// lost, then windows of the recent past, since some things arrive late. A longer window stands for the shorter ones due.

export type Wanted =
	| { kind: 'catch-up' }
	| { kind: 'gap'; fromMs: number }
	| { kind: 'rolling'; fromMs: number; spanMs: number };

export interface PlanTimes {
	/** Between readings while there is no tail. */
	pollMs: number;
	/** Windows read again and again, shortest first. */
	rolling: { everyMs: number; spanMs: number }[];
}

export interface Plan {
	/** What to read now; `null`: nothing yet. `tailed`: the tail brings what is new. */
	next(tailed: boolean): Wanted | null;
	/** How long until something is due, ms. */
	idleMs(tailed: boolean): number;
	/** Reads from the cursor as soon as may be. */
	catchUp(): void;
	/** Reads from `fromMs` (Unix epoch ms) as soon as may be. */
	gap(fromMs: number): void;
	done(wanted: Wanted): void;
	/** It is wanted again, and so is all since the cursor. */
	failed(wanted: Wanted): void;
	/** Everything up to some moment of this run has been read. */
	readonly everCaughtUp: boolean;
	/** And nothing failed since. */
	readonly caughtUp: boolean;
	/** Since when, Unix epoch ms; `null`: it is not. */
	readonly caughtUpMs: number | null;
}

const HOUR_MS = 3_600_000;

export function createPlan(times: PlanTimes, now: () => number): Plan {
	let catchUp = true;
	let gapMs: number | null = null;
	let everCaughtUp = false;
	let caughtUpMs: number | null = null;
	let pollAtMs = 0;
	const dueAtMs = times.rolling.map(({ everyMs }) => now() + everyMs);

	return {
		next(tailed) {
			const nowMs = now();
			if (catchUp || (!tailed && nowMs >= pollAtMs)) {
				catchUp = false;
				return { kind: 'catch-up' };
			}
			if (gapMs !== null) {
				const fromMs = gapMs;
				gapMs = null;
				return { kind: 'gap', fromMs };
			}
			const due = dueAtMs.findLastIndex((atMs) => nowMs >= atMs);
			if (due === -1) return null;
			const { spanMs } = times.rolling[due]!;
			return { kind: 'rolling', fromMs: nowMs - spanMs, spanMs };
		},
		idleMs(tailed) {
			const untilMs = Math.min(...dueAtMs, tailed ? Number.POSITIVE_INFINITY : pollAtMs);
			return Math.min(HOUR_MS, Math.max(0, untilMs - now()));
		},
		catchUp() {
			catchUp = true;
		},
		gap(fromMs) {
			gapMs = Math.min(gapMs ?? fromMs, fromMs);
		},
		done(wanted) {
			const nowMs = now();
			if (wanted.kind === 'catch-up') {
				everCaughtUp = true;
				caughtUpMs ??= nowMs;
				pollAtMs = nowMs + times.pollMs;
			}
			if (wanted.kind === 'rolling') {
				times.rolling.forEach(({ everyMs, spanMs }, index) => {
					if (spanMs <= wanted.spanMs) dueAtMs[index] = nowMs + everyMs;
				});
			}
		},
		failed(wanted) {
			// Whoever does not answer may have been away for a while.
			catchUp = true;
			caughtUpMs = null;
			if (wanted.kind === 'gap') this.gap(wanted.fromMs);
		},
		get everCaughtUp() {
			return everCaughtUp;
		},
		get caughtUp() {
			return caughtUpMs !== null;
		},
		get caughtUpMs() {
			return caughtUpMs;
		}
	};
}
