// Pages as the relay serves them: a build in small, behind the same guard, with the headers on every answer.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPages } from '#server/pages.ts';

const POLICY = "default-src 'none'; script-src 'self'";
const HANDLER = `import { createReadStream } from 'node:fs';
export function handler(request, response, next) {
	if (request.url === '/made') {
		response.setHeader('Content-Security-Policy', "${POLICY}");
		return response.end('made');
	}
	if (request.url === '/gone') return createReadStream('/nowhere/at/all').pipe(response);
	return request.url === '/' ? response.end('page') : next();
}`;

let dir: string;
const servers: Server[] = [];
beforeAll(async () => {
	dir = mkdtempSync(join(tmpdir(), 'tidemark-build-'));
	mkdirSync(join(dir, 'prerendered'));
	writeFileSync(join(dir, 'handler.js'), HANDLER);
	writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
	writeFileSync(join(dir, 'prerendered/index.html'), '<script>begin()</script>');
	for (const build of [dir, join(dir, 'missing')]) {
		const server = createServer(await createPages({ buildDir: build, allowedHosts: [] }));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		servers.push(server);
	}
});
afterAll(() => {
	for (const server of servers) server.close();
	rmSync(dir, { recursive: true });
});

function get(path: string, headers: Record<string, string> = {}, method = 'GET', server = servers[0]!) {
	const { port } = server.address() as AddressInfo;
	return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
		(resolve, reject) => {
			const sent = request(
				{ host: '127.0.0.1', port, path, method, headers: { host: 'localhost', ...headers }, agent: false },
				async (response) => {
					let body = '';
					for await (const chunk of response) body += chunk;
					resolve({ status: response.statusCode!, headers: response.headers, body });
				}
			);
			sent.on('error', reject).end();
		}
	);
}

const hash = createHash('sha256').update('begin()').digest('base64');

describe('pages', () => {
	test.each([
		['a built page', '/', 200, {}],
		['a page of no name', '/nope', 404, {}],
		['a page under another name', '/', 421, { host: 'evil.test' }]
	])('%s carries the policy with its script hashes and no frames', async (_name, path, status, headers) => {
		const answer = await get(path, headers as Record<string, string>);
		expect(answer.status).toBe(status);
		expect(answer.headers).toMatchObject({
			'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
			'cross-origin-resource-policy': 'same-origin',
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer'
		});
		expect(answer.headers['content-security-policy']).toContain(`script-src 'self' 'sha256-${hash}'`);
	});

	test('a page made on request keeps its own policy, and no frames', async () => {
		const { headers } = await get('/made');
		expect(headers['content-security-policy']).toBe(`${POLICY}; frame-ancestors 'none'; object-src 'none'`);
	});

	test.each(['POST', 'PUT', 'DELETE'])('%s is not taken', async (method) => {
		expect(
			(await get('/', { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }, method)).status
		).toBe(405);
		expect((await get('/', {}, method)).status).toBe(403);
	});

	test('an absolute address is served by its path, and refused by its host', async () => {
		expect((await get('http://localhost/')).body).toBe('page');
		expect((await get('http://evil.test/')).status).toBe(421);
	});

	test('that are not built say so', async () => {
		const answer = await get('/', {}, 'GET', servers[1]!);
		expect([answer.status, answer.body]).toEqual([
			503,
			'The app is not built yet: run npm start, or npm run build.\n'
		]);
	});

	test('a build made anew under a running relay is not served by what was known of the old one', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'tidemark-build-'));
		writeFileSync(join(folder, 'handler.js'), HANDLER);
		writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
		mkdirSync(join(folder, 'prerendered'));
		const server = createServer(await createPages({ buildDir: folder, allowedHosts: [] }));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		servers.push(server);
		expect((await get('/', {}, 'GET', server)).status).toBe(200);
		utimesSync(join(folder, 'handler.js'), new Date(0), new Date(0));
		const answer = await get('/', {}, 'GET', server);
		expect([answer.status, answer.body]).toEqual([503, expect.stringContaining('run npm start')]);
		rmSync(folder, { recursive: true });
	});

	test('a file that goes away while it is asked for ends its own answer only', async () => {
		await expect(get('/gone')).rejects.toThrow();
		expect((await get('/')).body).toBe('page');
	});

	test('without a service worker, browsers are given one that removes itself and its caches', async () => {
		const server = createServer(await createPages({ buildDir: dir, allowedHosts: [], serviceWorker: false }));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		servers.push(server);
		const worker = await get('/service-worker.js', {}, 'GET', server);
		expect(worker.headers['content-type']).toContain('text/javascript');
		expect(worker.body).toContain('unregister()');
		expect((await get('/', {}, 'GET', server)).body).toBe('page');
	});
});
