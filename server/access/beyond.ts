// What has to be set before the relay listens to anything but this machine: each missing piece is named with the line to
// add. Checked at start; that peers then keep to it is `peers.ts`.
import type { Config } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { isLoopback } from '../loopback.ts';
import { newSecret } from './secrets.ts';

type Safety = Pick<
	Config,
	'hosts' | 'container' | 'signIn' | 'tls' | 'trustedProxies' | 'allowedHosts' | 'publicUrl'
>;

/** Whether other machines (or other containers) can reach it. */
export function isBeyondLoopback({ hosts }: Pick<Config, 'hosts'>): boolean {
	return !hosts.every(isLoopback);
}

/** A line to paste, with a value nobody has used before. */
export function suggestion(name: string): string {
	return `For example: ${name}=${newSecret()}`;
}

/** Throws ConfigError. Tokens are looked for by `requireTokens`, once the data folder is open. */
export function requireSafety(config: Safety): void {
	const { hosts, container, signIn, publicUrl, trustedProxies } = config;
	if (!signIn && (publicUrl !== null || trustedProxies.length > 0)) {
		const other = publicUrl !== null ? 'TIDEMARK_PUBLIC_URL' : 'TIDEMARK_TRUSTED_PROXIES';
		throw new ConfigError(
			`TIDEMARK_SIGN_IN=off is for this machine only, and ${other} says that others come: remove one of them.`
		);
	}
	if (!isBeyondLoopback(config)) return;
	const missing = [
		...(signIn ? [] : ['TIDEMARK_SIGN_IN=on   (sign-in off works on this machine only)']),
		...(container ? [] : missingBeyond(config))
	];
	if (missing.length === 0) return;
	throw new ConfigError(
		[
			`TIDEMARK_HOST=${hosts[0]} opens the relay to other machines. Before that, set:`,
			...missing.map((line) => `  ${line}`)
		].join('\n')
	);
}

function missingBeyond({ tls, trustedProxies, allowedHosts }: Safety): string[] {
	const encrypted = tls !== null || trustedProxies.length > 0;
	return [
		...(encrypted
			? []
			: [
					'TIDEMARK_TRUSTED_PROXIES=192.168.1.2   (address of the HTTPS proxy before it), or TIDEMARK_TLS_CERT=… and TIDEMARK_TLS_KEY=…'
				]),
		...(allowedHosts.length > 0
			? []
			: [
					'TIDEMARK_PUBLIC_URL=https://tidemark.example.org   (the address people use), or TIDEMARK_ALLOWED_HOSTS=…'
				])
	];
}

/** Throws ConfigError: beyond this machine telemetry is taken with a token only, so there has to be one. */
export function requireTokens(
	config: Pick<Config, 'hosts' | 'container' | 'ingestToken' | 'otlpHttpPort' | 'otlpGrpcPort'>,
	made: number
): void {
	if (!isBeyondLoopback(config) || config.container) return;
	if (config.otlpHttpPort === null && config.otlpGrpcPort === null) return;
	if (config.ingestToken === null && made === 0) {
		throw new ConfigError(
			`TIDEMARK_HOST=${config.hosts[0]} opens the receivers of telemetry to other machines, and there is no ingest token yet. Set one (make others in the app later), or turn both receivers off:\n  TIDEMARK_INGEST_TOKEN=${newSecret()}`
		);
	}
	if (config.ingestToken !== null && config.ingestToken.length < 20) {
		throw new ConfigError(
			`TIDEMARK_INGEST_TOKEN is too short for other machines to try: 20 characters at least.\n  TIDEMARK_INGEST_TOKEN=${newSecret()}`
		);
	}
}
