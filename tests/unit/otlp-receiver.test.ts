// The OTLP receivers over real sockets: every answer the specification names, over HTTP with protobuf and JSON and over
// gRPC, with what Claude Code really sends. Responses are read by hand, so the receiver's library checks nothing of itself.
import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryAccessDatabase } from '#server/access/database.ts';
import { createTokens, type Tokens } from '#server/access/tokens.ts';
import { createIngest, type Ingest } from '#server/ingest.ts';
import { JournalUnavailable } from '#server/journal/journal.ts';
import { createLog } from '#server/log.ts';
import { type OtlpSource, startOtlp } from '#server/sources/otlp/otlp.ts';
import { readCaptures, type Signal } from '../support/captures.ts';
import { testFolder } from '../support/journals.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 20);
const MB = 1024 * 1024;
const captures = readCaptures();
const captured = (protocol: string, signal: Signal) =>
	captures.find((capture) => capture.protocol === protocol && capture.signal === signal)!.body;

interface Receiver extends AsyncDisposable {
	source: OtlpSource;
	http: number;
	grpc: number;
	events(): number;
	/** Makes every further commit fail with this. */
	breakWith(error: Error | null): void;
	lines: string[];
	advanceHorizon(ms: number): Promise<number>;
}

async function startReceiver(
	ingestToken: string | null = null,
	{ tokens, trustedProxies = [] }: { tokens?: Tokens; trustedProxies?: string[] } = {}
): Promise<Receiver> {
	const folder = testFolder();
	const { journal, fold, advanceHorizon } = folder.open();
	const keep = createIngest(journal, fold, () => undefined, null);
	const lines: string[] = [];
	let broken: Error | null = null;
	const ingest: Ingest = (events) => {
		if (broken) throw broken;
		return keep(events);
	};
	const source = await startOtlp({
		config: {
			hosts: ['127.0.0.1'],
			otlpHttpPort: 0,
			otlpGrpcPort: 0,
			ingestToken,
			allowedHosts: [],
			trustedProxies
		},
		...(tokens && { tokens }),
		ingest,
		trouble: () => (broken === null ? null : broken.message),
		lastEventMs: () => journal.lastEventMs(),
		now: () => NOW_MS,
		hostname: 'desk',
		log: createLog('debug', (line) => lines.push(line))
	});
	const portOf = (address: string | null) => Number(new URL(address!).port);
	return {
		source,
		http: portOf(source.addresses.http),
		grpc: portOf(source.addresses.grpc),
		events: () => journal.events,
		breakWith(error) {
			broken = error;
		},
		lines,
		advanceHorizon,
		async [Symbol.asyncDispose]() {
			await source.close(100);
			folder[Symbol.dispose]();
		}
	};
}

interface HttpAnswer {
	status: number;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

interface Sent {
	path?: string;
	method?: string;
	headers?: Record<string, string>;
	body?: Uint8Array | string;
}

function send(
	port: number,
	{ path = '/v1/logs', method = 'POST', headers = {}, body = '' }: Sent
): Promise<HttpAnswer> {
	return new Promise((resolve, reject) => {
		const all = { 'content-length': String(Buffer.byteLength(body)), ...headers };
		const sent = httpRequest(
			{ host: '127.0.0.1', port, path, method, headers: all, agent: false },
			async (response) => {
				const chunks: Buffer[] = [];
				for await (const chunk of response) chunks.push(chunk as Buffer);
				resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) });
			}
		);
		// A refused upload may be cut before all of it is out: the answer is then already on its way.
		sent.on('error', (error) => setTimeout(() => reject(error), 1000));
		sent.end(body);
	});
}

/** `{1: varint, 2: text}`: the shape of google.rpc.Status and of each partial success. */
function readMessage(bytes: Buffer): { number: number; text: string } {
	let at = 1;
	let number = 0;
	for (let shift = 0; ; shift += 7) {
		const byte = bytes[at++]!;
		number += (byte & 127) << shift;
		if (byte < 128) break;
	}
	expect([bytes[0], bytes[at]]).toEqual([0x08, 0x12]);
	let length = 0;
	at++;
	for (let shift = 0; ; shift += 7) {
		const byte = bytes[at++]!;
		length += (byte & 127) << shift;
		if (byte < 128) break;
	}
	expect(at + length).toBe(bytes.length);
	return { number, text: bytes.subarray(at).toString() };
}

