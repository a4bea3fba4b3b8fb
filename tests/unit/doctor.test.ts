// The doctor: each thing that can be broken is named, the record is followed over every way, and it counts nowhere.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Check, type CheckName, type DoctorReport, isWell } from '#lib/domain/doctor.ts';
import type { DoctorMark, Health } from '#lib/domain/views.ts';
import { checkTextEn } from '#lib/format/doctor-text.ts';
import { parseConfig } from '#server/config.ts';
import type { DoctorDeps, RelayAnswer } from '#server/doctor/deps.ts';
import { examine } from '#server/doctor/doctor.ts';
import { checkDisk, checkNode } from '#server/doctor/machine.ts';
import { createMarks, readMarks } from '#server/doctor/marks.ts';
import { parseHeaders } from '#server/doctor/probe.ts';
import { askMarks, askRelay } from '#server/doctor/terminal.ts';
import { createLog } from '#server/log.ts';
import { VERSION } from '#server/version.ts';
import { type LokiStub, startLokiStub } from '../support/loki-stub.ts';
import { type PrometheusStub, startPrometheusStub } from '../support/prometheus-stub.ts';
import { freePorts, type Relay, startRelay } from '../support/relay.ts';

const ROOT = join(import.meta.dirname, '../..');
const ID = 'doctor-0123456789abcdef';

let home: string;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(() => {
	home = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-doctor-')));
});
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
	rmSync(home, { recursive: true, force: true });
});

const health = (patch: Partial<Health> = {}): Health => ({
	status: 'ok',
	version: VERSION,
	epoch: 'e',
	head: 0,
	events: 0,
	sources: [],
	...patch
});

interface Given extends Partial<DoctorDeps> {
	env?: Record<string, string>;
	answer?: RelayAnswer;
}

function deps({ env = {}, answer = { kind: 'closed' }, ...given }: Given = {}): DoctorDeps {
	return {
		config: parseConfig({ TIDEMARK_DATA_DIR: join(home, 'data'), ...env }, 'linux', home),
		claudeConfigDir: undefined,
		home,
		collectorMetricsUrl: null,
		relay: async () => answer,
		marks: async () => [],
		whyBuild: () => null,
		fetch,
		now: Date.now,
		sleep: (ms) => sleep(ms),
		id: ID,
		send: false,
		patienceMs: { relay: 0, loki: 0, prometheus: 0 },
		...given
	};
}

const of = ({ checks }: DoctorReport, name: CheckName) => checks.filter((check) => check.name === name);
const one = (report: DoctorReport, name: CheckName): Check => of(report, name)[0]!;
const settings = (env: Record<string, string> | string, folder = '.claude') => {
	mkdirSync(join(home, folder), { recursive: true });
	writeFileSync(join(home, folder, 'settings.json'), typeof env === 'string' ? env : JSON.stringify({ env }));
};
const connected = (endpoint: string, protocol = 'http/json') => ({
	CLAUDE_CODE_ENABLE_TELEMETRY: '1',
	OTEL_METRICS_EXPORTER: 'otlp',
	OTEL_LOGS_EXPORTER: 'otlp',
	OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
	OTEL_EXPORTER_OTLP_ENDPOINT: endpoint
});

