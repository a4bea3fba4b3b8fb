// Deleting and keeping, asked for over HTTP of a relay as a program.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import webPush from 'web-push';
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

/** Files of the data folder that hold the text. */
const filesWith = (text: string) =>
	readdirSync(relay.dataDir, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((path) => readFileSync(path).includes(text));

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

	test('all of it takes along whatever was set up, and says so first; the files hold nothing of it', async () => {
		const CANARY = 'canary-of-what-was-set-up';
		const put = async (method: string, path: string, body: unknown) =>
			expect([path, (await send(method, path, body)).status]).toEqual([path, 200]);
		await put('PUT', '/api/plans/budgets/b1', makeBudget({ id: 'b1', name: CANARY }));
		await put('PUT', '/api/plans/names', {
			id: `project:${CANARY}`,
			dimension: 'project',
			value: CANARY,
			name: `${CANARY}-named`,
			hidden: false,
			updatedAtMs: Date.now()
		});
		await put('PUT', '/api/plans/prices', {
			id: `${CANARY} `,
			model: CANARY,
			from: '',
			usdPerMillion: [1, 1, 1, 1, 1],
			updatedAtMs: Date.now(),
			deletedAtMs: null
		});
		await put('POST', '/api/channels', {
			kind: 'webhook',
			name: CANARY,
			url: `https://hooks.example.com/${CANARY}`,
			secret: `whsec_${Buffer.from(CANARY.repeat(2)).toString('base64')}`,
			names: true,
			paused: true
		});
		const { publicKey } = webPush.generateVAPIDKeys();
		await put('PUT', '/api/push/subscriptions', {
			name: CANARY,
			subscription: {
				endpoint: `https://fcm.googleapis.com/fcm/send/${CANARY}`,
				keys: { p256dh: publicKey, auth: Buffer.alloc(16, 7).toString('base64url') }
			}
		});
		expect(filesWith(CANARY)).not.toEqual([]);
		expect((await get<Forgetting>('/api/data/forget')).setUp).toEqual({
			budgets: 1,
			alerts: 0,
			prices: 1,
			names: 1,
			channels: 1,
			pushDevices: 1
		});
		expect((await get<Forgetting>('/api/data/forget?project=x')).setUp).toBeNull();
		const scope = { fromMs: null, toMs: null, project: null };
		expect(await send('POST', '/api/data/forget', { scope, confirm: 'delete' })).toMatchObject({
			status: 200,
			value: { events: 400, aside: 0, cleared: true }
		});
		expect(await get('/api/plans')).toMatchObject({
			budgets: [],
			alerts: [],
			signals: [],
			prices: [],
			names: []
		});
		expect(await get('/api/channels')).toMatchObject({ channels: [] });
		expect(await get('/api/push/subscriptions')).toEqual({ subscriptions: [] });
		expect(filesWith(CANARY)).toEqual([]);
		expect(await snapshotTypes()).toEqual(['head', 'end']);
		await fill({ ...relay, holds: async () => undefined } as Relay);
		// What is sent again is what was deleted.
		expect((await relay.health()).events).toBe(0);
		await relay.stop();
		await relay.restart();
		expect((await get<Forgetting>('/api/data/forget')).setUp).toMatchObject({ channels: 0, pushDevices: 0 });
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
