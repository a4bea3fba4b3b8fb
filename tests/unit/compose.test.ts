// The stack's files against its rules: no engine is needed for any of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const yaml = (path: string) => parse(text(path), { merge: true });

interface Service {
	image: string;
	build?: { context: string; dockerfile: string; target: string };
	user: string;
	init: boolean;
	read_only: boolean;
	cap_drop: string[];
	cap_add?: string[];
	privileged?: boolean;
	network_mode?: string;
	pid?: string;
	security_opt: string[];
	command?: string[];
	entrypoint?: string[];
	environment?: Record<string, string>;
	ports?: string[];
	networks: string[];
	volumes: string[];
	tmpfs?: string[];
	profiles?: string[];
	healthcheck?: { test: string[] };
	depends_on?: string[];
}

interface Compose {
	services: Record<string, Service>;
	networks: Record<string, { internal?: boolean } | null>;
	volumes: Record<string, unknown>;
}

const compose: Compose = yaml('docker-compose.yml');
const dev: Pick<Compose, 'services'> = yaml('config/docker-compose.dev.yml');
const services = Object.entries(compose.services);
const service = (name: string) => compose.services[name]!;

describe('docker-compose.yml', () => {
	test('has the five services, Grafana only by its profile', () => {
		expect(services.map(([name]) => name).sort()).toEqual([
			'app',
			'collector',
			'grafana',
			'loki',
			'prometheus'
		]);
		expect(services.filter(([, { profiles }]) => profiles).map(([name]) => name)).toEqual(['grafana']);
	});

	test.each(services)('%s is an image of one version', (_, { image }) => {
		expect(image).toMatch(/^[a-z0-9./-]+:v?\d+\.\d+\.\d+$/);
	});

	test.each([...services, ...Object.entries(dev.services)])(
		'%s publishes on loopback only',
		(_, { ports }) => {
			for (const port of ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\$\{[A-Z_]+:-\d+\}:\d+$/);
		}
	);

	test('Loki and Prometheus publish nothing and are on the internal network alone', () => {
		for (const name of ['loki', 'prometheus']) {
			expect(service(name).ports).toBeUndefined();
			expect(service(name).networks).toEqual(['store']);
		}
		expect(compose.networks.store).toEqual({ internal: true });
	});

	test('only collector, app and Grafana share that network with them', () => {
		const there = services.filter(([, { networks }]) => networks.includes('store')).map(([name]) => name);
		expect(there.sort()).toEqual(['app', 'collector', 'grafana', 'loki', 'prometheus']);
	});

	test.each([...services, ...Object.entries(dev.services)])(
		'%s is not on internal networks alone when it publishes a port',
		(name, { ports, networks = service(name).networks }) => {
			const outside = networks.filter((network) => compose.networks[network]?.internal !== true);
			expect(outside.length > 0 || ports === undefined).toBe(true);
		}
	);

	test.each(services)(
		'%s runs without root, without capabilities, on a file system it cannot write',
		(_, it) => {
			expect(it.user).toMatch(/^[1-9]\d*:\d+$/);
			expect(it.read_only).toBe(true);
			expect(it.cap_drop).toEqual(['ALL']);
			expect(it.security_opt).toEqual(['no-new-privileges:true']);
			expect(it.init).toBe(true);
			expect([it.cap_add, it.privileged, it.network_mode, it.pid]).toEqual([
				undefined,
				undefined,
				undefined,
				undefined
			]);
		}
	);

	test('what is kept lies on volumes, each declared and each used', () => {
		const named = services.flatMap(([, { volumes }]) => volumes.filter((volume) => !volume.startsWith('.')));
		expect(named.map((volume) => volume.split(':')[0]).sort()).toEqual(Object.keys(compose.volumes).sort());
	});

	test('files of the project are mounted to be read only, and exist', () => {
		const bound = services.flatMap(([, { volumes }]) => volumes.filter((volume) => volume.startsWith('.')));
		expect(bound.length).toBe(5);
		for (const volume of bound) expect(volume).toMatch(/^\.\/config\/[^:]+:\/[^:]+:ro$/);
		for (const volume of bound.filter((path) => /\.ya?ml:/.test(path)))
			expect(text(volume.split(':')[0]!)).not.toBe('');
	});

	test("no one mounts the engine's socket", () => {
		expect(text('docker-compose.yml')).not.toContain('docker.sock');
	});

	test('the app runs the relay as it is, and is asked for its health', () => {
		const { command, healthcheck, environment } = service('app');
		expect(command).toEqual(['node', 'server/main.ts']);
		expect(healthcheck!.test.join(' ')).toContain('/api/health');
		expect(environment).toMatchObject({
			LOKI_URL: 'http://loki:3100',
			PROMETHEUS_URL: 'http://prometheus:9090',
			TIDEMARK_DATA_DIR: '/data'
		});
		expect(service('app').volumes).toEqual(['app-data:/data']);
	});

	test('no password has a value, and Grafana does not start without one', () => {
		for (const [, { environment = {} }] of services)
			for (const [name, value] of Object.entries(environment))
				if (/PASSWORD|TOKEN|SECRET|KEY/.test(name)) expect(value).toMatch(/^\$\{[A-Z_]+:-\}$/);
		expect(service('grafana').entrypoint!.join(' ')).toContain(
			'GF_SECURITY_ADMIN_PASSWORD:?set GRAFANA_ADMIN_PASSWORD'
		);
		expect(service('grafana').environment).toMatchObject({ GF_AUTH_ANONYMOUS_ENABLED: 'false' });
		expect(text('.env.example')).toMatch(/^GRAFANA_ADMIN_PASSWORD=$/m);
	});

	test('.env.example names every variable of the files, and no other', () => {
		const used = new Set(
			[text('docker-compose.yml').matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].flatMap((all) =>
				[...all].map((m) => m[1]!)
			)
		);
		const quiet = ['LOKI_QUERY', 'TIDEMARK_LOG'];
		const named = [...text('.env.example').matchAll(/^([A-Z_]+)=/gm)].map((m) => m[1]!);
		// In the service's own environment, not Compose's.
		used.delete('GF_SECURITY_ADMIN_PASSWORD');
		expect(named.sort()).toEqual([...used].filter((name) => !quiet.includes(name)).sort());
	});
});

