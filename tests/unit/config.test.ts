import { describe, expect, test } from 'vitest';
import { requireTokens } from '#server/access/beyond.ts';
import { ConfigError, defaultDataDir, parseConfig } from '#server/config.ts';

const parse = (env: Record<string, string> = {}) => parseConfig(env, 'linux', '/home/ada');

test('without anything set, the relay listens on this machine only and keeps everything', () => {
	expect(parse()).toEqual({
		hosts: ['127.0.0.1', '::1'],
		port: 3001,
		otlpHttpPort: 4318,
		otlpGrpcPort: 4317,
		dataDir: '/home/ada/.local/share/tidemark',
		allowedHosts: [],
		trustedProxies: [],
		ingestToken: null,
		signIn: true,
		publicUrl: null,
		localUrl: null,
		tls: null,
		metricsToken: null,
		container: false,
		open: true,
		retentionDays: null,
		serviceWorker: true,
		transcripts: null,
		claudeFolders: ['/home/ada/.claude', '/home/ada/.config/claude'],
		transcriptContent: false,
		redact: true,
		loki: null,
		prometheus: null,
		collectorMetricsUrl: null,
		forward: null,
		pushHosts: [],
		pushContact: 'mailto:nobody@tidemark.invalid',
		channelHosts: [],
		logLevel: 'info'
	});
});

test('an empty value counts as unset', () => {
	expect(parse({ TIDEMARK_PORT: '', TIDEMARK_RETENTION_DAYS: ' ' })).toEqual(parse());
});

test('what is set is taken', () => {
	expect(
		parse({
			TIDEMARK_HOST: '::1',
			TIDEMARK_PORT: '0',
			TIDEMARK_OTLP_HTTP_PORT: '0',
			TIDEMARK_OTLP_GRPC_PORT: 'any',
			TIDEMARK_DATA_DIR: '/var/lib/tidemark',
			TIDEMARK_ALLOWED_HOSTS: 'Desk.example.ts.net, tidemark.test',
			TIDEMARK_TRUSTED_PROXIES: '10.0.0.2,::1',
			TIDEMARK_INGEST_TOKEN: 'correct-horse',
			TIDEMARK_SIGN_IN: 'on',
			TIDEMARK_PUBLIC_URL: 'https://tidemark.test:8443/',
			TIDEMARK_LOCAL_URL: 'http://localhost:4001',
			TIDEMARK_TLS_CERT: '/etc/tidemark/cert.pem',
			TIDEMARK_TLS_KEY: '/etc/tidemark/key.pem',
			TIDEMARK_METRICS_TOKEN: 'scrape-me-please',
			TIDEMARK_OPEN: 'off',
			TIDEMARK_RETENTION_DAYS: '90',
			TIDEMARK_SERVICE_WORKER: 'off',
			TIDEMARK_TRANSCRIPTS: 'off',
			TIDEMARK_TRANSCRIPT_CONTENT: 'on',
			TIDEMARK_REDACT: 'off',
			TIDEMARK_PUSH_HOSTS: '*.push.example.com, Push.example.org',
			TIDEMARK_PUSH_CONTACT: 'mailto:ada@example.org',
			TIDEMARK_CHANNEL_HOSTS: 'Ntfy.home.arpa, 192.168.1.5:8080,[::1]:2586',
			TIDEMARK_LOG: 'debug',
			LOKI_URL: 'http://127.0.0.1:3100/',
			COLLECTOR_METRICS_URL: 'http://localhost:8888/metrics',
			PROMETHEUS_URL: 'https://prometheus.test',
			PROMETHEUS_TOKEN: 'battery-staple'
		})
	).toEqual({
		hosts: ['::1'],
		port: 0,
		otlpHttpPort: null,
		otlpGrpcPort: 0,
		dataDir: '/var/lib/tidemark',
		allowedHosts: ['desk.example.ts.net', 'tidemark.test'],
		trustedProxies: ['10.0.0.2', '::1'],
		ingestToken: 'correct-horse',
		signIn: true,
		publicUrl: 'https://tidemark.test:8443',
		localUrl: 'http://localhost:4001',
		tls: { cert: '/etc/tidemark/cert.pem', key: '/etc/tidemark/key.pem' },
		metricsToken: 'scrape-me-please',
		container: false,
		open: false,
		retentionDays: 90,
		serviceWorker: false,
		transcripts: [],
		claudeFolders: ['/home/ada/.claude', '/home/ada/.config/claude'],
		transcriptContent: true,
		redact: false,
		loki: { url: 'http://127.0.0.1:3100', query: '{service_name="claude-code"}', tenant: null, token: null },
		prometheus: { url: 'https://prometheus.test', token: 'battery-staple' },
		collectorMetricsUrl: 'http://localhost:8888/metrics',
		forward: null,
		pushHosts: ['*.push.example.com', 'push.example.org'],
		pushContact: 'mailto:ada@example.org',
		channelHosts: [
			{ host: 'ntfy.home.arpa', port: null },
			{ host: '192.168.1.5', port: 8080 },
			{ host: '::1', port: 2586 }
		],
		logLevel: 'debug'
	});
});

