import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Alert, Verdict } from '#lib/domain/budget.ts';
import { evaluateBudget, evaluatePeriod, periodOf } from '#lib/domain/budget-verdict.ts';
import type { DayRow, SessionRow } from '#lib/domain/rows.ts';
import { openReadOnly } from '#server/journal/snapshot.ts';
import { makeBudget, NOON_MS, spend, testBudgets, USD } from '../support/budgets.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a page says that has folded the same events. */
function verdictOfPage(dir: string, budget = makeBudget(), nowMs = NOON_MS): Verdict {
	const fold = openReadOnly(dir);
	const sessions = new Map<string, SessionRow>([...fold.sessions()].map((row) => [row.key, row]));
	const days: DayRow[] = [...fold.days()];
	fold.close();
	return evaluateBudget(budget, days, sessions, nowMs);
}

const ids = (alerts: Alert[]) => alerts.map(({ id }) => id).sort();

describe('alerts', () => {
	test('are raised at the crossing, once, and say what the page says', async () => {
		await using relay = testBudgets();
		expect((await relay.request('PUT', '/api/plans/budgets/b1', makeBudget())).status).toBe(200);
		relay.ingest([spend(NOON_MS, 7.9)]);
		expect((await relay.plans()).alerts).toEqual([]);
		relay.ingest([spend(NOON_MS, 0.1)]);
		const { alerts } = await relay.plans();
		const page = verdictOfPage(relay.dir);
		expect(alerts).toEqual([
			{
				id: 'b1.2026-11-20.80',
				budgetId: 'b1',
				periodKey: '2026-11-20',
				threshold: 80,
				raisedAtMs: NOON_MS,
				spendNanoUsd: page.spendNanoUsd,
				amountNanoUsd: page.amountNanoUsd,
				topSessions: page.topSessions,
				acknowledgedAtMs: null,
				mutedUntilMs: null
			}
		]);
		expect(page.crossed).toEqual([80]);
		relay.ingest([spend(NOON_MS, 0.5)]);
		relay.evaluate();
		expect((await relay.plans()).alerts).toEqual(alerts);
	});

	test('are each raised exactly once, whatever order, repetition and restart the events come in', async () => {
		const budgets = [
			makeBudget({ id: 'day', zone: 'Asia/Kathmandu', thresholds: [50, 80, 100] }),
			makeBudget({ id: 'week', period: 'week', zone: 'America/New_York', amountNanoUsd: 40 * USD }),
			makeBudget({ id: 'month', period: 'month', amountNanoUsd: 60 * USD }),
			makeBudget({ id: 'ada', scope: { kind: 'user', value: 'ada@example.org' }, amountNanoUsd: 5 * USD })
		];
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({
						ago: fc.integer({ min: 0, max: 11 * HOUR }),
						cents: fc.integer({ min: 0, max: 600 }),
						session: fc.constantFrom('a', 'b'),
						late: fc.boolean()
					}),
					{ minLength: 1, maxLength: 12 }
				),
				fc.infiniteStream(fc.nat(1000)),
				async (drafts, random) => {
					await using relay = testBudgets();
					for (const budget of budgets) relay.parts.plans.putBudget(budget);
					const events = drafts.map(({ ago, cents, session, late }) =>
						spend(NOON_MS - ago, cents / 100, {
							sessionId: session,
							// Whose session it is may become known only with a later event.
							...(session === 'a' && late ? { facts: { email: 'ada@example.org' } } : {})
						} as never)
					);
					const sent = [...events, ...events.slice(0, 5)].sort(() => random.next().value! - 500);
					const seen = new Map<string, Alert>();
					for (const event of sent) {
						relay.ingest([event]);
						if (random.next().value! < 60) await relay.restart();
						relay.evaluate();
						const { alerts } = await relay.plans();
						expect(new Set(ids(alerts)).size).toBe(alerts.length);
						for (const alert of alerts) {
							expect(seen.get(alert.id) ?? alert).toEqual(alert);
							seen.set(alert.id, alert);
						}
						expect(ids(alerts)).toEqual([...seen.keys()].sort());
					}
					for (const budget of budgets) {
						const { periodKey, crossed } = verdictOfPage(relay.dir, budget);
						for (const threshold of crossed)
							expect(seen.has(`${budget.id}.${periodKey}.${threshold}`)).toBe(true);
					}
				}
			),
			{ numRuns: 40 }
		);
	});

	test('the kept sums equal a fresh evaluation after every event, late facts included', async () => {
		await using relay = testBudgets();
		const budget = makeBudget({
			period: 'month',
			scope: { kind: 'user', value: 'ada@example.org' },
			amountNanoUsd: 3 * USD
		});
		relay.parts.plans.putBudget(budget);
		relay.ingest([spend(NOON_MS - 2 * DAY, 4, { sessionId: 'a' })]);
		expect((await relay.plans()).alerts).toEqual([]);
		relay.ingest([spend(NOON_MS, 0, { sessionId: 'a', facts: { email: 'ada@example.org' } } as never)]);
		expect((await relay.plans()).alerts.map(({ spendNanoUsd }) => spendNanoUsd)).toEqual([4 * USD, 4 * USD]);
		expect(verdictOfPage(relay.dir, budget).spendNanoUsd).toBe(4 * USD);
	});

	test('of a period that has ended are still raised for what comes a little late, not for old history', async () => {
		await using relay = testBudgets();
		relay.parts.plans.putBudget(makeBudget());
		relay.ingest([spend(NOON_MS - 13 * HOUR, 20), spend(NOON_MS - 5 * DAY, 20)]);
		expect(ids((await relay.plans()).alerts)).toEqual(['b1.2026-11-19.100', 'b1.2026-11-19.80']);
	});

	test('speak of no period before the budget was made', async () => {
		await using relay = testBudgets();
		relay.parts.plans.putBudget(makeBudget({ updatedAtMs: NOON_MS }));
		relay.ingest([spend(NOON_MS - 13 * HOUR, 20)]);
		expect((await relay.plans()).alerts).toEqual([]);
	});

	test('are not raised by a paused or deleted budget, and are once it runs again', async () => {
		await using relay = testBudgets();
		relay.parts.plans.putBudget(makeBudget({ paused: true }));
		relay.parts.plans.putBudget(makeBudget({ id: 'gone', deletedAtMs: NOON_MS }));
		relay.ingest([spend(NOON_MS, 9)]);
		expect((await relay.plans()).alerts).toEqual([]);
		await relay.request('PUT', '/api/plans/budgets/b1', makeBudget({ updatedAtMs: NOON_MS }));
		relay.evaluate();
		expect(ids((await relay.plans()).alerts)).toEqual(['b1.2026-11-20.80']);
	});

	test('begin anew with the next period', async () => {
		await using relay = testBudgets();
		relay.parts.plans.putBudget(makeBudget());
		relay.ingest([spend(NOON_MS, 9)]);
		relay.clock.nowMs = NOON_MS + DAY;
		relay.ingest([spend(NOON_MS + DAY, 12)]);
		expect(ids((await relay.plans()).alerts)).toEqual([
			'b1.2026-11-20.80',
			'b1.2026-11-21.100',
			'b1.2026-11-21.80'
		]);
		const period = periodOf(makeBudget(), NOON_MS);
		const fold = openReadOnly(relay.dir);
		expect(evaluatePeriod(makeBudget(), period, [...fold.days()], new Map(), NOON_MS).spendNanoUsd).toBe(
			9 * USD
		);
		fold.close();
	});
});

