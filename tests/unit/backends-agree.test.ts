// The same captures by OTLP, by Loki and by Prometheus: the same ids, values and totals, alone and all at once.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { applyRecords } from '#lib/domain/fold.ts';
import { lifetimeSummary, modelSums, rangeSums } from '#lib/domain/summary.ts';
import type { Summary } from '#lib/domain/views.ts';
import { decodeLogs, decodeMetrics } from '#lib/wire/otlp.ts';
import { parseLogsJson, parseMetricsJson } from '#lib/wire/otlp-json.ts';
import { parseLogsProtobuf, parseMetricsProtobuf } from '#lib/wire/otlp-protobuf.ts';
import { recordsOf } from '#server/journal/journal.ts';
import {
	type LokiTarget,
	lokiTarget,
	type PrometheusTarget,
	prometheusTarget
} from '../support/backend-targets.ts';
import { type Capture, readCaptures } from '../support/captures.ts';
import { lokiEntries } from '../support/loki-model.ts';
import { emptyTables } from '../support/model-journal.ts';
import { expectedTotals } from '../support/oracle.ts';
import { points } from '../support/oracle-records.ts';
import { seriesOf } from '../support/prometheus-model.ts';
import { createRandom } from '../support/random.ts';
import { createHarness, type Harness, phaseOf, until } from '../support/source-harness.ts';

const captures = readCaptures().filter(({ signal }) => signal !== 'traces');
const expected = expectedTotals(captures);
const NOW = Date.parse('2026-11-22T12:00:00Z');
const ALL = { fromMs: 0, toMs: NOW };
const context = { receivedAtMs: NOW, source: 'otlp' as const, relayHost: 'here' };

function byOtlp({ body, protocol, signal }: Capture): DomainEvent[] {
	const json = protocol === 'http/json' ? new TextDecoder().decode(body) : null;
	if (signal === 'logs')
		return decodeLogs(json === null ? parseLogsProtobuf(body) : parseLogsJson(json), context).events;
	return decodeMetrics(json === null ? parseMetricsProtobuf(body) : parseMetricsJson(json), context).events;
}

let harness: Harness;
let loki: LokiTarget;
let prometheus: PrometheusTarget;

beforeEach(async () => {
	harness = createHarness();
	[loki, prometheus] = await Promise.all([lokiTarget(), prometheusTarget()]);
});

afterEach(async () => {
	await harness.close();
	await Promise.all([loki.close(), prometheus.close()]);
});

/** The journal's events as they stand, and the rows they give. */
function outcome() {
	const records = recordsOf(harness.journal.pageAfter(0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY));
	const tables = emptyTables();
	applyRecords(tables, records, null);
	const events = new Map(records.map(({ event }) => [event.id, event]));
	return { tables, events, ...rangeSums(tables.days.values(), ALL, { nowMs: NOW }) };
}

async function readLoki(): Promise<void> {
	await loki.push(captures.flatMap(lokiEntries));
	const source = harness.startLoki(loki);
	await until(
		() => phaseOf(source) === 'live' && harness.journal.events >= expected.logRecords,
		source.status,
		loki.patienceMs
	);
	expect(source.status().counts).toMatchObject({ rejected: 0, unreadable: 0 });
}

async function readPrometheus(): Promise<void> {
	prometheus.push(seriesOf(captures.flatMap(points)));
	const source = harness.startPrometheus(prometheus);
	await until(() => phaseOf(source) === 'live', source.status);
	expect(source.status()).toMatchObject({ unknownMetrics: [] });
	expect(source.status().counts?.rejected).toBe(0);
}

const tokensOf = (total: Summary) => ({
	input: total.inputTokens,
	output: total.outputTokens,
	cacheRead: total.cacheReadTokens,
	cacheCreation: total.cacheWrite5mTokens + total.cacheWrite1hTokens + total.cacheWriteUnsplitTokens
});

/** Session with an id → tokens by its metrics: every interval of deltas once, of a running total the largest of each start. */
function countedTokens() {
	const largest = new Map<string, { session: string; type: string; value: number }>();
	for (const point of captures.flatMap(points)) {
		const { attributes, start, end, cumulative, value } = point;
		if (point.metric !== 'claude_code.token.usage' || !attributes['session.id']) continue;
		const key = JSON.stringify([Object.entries(attributes).sort(), start, cumulative ? '' : end]);
		const session = String(attributes['session.id']);
		const known = largest.get(key)?.value ?? 0;
		largest.set(key, { session, type: String(attributes.type), value: Math.max(known, value) });
	}
	const bySession = new Map<string, Record<string, number>>();
	for (const { session, type, value } of largest.values()) {
		const tokens = bySession.get(session) ?? { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 };
		tokens[type] = (tokens[type] ?? 0) + value;
		bySession.set(session, tokens);
	}
	return bySession;
}