describe('this machine', () => {
	test.each([
		['20.19.0', 'nodeOld'],
		['22.18.9', 'nodeOld'],
		['22.19.0', null],
		['24.0.0', null]
	])('Node %s', (version, problem) => {
		expect(checkNode(version).problem).toBe(problem);
	});

	test.each([
		[50, 'diskFull', '50 MB'],
		[500, 'diskLow', '500 MB'],
		[50_000, null, '48 GB']
	])('%d MB free', async (mb, problem, value) => {
		expect(await checkDisk(deps(), async () => mb * 1024 * 1024)).toMatchObject({ problem, value });
	});

	test('a stale build, a missing folder and missing keys are worth knowing, not broken', async () => {
		const report = await examine(deps({ whyBuild: () => 'the sources have changed' }));
		expect(one(report, 'build').problem).toBe('buildStale');
		expect(one(report, 'data').problem).toBe('dataMissing');
		expect(one(report, 'push').problem).toBe('pushNoKeys');
		expect([one(report, 'build').state, one(report, 'data').state]).toEqual(['note', 'note']);
	});

	test('a data folder open to others, or not writable, is broken', async () => {
		mkdirSync(join(home, 'data'), { mode: 0o700 });
		expect(one(await examine(deps()), 'data').state).toBe('ok');
		chmodSync(join(home, 'data'), 0o755);
		expect(one(await examine(deps()), 'data').problem).toBe('dataOpen');
		chmodSync(join(home, 'data'), 0o500);
		expect(one(await examine(deps()), 'data').problem).toBe('dataUnwritable');
		chmodSync(join(home, 'data'), 0o700);
		writeFileSync(join(home, 'data/vapid.json'), '{}', { mode: 0o600 });
		expect(one(await examine(deps()), 'push').problem).toBe('pushBadKeys');
	});

	test.each<[string, RelayAnswer, string | null]>([
		['away', { kind: 'down' }, 'relayDown'],
		['another program', { kind: 'foreign', said: 'HTTP 404' }, 'relayForeign'],
		['another version', { kind: 'open', health: health({ version: '0.0.0' }) }, 'relayOther'],
		['unwell', { kind: 'open', health: health({ status: 'degraded' }) }, 'relayDegraded'],
		['behind a sign-in', { kind: 'closed' }, null],
		['well', { kind: 'open', health: health() }, null]
	])('a relay that is %s', async (_, answer, problem) => {
		expect(one(await examine(deps({ answer })), 'relay').problem).toBe(problem);
	});

	test('OTLP ports that are off, or that nobody listens on', async () => {
		const off = { TIDEMARK_OTLP_HTTP_PORT: 'off', TIDEMARK_OTLP_GRPC_PORT: 'off' };
		expect(one(await examine(deps({ env: off })), 'ports').problem).toBe('otlpOff');
		const [port] = await freePorts(1);
		const shut = { TIDEMARK_OTLP_HTTP_PORT: String(port), TIDEMARK_OTLP_GRPC_PORT: 'off' };
		expect(one(await examine(deps({ env: shut })), 'ports')).toMatchObject({
			problem: 'otlpDown',
			value: String(port)
		});
	});
});

