// When a source lags, since when it fails, and when nothing can come in at all.
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Health, SourceStatus } from '#lib/domain/views.ts';
import { emptyDecoded } from '#lib/wire/decoded.ts';
import { isBlind } from '#server/blind.ts';
import { JournalUnavailable } from '#server/journal/journal.ts';
import { createFeed } from '#server/sources/feed.ts';
import { isLagging } from '#server/sources/lag.ts';
import { createReceiver } from '#server/sources/otlp/receive.ts';
import { createSeen } from '#server/sources/otlp/seen.ts';
import { createPlan } from '#server/sources/reading-plan.ts';
import { createSince } from '#server/sources/since.ts';
import { makeEvent } from '../support/make-event.ts';
import { startRelay } from '../support/relay.ts';

const T = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;

describe('lagging', () => {
	test.each([
		['an event two minutes old', 2 * MINUTE, 0, true],
		['an event that came at once', 500, 0, false],
		['an event of a clock ahead of ours', -2 * MINUTE, 0, false],
		['history handed in later', 3 * 60 * MINUTE, 0, false],
		['a late event, then silence', 2 * MINUTE, 6 * MINUTE, false]
	])('%s: %i ms late, %i ms ago → %s', (_name, lagMs, agoMs, lags) => {
		expect(isLagging({ atMs: T - agoMs, lagMs }, T - 60 * MINUTE, T, MINUTE)).toBe(lags);
	});
	test('is not said of the past that is being caught up with', () => {
		const arrival = { atMs: T, lagMs: 2 * MINUTE };
		expect(isLagging(arrival, null, T, MINUTE)).toBe(false);
		expect(isLagging(arrival, T, T, MINUTE)).toBe(false);
		expect(isLagging(null, T, T, MINUTE)).toBe(false);
	});
	test('is measured at the newest event, not at those that come out of order', async () => {
		let nowMs = T;
		const clock = { now: () => nowMs, sleep: () => Promise.resolve() };
		const feed = createFeed((events) => ({ written: events.length, duplicates: 0, refused: 0 }), clock);
		const keep = (...ages: number[]) =>
			feed.keepNow({ ...emptyDecoded(), events: ages.map((age) => makeEvent({ atMs: nowMs - age })) });
		expect(feed.arrival).toBeNull();
		keep(1000, 90_000);
		expect(feed.arrival).toEqual({ atMs: T, lagMs: 1000 });
		nowMs += MINUTE;
		keep(30 * MINUTE);
		expect(feed.arrival).toEqual({ atMs: T, lagMs: 1000 });
		keep(200);
		expect(feed.arrival).toEqual({ atMs: T + MINUTE, lagMs: 200 });
	});
	test('begins anew after a source was away', () => {
		let nowMs = T;
		const plan = createPlan({ pollMs: 1000, rolling: [] }, () => nowMs);
		expect(plan.caughtUpMs).toBeNull();
		plan.done({ kind: 'catch-up' });
		nowMs += 5000;
		plan.done({ kind: 'catch-up' });
		expect([plan.caughtUp, plan.caughtUpMs]).toEqual([true, T]);
		plan.failed({ kind: 'catch-up' });
		expect([plan.caughtUp, plan.caughtUpMs]).toEqual([false, null]);
	});
	test('of OTLP tells what its senders brought, whatever else the journal holds', () => {
		const receiver = createReceiver({
			ingest: () => ({ written: 0, duplicates: 0, refused: 0 }),
			now: () => T,
			hostname: 'desk',
			seen: createSeen(() => T)
		});
		receiver.receive('logs', { resourceLogs: [] }, true);
		expect([receiver.newestMs, receiver.arrival]).toEqual([null, null]);
		const failing = createReceiver({
			ingest: () => {
				throw new JournalUnavailable('full');
			},
			now: () => T,
			hostname: 'desk',
			seen: createSeen(() => T)
		});
		expect(() => failing.receive('logs', { resourceLogs: [] }, true)).toThrow('full');
		expect(failing.arrival).toBeNull();
	});
});

test('since when it is so begins with the first of a row', () => {
	let nowMs = T;
	const since = createSince(() => nowMs++);
	expect([false, true, true, false, true].map((so) => since.note(so))).toEqual([null, T, T, null, T + 1]);
});

describe('blind', () => {
	const source = (state: SourceStatus['state']): SourceStatus => ({
		name: 'x',
		state,
		lastEventAt: null,
		error: null
	});
	test.each([
		['one can deliver', [source('error'), source('waiting')], true, false],
		['all fail', [source('error'), source('error')], true, true],
		['one is off, the other fails', [source('off'), source('error')], true, true],
		['all are off', [source('off'), source('off')], true, true],
		['nothing can be stored', [source('receiving')], false, true]
	])('when %s', (_name, sources, stored, blind) => {
		expect(isBlind(sources, stored)).toBe(blind);
	});
	test('is said by a relay whose only port is taken, with the moment it began', async () => {
		const taken = createServer();
		await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
		const { port } = taken.address() as AddressInfo;
		const before = Date.now();
		const relay = await startRelay({
			env: { TIDEMARK_OTLP_HTTP_PORT: String(port), TIDEMARK_OTLP_GRPC_PORT: '0' }
		});
		try {
			const health = (await relay.health()) as unknown as Health;
			expect(health).toMatchObject({ status: 'degraded', blind: true });
			expect(Date.parse(health.blindSince!)).toBeGreaterThanOrEqual(before);
			const [otlp] = health.sources;
			expect(otlp).toMatchObject({ name: 'otlp', state: 'error', phase: 'failing' });
			expect(Date.parse(otlp!.failingSince!)).toBeGreaterThanOrEqual(before);
		} finally {
			await relay.remove();
			taken.close();
		}
	});
});
