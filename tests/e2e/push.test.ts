// From a budget set in the page to a notification with everything closed: a real relay, real telemetry, and a push service
// on loopback that verifies and decrypts as a browser's would.
import { createHmac } from 'node:crypto';
import { type BrowserContext, type CDPSession, expect, type Page, test, type Worker } from '@playwright/test';
import { startChannelService } from '../support/channel-service.ts';
import { type PushService, type PushSubscriptionJson, startPushService } from '../support/push-service.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { replay } from '../support/replay.ts';
import { requestsNow } from '../support/requests-now.ts';

const SESSION = '0b0d6e70-0000-4000-8000-000000000001';

let relay: Relay;
let service: PushService;

test.beforeEach(async () => {
	service = await startPushService();
	relay = await startRelay({ entry: 'tests/support/relay-with-push.ts' });
});

test.afterEach(async () => {
	await relay.remove();
	await service.close();
});

const metric = (page: Page, name: string) => page.locator(`data[data-metric="${name}"]`).first();

async function spend(...costs: (number | null)[]): Promise<void> {
	const ports = { http: relay.otlpHttpPort, grpc: relay.otlpGrpcPort };
	const answers = await replay([requestsNow(SESSION, costs)], ports, { seed: 1 });
	expect(answers.map(({ status }) => status)).toEqual([200]);
}

async function makeBudget(page: Page, name: string, amount: string): Promise<string> {
	await page.goto(`${relay.url}/budgets`);
	await page.getByRole('button', { name: 'New budget' }).click();
	await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
	await page.getByLabel('Limit in USD').fill(amount);
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.locator('[data-budget]')).toHaveCount(1);
	let id: string | undefined;
	await expect
		.poll(async () => {
			id = ((await (await fetch(`${relay.url}/api/plans`)).json()) as { budgets: { id: string }[] })
				.budgets[0]?.id;
			return id;
		})
		.toBeTruthy();
	return id!;
}

/** Push as the browser would offer it, at the service on loopback: the subscription outlives the page. */
async function replacePush(context: BrowserContext, subscription: PushSubscriptionJson): Promise<void> {
	await context.addInitScript((json) => {
		const KEY = 'test-subscribed-for';
		const made = (): PushSubscription | null => {
			const key = localStorage.getItem(KEY);
			if (key === null) return null;
			return {
				...json,
				expirationTime: null,
				options: { userVisibleOnly: true, applicationServerKey: Uint8Array.from(JSON.parse(key)).buffer },
				toJSON: () => ({ ...json, expirationTime: null }),
				unsubscribe: () => {
					localStorage.removeItem(KEY);
					return Promise.resolve(true);
				}
			} as unknown as PushSubscription;
		};
		PushManager.prototype.getSubscription = () => Promise.resolve(made());
		PushManager.prototype.subscribe = (options) => {
			localStorage.setItem(KEY, JSON.stringify([...(options!.applicationServerKey as Uint8Array)]));
			return Promise.resolve(made()!);
		};
	}, subscription);
	await context.grantPermissions(['notifications'], { origin: relay.url });
}

async function subscribe(page: Page): Promise<void> {
	await page.goto(`${relay.url}/alerts`);
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.getByLabel('Name of this device').fill('Test laptop');
	await page.getByRole('button', { name: 'Notify me on this device' }).click();
	await expect(page.locator('[data-step="register"]')).toHaveAttribute('data-ok', 'true');
}

/** Hands a message to the service worker as the browser does, with or without a page of the app. */
async function deliverer(context: BrowserContext): Promise<(payload: unknown) => Promise<void>> {
	const session: CDPSession = await context.newCDPSession(await context.newPage());
	const registration = new Promise<string>((resolve) =>
		session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(relay.url));
			if (own) resolve(own.registrationId);
		})
	);
	await session.send('ServiceWorker.enable');
	const registrationId = await registration;
	return async (payload) => {
		const data = JSON.stringify(payload);
		await session.send('ServiceWorker.deliverPushMessage', { origin: relay.url, registrationId, data });
	};
}

