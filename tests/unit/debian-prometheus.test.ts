// What only a real Prometheus can say: that our files are valid, that every PromQL query of the dashboards is one, and that
// the source reads what a scrape has stored. Runs where Debian's `prometheus` (with `promtool`) is installed.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Metric } from '#lib/domain/event.ts';
import { createHarness, FAST_PROMETHEUS, until } from '../support/source-harness.ts';

const root = join(import.meta.dirname, '../..');
const installed = ['prometheus', 'promtool'].every(
	(name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0
);
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

const folder = join(root, 'config/grafana/dashboards');
const QUERIES = readdirSync(folder).flatMap((name) => {
	const { panels } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
		panels: { title: string; targets?: { expr: string; datasource: { uid: string } }[] }[];
	};
	return panels.flatMap(({ title, targets = [] }) =>
		targets
			.filter(({ datasource }) => /prom/i.test(datasource.uid))
			// As Grafana fills them in.
			.map(
				({ expr }) =>
					[`${name} ${title}`, expr.replaceAll(/\$__(range|interval|rate_interval|auto)\b/g, '5m')] as const
			)
	);
});

describe.skipIf(!installed)('a real Prometheus', () => {
	const data = mkdtempSync(join(tmpdir(), 'tidemark-prometheus-'));
	let exporter: Server;
	let prometheus: ChildProcess;
	let url: string;

	beforeAll(async () => {
		exporter = createServer((_, response) =>
			response.setHeader('content-type', 'text/plain; version=0.0.4').end(SCRAPED)
		);
		await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
		const target = `127.0.0.1:${(exporter.address() as AddressInfo).port}`;
		const config = `global: {scrape_interval: 1s}\nscrape_configs: [{job_name: claude-code-collector, static_configs: [{targets: ['${target}']}]}]`;
		writeFileSync(join(data, 'prometheus.yml'), config);
		const port = await freePort();
		url = `http://127.0.0.1:${port}`;
		prometheus = spawn(
			'prometheus',
			[
				`--config.file=${join(data, 'prometheus.yml')}`,
				`--storage.tsdb.path=${join(data, 'tsdb')}`,
				`--web.listen-address=127.0.0.1:${port}`,
				'--log.level=error'
			],
			{ stdio: 'ignore' }
		);
		await vi.waitFor(
			async () => expect(await ask('count(claude_code_active_time_seconds_total)')).toMatch(/^\[\{/),
			{
				timeout: 60_000,
				interval: 200
			}
		);
	}, 90_000);

	afterAll(async () => {
		const ended = new Promise((resolve) => prometheus.once('exit', resolve));
		prometheus.kill('SIGTERM');
		await ended;
		exporter.closeAllConnections();
		await new Promise((resolve) => exporter.close(resolve));
		rmSync(data, { recursive: true, force: true });
	});

	async function ask(query: string): Promise<string> {
		try {
			const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
			const { status, data, error } = (await response.json()) as {
				status: string;
				data?: { result: unknown };
				error?: string;
			};
			return status === 'success' ? JSON.stringify(data!.result) : `failed: ${error}`;
		} catch {
			return '[]'; // Not up yet.
		}
	}

	test('takes our configuration', () => {
		const { status, stdout, stderr } = spawnSync(
			'promtool',
			['check', 'config', join(root, 'config/prometheus.yml')],
			{ encoding: 'utf8' }
		);
		expect([status, stderr]).toEqual([0, '']);
		expect(stdout).toContain('SUCCESS');
	});

	test('runs every query of the dashboards', async () => {
		expect(QUERIES.length).toBeGreaterThan(20);
		const failed: string[] = [];
		for (const [name, query] of QUERIES) {
			const answer = await ask(query);
			if (answer.startsWith('failed')) failed.push(`${name}: ${query}: ${answer}`);
		}
		expect(failed).toEqual([]);
	});

	test('gives the source each series once, at its value', async () => {
		expect(SERIES.length).toBeGreaterThan(2);
		const harness = createHarness();
		try {
			harness.startPrometheus({ url, times: { ...FAST_PROMETHEUS, timeoutMs: 10_000 } });
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

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