const TYPES = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;
type Encoding = keyof typeof TYPES;
const encodings: Encoding[] = ['protobuf', 'json'];
const signals: Signal[] = ['logs', 'metrics', 'traces'];

/** What is wrong, in the encoding of the request. */
function errorOf(answer: HttpAnswer, encoding: Encoding): { code: number; message: string } {
	if (encoding === 'json') return JSON.parse(answer.body.toString());
	const { number, text } = readMessage(answer.body);
	return { code: number, message: text };
}

let receiver: Receiver;
beforeEach(async () => {
	receiver = await startReceiver();
});
afterEach(() => receiver[Symbol.asyncDispose]());

describe.each(encodings)('over HTTP with %s', (encoding) => {
	const type = { 'content-type': TYPES[encoding] };
	const empty = encoding === 'json' ? '{}' : '';

	test.each(signals)(
		'captured %s are stored and answered with an empty success of the same type',
		async (signal) => {
			const answer = await send(receiver.http, {
				path: `/v1/${signal}`,
				headers: type,
				body: captured(`http/${encoding}`, signal)
			});
			expect(answer.status).toBe(200);
			expect(answer.headers['content-type']).toBe(TYPES[encoding]);
			expect(answer.body.toString()).toBe(empty);
			expect(receiver.events() > 0).toBe(signal !== 'traces');
		}
	);

	test('gzip changes nothing', async () => {
		const body = captured(`http/${encoding}`, 'logs');
		await send(receiver.http, { headers: type, body });
		const stored = receiver.events();
		const answer = await send(receiver.http, {
			headers: { ...type, 'content-encoding': 'gzip' },
			body: gzipSync(body)
		});
		expect(answer.status).toBe(200);
		expect(receiver.events()).toBe(stored);
		expect(receiver.source.status().counts).toMatchObject({ accepted: stored, duplicates: stored });
	});

	test.each(signals)('an empty request of %s is a success', async (signal) => {
		const answer = await send(receiver.http, { path: `/v1/${signal}`, headers: type, body: empty });
		expect([answer.status, answer.body.toString()]).toEqual([200, empty]);
	});

	test('a type with parameters and in capitals is the same type', async () => {
		const headers = { 'content-type': `${TYPES[encoding].toUpperCase()}; charset=utf-8` };
		expect((await send(receiver.http, { headers, body: empty })).status).toBe(200);
	});

	const NOT_GZIP = { 'content-encoding': 'gzip' };
	const cases: [string, number, number, () => Sent][] = [
		['a body that is no such message', 400, 3, () => ({ body: '\u0007not a message' })],
		['a body cut short', 400, 3, () => ({ body: captured(`http/${encoding}`, 'logs').subarray(0, 500) })],
		['a body that is not gzip', 400, 3, () => ({ headers: NOT_GZIP, body: 'plain' })],
		[
			'a gzip body cut short',
			400,
			3,
			() => ({ headers: NOT_GZIP, body: gzipSync(Buffer.alloc(4000, 'x')).subarray(0, 20) })
		],
		['an unknown path', 404, 12, () => ({ path: '/v1/profiles' })],
		['the root', 404, 12, () => ({ path: '/' })],
		['a path that goes on', 404, 12, () => ({ path: '/v1/logs/extra' })],
		['a path that climbs', 404, 12, () => ({ path: '/v1/../v1/logs' })],
		['another method', 405, 12, () => ({ method: 'PUT' })],
		['deletion', 405, 12, () => ({ method: 'DELETE' })],
		['an encoding not known', 415, 3, () => ({ headers: { 'content-encoding': 'br' } })],
		['two encodings', 415, 3, () => ({ headers: { 'content-encoding': 'gzip, gzip' } })],
		['a page of another origin', 403, 7, () => ({ headers: { origin: 'https://evil.test' } })],
		['a page of this machine', 403, 7, () => ({ headers: { origin: 'http://localhost:3001' } })],
		['a page that hides its origin', 403, 7, () => ({ headers: { origin: 'null' } })],
		['a form without an origin', 403, 7, () => ({ headers: { 'sec-fetch-site': 'cross-site' } })],
		['our own page', 403, 7, () => ({ headers: { 'sec-fetch-site': 'same-origin' } })],
		['a name that was rebound', 421, 7, () => ({ headers: { host: 'evil.test:4318' } })],
		['a body too large', 413, 8, () => ({ body: Buffer.alloc(16 * MB + 1) })],
		[
			'a body too large once decompressed',
			413,
			8,
			() => ({ headers: NOT_GZIP, body: gzipSync(Buffer.alloc(17 * MB)) })
		]
	];
	test.each(cases)('%s is answered with %i', async (_name, status, code, sent) => {
		const answer = await send(receiver.http, {
			body: empty,
			...sent(),
			headers: { ...type, ...sent().headers }
		});
		expect(answer.status).toBe(status);
		expect(answer.headers['content-type']).toBe(TYPES[encoding]);
		expect(answer.headers.allow).toBe(status === 405 ? 'POST' : undefined);
		const error = errorOf(answer, encoding);
		expect(error.code).toBe(code);
		expect(error.message).toMatch(/^[A-Z].*\.$/s);
		expect(receiver.events()).toBe(0);
	});

	test('records that cannot be used are counted and named, and the rest is stored', async () => {
		const body = JSON.stringify(withBadTimes(2));
		const answer = await send(receiver.http, { headers: { 'content-type': TYPES.json }, body });
		expect(answer.status).toBe(200);
		const { partialSuccess } = JSON.parse(answer.body.toString());
		expect(partialSuccess.rejectedLogRecords).toBe('2');
		expect(partialSuccess.errorMessage).not.toBe('');
		expect(receiver.events()).toBeGreaterThan(0);
		expect(receiver.source.status().counts).toMatchObject({ rejected: 2 });
	});

	test('what is older than the horizon is rejected with the count', async () => {
		await receiver.advanceHorizon(NOW_MS + 86_400_000);
		const answer = await send(receiver.http, { headers: type, body: captured(`http/${encoding}`, 'logs') });
		expect(answer.status).toBe(200);
		expect(receiver.events()).toBe(0);
		const counts = receiver.source.status().counts!;
		expect(counts.tooOld).toBeGreaterThan(0);
		const rejected =
			encoding === 'json'
				? JSON.parse(answer.body.toString()).partialSuccess.rejectedLogRecords
				: readMessage(answer.body.subarray(2)).number;
		expect(Number(rejected)).toBe(counts.tooOld);
		expect(answer.body.toString()).toContain('older than what is kept');
	});

	test.each([
		[
			'a journal that cannot be written',
			new JournalUnavailable('the disk is full'),
			/^Not stored: the disk is full\.$/
		],
		['a fault of ours', new TypeError('secret'), /^Not stored: the relay met a fault of its own\.$/]
	])('%s is answered with 503 and a time to try again', async (_name, error, message) => {
		const sent = { headers: type, body: captured(`http/${encoding}`, 'logs') };
		receiver.breakWith(error);
		const answer = await send(receiver.http, sent);
		expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
		expect(errorOf(answer, encoding)).toMatchObject({ code: 14, message: expect.stringMatching(message) });
		expect(receiver.source.status()).toMatchObject({ state: 'error', counts: { unavailable: 1 } });
		receiver.breakWith(null);
		expect((await send(receiver.http, sent)).status).toBe(200);
		expect(receiver.source.status()).toMatchObject({ state: 'receiving', error: null });
	});
});

