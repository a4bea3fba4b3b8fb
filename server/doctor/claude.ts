// Claude Code's own settings: where they send telemetry, and what in them keeps it from being of use.
import { bad, type Check, note, ok } from '#lib/domain/doctor.ts';
import { type OtlpProtocol, PROTOCOLS } from '#lib/domain/telemetry-settings.ts';
import { NotEditable, variablesOf } from '../connect/edit.ts';
import { findProfiles } from '../connect/profiles.ts';
import { FileTrouble, readSettings, textOf } from '../connect/settings-file.ts';
import type { DoctorDeps } from './deps.ts';
import { parseHeaders, type Way } from './probe.ts';

export interface ClaudeFound {
	checks: Check[];
	/** Where the first usable profile sends; `null`: none does. */
	way: Way | null;
}

export async function checkClaude(deps: DoctorDeps): Promise<ClaudeFound> {
	const { config, claudeConfigDir, home } = deps;
	const profiles = await findProfiles({ usual: config.claudeFolders, given: claudeConfigDir, home });
	const checks: Check[] = [];
	let way: Way | null = null;
	for (const { settings } of profiles) {
		try {
			const variables = variablesOf(textOf(await readSettings(settings)));
			checks.push(judge(settings, variables, deps));
			way ??= wayOf(variables);
		} catch (error) {
			if (!(error instanceof FileTrouble || error instanceof NotEditable)) throw error;
			checks.push(bad('claude', 'claudeUnreadable', settings));
		}
	}
	// One profile that is connected is enough: the others may be meant to be left alone.
	const connected = checks.some(({ state }) => state === 'ok');
	return {
		checks: checks.map((check) =>
			check.problem === 'claudeUnset' && !connected ? { ...check, state: 'bad' } : check
		),
		way
	};
}

function judge(path: string, variables: Record<string, string>, { config }: DoctorDeps): Check {
	const endpoint = variables.OTEL_EXPORTER_OTLP_ENDPOINT;
	if (endpoint === undefined && variables.CLAUDE_CODE_ENABLE_TELEMETRY === undefined)
		return note('claude', 'claudeUnset', path);
	if (!/^(1|true)$/i.test(variables.CLAUDE_CODE_ENABLE_TELEMETRY ?? ''))
		return bad('claude', 'claudeOff', path);
	const exporters = (name: string) => (variables[name] ?? '').split(',').map((part) => part.trim());
	if (!exporters('OTEL_LOGS_EXPORTER').includes('otlp')) return bad('claude', 'claudeNoLogs', path);
	if (!exporters('OTEL_METRICS_EXPORTER').includes('otlp')) return bad('claude', 'claudeNoMetrics', path);
	if (/^(0|false)$/i.test(variables.OTEL_METRICS_INCLUDE_SESSION_ID ?? ''))
		return bad('claude', 'claudeNoSession', path);
	const way = wayOf(variables);
	if (way === null) return bad('claude', 'claudeUnset', path);
	const port = portOf(way.endpoint);
	if (isOwnHost(way.endpoint)) {
		const grpc = way.protocol === 'grpc';
		if (port === (grpc ? config.otlpHttpPort : config.otlpGrpcPort) || port === config.port)
			return bad('claude', 'claudePort', `${way.protocol} → ${port}`);
	}
	if (!isOwn(way, deps(config)) && config.loki === null && config.prometheus === null)
		return note('claude', 'claudeElsewhere', hostOf(way.endpoint));
	return ok('claude', path);
}

const deps = (config: DoctorDeps['config']) => ({ grpc: config.otlpGrpcPort, http: config.otlpHttpPort });

/** Where telemetry goes by these variables; `null`: nowhere. */
function wayOf(variables: Record<string, string>): Way | null {
	const endpoint = variables.OTEL_EXPORTER_OTLP_ENDPOINT;
	if (endpoint === undefined || !URL.canParse(endpoint) || !/^https?:/.test(endpoint)) return null;
	// What Claude Code does when no protocol is set.
	const protocol = variables.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf';
	const known = PROTOCOLS.find((one) => one === protocol) as OtlpProtocol | undefined;
	if (known === undefined) return null;
	return { protocol: known, endpoint, headers: parseHeaders(variables.OTEL_EXPORTER_OTLP_HEADERS) };
}

/** Whether a way leads to this relay's own receiver. */
export function isOwn(way: Way, ports: { grpc: number | null; http: number | null }): boolean {
	const port = portOf(way.endpoint);
	return isOwnHost(way.endpoint) && port === (way.protocol === 'grpc' ? ports.grpc : ports.http);
}

function isOwnHost(endpoint: string): boolean {
	return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(endpoint).hostname);
}

function portOf(endpoint: string): number {
	const { port, protocol } = new URL(endpoint);
	return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

export function hostOf(endpoint: string): string {
	return new URL(endpoint).host;
}
