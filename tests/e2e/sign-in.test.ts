// Who may look, in real browsers: the owner's link, a second device as a viewer, revoking, signing out.
import { createServer } from 'node:http';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Relay, startRelay } from '../support/relay.ts';
import { isIn, isOut, printedLink, signIn } from '../support/sign-in.ts';

let relay: Relay;

test.beforeEach(async () => {
	relay = await startRelay({ signIn: true });
});

test.afterEach(() => relay.remove());

test('without the link the app shows what to do and nothing else', async ({ page }) => {
	await page.goto(relay.url);
	await isOut(page, 'first');
	await expect(page.getByText('npm run open')).toBeVisible();
	for (const path of [
		'/api/snapshot',
		'/api/events?before=9',
		'/api/stream',
		'/api/plans',
		'/api/devices',
		'/api/tokens'
	])
		expect([path, (await page.request.get(relay.url + path)).status()]).toEqual([path, 401]);
	const health = await (await page.request.get(`${relay.url}/api/health`)).json();
	expect(Object.keys(health).sort()).toEqual(['protocol', 'status', 'version']);
});

test('an iPhone is told to add the app to its Home Screen before it signs in', async ({ browser }) => {
	const userAgent =
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
	const context = await browser.newContext({
		userAgent,
		hasTouch: true,
		viewport: { width: 390, height: 844 }
	});
	const page = await context.newPage();
	await page.goto(relay.url);
	await isOut(page, 'first');
	await expect(page.locator('[data-home-screen]')).toContainText('Add to Home Screen');
	await context.close();
});

test('the printed link signs in once, leaves no code behind, and survives a reload and a restart', async ({
	page,
	browser
}) => {
	const link = printedLink(relay);
	await signIn(page, link);
	await page.reload();
	await isIn(page);
	await relay.restart();
	await page.reload();
	await isIn(page);
	await expect(page.locator('[data-connection="live"]')).toBeVisible();
	expect(relay.output()).not.toContain('#k=');

	const other = await browser.newContext();
	const second = await other.newPage();
	await second.goto(link);
	await isOut(second, 'code_expired');
	await second.goto(await relay.open());
	await isIn(second);
	await other.close();
});

const CANARY = 'canary-7e1f prompt text';

/** A session with a prompt, a command and a title's worth of content. */
async function sendCanary(
	session = 'session-of-the-canary',
	canary = CANARY,
	email = 'owner@example.test'
): Promise<void> {
	const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
	const at = Date.now();
	const record = (name: string, sequence: number, attributes: object[]) => ({
		timeUnixNano: String(BigInt(at + sequence) * 1_000_000n),
		body: { stringValue: `claude_code.${name}` },
		attributes: [
			text('event.name', name),
			text('session.id', session),
			text('user.email', email),
			{ key: 'event.sequence', value: { intValue: String(sequence) } },
			...attributes
		]
	});
	const logs = {
		resourceLogs: [
			{
				resource: { attributes: [text('service.name', 'claude-code')] },
				scopeLogs: [
					{
						scope: { name: 'com.anthropic.claude_code.events' },
						logRecords: [
							record('user_prompt', 1, [
								text('prompt.id', `p-${session}`),
								text('prompt', canary),
								text('prompt_length', '23')
							]),
							record('api_request', 2, [
								text('prompt.id', `p-${session}`),
								text('model', 'claude-sonnet-4-5'),
								text('cost_usd', '0.25'),
								text('input_tokens', '1000'),
								text('output_tokens', '10'),
								text('request_id', `req_${session}`)
							]),
							record('tool_result', 3, [
								text('prompt.id', `p-${session}`),
								text('tool_name', 'Bash'),
								text('tool_use_id', `toolu_${session}`),
								text('success', 'false'),
								text('error', `${canary} error`),
								text('tool_parameters', JSON.stringify({ bash_command: `echo ${canary}` }))
							])
						]
					}
				]
			}
		]
	};
	const response = await fetch(`http://127.0.0.1:${relay.otlpHttpPort}/v1/logs`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(logs)
	});
	expect(response.status).toBe(200);
}

/** What the replica holds, in its bucket or where the browser has none. */
async function rowsKept(page: Page): Promise<Record<string, number>> {
	return page.evaluate(async () => {
		const { storageBuckets } = navigator as {
			storageBuckets?: { open(name: string): Promise<{ indexedDB: IDBFactory }> };
		};
		const factory = (await storageBuckets?.open('tidemark'))?.indexedDB ?? indexedDB;
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = factory.open('tidemark');
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
		const counts: Record<string, number> = {};
		for (const table of ['segments', 'sessions', 'budgets']) {
			const store = db.objectStoreNames.contains(table) ? db.transaction(table).objectStore(table) : null;
			counts[table] = await new Promise((resolve) => {
				if (store === null) return resolve(0);
				const request = store.count();
				request.onsuccess = () => resolve(request.result);
			});
		}
		db.close();
		return counts;
	});
}

