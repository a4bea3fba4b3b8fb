// What the relay observes of exporters, over real sockets: which signals came, what they left out, and mistakes by name.
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkList } from '#lib/domain/checklist.ts';
import type { Health, OtlpSeen, SourceStatus } from '#lib/domain/views.ts';
import { doctorLogs, doctorMetrics } from '#lib/wire/synthetic.ts';
import { createIngest } from '#server/ingest.ts';
import { createLog } from '#server/log.ts';
import { type OtlpSource, startOtlp } from '#server/sources/otlp/otlp.ts';
import { readCaptures } from '../support/captures.ts';
import { testFolder } from '../support/journals.ts';
import { replay } from '../support/replay.ts';
import { until } from '../support/source-harness.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 20);
const captures = readCaptures();
const portOf = (address: string | null) => Number(new URL(address!).port);

let folder: ReturnType<typeof testFolder>;
let source: OtlpSource;
let marked: string[];
let http: number;
let grpc: number;
let events: () => number;

async function start(ingestToken: string | null = null) {
	folder = testFolder();
	const { journal, fold } = folder.open();
	marked = [];
	events = () => journal.events;
	source = await startOtlp({
		config: { hosts: ['127.0.0.1'], otlpHttpPort: 0, otlpGrpcPort: 0, ingestToken, allowedHosts: [] },
		ingest: createIngest(journal, fold, () => undefined, null),
		trouble: () => null,
		lastEventMs: () => null,
		now: () => NOW_MS,
		hostname: 'desk',
		marked: (id) => void marked.push(id),
		log: createLog('error', () => undefined)
	});
	http = portOf(source.addresses.http);
	grpc = portOf(source.addresses.grpc);
}

beforeEach(() => start());
afterEach(async () => {
	await source.close(100);
	folder[Symbol.dispose]();
});

const NOTHING: OtlpSeen = {
	connectedAt: null,
	firstAt: null,
	exportedAt: null,
	protocol: null,
	logsAt: null,
	metricsAt: null,
	sessionId: null,
	promptText: null,
	mistake: null
};
const seen = (): OtlpSeen => source.seen.current;
const textOf = (body: Uint8Array) => Buffer.from(body).toString();
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
	fetch(`http://127.0.0.1:${http}${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body
	});
const one = (protocol: string, signal: string, scenario = '') =>
	captures.filter(
		(capture) => capture.protocol === protocol && capture.signal === signal && capture.file.includes(scenario)
	);

test('nothing is seen before someone comes', () => {
	expect(Object.values(seen()).every((value) => value === null)).toBe(true);
});

test.each(['http/json', 'http/protobuf', 'grpc'] as const)(
	'events and metrics over %s are seen',
	async (protocol) => {
		const sent = [one(protocol, 'logs')[0]!, one(protocol, 'metrics')[0]!];
		await replay(sent, { http, grpc }, { seed: 1, shuffle: false });
		const at = new Date(NOW_MS).toISOString();
		expect(seen()).toMatchObject({ connectedAt: at, firstAt: at, exportedAt: at, logsAt: at, metricsAt: at });
		expect(seen()).toMatchObject({ protocol, sessionId: true, mistake: null });
	}
);

test('whether prompts come with their text is seen', async () => {
	const prompts = one('http/json', 'logs').filter(({ body }) =>
		textOf(body).includes('claude_code.user_prompt')
	);
	const redacted = prompts.find(({ body }) => textOf(body).includes('<REDACTED>'))!;
	const open = prompts.find(({ body }) => textOf(body).includes('Please run the scripted job'))!;
	await replay([redacted], { http, grpc }, { seed: 1 });
	expect(seen().promptText).toBe(false);
	await replay([open], { http, grpc }, { seed: 1 });
	expect(seen().promptText).toBe(true);
});

test('events that name no session are seen', async () => {
	const body = one('http/json', 'logs')[0]!.body;
	await post('/v1/logs', textOf(body).replaceAll('"session.id"', '"session.off"'));
	expect(seen()).toMatchObject({ sessionId: false });
});

test.each([
	['gRPC at the HTTP port', 'grpc-on-http', () => http, () => connectHttp2(`http://127.0.0.1:${http}`)],
	[
		'TLS at the HTTP port',
		'tls',
		() => http,
		() => connectTls({ host: '127.0.0.1', port: http, servername: 'localhost' })
	]
] as const)('%s is named', async (_, kind, port, open) => {
	const connection = open();
	connection.on('error', () => undefined);
	await until(() => seen().mistake !== null);
	expect(seen().mistake).toEqual({ kind, port: port(), at: new Date(NOW_MS).toISOString() });
	connection.destroy();
});

test('HTTP at the gRPC port is named, and forgotten with the next good export', async () => {
	const socket = connectTcp(grpc, '127.0.0.1');
	socket.on('error', () => undefined);
	socket.write('POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}');
	await until(() => seen().mistake !== null);
	expect(seen().mistake).toMatchObject({ kind: 'http-on-grpc', port: grpc });
	socket.destroy();
	await replay([one('grpc', 'logs')[0]!], { http, grpc }, { seed: 1 });
	expect(seen().mistake).toBeNull();
});

