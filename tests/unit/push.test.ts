import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PushDevice, PushStep } from '#lib/domain/push.ts';
import { openVapidKeys } from '#server/push/vapid.ts';
import { makeBudget, NOON_MS, spend, type TestBudgets, testBudgets, USD } from '../support/budgets.ts';
import { testFolder } from '../support/journals.ts';
import { type PushService, startPushService } from '../support/push-service.ts';
import { runCli } from '../support/run-cli.ts';

const HOUR = 3_600_000;

let service: PushService;
beforeEach(async () => {
	service = await startPushService();
});
afterEach(() => service.close());

async function subscribe(relay: TestBudgets, name: string): Promise<PushDevice> {
	const answer = await relay.request('PUT', '/api/push/subscriptions', {
		name,
		subscription: { ...service.subscribe(name), expirationTime: null }
	});
	expect(answer.status).toBe(200);
	return answer.json() as Promise<PushDevice>;
}

async function devices(relay: TestBudgets): Promise<PushDevice[]> {
	return (await (await relay.request('GET', '/api/push/subscriptions')).json()).subscriptions;
}

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
	for (const deadline = Date.now() + 5000; !(await check()); ) {
		if (Date.now() > deadline) throw new Error('It did not come to that.');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

/** Long enough for a message too many to come. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 150));

const came = () => service.received.map(({ device, payload }) => `${device} ${payload.tag}`).sort();

describe('a crossing', () => {
	test('is sent to each device once: signed, encrypted, with the verdict and nothing else', async () => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		await subscribe(relay, 'desk');
		relay.parts.plans.putBudget(makeBudget({ scope: { kind: 'project', value: '' } }));
		relay.ingest([spend(NOON_MS, 9)]);
		await until(() => service.received.length === 2);
		relay.evaluate();
		relay.ingest([spend(NOON_MS, 0.5)]);
		await aWhile();
		expect(service.wrong).toEqual([]);
		expect(came()).toEqual(['desk b1.2026-11-20.80', 'phone b1.2026-11-20.80']);
		const [message] = service.received;
		expect(message!.payload).toEqual({
			kind: 'budget',
			budgetId: 'b1',
			periodKey: '2026-11-20',
			threshold: 80,
			name: 'Daily',
			spendNanoUsd: 9 * USD,
			amountNanoUsd: 10 * USD,
			share: 0.9,
			tag: 'b1.2026-11-20.80'
		});
		const { publicKey } = await (await relay.request('GET', '/api/push/key')).json();
		expect(message).toMatchObject({ ttl: 12 * 3600, urgency: 'normal', key: publicKey });
		expect(message!.claims.sub).toBe('mailto:ada@example.org');
		expect(new Set(service.received.map(({ topic }) => topic)).size).toBe(1);
	});

	test('lives as long as its period, and is urgent at the whole amount', async () => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		relay.parts.plans.putBudget(makeBudget({ zone: 'Asia/Kolkata' }));
		relay.ingest([spend(NOON_MS, 11)]);
		await until(() => service.received.length === 2);
		// Midnight in Kolkata is at 18:30 UTC.
		expect(service.received.map(({ ttl }) => ttl)).toEqual([6.5 * 3600, 6.5 * 3600]);
		expect(service.received.map(({ payload, urgency }) => [payload.threshold, urgency]).sort()).toEqual([
			[100, 'high'],
			[80, 'normal']
		]);
		expect(new Set(service.received.map(({ topic }) => topic)).size).toBe(2);
	});

	test('waits while hours are quiet, and while the budget is muted', async () => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		relay.parts.plans.putBudget(makeBudget());
		relay.parts.plans.putSettings({
			signalsOff: [],
			quietHours: { from: '11:00', to: '12:30', zone: 'UTC' }
		});
		relay.ingest([spend(NOON_MS, 9)]);
		await aWhile();
		expect(came()).toEqual([]);
		relay.clock.nowMs = NOON_MS + HOUR / 2;
		relay.parts.sender.wake();
		await until(() => service.received.length === 1);
		await relay.request('POST', '/api/plans/alerts/b1.2026-11-20.80', { mutedUntilMs: NOON_MS + 2 * HOUR });
		relay.ingest([spend(NOON_MS, 9)]);
		await aWhile();
		expect(service.received.length).toBe(1);
		relay.clock.nowMs = NOON_MS + 2 * HOUR;
		relay.parts.sender.wake();
		await until(() => service.received.length === 2);
	});

	test('that someone has acknowledged is not sent any more', async () => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		relay.parts.plans.putBudget(makeBudget());
		service.answer = () => ({ status: 503 });
		relay.ingest([spend(NOON_MS, 9)]);
		await until(() => service.received.length === 1);
		await relay.request('POST', '/api/plans/alerts/b1.2026-11-20.80', { acknowledgedAtMs: NOON_MS });
		relay.clock.nowMs += HOUR;
		relay.parts.sender.wake();
		await aWhile();
		expect(service.received.length).toBe(1);
	});
});

describe('a push service that', () => {
	test.each([404, 410])('answers %d ends the subscription', async (status) => {
		await using relay = testBudgets();
		await subscribe(relay, 'gone');
		await subscribe(relay, 'phone');
		relay.parts.plans.putBudget(makeBudget());
		service.answer = ({ device }) => ({ status: device === 'gone' ? status : 201 });
		relay.ingest([spend(NOON_MS, 20)]);
		await until(async () => (await devices(relay)).length === 1 && service.received.length >= 3);
		relay.clock.nowMs += HOUR;
		relay.ingest([spend(NOON_MS, 1)]);
		relay.parts.sender.wake();
		await aWhile();
		expect(came().filter((line) => line.startsWith('phone')).length).toBe(2);
		expect(came().filter((line) => line.startsWith('gone')).length).toBeLessThanOrEqual(2);
	});

	test.each([
		['429 with Retry-After in seconds', { status: 429, headers: { 'retry-after': '600' } }, 600_000],
		[
			'503 with Retry-After as a date',
			{ status: 503, headers: { 'retry-after': new Date(NOON_MS + 900_000).toUTCString() } },
			900_000
		],
		['500', { status: 500 }, 1000],
		['nothing in time', { status: 0, silent: true }, 1000]
	])('answers %s is asked again, not before', async (_case, answer, waitMs) => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		relay.parts.plans.putBudget(makeBudget());
		service.answer = () => answer;
		relay.ingest([spend(NOON_MS, 9)]);
		await until(async () => (await devices(relay))[0]!.lastResult !== null);
		expect((await devices(relay))[0]!.lastResult).toMatchObject({ ok: false });
		service.answer = () => ({ status: 201 });
		relay.clock.nowMs = NOON_MS + waitMs - 1;
		relay.parts.sender.wake();
		await aWhile();
		expect(service.received.length).toBe(1);
		relay.clock.nowMs = NOON_MS + waitMs + 2001;
		relay.parts.sender.wake();
		await until(() => service.received.length === 2);
		await until(async () => (await devices(relay))[0]!.lastResult!.ok);
		expect(service.received[0]!.topic).toBe(service.received[1]!.topic);
	});

	test.each([400, 403, 413, 301])('refuses with %d is not asked again', async (status) => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		relay.parts.plans.putBudget(makeBudget());
		service.answer = () => ({ status });
		relay.ingest([spend(NOON_MS, 9)]);
		await until(async () => (await devices(relay))[0]!.lastResult !== null);
		relay.clock.nowMs += 3 * HOUR;
		relay.parts.sender.wake();
		await aWhile();
		expect(service.received.length).toBe(1);
		expect((await devices(relay))[0]!.lastResult!.detail).toContain(String(status));
	});

	test('is back only after the period is not told old news', async () => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		relay.parts.plans.putBudget(makeBudget());
		service.answer = () => ({ status: 503 });
		relay.ingest([spend(NOON_MS, 9)]);
		await until(async () => (await devices(relay))[0]!.lastResult !== null);
		relay.clock.nowMs = NOON_MS + 12 * HOUR;
		relay.parts.sender.wake();
		await aWhile();
		expect(service.received.length).toBe(1);
	});
});

describe('what waits', () => {
	test('outlives a restart and is then sent once', async () => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		relay.parts.plans.putBudget(makeBudget());
		service.answer = () => ({ status: 503 });
		relay.ingest([spend(NOON_MS, 9)]);
		await until(async () => (await devices(relay))[0]!.lastResult !== null);
		service.answer = () => ({ status: 201 });
		relay.clock.nowMs += HOUR;
		await relay.restart();
		await until(() => service.received.length === 2);
		await relay.restart();
		await aWhile();
		expect(service.received.length).toBe(2);
	});
});

describe('while the database cannot be written', () => {
	const readOnly = (relay: TestBudgets, on: boolean) =>
		relay.store.db.exec(`PRAGMA query_only = ${on ? 1 : 0}`);

	test('an alert waits and is then raised and sent once', async () => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		relay.ingest([spend(NOON_MS, 9)]);
		relay.parts.plans.putBudget(makeBudget());
		readOnly(relay, true);
		relay.evaluate();
		expect((await relay.plans()).alerts).toEqual([]);
		readOnly(relay, false);
		relay.evaluate();
		relay.evaluate();
		await until(() => service.received.length === 1);
		await aWhile();
		expect(service.received.length).toBe(1);
	});

	test('a message that was taken is not sent again', async () => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		relay.parts.plans.putBudget(makeBudget());
		service.answer = () => {
			readOnly(relay, true);
			return { status: 201 };
		};
		relay.ingest([spend(NOON_MS, 9)]);
		await until(() => service.received.length === 1);
		await aWhile();
		relay.parts.sender.wake();
		await aWhile();
		readOnly(relay, false);
		relay.parts.sender.wake();
		await aWhile();
		expect(service.received.length).toBe(1);
		await relay.restart();
		await aWhile();
		expect(service.received.length).toBe(1);
	});

	test('blindness is pushed all the same, once', async () => {
		await using relay = testBudgets();
		await subscribe(relay, 'phone');
		relay.parts.plans.putBudget(makeBudget());
		readOnly(relay, true);
		relay.blind.trouble = 'the disk is full';
		relay.evaluate();
		relay.clock.nowMs += 61_000;
		relay.evaluate();
		relay.evaluate();
		await until(() => service.received.length === 1);
		readOnly(relay, false);
		relay.evaluate();
		await aWhile();
		expect((await relay.plans()).signals).toMatchObject([{ sinceMs: NOON_MS, untilMs: null }]);
		expect(service.received.map(({ payload }) => payload)).toEqual([
			{ kind: 'blind', sinceMs: NOON_MS, tag: `blind.${NOON_MS}` }
		]);
	});
});

describe('devices', () => {
	test('are shown by name, never by address or keys, and can be removed', async () => {
		await using relay = testBudgets();
		const phone = await subscribe(relay, 'phone');
		expect(await devices(relay)).toEqual([
			{ id: phone.id, name: 'phone', createdAtMs: NOON_MS, lastResult: null }
		]);
		const text = await (await relay.request('GET', '/api/push/subscriptions')).text();
		expect(text).not.toMatch(/127\.0\.0\.1|p256dh|auth/);
		expect((await relay.request('DELETE', `/api/push/subscriptions/${phone.id}`)).status).toBe(200);
		expect(await devices(relay)).toEqual([]);
	});

	test('that subscribe again stay one, and a changed subscription takes the place of the former', async () => {
		await using relay = testBudgets();
		const first = service.subscribe('one');
		const put = async (body: object) => (await relay.request('PUT', '/api/push/subscriptions', body)).json();
		await put({ name: 'phone', subscription: first });
		await put({ name: 'my phone', subscription: first });
		expect((await devices(relay)).map(({ name }) => name)).toEqual(['my phone']);
		await put({ name: '', subscription: service.subscribe('two'), formerEndpoint: first.endpoint });
		expect((await devices(relay)).map(({ name }) => name)).toEqual(['my phone']);
		relay.parts.plans.putBudget(makeBudget());
		relay.ingest([spend(NOON_MS, 9)]);
		await until(() => service.received.length === 1);
		expect(came()).toEqual(['two b1.2026-11-20.80']);
	});

	test.each([
		['an address that is not allowed', { endpoint: 'https://169.254.169.254/x' }],
		[
			'keys that are no point of the curve',
			{ keys: { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: 'A'.repeat(22) } }
		],
		['a short secret', { keys: { p256dh: 'x', auth: 'y' } }]
	])('with %s are refused', async (_case, wrong) => {
		await using relay = testBudgets();
		const answer = await relay.request('PUT', '/api/push/subscriptions', {
			name: 'x',
			subscription: { ...service.subscribe('x'), ...wrong }
		});
		expect(answer.status).toBe(400);
		expect(await devices(relay)).toEqual([]);
	});
});

describe('a test message', () => {
	const steps = async (relay: TestBudgets, id: string): Promise<PushStep[]> =>
		(await (await relay.request('POST', '/api/push/test', { id })).json()).steps;
	const short = (list: PushStep[]) => list.map(({ name, ok }) => `${name} ${ok}`);

	test('tells each step that worked', async () => {
		await using relay = testBudgets();
		const { id } = await subscribe(relay, 'phone');
		expect(short(await steps(relay, id))).toEqual([
			'subscription true',
			'address true',
			'encrypt true',
			'connect true',
			'accept true'
		]);
		expect(service.received[0]!.payload).toMatchObject({ kind: 'test', name: 'phone' });
	});

	test('tells the step that failed, and nothing of the answer but its status', async () => {
		await using relay = testBudgets();
		expect(short(await steps(relay, 'none'))).toEqual(['subscription false']);
		const { id } = await subscribe(relay, 'phone');
		service.answer = () => ({ status: 403 });
		const refused = await steps(relay, id);
		expect(short(refused).at(-1)).toBe('accept false');
		expect(JSON.stringify(refused)).toContain('403');
		expect(JSON.stringify(refused)).not.toContain('told to nobody');
		service.answer = () => ({ status: 0, silent: true });
		expect(short(await steps(relay, id)).at(-1)).toBe('connect false');
	});
});

describe('the keys', () => {
	test('are made once, for the owner only, and are never replaced', () => {
		using folder = testFolder();
		folder.open();
		const path = join(folder.dir, 'vapid.json');
		const keys = openVapidKeys(folder.dir);
		expect(openVapidKeys(folder.dir)).toEqual(keys);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		writeFileSync(path, '{"publicKey":"x"}');
		expect(() => openVapidKeys(folder.dir)).toThrow('no usable keys');
		expect(readFileSync(path, 'utf8')).toBe('{"publicKey":"x"}');
	});

	test('are put away by a command, and the next start makes others', async () => {
		using folder = testFolder();
		folder.open();
		const env = { TIDEMARK_DATA_DIR: folder.dir, TIDEMARK_OPEN: 'off' };
		const former = openVapidKeys(folder.dir);
		expect((await runCli('open.ts', ['--new-push-keys', '--print'], env)).out).toContain('are gone');
		expect((await runCli('open.ts', ['--new-push-keys', '--print'], env)).out).toContain('were no keys');
		expect(openVapidKeys(folder.dir).publicKey).not.toBe(former.publicKey);
	});

	test('when unusable stop push and nothing else', async () => {
		await using relay = testBudgets();
		writeFileSync(join(relay.dir, 'vapid.json'), 'broken');
		await relay.restart();
		expect((await relay.request('GET', '/api/push/key')).status).toBe(503);
		relay.parts.plans.putBudget(makeBudget());
		relay.ingest([spend(NOON_MS, 9)]);
		expect((await relay.plans()).alerts.length).toBe(1);
		expect(relay.lines.join()).toContain('no usable keys');
	});
});
