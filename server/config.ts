// What the environment says, checked once at start. A bad value stops the start with its name.
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { isAbsolute, join, posix, resolve, win32 } from 'node:path';
import { requireSafety, suggestion } from './access/beyond.ts';
import { isPlaceholder } from './access/secrets.ts';
import type { DeclaredHost } from './channels/address.ts';
import { ConfigError } from './config-error.ts';
import { type ForwardTarget, forwardTarget } from './forward/target.ts';
import type { Level } from './log.ts';
import { isLoopback } from './loopback.ts';

export interface Config {
	/** Addresses to listen on: loopback ones, or a container's own. */
	hosts: string[];
	/** 0: any free port. */
	port: number;
	/** `null`: off. */
	otlpHttpPort: number | null;
	/** `null`: off. */
	otlpGrpcPort: number | null;
	dataDir: string;
	/** Further host names the app may be reached under, lower case, without port. */
	allowedHosts: string[];
	/** Addresses whose forwarding headers are believed. */
	trustedProxies: string[];
	/** One token for all senders, beside those made in the app; `null`: none. */
	ingestToken: string | null;
	/** Off: whoever reaches the relay is its owner. On loopback only. */
	signIn: boolean;
	/** Address other devices reach the app under, without a slash at the end; `null`: this machine only. */
	publicUrl: string | null;
	/** Address on this machine, where it is another than the port tells: published by a container; `null`: as it listens. */
	localUrl: string | null;
	/** Certificate chain and key, PEM files; `null`: plain http. */
	tls: { cert: string; key: string } | null;
	/** Bearer token for /metrics from elsewhere; `null`: from this machine only. */
	metricsToken: string | null;
	/** Runs in a container: who reaches it is decided by the ports the host publishes. */
	container: boolean;
	/** The browser is opened at the first start. */
	open: boolean;
	/** `null`: everything is kept. */
	retentionDays: number | null;
	/** `false`: browsers are told to remove the app's service worker and its caches. */
	serviceWorker: boolean;
	/** `null`: the Claude configuration folders that exist; empty: off. */
	transcripts: string[] | null;
	/** Where Claude Code keeps its configuration and transcripts unless told otherwise; they need not exist. */
	claudeFolders: string[];
	/** Prompts and tool input are taken from transcripts as well. */
	transcriptContent: boolean;
	/** Secrets of known shape are taken out before anything is stored. */
	redact: boolean;
	/** Tokens are bearer tokens, or `user:password`. */
	loki: { url: string; query: string; tenant: string | null; token: string | null } | null;
	prometheus: { url: string; token: string | null } | null;
	/** Where a Collector shows its own metrics, for the doctor; `null`: not given. */
	collectorMetricsUrl: string | null;
	/** `null`: nothing is handed on. */
	forward: ForwardTarget | null;
	/** Push services beside the known ones; `*.` stands for one or more labels. */
	pushHosts: string[];
	/** Whom a push service may write to, `mailto:` or `https:`. */
	pushContact: string;
	/** Hosts of one's own network that channels may be sent to. */
	channelHosts: DeclaredHost[];
	logLevel: Level;
}

export { ConfigError } from './config-error.ts';

type Environment = Record<string, string | undefined>;

/**
 * Push services want someone to write to when a sender misbehaves. Unless one is named there is nobody: `.invalid` says so
 * to whoever reads it (RFC 2606), where a made-up address would look like a person's.
 */
const DEFAULT_PUSH_CONTACT = 'mailto:nobody@tidemark.invalid';

const DEFAULT_LOKI_QUERY = '{service_name="claude-code"}';