test('user and password are moved out of the address', () => {
	expect(parse({ LOKI_URL: 'https://me:pass%20word@loki.test/base/' }).loki).toEqual({
		url: 'https://loki.test/base',
		query: '{service_name="claude-code"}',
		tenant: null,
		token: 'me:pass word'
	});
});

describe('a bad value stops the start with its name', () => {
	test.each([
		['TIDEMARK_HOST', '0.0.0.0'],
		['TIDEMARK_HOST', '::'],
		['TIDEMARK_HOST', '192.168.1.20'],
		['TIDEMARK_HOST', 'example.com'],
		['TIDEMARK_PORT', '65536'],
		['TIDEMARK_PORT', '-1'],
		['TIDEMARK_PORT', '3001x'],
		['TIDEMARK_OTLP_HTTP_PORT', 'http'],
		['TIDEMARK_OTLP_GRPC_PORT', '4317.5'],
		['TIDEMARK_ALLOWED_HOSTS', 'http://desk.test'],
		['TIDEMARK_ALLOWED_HOSTS', 'desk.test:3001'],
		['TIDEMARK_ALLOWED_HOSTS', '*'],
		['TIDEMARK_TRUSTED_PROXIES', 'proxy.test'],
		['TIDEMARK_INGEST_TOKEN', 'short'],
		['TIDEMARK_INGEST_TOKEN', 'with a space in it'],
		['TIDEMARK_INGEST_TOKEN', 'changeme'],
		['TIDEMARK_INGEST_TOKEN', 'password123'],
		['TIDEMARK_INGEST_TOKEN', 'xxxxxxxxxxxxxxxx'],
		['TIDEMARK_METRICS_TOKEN', 'your-token'],
		['TIDEMARK_SIGN_IN', 'no'],
		['TIDEMARK_OPEN', 'never'],
		['TIDEMARK_PUBLIC_URL', 'tidemark.test'],
		['TIDEMARK_PUBLIC_URL', 'https://tidemark.test/app'],
		['TIDEMARK_PUBLIC_URL', 'https://me:secret@tidemark.test'],
		['TIDEMARK_TLS_CERT', '/cert.pem'],
		['TIDEMARK_RETENTION_DAYS', '0'],
		['TIDEMARK_RETENTION_DAYS', 'forever'],
		['TIDEMARK_TRANSCRIPTS', 'claude/projects'],
		['TIDEMARK_CHANNEL_HOSTS', 'http://ntfy.test'],
		['TIDEMARK_CHANNEL_HOSTS', '*.home.arpa'],
		['TIDEMARK_CHANNEL_HOSTS', '127.1:80'],
		['TIDEMARK_CHANNEL_HOSTS', '10.0.0.0/8'],
		['TIDEMARK_CHANNEL_HOSTS', 'ntfy.test:70000'],
		['TIDEMARK_LOG', 'loud'],
		['LOKI_URL', 'loki:3100'],
		['LOKI_URL', 'http://loki.test/?tenant=a'],
		['LOKI_TENANT', 'a b'],
		['PROMETHEUS_URL', 'file:///etc/passwd']
	])('%s=%s', (name, value) => {
		expect(() => parse({ [name]: value })).toThrow(ConfigError);
		expect(() => parse({ [name]: value })).toThrow(name);
	});

	test('LOKI_TOKEN beside a user in LOKI_URL', () => {
		const env = { LOKI_URL: 'http://me:secret@loki.test', LOKI_TOKEN: 'battery-staple' };
		expect(() => parse(env)).toThrow(/^LOKI_URL(?!.*secret)/);
	});

	test('a refused token is not repeated', () => {
		expect(() => parse({ TIDEMARK_INGEST_TOKEN: 'se cret' })).toThrow(/^(?!.*se cret)/);
	});
});

