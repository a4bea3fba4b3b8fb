// What only a real Prometheus can say: that our configuration is valid, and that the source reads what a scrape has stored.
// Runs where Debian's `prometheus` (with `promtool`) is installed. Queries of the dashboards: grafana-prometheus.test.ts.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Metric } from '#lib/domain/event.ts';
import { type DebianPrometheus, installed, startDebianPrometheus } from '../support/debian-prometheus.ts';
import { createHarness, FAST_PROMETHEUS, until } from '../support/source-harness.ts';

const root = join(import.meta.dirname, '../..');
/** What the Collector's exporter answered when it was recorded. */
const recorded = readFileSync(
	join(root, 'tests/fixtures/backends/otelcol-prometheus-exporter.http'),
	'utf8'
).replaceAll('\r', '');
/** Without the note that the recording was cut. */
const SCRAPED = recorded.slice(recorded.indexOf('# HELP')).replaceAll(/^(?!# |claude_code).*\n?/gm, '');
/** Series of the active time with their values, by eyes of their own. */
const SERIES = [...SCRAPED.matchAll(/^claude_code_active_time_seconds_total\{(.*)\} ([\d.e+-]+)$/gm)].map(
	([, labels, value]) => ({
		session: /session_id="([^"]+)"/.exec(labels!)?.[1] ?? null,
		seconds: Number(value)
	})
);

describe.skipIf(!installed)('a real Prometheus', () => {
	let exporter: Server;
	let prometheus: DebianPrometheus;

	beforeAll(async () => {
		exporter = createServer((_, response) =>
			response.setHeader('content-type', 'text/plain; version=0.0.4').end(SCRAPED)
		);
		await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
		const target = `127.0.0.1:${(exporter.address() as AddressInfo).port}`;
		prometheus = await startDebianPrometheus({ target });
		await vi.waitFor(
			async () => {
				const { data } = await prometheus.ask('query?query=claude_code_active_time_seconds_total');
				expect(data?.result).not.toEqual([]);
			},
			{ timeout: 60_000, interval: 200 }
		);
	}, 90_000);

	afterAll(async () => {
		await prometheus.stop();
		exporter.closeAllConnections();
		await new Promise((resolve) => exporter.close(resolve));
	});

	test('takes our configuration', () => {
		const { status, stdout, stderr } = spawnSync(
			'promtool',
			['check', 'config', join(root, 'config/prometheus.yml')],
			{ encoding: 'utf8' }
		);
		expect([status, stderr]).toEqual([0, '']);
		expect(stdout).toContain('SUCCESS');
	});

	test('gives the source each series once, at its value', async () => {
		expect(SERIES.length).toBeGreaterThan(2);
		const harness = createHarness();
		try {
			harness.startPrometheus({ url: prometheus.url, times: { ...FAST_PROMETHEUS, timeoutMs: 10_000 } });
			const times = () =>
				(harness.events() as Metric[]).filter(
					({ name, metric }) => name === 'metric' && metric.includes('active_time')
				);
			const seen = () => new Set(times().map(({ sessionId, value }) => `${sessionId} ${value}`));
			const wanted = new Set(SERIES.map(({ session, seconds }) => `${session} ${seconds}`));
			await until(
				() => wanted.size === seen().size,
				() => [...seen()],
				30_000
			);
			expect([...seen()].sort()).toEqual([...wanted].sort());
		} finally {
			await harness.close();
		}
	});
});
