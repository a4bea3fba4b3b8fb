// What GET /metrics says, read line by line: numbers as they stand, nothing an event says, and only to those it may speak to.
import { register } from 'prom-client';
import { describe, expect, test } from 'vitest';
import type { SourceStatus } from '#lib/domain/views.ts';
import { createHub } from '#server/hub.ts';
import { createMetrics } from '#server/metrics.ts';
import { isApi } from '#server/security.ts';
import { NOW_MS, testApp } from '../support/app.ts';
import { startEndpoint } from '../support/forward-endpoint.ts';
import { makeEvent } from '../support/make-event.ts';
import { startRelay } from '../support/relay.ts';

/** Sample name with labels → value. https://prometheus.io/docs/instrumenting/exposition_formats/ */
function samples(text: string): Map<string, number> {
	const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
	return new Map(
		lines.map((line) => {
			const match = /^([a-zA-Z_:][\w:]*(?:\{[^}]*\})?) (\S+)$/.exec(line);
			if (match === null) throw new Error(`no sample: ${line}`);
			return [match[1]!, Number(match[2])] as const;
		})
	);
}

const loki: SourceStatus = {
	name: 'loki',
	state: 'receiving',
	lastEventAt: new Date(NOW_MS - 42_500).toISOString(),
	error: null,
	phase: 'lagging',
	counts: { accepted: 7, duplicates: 3, rejected: 2, tooOld: 5, foreign: 11, unavailable: 1, drops: 99 }
};
const otlp: SourceStatus = { name: 'otlp', state: 'waiting', lastEventAt: null, error: null, phase: 'live' };

function metricsOf(sources: SourceStatus[], forward: Parameters<typeof createMetrics>[0]['forward'] = null) {
	return createMetrics({
		sources: () => sources,
		journal: { events: 10, head: 30, refused: 0, trouble: null },
		fold: { savedSeq: 18 },
		hub: createHub(),
		redactor: { counts: { otlp: 4, transcript: 1 } },
		forward,
		files: [import.meta.filename, '/nowhere/at/all'],
		version: '0.0.1',
		now: () => NOW_MS
	});
}

