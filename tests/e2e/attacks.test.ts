import { createServer, type Server } from 'node:http';
import { expect, test } from '@playwright/test';
import { type Relay, startRelay } from '../support/relay.ts';
import { isIn } from '../support/sign-in.ts';

test.use({
	launchOptions: {
		executablePath: process.env.TIDEMARK_CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP evil.test 127.0.0.1']
	}
});

/** A page of another origin, in a real browser, against the relay: reads nothing, writes nothing. */
for (const signedIn of [true, false])
	test.describe(`a page of another origin, sign-in ${signedIn ? 'on' : 'off'}`, () => {
		let relay: Relay;
		let attacker: Server;
		let attackerPort: number;

		test.beforeAll(async () => {
			relay = await startRelay({ signIn: signedIn });
			attacker = createServer((_request, response) => {
				response.setHeader('content-type', 'text/html');
				response.end('<!doctype html><title>evil</title><body></body>');
			});
			await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
			attackerPort = (attacker.address() as { port: number }).port;
		});

		/** The browser under attack is the owner's own. */
		test.beforeEach(async ({ page }) => {
			await page.goto(await (signedIn ? relay.open() : relay.url));
			await isIn(page);
		});

		test.afterAll(async () => {
			attacker.closeAllConnections();
			await new Promise((resolve) => attacker.close(resolve));
			await relay.remove();
		});

		const otlp = JSON.stringify({
			resourceLogs: [
				{
					resource: { attributes: [] },
					scopeLogs: [
						{
							scope: { name: 'com.anthropic.claude_code.events' },
							logRecords: [
								{
									timeUnixNano: String(Date.now() * 1_000_000),
									body: { stringValue: 'claude_code.user_prompt' },
									attributes: [
										{ key: 'event.name', value: { stringValue: 'user_prompt' } },
										{ key: 'prompt.id', value: { stringValue: 'forged' } },
										{ key: 'session.id', value: { stringValue: 'forged' } }
									]
								}
							]
						}
					]
				}
			]
		});

		for (const host of ['evil.test', '127.0.0.1', 'localhost']) {
			test(`from ${host} reads nothing`, async ({ page }) => {
				await page.goto(`http://${host}:${attackerPort}/`);
				const got = await page.evaluate(
					async ({ paths, base }) => {
						const read: string[] = [];
						for (const path of paths) {
							for (const init of [{}, { credentials: 'include' as const }, { headers: { 'x-any': '1' } }]) {
								try {
									const response = await fetch(base + path, init);
									read.push(`${path} ${(await response.text()).slice(0, 40)}`);
								} catch {
									// Refused, as it must be.
								}
							}
						}
						const opened = await new Promise((resolve) => {
							const source = new EventSource(`${base}/api/stream`);
							source.onopen = () => resolve('stream opened');
							source.onerror = () => {
								source.close();
								resolve(null);
							};
						});
						if (opened) read.push(String(opened));
						const socket = await new Promise((resolve) => {
							const ws = new WebSocket(`${base.replace('http', 'ws')}/api/stream`);
							ws.onopen = () => resolve('socket opened');
							ws.onerror = () => resolve(null);
						});
						if (socket) read.push(String(socket));
						return read;
					},
					{
						base: relay.url,
						paths: [
							'/api/health',
							'/api/events?before=10&limit=10',
							'/api/snapshot',
							'/api/stream',
							'/',
							'/manifest.webmanifest'
						]
					}
				);
				expect(got).toEqual([]);
			});

			test(`from ${host} writes nothing`, async ({ page }) => {
				await page.goto(`http://${host}:${attackerPort}/`);
				await page.evaluate(
					async ({ otlp, targets }) => {
						for (const target of targets) {
							for (const body of [
								otlp,
								new Blob([otlp]),
								new Blob([otlp], { type: 'text/plain' }),
								new Blob([otlp], { type: 'application/json' })
							]) {
								await fetch(target, { method: 'POST', mode: 'no-cors', body, credentials: 'include' }).catch(
									() => null
								);
								await fetch(target, {
									method: 'POST',
									headers: { 'content-type': 'application/json' },
									body
								}).catch(() => null);
								navigator.sendBeacon(target, body);
							}
							const frame = document.createElement('iframe');
							frame.name = 'sink';
							document.body.append(frame);
							const form = document.createElement('form');
							Object.assign(form, { action: target, method: 'POST', enctype: 'text/plain', target: 'sink' });
							const input = document.createElement('input');
							Object.assign(input, { name: otlp.slice(0, -1), value: '}' });
							form.append(input);
							document.body.append(form);
							form.submit();
						}
						await new Promise((resolve) => setTimeout(resolve, 500));
					},
					{
						otlp,
						targets: [
							`http://127.0.0.1:${relay.otlpHttpPort}/v1/logs`,
							`http://localhost:${relay.otlpHttpPort}/v1/logs`,
							`${relay.url}/api/events`
						]
					}
				);
				expect((await relay.health()).events).toBe(0);
			});
		}

		test('a name bound anew to this machine is refused, for pages and for data', async ({ page }) => {
			for (const path of ['/', '/api/health', '/api/stream', '/manifest.webmanifest', '/service-worker.js']) {
				const response = await page.goto(`http://evil.test:${relay.port}${path}`).catch(() => null);
				expect([path, response?.status()]).toEqual([path, 421]);
			}
		});

		test('the app cannot be framed', async ({ page }) => {
			await page.goto(`http://localhost:${attackerPort}/`);
			const framed = await page.evaluate(async (url) => {
				const frame = document.createElement('iframe');
				frame.src = url;
				document.body.append(frame);
				await new Promise((resolve) => frame.addEventListener('load', resolve));
				return (
					frame.contentDocument !== null ||
					(() => {
						try {
							return frame.contentWindow?.location.href === url;
						} catch {
							return false;
						}
					})()
				);
			}, `${relay.url}/`);
			expect(framed).toBe(false);
			const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
			expect(frame?.url()).toMatch(/^chrome-error:/);
		});

		test('what must be possible is possible: the sender itself is heard', async () => {
			const response = await fetch(`http://127.0.0.1:${relay.otlpHttpPort}/v1/logs`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: otlp
			});
			expect(response.status).toBe(200);
			await relay.holds(1);
		});
	});
