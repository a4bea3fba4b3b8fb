// Who gets an answer: tables of hosts, methods, origins, fetch metadata and media types through the whole app, and what
// every answer carries.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyOf } from '#server/csp.ts';
import { createGuard } from '#server/security.ts';
import { type TestApp, testApp } from '../support/app.ts';

let relay: TestApp;
beforeAll(() => {
	relay = testApp({}, ['desk.example.ts.net']);
});
afterAll(() => relay[Symbol.dispose]());

async function status(
	method: string,
	headers: Record<string, string>,
	path = '/api/health'
): Promise<number> {
	const body = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? undefined : '{}';
	const response = await relay.app.request(`http://localhost:3001${path}`, {
		method,
		headers: { host: 'localhost:3001', ...headers },
		body
	});
	await response.body?.cancel();
	return response.status;
}

const GOOD_HOSTS = [
	'localhost',
	'localhost:3001',
	'LOCALHOST:3001',
	'app.localhost:3001',
	'127.0.0.1',
	'127.0.0.1:3001',
	'127.9.9.9:3001',
	'[::1]',
	'[::1]:3001',
	'desk.example.ts.net',
	'desk.example.ts.net:443',
	'Desk.Example.ts.net'
];
const BAD_HOSTS = [
	'evil.test',
	'evil.test:3001',
	'localhost.evil.test',
	'localhost.',
	'notlocalhost',
	'desk.example.ts.net.evil.test',
	'evil-desk.example.ts.net',
	'127.0.0.1.nip.io',
	'127.0.0.1.evil.test',
	'0.0.0.0',
	'0.0.0.0:3001',
	'0',
	'[::]',
	'[::ffff:127.0.0.1]',
	'127.1',
	'0x7f.0.0.1',
	'0177.0.0.1',
	'2130706433',
	'999.0.0.1',
	'203.0.113.7',
	'[2001:db8::1]',
	'[::1',
	'::1',
	'',
	' ',
	'localhost:3001:3001',
	'localhost:port',
	'localhost:999999',
	'localhost@evil.test',
	'evil.test@localhost',
	'localhost/evil',
	'localhost,evil.test',
	'xn--lcalhost-57a'
];
const PATHS = ['/api/health', '/api/stream', '/metrics', '/', '/_app/immutable/x.js'];

describe('the host', () => {
	test.each(GOOD_HOSTS)('%j is answered', async (host) => {
		expect(await status('GET', { host })).toBe(200);
	});
	test.each(BAD_HOSTS)('%j is refused on every path', async (host) => {
		const guard = createGuard(['desk.example.ts.net']);
		const refusals = PATHS.map((target) =>
			guard.refuse({ method: 'GET', target, header: (name) => (name === 'host' ? host : undefined) })
		);
		expect(refusals.map((refusal) => refusal?.status)).toEqual([421, 421, 421, 421, 421]);
	});
	test.each(BAD_HOSTS.filter((host) => host.trim() !== ''))('%j is refused by the app', async (host) => {
		expect(await Promise.all(PATHS.map((path) => status('GET', { host }, path)))).toEqual([
			421, 421, 421, 421, 421
		]);
	});
	test('that is missing is refused', () => {
		expect(createGuard([]).refuse({ method: 'GET', target: '/', header: () => undefined })?.status).toBe(421);
	});
	test.each([
		'http://evil.test/api/health',
		'https://evil.test',
		'http://localhost@evil.test/',
		'http:///api'
	])('of an absolute address counts as well: %s', (target) => {
		const header = (name: string) => (name === 'host' ? 'localhost' : undefined);
		expect(createGuard([]).refuse({ method: 'GET', target, header })?.status).toBe(421);
	});
	test('that this machine has as an address is answered', () => {
		const guard = createGuard([], () => new Set(['192.168.1.20', 'fd00::20']));
		const judge = (host: string) => guard.refuse({ method: 'GET', target: '/', header: () => host });
		expect(['192.168.1.20:3001', '[fd00::20]'].map(judge)).toEqual([null, null]);
		expect(['192.168.1.21', '[fd00::21]'].map((host) => judge(host)?.status)).toEqual([421, 421]);
	});
});

const OWN = 'http://localhost:3001';
const JSON_TYPE = { 'content-type': 'application/json' };

