import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type Relay, startRelay } from '../support/relay.ts';
import { replay } from '../support/replay.ts';
import { requestsNow } from '../support/requests-now.ts';

const SESSION = '0b0d6e70-0000-4000-8000-000000000001';

let relay: Relay;

test.beforeEach(async () => {
	relay = await startRelay();
});

test.afterEach(async () => {
	await relay.remove();
});

const metric = (page: Page, name: string) => page.locator(`data[data-metric="${name}"]`).first();

async function spend(...costs: (number | null)[]): Promise<void> {
	const ports = { http: relay.otlpHttpPort, grpc: relay.otlpGrpcPort };
	const answers = await replay([requestsNow(SESSION, costs)], ports, { seed: 1 });
	expect(answers.map(({ status }) => status)).toEqual([200]);
}

async function makeBudget(page: Page, name: string, amount: string): Promise<void> {
	await page.goto(`${relay.url}/budgets`);
	await page.getByRole('button', { name: 'New budget' }).click();
	await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
	await page.getByLabel('Limit in USD').fill(amount);
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.locator('[data-budget]')).toHaveCount(1);
}

const plans = async () =>
	(await (await fetch(`${relay.url}/api/plans`)).json()) as {
		budgets: { id: string; name: string; deletedAtMs: number | null }[];
		alerts: { id: string; threshold: number; acknowledgedAtMs: number | null }[];
	};

/** The page is led by its service worker, which answers without a network. */
async function controlled(page: Page): Promise<void> {
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.reload();
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

const notifications = (page: Page) =>
	page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		const shown = await registration.getNotifications();
		return shown.map(({ title, body, tag }) => ({ title, body, tag }));
	});

test('a budget set in the page is crossed by real telemetry, and the alert is on the page', async ({
	page
}) => {
	await spend(0.5);
	await makeBudget(page, 'Everything', '1');
	await expect(metric(page, 'budget-spend')).toHaveAttribute('value', '0.5');
	await expect(metric(page, 'budget-amount')).toHaveAttribute('value', '1');

	await spend(0.35);
	await expect(metric(page, 'budget-spend')).toHaveAttribute('value', '0.85');
	await expect(metric(page, 'unread-alerts')).toHaveAttribute('value', '1');
	await expect(page.locator('[data-alert-news]')).toHaveText('1 unread alert');
	await page.getByRole('link', { name: /Alerts/ }).click();
	await expect(page.getByRole('heading', { name: 'Everything reached 80%' })).toBeVisible();
	await expect(metric(page, 'alert-spend')).toHaveAttribute('value', '0.85');
	await expect(metric(page, 'alert-session-cost')).toHaveAttribute('value', '0.85');

	await page.getByRole('button', { name: 'Acknowledge' }).click();
	await expect(metric(page, 'unread-alerts')).toHaveCount(0);
	await expect.poll(async () => (await plans()).alerts[0]?.acknowledgedAtMs).toBeGreaterThan(0);

	await spend(0.4);
	await expect(page.getByRole('heading', { name: 'Everything reached 100%' })).toBeVisible();
	await expect(metric(page, 'unread-alerts')).toHaveAttribute('value', '1');
	await page.goto(relay.url);
	await expect(metric(page, 'budget-spend')).toHaveAttribute('value', '1.25');
	expect((await plans()).alerts.map(({ threshold }) => threshold).sort((a, b) => a - b)).toEqual([80, 100]);
});

test('spend without a price is named, and never shown as 0', async ({ page }) => {
	await spend(null, null);
	await makeBudget(page, 'Everything', '1');
	await expect(metric(page, 'budget-unpriced')).toHaveAttribute('value', '2');
	await expect(metric(page, 'budget-spend')).toContainText('not known');
	await expect(metric(page, 'budget-left')).toContainText('not known');
	await spend(0.25);
	await expect(metric(page, 'budget-spend')).toHaveAttribute('value', '0.25');
	await expect(metric(page, 'budget-unpriced')).toHaveAttribute('value', '2');
});