describe("Claude Code's settings", () => {
	test.each<[string, Record<string, string> | string, string | null]>([
		['nothing', {}, 'claudeUnset'],
		['no JSON', '{', 'claudeUnreadable'],
		['telemetry not switched on', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' }, 'claudeOff'],
		[
			'no events',
			{ ...connected('http://localhost:4317', 'grpc'), OTEL_LOGS_EXPORTER: 'console' },
			'claudeNoLogs'
		],
		[
			'no metrics',
			{ ...connected('http://localhost:4317', 'grpc'), OTEL_METRICS_EXPORTER: 'prometheus' },
			'claudeNoMetrics'
		],
		[
			'no session ids',
			{ ...connected('http://localhost:4317', 'grpc'), OTEL_METRICS_INCLUDE_SESSION_ID: 'false' },
			'claudeNoSession'
		],
		['gRPC to the HTTP port', connected('http://localhost:4318', 'grpc'), 'claudePort'],
		['HTTP to the gRPC port', connected('http://127.0.0.1:4317'), 'claudePort'],
		["HTTP to the app's port", connected('http://localhost:3001'), 'claudePort'],
		['another receiver, not read here', connected('http://localhost:5555'), 'claudeElsewhere'],
		['all it takes', connected('http://localhost:4318', 'http/protobuf'), null]
	])('%s', async (_, env, problem) => {
		settings(env);
		const check = one(await examine(deps()), 'claude');
		expect(check.problem).toBe(problem);
		expect(check.state).toBe(problem === null ? 'ok' : problem === 'claudeElsewhere' ? 'note' : 'bad');
	});

	test('one connected profile is enough', async () => {
		settings({}, '.claude-private');
		settings(connected('http://localhost:4318'));
		const states = of(await examine(deps()), 'claude').map(({ state }) => state);
		expect(states).toEqual(['ok', 'note']);
	});

	test('a Collector is no stranger where Loki is read', async () => {
		settings(connected('http://localhost:5555'));
		const loki = await startLokiStub();
		closing.push(() => loki.stop());
		expect(one(await examine(deps({ env: { LOKI_URL: loki.url } })), 'claude').state).toBe('ok');
	});
});

describe('backends', () => {
	let loki: LokiStub;
	let prometheus: PrometheusStub;
	beforeEach(async () => {
		loki = await startLokiStub();
		prometheus = await startPrometheusStub();
		closing.push(
			() => loki.stop(),
			() => prometheus.stop()
		);
	});
	const env = () => ({ LOKI_URL: loki.url, PROMETHEUS_URL: prometheus.url });
	const problems = async (given: Given = {}) => {
		const report = await examine(deps({ env: env(), ...given }));
		return [one(report, 'loki').problem, one(report, 'prometheus').problem];
	};

	test('that are well', async () => expect(await problems()).toEqual([null, null]));
	test('that are starting', async () => {
		loki.starting = true;
		prometheus.starting = true;
		expect(await problems()).toEqual(['sourceStarting', 'sourceStarting']);
	});
	test('that let nobody in without a token', async () => {
		loki.need = { 'X-Scope-OrgID': 'team' };
		prometheus.need = { authorization: 'Bearer token-of-12345' };
		expect(await problems()).toEqual(['sourceFailing', 'sourceFailing']);
	});
	test('that are away', async () => {
		await Promise.all([loki.stop(), prometheus.stop()]);
		expect(await problems()).toEqual(['sourceFailing', 'sourceFailing']);
		await Promise.all([loki.start(), prometheus.start()]);
	});
	test('whose clock is another', async () => {
		expect(await problems({ now: () => Date.now() - 120_000 })).toEqual(['clockApart', 'clockApart']);
	});

	/** Takes http/json and hands it on, or loses it. */
	async function startCollector(loses: 'nothing' | 'logs' | 'metrics'): Promise<string> {
		const server: Server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				const body = JSON.parse(Buffer.concat(parts).toString());
				if (request.url === '/v1/logs' && loses !== 'logs') {
					const { scope, logRecords } = body.resourceLogs[0].scopeLogs[0];
					loki.push([
						{
							ns: BigInt(logRecords[0].timeUnixNano),
							line: logRecords[0].body.stringValue,
							labels: { service_name: body.resourceLogs[0].resource.attributes[0].value.stringValue },
							metadata: { scope_name: scope.name, tidemark_doctor_id: ID }
						}
					]);
				}
				if (request.url === '/v1/metrics' && loses !== 'metrics') {
					const { name, sum } = body.resourceMetrics[0].scopeMetrics[0].metrics[0];
					const id = sum.dataPoints[0].attributes[0].value.stringValue;
					prometheus.sample({ __name__: `${name}_total`, tidemark_doctor_id: id }, Date.now(), 1);
				}
				response.writeHead(200, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}');
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		closing.push(() => new Promise((resolve) => server.close(resolve)));
		return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	test.each([
		['nothing', ['ok', 'ok', 'ok', 'ok'], null],
		['logs', ['ok', 'bad', undefined, 'ok'], 'lokiMissing'],
		['metrics', ['ok', 'ok', 'ok', 'bad'], 'prometheusMissing']
	] as const)('a Collector that loses %s', async (loses, states, problem) => {
		settings(connected(await startCollector(loses)));
		const marks: DoctorMark[] = [{ id: ID, source: 'loki', at: '' }];
		const report = await examine(deps({ env: env(), send: true, marks: async () => marks }));
		const names = ['send', 'lokiHolds', 'relayReads', 'prometheusHolds'] as const;
		expect(names.map((name) => of(report, name)[0]?.state)).toEqual(states);
		const broken = report.checks.filter(
			({ name, state }) => state === 'bad' && names.some((one) => one === name)
		);
		expect(broken.map((check) => check.problem)).toEqual(problem === null ? [] : [problem]);
	});

	test('a record that Loki holds and the relay does not read', async () => {
		settings(connected(await startCollector('nothing')));
		const report = await examine(deps({ env: env(), send: true }));
		expect(one(report, 'relayReads').problem).toBe('relayNotReading');
	});

	test("a Collector's own counters", async () => {
		let text = 'otelcol_exporter_send_failed_log_records_total{exporter="otlp_http/loki"} 0\n';
		let status = 200;
		const server = createServer((_, response) => response.writeHead(status).end(text));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		closing.push(() => new Promise((resolve) => server.close(resolve)));
		const collectorMetricsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
		const check = async () => one(await examine(deps({ collectorMetricsUrl })), 'collector');
		expect((await check()).state).toBe('ok');
		text = 'otelcol_exporter_send_failed_log_records_total{exporter="otlp_http/loki"} 12\n';
		expect(await check()).toMatchObject({
			problem: 'collectorFailing',
			value: 'otelcol_exporter_send_failed_log_records 12'
		});
		status = 500;
		expect(await check()).toMatchObject({ problem: 'collectorFailing', value: 'HTTP 500' });
	});
});

describe('with a relay of its own', () => {
	let relay: Relay;
	const TOKEN = 'token-of-12345';
	beforeEach(async () => {
		relay = await startRelay({ env: { TIDEMARK_INGEST_TOKEN: TOKEN } });
	});
	afterEach(() => relay.remove());
	const env = () => ({
		TIDEMARK_PORT: String(relay.port),
		TIDEMARK_OTLP_HTTP_PORT: String(relay.otlpHttpPort),
		TIDEMARK_OTLP_GRPC_PORT: String(relay.otlpGrpcPort),
		TIDEMARK_DATA_DIR: relay.dataDir,
		TIDEMARK_INGEST_TOKEN: TOKEN
	});
	const real = (given: Given = {}): DoctorDeps => {
		const base = deps({
			env: env(),
			send: true,
			patienceMs: { relay: 20_000, loki: 0, prometheus: 0 },
			...given
		});
		const ask = given.answer === undefined ? askRelay(base.config, fetch) : async () => given.answer!;
		return { ...base, relay: ask, marks: askMarks(base.config, ask) };
	};

	test.each(['grpc', 'http/protobuf', 'http/json'] as const)(
		'the record arrives over %s and counts nowhere',
		async (protocol) => {
			const port = protocol === 'grpc' ? relay.otlpGrpcPort : relay.otlpHttpPort;
			settings({
				...connected(`http://localhost:${port}`, protocol),
				OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${TOKEN}`
			});
			const report = await examine(real());
			expect(report.checks.filter(({ state }) => state === 'bad')).toEqual([]);
			expect(one(report, 'arrive').state).toBe('ok');
			const { events, sources } = (await (await fetch(`${relay.url}/api/health`)).json()) as Health;
			expect(events).toBe(0);
			expect(sources.find(({ name }) => name === 'otlp')?.counts).toMatchObject({
				accepted: 0,
				synthetic: 2
			});
		}
	);

	test('it is found in the data folder where the relay asks for a sign-in', async () => {
		const report = await examine(real({ answer: { kind: 'closed' } }));
		expect(one(report, 'arrive').state).toBe('ok');
	});

	test('a missing token, and a receiver that is away, are named', async () => {
		settings(connected(`http://localhost:${relay.otlpGrpcPort}`, 'grpc'));
		expect(one(await examine(real()), 'send').problem).toBe('sendToken');
		settings(connected(`http://localhost:${relay.otlpHttpPort}`, 'http/json'));
		expect(one(await examine(real()), 'send').problem).toBe('sendToken');
		const [port] = await freePorts(1);
		for (const protocol of ['grpc', 'http/protobuf']) {
			settings(connected(`http://localhost:${port}`, protocol));
			expect(one(await examine(real()), 'send').problem).toBe('sendUnreachable');
		}
		settings(connected(`${relay.url}`, 'http/json'));
		expect(one(await examine(real()), 'send').problem).toBe('sendRefused');
	});

	const doctor = (argv: string[], more: Record<string, string> = {}) => {
		const child = spawn(process.execPath, [join(ROOT, 'server/cli/doctor.ts'), ...argv], {
			env: { PATH: process.env.PATH, HOME: home, TIDEMARK_TRANSCRIPTS: 'off', ...env(), ...more },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let said = '';
		child.stdout.on('data', (part: Buffer) => {
			said += part.toString();
		});
		return new Promise<{ code: number | null; said: string }>((resolve) =>
			child.once('close', (code) => resolve({ code, said }))
		);
	};

	test('the command: exit codes, JSON, and a line that mends', async () => {
		const broken = await doctor([]);
		expect(broken.code).toBe(1);
		expect(broken.said).toMatch(/✗ Claude Code’s settings .*npm run connect/);
		settings({
			...connected(`http://localhost:${relay.otlpGrpcPort}`, 'grpc'),
			OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${TOKEN}`
		});
		const well = await doctor(['--json']);
		const report = JSON.parse(well.said) as DoctorReport;
		expect([well.code, isWell(report), one(report, 'arrive').state]).toEqual([0, true, 'ok']);
		expect((await doctor(['--colour'])).code).toBe(2);
		expect((await doctor([], { TIDEMARK_PORT: 'x' })).code).toBe(2);
	});
});

test('a relay that cannot be asked is told apart from one that is away', async () => {
	let status = 401;
	let body = '{}';
	const server = createServer((_, response) => response.writeHead(status).end(body));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const ask = askRelay({ port }, fetch);
	expect((await ask()).kind).toBe('closed');
	status = 200;
	body = '{"status":"ok"}';
	expect((await ask()).kind).toBe('closed');
	body = '<html>';
	expect((await ask()).kind).toBe('foreign');
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	expect((await ask()).kind).toBe('down');
});

test('marks are kept in the data folder, closed to others, each once and not without end', () => {
	const marks = createMarks(
		home,
		() => 0,
		createLog('error', () => undefined)
	);
	for (let i = 0; i < 50; i++) marks.note('otlp', `doctor-${i % 30}-abcdef`);
	marks.close();
	const kept = readMarks(home);
	expect(kept).toHaveLength(20);
	expect(kept.at(-1)?.source).toBe('otlp');
});

test('headers are read as exporters read them', () => {
	expect(parseHeaders('Authorization=Bearer%20a%3Db, x-team = red,broken,100=50%')).toEqual({
		authorization: 'Bearer a=b',
		'x-team': 'red',
		'100': '50%'
	});
});

test('every problem has a sentence', () => {
	const text = checkTextEn({ name: 'disk', state: 'bad', problem: 'diskFull', value: '3 MB' });
	expect(text).toEqual({
		name: 'Free space',
		value: '3 MB',
		mend: expect.stringContaining('only 3 MB left')
	});
});