describe('over HTTP', () => {
	test.each([
		'text/plain',
		'application/x-www-form-urlencoded',
		'multipart/form-data',
		'application/grpc',
		''
	])('the media type %j is answered with 415', async (type) => {
		const answer = await send(receiver.http, {
			headers: type === '' ? {} : { 'content-type': type },
			body: '{}'
		});
		expect(answer.status).toBe(415);
		expect(errorOf(answer, 'json').code).toBe(3);
	});

	test('twenty bombs at once fill no memory', { timeout: 30_000 }, async () => {
		const bomb = gzipSync(Buffer.alloc(64 * MB));
		const headers = { 'content-type': TYPES.protobuf, 'content-encoding': 'gzip' };
		const before = process.memoryUsage().rss;
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => send(receiver.http, { headers, body: bomb }))
		);
		expect(new Set(answers.map(({ status }) => status)).isSubsetOf(new Set([413, 503]))).toBe(true);
		expect(process.memoryUsage().rss - before).toBeLessThan(400 * MB);
		const after = await send(receiver.http, { headers: { 'content-type': TYPES.json }, body: '{}' });
		expect(after.status).toBe(200);
	});

	test('headers beyond 16 KB are refused', async () => {
		const answer = await send(receiver.http, {
			headers: { 'content-type': TYPES.json, 'x-long': 'x'.repeat(20_000) },
			body: '{}'
		});
		expect(answer.status).toBe(431);
	});

	test('requests that could be read in two ways are refused', async () => {
		const head = 'POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
		const bodies = [
			'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
			'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
			'Transfer-Encoding: chunked, identity\r\n\r\n{}'
		];
		for (const rest of bodies) {
			const socket = connectTcp(receiver.http, '127.0.0.1');
			socket.write(head + rest);
			const [answer] = (await once(socket, 'data')) as [Buffer];
			expect(answer.toString()).toMatch(/^HTTP\/1\.1 400/);
			socket.destroy();
		}
	});

	test('a sender that goes away in the middle of its body changes nothing', async () => {
		const socket = connectTcp(receiver.http, '127.0.0.1');
		socket.write(
			'POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"resource'
		);
		await new Promise((resolve) => setTimeout(resolve, 30));
		socket.destroy();
		expect((await send(receiver.http, { headers: { 'content-type': TYPES.json }, body: '{}' })).status).toBe(
			200
		);
	});
});