describe('the numbers', () => {
	test('of a source are those of its health, each outcome by its name', async () => {
		const read = samples(await metricsOf([loki, otlp]).text());
		const outcomes = ['accepted', 'duplicate', 'rejected', 'too_old', 'foreign', 'unavailable'];
		expect(
			outcomes.map((outcome) => read.get(`tidemark_events_total{source="loki",outcome="${outcome}"}`))
		).toEqual([7, 3, 2, 5, 11, 1]);
		expect(read.get('tidemark_source_lag_seconds{source="loki"}')).toBe(42.5);
		expect(read.get('tidemark_redactions_total{source="otlp"}')).toBe(4);
		expect(read.get('tidemark_source_phase{source="loki",phase="lagging"}')).toBe(1);
		expect(read.get('tidemark_source_phase{source="loki",phase="live"}')).toBe(0);
		expect(read.get('tidemark_source_phase{source="otlp",phase="live"}')).toBe(1);
	});
	test('that are not known are missing, not 0', async () => {
		const names = [...samples(await metricsOf([otlp]).text()).keys()].join('\n');
		expect(names).not.toMatch(/tidemark_source_lag_seconds|tidemark_events_total/);
		expect(names).not.toMatch(/tidemark_forward/);
	});
	test('of the journal are its own', async () => {
		const read = samples(await metricsOf([]).text());
		expect(read.get('tidemark_journal_events')).toBe(10);
		expect(read.get('tidemark_journal_head')).toBe(30);
		expect(read.get('tidemark_fold_lag_records')).toBe(12);
		expect(read.get('tidemark_journal_writable')).toBe(1);
		expect(read.get('tidemark_journal_bytes')).toBeGreaterThan(1000);
		expect(read.get('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
	});
	test('of forwarding are its own and no source', async () => {
		const counts = {
			forwarded: 4,
			retries: 3,
			refused: 2,
			dropped: 1,
			looped: 0,
			waiting: 6,
			waitingBytes: 600
		};
		const row: SourceStatus = { ...loki, name: 'forward', counts };
		const read = samples(await metricsOf([row], { counts }).text());
		expect(read.get('tidemark_forward_requests_total{outcome="forwarded"}')).toBe(4);
		expect(read.get('tidemark_forward_requests_total{outcome="dropped"}')).toBe(1);
		expect(read.get('tidemark_forward_retries_total')).toBe(3);
		expect(read.get('tidemark_forward_queue_requests')).toBe(6);
		expect(read.get('tidemark_forward_queue_bytes')).toBe(600);
		expect([...read.keys()].filter((name) => /(lag_seconds|events_total)/.test(name))).toEqual([]);
	});
	test('stay the same when asked twice, and leave the library’s own registry alone', async () => {
		const metrics = metricsOf([loki]);
		const counters = async () =>
			(await metrics.text()).split('\n').filter((line) => line.startsWith('tidemark_'));
		expect(await counters()).toEqual(await counters());
		expect(await register.metrics()).toBe('\n');
	});
});

describe('GET /metrics', () => {
	test('answers as text of Prometheus, with streams as they open and end, and no word of an event', async () => {
		using relay = testApp();
		const ask = () => relay.app.request('/metrics', { headers: { host: 'localhost' } });
		const streams = async () => samples(await (await ask()).text()).get('tidemark_streams_open');
		relay.ingest([makeEvent({ name: 'user_prompt', id: 'user_prompt:very-private' })]);
		const answer = await ask();
		expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
		expect(answer.headers.get('cache-control')).toBe('no-store');
		const text = await answer.text();
		expect(text).not.toMatch(/very-private|session-|user_prompt/);
		expect(samples(text).get('tidemark_journal_events')).toBe(1);
		expect(await streams()).toBe(0);
		const open = await Promise.all(
			[1, 2].map(() => relay.app.request('/api/stream', { headers: { host: 'localhost' } }))
		);
		const readers = open.map(({ body }) => body!.getReader());
		for (const reader of readers) await reader.read();
		expect(await streams()).toBe(2);
		for (const reader of readers) await reader.cancel();
		expect(await streams()).toBe(0);
	});
	test.each([
		['/metrics', true],
		['/metrics?a=b', true],
		['/METRICS', true],
		['http://localhost:3001/metrics', true],
		['/metricsx', false],
		['/metrics/x', false],
		['/a/metrics', false]
	])('%s is the relay’s to answer: %s', (target, is) => {
		expect(isApi(target)).toBe(is);
	});
});

test('a relay with forwarding hands on what it takes, and says so in health and metrics', async () => {
	await using endpoint = await startEndpoint();
	const relay = await startRelay({
		env: { TIDEMARK_FORWARD_URL: endpoint.url, TIDEMARK_FORWARD_HEADERS: 'api-key=open-sesame' }
	});
	try {
		const sent = '{"resourceLogs":[]}';
		const answer = await fetch(`http://127.0.0.1:${relay.otlpHttpPort}/v1/logs`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: sent
		});
		expect(answer.status).toBe(200);
		await endpoint.came(1);
		expect(String(endpoint.arrived[0]!.body)).toBe(sent);
		expect(endpoint.arrived[0]!.headers['api-key']).toBe('open-sesame');
		await new Promise((resolve) => setTimeout(resolve, 50));
		const health = JSON.stringify(await relay.health());
		expect(JSON.parse(health)).toMatchObject({ status: 'ok', blind: false, blindSince: null });
		expect(JSON.parse(health).sources.at(-1)).toMatchObject({
			name: 'forward',
			state: 'sending',
			phase: 'live'
		});
		const text = await (await fetch(`${relay.url}/metrics`)).text();
		expect(samples(text).get('tidemark_forward_requests_total{outcome="forwarded"}')).toBe(1);
		expect(samples(text).get('tidemark_journal_bytes')).toBeGreaterThan(1000);
		expect(health + text + relay.output()).not.toContain('open-sesame');
		for (const target of ['/metrics', '/%6detrics', '//metrics', '/api/../metrics']) {
			const other = await fetch(relay.url + target, { headers: { 'sec-fetch-site': 'cross-site' } });
			expect(await other.text()).not.toContain('tidemark_journal');
		}
	} finally {
		await relay.remove();
	}
});
