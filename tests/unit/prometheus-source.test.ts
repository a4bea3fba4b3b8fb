// The Prometheus source against a stub that behaves as recorded; the last test against the server PROMETHEUS_URL names,
// started with --web.enable-otlp-receiver.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Metric } from '#lib/domain/event.ts';
import { lifetimeSummary } from '#lib/domain/summary.ts';
import { foldOf } from '../support/model-journal.ts';
import { nameBy, type Strategy } from '../support/prometheus-model.ts';
import { type PrometheusStub, startPrometheusStub } from '../support/prometheus-stub.ts';
import { createHarness, FAST_PROMETHEUS, type Harness, phaseOf, until } from '../support/source-harness.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let stub: PrometheusStub;
let harness: Harness;

beforeEach(async () => {
	stub = await startPrometheusStub();
	harness = createHarness();
});

afterEach(async () => {
	await harness.close();
	await stub.stop();
});

const cost = (session = 's1', more: Record<string, string> = {}) => ({
	__name__: 'claude_code_cost_usage_USD_total',
	job: 'claude-code',
	model: 'claude-sonnet-4-5',
	session_id: session,
	...more
});

const metrics = () => harness.events() as Metric[];
const has = (count: number) =>
	until(
		() => harness.journal.events === count,
		() => [harness.journal.events, count]
	);
/** What the sessions cost by the product's own rules, nano-USD. */
const costOf = (session: string) =>
	lifetimeSummary(foldOf(metrics()).sessions.get(session)!, Date.now() + DAY_MS).costNanoUsd;

async function live() {
	const source = harness.startPrometheus({ url: stub.url });
	await until(() => phaseOf(source) === 'live', source.status);
	return source;
}

describe('what counters say', () => {
	test('the recorded session: two samples, the true spend, no extrapolation', async () => {
		const atMs = Date.now() - 4 * MINUTE_MS;
		stub.sample(cost(), atMs, 0.0123);
		stub.sample(cost(), atMs + 2068, 0.0369);
		await live();
		expect(metrics().map(({ value, startMs, endMs }) => [value, startMs, endMs])).toEqual([
			[0.0123, 0, atMs],
			[0.0369, 0, atMs + 2068]
		]);
		expect(costOf('s1')).toBe(36_900_000);
		const row = foldOf(metrics()).sessions.get('s1')!;
		expect(lifetimeSummary(row, Date.now() + DAY_MS).unloggedNanoUsd).toBe(36_900_000);
	});

	test('samples that repeat a value say nothing new, in one window and across windows', async () => {
		const atMs = Date.now() - 3 * DAY_MS;
		for (let at = 0; at < 3 * DAY_MS; at += 15 * MINUTE_MS) stub.sample(cost(), atMs + at, 1.5);
		await live();
		expect(metrics()).toHaveLength(1);
	});

	test('a counter that falls has begun anew, also between two windows and after a restart', async () => {
		const atMs = Date.now() - 2 * DAY_MS;
		stub.sample(cost(), atMs, 3);
		stub.sample(cost(), atMs + MINUTE_MS, 1);
		stub.sample(cost(), atMs + DAY_MS + MINUTE_MS, 0.5);
		const source = await live();
		expect(costOf('s1')).toBe(4_500_000_000);
		await source.close(0);
		const nowMs = Date.now();
		stub.sample(cost(), nowMs - 20, 0.25);
		stub.sample(cost(), nowMs - 10, 0.5);
		const again = await live();
		await has(5);
		expect(costOf('s1')).toBe(5_000_000_000);
		expect(again.status().counts).toMatchObject({ resets: 3, series: 1 });
	});

	test('after a restart nothing is stored twice', async () => {
		stub.sample(cost(), Date.now() - 30 * MINUTE_MS, 1);
		stub.sample(cost(), Date.now() - 29 * MINUTE_MS, 0.5);
		const first = await live();
		await first.close(0);
		const head = harness.journal.head;
		const second = await live();
		expect(harness.journal.head).toBe(head);
		expect(second.status().counts).toMatchObject({ accepted: 0, resets: 1 });
		expect(Math.min(...stub.queries.slice(-3).map(({ fromMs }) => fromMs))).toBeGreaterThan(
			Date.now() - 2 * DAY_MS
		);
	});

	test('each series counts by itself: two processes of one session add up', async () => {
		const atMs = Date.now() - 10 * MINUTE_MS;
		const one = cost('s1', { service_instance_id: 'a' });
		const two = cost('s1', { service_instance_id: 'b' });
		for (const [step, a, b] of [
			[0, 1, 0.1],
			[1, 2, 0.2],
			[2, 3, 0.3]
		] as const) {
			stub.sample(one, atMs + step * MINUTE_MS, a);
			stub.sample(two, atMs + step * MINUTE_MS, b);
		}
		await live();
		expect(costOf('s1')).toBe(3_300_000_000);
	});

	test('one counter that was fetched in two ways counts once', async () => {
		const atMs = Date.now() - 10 * MINUTE_MS;
		stub.sample(cost(), atMs, 1);
		stub.sample(
			cost('s1', { job: 'otelcol-app', exported_job: 'claude-code', instance: '127.0.0.1:8889' }),
			atMs + 4000,
			1
		);
		await live();
		expect(costOf('s1')).toBe(1_000_000_000);
	});

	test('new samples are read as they come', async () => {
		await live();
		stub.sample(cost(), Date.now() - 50, 0.5);
		await has(1);
		stub.sample(cost(), Date.now() - 5, 0.75);
		await has(2);
	});

	test('values that are none are refused and counted', async () => {
		const atMs = Date.now() - MINUTE_MS;
		stub.sample(cost(), atMs, Number.NaN);
		stub.sample(cost(), atMs + 1, Number.POSITIVE_INFINITY);
		stub.sample(cost(), atMs + 2, 0.5);
		const source = await live();
		expect(metrics().map(({ value }) => value)).toEqual([0.5]);
		expect(source.status().counts?.rejected).toBeGreaterThanOrEqual(2);
	});
});