test('a second browser is let in as a viewer by 8 digits: it sees the money and no prompt; revoked, its stream ends', async ({
	page,
	browser
}) => {
	await sendCanary();
	await signIn(page, printedLink(relay));
	await expect(page.locator('[data-metric="total-cost"]').first()).toHaveAttribute('value', '0.25');
	await page.goto(`${relay.url}/settings`);
	await page.getByRole('button', { name: 'Add device' }).click();
	await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
	await accessible(page);
	const digits = (await page.locator('[data-digits]').getAttribute('data-digits'))!;

	const other = await browser.newContext();
	const phone = await other.newPage();
	const received: string[] = [];
	let streamsEnded = 0;
	await other.route('**/api/{events,snapshot,plans}*', async (route) => {
		const response = await route.fetch();
		received.push(await response.text());
		await route.fulfill({ response });
	});
	phone.on('requestfinished', (request) => {
		if (request.url().includes('/api/stream')) streamsEnded++;
	});
	await phone.goto(`${relay.url}/sessions`);
	await isOut(phone, 'first');
	await phone.getByLabel('Code').fill(`${digits.slice(0, 4)} ${digits.slice(4)}`);
	await phone.getByRole('button', { name: 'Sign in' }).click();
	await isIn(phone);
	await expect(page.locator('[data-pairing="used"]')).toBeVisible();
	await phone.goto(relay.url);
	await expect(phone.locator('[data-metric="total-cost"]').first()).toHaveAttribute('value', '0.25');
	await phone.goto(`${relay.url}/sessions/session-of-the-canary`);
	await expect(phone.locator('[data-metric]').first()).toBeVisible();

	// Everything it was sent and everything it keeps.
	await phone.goto(`${relay.url}/search?q=canary-7e1f`);
	await expect(phone.locator('data[data-metric="search-matches"]')).toHaveAttribute('value', '0');
	// Its end would meet a request that is being looked at.
	await other.unrouteAll({ behavior: 'wait' });
	expect(received.length).toBeGreaterThan(0);
	expect(received.filter((body) => body.includes('canary-7e1f'))).toEqual([]);
	const direct = await phone.evaluate(
		async (key) => {
			const ask = async (method: string, path: string) => {
				const response = await fetch(path, {
					method,
					headers: { 'x-relay-key': key, 'content-type': 'application/json' },
					...(method === 'GET' ? {} : { body: '{}' })
				});
				return [method, path, response.status] as const;
			};
			const stream = new AbortController();
			const head = await fetch('/api/stream?cursor=none.0', {
				headers: { 'x-relay-key': key },
				signal: stream.signal
			});
			stream.abort();
			return [
				['stream', head.status] as const,
				await ask('GET', '/api/devices'),
				await ask('GET', '/api/tokens'),
				await ask('POST', '/api/pairings'),
				await ask('PUT', '/api/plans/settings'),
				await ask('GET', '/api/data/backup')
			];
		},
		(await keptSession(phone)).key!
	);
	expect(direct).toEqual([
		['stream', 200],
		['GET', '/api/devices', 403],
		['GET', '/api/tokens', 403],
		['POST', '/api/pairings', 403],
		['PUT', '/api/plans/settings', 403],
		['GET', '/api/data/backup', 403]
	]);

	await page.getByRole('button', { name: 'Close' }).click();
	const row = page.locator('[data-access-device]').filter({ has: page.locator('[data-role="viewer"]') });
	await expect(phone.locator('[data-connection="live"]')).toBeVisible();
	streamsEnded = 0;
	await row.getByRole('button', { name: /Sign out/ }).click();
	await row.getByRole('button', { name: 'Really sign out' }).click();
	await isOut(phone, 'session_revoked');
	expect(streamsEnded).toBeGreaterThan(0);
	expect(await rowsKept(phone)).toEqual({ segments: 0, sessions: 0, budgets: 0 });
	await other.close();
});