describe('Dockerfile', () => {
	const file = text('config/Dockerfile');

	test('every stage starts from an image of one version, Node on Debian', () => {
		const from = [...file.matchAll(/^FROM (\S+)/gm)].map((m) => m[1]!);
		expect(from.length).toBe(5);
		for (const image of from)
			expect(image).toMatch(/^(node:\d+\.\d+\.\d+-bookworm-slim|otel\/\S+:\d+\.\d+\.\d+)$/);
	});

	test('the app has production dependencies only and is not root', () => {
		const modules = file.slice(file.indexOf(' AS modules'), file.indexOf(' AS app'));
		const app = file.slice(file.indexOf(' AS app'), file.indexOf(' AS folders'));
		expect(modules).toContain('npm ci --omit=dev --omit=optional');
		expect(app).toContain('COPY --from=modules /app/node_modules');
		expect(app).toMatch(/^USER node$/m);
	});

	test('it has the targets Compose builds', () => {
		for (const name of ['app', 'collector']) expect(file).toContain(` AS ${service(name).build!.target}`);
	});

	test('passwords and dependencies of this machine stay out of it', () => {
		const ignored = text('.dockerignore').split('\n');
		for (const path of ['.env', '.git', 'node_modules']) expect(ignored).toContain(path);
	});
});