const STRATEGIES: Strategy[] = [
	'UnderscoreEscapingWithSuffixes',
	'UnderscoreEscapingWithoutSuffixes',
	'NoUTF8EscapingWithSuffixes',
	'NoTranslation'
];

test.each(STRATEGIES)('names by %s mean the same', async (strategy) => {
	const all = [
		'session.count',
		'cost.usage',
		'token.usage',
		'lines_of_code.count',
		'commit.count',
		'pull_request.count',
		'code_edit_tool.decision',
		'active_time.total'
	];
	const key = strategy.startsWith('Underscore') ? 'session_id' : 'session.id';
	for (const metric of all) {
		stub.sample({ __name__: nameBy(strategy, `claude_code.${metric}`), [key]: 's1' }, Date.now() - 5000, 1);
	}
	const source = await live();
	expect(
		metrics()
			.map(({ metric }) => metric)
			.sort()
	).toEqual(all.sort());
	expect(new Set(metrics().map(({ sessionId }) => sessionId))).toEqual(new Set(['s1']));
	expect(source.status().unknownMetrics).toEqual([]);
});

test.each([
	['claude_code_cost_usage_total', 'cost.usage', null],
	['claude_code_lines_modified_total', 'lines_of_code.count', null],
	['claude_code_git_commits_total', 'commit.count', null],
	['claude_code_tool_decisions_total', 'code_edit_tool.decision', null],
	['claude_code_session_count', 'session.count', null],
	['claude_code_input_tokens_total', 'token.usage', 'input']
])('the name %s of other dashboards means %s', async (name, metric, type) => {
	stub.sample({ __name__: name, session_id: 's1' }, Date.now() - 5000, 1);
	await live();
	expect(metrics().map((event) => [event.metric, event.type])).toEqual([[metric, type]]);
});

test('metrics of unknown meaning are kept and named', async () => {
	stub.sample({ __name__: 'claude_code_dreams_total', session_id: 's1' }, Date.now() - 5000, 7);
	stub.sample({ __name__: 'claude_code_cost_usage_USD_created', session_id: 's1' }, Date.now() - 5000, 7);
	const source = await live();
	expect(source.status().unknownMetrics).toEqual(['claude_code_dreams_total']);
	expect(metrics().map(({ metric, value }) => [metric, value])).toEqual([['dreams_total', 7]]);
});