/** Throws ConfigError. An empty value counts as unset. */
export function parseConfig(
	env: Environment,
	platform: NodeJS.Platform = process.platform,
	home = homedir()
): Config {
	const text = (name: string): string | null => env[name]?.trim() || null;
	const loki = backend(text('LOKI_URL'), text('LOKI_TOKEN'), 'LOKI');
	const lokiTenant = tenant(text('LOKI_TENANT'));
	const prometheus = backend(text('PROMETHEUS_URL'), text('PROMETHEUS_TOKEN'), 'PROMETHEUS');
	const ports = {
		port: port(text('TIDEMARK_PORT'), 'TIDEMARK_PORT', 3001),
		otlpHttpPort: portOrOff(text('TIDEMARK_OTLP_HTTP_PORT'), 'TIDEMARK_OTLP_HTTP_PORT', 4318),
		otlpGrpcPort: portOrOff(text('TIDEMARK_OTLP_GRPC_PORT'), 'TIDEMARK_OTLP_GRPC_PORT', 4317)
	};
	const publicUrl = address(text('TIDEMARK_PUBLIC_URL'), 'TIDEMARK_PUBLIC_URL');
	const container = isContainer(text('TIDEMARK_CONTAINER'), text('TIDEMARK_ALLOWED_HOSTS'));
	const config: Config = {
		hosts: hosts(text('TIDEMARK_HOST'), container),
		...ports,
		dataDir: dataDir(text('TIDEMARK_DATA_DIR'), env, platform, home),
		allowedHosts: [
			...new Set([
				...list(text('TIDEMARK_ALLOWED_HOSTS')).map((name) => hostName(name)),
				...(publicUrl === null ? [] : [new URL(publicUrl).hostname])
			])
		],
		trustedProxies: list(text('TIDEMARK_TRUSTED_PROXIES')).map((address) => ipAddress(address)),
		ingestToken: token(text('TIDEMARK_INGEST_TOKEN'), 'TIDEMARK_INGEST_TOKEN'),
		signIn: oneOf(text('TIDEMARK_SIGN_IN'), 'TIDEMARK_SIGN_IN', ['on', 'off'], 'on') === 'on',
		publicUrl,
		localUrl: address(text('TIDEMARK_LOCAL_URL'), 'TIDEMARK_LOCAL_URL'),
		tls: tls(text('TIDEMARK_TLS_CERT'), text('TIDEMARK_TLS_KEY')),
		metricsToken: token(text('TIDEMARK_METRICS_TOKEN'), 'TIDEMARK_METRICS_TOKEN'),
		container,
		open: oneOf(text('TIDEMARK_OPEN'), 'TIDEMARK_OPEN', ['on', 'off'], 'on') === 'on',
		retentionDays: days(text('TIDEMARK_RETENTION_DAYS')),
		serviceWorker:
			oneOf(text('TIDEMARK_SERVICE_WORKER'), 'TIDEMARK_SERVICE_WORKER', ['on', 'off'], 'on') === 'on',
		transcripts: transcripts(text('TIDEMARK_TRANSCRIPTS'), platform),
		claudeFolders: claudeFolders(env, platform, home),
		transcriptContent:
			oneOf(text('TIDEMARK_TRANSCRIPT_CONTENT'), 'TIDEMARK_TRANSCRIPT_CONTENT', ['on', 'off'], 'off') ===
			'on',
		redact: oneOf(text('TIDEMARK_REDACT'), 'TIDEMARK_REDACT', ['on', 'off'], 'on') === 'on',
		loki:
			loki === null
				? null
				: {
						url: loki.url,
						query: text('LOKI_QUERY') ?? DEFAULT_LOKI_QUERY,
						tenant: lokiTenant,
						token: loki.token
					},
		prometheus,
		collectorMetricsUrl: metricsAddress(text('COLLECTOR_METRICS_URL')),
		forward: forwardTarget(
			text('TIDEMARK_FORWARD_URL'),
			text('TIDEMARK_FORWARD_HEADERS'),
			Object.values(ports)
		),
		pushHosts: list(text('TIDEMARK_PUSH_HOSTS')).map((host) => pushHost(host)),
		pushContact: pushContact(text('TIDEMARK_PUSH_CONTACT')),
		channelHosts: list(text('TIDEMARK_CHANNEL_HOSTS')).map((host) => channelHost(host)),
		logLevel: oneOf(text('TIDEMARK_LOG'), 'TIDEMARK_LOG', ['error', 'warn', 'info', 'debug'], 'info')
	};
	requireSafety(config);
	return config;
}