describe('backends', () => {
	const collector = yaml('config/otel-collector.yaml');
	const loki = yaml('config/loki.yaml');
	const prometheus = yaml('config/prometheus.yml');

	test("the collector's pipelines name only what is defined", () => {
		for (const { receivers, processors, exporters } of Object.values<Record<string, string[]>>(
			collector.service.pipelines
		)) {
			expect(Object.keys(collector.receivers)).toEqual(expect.arrayContaining(receivers!));
			expect(Object.keys(collector.processors)).toEqual(expect.arrayContaining(processors!));
			expect(Object.keys(collector.exporters)).toEqual(expect.arrayContaining(exporters!));
			expect(processors![0]).toBe('memory_limiter');
		}
		expect(Object.keys(collector.extensions)).toEqual(collector.service.extensions);
	});

	test('batches fit what Loki takes at once', () => {
		const records = collector.processors.batch.send_batch_max_size;
		expect(records).toBeLessThanOrEqual(1000);
		expect(records * 4096).toBeLessThan(loki.server.grpc_server_max_recv_msg_size);
		expect(records * 4096).toBeLessThan(loki.limits_config.ingestion_burst_size_mb * 2 ** 20);
	});

	test('what waits for Loki waits on disk, for as long as it takes', () => {
		const { sending_queue, retry_on_failure, endpoint } = collector.exporters['otlp_http/loki'];
		expect(endpoint).toBe('http://loki:3100/otlp');
		expect(sending_queue).toMatchObject({ enabled: true, storage: 'file_storage' });
		expect(retry_on_failure).toMatchObject({ enabled: true, max_elapsed_time: 0 });
		expect(service('collector').volumes).toContain(
			`collector-queue:${collector.extensions.file_storage.directory}`
		);
	});

	test('deltas become totals, and totals stay visible for days', () => {
		expect(collector.service.pipelines.metrics.processors).toContain('deltatocumulative');
		expect(Number.parseInt(collector.exporters.prometheus.metric_expiration, 10)).toBeGreaterThanOrEqual(48);
		expect(Number.parseInt(collector.processors.deltatocumulative.max_stale, 10)).toBeGreaterThanOrEqual(48);
	});

	test('Loki keeps structured metadata and deletes by its retention', () => {
		expect(loki.limits_config).toMatchObject({
			allow_structured_metadata: true,
			reject_old_samples: false
		});
		expect(loki.limits_config.retention_period).toMatch(/^\$\{LOKI_RETENTION:-\d+h\}$/);
		expect(loki.compactor).toMatchObject({ retention_enabled: true, delete_request_store: 'filesystem' });
		expect(loki.schema_config.configs[0]).toMatchObject({ store: 'tsdb', schema: 'v13' });
		expect(service('loki').command).toContain('-config.expand-env=true');
	});

	test('Prometheus keeps by the setting and reads from where the collector shows', () => {
		expect(service('prometheus').command!.join(' ')).toContain(
			'--storage.tsdb.retention.time=${PROMETHEUS_RETENTION:-'
		);
		const targets = prometheus.scrape_configs.flatMap(
			(job: { static_configs: { targets: string[] }[] }) => job.static_configs[0]!.targets
		);
		expect(targets).toContain(`collector:${collector.exporters.prometheus.endpoint.split(':')[1]}`);
		const names = targets.map((target: string) => target.split(':')[0]!);
		for (const name of names) expect(Object.keys(compose.services)).toContain(name);
	});
});

describe('settings of Claude Code', () => {
	test.each(['config/claude-code.settings.json', 'config/claude-code.stack.settings.json'])(
		'%s turns on events and metrics, with sessions told apart',
		(path) => {
			const { env } = JSON.parse(text(path));
			expect(env).toMatchObject({
				CLAUDE_CODE_ENABLE_TELEMETRY: '1',
				OTEL_METRICS_EXPORTER: 'otlp',
				OTEL_LOGS_EXPORTER: 'otlp',
				OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
				OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317',
				OTEL_METRICS_INCLUDE_SESSION_ID: 'true'
			});
			for (const value of Object.values(env)) expect(value).toBeTypeOf('string');
			// Prompts are sent only by those who decide so.
			expect(Object.keys(env).filter((name) => name.startsWith('OTEL_LOG_'))).toEqual([]);
		}
	);
});