describe('plans', () => {
	test('last writer wins per budget, tombstones stay, and all of it outlives a restart', async () => {
		await using relay = testBudgets();
		const put = async (fields: object) =>
			(await relay.request('PUT', '/api/plans/budgets/b1', { ...makeBudget(), ...fields })).json();
		await put({ name: 'new', updatedAtMs: NOON_MS });
		expect(await put({ name: 'old', updatedAtMs: NOON_MS - 1 })).toMatchObject({ name: 'new' });
		await put({ name: 'new', updatedAtMs: NOON_MS + 1, deletedAtMs: NOON_MS + 1 });
		expect(await put({ name: 'again', updatedAtMs: NOON_MS })).toMatchObject({ deletedAtMs: NOON_MS + 1 });
		await relay.request('PUT', '/api/plans/budgets/b2', makeBudget({ id: 'b2' }));
		relay.ingest([spend(NOON_MS, 9)]);
		const acknowledged = await relay.request('POST', '/api/plans/alerts/b2.2026-11-20.80', {
			acknowledgedAtMs: NOON_MS,
			mutedUntilMs: NOON_MS + HOUR
		});
		expect(await acknowledged.json()).toMatchObject({
			acknowledgedAtMs: NOON_MS,
			mutedUntilMs: NOON_MS + HOUR
		});
		const quietHours = { from: '22:00', to: '07:00', zone: 'Europe/Paris' };
		await relay.request('PUT', '/api/plans/settings', { quietHours });
		const before = await relay.plans();
		await relay.restart();
		expect(await relay.plans()).toEqual(before);
		expect(before).toMatchObject({ settings: { quietHours }, revision: 6 });
		expect(before.budgets.map(({ id, deletedAtMs }) => [id, deletedAtMs])).toEqual([
			['b1', NOON_MS + 1],
			['b2', null]
		]);
	});

	test.each([
		['PUT', '/api/plans/budgets/b1', { id: 'b1' }, 400],
		['PUT', '/api/plans/budgets/b2', makeBudget(), 400],
		['PUT', '/api/plans/budgets/b1', makeBudget({ updatedAtMs: NOON_MS + 2 * DAY }), 400],
		['PUT', '/api/plans/settings', { quietHours: 1 }, 400],
		['POST', '/api/plans/alerts/none', { acknowledgedAtMs: 1 }, 404],
		['POST', '/api/plans/alerts/none', { acknowledgedAtMs: 'x' }, 400],
		['POST', '/api/plans/signals/none', { acknowledgedAtMs: 1 }, 404],
		['PUT', '/api/plans/budgets/b1', 'x'.repeat(70_000), 413],
		['PUT', '/api/push/subscriptions', { name: 'x' }, 400],
		['POST', '/api/push/test', {}, 400],
		['DELETE', '/api/push/subscriptions/none', undefined, 404]
	])('%s %s with what is not right is answered in words', async (method, path, body, status) => {
		await using relay = testBudgets();
		const answer = await relay.request(method, path, body);
		expect(answer.status).toBe(status);
		expect(await answer.json()).toEqual({ error: expect.any(String), message: expect.stringMatching(/\.$/) });
		expect((await relay.plans()).revision).toBe(0);
	});

	test('own prices and names keep the later of two versions, and refuse what they do not mean', async () => {
		await using relay = testBudgets();
		const name = { dimension: 'project', value: 'a/b', name: 'A', hidden: false, updatedAtMs: 5 };
		const price = {
			model: 'sonnet-5',
			from: '',
			usdPerMillion: [1, 2, 3, 4, 5],
			updatedAtMs: 5,
			deletedAtMs: null
		};
		for (const [path, row, id] of [
			['names', name, 'project:a/b'],
			['prices', price, 'sonnet-5@']
		] as const) {
			const put = (change: object) => relay.request('PUT', `/api/plans/${path}`, { ...row, ...change });
			expect(await (await put({})).json()).toEqual({ id, ...row });
			expect(await (await put({ updatedAtMs: 4 })).json()).toMatchObject({ updatedAtMs: 5 });
			expect((await put({ updatedAtMs: 'now' })).status).toBe(400);
			expect((await put({ updatedAtMs: NOON_MS + 2 * 86_400_000 })).status).toBe(400);
		}
		const { names, prices } = await relay.plans();
		expect([names.length, prices.length]).toEqual([1, 1]);
		const { plans } = relay.parts;
		expect([plans.names(), plans.prices()]).toEqual([names, prices]);
	});

	test('are told to streams by their revision', async () => {
		await using relay = testBudgets();
		relay.parts.plans.putBudget(makeBudget());
		const answer = await relay.request('GET', '/api/stream');
		const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
		expect((await reader.read()).value).toContain('event: hello');
		expect((await reader.read()).value).toBe('event: plans\ndata: {"revision":1}\n\n');
		relay.parts.plans.putBudget(makeBudget({ updatedAtMs: NOON_MS }));
		expect((await reader.read()).value).toBe('event: plans\ndata: {"revision":2}\n\n');
		await reader.cancel();
	});
});