describe('reading', () => {
	test.each([
		['without fetch metadata', {}, 200],
		['typed into the address bar', { 'sec-fetch-site': 'none' }, 200],
		['from the app', { 'sec-fetch-site': 'same-origin' }, 200],
		['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
		['from another port of this machine', { 'sec-fetch-site': 'same-site' }, 403],
		['with metadata nobody knows', { 'sec-fetch-site': 'sideways' }, 403]
	])('the API %s gives %o → %i', async (_name, headers, expected) => {
		for (const path of ['/api/health', '/metrics', '/metrics?format=text']) {
			expect(await status('GET', headers, path)).toBe(expected);
			expect(await status('HEAD', headers, path)).toBe(expected);
		}
	});
	test('a page by a link of another site is allowed', () => {
		const header = (name: string) => ({ host: 'localhost', 'sec-fetch-site': 'cross-site' })[name];
		expect(createGuard([]).refuse({ method: 'GET', target: '/sessions', header })).toBeNull();
	});
});

describe('writing', () => {
	const methods = ['POST', 'PUT', 'PATCH', 'DELETE'];
	const cases: [string, Record<string, string>, number][] = [
		['from the app', { 'sec-fetch-site': 'same-origin', origin: OWN, ...JSON_TYPE }, 405],
		['from the app, without Origin', { 'sec-fetch-site': 'same-origin', ...JSON_TYPE }, 405],
		['by an old browser from the app', { origin: OWN, ...JSON_TYPE }, 405],
		['with neither header', { ...JSON_TYPE }, 403],
		['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test', ...JSON_TYPE }, 403],
		['from another site that hides its origin', { 'sec-fetch-site': 'cross-site', ...JSON_TYPE }, 403],
		[
			'from another port',
			{ 'sec-fetch-site': 'same-site', origin: 'http://localhost:5173', ...JSON_TYPE },
			403
		],
		['from another port by an old browser', { origin: 'http://localhost:5173', ...JSON_TYPE }, 403],
		['from the same port by another name', { origin: 'http://127.0.0.1:3001', ...JSON_TYPE }, 403],
		['from the address bar', { 'sec-fetch-site': 'none', ...JSON_TYPE }, 403],
		['from a sandboxed page', { origin: 'null', ...JSON_TYPE }, 403],
		[
			'from the app by its own word only',
			{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.test', ...JSON_TYPE },
			403
		],
		['from a look-alike', { origin: 'http://localhost:3001.evil.test', ...JSON_TYPE }, 403],
		['from an extension', { origin: 'chrome-extension://abcdef', ...JSON_TYPE }, 403],
		[
			'as a form',
			{ 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
			415
		],
		['as plain text', { 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }, 415],
		[
			'as plain text that says JSON',
			{ 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain; application/json' },
			415
		],
		[
			'as JSON with a charset',
			{ 'sec-fetch-site': 'same-origin', 'content-type': 'application/json; charset=utf-8' },
			405
		]
	];
	test.each(
		methods.flatMap((method) => cases.map(([name, headers, code]) => [method, name, headers, code] as const))
	)('%s %s: %o → %i', async (method, _name, headers, expected) => {
		expect(await status(method, headers)).toBe(expected);
		expect(await status(method, headers, '/metrics')).toBe(expected);
	});
	test.each(['PROPFIND', 'LINK', 'get'])('by %s is no method here', (method) => {
		const header = (name: string) => (name === 'host' ? 'localhost' : undefined);
		expect(createGuard([]).refuse({ method, target: '/', header })?.status).toBe(405);
	});
});

describe('answers', () => {
	const answer = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
		relay.app.request(path, { method, headers: { host: 'localhost:3001', ...headers } });

	test.each(['/api/health', '/api/nothing', '/api/events', '/api/snapshot', '/metrics'])(
		'%s carries the safety headers',
		async (path) => {
			const { headers } = await answer(path);
			expect(Object.fromEntries(headers)).toMatchObject({
				'cache-control': 'no-store',
				'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
				'cross-origin-resource-policy': 'same-origin',
				'cross-origin-opener-policy': 'same-origin',
				'referrer-policy': 'no-referrer',
				'x-content-type-options': 'nosniff'
			});
		}
	);
	test.each(['GET', 'OPTIONS'])('to %s from elsewhere open no door by CORS', async (method) => {
		const asked = { origin: 'https://evil.test', 'access-control-request-method': 'POST' };
		const { headers } = await answer('/api/health', asked, method);
		expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
	});
	test('to refused requests carry them too, and say why without a stack', async () => {
		const response = await answer('/api/health', { host: 'evil.test' });
		expect(response.headers.get('cache-control')).toBe('no-store');
		expect(await response.json()).toEqual({
			error: 'unknown_host',
			message: 'This relay does not answer under that name. Declare it in TIDEMARK_ALLOWED_HOSTS.'
		});
	});
	test('to a fault of ours say nothing of it, but the log does', async () => {
		const broken = testApp();
		broken.deps.health = () => {
			throw new Error('secret detail');
		};
		const response = await broken.app.request('/api/health', { headers: { host: 'localhost' } });
		expect(response.status).toBe(500);
		expect(await response.text()).not.toContain('secret');
		expect(broken.lines.join()).toContain('secret detail');
		broken[Symbol.dispose]();
	});
});

describe('the policy of pages', () => {
	const page = (policy: string, body: string) =>
		`<html><head><meta http-equiv="content-security-policy" content="${policy}"></head><body>${body}</body></html>`;
	const directives = (pages: string[]) => policyOf(pages).split('; ').sort();

	test('joins what the pages state, and forbids framing', () => {
		expect(
			directives([
				page("default-src 'none'; script-src 'self' 'sha256-aaa'; img-src 'self' data:", ''),
				page("default-src 'none'; script-src 'self' 'sha256-bbb'", '')
			])
		).toEqual([
			"base-uri 'none'",
			"default-src 'none'",
			"form-action 'none'",
			"frame-ancestors 'none'",
			"img-src 'self' data:",
			"object-src 'none'",
			"script-src 'self' 'sha256-aaa' 'sha256-bbb'"
		]);
	});
	test('allows an inline script of the build by its hash, and no other', () => {
		const policy = policyOf(['<script>start()</script><script src="/a.js"></script>']);
		expect(policy).toContain("'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00='");
		expect(policy).not.toContain('unsafe');
		expect(policy.match(/sha256-/g)).toHaveLength(1);
	});
});