interface WorkerScope {
	registration: ServiceWorkerRegistration;
	clients: {
		openWindow(url: string): Promise<null>;
		matchAll(options: { type: 'window' }): Promise<unknown[]>;
	};
	NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
	ExtendableEvent: new (type: string) => Event;
	dispatchEvent(event: Event): boolean;
	opened: string[];
}

const workerOf = (context: BrowserContext): Worker => context.serviceWorkers().at(-1)!;

const shownBy = (worker: Worker) =>
	worker.evaluate(async () => {
		const { registration } = globalThis as unknown as WorkerScope;
		return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
	});

const crossings = () => service.received.filter(({ payload }) => payload.kind === 'budget');

test('with the page closed, a crossing is pushed within five seconds, shown, and leads to its budget', async ({
	page,
	context
}) => {
	await replacePush(context, service.subscribe('laptop'));
	await spend(0.5);
	const budgetId = await makeBudget(page, 'Everything', '1');
	await subscribe(page);
	const deliver = await deliverer(context);
	await page.close();

	const sentMs = Date.now();
	await spend(0.35);
	await expect.poll(() => crossings().length, { timeout: 15_000, intervals: [50] }).toBe(1);
	expect(service.wrong).toEqual([]);
	const [{ payload, atMs, urgency, ttl }] = crossings() as [(typeof service.received)[0]];
	expect(atMs - sentMs).toBeLessThan(5000);
	expect(payload).toMatchObject({
		kind: 'budget',
		budgetId,
		threshold: 80,
		name: 'Everything',
		spendNanoUsd: 850_000_000
	});
	// The budget and its amounts: nothing of what was done, nor where.
	const pushed = JSON.stringify(service.received.map((one) => one.payload));
	for (const secret of [SESSION, 'claude-', 'req_', relay.dataDir]) expect(pushed).not.toContain(secret);
	expect({ urgency, long: ttl > 60 }).toEqual({ urgency: 'normal', long: true });

	await deliver(payload);
	await deliver(payload);
	const expected = { title: 'Everything: 80% spent', body: '$0.85 of $1.00 (85%).', tag: payload.tag };
	await expect.poll(() => shownBy(workerOf(context))).toEqual([expected]);

	const opened = await workerOf(context).evaluate(async (tag) => {
		const scope = globalThis as unknown as WorkerScope;
		// A click of a person may open a window, one of a test may not.
		const opening = new Promise<string>((resolve) => {
			scope.clients.openWindow = (url) => {
				resolve(url);
				return Promise.resolve(null);
			};
		});
		const [notification] = await scope.registration.getNotifications({ tag });
		const windows = await scope.clients.matchAll({ type: 'window' });
		if (windows.length > 0) throw new Error('a page of the app is open');
		scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification: notification! }));
		return opening;
	}, String(payload.tag));
	expect(opened).toBe(`${relay.url}/budgets#${budgetId}`);
	expect(await shownBy(workerOf(context))).toEqual([]);

	const again = await context.newPage();
	await again.goto(opened);
	await expect(again.locator(`[data-budget="${budgetId}"]`)).toBeVisible();
	await expect(metric(again, 'budget-spend')).toHaveAttribute('value', '0.85');
	await expect(metric(again, 'budget-share')).toHaveAttribute('value', String(payload.share));
	await again.goto(`${relay.url}/alerts`);
	await expect(metric(again, 'alert-spend')).toHaveAttribute('value', '0.85');
	await expect(again.locator(`[data-alert="${payload.tag}"]`)).toBeVisible();
});