test.each([
	['linux', {}, '/home/ada/.local/share/tidemark'],
	['linux', { XDG_DATA_HOME: '/data' }, '/data/tidemark'],
	['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/tidemark'],
	['darwin', {}, '/home/ada/Library/Application Support/Tidemark'],
	['win32', { LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' }, 'C:\\Users\\ada\\AppData\\Local\\Tidemark']
] as const)('the data folder follows the platform: %s %o', (platform, env, expected) => {
	expect(defaultDataDir(env, platform, '/home/ada')).toBe(expected);
});

describe('in a container', () => {
	const env = { TIDEMARK_HOST: '0.0.0.0', TIDEMARK_CONTAINER: 'on', TIDEMARK_ALLOWED_HOSTS: 'app' };

	test("the relay listens on the container's addresses when that is said and hosts are declared", () => {
		expect(parse(env).hosts).toEqual(['0.0.0.0']);
		expect(parse({ ...env, TIDEMARK_HOST: '::' }).hosts).toEqual(['::']);
	});

	test.each([
		[{ TIDEMARK_CONTAINER: '' }, 'TIDEMARK_HOST'],
		[{ TIDEMARK_CONTAINER: 'off' }, 'TIDEMARK_HOST'],
		[{ TIDEMARK_CONTAINER: 'yes' }, 'TIDEMARK_CONTAINER'],
		[{ TIDEMARK_ALLOWED_HOSTS: '' }, 'TIDEMARK_ALLOWED_HOSTS'],
		[{ TIDEMARK_ALLOWED_HOSTS: ' , ' }, 'TIDEMARK_ALLOWED_HOSTS'],
		[{ TIDEMARK_HOST: '192.168.1.5' }, 'TIDEMARK_HOST']
	])('with %j it does not start', (change, name) => {
		expect(() => parse({ ...env, ...change })).toThrow(name);
	});

	test('the switch alone opens nothing', () => {
		expect(parse({ ...env, TIDEMARK_HOST: '' }).hosts).toEqual(['127.0.0.1', '::1']);
	});
});

test('an address of a Collector that is none is named', () => {
	expect(() => parse({ COLLECTOR_METRICS_URL: 'localhost:8888' })).toThrow(/COLLECTOR_METRICS_URL/);
});

describe('beyond this machine', () => {
	const beyond = {
		TIDEMARK_HOST: '0.0.0.0',
		TIDEMARK_TRUSTED_PROXIES: '10.0.0.2',
		TIDEMARK_ALLOWED_HOSTS: 'tidemark.test'
	};

	test('with a proxy, declared hosts and sign-in it starts', () => {
		expect(parse(beyond).hosts).toEqual(['0.0.0.0']);
		const ownTls = { TIDEMARK_TLS_CERT: '/cert.pem', TIDEMARK_TLS_KEY: '/key.pem' };
		expect(parse({ ...beyond, TIDEMARK_TRUSTED_PROXIES: '', ...ownTls }).hosts).toEqual(['0.0.0.0']);
	});

	test('a public address declares its host', () => {
		const env = { ...beyond, TIDEMARK_ALLOWED_HOSTS: '', TIDEMARK_PUBLIC_URL: 'https://desk.test' };
		expect(parse(env).allowedHosts).toEqual(['desk.test']);
	});

	test.each([
		[{ TIDEMARK_TRUSTED_PROXIES: '' }, 'TIDEMARK_TRUSTED_PROXIES='],
		[{ TIDEMARK_TRUSTED_PROXIES: '' }, 'TIDEMARK_TLS_CERT='],
		[{ TIDEMARK_ALLOWED_HOSTS: '' }, 'TIDEMARK_PUBLIC_URL='],
		[{ TIDEMARK_SIGN_IN: 'off' }, 'TIDEMARK_SIGN_IN']
	])('with %j it does not, and says the line to add', (change, line) => {
		expect(() => parse({ ...beyond, ...change })).toThrow(line);
	});

	test('everything that is missing is said at once', () => {
		expect(() => parse({ TIDEMARK_HOST: '192.168.1.20', TIDEMARK_SIGN_IN: 'off' })).toThrow(
			/SIGN_IN=on.*TRUSTED_PROXIES.*PUBLIC_URL/s
		);
	});

	test.each([
		['TIDEMARK_PUBLIC_URL', 'https://desk.test'],
		['TIDEMARK_TRUSTED_PROXIES', '127.0.0.1']
	])('sign-in off and %s do not go together', (name, value) => {
		expect(() => parse({ TIDEMARK_SIGN_IN: 'off', [name]: value })).toThrow(name);
	});

	test('a container without sign-in does not start', () => {
		const env = { TIDEMARK_HOST: '::', TIDEMARK_CONTAINER: 'on', TIDEMARK_ALLOWED_HOSTS: 'app' };
		expect(() => parse({ ...env, TIDEMARK_SIGN_IN: 'off' })).toThrow('TIDEMARK_SIGN_IN=on');
	});

	test.each([
		[{ ingestToken: null }, 0, /TIDEMARK_INGEST_TOKEN=[\w-]{43}$/],
		[{ ingestToken: 'only-19-characters.' }, 3, /too short/]
	])('telemetry from elsewhere needs a token: %j with %i made', (change, made, message) => {
		expect(() => requireTokens({ ...parse(beyond), ...change }, made)).toThrow(message);
	});

	test.each([
		[beyond, {}, 1],
		[beyond, { ingestToken: 'a-token-of-20-letters' }, 0],
		[beyond, { otlpHttpPort: null, otlpGrpcPort: null }, 0],
		[{}, {}, 0]
	])('%j %j with %i tokens made starts', (env, change, made) => {
		expect(() => requireTokens({ ...parse(env), ...change }, made)).not.toThrow();
	});
});
