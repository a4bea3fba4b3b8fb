// Forwarding to a second OTLP endpoint over real sockets: what arrives there, what becomes of it when the endpoint is slow,
// full, down or unwilling, and that our own senders notice nothing of it.
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { fromBinary } from '@bufbuild/protobuf';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExportLogsServiceRequestSchema } from '#lib/wire/gen/opentelemetry/proto/collector/logs/v1/logs_service_pb.ts';
import { ExportMetricsServiceRequestSchema } from '#lib/wire/gen/opentelemetry/proto/collector/metrics/v1/metrics_service_pb.ts';
import { parseConfig } from '#server/config.ts';
import { type Forward, type ForwardLimits, startForward } from '#server/forward/forward.ts';
import { createExportQueue, type Export } from '#server/forward/queue.ts';
import { createIngest, type Ingest } from '#server/ingest.ts';
import { JournalUnavailable } from '#server/journal/journal.ts';
import { createLog } from '#server/log.ts';
import { type OtlpSource, startOtlp } from '#server/sources/otlp/otlp.ts';
import { readCaptures, type Signal } from '../support/captures.ts';
import { type Answer, type ForwardEndpoint, startEndpoint } from '../support/forward-endpoint.ts';
import { testFolder } from '../support/journals.ts';
import { freePorts } from '../support/relay.ts';

const captures = readCaptures();
const captured = (protocol: string, signal: Signal) =>
	captures.find((capture) => capture.protocol === protocol && capture.signal === signal)!.body;
const SECRET = 'api-key-that-nobody-may-see';
const FAST: Partial<ForwardLimits> = { firstBackoffMs: 10, maxBackoffMs: 40, timeoutMs: 400 };

interface Bench extends AsyncDisposable {
	endpoint: ForwardEndpoint;
	forward: Forward;
	lines: string[];
	http: string;
	grpc: number;
	events(): number;
	broken: Error | null;
	/** Sends to our receiver; resolves to its status. */
	send(body: Uint8Array, headers?: Record<string, string>, path?: string): Promise<number>;
	until(what: () => boolean): Promise<void>;
}

let bench: Bench;

