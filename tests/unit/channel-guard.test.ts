// Where a channel must never lead. Every look-up and dial is counted; none may happen but where it is said.
import { createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type DeclaredHost, judgeChannel } from '#server/channels/address.ts';
import { type Address, createTransport } from '#server/push/transport.ts';
import { hostileUrls } from '../support/hostile-urls.ts';

const DECLARED: DeclaredHost[] = [
	{ host: 'ntfy.home.arpa', port: null },
	{ host: '192.168.1.5', port: 8080 },
	{ host: '::1', port: 2586 }
];

const REAL = [
	'https://hooks.slack.com/services/T000/B000/XXXX',
	'https://discord.com/api/webhooks/123/abc-def_ghi',
	'https://ntfy.sh/my-topic',
	'https://hooks.example.com/in?token=a%20b&x=1',
	'http://ntfy.home.arpa/alerts',
	'https://ntfy.home.arpa/alerts',
	'http://192.168.1.5:8080/hook',
	'http://[::1]:2586/alerts'
];

const HOSTILE = [
	...hostileUrls('hooks.slack.com'),
	'gopher://hooks.slack.com/x',
	'https://0x7f.0.0.1/x',
	'https://127.0.0.1./x',
	'https://8.8.8.8/x',
	'https://[2606:4700::1]/x',
	'http://localhost/x',
	'http://localhost:3001/api/plans',
	'http://127.0.0.1:3001/api/plans',
	'https://hooks.slack.com\\@127.0.0.1/x',
	'https://hooks.slack.com/x#@127.0.0.1',
	'https://hooks.slack.com#x/y',
	'https://ⓗooks.slack.com/x',
	'https://hooks.slack.соm/x',
	'http://ntfy.home.arpa:8080/x',
	'https://ntfy.home.arpa:8443/x',
	'http://x.ntfy.home.arpa/x',
	'http://ntfy.home.arpa.evil.test/x',
	'http://user@ntfy.home.arpa/x',
	'http://ntfy.home.arpa@10.0.0.1/x',
	'http://192.168.1.5/x',
	'http://192.168.1.5:80/x',
	'http://192.168.1.5:8081/x',
	'http://192.168.1.05:8080/x',
	'http://0xc0a80105:8080/x',
	'http://[::1]/x',
	'http://[::1]:80/x',
	'http://[0::1]:2586/x',
	'http://[::ffff:192.168.1.5]:8080/x'
];

const at = (address: string): Address => ({ address, family: address.includes(':') ? 6 : 4 });
const message = (endpoint: string) => ({ endpoint, headers: {}, body: Buffer.alloc(10) });

function guarded(resolve: (host: string) => Promise<Address[]>) {
	const seen = { dials: 0, lookups: 0 };
	const transport = createTransport((url) => judgeChannel(url, DECLARED), {
		resolve: (host) => {
			seen.lookups++;
			return resolve(host);
		},
		dial: () => {
			seen.dials++;
			throw new Error('dialled');
		},
		timeoutMs: 500
	});
	return { transport, seen };
}

test(`${HOSTILE.length} hostile addresses are more than 60`, () => {
	expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(60);
});

test.each(REAL)('%s is let pass', async (endpoint) => {
	const { transport, seen } = guarded(async () => [at('142.250.1.1')]);
	expect(transport.check(endpoint)).toBeNull();
	await expect(transport.post(message(endpoint))).rejects.toThrow('dialled');
	expect(seen.dials).toBe(1);
});

test.each(HOSTILE)('%j is refused, without a look-up or a connection', async (endpoint) => {
	const { transport, seen } = guarded(async () => [at('142.250.1.1')]);
	expect(transport.check(endpoint)).toHaveProperty('refused');
	await expect(transport.post(message(endpoint))).rejects.toThrow();
	expect(seen).toEqual({ dials: 0, lookups: 0 });
});

describe('a name that leads', () => {
	const NEAR = ['127.0.0.1', '10.1.2.3', '172.20.0.1', '192.168.0.1', '100.64.0.1', '::1', 'fd12:3456::1'];
	const NEVER = [
		'0.0.0.0',
		'169.254.169.254',
		'192.0.2.1',
		'198.18.0.1',
		'224.0.0.1',
		'255.255.255.255',
		'::',
		'fe80::1',
		'fe80::1%eth0',
		'ff02::1',
		'64:ff9b::a00:1',
		'2002:7f00:1::',
		'::ffff:169.254.169.254',
		'localhost',
		''
	];

	test.each([...NEAR, ...NEVER])('to %j is not followed from a public name', async (address) => {
		for (const addresses of [[at(address)], [at('142.250.1.1'), at(address)]]) {
			const { transport, seen } = guarded(async () => addresses);
			await expect(transport.post(message(REAL[0]!))).rejects.toThrow('not public');
			expect(seen.dials).toBe(0);
		}
	});

	test.each(NEAR)('to %j is followed where the name is declared', async (address) => {
		const { transport, seen } = guarded(async () => [at(address)]);
		await expect(transport.post(message('http://ntfy.home.arpa/x'))).rejects.toThrow('dialled');
		expect(seen.dials).toBe(1);
	});

	test.each(NEVER)('to %j is never followed, declared or not', async (address) => {
		const { transport, seen } = guarded(async () => [at(address)]);
		await expect(transport.post(message('http://ntfy.home.arpa/x'))).rejects.toThrow('not public');
		expect(seen.dials).toBe(0);
	});

	test('elsewhere at the second question is asked only once for each message', async () => {
		const answers = [[at('142.250.1.1')], [at('127.0.0.1')]];
		const { transport, seen } = guarded(async () => answers[seen.lookups - 1]!);
		await expect(transport.post(message(REAL[0]!))).rejects.toThrow('dialled');
		expect(seen).toEqual({ dials: 1, lookups: 1 });
		await expect(transport.post(message(REAL[0]!))).rejects.toThrow('not public');
		expect(seen).toEqual({ dials: 1, lookups: 2 });
	});
});

test.each([301, 302, 303, 307, 308])(
	'a redirect (%d) is not followed, and the answer is not read',
	async (status) => {
		const hits: string[] = [];
		const server = createServer((socket: Socket) => {
			socket.on('error', () => undefined);
			socket.once('data', (chunk) => {
				hits.push(chunk.toString('latin1').split('\r\n')[0]!);
				socket.write(
					`HTTP/1.1 ${status} Moved\r\nLocation: http://127.0.0.1/x\r\nContent-Length: 90000000\r\n\r\n`
				);
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as { port: number };
		const declared = [{ host: '127.0.0.1', port }];
		const transport = createTransport((url) => judgeChannel(url, declared), {});
		expect(await transport.post(message(`http://127.0.0.1:${port}/hook`))).toEqual({
			status,
			retryAfter: null
		});
		expect(hits).toEqual(['POST /hook HTTP/1.1']);
		await new Promise((resolve) => server.close(resolve));
	}
);