/** What this browser keeps of its session. */
function keptSession(page: Page): Promise<{ key: string | null; info: unknown }> {
	return page.evaluate(async () => {
		const db = await new Promise<IDBDatabase>((resolve) => {
			const request = indexedDB.open('tidemark-session');
			request.onsuccess = () => resolve(request.result);
		});
		const kept = await new Promise<{ key: string | null; info: unknown }>((resolve) => {
			const request = db.transaction('session').objectStore('session').get('this');
			request.onsuccess = () => resolve(request.result as { key: string | null; info: unknown });
		});
		db.close();
		return kept;
	});
}

/** Neither what was typed nor what lets in is in Cache Storage, an address asked for, or the session's history. */
async function leavesNoTrace(page: Page, asked: string[], link: string): Promise<void> {
	const key = (await keptSession(page)).key!;
	const code = link.split('#k=')[1]!;
	const { cached, past } = await page.evaluate(async () => {
		const cached: string[] = [];
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys())
				cached.push(request.url, await (await cache.match(request))!.text());
		}
		return { cached, past: `${location.href} ${document.referrer} ${JSON.stringify(history.state)}` };
	});
	expect(cached.length).toBeGreaterThan(10);
	expect(key.length).toBeGreaterThan(20);
	const cookie = (await page.context().cookies())[0]!.value;
	const secrets = { text: 'canary-7e1f', key, cookie };
	// The link itself is what a person opened: the code goes no further than the fragment, which is not sent.
	const sent = asked.map((url) => url.split('#')[0]!);
	for (const [name, secret] of Object.entries({ ...secrets, code })) {
		expect([name, cached.filter((text) => text.includes(secret)).length]).toEqual([name, 0]);
		expect([name, sent.filter((url) => decodeURIComponent(url).includes(secret))]).toEqual([name, []]);
		expect([name, past.includes(secret)]).toEqual([name, false]);
	}
}

test('signing out leaves nothing in the browser, in any of its tabs', async ({ page, context }) => {
	const asked: string[] = [];
	context.on('request', (request) => asked.push(request.url()));
	page.on('framenavigated', (frame) => asked.push(frame.url()));
	await sendCanary();
	const link = printedLink(relay);
	await signIn(page, link);
	await expect(page.locator('[data-metric="total-cost"]').first()).toHaveAttribute('value', '0.25');
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.goto(`${relay.url}/sessions/session-of-the-canary`);
	await expect(page.getByText(CANARY).first()).toBeVisible();
	await page.goto(`${relay.url}/search`);
	await expect(page.getByText(CANARY).first()).toBeVisible();
	await leavesNoTrace(page, asked, link);
	const second = await context.newPage();
	await second.goto(`${relay.url}/sessions`);
	await isIn(second);
	await page.goto(`${relay.url}/settings`);
	await page.getByRole('button', { name: 'Sign out this browser' }).click();
	await page.getByRole('button', { name: 'Delete all it holds and sign out' }).click();
	await isOut(page, 'left');
	await isOut(second, 'left');
	await second.close();
	expect(await keptSession(page)).toMatchObject({ key: null, info: null });
	expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([
		'tidemark-session'
	]);
	expect(await rowsKept(page)).toEqual({ segments: 0, sessions: 0, budgets: 0 });
	expect(await context.cookies()).toEqual([]);
	expect((await page.request.get(`${relay.url}/api/snapshot`)).status()).toBe(401);
	await signIn(page, await relay.open());
	await expect(page.locator('[data-metric="total-cost"]').first()).toHaveAttribute('value', '0.25');
});

test('a server on another port gets the cookie, and it opens nothing', async ({ page }) => {
	await signIn(page, printedLink(relay));
	let stolen = '';
	const thief = createServer((request, response) => {
		stolen = request.headers.cookie ?? '';
		response.end('thanks');
	});
	await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
	await page.goto(`http://localhost:${(thief.address() as { port: number }).port}/`);
	await new Promise((resolve) => thief.close(resolve));
	expect(stolen).toMatch(/^tidemark-[0-9a-f]{8}=[\w-]{43}$/);
	for (const path of ['/api/snapshot', '/api/stream', '/api/devices']) {
		const response = await fetch(relay.url + path, { headers: { cookie: stolen } });
		expect([path, response.status]).toEqual([path, 401]);
		await response.body?.cancel();
	}
});

test('every session can be ended from the terminal', async ({ page }) => {
	await signIn(page, printedLink(relay));
	const link = await relay.open('--sign-out-everywhere');
	await isOut(page, 'session_revoked');
	await signIn(page, link);
});

