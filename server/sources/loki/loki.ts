// The Loki source: reads what Loki holds from where it stopped, is hinted at what is new by the tail, and reads again
// whatever the tail may have lost or Loki may have taken in late. What is read twice is stored once.
import { nameHash } from '#lib/domain/identity.ts';
import type { SourceStatus } from '#lib/domain/views.ts';
import type { LokiDecoded } from '#lib/wire/loki.ts';
import type { Ingest } from '../../ingest.ts';
import type { SourceState } from '../../journal/source-state.ts';
import type { Log } from '../../log.ts';
import { backendStatus } from '../backend-status.ts';
import { type Clock, createBackoff, createBell, systemClock } from '../clock.ts';
import { createFeed } from '../feed.ts';
import { createHealthNote } from '../health-note.ts';
import { isLagging } from '../lag.ts';
import { keepReading } from '../reading-loop.ts';
import { createPlan, type PlanTimes, type Wanted } from '../reading-plan.ts';
import type { RunningSource } from '../source.ts';
import { createLokiClient, type LokiAddress } from './client.ts';
import { openCursor } from './cursor.ts';
import { createPager } from './pager.ts';
import { keepTail } from './tail.ts';

export interface LokiDeps {
	address: LokiAddress;
	ingest: Ingest;
	state: SourceState;
	/** Nothing older is asked for, Unix epoch ms; `null`: everything is. */
	horizonMs: () => number | null;
	now: () => number;
	/** Hears of the doctor's records that arrived. */
	marked?: (id: string) => void;
	log: Log;
	clock?: Clock;
	random?: () => number;
	fetch?: typeof fetch;
	WebSocket?: typeof WebSocket;
	times?: Partial<LokiTimes>;
}

export interface LokiTimes extends PlanTimes {
	timeoutMs: number;
	firstBackoffMs: number;
	maxBackoffMs: number;
	fullMs: number;
	silenceMs: number;
}

const TIMES: LokiTimes = {
	timeoutMs: 10_000,
	firstBackoffMs: 1000,
	maxBackoffMs: 30_000,
	fullMs: 5 * 60_000,
	silenceMs: 10_000,
	pollMs: 5000,
	rolling: [
		{ everyMs: 60_000, spanMs: 5 * 60_000 },
		{ everyMs: 10 * 60_000, spanMs: 60 * 60_000 },
		{ everyMs: 60 * 60_000, spanMs: 24 * 60 * 60_000 }
	]
};

/** Of one answer, unpacked: a page of 1,000 entries is 1 to 3 MB in practice. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_FRAME = 64 * 1024 * 1024;
/** Before Claude Code's first release nothing can be. */
const BEGINNING_MS = Date.UTC(2025, 1, 24);
/** Loki takes in entries up to about an hour late, and some may have come while nobody read. */
const RESTART_OVERLAP_MS = 60 * 60_000;
const OVERLAP_MS = 2 * 60_000;
/** Loki takes in entries up to ten minutes ahead of its clock. */
const AHEAD_MS = 15 * 60_000;
const RECEIVING_MS = 60_000;
const LAGGING_MS = 60_000;
const NS = 1_000_000n;