test('a budget made offline outlives a reload, reaches the other device, and a wiped one has it back', async ({
	page,
	context,
	browser
}) => {
	await page.goto(relay.url);
	await controlled(page);
	await relay.stop();
	await context.setOffline(true);
	await makeBudget(page, 'Offline', '3');
	await expect(metric(page, 'unsent-changes')).toHaveAttribute('value', '1');
	await page.reload();
	await expect(page.getByRole('heading', { name: 'Offline', exact: true })).toBeVisible();

	await context.setOffline(false);
	await relay.restart();
	await expect
		.poll(async () => (await plans()).budgets.map(({ name }) => name), { timeout: 40_000 })
		.toEqual(['Offline']);
	await expect(metric(page, 'unsent-changes')).toHaveCount(0);

	await using other = await browser.newContext();
	const second = await other.newPage();
	await second.goto(`${relay.url}/budgets`);
	await expect(second.getByRole('heading', { name: 'Offline', exact: true })).toBeVisible();
	await second.getByRole('button', { name: 'Delete' }).click();
	await expect(page.locator('[data-budget]')).toHaveCount(0);
	await second.getByRole('button', { name: 'Undo' }).click();
	await expect(page.locator('[data-budget]')).toHaveCount(1);

	// The app is left first: an open store is not deleted.
	await second.goto(`${relay.url}/manifest.webmanifest`);
	await second.evaluate(() =>
		(
			navigator as unknown as { storageBuckets: { delete(name: string): Promise<void> } }
		).storageBuckets.delete('tidemark')
	);
	await second.goto(`${relay.url}/budgets`);
	await expect(second.getByRole('heading', { name: 'Offline', exact: true })).toBeVisible();
});

test('two tabs without push show one notification of a crossing', async ({ page, context }) => {
	await context.grantPermissions(['notifications'], { origin: relay.url });
	await makeBudget(page, 'Everything', '1');
	await controlled(page);
	const second = await context.newPage();
	await second.goto(`${relay.url}/budgets`);
	await expect(second.locator('[data-budget]')).toHaveCount(1);
	await spend(0.9);
	await expect.poll(() => notifications(page)).toHaveLength(1);
	const [shown] = await notifications(page);
	expect(shown).toMatchObject({ title: 'Everything: 80% spent', body: '$0.90 of $1.00 (90%).' });
	expect(shown!.tag).toBe((await plans()).alerts[0]!.id);
	await second.waitForTimeout(500);
	expect(await notifications(page)).toHaveLength(1);
});

/** As much of the service worker's own scope as a click needs. */
interface WorkerScope {
	registration: ServiceWorkerRegistration;
	NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
	dispatchEvent(event: Event): boolean;
}

/** A subscription whose endpoint no one is sent to: what arrives is delivered by the test. */
async function replacePush(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		let current: PushSubscription | null = null;
		PushManager.prototype.getSubscription = () => Promise.resolve(current);
		PushManager.prototype.subscribe = async (options) => {
			const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
				'deriveBits'
			]);
			const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
			const base64url = (bytes: Uint8Array) =>
				btoa(String.fromCharCode(...bytes))
					.replaceAll('+', '-')
					.replaceAll('/', '_')
					.replaceAll('=', '');
			const json = {
				endpoint: 'https://fcm.googleapis.com/fcm/send/test',
				expirationTime: null,
				keys: { p256dh: base64url(raw), auth: base64url(crypto.getRandomValues(new Uint8Array(16))) }
			};
			current = {
				...json,
				options: {
					...options,
					applicationServerKey: (options!.applicationServerKey as Uint8Array).slice().buffer
				},
				toJSON: () => json,
				unsubscribe: () => {
					current = null;
					return Promise.resolve(true);
				}
			} as unknown as PushSubscription;
			return current;
		};
	});
}