test.each([
	['path', '/v1/logs/v1/logs', '{}', {}],
	['media-type', '/v1/logs', '{}', { 'content-type': 'text/plain' }],
	['malformed', '/v1/logs', '{', {}]
] as const)('%s is named', async (kind, path, body, headers) => {
	await post(path, body, headers);
	expect(seen().mistake).toMatchObject({ kind, port: http });
});

test('a missing token is named, over HTTP and gRPC', async () => {
	await source.close(0);
	folder[Symbol.dispose]();
	await start('token-of-12345');
	await post('/v1/logs', '{}');
	expect(seen().mistake).toMatchObject({ kind: 'token', port: http });
	await replay([one('grpc', 'logs')[0]!], { http, grpc }, { seed: 1 });
	expect(seen().mistake).toMatchObject({ kind: 'token', port: grpc });
});

test('a browser looking at the port is no mistake', async () => {
	await fetch(`http://127.0.0.1:${http}/`);
	await post('/nothing', '{}', { origin: 'http://evil.example' });
	expect(seen()).toMatchObject({ mistake: null });
});

test("the doctor's records are counted apart: no event, no first export", async () => {
	const id = 'doctor-0123456789';
	expect((await post('/v1/logs', JSON.stringify(doctorLogs(id, NOW_MS)))).status).toBe(200);
	expect((await post('/v1/metrics', JSON.stringify(doctorMetrics(id, NOW_MS)))).status).toBe(200);
	expect(marked).toEqual([id, id]);
	expect(events()).toBe(0);
	expect(source.status().counts).toMatchObject({ synthetic: 2, accepted: 0, foreign: 0, rejected: 0 });
	expect(seen()).toMatchObject({ exportedAt: null, logsAt: null, metricsAt: null });
});

const AT = new Date(NOW_MS).toISOString();
const health = (patch: Partial<OtlpSeen>, more: Partial<Health> = {}): Health => ({
	status: 'ok',
	version: '1',
	epoch: 'e',
	head: 0,
	events: 0,
	sources: [],
	otlp: { http: 'http://localhost:4318', grpc: 'http://localhost:4317' },
	seen: { ...NOTHING, ...patch },
	...more
});
const backend = (name: string, lastEventAt: string | null, state: SourceStatus['state'] = 'idle') => ({
	name,
	state,
	lastEventAt,
	error: null
});
const all = { connectedAt: AT, firstAt: AT, exportedAt: AT, sessionId: true };

test.each<[string, Health, number, string[]]>([
	['nobody came', health({}), 0, ['waiting', 'waiting', 'waiting', 'waiting', 'waiting']],
	['someone connected', health({ connectedAt: AT }), 0, ['done', 'waiting', 'waiting', 'waiting', 'waiting']],
	[
		'the wrong language',
		health({ connectedAt: AT, mistake: { kind: 'grpc-on-http', port: 4318, at: AT } }),
		0,
		['done', 'grpc-on-http', 'waiting', 'waiting', 'waiting']
	],
	[
		'both receivers off',
		health({}, { otlp: { http: null, grpc: null } }),
		0,
		['receiver-off', 'waiting', 'waiting', 'waiting', 'waiting']
	],
	[
		'events at first',
		health({ ...all, logsAt: AT, promptText: false }),
		1000,
		['done', 'done', 'done', 'waiting', 'choice']
	],
	[
		'metrics at first',
		health({ ...all, metricsAt: AT }),
		1000,
		['done', 'done', 'waiting', 'done', 'waiting']
	],
	[
		'metrics, but never events',
		health({ ...all, metricsAt: AT }),
		120_000,
		['done', 'done', 'no-logs', 'done', 'waiting']
	],
	[
		'events, but never metrics',
		health({ ...all, logsAt: AT }),
		120_000,
		['done', 'done', 'done', 'no-metrics', 'waiting']
	],
	[
		'no session ids',
		health({ ...all, logsAt: AT, metricsAt: AT, sessionId: false }),
		0,
		['done', 'done', 'no-session', 'done', 'waiting']
	],
	[
		'all there is',
		health({ ...all, logsAt: AT, metricsAt: AT, promptText: true }),
		0,
		['done', 'done', 'done', 'done', 'done']
	],
	[
		'Loki delivers, Prometheus has nothing',
		health({}, { sources: [backend('loki', AT), backend('prometheus', null)] }),
		0,
		['done', 'done', 'done', 'delta', 'waiting']
	],
	[
		'Loki is down',
		health({}, { sources: [backend('loki', null, 'error')] }),
		0,
		['source-failing', 'waiting', 'waiting', 'waiting', 'waiting']
	],
	[
		'both backends deliver',
		health({}, { sources: [backend('loki', AT), backend('prometheus', AT)] }),
		0,
		['done', 'done', 'done', 'done', 'waiting']
	]
])('the check list: %s', (_, state, laterMs, expected) => {
	expect(checkList(state, NOW_MS + laterMs).map((step) => step.problem ?? step.state)).toEqual(expected);
});