test('with two tabs open and push, one crossing is one notification', async ({ page, context }) => {
	await replacePush(context, service.subscribe('laptop'));
	await makeBudget(page, 'Everything', '1');
	await subscribe(page);
	const deliver = await deliverer(context);
	const second = await context.newPage();
	await second.goto(`${relay.url}/alerts`);
	await spend(0.9);
	await expect.poll(() => crossings().length).toBe(1);
	await deliver(crossings()[0]!.payload);
	for (const tab of [page, second]) await expect(tab.locator('[data-alert]')).toHaveCount(1);
	await expect.poll(() => shownBy(workerOf(context))).toHaveLength(1);
	// A second crossing has gone all the way by then: had the first been told twice, it would have been seen.
	await spend(0.2);
	await expect.poll(() => crossings().length).toBe(2);
	await deliver(crossings()[1]!.payload);
	await expect(second.locator('[data-alert]')).toHaveCount(2);
	await expect
		.poll(async () => (await shownBy(workerOf(context))).map(({ title }) => title).sort())
		.toEqual(['Everything: 100% spent', 'Everything: 80% spent']);
});

test('a test message goes all the way, and each step is told', async ({ page, context }) => {
	await replacePush(context, service.subscribe('laptop'));
	await subscribe(page);
	await page.getByRole('button', { name: 'Send a test' }).click();
	for (const step of ['subscription', 'address', 'encrypt', 'connect', 'accept'])
		await expect(page.locator(`[data-step="${step}"]`)).toHaveAttribute('data-ok', 'true');
	const [{ payload }] = service.received as [(typeof service.received)[0]];
	await (await deliverer(context))(payload);
	await expect
		.poll(async () => (await shownBy(workerOf(context))).map(({ title }) => title))
		.toEqual(['Alerts reach this device']);
	service.answer = () => ({ status: 503 });
	await page.getByRole('button', { name: 'Send a test' }).click();
	await expect(page.locator('[data-step="accept"]')).toHaveAttribute('data-ok', 'false');
	await expect(page.locator('[data-step="accept"]')).toContainText('503');
});

test('a subscription the browser has renewed takes the place of the former, without a page', async ({
	page,
	context
}) => {
	const former = service.subscribe('former');
	const renewed = service.subscribe('renewed');
	await replacePush(context, former);
	await makeBudget(page, 'Everything', '1');
	await subscribe(page);
	const deliver = await deliverer(context);
	await page.close();
	await deliver({ kind: 'test', name: 'wakes the worker', tag: 'test' });
	await expect.poll(() => shownBy(workerOf(context))).toHaveLength(1);
	await workerOf(context).evaluate(
		({ from, to }) => {
			const scope = globalThis as unknown as WorkerScope;
			const event = new scope.ExtendableEvent('pushsubscriptionchange');
			scope.dispatchEvent(Object.assign(event, { oldSubscription: from, newSubscription: to }));
		},
		{ from: former, to: renewed }
	);
	const names = async () =>
		(
			(await (await fetch(`${relay.url}/api/push/subscriptions`)).json()) as {
				subscriptions: { name: string }[];
			}
		).subscriptions.map(({ name }) => name);
	await spend(0.9);
	await expect.poll(() => crossings().map(({ device }) => device)).toEqual(['renewed']);
	expect(await names()).toEqual(['Test laptop']);
});