test('a device subscribes step by step, shows what is pushed whatever it is, and a click opens the budget', async ({
	page,
	context
}) => {
	await replacePush(context);
	await context.grantPermissions(['notifications'], { origin: relay.url });
	await makeBudget(page, 'Everything', '1');
	await controlled(page);
	const [budget] = (await plans()).budgets;
	await page.goto(`${relay.url}/alerts`);
	await page.getByLabel('Name of this device').fill('Test laptop');
	await page.getByRole('button', { name: 'Notify me on this device' }).click();
	for (const step of ['permission', 'worker', 'key', 'subscribe', 'register'])
		await expect(page.locator(`[data-step="${step}"]`)).toHaveAttribute('data-ok', 'true');
	await expect(page.locator('[data-device]')).toContainText('Test laptop');

	const session = await context.newCDPSession(page);
	const registration = new Promise<string>((resolve) =>
		session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			if (registrations[0]) resolve(registrations[0].registrationId);
		})
	);
	await session.send('ServiceWorker.enable');
	const registrationId = await registration;
	const deliver = (data: string) =>
		session.send('ServiceWorker.deliverPushMessage', { origin: relay.url, registrationId, data });
	const tag = `${budget!.id}.2026-11-01.80`;
	const payload = JSON.stringify({
		kind: 'budget',
		budgetId: budget!.id,
		periodKey: '2026-11-01',
		threshold: 80,
		name: 'Everything',
		spendNanoUsd: 850_000_000,
		amountNanoUsd: 1_000_000_000,
		share: 0.85,
		tag
	});
	await deliver(payload);
	await deliver(payload);
	await expect
		.poll(() => notifications(page))
		.toEqual([{ title: 'Everything: 80% spent', body: '$0.85 of $1.00 (85%).', tag }]);
	await deliver('{"kind":');
	await expect
		.poll(async () => (await notifications(page)).map(({ title }) => title).sort())
		.toEqual(['Everything: 80% spent', 'Tidemark has an alert']);

	const [worker] = context.serviceWorkers();
	await worker!.evaluate(async (of) => {
		const scope = globalThis as unknown as WorkerScope;
		const [notification] = await scope.registration.getNotifications({ tag: of });
		scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification: notification! }));
	}, tag);
	await page.waitForURL(`${relay.url}/budgets#${budget!.id}`);
	await expect
		.poll(async () => (await notifications(page)).map(({ title }) => title))
		.toEqual(['Tidemark has an alert']);

	await page.goto(`${relay.url}/alerts`);
	await page.getByRole('button', { name: 'Stop on this device' }).click();
	await expect(page.locator('[data-device]')).toHaveCount(0);
});

test('nothing is asked before a person asks, and a refusal is explained', async ({ page, context }) => {
	await context.addInitScript(() => {
		Object.assign(globalThis, { asked: 0 });
		Object.defineProperty(Notification, 'permission', { get: () => 'default' });
		Notification.requestPermission = () => {
			(globalThis as unknown as { asked: number }).asked++;
			return Promise.resolve('denied');
		};
	});
	const asked = () => page.evaluate(() => (globalThis as unknown as { asked: number }).asked);
	await makeBudget(page, 'Everything', '1');
	await page.goto(`${relay.url}/alerts`);
	await expect(page.locator('[data-push="off"]')).toBeVisible();
	expect(await asked()).toBe(0);
	await page.getByRole('button', { name: 'Notify me on this device' }).click();
	await expect(page.locator('[data-step="permission"]')).toHaveAttribute('data-ok', 'false');
	await expect(page.getByText('told not to show notifications').first()).toBeVisible();
	expect(await asked()).toBe(1);
});

test('budgets, their form and alerts are accessible, light and dark, and nothing runs sideways on a phone', async ({
	page
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await makeBudget(page, 'Everything', '1');
	await spend(0.9, null, 0.6);
	await expect(metric(page, 'budget-spend')).toHaveAttribute('value', '1.5');
	await expect.poll(async () => (await plans()).alerts.length).toBe(2);
	const check = async (where: string) => {
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(
			violations.map(({ id, nodes }) => `${where} ${id} ${nodes.map(({ html }) => html).join(' ')}`)
		).toEqual([]);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(width, where).toBeLessThanOrEqual(390);
	};
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		for (const path of ['/', '/budgets', '/alerts']) {
			await page.goto(relay.url + path);
			await page.locator('[data-budget], [data-alert]').first().waitFor();
			await check(`${path} ${colorScheme}`);
		}
		await page.goto(`${relay.url}/budgets`);
		await page.getByRole('button', { name: 'Edit Everything' }).click();
		await page.getByRole('button', { name: 'Save' }).waitFor();
		await check(`form ${colorScheme}`);
	}
});
