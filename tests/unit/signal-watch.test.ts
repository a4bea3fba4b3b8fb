import { describe, expect, test } from 'vitest';
import type { Signal } from '#lib/domain/budget.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import { makeBudget, type TestBudgets, testBudgets } from '../support/budgets.ts';
import { makeEvent } from '../support/make-event.ts';
import { startPushService } from '../support/push-service.ts';
import { apiError, HOUR, MINUTE, NOON, request, workdays } from '../support/work-history.ts';

const HISTORY = workdays(27);
const DAY = 24 * HOUR;

const burst = (atMs: number): DomainEvent[] =>
	Array.from({ length: 14 }, (_, i) => apiError(atMs - i * 20_000));

const short = ({ kind, untilMs, acknowledgedAtMs }: Signal) => [kind, untilMs, acknowledgedAtMs];

function at(relay: TestBudgets, nowMs: number): void {
	relay.clock.nowMs = nowMs;
	relay.evaluate();
}

const signalsOf = async (relay: TestBudgets) => (await relay.plans()).signals;

describe('a signal', () => {
	test('is raised once while its cause lasts, ends with it, and is another one later', async () => {
		await using relay = testBudgets();
		relay.ingest(HISTORY);
		relay.ingest(burst(NOON));
		expect((await signalsOf(relay)).map(short)).toEqual([['api-errors', null, null]]);
		const { revision } = await relay.plans();
		relay.ingest(burst(NOON + MINUTE));
		at(relay, NOON + 2 * MINUTE);
		await relay.restart();
		relay.evaluate();
		expect((await relay.plans()).revision).toBe(revision);

		at(relay, NOON + HOUR);
		expect((await signalsOf(relay)).map(short)).toEqual([['api-errors', NOON + HOUR, null]]);
		// Back within the hour it has not been away.
		relay.clock.nowMs = NOON + HOUR + 40 * MINUTE;
		relay.ingest(burst(relay.clock.nowMs));
		expect((await signalsOf(relay)).map(short)).toEqual([['api-errors', null, null]]);
		at(relay, NOON + 4 * HOUR);
		relay.clock.nowMs = NOON + 6 * HOUR;
		relay.ingest(burst(relay.clock.nowMs));
		expect((await signalsOf(relay)).map(({ untilMs }) => untilMs)).toEqual([null, NOON + 4 * HOUR]);
	});

	test('is pushed once, with numbers and no names of projects', async () => {
		const service = await startPushService();
		await using relay = testBudgets();
		await relay.request('PUT', '/api/push/subscriptions', {
			name: 'phone',
			subscription: service.subscribe('phone')
		});
		relay.ingest(HISTORY);
		relay.ingest(burst(NOON).map((event) => ({ ...event, facts: { project: 'secret-project' } })));
		relay.ingest(burst(NOON + MINUTE));
		relay.evaluate();
		for (const deadline = Date.now() + 10_000; relay.parts.outbox.due(relay.clock.nowMs).length > 0; ) {
			if (Date.now() > deadline) throw new Error('It was not sent.');
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(service.received.map(({ payload }) => payload)).toEqual([
			{
				kind: 'signal',
				signal: 'api-errors',
				subject: null,
				value: 14,
				usual: 14,
				sinceMs: NOON - 15 * MINUTE,
				tag: `api-errors..${NOON - 15 * MINUTE}`
			}
		]);
		await service.close();
	});

	test('is not raised while its rule is off, and what went on ends then', async () => {
		await using relay = testBudgets();
		relay.ingest(HISTORY);
		const settings = { quietHours: null, signalsOff: ['api-errors', 'nothing known'] };
		expect((await relay.request('PUT', '/api/plans/settings', settings)).status).toBe(200);
		relay.ingest(burst(NOON));
		expect(await signalsOf(relay)).toEqual([]);
		await relay.request('PUT', '/api/plans/settings', { quietHours: null, signalsOff: [] });
		expect((await signalsOf(relay)).map(short)).toEqual([['api-errors', null, null]]);
		await relay.request('PUT', '/api/plans/settings', settings);
		expect((await relay.plans()).settings).toEqual({ quietHours: null, signalsOff: ['api-errors'] });
		expect((await signalsOf(relay)).map(short)).toEqual([['api-errors', NOON, null]]);
	});

	test('stays acknowledged while it lasts', async () => {
		await using relay = testBudgets();
		relay.ingest([request(NOON - MINUTE, { model: 'my-own-model', usd: null } as never)]);
		const [{ id, kind }] = (await signalsOf(relay)) as [Signal];
		expect(kind).toBe('unpriced-model');
		const path = `/api/plans/signals/${encodeURIComponent(id)}`;
		expect((await relay.request('POST', path, { acknowledgedAtMs: NOON })).status).toBe(200);
		for (let day = 1; day < 27; day++) at(relay, NOON + day * DAY);
		relay.ingest([request(relay.clock.nowMs, { model: 'my-own-model', usd: null } as never)]);
		expect((await signalsOf(relay)).map(short)).toEqual([['unpriced-model', null, NOON]]);
	});
});

describe('a source that fails', () => {
	test('is one signal by its name; when all fail, that is blindness', async () => {
		await using relay = testBudgets();
		relay.parts.plans.putBudget(makeBudget());
		const since = new Date(NOON).toISOString();
		const loki = {
			name: 'loki',
			state: 'error' as const,
			lastEventAt: null,
			error: null,
			failingSince: since
		};
		relay.sources = [loki, { name: 'otlp', state: 'receiving', lastEventAt: null, error: null }];
		at(relay, NOON + 4 * MINUTE);
		expect(await signalsOf(relay)).toEqual([]);
		at(relay, NOON + 6 * MINUTE);
		expect(await signalsOf(relay)).toMatchObject([
			{ kind: 'source-failing', subject: 'loki', sinceMs: NOON, untilMs: null }
		]);
		relay.sources = [loki];
		relay.blind.sinceMs = since;
		at(relay, NOON + 8 * MINUTE);
		expect((await signalsOf(relay)).map(({ kind, untilMs }) => [kind, untilMs === null]).sort()).toEqual([
			['blind', true],
			['source-failing', false]
		]);
	});
});

describe('a session that falls silent in the middle of a turn', () => {
	const prompt = (atMs: number, sessionId: string) =>
		makeEvent({ name: 'user_prompt', atMs, sessionId, sequence: 1 });

	test('is told after a quarter of an hour, once, over restarts, until it speaks', async () => {
		await using relay = testBudgets();
		relay.ingest([request(NOON - 2 * MINUTE, { sessionId: 's1' }), prompt(NOON, 's1')]);
		at(relay, NOON + 14 * MINUTE);
		expect(await signalsOf(relay)).toEqual([]);
		at(relay, NOON + 15 * MINUTE);
		expect(await signalsOf(relay)).toMatchObject([
			{ kind: 'data-stopped', subject: 's1', sinceMs: NOON, untilMs: null }
		]);
		await relay.restart();
		at(relay, NOON + 30 * MINUTE);
		expect((await signalsOf(relay)).map(({ untilMs }) => untilMs)).toEqual([null]);
		relay.ingest([request(NOON + 31 * MINUTE, { sessionId: 's1' })]);
		expect((await signalsOf(relay)).map(({ untilMs }) => untilMs)).toEqual([NOON + 30 * MINUTE]);
	});

	test('is nothing where the turn was over, where others speak on, or in history read later', async () => {
		await using relay = testBudgets();
		relay.ingest([prompt(NOON - MINUTE, 's1'), request(NOON, { sessionId: 's1' })]);
		at(relay, NOON + 20 * MINUTE);
		relay.ingest([prompt(NOON + 20 * MINUTE, 's2')]);
		relay.clock.nowMs += 5 * MINUTE;
		relay.ingest([request(NOON + 25 * MINUTE, { sessionId: 's3' })]);
		at(relay, NOON + 50 * MINUTE);
		relay.ingest([prompt(NOON - 5 * HOUR, 'old')]);
		at(relay, NOON + 70 * MINUTE);
		expect(await signalsOf(relay)).toEqual([]);
	});
});

test('alerts, signals and sent messages are forgotten by age, what goes on and what waits is not', async () => {
	const service = await startPushService();
	await using relay = testBudgets();
	await relay.request('PUT', '/api/push/subscriptions', {
		name: 'phone',
		subscription: service.subscribe('phone')
	});
	relay.parts.plans.putBudget(makeBudget());
	relay.ingest([request(NOON, { usd: 9 })]);
	relay.ingest([request(NOON, { model: 'my-own-model', usd: null } as never)]);
	for (const deadline = Date.now() + 10_000; service.received.length < 2 && Date.now() < deadline; )
		await new Promise((resolve) => setTimeout(resolve, 5));
	const rows = () => (relay.store.db.prepare('SELECT count(*) AS n FROM outbox').get() as { n: number }).n;
	const held = async () => {
		const { alerts, signals } = await relay.plans();
		return { alerts: alerts.length, signals: signals.length, rows: rows() };
	};
	expect(await held()).toEqual({ alerts: 1, signals: 1, rows: 2 });
	at(relay, NOON + 91 * DAY);
	expect(await held()).toEqual({ alerts: 1, signals: 1, rows: 2 });
	at(relay, NOON + 94 * DAY);
	expect(await held()).toEqual({ alerts: 1, signals: 1, rows: 0 });
	at(relay, NOON + 401 * DAY);
	expect(await held()).toEqual({ alerts: 0, signals: 1, rows: 0 });
	at(relay, NOON + 520 * DAY);
	expect((await held()).signals).toBe(0);
	await relay.restart();
	expect(await held()).toEqual({ alerts: 0, signals: 0, rows: 0 });
	await service.close();
});
