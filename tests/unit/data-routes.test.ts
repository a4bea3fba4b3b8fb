// Deleting and keeping, asked for over HTTP of a relay as a program.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Forgetting, Forgot, Retention } from '#lib/domain/data.ts';
import { createSender } from '../bench/sender.ts';
import { makeBudget } from '../support/budgets.ts';
import { createLoad } from '../support/load.ts';
import { type Relay, startRelay } from '../support/relay.ts';

const DAY_MS = 86_400_000;
let relay: Relay;

/** 400 events over ten days that end now. */
async function fill(target: Relay, count = 400): Promise<void> {
	const sender = createSender(target.otlpHttpPort, 'application/x-protobuf', 1);
	const load = createLoad({
		seed: 5,
		startMs: Date.now() - 10 * DAY_MS,
		stepMs: (10 * DAY_MS) / 400,
		sessionLength: 20
	});
	await sender.post(load.protobuf(count));
	sender.close();
	await target.holds(count);
}

const get = async <T>(path: string) => (await (await fetch(`${relay.url}${path}`)).json()) as T;

async function send(method: string, path: string, body: unknown) {
	const response = await fetch(`${relay.url}${path}`, {
		method,
		headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
		body: JSON.stringify(body)
	});
	return { status: response.status, value: await response.json() };
}

/** Events, sums and rows of the whole journal as a new device gets them. */
async function snapshotTypes() {
	const text = await (await fetch(`${relay.url}/api/snapshot`)).text();
	return text
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line).type as string);
}

describe('deleting', () => {
	beforeEach(async () => {
		relay = await startRelay();
		await fill(relay);
	});
	afterEach(() => relay.remove());

	test('is shown first, needs a typed word, and tells those on the stream', async () => {
		const fromMs = Date.now() - 5 * DAY_MS;
		const shown = await get<Forgetting>(`/api/data/forget?from=${fromMs}`);
		expect(shown.events).toBeGreaterThan(150);
		expect(shown.events).toBeLessThan(250);
		const scope = { fromMs, toMs: null, project: null };
		expect(await send('POST', '/api/data/forget', { scope, confirm: 'yes' })).toMatchObject({ status: 400 });
		expect(await send('POST', '/api/data/forget', { scope: {}, confirm: 'delete' })).toMatchObject({
			status: 400
		});
		expect((await relay.health()).events).toBe(400);

		const { epoch, head } = await relay.health();
		const stream = await fetch(`${relay.url}/api/stream?cursor=${epoch}.${head}`);
		const { value } = await send('POST', '/api/data/forget', { scope, confirm: 'delete' });
		const told = value as Forgot;
		expect(told).toMatchObject({ events: shown.events, costNanoUsd: shown.costNanoUsd, cleared: true });
		const health = await relay.health();
		expect(health.events).toBe(400 - shown.events);
		expect(health.epoch).not.toBe(epoch);
		const frames = await stream.text();
		expect(frames).toContain('event: reset');
		expect(frames).toContain(health.epoch);
		expect(await get<Forgetting>(`/api/data/forget?from=${fromMs}`)).toMatchObject({
			events: 0,
			costNanoUsd: 0
		});
	});

	test('all of it takes budgets and alerts along, and the relay goes on', async () => {
		const budget = makeBudget({ id: 'b1' });
		expect(await send('PUT', '/api/plans/budgets/b1', budget)).toMatchObject({ status: 200 });
		const scope = { fromMs: null, toMs: null, project: null };
		expect(await send('POST', '/api/data/forget', { scope, confirm: 'delete' })).toMatchObject({
			status: 200,
			value: { events: 400, aside: 0 }
		});
		expect(await get('/api/plans')).toMatchObject({ budgets: [], alerts: [] });
		expect(await snapshotTypes()).toEqual(['head', 'end']);
		await fill({ ...relay, holds: async () => undefined } as Relay);
		// What is sent again is what was deleted.
		expect((await relay.health()).events).toBe(0);
	});
});

describe('keeping', () => {
	afterEach(() => relay.remove());

	test('is shown before it is applied: events go, figures stay', async () => {
		relay = await startRelay();
		await fill(relay);
		const rows = (await snapshotTypes()).length;
		const shown = await get<Retention>('/api/data/retention?days=4');
		expect(shown.goes.events).toBeGreaterThan(150);
		expect(shown.stays.days).toBeGreaterThan(3);
		expect(shown.stays.costNanoUsd).toBeGreaterThan(0);
		expect((await relay.health()).events).toBe(400);
		expect(await get('/api/data/retention')).toMatchObject({ days: null, fixed: false, goes: { events: 0 } });

		const { value } = await send('PUT', '/api/data/retention', { days: 4 });
		expect(value).toMatchObject({
			days: 4,
			beforeMs: shown.beforeMs,
			goes: { events: 0, sessions: 0 },
			stays: shown.stays,
			events: shown.events
		});
		expect((await relay.health()).events).toBe(shown.events);
		expect((await snapshotTypes()).length).toBe(rows);
		await relay.stop();
		await relay.restart();
		expect(await get('/api/data/retention')).toMatchObject({ days: 4 });
	});

	test('is not changed where the environment decides it', async () => {
		relay = await startRelay({ env: { TIDEMARK_RETENTION_DAYS: '30' } });
		expect(await get('/api/data/retention')).toMatchObject({ days: 30, fixed: true });
		expect(await send('PUT', '/api/data/retention', { days: 4 })).toMatchObject({ status: 409 });
		expect(await send('PUT', '/api/data/retention', { days: 0 })).toMatchObject({ status: 400 });
	});
});