/** Where the platform keeps a user's application data. */
export function defaultDataDir(env: Environment, platform: NodeJS.Platform, home: string): string {
	if (platform === 'win32')
		return win32.join(env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'Tidemark');
	if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Tidemark');
	// A relative XDG path is to be ignored. https://specifications.freedesktop.org/basedir-spec/latest/
	const xdg = env.XDG_DATA_HOME;
	return posix.join(xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share'), 'tidemark');
}

/**
 * In a container the relay listens on the container's addresses, and who gets there is decided by the ports the host
 * publishes. Never without declared names: the check of Host is then all that stands against other sites.
 */
function isContainer(value: string | null, allowedHosts: string | null): boolean {
	const on = oneOf(value, 'TIDEMARK_CONTAINER', ['on', 'off'], 'off') === 'on';
	if (on && list(allowedHosts).length === 0) {
		throw new ConfigError(
			'TIDEMARK_CONTAINER=on opens the relay to what can reach the container: name the hosts it is reached under in TIDEMARK_ALLOWED_HOSTS, and publish its port on 127.0.0.1 only.'
		);
	}
	return on;
}

function hosts(value: string | null, container: boolean): string[] {
	if (container && (value === '0.0.0.0' || value === '::')) return [value];
	if (value === null || value === '127.0.0.1' || value === 'localhost') return ['127.0.0.1', '::1'];
	const bare = value.replace(/^\[(.*)\]$/, '$1');
	if (container && !isLoopback(bare)) {
		throw new ConfigError(`TIDEMARK_HOST=${value} is no address of a container's own: give 0.0.0.0 or ::.`);
	}
	if (isIP(bare) === 0) throw new ConfigError(`TIDEMARK_HOST=${value} is no IP address.`);
	return [bare];
}

/** With the port where it is not the scheme's own. A path would need all links to know of it. */
function address(value: string | null, name: string): string | null {
	if (value === null) return null;
	const parsed = URL.canParse(value) ? new URL(value) : null;
	const plain =
		parsed !== null &&
		/^https?:$/.test(parsed.protocol) &&
		parsed.pathname === '/' &&
		`${parsed.username}${parsed.password}${parsed.search}${parsed.hash}` === '';
	if (!plain) {
		throw new ConfigError(
			`${name}=${value} is no usable address: give https://, the host, and the port if it is another than 443.`
		);
	}
	return parsed.origin;
}

function tls(cert: string | null, key: string | null): { cert: string; key: string } | null {
	if (cert === null && key === null) return null;
	if (cert === null || key === null)
		throw new ConfigError(
			`TIDEMARK_TLS_CERT and TIDEMARK_TLS_KEY go together: ${cert === null ? 'the certificate' : 'the key'} is missing.`
		);
	return { cert, key };
}

function port(value: string | null, name: string, fallback: number): number {
	if (value === null) return fallback;
	const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
	if (!(number <= 65535))
		throw new ConfigError(`${name}=${value} is no port: give a number from 0 to 65535.`);
	return number;
}

/** 0 and `off` switch the receiver off; `any` takes a free port. */
function portOrOff(value: string | null, name: string, fallback: number): number | null {
	if (value === 'off') return null;
	if (value === 'any') return 0;
	const number = port(value, name, fallback);
	return number === 0 ? null : number;
}

function dataDir(value: string | null, env: Environment, platform: NodeJS.Platform, home: string): string {
	if (value === null) return defaultDataDir(env, platform, home);
	return isAbsolute(value) ? value : resolve(value.startsWith('~/') ? join(home, value.slice(2)) : value);
}

function days(value: string | null): number | null {
	if (value === null) return null;
	const number = /^\d{1,5}$/.test(value) ? Number(value) : 0;
	if (number < 1)
		throw new ConfigError(`TIDEMARK_RETENTION_DAYS=${value} is no number of days: give 1 or more.`);
	return number;
}

function list(value: string | null): string[] {
	return (value ?? '')
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function hostName(value: string): string {
	const name = value.toLowerCase();
	const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
	if (name.length > 253 || !new RegExp(`^${label}(\\.${label})*$`).test(name)) {
		throw new ConfigError(
			`TIDEMARK_ALLOWED_HOSTS: ${value} is no host name (give names without scheme and port).`
		);
	}
	return name;
}

/** A name with at least two labels, after `*.` too: `*.com` would open the relay to nearly everyone. */
function pushHost(value: string): string {
	const name = value.toLowerCase();
	const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
	const form = new RegExp(`^(\\*\\.)?${label}(\\.${label})*\\.[a-z][a-z0-9-]*[a-z0-9]$`);
	if (name.length > 253 || !form.test(name)) {
		throw new ConfigError(
			`TIDEMARK_PUSH_HOSTS: ${value} is no host name (give names without scheme and port).`
		);
	}
	return name;
}

/** `ntfy.home.lan`, `192.168.1.5:8080`, `[::1]:2586`: one host each, no patterns. */
function channelHost(value: string): DeclaredHost {
	const match = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/.exec(value.toLowerCase());
	const [, host, port] = match ?? [];
	if (host === undefined || Number(port ?? 1) > 65535 || !isOneHost(host)) {
		throw new ConfigError(
			`TIDEMARK_CHANNEL_HOSTS: ${value} is no host (give a name or IP address, with a port where it is not the usual one).`
		);
	}
	return { host: host.replace(/^\[(.*)\]$/, '$1'), port: port === undefined ? null : Number(port) };
}

/** Written the way an address names it. */
const isOneHost = (host: string): boolean =>
	URL.canParse(`http://${host}/`) && new URL(`http://${host}/`).hostname === host;

/** https://www.rfc-editor.org/rfc/rfc8292#section-2.1 */
function pushContact(value: string | null): string {
	if (value === null) return DEFAULT_PUSH_CONTACT;
	const usable = /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(value) && URL.canParse(value);
	if (!usable) throw new ConfigError('TIDEMARK_PUSH_CONTACT is no mailto: or https: address.');
	return value;
}

function ipAddress(value: string): string {
	if (
		!URL.canParse(`http://${value.includes(':') ? `[${value}]` : value}/`) ||
		!/^[0-9a-f:.]+$/i.test(value)
	) {
		throw new ConfigError(`TIDEMARK_TRUSTED_PROXIES: ${value} is no IP address.`);
	}
	return value;
}

function token(value: string | null, name: string): string | null {
	// A token goes into a header: visible ASCII only. The value is not repeated.
	if (value !== null && !/^[\x21-\x7e]{8,512}$/.test(value)) {
		throw new ConfigError(`${name} is no usable token: 8 to 512 visible characters without spaces.`);
	}
	if (value !== null && isPlaceholder(value)) {
		throw new ConfigError(
			`${name} is a value out of an example, which everybody tries first. ${suggestion(name)}`
		);
	}
	return value;
}

/** User and password in the address are moved out of it: what is shown or logged of it later has none. */
function backend(
	address: string | null,
	given: string | null,
	name: 'LOKI' | 'PROMETHEUS'
): { url: string; token: string | null } | null {
	const sent = token(given, `${name}_TOKEN`);
	if (address === null) return null;
	const parsed = URL.canParse(address) ? new URL(address) : null;
	if (
		parsed === null ||
		!['http:', 'https:'].includes(parsed.protocol) ||
		parsed.search !== '' ||
		parsed.hash !== ''
	) {
		throw new ConfigError(`${name}_URL is no usable address: give http:// or https:// with host and port.`);
	}
	const named = parsed.username !== '' || parsed.password !== '';
	if (named && sent !== null) {
		throw new ConfigError(`${name}_URL holds a user and ${name}_TOKEN is set: give only one of them.`);
	}
	const user = `${unescaped(parsed.username)}:${unescaped(parsed.password)}`;
	parsed.username = '';
	parsed.password = '';
	return { url: parsed.href.replace(/\/+$/, ''), token: named ? user : sent };
}

/** As it is where it is not percent-encoded properly. */
function unescaped(text: string): string {
	return /%(?![0-9a-f]{2})/i.test(text) ? text : decodeURIComponent(text);
}

function metricsAddress(value: string | null): string | null {
	if (value !== null && !/^https?:\/\/[^/]/.test(URL.canParse(value) ? value : '')) {
		throw new ConfigError(
			'COLLECTOR_METRICS_URL is no usable address: give e.g. http://localhost:8888/metrics.'
		);
	}
	return value;
}

function tenant(value: string | null): string | null {
	// https://grafana.com/docs/loki/latest/operations/multi-tenancy/
	if (value !== null && !/^[\w!.*'()|-]{1,300}$/.test(value)) {
		throw new ConfigError(`LOKI_TENANT is no usable tenant: letters, digits and !-_.*'() only.`);
	}
	return value;
}

function transcripts(value: string | null, platform: NodeJS.Platform): string[] | null {
	if (value === null) return null;
	if (value === 'off') return [];
	const separator = platform === 'win32' ? ';' : ':';
	const folders = value.split(separator).filter((part) => part !== '');
	const relative = folders.find((folder) => !isAbsolute(folder));
	if (relative !== undefined) throw new ConfigError(`TIDEMARK_TRANSCRIPTS: ${relative} is no absolute path.`);
	return folders;
}

/** https://code.claude.com/docs/en/settings names the first two; older versions kept to the third. */
function claudeFolders(env: Environment, platform: NodeJS.Platform, home: string): string[] {
	const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
	const given = (env.CLAUDE_CONFIG_DIR ?? '').split(',').filter((folder) => isAbsolute(folder));
	const xdg = env.XDG_CONFIG_HOME;
	const config = xdg && isAbsolute(xdg) ? xdg : join(home, '.config');
	return [...new Set([...given, join(home, '.claude'), join(config, 'claude')])];
}

function oneOf<T extends string>(value: string | null, name: string, choices: readonly T[], fallback: T): T {
	if (value === null) return fallback;
	const found = choices.find((choice) => choice === value);
	if (found === undefined)
		throw new ConfigError(`${name}=${value} is not known: give ${choices.join(', ')}.`);
	return found;
}
