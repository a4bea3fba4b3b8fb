// A real Prometheus on loopback, where Debian's `prometheus` (with `promtool`) is installed. Imports nothing from src or server.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const installed = ['prometheus', 'promtool'].every(
	(name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0
);

export interface PrometheusAnswer {
	status: string;
	data?: { resultType: string; result: { metric: Record<string, string>; value?: [number, string] }[] };
	error?: string;
}

export interface DebianPrometheus {
	url: string;
	/** `path` is that of an API call, as `query?query=up`. Rejects while it is not up. */
	ask(path: string): Promise<PrometheusAnswer>;
	stop(): Promise<void>;
}

/** Scrapes `target` once a second, and holds what `history` says in OpenMetrics. */
export async function startDebianPrometheus(options: {
	target?: string;
	history?: string;
}): Promise<DebianPrometheus> {
	const data = mkdtempSync(join(tmpdir(), 'tidemark-prometheus-'));
	const jobs = options.target
		? `[{job_name: claude-code-collector, static_configs: [{targets: ['${options.target}']}]}]`
		: '[]';
	writeFileSync(join(data, 'prometheus.yml'), `global: {scrape_interval: 1s}\nscrape_configs: ${jobs}\n`);
	if (options.history !== undefined) {
		writeFileSync(join(data, 'history'), options.history);
		const made = spawnSync(
			'promtool',
			['tsdb', 'create-blocks-from', 'openmetrics', join(data, 'history'), join(data, 'tsdb')],
			{ encoding: 'utf8' }
		);
		if (made.status !== 0) throw new Error(made.stderr);
	}
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const program = spawn(
		'prometheus',
		[
			`--config.file=${join(data, 'prometheus.yml')}`,
			`--storage.tsdb.path=${join(data, 'tsdb')}`,
			'--storage.tsdb.retention.time=100y',
			`--web.listen-address=127.0.0.1:${port}`,
			'--log.level=error'
		],
		{ stdio: 'ignore' }
	);
	const ended = new Promise((resolve) => program.once('exit', resolve));
	return {
		url,
		async ask(path) {
			const response = await fetch(`${url}/api/v1/${path}`);
			return (await response.json()) as PrometheusAnswer;
		},
		async stop() {
			program.kill('SIGTERM');
			await ended;
			rmSync(data, { recursive: true, force: true });
		}
	};
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