test('the icon carries the number of unread alerts, and a wiped browser has everything back', async ({
	page,
	context
}) => {
	await context.addInitScript(() => {
		const badges: (number | null)[] = [];
		Object.assign(globalThis, { badges });
		Object.assign(Navigator.prototype, {
			setAppBadge: (count: number) => Promise.resolve(void badges.push(count)),
			clearAppBadge: () => Promise.resolve(void badges.push(null))
		});
	});
	const badge = () => page.evaluate(() => (globalThis as unknown as { badges: unknown[] }).badges.at(-1));
	await makeBudget(page, 'Everything', '1');
	await page.goto(`${relay.url}/alerts`);
	await expect.poll(badge).toBe(null);
	await spend(1.2);
	await expect(page.locator('[data-alert]')).toHaveCount(2);
	await expect.poll(badge).toBe(2);
	const first = page.locator('[data-alert]').filter({ hasText: '80%' });
	await first.getByRole('button', { name: 'Acknowledge' }).click();
	await expect.poll(badge).toBe(1);
	await expect(metric(page, 'unsent-changes')).toHaveCount(0);
	await expect
		.poll(async () => {
			const { alerts } = (await (await fetch(`${relay.url}/api/plans`)).json()) as {
				alerts: { acknowledgedAtMs: number | null }[];
			};
			return alerts.filter(({ acknowledgedAtMs }) => acknowledgedAtMs !== null).length;
		})
		.toBe(1);

	// The app is left first: an open store is not deleted.
	await page.goto(`${relay.url}/manifest.webmanifest`);
	await page.evaluate(
		() =>
			new Promise((resolve, reject) => {
				const request = indexedDB.deleteDatabase('tidemark');
				request.onsuccess = resolve;
				request.onerror = reject;
			})
	);
	await page.goto(`${relay.url}/alerts`);
	await expect(page.locator('[data-alert]')).toHaveCount(2);
	await expect(page.locator('[data-alert]').filter({ hasText: '80%' })).toContainText('Acknowledged');
	await expect(
		page.locator('[data-alert]').filter({ hasText: '100%' }).getByRole('button', { name: 'Acknowledge' })
	).toBeVisible();
	await expect.poll(badge).toBe(1);
	await page.goto(`${relay.url}/budgets`);
	await expect(page.getByRole('heading', { name: 'Everything', exact: true })).toBeVisible();
});

test('a webhook set up on the page is tested, told of a crossing, signed, and never shown again', async ({
	page
}) => {
	const receiver = await startChannelService();
	await relay.remove();
	relay = await startRelay({ env: { TIDEMARK_CHANNEL_HOSTS: `127.0.0.1:${receiver.port}` } });
	try {
		await makeBudget(page, 'Everything', '1');
		await page.goto(`${relay.url}/alerts`);
		await page.getByRole('button', { name: 'Add a channel' }).click();
		await page.locator('input[name="channel-name"]').fill('Ops');
		await page.locator('input[name="channel-url"]').fill('http://127.0.0.1:1/elsewhere');
		const secret = (await page.locator('dialog pre').textContent())!;
		await page.getByRole('button', { name: 'Save' }).click();
		await expect(page.locator('dialog [role="alert"]')).toContainText('TIDEMARK_CHANNEL_HOSTS');
		await page.locator('input[name="channel-url"]').fill(`${receiver.origin}/hook/very-secret`);
		await page.getByRole('button', { name: 'Save' }).click();
		await expect(page.locator('[data-channel]')).toContainText('Ops');
		await page.getByRole('button', { name: 'Send a test to Ops' }).click();
		for (const step of ['channel', 'address', 'connect', 'accept'])
			await expect(page.locator(`[data-channel] [data-step="${step}"]`)).toHaveAttribute('data-ok', 'true');
		await spend(0.9);
		await expect
			.poll(() => receiver.arrived.map(({ json }) => json.type))
			.toEqual(['test', 'budget.crossed']);
		const { headers, text, json } = receiver.arrived[1]!;
		expect(json.data).toMatchObject({ name: 'Everything', threshold: 80, spendNanoUsd: 900_000_000 });
		const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
		const key = Buffer.from(secret.trim().slice('whsec_'.length), 'base64');
		expect(headers['webhook-signature']).toBe(
			`v1,${createHmac('sha256', key).update(signed).digest('base64')}`
		);
		await page.reload();
		await page.getByRole('button', { name: 'Edit Ops' }).click();
		await expect(page.locator('input[name="channel-url"]')).toHaveValue('');
		const told =
			(await page.content()) + (await (await fetch(`${relay.url}/api/channels`)).text()) + relay.output();
		expect(told).not.toContain('very-secret');
		expect(told).not.toContain(secret.trim());
	} finally {
		await receiver.close();
	}
});
