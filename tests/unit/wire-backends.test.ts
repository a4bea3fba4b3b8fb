// What real Loki and Prometheus servers answered decodes.
import { describe, expect, test } from 'vitest';
import type { DecodeContext } from '#lib/wire/decoded.ts';
import { decodeLokiQuery, decodeLokiTail } from '#lib/wire/loki.ts';
import { metricName } from '#lib/wire/metric-names.ts';
import { decodePrometheus } from '#lib/wire/prometheus.ts';
import { answerOf, framesOf, readExchange } from '../support/exchanges.ts';

const AT: DecodeContext = { receivedAtMs: Date.parse('2026-11-20T22:00:00Z'), source: 'loki' };
const PROM: DecodeContext = { ...AT, source: 'prometheus' };

describe('Loki', () => {
	test.each(['loki-query_range-categorize-labels.http', 'loki-query_range-forward-limit2.http'])(
		'%s gives events',
		(name) => {
			const decoded = decodeLokiQuery(answerOf(name), AT);
			expect(decoded.rejected.count).toBe(0);
			expect(decoded.events.length).toBe(decoded.entries);
			expect(decoded.events.length).toBeGreaterThan(0);
			expect(decoded.newestNs).toMatch(/^17951\d{14}$/);
		}
	);

	test('other senders’ entries are foreign, in both encodings', () => {
		for (const name of ['loki-shape-plain.http', 'loki-shape-categorize.http']) {
			expect(decodeLokiQuery(answerOf(name), AT)).toMatchObject({ events: [], foreign: 2, entries: 2 });
		}
	});

	test('a tail with categorized metadata gives events', () => {
		const frames = framesOf('tail-categorize-labels.txt').map((frame) => decodeLokiTail(frame, AT));
		const events = frames.flatMap((one) => one.events);
		expect(frames.map((one) => one.rejected.count)).toEqual(frames.map(() => 0));
		expect(events.map((event) => event.name)).toContain('api_request');
		expect(events.find((event) => event.name === 'api_request')).toMatchObject({
			costNanoUsd: 12_300_000,
			cacheReadTokens: 15_000,
			sequence: 1,
			facts: { email: 'dev@example.com', userId: 'u-abc' }
		});
	});

	test('live entries that lost their metadata are refused by name', () => {
		const frames = framesOf('tail-history-then-live.txt').map((frame) => decodeLokiTail(frame, AT));
		expect(frames.reduce((sum, one) => sum + one.events.length, 0)).toBeGreaterThan(0);
		const reasons = frames.flatMap((one) => Object.keys(one.rejected.reasons));
		expect(new Set(reasons)).toEqual(new Set(['metadata missing']));
	});

	test('dropped entries are counted with their times', () => {
		const decoded = decodeLokiTail(JSON.parse(readExchange('tail-dropped-frame.json')), AT);
		expect(decoded.dropped.count).toBeGreaterThan(0);
		expect(decoded.dropped.oldestNs).toMatch(/^\d{19}$/);
		expect(decoded.events.length + decoded.rejected.count).toBe(decoded.entries);
	});

	test('an empty answer is no event, an error is malformed', () => {
		const empty = { status: 'success', data: { resultType: 'streams', result: [] } };
		expect(decodeLokiQuery(empty, AT)).toMatchObject({ events: [], entries: 0, newestNs: null });
		for (const wrong of [
			null,
			[],
			{ status: 'error' },
			{ status: 'success' },
			{ status: 'success', data: {} }
		]) {
			expect(() => decodeLokiQuery(wrong, AT)).toThrow('Loki');
			expect(() => decodeLokiTail(wrong, AT)).toThrow('tail');
		}
	});
});

