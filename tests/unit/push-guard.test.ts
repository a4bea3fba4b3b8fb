// What must never be connected to. Every dial is counted; none may happen.
import { createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { PUSH_HOSTS, parseEndpoint } from '#server/push/endpoint.ts';
import { isPublicAddress } from '#server/push/public-address.ts';
import { type Address, createGuardedTransport } from '#server/push/transport.ts';
import { hostileUrls } from '../support/hostile-urls.ts';

const REAL = [
	'https://fcm.googleapis.com/fcm/send/dGVzdA:APA91bHun4MxP5',
	'https://fcm.googleapis.com/wp/dGVzdA:APA91bHun4MxP5',
	'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABkZ_-a',
	'https://web.push.apple.com/QGuQyavXutnMH9iG5a',
	'https://wns2-par02p.notify.windows.com/w/?token=BQYAAADx%2bv1%3d&x=1'
];

const HOSTILE_FORMS = [
	...hostileUrls('fcm.googleapis.com'),
	'https://localhost.localdomain/x',
	'https://metadata.google.internal/x',
	'https://fcm.googleapis.com.evil.test/x',
	'https://evilfcm.googleapis.com/x',
	'https://x.fcm.googleapis.com/x',
	'https://fcm-googleapis.com/x',
	'https://fcm.googleapis.com\\@evil.test/x',
	'https://evil.test/https://fcm.googleapis.com/x',
	'https://evil.test/?fcm.googleapis.com',
	'https://evil.test#fcm.googleapis.com/x',
	'https://fcm.googleapis.com/x#@evil.test',
	'https://evilpush.apple.com/x',
	'https://push.apple.com/x',
	'https://notify.windows.com/x',
	'https://.push.apple.com/x',
	'https://a.push.apple.com.evil.test/x',
	'https://web.push.appIe.com/x',
	'https://fcm.googleapis.соm/x',
	'https://ⓕcm.googleapis.com/x'
];

/** What a known name might come to resolve to. */
const NOT_PUBLIC = [
	'127.0.0.1',
	'127.255.255.254',
	'0.0.0.0',
	'10.1.2.3',
	'100.64.0.1',
	'169.254.169.254',
	'172.31.255.255',
	'192.0.0.170',
	'192.0.2.1',
	'192.168.0.1',
	'198.18.0.1',
	'198.51.100.7',
	'203.0.113.9',
	'224.0.0.1',
	'240.0.0.1',
	'255.255.255.255',
	'::',
	'::1',
	'::ffff:127.0.0.1',
	'::ffff:8.8.8.8',
	'::ffff:a9fe:a9fe',
	'::7f00:1',
	'64:ff9b::a00:1',
	'64:ff9b:1::1',
	'100::1',
	'2001::1',
	'2001:db8::1',
	'2002:c0a8:101::1',
	'3fff::1',
	'5f00::1',
	'fc00::1',
	'fd12:3456::1',
	'fe80::1',
	'fe80::1%eth0',
	'ff02::1',
	'localhost',
	''
];

interface Dials {
	count: number;
}

function guarded(resolve: () => Promise<Address[]>, dials: Dials) {
	return createGuardedTransport({
		hosts: PUSH_HOSTS,
		resolve,
		dial: () => {
			dials.count++;
			throw new Error('dialled');
		},
		timeoutMs: 500
	});
}

const at = (address: string): Address => ({ address, family: address.includes(':') ? 6 : 4 });
const message = (endpoint: string) => ({ endpoint, headers: {}, body: Buffer.alloc(10) });

describe('the endpoint guard', () => {
	test(`knows ${HOSTILE_FORMS.length + NOT_PUBLIC.length} hostile cases, at least 60 of them addresses`, () => {
		expect(HOSTILE_FORMS.length).toBeGreaterThanOrEqual(60);
	});

	test.each(REAL)('lets %s pass', async (endpoint) => {
		expect(parseEndpoint(endpoint, PUSH_HOSTS)).toBeInstanceOf(URL);
		const dials = { count: 0 };
		const transport = guarded(async () => [at('142.250.1.1'), at('2a00:1450:4001::1')], dials);
		expect(transport.check(endpoint)).toBeNull();
		await expect(transport.post(message(endpoint))).rejects.toThrow('dialled');
		expect(dials.count).toBe(1);
	});

	test.each(HOSTILE_FORMS)('refuses %j, without a look-up or a connection', async (endpoint) => {
		const dials = { count: 0 };
		let lookups = 0;
		const transport = guarded(async () => {
			lookups++;
			return [at('142.250.1.1')];
		}, dials);
		expect(transport.check(endpoint)).toHaveProperty('refused');
		await expect(transport.post(message(endpoint))).rejects.toThrow();
		expect({ ...dials, lookups }).toEqual({ count: 0, lookups: 0 });
	});

	test.each(NOT_PUBLIC)('makes no connection when the name leads to %j', async (address) => {
		const dials = { count: 0 };
		expect(isPublicAddress(address)).toBe(false);
		for (const addresses of [[at(address)], [at('142.250.1.1'), at(address)]]) {
			const transport = guarded(async () => addresses, dials);
			await expect(transport.post(message(REAL[0]!))).rejects.toThrow('not public');
		}
		expect(dials.count).toBe(0);
	});

	test('uses the answer it checked, not a second one that differs', async () => {
		const answers = [[at('142.250.1.1')], [at('127.0.0.1')]];
		let lookups = 0;
		let dialled: readonly Address[] = [];
		const transport = createGuardedTransport({
			hosts: PUSH_HOSTS,
			resolve: async () => answers[lookups++]!,
			dial: (_host, addresses) => {
				dialled = addresses;
				throw new Error('dialled');
			}
		});
		await expect(transport.post(message(REAL[0]!))).rejects.toThrow('dialled');
		expect([lookups, dialled]).toEqual([1, [at('142.250.1.1')]]);
		await expect(transport.post(message(REAL[0]!))).rejects.toThrow('not public');
	});

	test('gives up on a name service that does not answer', async () => {
		const dials = { count: 0 };
		const transport = guarded(() => new Promise(() => undefined), dials);
		await expect(transport.post(message(REAL[0]!))).rejects.toThrow('in time');
		expect(dials.count).toBe(0);
	});

	test('refuses a message too large for a push service', async () => {
		const dials = { count: 0 };
		const transport = guarded(async () => [at('142.250.1.1')], dials);
		await expect(
			transport.post({ endpoint: REAL[0]!, headers: {}, body: Buffer.alloc(5000) })
		).rejects.toThrow('too large');
		expect(dials.count).toBe(0);
	});
});

describe('the answer', () => {
	/** A server in the clear in the place of the TLS connection. */
	async function answering(bytes: string, timeoutMs = 2000) {
		const hits: string[] = [];
		const server = createServer((socket: Socket) => {
			socket.on('error', () => undefined);
			socket.once('data', (chunk) => {
				hits.push(chunk.toString('latin1').split('\r\n')[0]!);
				socket.write(bytes);
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as { port: number };
		const { connect } = await import('node:net');
		const transport = createGuardedTransport({
			hosts: PUSH_HOSTS,
			resolve: async () => [at('142.250.1.1')],
			dial: () => connect(port, '127.0.0.1'),
			timeoutMs
		});
		return { transport, hits, close: () => new Promise((resolve) => server.close(resolve)) };
	}

	test('is reduced to its status and how long to wait', async () => {
		const { transport, hits, close } = await answering(
			'HTTP/1.1 429 Slow\r\nRetry-After: 30\r\nContent-Length: 9000000000\r\n\r\nsecret'
		);
		expect(await transport.post(message(REAL[0]!))).toEqual({ status: 429, retryAfter: '30' });
		expect(hits).toEqual(['POST /fcm/send/dGVzdA:APA91bHun4MxP5 HTTP/1.1']);
		await close();
	});

	test.each([301, 302, 303, 307, 308])('a redirect (%d) is not followed', async (status) => {
		const { transport, hits, close } = await answering(
			`HTTP/1.1 ${status} Moved\r\nLocation: https://fcm.googleapis.com/other\r\nContent-Length: 0\r\n\r\n`
		);
		expect((await transport.post(message(REAL[0]!))).status).toBe(status);
		expect(hits.length).toBe(1);
		await close();
	});

	test.each([
		['never comes', '', 'in time'],
		['is no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n', ''],
		['has endless headers', `HTTP/1.1 201 Created\r\n${`X-A: ${'a'.repeat(1000)}\r\n`.repeat(20)}`, '']
	])('fails in time when it %s', async (_case, bytes, reason) => {
		const { transport, close } = await answering(bytes, 300);
		await expect(transport.post(message(REAL[0]!))).rejects.toThrow(reason);
		await close();
	});
});