interface GrpcAnswer {
	status: number;
	message: string;
	body: Buffer;
}

const SERVICES: Record<Signal, string> = {
	logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
	metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
	traces: 'opentelemetry.proto.collector.trace.v1.TraceService'
};

/** One unary call, spoken by hand. https://grpc.github.io/grpc/core/md_doc__p_r_o_t_o_c_o_l-_h_t_t_p2.html */
async function call(
	path: string,
	message: Uint8Array,
	headers: Record<string, string> = {},
	gzip = false
): Promise<GrpcAnswer> {
	const session = connectHttp2(`http://127.0.0.1:${receiver.grpc}`, { maxSessionMemory: 64 });
	try {
		const content = gzip ? gzipSync(message) : message;
		const prefix = Buffer.alloc(5);
		prefix.writeUInt8(gzip ? 1 : 0);
		prefix.writeUInt32BE(content.length, 1);
		const stream = session.request({
			':method': 'POST',
			':path': path,
			'content-type': 'application/grpc',
			te: 'trailers',
			...(gzip ? { 'grpc-encoding': 'gzip' } : {}),
			...headers
		});
		let all: Record<string, unknown> = {};
		const note = (some: Record<string, unknown>) => {
			all = { ...all, ...some };
		};
		stream.on('response', note);
		stream.on('trailers', note);
		const chunks: Buffer[] = [];
		stream.on('data', (chunk: Buffer) => chunks.push(chunk));
		stream.end(Buffer.concat([prefix, content]));
		// The answer may come before all is sent, and the rest is then never read.
		await Promise.race([once(stream, 'end'), once(stream, 'close')]);
		return {
			status: all['grpc-status'] === undefined ? -Number(all[':status']) : Number(all['grpc-status']),
			message: decodeURIComponent(String(all['grpc-message'] ?? '')),
			body: Buffer.concat(chunks).subarray(5)
		};
	} finally {
		session.destroy();
	}
}