describe('Prometheus', () => {
	test('every name a translation strategy makes of a metric means that metric', () => {
		const text = readExchange('prom-otlp-translation-and-delta.txt');
		const names = new Set(text.match(/"claude_code[._][\w.]+"/g)?.map((name) => name.slice(1, -1)));
		expect(names.size).toBeGreaterThan(20);
		const meanings = new Set([...names].map((name) => metricName(name)?.metric));
		expect([...names].filter((name) => !metricName(name)?.known)).toEqual([]);
		expect([...meanings].sort()).toEqual([
			'active_time.total',
			'code_edit_tool.decision',
			'commit.count',
			'cost.usage',
			'lines_of_code.count',
			'pull_request.count',
			'session.count',
			'token.usage'
		]);
	});

	test.each([
		['claude_code_cost_usage_USD_total', 'cost.usage', null],
		['claude_code_cost_usage_total', 'cost.usage', null],
		['claude_code.cost.usage_USD_total', 'cost.usage', null],
		['claude_code_token_usage_total', 'token.usage', null],
		['claude_code_input_tokens_total', 'token.usage', 'input'],
		['claude_code_session_count', 'session.count', null],
		['claude_code_lines_modified_total', 'lines_of_code.count', null],
		['claude_code_git_commits_total', 'commit.count', null],
		['claude_code_tool_decisions_total', 'code_edit_tool.decision', null],
		['claude_code_active_time_total_seconds_total', 'active_time.total', null]
	])('%s is %s', (name, metric, type) => {
		expect(metricName(name)).toEqual({ metric, type, known: true });
	});

	function answer(resultType: string, result: unknown[]): unknown {
		return { status: 'success', data: { resultType, result } };
	}

	const labels = { __name__: 'claude_code_token_usage_total', session_id: 's', token_type: 'input' };

	test('dotted and underscored labels make the same point', () => {
		const point = (metric: object) =>
			decodePrometheus(answer('vector', [{ metric, value: [1795199378.305, '12'] }]), PROM).events;
		const dotted = point({ __name__: 'claude_code.token.usage', 'session.id': 's', type: 'input', job: 'a' });
		const plain = point({ __name__: 'claude_code_token_usage_tokens_total', session_id: 's', type: 'input' });
		expect(dotted).toEqual(plain);
		expect(plain[0]).toMatchObject({
			metric: 'token.usage',
			type: 'input',
			value: 12,
			temporality: 'cumulative',
			startMs: 0,
			endMs: 1795199378305,
			sessionId: 's',
			source: 'prometheus'
		});
	});

	test('decisions have one spelling', () => {
		const metric = { __name__: 'claude_code_tool_decisions_total', decision: 'accepted' };
		const { events } = decodePrometheus(answer('vector', [{ metric, value: [1795199378, '1'] }]), PROM);
		expect(events[0]).toMatchObject({ metric: 'code_edit_tool.decision', decision: 'accept' });
	});

	test('a range says what changed, and a fall is a new counter', () => {
		const values = [
			[1795199000, '1'],
			[1795199015, '1'],
			[1795199030, '4'],
			[1795199045, '2'],
			[1795199060, 'NaN']
		];
		const decoded = decodePrometheus(answer('matrix', [{ metric: labels, values }]), PROM);
		const points = decoded.events.map((event) => event.name === 'metric' && [event.startMs, event.value]);
		expect(points).toEqual([
			[0, 1],
			[0, 4],
			[1795199045000, 2]
		]);
		expect(decoded.rejected.reasons).toEqual({ 'value not finite': 1 });
	});

	test('names we do not know are kept and listed, other metrics are foreign', () => {
		const decoded = decodePrometheus(
			answer('vector', [
				{ metric: { __name__: 'claude_code_new_thing_total' }, value: [1795199378, '3'] },
				{ metric: { __name__: 'target_info' }, value: [1795199378, '1'] },
				{ metric: { model: 'm' }, value: [1795199378, '1'] }
			]),
			PROM
		);
		expect(decoded.unknownMetrics).toEqual(['claude_code_new_thing_total']);
		expect(decoded.events).toHaveLength(1);
		expect(decoded).toMatchObject({ foreign: 1, rejected: { reasons: { 'series without a name': 1 } } });
	});

	test('recorded answers decode or are malformed, never a wrong sum', () => {
		const scraped = decodePrometheus(answerOf('prom-scraped-cost.http'), PROM);
		expect(scraped.rejected.count).toBe(0);
		expect(scraped.unknownMetrics).toEqual([]);
		expect(decodePrometheus(answerOf('prom-query.http'), PROM).rejected.reasons).toEqual({
			'series without a name': 1
		});
		for (const name of [
			'prom-query-nan.http',
			'prom-query-inf.http',
			'prom-query-scalar.http',
			'prom-bad-query.http'
		]) {
			expect(() => decodePrometheus(answerOf(name), PROM), name).toThrow('Prometheus');
		}
	});
});