/** Once everything has come to rest. */
async function accessible(page: Page): Promise<void> {
	await expect
		.poll(() =>
			page.evaluate(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
		)
		.toBe(true);
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('a member is invited, reads own prompts and nobody else’s, comes back by password, and is out once removed', async ({
	page,
	browser
}) => {
	// Two browsers and two passwords.
	test.slow();
	await sendCanary('session-of-ada', 'canary-ada prompt', 'ada@example.test');
	await sendCanary('session-of-grace', 'canary-grace prompt', 'grace@example.test');
	await signIn(page, printedLink(relay));
	await page.goto(`${relay.url}/settings`);
	const people = page.locator('#people');
	await people.getByLabel('Name').fill('Ada');
	await people.getByLabel('In telemetry they are').fill('ada@example.test');
	await people.getByRole('button', { name: 'Invite' }).click();
	const link = (await people.locator('[data-made-once] code').textContent())!;
	expect(link).toMatch(/^http:\/\/localhost:\d+\/#i=[\w-]{43}$/);
	await expect(people.locator('[data-person="Ada"]')).toContainText('invited until');
	await accessible(page);

	const other = await browser.newContext();
	const laptop = await other.newPage();
	await laptop.goto(link);
	await expect(laptop.locator('[data-access="invited"]')).toContainText('You will be Ada, as Member');
	expect(laptop.url()).not.toContain('#');
	await accessible(laptop);
	await laptop.getByLabel('Choose a password').fill('correct horse');
	await laptop.getByLabel('The same again').fill('correct house');
	await laptop.getByRole('button', { name: 'Set password' }).click();
	await expect(laptop.getByRole('alert')).toHaveText('The two are not the same.');
	await laptop.getByLabel('The same again').fill('correct horse');
	await laptop.getByRole('button', { name: 'Set password' }).click();
	await isIn(laptop);
	await expect(laptop.locator('[data-metric="total-cost"]').first()).toHaveAttribute('value', '0.5');

	const finds = async (word: string, matches: string) => {
		// Its history may still be on the way.
		await expect(async () => {
			await laptop.goto(`${relay.url}/search?q=${word}`);
			await expect(laptop.locator('data[data-metric="search-matches"]')).toHaveAttribute('value', matches, {
				timeout: 3000
			});
		}).toPass();
	};
	// Prompt, command and error of her own; of the other not a word.
	await finds('canary-ada', '2');
	await finds('canary-grace', '0');
	// What the relay gives this session, whatever the page does with it.
	const given = await laptop.evaluate(
		async (key) => {
			const read = async (path: string) => (await fetch(path, { headers: { 'x-relay-key': key } })).text();
			return (await read('/api/snapshot')) + (await read('/api/events?before=9999'));
		},
		(await keptSession(laptop)).key!
	);
	expect(given).toContain('canary-ada');
	expect(given).not.toContain('canary-grace');
	await laptop.goto(`${relay.url}/settings`);
	await expect(laptop.locator('#password')).toContainText('You are signed in as Ada');
	await expect(laptop.locator('#people, #tokens')).toHaveCount(0);
	await accessible(laptop);

	await laptop.getByRole('button', { name: 'Sign out this browser' }).click();
	await laptop.getByRole('button', { name: 'Delete all it holds and sign out' }).click();
	await isOut(laptop, 'left');
	await laptop.getByText('With a name and a password').click();
	await laptop.getByLabel('Name').fill('ada');
	await laptop.getByLabel('Password').fill('correct house');
	await laptop
		.locator('form', { has: laptop.getByLabel('Password') })
		.getByRole('button')
		.click();
	await expect(laptop.getByRole('alert')).toHaveText('Name and password do not fit.');
	await accessible(laptop);
	await laptop.getByLabel('Password').fill('correct horse');
	await laptop
		.locator('form', { has: laptop.getByLabel('Password') })
		.getByRole('button')
		.click();
	await isIn(laptop);
	await expect(laptop.locator('[data-connection="live"]')).toBeVisible();

	const used = await other.newPage();
	await used.goto(link);
	await expect(used.locator('[data-access="invitation-over"]')).toBeVisible();
	await accessible(used);
	await used.close();

	let streamsEnded = 0;
	laptop.on('requestfinished', (request) => {
		if (request.url().includes('/api/stream')) streamsEnded++;
	});
	await page.reload();
	const row = people.locator('[data-person="Ada"]');
	await expect(row).toContainText('devices signed in: 1');
	await row.getByRole('button', { name: 'Remove' }).click();
	await row.getByRole('button', { name: 'Really remove' }).click();
	await isOut(laptop, 'session_revoked');
	expect(streamsEnded).toBeGreaterThan(0);
	expect(await rowsKept(laptop)).toEqual({ segments: 0, sessions: 0, budgets: 0 });
	await expect(row).toHaveCount(0);
	await other.close();
});