describe('over gRPC', () => {
	const path = (signal: Signal) => `/${SERVICES[signal]}/Export`;

	test.each(signals)('captured %s are stored and answered with an empty success', async (signal) => {
		const answer = await call(path(signal), captured('grpc', signal));
		expect(answer).toEqual({ status: 0, message: '', body: Buffer.alloc(0) });
		expect(receiver.events() > 0).toBe(signal !== 'traces');
	});

	test.each(signals)('an empty request of %s is a success', async (signal) => {
		expect((await call(path(signal), Buffer.alloc(0))).status).toBe(0);
	});

	test('gzip changes nothing', async () => {
		await call(path('logs'), captured('grpc', 'logs'));
		const stored = receiver.events();
		expect((await call(path('logs'), captured('grpc', 'logs'), {}, true)).status).toBe(0);
		expect(receiver.events()).toBe(stored);
	});

	const NO_MESSAGE = Buffer.from('\u0007not a message');
	const cases: [string, () => Promise<GrpcAnswer>, number][] = [
		['what is no such message', () => call(path('logs'), NO_MESSAGE), 3],
		['a message cut short', () => call(path('logs'), captured('grpc', 'logs').subarray(0, 500)), 3],
		['an unknown method', () => call(`/${SERVICES.logs}/Import`, Buffer.alloc(0)), 12],
		[
			'an unknown service',
			() => call('/opentelemetry.proto.collector.profiles.v1.ProfilesService/Export', Buffer.alloc(0)),
			12
		],
		['an unknown compression', () => call(path('logs'), Buffer.alloc(0), { 'grpc-encoding': 'zstd' }), 12],
		['a message too large', () => call(path('logs'), Buffer.alloc(16 * MB + 1)), 8],
		['a message too large once decompressed', () => call(path('logs'), Buffer.alloc(17 * MB), {}, true), 8],
		['a page', () => call(path('logs'), Buffer.alloc(0), { origin: 'https://evil.test' }), 7],
		[
			'a name that was rebound',
			() => call(path('logs'), Buffer.alloc(0), { ':authority': 'evil.test:4317' }),
			7
		],
		[
			'another media type',
			() => call(path('logs'), Buffer.alloc(0), { 'content-type': 'application/json' }),
			-415
		]
	];
	test.each(cases)('%s is answered with its code', async (_name, send, code) => {
		expect((await send()).status).toBe(code);
		expect(receiver.events()).toBe(0);
	});

	test('what is older than the horizon is rejected with the count', async () => {
		await receiver.advanceHorizon(NOW_MS + 86_400_000);
		const answer = await call(path('logs'), captured('grpc', 'logs'));
		expect(answer.status).toBe(0);
		const { number, text } = readMessage(answer.body.subarray(2));
		expect(number).toBe(receiver.source.status().counts!.tooOld);
		expect(text).toBe(`older than what is kept (${number})`);
	});

	test.each([
		[
			'a journal that cannot be written',
			new JournalUnavailable('the disk is full'),
			'Not stored: the disk is full.'
		],
		['a fault of ours', new TypeError('secret'), 'Not stored: the relay met a fault of its own.']
	])('%s is answered with UNAVAILABLE', async (_name, error, message) => {
		receiver.breakWith(error);
		expect(await call(path('logs'), captured('grpc', 'logs'))).toMatchObject({ status: 14, message });
		receiver.breakWith(null);
		expect((await call(path('logs'), captured('grpc', 'logs'))).status).toBe(0);
	});
});

describe('with an ingest token', () => {
	const TOKEN = 'correct-horse-battery';
	beforeEach(async () => {
		await receiver[Symbol.asyncDispose]();
		receiver = await startReceiver(TOKEN);
	});
	const cases: [string, Record<string, string>, number, number][] = [
		['none', {}, 401, 16],
		['another', { authorization: 'Bearer wrong-horse-battery' }, 401, 16],
		['a beginning of it', { authorization: 'Bearer correct' }, 401, 16],
		['another scheme', { authorization: `Basic ${TOKEN}` }, 401, 16],
		['the right one', { authorization: `Bearer ${TOKEN}` }, 200, 0],
		['the right one, scheme in lower case', { authorization: `bearer ${TOKEN}` }, 200, 0]
	];
	test.each(cases)('%s gives %o → %i and %i', async (_name, headers, http, grpc) => {
		expect(
			(await send(receiver.http, { headers: { 'content-type': TYPES.json, ...headers }, body: '{}' })).status
		).toBe(http);
		expect((await call(`/${SERVICES.logs}/Export`, Buffer.alloc(0), headers)).status).toBe(grpc);
		expect(receiver.lines.join()).not.toContain(TOKEN);
	});
});

describe('from another machine', () => {
	test('a token made in the app is needed over HTTP and gRPC alike, and names what comes; revoked, it is refused', async () => {
		await receiver[Symbol.asyncDispose]();
		const tokens = createTokens(memoryAccessDatabase(), () => NOW_MS);
		const made = tokens.make({ name: 'Build server', machine: 'build-7', user: null })!;
		receiver = await startReceiver(null, { tokens, trustedProxies: ['127.0.0.1'] });
		const body = captured('grpc', 'logs');
		const path = `/${SERVICES.logs}/Export`;
		const away = { 'x-forwarded-for': '203.0.113.9' };
		const bearer = (secret: string) => ({ ...away, authorization: `Bearer ${secret}` });
		const overHttp = async (headers: Record<string, string>) =>
			(await send(receiver.http, { headers: { 'content-type': TYPES.json, ...headers }, body: '{}' })).status;

		for (const refused of [away, bearer('tdm_no-such-token'), { ...away, authorization: made.secret }]) {
			expect((await call(path, body, refused)).status).toBe(16);
			expect(await overHttp(refused)).toBe(401);
		}
		expect(receiver.events()).toBe(0);
		// This machine itself needs none while none is set for all.
		expect((await call(path, Buffer.alloc(0))).status).toBe(0);

		expect((await call(path, body, bearer(made.secret))).status).toBe(0);
		expect(await overHttp(bearer(made.secret))).toBe(200);
		expect(receiver.events()).toBeGreaterThan(0);
		expect(tokens.all()[0]!.usedAtMs).toBe(NOW_MS);

		tokens.revoke(made.token.id);
		for (const headers of [bearer(made.secret), { authorization: `Bearer ${made.secret}` }]) {
			expect((await call(path, body, headers)).status).toBe(16);
			expect(await overHttp(headers)).toBe(401);
		}
		expect(receiver.lines.join()).not.toContain(made.secret);
	});
});

