// What the README says of HTTPS, run for real: nginx and Caddy with the lines printed there, where they are installed, and
// the relay's own certificate. Unprivileged, on ports and files of the test's own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSender } from '../bench/sender.ts';
import { createLoad } from '../support/load.ts';
import { type Relay, startRelay } from '../support/relay.ts';

const root = join(import.meta.dirname, '../..');
const README = readFileSync(join(root, 'README.md'), 'utf8');
const NAME = 'desk.test';
const has = (program: string, flag: string) => spawnSync(program, [flag]).status === 0;
const canCertify = has('openssl', 'version');
const PROXIES = [
	['nginx', has('nginx', '-v'), nginxConfig],
	['caddy', has('caddy', 'version'), caddyConfig]
] as const;

let dir: string;
const cert = () => join(dir, 'cert.pem');
const key = () => join(dir, 'key.pem');

beforeAll(() => {
	dir = mkdtempSync(join(tmpdir(), 'tidemark-tls-'));
	if (!canCertify) return;
	const { status, stderr } = spawnSync(
		'openssl',
		[
			...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
			...['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`, '-keyout', key(), '-out', cert()]
		],
		{ encoding: 'utf8' }
	);
	expect(status, stderr).toBe(0);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The block of the README that begins with the line, with its address instead of the relay's usual one. */
function printed(first: string, relayPort: number): string {
	const at = README.indexOf(first);
	expect(at).toBeGreaterThan(0);
	const block = README.slice(at, README.indexOf('```', at));
	expect(block).toContain('127.0.0.1:3001');
	return block.replaceAll('127.0.0.1:3001', `127.0.0.1:${relayPort}`);
}

function nginxConfig(port: number, relayPort: number): string[] {
	const file = join(dir, 'nginx.conf');
	for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'])
		mkdirSync(join(dir, name), { recursive: true });
	const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map((name) => `${name}_temp_path ${join(dir, name.replace('client_', ''))};`)
		.join('\n');
	writeFileSync(
		file,
		`daemon off; master_process off; pid ${join(dir, 'nginx.pid')}; error_log stderr warn;
events {}
http {
	access_log off;
	${paths}
	server {
		listen 127.0.0.1:${port} ssl;
		ssl_certificate ${cert()};
		ssl_certificate_key ${key()};
		${printed('location / {', relayPort)}
	}
}
`
	);
	return ['-p', dir, '-e', 'stderr', '-c', file];
}

function caddyConfig(port: number, relayPort: number): string[] {
	const file = join(dir, 'Caddyfile');
	const site = printed('tidemark.example.org {', relayPort)
		.replace('tidemark.example.org', `https://${NAME}:${port}`)
		.replace('{\n', `{\n\tbind 127.0.0.1\n\ttls ${cert()} ${key()}\n`);
	writeFileSync(file, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`);
	return ['run', '--adapter', 'caddyfile', '--config', file];
}

interface Ask {
	method?: string;
	headers?: Record<string, string>;
	body?: unknown;
	host?: string;
}

/** As a browser that takes the test's certificate: by name, to this machine. */
function open(port: number, path: string, { method = 'GET', headers = {}, body, host }: Ask = {}) {
	return new Promise<IncomingMessage>((resolve, reject) => {
		const sent = request(
			{
				...{
					host: '127.0.0.1',
					port,
					path,
					method,
					rejectUnauthorized: false,
					servername: NAME,
					agent: false
				},
				headers: { host: host ?? `${NAME}:${port}`, ...headers }
			},
			resolve
		);
		sent.on('error', reject);
		sent.end(body === undefined ? undefined : JSON.stringify(body));
	});
}

async function textOf(response: IncomingMessage): Promise<string> {
	let text = '';
	for await (const chunk of response) text += chunk;
	return text;
}

/** Signs in by a link, and gives what the browser then has. */
async function signIn(port: number, relay: { open(): Promise<string> }) {
	const code = /#k=(.+)$/.exec(await relay.open())![1]!;
	const response = await open(port, '/api/session', {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			origin: `https://${NAME}:${port}`,
			'sec-fetch-site': 'same-origin'
		},
		body: { code }
	});
	const text = await textOf(response);
	expect([response.statusCode, text]).toEqual([200, expect.stringContaining('"key"')]);
	const setCookie = response.headers['set-cookie']!.join();
	return {
		setCookie,
		session: { cookie: setCookie.split(';')[0]!, 'x-relay-key': (JSON.parse(text) as { key: string }).key }
	};
}

/** A stream says hello, then an event that comes later, and has not ended. */
async function expectStream(port: number, session: Record<string, string>, relay: Relay): Promise<void> {
	const stream = await open(port, '/api/stream', { headers: session });
	expect([stream.statusCode, stream.headers['content-type']]).toEqual([
		200,
		expect.stringContaining('text/event-stream')
	]);
	let seen = '';
	stream.on('data', (chunk: Buffer) => {
		seen += chunk.toString();
	});
	stream.on('error', () => undefined); // Torn below.
	await vi.waitFor(() => expect(seen).toContain('event: hello'), { timeout: 30_000 });
	expect(seen).not.toContain('event: events');
	const sender = createSender(relay.otlpHttpPort, 'application/x-protobuf', 1);
	await sender.post(createLoad({ seed: 3, startMs: Date.now(), stepMs: 10, sessionLength: 5 }).protobuf(3));
	sender.close();
	await vi.waitFor(() => expect(seen).toContain('event: events'), { timeout: 30_000 });
	expect(stream.complete).toBe(false);
	stream.destroy();
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

for (const [name, installed, configure] of PROXIES) {
	describe.skipIf(!installed || !canCertify)(`behind ${name} (skipped where it is not installed)`, () => {
		let relay: Relay;
		let proxy: ChildProcess;
		let port: number;
		let said = '';

		beforeAll(async () => {
			port = await freePort();
			relay = await startRelay({
				signIn: true,
				env: { TIDEMARK_TRUSTED_PROXIES: '127.0.0.1', TIDEMARK_PUBLIC_URL: `https://${NAME}:${port}` }
			});
			proxy = spawn(name, configure(port, relay.port), {
				stdio: ['ignore', 'pipe', 'pipe'],
				env: { PATH: process.env.PATH, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir }
			});
			for (const out of [proxy.stdout!, proxy.stderr!])
				out.on('data', (chunk: Buffer) => {
					said += chunk.toString();
				});
			await vi.waitFor(
				async () => {
					if (proxy.exitCode !== null) throw new Error(said);
					expect((await open(port, '/api/health')).statusCode, said).toBe(200);
				},
				{ timeout: 60_000, interval: 100 }
			);
		}, 120_000);

		afterAll(async () => {
			const ended = proxy.exitCode === null && new Promise((resolve) => proxy.once('exit', resolve));
			// Nothing of it is worth a farewell, and Caddy's would wait for streams.
			proxy.kill('SIGKILL');
			await ended;
			await relay.remove();
		});

		test('a browser signs in with a Secure cookie, and the stream is not held back', {
			timeout: 120_000
		}, async () => {
			const { setCookie, session } = await signIn(port, relay);
			expect(setCookie).toMatch(/^__Host-.*; HttpOnly; SameSite=Strict; .*Secure$/);
			await expectStream(port, session, relay);
		});

		test('who comes through it is not of this machine, whatever is forged', async () => {
			const forged = {
				'x-forwarded-for': '127.0.0.1',
				'x-forwarded-host': 'localhost',
				forwarded: 'for=127.0.0.1'
			};
			expect((await open(port, '/metrics', { headers: forged })).statusCode).toBe(401);
			expect((await open(port, '/api/plans', { headers: forged })).statusCode).toBe(401);
			const other = await open(port, '/api/health', { host: 'evil.test' }).then(
				async (response) => [response.statusCode, await textOf(response)] as const
			);
			// Caddy knows its names itself.
			if (name === 'nginx') expect(other[0]).toBe(421);
			expect(other[1]).not.toContain('"version"');
		});
	});
}

test('what no declared proxy says is not believed', async () => {
	const relay = await startRelay({ signIn: true });
	try {
		const code = /#k=(.+)$/.exec(await relay.open())![1]!;
		const forged = { 'x-forwarded-proto': 'https', 'x-forwarded-host': NAME };
		const response = await fetch(`${relay.url}/api/session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: relay.url, ...forged },
			body: JSON.stringify({ code })
		});
		expect(response.status).toBe(200);
		expect(response.headers.get('set-cookie')).not.toMatch(/Secure|__Host-/);
	} finally {
		await relay.remove();
	}
});

describe.skipIf(!canCertify)('with a certificate of its own (skipped where there is no openssl)', () => {
	test('the relay speaks https: a Secure cookie, a stream, and known names only', {
		timeout: 120_000
	}, async () => {
		const relay = await startRelay({
			signIn: true,
			tls: true,
			env: { TIDEMARK_TLS_CERT: cert(), TIDEMARK_TLS_KEY: key(), TIDEMARK_ALLOWED_HOSTS: NAME }
		});
		try {
			const { setCookie, session } = await signIn(relay.port, relay);
			expect(setCookie).toMatch(/^__Host-.*; Secure$/);
			await expectStream(relay.port, session, relay);
			expect((await open(relay.port, '/api/health', { host: 'evil.test' })).statusCode).toBe(421);
			const response = await open(relay.port, '/api/health', { host: `${NAME}:${relay.port}` });
			expect([response.statusCode, response.headers['strict-transport-security'] ?? null]).toEqual([
				200,
				null
			]);
		} finally {
			await relay.remove();
		}
	});
});