export function startLoki(deps: LokiDeps): RunningSource {
	const { address, log, state } = deps;
	const clock = deps.clock ?? systemClock(deps.now);
	const random = deps.random ?? Math.random;
	const times = { ...TIMES, ...deps.times };
	const name = `loki:${nameHash(JSON.stringify([address.url, address.query, address.tenant]))}`;
	const closing = new AbortController();
	const { signal } = closing;
	const client = createLokiClient({
		address,
		timeoutMs: times.timeoutMs,
		maxBytes: MAX_BYTES,
		fetch: deps.fetch ?? fetch,
		now: clock.now
	});
	const pager = createPager(client);
	const feed = createFeed(deps.ingest, clock, { marked: deps.marked });
	const plan = createPlan(times, clock.now);
	const health = createHealthNote('Loki', log, clock.now);
	const backoff = createBackoff(times.firstBackoffMs, times.maxBackoffMs, random);
	const bell = createBell();
	let progress: number | null = null;
	let drops = 0;
	let dropped = 0;
	/** The tail's frames hold no metadata, so they say only that there is something. */
	let blind = false;
	const cursor = openCursor(state, name, clock.now);

	/** Reads to the newest. Only entries after the cursor are seen for the first time. */
	async function read(wanted: Wanted): Promise<void> {
		const nowMs = Math.floor(clock.now());
		const fromMs = Math.floor(Math.max(BEGINNING_MS, deps.horizonMs() ?? 0, fromOf(wanted)));
		const startNs = BigInt(fromMs) * NS;
		const endNs = BigInt(nowMs + AHEAD_MS) * NS;
		const freshNs = cursor.ns === null || cursor.ns < startNs ? startNs : cursor.ns + 1n;
		const showProgress = (atNs: bigint) => {
			if (wanted.kind !== 'catch-up') return;
			const doneMs = Number(atNs / NS) - fromMs;
			progress = Math.min(1, Math.max(0, doneMs / Math.max(1, nowMs - fromMs)));
		};
		const again = (page: LokiDecoded) => take(page, false);
		const first = (page: LokiDecoded) => take(page, true);
		try {
			if (freshNs > startNs) await pager.read({ startNs, endNs: freshNs }, again, showProgress, signal);
			await pager.read({ startNs: freshNs, endNs }, first, showProgress, signal);
		} finally {
			progress = null;
		}
	}

	async function take(page: LokiDecoded, fresh: boolean): Promise<void> {
		health.well();
		backoff.reset();
		if ((await feed.keep(page, fresh, signal)) && fresh) cursor.move(page.newestNs);
	}

	function fromOf(wanted: Wanted): number {
		if (wanted.kind !== 'catch-up') return wanted.fromMs;
		if (cursor.ns === null) return BEGINNING_MS;
		return Number(cursor.ns / NS) - (plan.everCaughtUp ? OVERLAP_MS : RESTART_OVERLAP_MS);
	}

	function wake(): void {
		plan.catchUp();
		bell.ring();
	}

	const tail = keepTail(
		{
			...client.tail,
			...times,
			maxFrame: MAX_FRAME,
			now: clock.now,
			clock,
			random,
			WebSocket: deps.WebSocket ?? WebSocket,
			opened: wake,
			lost: wake,
			gone: wake,
			frame(decoded) {
				const bare = decoded.rejected.reasons['metadata missing'] ?? 0;
				if (bare > 0) blind = true;
				else if (decoded.events.length > 0) blind = false;
				if (decoded.dropped.count > 0) alarm(decoded);
				if (!keepNow(decoded) || bare > 0) wake();
			}
		},
		signal
	);

	function keepNow(decoded: LokiDecoded): boolean {
		try {
			return feed.keepNow(decoded);
		} catch {
			// The reading that now follows meets the same fault and tells of it.
			return false;
		}
	}

	function alarm({ dropped: lost }: LokiDecoded): void {
		drops += 1;
		dropped += lost.count;
		log.warn(`Loki dropped ${lost.count} or more entries of the live connection: they are being read again.`);
		const oldestMs = lost.oldestNs === null ? clock.now() : Number(BigInt(lost.oldestNs) / NS);
		plan.gap(Math.min(oldestMs, clock.now()) - OVERLAP_MS);
		bell.ring();
	}

	const ended = keepReading(
		{
			plan,
			health,
			backoff,
			clock,
			bell,
			tailed: () => tail.open && !blind,
			ready: (until) => client.ready(until),
			read
		},
		signal
	);

	function detail(): string | null {
		const said = [
			...(health.starting === null ? [] : [health.starting]),
			...(pager.unreadable > 0
				? [`${pager.unreadable} moments hold more entries than can be read; some are missing.`]
				: []),
			...(blind ? ['Loki streams entries without their metadata: it is asked again and again instead.'] : []),
			...(tail.trouble === null ? [] : [tail.trouble])
		];
		return said.join(' ') || null;
	}

	function phase(error: string | null): NonNullable<SourceStatus['phase']> {
		if (error !== null) return 'failing';
		if (!health.everWell || health.starting !== null) return 'connecting';
		if (!plan.caughtUp) return 'catching-up';
		if (isLagging(feed.arrival, plan.caughtUpMs, clock.now(), LAGGING_MS)) return 'lagging';
		return tail.open && !blind ? 'live' : 'polling';
	}

	return {
		status() {
			const common = backendStatus(feed, health, clock.now(), RECEIVING_MS);
			return {
				...common,
				name: 'loki',
				phase: phase(common.error),
				progress,
				detail: detail(),
				counts: {
					...feed.counts,
					drops,
					dropped,
					reconnects: tail.reconnects,
					shrunkPages: pager.shrunk,
					unreadable: pager.unreadable
				}
			};
		},
		async close() {
			closing.abort();
			await Promise.all([ended, tail.ended]);
		}
	};
}
