// Sign-in through the app's routes: who is told what, what a cookie looks like, and that a stream ends with its session.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAccess } from '#server/access/access.ts';
import { memoryAccessDatabase } from '#server/access/database.ts';
import { createApp } from '#server/app.ts';
import { NOW_MS, type TestApp, testApp } from '../support/app.ts';
import { makeEvent } from '../support/make-event.ts';

let relay: TestApp;
let app: ReturnType<typeof createApp>;
let access: ReturnType<typeof createAccess>;

beforeEach(() => {
	relay = testApp();
	access = createAccess({
		db: memoryAccessDatabase(),
		signIn: true,
		publicUrl: 'https://desk.test',
		now: () => NOW_MS
	});
	app = createApp({ ...relay.deps, access, allowedHosts: ['desk.test'] });
});

afterEach(() => {
	access.close();
	relay[Symbol.dispose]();
});

const ORIGIN = 'http://localhost:3001';

function call(
	method: string,
	path: string,
	headers: Record<string, string> = {},
	body?: unknown,
	origin = ORIGIN
) {
	return app.request(`${origin}${path}`, {
		method,
		headers: {
			host: new URL(origin).host,
			...(method === 'GET' ? {} : { origin, 'content-type': 'application/json' }),
			...headers
		},
		...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) })
	});
}

async function enter(code: string, origin = ORIGIN): Promise<Record<string, string>> {
	const response = await call('POST', '/api/session', {}, { code }, origin);
	const { key } = (await response.json()) as { key: string };
	return { cookie: response.headers.get('set-cookie')!.split(';')[0]!, 'x-relay-key': key };
}

const viewer = () => enter(access.pairings.make('viewer', null, 'x').code);

test('the cookie is unreadable, strict, host-only and of a name of its own; on https it is secure', async () => {
	const plain = await call('POST', '/api/session', {}, { code: access.openCode() });
	const name = `tidemark-${access.instance.slice(0, 8)}`;
	expect(plain.headers.get('set-cookie')).toMatch(
		new RegExp(`^${name}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=7776000$`)
	);
	expect(plain.headers.get('cache-control')).toBe('no-store');
	const secure = await call('POST', '/api/session', {}, { code: access.openCode() }, 'https://desk.test');
	expect(secure.headers.get('set-cookie')).toMatch(
		new RegExp(`^__Host-${name}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=7776000; Secure$`)
	);
});

test('the key alone, the cookie alone, or two cookies open nothing', async () => {
	const { cookie, 'x-relay-key': key } = await enter(access.openCode());
	const answers = await Promise.all([
		call('GET', '/api/session', { cookie: cookie!, 'x-relay-key': key! }),
		call('GET', '/api/session', { cookie: cookie! }),
		call('GET', '/api/session', { 'x-relay-key': key! }),
		call('GET', '/api/session', { cookie: `${cookie}; ${cookie}`, 'x-relay-key': key! }),
		call('GET', '/api/session', { cookie: `other=1; ${cookie}`, 'x-relay-key': key! })
	]);
	expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 401, 200]);
});

test('a device signs in anew: what it was signed in with before is over', async () => {
	const first = await enter(access.openCode());
	const second = await call('POST', '/api/session', first, { code: access.openCode() });
	expect(second.status).toBe(200);
	expect((await call('GET', '/api/session', first)).status).toBe(401);
	expect(access.devices.all(null)).toHaveLength(1);
});

test('health says little to strangers, more to viewers, all to owners', async () => {
	const keys = async (headers: Record<string, string>) =>
		Object.keys((await (await call('GET', '/api/health', headers)).json()) as object);
	relay.deps.health = () => ({ ...healthOf(), dataDir: '/home/ada/data', otlp: { http: null, grpc: null } });
	app = createApp({ ...relay.deps, access, allowedHosts: [] });
	expect(await keys({})).toEqual(['status', 'version', 'protocol']);
	expect(await keys(await viewer())).not.toContain('dataDir');
	expect(await keys(await viewer())).toContain('sources');
	expect(await keys(await enter(access.openCode()))).toContain('dataDir');
});

const healthOf = () => ({
	status: 'ok' as const,
	version: '1',
	epoch: 'e',
	head: 0,
	events: 0,
	sources: []
});

test('a viewer reads events, stream and snapshot without content, under an epoch of its own', async () => {
	relay.ingest([makeEvent({ name: 'user_prompt', id: 'user_prompt:1', text: 'canary', sessionId: 's' })]);
	const headers = await viewer();
	const events = await (await call('GET', '/api/events?before=99', headers)).text();
	const session = await (await call('GET', '/api/events?session=s', headers)).text();
	const snapshot = await (await call('GET', '/api/snapshot', headers)).text();
	const epoch = `${relay.deps.journal.epoch}-bare`;
	const response = await call('GET', `/api/stream?cursor=${epoch}.0`, headers);
	const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
	let stream = '';
	while (!stream.includes('event: events')) stream += (await reader.read()).value;
	await reader.cancel();
	for (const text of [events, session, snapshot, stream]) {
		expect(text).not.toContain('canary');
		expect(text).toContain(epoch);
		expect(text).toContain('"s"');
	}
	const owner = await enter(access.openCode());
	expect(await (await call('GET', '/api/events?before=99', owner)).text()).toContain('canary');
});

test('an owner’s cursor is not a viewer’s: the device starts anew and erases what it may not have', async () => {
	const headers = await viewer();
	const response = await call('GET', `/api/stream?cursor=${relay.deps.journal.epoch}.0`, headers);
	expect(await response.text()).toMatch(/event: reset\ndata: .*"erase":true/);
});

test('a stream ends with its session', async () => {
	const headers = await enter(access.openCode());
	const epoch = relay.deps.journal.epoch;
	const response = await call('GET', `/api/stream?cursor=${epoch}.0`, headers);
	const reader = response.body!.getReader();
	await reader.read();
	const [device] = access.devices.all(null);
	access.devices.revoke(device!.id);
	access.live.check();
	for (;;) if ((await reader.read()).done) break;
	const again = await call('GET', `/api/stream?cursor=${epoch}.0`, headers);
	expect([again.status, await again.json()]).toEqual([
		401,
		expect.objectContaining({ error: 'session_revoked' })
	]);
	expect(relay.deps.hub.streams).toBe(0);
});

test('what is wrong with a code is named, and says nothing of the code', async () => {
	const code = access.openCode();
	await enter(code);
	const used = await call('POST', '/api/session', {}, { code });
	expect([used.status, ((await used.json()) as { error: string }).error]).toEqual([401, 'code_expired']);
	const answers: [number, string][] = [];
	for (let tries = 0; tries < 12; tries++) {
		const response = await call('POST', '/api/session', {}, { code: String(10_000_000 + tries) });
		const text = await response.text();
		expect(text).not.toContain(String(10_000_000 + tries));
		answers.push([response.status, response.headers.get('retry-after') ?? '']);
	}
	expect(answers.slice(0, 5).map(([status]) => status)).toEqual([401, 401, 401, 401, 401]);
	expect(answers.slice(5)).toEqual(Array.from({ length: 7 }, () => [429, '2']));
	for (const body of [{}, { code: 7 }, { code: 'x'.repeat(300) }, null, []])
		expect((await call('POST', '/api/session', {}, body)).status).toBe(400);
});

test('codes and keys do not reach the log', async () => {
	const code = access.openCode();
	const headers = await enter(code);
	await call('GET', '/api/nothing', headers);
	const log = relay.lines.join('\n');
	for (const secret of [code, headers['x-relay-key']!, headers.cookie!.split('=')[1]!])
		expect(log).not.toContain(secret);
});