async function startBench(
	answers?: Answer[],
	limits: Partial<ForwardLimits> = {},
	url?: string
): Promise<Bench> {
	const endpoint = await startEndpoint(answers);
	const folder = testFolder();
	const { journal, fold } = folder.open();
	const lines: string[] = [];
	const log = createLog('debug', (line) => lines.push(line));
	const forward = startForward({
		target: { url: url ?? `${endpoint.url}/otlp`, headers: { 'api-key': SECRET } },
		instance: 'relay-one',
		version: '1.2.3',
		now: Date.now,
		log,
		limits: { ...FAST, ...limits }
	});
	const keep = createIngest(journal, fold, () => undefined, null);
	const ingest: Ingest = (events) => {
		if (made.broken) throw made.broken;
		return keep(events);
	};
	const source: OtlpSource = await startOtlp({
		config: { hosts: ['127.0.0.1'], otlpHttpPort: 0, otlpGrpcPort: 0, ingestToken: null, allowedHosts: [] },
		ingest,
		trouble: () => null,
		lastEventMs: () => null,
		now: Date.now,
		hostname: 'desk',
		forward,
		log
	});
	const made: Bench = {
		endpoint,
		forward,
		lines,
		http: source.addresses.http!.replace('localhost', '127.0.0.1'),
		grpc: Number(new URL(source.addresses.grpc!).port),
		events: () => journal.events,
		broken: null,
		async send(body, headers = { 'content-type': 'application/x-protobuf' }, path = '/v1/logs') {
			const response = await fetch(made.http + path, {
				method: 'POST',
				headers,
				body: body as Uint8Array<ArrayBuffer>
			});
			await response.arrayBuffer();
			return response.status;
		},
		async until(what) {
			const deadline = Date.now() + 10_000;
			while (!what()) {
				if (Date.now() > deadline) throw new Error(`it did not happen: ${JSON.stringify(forward.status())}`);
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
		},
		async [Symbol.asyncDispose]() {
			await source.close(100);
			await forward.close(0);
			await endpoint.close();
			folder[Symbol.dispose]();
		}
	};
	return made;
}

async function sendGrpc(port: number, method: string, message: Uint8Array): Promise<string> {
	const session = connectHttp2(`http://127.0.0.1:${port}`);
	const stream = session.request({
		':method': 'POST',
		':path': method,
		'content-type': 'application/grpc',
		te: 'trailers'
	});
	const frame = Buffer.alloc(5 + message.length);
	frame.writeUInt32BE(message.length, 1);
	frame.set(message, 5);
	const trailers = once(stream, 'trailers');
	stream.resume().end(frame);
	const [fields] = (await trailers) as [Record<string, string>];
	session.close();
	return fields['grpc-status']!;
}

const exported = (size: number, atMs: number): Export => ({
	signal: 'logs',
	encoding: 'protobuf',
	body: new Uint8Array(size),
	gzip: false,
	via: '',
	atMs,
	tries: 0
});

describe('what arrives', () => {
	beforeEach(async () => {
		bench = await startBench();
	});
	afterEach(() => bench[Symbol.asyncDispose]());

	test.each([
		['protobuf', 'application/x-protobuf', 'http/protobuf', 'logs'],
		['protobuf', 'application/x-protobuf', 'http/protobuf', 'metrics'],
		['JSON', 'application/json', 'http/json', 'logs']
	] as const)('is the %s body byte for byte (%s, %s %s)', async (_name, type, protocol, signal) => {
		const body = captured(protocol, signal);
		expect(await bench.send(body, { 'content-type': type }, `/v1/${signal}`)).toBe(200);
		await bench.endpoint.came(1);
		const [{ path, headers, body: got }] = bench.endpoint.arrived as [(typeof bench.endpoint.arrived)[0]];
		expect(path).toBe(`/otlp/v1/${signal}`);
		expect(headers['content-type']).toBe(type);
		expect(headers['content-encoding']).toBeUndefined();
		expect(headers['api-key']).toBe(SECRET);
		expect(headers['user-agent']).toBe('Tidemark/1.2.3');
		expect(got.equals(body)).toBe(true);
	});

	test('is packed again when it came packed', async () => {
		const body = captured('http/protobuf', 'logs');
		const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' };
		expect(await bench.send(gzipSync(body), headers)).toBe(200);
		await bench.endpoint.came(1);
		expect(bench.endpoint.arrived[0]!.headers['content-encoding']).toBe('gzip');
		expect(bench.endpoint.arrived[0]!.body.equals(body)).toBe(true);
	});

	test.each([
		['logs', '/opentelemetry.proto.collector.logs.v1.LogsService/Export'],
		['metrics', '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export']
	] as const)(
		'is a gRPC message of %s as protobuf over HTTP, fields nobody here knows included',
		async (signal, method) => {
			// Field 1000 of the request: {1: "later"}.
			const unknown = Buffer.from([0xc2, 0x3e, 7, 0x0a, 5, ...Buffer.from('later')]);
			const body = Buffer.concat([captured('grpc', signal), unknown]);
			expect(await sendGrpc(bench.grpc, method, body)).toBe('0');
			await bench.endpoint.came(1);
			const [first] = bench.endpoint.arrived;
			expect(first!.path).toBe(`/otlp/v1/${signal}`);
			expect(first!.headers['content-type']).toBe('application/x-protobuf');
			expect(first!.body.includes(unknown)).toBe(true);
			// Zeros that were spelt out may be missing; they mean the same.
			const schema = signal === 'logs' ? ExportLogsServiceRequestSchema : ExportMetricsServiceRequestSchema;
			expect(fromBinary(schema, first!.body)).toEqual(fromBinary(schema, body));
		}
	);

	test('is everything: spans, and what other programs sent', async () => {
		const span = Buffer.from('{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"a"}]}]}]}');
		const foreign = Buffer.from(
			'{"resourceLogs":[{"scopeLogs":[{"scope":{"name":"other"},"logRecords":[{"body":{"stringValue":"b"}}]}]}]}'
		);
		const json = { 'content-type': 'application/json' };
		await bench.send(span, json, '/v1/traces');
		await bench.send(foreign, json);
		await bench.endpoint.came(2);
		expect(bench.endpoint.arrived.map(({ path, body }) => [path, String(body)])).toEqual([
			['/otlp/v1/traces', String(span)],
			['/otlp/v1/logs', String(foreign)]
		]);
	});

	test('is nothing we refused or could not keep', async () => {
		expect(await bench.send(Buffer.from('{'), { 'content-type': 'application/json' })).toBe(400);
		bench.broken = new JournalUnavailable('the disk is full');
		expect(await bench.send(captured('http/protobuf', 'logs'))).toBe(503);
		bench.broken = null;
		expect(await bench.send(captured('http/protobuf', 'logs'))).toBe(200);
		await bench.until(() => bench.forward.counts.forwarded === 1);
		expect(bench.forward.counts).toMatchObject({ waiting: 0, forwarded: 1 });
		expect(bench.endpoint.arrived).toHaveLength(1);
	});

	test('does not go round in circles', async () => {
		const json = { 'content-type': 'application/json' };
		await bench.send(Buffer.from('{}'), { ...json, 'tidemark-via': 'relay-two' });
		await bench.endpoint.came(1);
		expect(bench.endpoint.arrived[0]!.headers['tidemark-via']).toBe('relay-two, relay-one');
		await bench.send(Buffer.from('{}'), { ...json, 'tidemark-via': 'relay-two, relay-one' });
		await bench.send(Buffer.from('{}'), { ...json, 'tidemark-via': 'a,b,c,d,e,f,g,h' });
		await bench.until(() => bench.forward.counts.looped === 2);
		expect(bench.forward.counts).toMatchObject({ forwarded: 1, waiting: 0 });
	});
});

describe('an endpoint', () => {
	afterEach(() => bench[Symbol.asyncDispose]());
	const body = captured('http/protobuf', 'logs');

	test.each([429, 502, 503, 504])('that says %i is asked again, and then has it', async (status) => {
		bench = await startBench([{ status }, { status }, { status: 200 }]);
		await bench.send(body);
		await bench.until(() => bench.forward.counts.forwarded === 1);
		expect(bench.endpoint.arrived.map((each) => each.body.equals(body))).toEqual([true, true, true]);
		expect(bench.forward.counts).toMatchObject({ retries: 2, refused: 0, dropped: 0, waiting: 0 });
	});

	test('that asks for a second is left alone for a second', async () => {
		bench = await startBench([{ status: 503, headers: { 'retry-after': '1' } }, { status: 200 }]);
		await bench.send(body);
		await bench.send(body);
		await bench.endpoint.came(1);
		expect(bench.forward.status()).toMatchObject({ name: 'forward' });
		await bench.until(() => bench.forward.counts.forwarded === 2);
		const first = bench.endpoint.arrived[0]!.atMs;
		const later = bench.endpoint.arrived.filter(({ atMs }) => atMs - first > 100);
		expect(later[0]!.atMs - first).toBeGreaterThanOrEqual(990);
	});

	test.each([400, 401, 404, 413, 500, 301, 307])(
		'that says %i loses that request alone, counted and said',
		async (status) => {
			const other = await startEndpoint();
			const location = { location: `${other.url}/v1/logs` };
			bench = await startBench([{ status, headers: location }, { status: 200 }]);
			await bench.send(body);
			await bench.until(() => bench.forward.counts.refused === 1);
			expect(bench.forward.status()).toMatchObject({ state: 'error', phase: 'failing' });
			expect(bench.forward.status().error).toContain(String(status));
			expect(Date.parse(bench.forward.status().failingSince!)).toBeGreaterThan(Date.now() - 10_000);
			await bench.send(body);
			await bench.until(() => bench.forward.counts.forwarded === 1);
			expect(bench.forward.counts).toMatchObject({ retries: 0, refused: 1, waiting: 0 });
			expect(bench.forward.status()).toMatchObject({ state: 'sending', phase: 'live', error: null });
			expect(other.arrived).toEqual([]);
			await other.close();
		}
	);

	test('that never answers is given up on and asked again', async () => {
		bench = await startBench([{ status: 200, afterMs: Number.POSITIVE_INFINITY }, { status: 200 }], {
			timeoutMs: 100
		});
		await bench.send(body);
		await bench.until(() => bench.forward.counts.forwarded === 1);
		expect(bench.forward.counts.retries).toBe(1);
		expect(bench.lines.join('\n')).toContain('did not answer within');
	});

	test('that is down gets everything once it is up', async () => {
		const [port] = await freePorts(1);
		bench = await startBench([{ status: 200 }], {}, `http://127.0.0.1:${port}`);
		for (let index = 0; index < 20; index++) {
			await bench.send(Buffer.from(`{"resourceLogs":[],"n":${index}}`), {
				'content-type': 'application/json'
			});
		}
		await bench.until(() => bench.forward.counts.retries > 2);
		expect(bench.forward.status().error).toBe(
			'The forwarding endpoint cannot be reached: nothing listens there.'
		);
		const late = await startEndpoint([{ status: 200 }], port);
		await bench.until(() => bench.forward.counts.forwarded === 20);
		const numbers = late.arrived.map((each) => JSON.parse(String(each.body)).n as number);
		expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
		await late.close();
	});

	test('that takes logs and no traces is failing for traces, and logs go on', async () => {
		bench = await startBench();
		bench.endpoint.answers.unshift({ status: 404 });
		await bench.send(Buffer.from('{}'), { 'content-type': 'application/json' }, '/v1/traces');
		await bench.until(() => bench.forward.counts.refused === 1);
		await bench.send(body);
		await bench.until(() => bench.forward.counts.forwarded === 1);
		expect(bench.forward.status().error).toBe('The forwarding endpoint does not take traces (404).');
	});

	test('is told of nowhere with its key', async () => {
		bench = await startBench([{ status: 401 }, { status: 503 }, { status: 200 }]);
		for (let index = 0; index < 3; index++) await bench.send(body);
		await bench.until(() => bench.forward.counts.waiting === 0);
		expect(JSON.stringify([bench.lines, bench.forward.status()])).not.toContain(SECRET);
	});

	test('that stands in the way at the end is not waited for', async () => {
		bench = await startBench([{ status: 200, afterMs: Number.POSITIVE_INFINITY }], { timeoutMs: 60_000 });
		await bench.send(body);
		await bench.endpoint.came(1);
		// The endpoint never answers: that this comes to an end is the claim.
		await bench.forward.close(200);
		expect(bench.lines.join('\n')).toContain('1 requests were not forwarded');
	});

	test('gets what still waits at the end', async () => {
		bench = await startBench([{ status: 200, afterMs: 20 }]);
		for (let index = 0; index < 10; index++) await bench.send(body);
		await bench.forward.close(5000);
		expect(bench.forward.counts).toMatchObject({ forwarded: 10, waiting: 0 });
	});
});

describe('a full queue', () => {
	test('drops the oldest and counts it, and ours has everything', async () => {
		bench = await startBench([{ status: 200, afterMs: Number.POSITIVE_INFINITY }], {
			maxCount: 10,
			timeoutMs: 60_000
		});
		const bodies = captures.filter(
			({ protocol, signal }) => protocol === 'http/protobuf' && signal === 'logs'
		);
		for (const { body } of bodies.slice(0, 30)) expect(await bench.send(body)).toBe(200);
		const sent = Math.min(30, bodies.length);
		expect(bench.events()).toBeGreaterThan(0);
		expect(bench.forward.counts).toMatchObject({ waiting: 10, dropped: sent - 10, forwarded: 0 });
		expect(bench.lines.filter((line) => line.includes('oldest is dropped'))).toHaveLength(1);
		await bench[Symbol.asyncDispose]();
	});

	test('is bounded by bytes, by number and in what is under way', () => {
		const queue = createExportQueue(10_000, 5);
		for (let at = 1; at <= 8; at++) queue.add(exported(100, at));
		expect([queue.count, queue.dropped, queue.oldestMs]).toEqual([5, 3, 4]);
		const underWay = queue.take()!;
		expect(underWay.atMs).toBe(4);
		expect(queue.add(exported(9_300, 9))).toBe(true);
		expect([queue.count, queue.dropped, queue.oldestMs]).toEqual([2, 7, 9]);
		expect(queue.bytes).toBeLessThanOrEqual(10_000);
		expect(queue.add(exported(9_700, 10))).toBe(false);
		expect([queue.count, queue.dropped]).toEqual([2, 8]);
		queue.done(underWay);
		queue.done(queue.take()!);
		expect([queue.count, queue.bytes, queue.take()]).toEqual([0, 0, null]);
		expect(queue.add(exported(9_700, 11))).toBe(true);
	});
});

test('our senders are answered while the endpoint never answers', async () => {
	const body = captured('http/protobuf', 'logs');
	bench = await startBench([{ status: 200, afterMs: Number.POSITIVE_INFINITY }], { timeoutMs: 60_000 });
	for (let index = 0; index < 150; index++) expect(await bench.send(body)).toBe(200);
	expect(bench.forward.counts.forwarded).toBe(0);
});

describe('the settings', () => {
	const parse = (url?: string, headers?: string, more: Record<string, string> = {}) =>
		parseConfig(
			{
				...more,
				...(url === undefined ? {} : { TIDEMARK_FORWARD_URL: url }),
				...(headers === undefined ? {} : { TIDEMARK_FORWARD_HEADERS: headers })
			},
			'linux',
			'/home/ada'
		).forward;

	test('forward nothing unless asked to', () => {
		expect(parse()).toBeNull();
	});
	test('take an address and headers, percent-encoded where need be', () => {
		expect(parse('https://otlp.example.test/base/', 'api-key=abc, X-Team = a%20b%2Cc=d ,')).toEqual({
			url: 'https://otlp.example.test/base',
			headers: { 'api-key': 'abc', 'x-team': 'a b,c=d' }
		});
	});
	test.each([
		'ftp://otlp.test',
		'otlp.test:4318',
		'http://otlp.test/?key=secret-9',
		'http://otlp.test/#secret-9',
		'http://me:secret-9@otlp.test',
		'http://otlp.test/v1/logs',
		'http://localhost:4318',
		'http://127.0.0.1:4317',
		'http://[::1]:3001',
		'http://app.localhost:4318'
	])('refuse the address %s', (url) => {
		expect(() => parse(url)).toThrow(/^TIDEMARK_FORWARD_URL /);
		expect(() => parse(url)).not.toThrow(/secret-9/);
	});
	test('allow another port of this machine', () => {
		expect(parse('http://localhost:4320')?.url).toBe('http://localhost:4320');
		expect(parse('http://localhost:4318', undefined, { TIDEMARK_OTLP_HTTP_PORT: '5318' })?.url).toBe(
			'http://localhost:4318'
		);
	});
	test.each([
		'secret-9',
		'=secret-9',
		'a b=secret-9',
		'content-type=secret-9',
		'Host=secret-9',
		'transfer-encoding=secret-9',
		'x=secret-9%0d%0ay: z',
		'x=',
		'x=secret-9é'
	])('refuse the headers %j and repeat no value', (headers) => {
		expect(() => parse('http://otlp.test', headers)).toThrow(/^TIDEMARK_FORWARD_HEADERS/);
		expect(() => parse('http://otlp.test', headers)).not.toThrow(/secret-9/);
	});
	test('refuse headers without an address', () => {
		expect(() => parse(undefined, 'a=b')).toThrow(/without TIDEMARK_FORWARD_URL/);
	});
});