describe('the source', () => {
	test('waits, receives, and counts what came from others', async () => {
		expect(receiver.source.status()).toMatchObject({
			name: 'otlp',
			state: 'waiting',
			lastEventAt: null,
			error: null
		});
		const foreign = {
			resourceLogs: [{ scopeLogs: [{ scope: { name: 'shop' }, logRecords: [{}, {}, {}] }] }]
		};
		const answer = await send(receiver.http, {
			headers: { 'content-type': TYPES.json },
			body: JSON.stringify(foreign)
		});
		expect([answer.status, answer.body.toString()]).toEqual([200, '{}']);
		expect(receiver.source.status()).toMatchObject({ state: 'waiting', counts: { foreign: 3, accepted: 0 } });
		await send(receiver.http, {
			headers: { 'content-type': TYPES.json },
			body: captured('http/json', 'logs')
		});
		expect(receiver.source.status()).toMatchObject({ state: 'receiving', counts: { foreign: 3 } });
		await call(`/${SERVICES.traces}/Export`, captured('grpc', 'traces'));
		expect(receiver.source.status().counts!.spans).toBeGreaterThan(0);
	});

	test('says which port it could not have, and goes on with the other', async () => {
		await using second = await secondOn(receiver.http);
		expect(second.source.addresses).toEqual({
			http: null,
			grpc: expect.stringMatching(/^http:\/\/localhost:\d+$/)
		});
		const status = second.source.status();
		expect(status.state).toBe('error');
		expect(status.error).toMatch(new RegExp(`^OTLP/HTTP is off: port ${receiver.http} is in use`));
	});

	test('answers what is under way before it closes, and takes nothing new', async () => {
		const body = captured('http/json', 'logs');
		const socket = connectTcp(receiver.http, '127.0.0.1');
		socket.write(
			`POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
		);
		socket.write(body.subarray(0, 300));
		await new Promise((resolve) => setTimeout(resolve, 50));
		const closed = receiver.source.close(5000);
		await expect(send(receiver.http, { body: '{}' })).rejects.toThrow('ECONNREFUSED');
		socket.write(body.subarray(300));
		const [answer] = (await once(socket, 'data')) as [Buffer];
		expect(answer.toString()).toMatch(/^HTTP\/1\.1 200/);
		await closed;
		expect(receiver.events()).toBeGreaterThan(0);
	});

	async function secondOn(otlpHttpPort: number) {
		const source = await startOtlp({
			config: { hosts: ['127.0.0.1'], otlpHttpPort, otlpGrpcPort: 0, ingestToken: null, allowedHosts: [] },
			ingest: () => ({ written: 0, duplicates: 0, refused: 0 }),
			trouble: () => null,
			lastEventMs: () => null,
			now: () => NOW_MS,
			hostname: 'desk',
			log: createLog('error', () => undefined)
		});
		return { source, [Symbol.asyncDispose]: () => source.close(100) };
	}
});

/** Captured JSON logs in which the first records carry a time nobody can mean. */
function withBadTimes(count: number): unknown {
	const request = JSON.parse(Buffer.from(captured('http/json', 'logs')).toString());
	const records = request.resourceLogs[0].scopeLogs[0].logRecords;
	for (const record of records.slice(0, count)) {
		record.timeUnixNano = '1';
		record.observedTimeUnixNano = '1';
		record.attributes = record.attributes.filter(({ key }: { key: string }) => key !== 'event.timestamp');
	}
	return request;
}
