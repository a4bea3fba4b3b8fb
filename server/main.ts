// Starts the relay as a program: configuration, what it prints, and how it ends.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MinimalHealth } from '#lib/domain/access.ts';
import {
	defaultProtocol,
	endpointOf,
	type OtlpAddresses,
	telemetryVariables
} from '#lib/domain/telemetry-settings.ts';
import { linkOf, mayOpen, openInBrowser } from './access/open-link.ts';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { JournalRefused } from './journal/journal.ts';
import { PortInUse } from './listen.ts';
import { createLog } from './log.ts';
import { keepMemorySmall } from './memory.ts';
import { createPages } from './pages.ts';
import { portOwner } from './port-owner.ts';
import { typed } from './program.ts';
import { type Relay, type RelayOptions, startRelay } from './relay.ts';

export interface MainOptions extends Pick<RelayOptions, 'addSources' | 'demo' | 'pushTransport'> {
	/** Changes what the environment says. */
	adjust?: (config: Config) => Config;
	/** Said after the addresses instead of what to do next. */
	note?: string;
}

const PARENT_MS = 250;
const BUILD_DIR = fileURLToPath(new URL('../build', import.meta.url));

/** Runs until a signal ends it; sets the exit code. Never throws for what a person can mend. */
export async function main(options: MainOptions = {}): Promise<void> {
	keepMemorySmall();
	let config: Config | null = null;
	try {
		config = parseConfig(process.env);
		config = options.adjust?.(config) ?? config;
		const log = createLog(config.logLevel);
		const pages = await createPages({
			buildDir: BUILD_DIR,
			allowedHosts: config.allowedHosts,
			serviceWorker: config.serviceWorker
		});
		const relay = await startRelay({ ...options, config, log, pages });
		const { address } = relay;
		// The code is in the fragment: no server, log or proxy on the way gets to see it.
		const link = relay.access.signIn && relay.access.isNew ? linkOf(address, relay.access.openCode()) : null;
		for (const line of greeting(relay, config, link ?? address, options.note)) console.log(line);
		endOnSignals(relay);
		if (link !== null && config.open && mayOpen(process.env, process.stdout.isTTY)) await openInBrowser(link);
	} catch (error) {
		process.exitCode = 1;
		if (error instanceof ConfigError || error instanceof JournalRefused) console.error(error.message);
		else if (error instanceof PortInUse) console.error(await portSentence(error.port));
		else throw error;
	}
}

/** `address`: of the app, with a code where nobody is signed in yet. */
function greeting(relay: Relay, config: Config, address: string, note: string | undefined): string[] {
	const { otlp, events } = relay.health();
	const lines = [
		`app      ${address}`,
		...(address.includes('#')
			? [`         opens once, within 10 minutes; ${typed('npm run open')} makes another`]
			: []),
		...(relay.access.signIn || note !== undefined
			? []
			: ['sign-in  off: everyone who can use this machine reads and changes everything']),
		`otlp     ${otlp?.grpc ?? 'off'} (gRPC)  ${otlp?.http ?? 'off'} (HTTP)`,
		`data     ${config.dataDir}`
	];
	if (note !== undefined) return [...lines, note];
	if (events > 0) {
		const lastMs = relay.journal.lastEventMs();
		const last =
			lastMs === null ? '' : `, last ${new Date(lastMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
		return [...lines, `events   ${events.toLocaleString('en-US')}${last}`];
	}
	return [
		...lines,
		`next     ${typed('npm run connect')} (in another terminal): points Claude Code here. Or by hand, in ~/.claude/settings.json:`,
		`         ${settings(otlp ?? { grpc: null, http: null })}`
	];
}

/** The one thing to do, as it is to be pasted. */
function settings(otlp: OtlpAddresses): string {
	const protocol = defaultProtocol(otlp);
	const endpoint = endpointOf(protocol, otlp) ?? 'http://localhost:4317';
	return JSON.stringify({
		env: Object.fromEntries(telemetryVariables({ protocol, endpoint, token: null, prompts: false }))
	});
}

function endOnSignals(relay: Relay): void {
	let ending = false;
	const end = () => {
		if (ending) process.exit(1);
		ending = true;
		relay.close().then(
			() => process.exit(0),
			(error: unknown) => {
				console.error(error);
				process.exit(1);
			}
		);
	};
	process.on('SIGTERM', end);
	process.on('SIGINT', end);
	process.on('SIGHUP', end);
	// npm puts a shell between: a signal sent to npm ends that shell and never comes here. Losing the parent does.
	if (process.env.npm_lifecycle_event === undefined) return;
	const parent = process.ppid;
	setInterval(() => process.ppid !== parent && !ending && end(), PARENT_MS).unref();
}

async function portSentence(port: number): Promise<string> {
	try {
		const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(1000) });
		const health = (await answer.json()) as Partial<MinimalHealth>;
		if (health.protocol && health.version) return `Tidemark is already running on http://localhost:${port}.`;
	} catch {
		// Not one of ours, then.
	}
	const owner = portOwner(port);
	return `Port ${port} is in use${owner === null ? '' : ` by ${owner}`}. Give another in TIDEMARK_PORT.`;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
	await main();