test('by Loki come the same events as by OTLP, id by id and field by field', async () => {
	await readLoki();
	const { events } = outcome();
	const plain = ({ source: _source, facts: { relayHost: _host, ...facts }, ...event }: DomainEvent) => ({
		...event,
		facts
	});
	const sent = new Map(
		captures
			.filter(({ signal }) => signal === 'logs')
			.flatMap(byOtlp)
			.map((event) => [event.id, event])
	);
	expect(sent.size).toBe(expected.logRecords);
	expect([...events.keys()].sort()).toEqual([...sent.keys()].sort());
	for (const [id, event] of events) expect(plain(event)).toEqual(plain(sent.get(id)!));
});

test('by Loki alone the requests cost and hold what the oracle says; what only metrics know is missing', async () => {
	await readLoki();
	const { total } = outcome();
	expect(total.costNanoUsd).toBe(expected.costNanoUsd - expected.unloggedNanoUsd);
	expect(total.unloggedNanoUsd).toBe(0);
	expect(total.requests).toBe(expected.apiRequests);
	expect(tokensOf(total)).toEqual(expected.loggedTokens);
});

describe('by Prometheus alone', () => {
	test('each session costs what its counters say, and nothing is claimed to be a request', async () => {
		await readPrometheus();
		const { tables, total } = outcome();
		const bySession = new Map<string, number>();
		for (const [key, nano] of Object.entries(expected.metricCost)) {
			const [session = ''] = key.split('\t');
			bySession.set(session, (bySession.get(session) ?? 0) + nano);
		}
		expect(total.requests).toBe(0);
		expect(total.unloggedNanoUsd).toBe(total.costNanoUsd);
		const differences = [...bySession].filter(([session, nano]) => {
			const cost = lifetimeSummary(tables.sessions.get(session)!, NOW).costNanoUsd;
			// Each of the deltas behind a running total is rounded to the nano-dollar once.
			return Math.abs(cost - nano) > 20;
		});
		expect(differences).toEqual([]);
		expect(bySession.size).toBeGreaterThan(20);
	});

	test('each session has the tokens its counters say', async () => {
		await readPrometheus();
		const { tables } = outcome();
		for (const [session, tokens] of countedTokens()) {
			expect([session, tokensOf(lifetimeSummary(tables.sessions.get(session)!, NOW))]).toEqual([
				session,
				tokens
			]);
		}
		expect(countedTokens().size).toBeGreaterThan(20);
	});
});

describe('all at once', () => {
	test.each([1, 2, 3])('shuffled and repeated by seed %d, add up to what the oracle says', async (seed) => {
		const random = createRandom(seed);
		const batches = random.shuffle(
			captures.flatMap((capture) => Array.from({ length: random.integer(1, 3) }, () => byOtlp(capture)))
		);
		const half = Math.floor(batches.length / 2);
		for (const batch of batches.slice(0, half)) harness.ingest(batch);
		const reading = Promise.all([readLoki(), readPrometheus()]);
		for (const batch of batches.slice(half)) {
			harness.ingest(batch);
			await new Promise((resolve) => setImmediate(resolve));
		}
		await reading;
		const { total, bySession, tables } = outcome();
		expect(total.costNanoUsd).toBe(expected.costNanoUsd);
		expect(total.unloggedNanoUsd).toBe(expected.unloggedNanoUsd);
		expect(total.requests).toBe(expected.apiRequests);
		expect(total.sessions).toBe(expected.sessions.length);
		expect(tokensOf(total)).toEqual(expected.tokens);
		const costs = [...bySession].filter(([, sums]) => sums.sessions === 1);
		expect(Object.fromEntries(costs.map(([key, sums]) => [key, sums.costNanoUsd]))).toEqual(
			Object.fromEntries(expected.sessions.map((key) => [key, expected.bySession[key] ?? 0]))
		);
		const byModel = modelSums(tables.days.values(), ALL, { nowMs: NOW });
		expect(Object.fromEntries([...byModel].map(([model, sums]) => [model, sums.costNanoUsd]))).toEqual(
			expected.byModel
		);
	});
});