describe('trouble', () => {
	test('a query that took too long is asked in smaller windows', async () => {
		const timedOut =
			'{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}';
		stub.sample(cost(), Date.now() - 5 * DAY_MS, 1);
		stub.next({ status: 503, body: timedOut });
		const source = await live();
		expect(metrics()).toHaveLength(1);
		expect(source.status().error).toBeNull();
		const [first, second] = stub.queries.map(({ fromMs, toMs }) => toMs - fromMs);
		expect(second).toBe(Math.floor(first! / 2));
	});

	test('windows are halved until Prometheus can answer', async () => {
		stub.heavyAboveMs = 3_600_000;
		for (let hour = 0; hour < 40; hour++)
			stub.sample(cost(), Date.now() - DAY_MS + hour * 1_800_000, hour + 1);
		await live();
		expect(metrics()).toHaveLength(40);
	});

	test.each([
		[
			422,
			'{"status":"error","errorType":"execution","error":"found duplicate series"}',
			/422: execution: found/
		],
		[400, '{"status":"error","errorType":"bad_data","error":"invalid parameter"}', /400: bad_data: invalid/],
		[200, '{"status":"error"}', /did not answer with success/],
		[200, '<html>', /did not answer with JSON/]
	])('an answer %d %s is told, and then read again', async (status, body, sentence) => {
		stub.sample(cost(), Date.now() - 5000, 1);
		stub.next(...Array.from({ length: 3 }, () => ({ status, body })));
		harness.startPrometheus({ url: stub.url });
		await has(1);
		expect(harness.lines.join('\n')).toMatch(sentence);
		expect(harness.lines.join('\n')).toContain('Prometheus answers again');
	});

	test('warnings of cut answers are shown', async () => {
		stub.sample(cost(), Date.now() - 5000, 1);
		stub.next({
			status: 200,
			body: '{"status":"success","data":{"resultType":"matrix","result":[]},"warnings":["results truncated due to limit"]}'
		});
		const source = await live();
		expect(source.status().detail).toContain('results truncated');
	});

	test('a server that starts, and one that hangs', async () => {
		stub.starting = true;
		stub.sample(cost(), Date.now() - 5000, 1);
		const source = harness.startPrometheus({ url: stub.url, times: { ...FAST_PROMETHEUS, timeoutMs: 80 } });
		await until(() => source.status().detail !== null, source.status);
		expect(source.status()).toMatchObject({ state: 'waiting', phase: 'connecting', error: null });
		stub.starting = false;
		stub.next('hang', 'hang');
		await has(1);
	});

	test('credentials are sent and never said', async () => {
		stub.need = { Authorization: 'Bearer battery-staple' };
		stub.sample(cost(), Date.now() - 5000, 1);
		harness.startPrometheus({ url: stub.url, token: 'battery-staple' });
		await has(1);
		const wrong = harness.startPrometheus({ url: stub.url, token: 'me:secret-word' });
		await until(() => wrong.status().state === 'error', wrong.status);
		expect(harness.lines.join('\n') + JSON.stringify(wrong.status())).not.toMatch(
			/staple|secret|claude_code/
		);
	});
});

const realUrl = process.env.PROMETHEUS_URL;

describe.skipIf(!realUrl)('a real Prometheus', () => {
	async function push(session: string, usd: number, startMs: number): Promise<number> {
		const timeMs = Date.now();
		const attributes = Object.entries({ 'session.id': session, model: 'claude-sonnet-4-5' }).map(
			([key, stringValue]) => ({ key, value: { stringValue } })
		);
		const dataPoints = [
			{
				attributes,
				startTimeUnixNano: `${startMs}000000`,
				timeUnixNano: `${timeMs}000000`,
				asDouble: usd
			}
		];
		const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints };
		const metric = { name: 'claude_code.cost.usage', unit: 'USD', sum };
		const response = await fetch(new URL('/api/v1/otlp/v1/metrics', realUrl), {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ resourceMetrics: [{ resource: {}, scopeMetrics: [{ metrics: [metric] }] }] })
		});
		expect([response.status, await response.text()]).toEqual([200, '']);
		return timeMs;
	}

	test('gives the samples that were pushed', async () => {
		const session = `tidemark-test-${process.pid}-${Date.now()}`;
		const startMs = Date.now() - 1000;
		const first = await push(session, 0.0123, startMs);
		await new Promise((resolve) => setTimeout(resolve, 50));
		const second = await push(session, 0.0369, startMs);
		const times = { ...FAST_PROMETHEUS, timeoutMs: 10_000 };
		harness.startPrometheus({ url: realUrl!.replace(/\/+$/, ''), times });
		const own = () => metrics().filter(({ sessionId }) => sessionId === session);
		await until(() => own().length >= 2, own, 25_000);
		expect(own().map(({ value, endMs }) => [value, endMs])).toEqual([
			[0.0123, first],
			[0.0369, second]
		]);
	});
});