describe('blindness', () => {
	test('is told once after a minute, ends, and comes again as another', async () => {
		await using relay = testBudgets();
		relay.parts.plans.putBudget(makeBudget());
		relay.blind.sinceMs = new Date(NOON_MS).toISOString();
		relay.evaluate();
		expect((await relay.plans()).signals).toEqual([]);
		relay.clock.nowMs = NOON_MS + 61_000;
		relay.evaluate();
		relay.evaluate();
		const signal = {
			id: `blind.${NOON_MS}`,
			kind: 'blind',
			sinceMs: NOON_MS,
			untilMs: null,
			reason: 'Nothing comes in: loki failing.',
			acknowledgedAtMs: null
		};
		expect((await relay.plans()).signals).toEqual([signal]);
		relay.blind.sinceMs = null;
		relay.evaluate();
		expect((await relay.plans()).signals).toEqual([{ ...signal, untilMs: NOON_MS + 61_000 }]);
		relay.blind.trouble = 'the disk is full';
		relay.evaluate();
		relay.clock.nowMs += 61_000;
		relay.evaluate();
		expect((await relay.plans()).signals).toMatchObject([
			{ reason: 'the disk is full', untilMs: null },
			{ reason: signal.reason, untilMs: NOON_MS + 61_000 }
		]);
	});
});
