// What Claude Code has to be told to send here: the variables, and how each shell sets them. One list for the page, the
// relay's greeting and `npm run connect`. https://code.claude.com/docs/en/monitoring-usage

export const PROTOCOLS = ['grpc', 'http/protobuf', 'http/json'] as const;
export type OtlpProtocol = (typeof PROTOCOLS)[number];

export const SHELLS = ['bash', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

/** Where the relay takes telemetry; `null`: it does not. */
export interface OtlpAddresses {
	grpc: string | null;
	http: string | null;
}

export interface TelemetryChoice {
	protocol: OtlpProtocol;
	endpoint: string;
	/** Asked for by the receiver; `null`: none is. */
	token: string | null;
	/** Send what was typed, too. */
	prompts: boolean;
}

/** The protocol to use when nobody chose: what is open, gRPC first. */
export function defaultProtocol(otlp: OtlpAddresses): OtlpProtocol {
	return otlp.grpc === null && otlp.http !== null ? 'http/protobuf' : 'grpc';
}

/** Where a protocol is taken; `null`: that receiver is off. */
export function endpointOf(protocol: OtlpProtocol, otlp: OtlpAddresses): string | null {
	return protocol === 'grpc' ? otlp.grpc : otlp.http;
}

/** Names and values, in the order a person reads them. */
export function telemetryVariables(choice: TelemetryChoice): [string, string][] {
	const variables: [string, string][] = [
		['CLAUDE_CODE_ENABLE_TELEMETRY', '1'],
		['OTEL_METRICS_EXPORTER', 'otlp'],
		['OTEL_LOGS_EXPORTER', 'otlp'],
		['OTEL_EXPORTER_OTLP_PROTOCOL', choice.protocol],
		['OTEL_EXPORTER_OTLP_ENDPOINT', choice.endpoint]
	];
	// Values are percent-encoded. https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables
	if (choice.token !== null) {
		const value = encodeURIComponent(`Bearer ${choice.token}`);
		variables.push(['OTEL_EXPORTER_OTLP_HEADERS', `Authorization=${value}`]);
	}
	if (choice.prompts) variables.push(['OTEL_LOG_USER_PROMPTS', '1']);
	return variables;
}

/** The block for `settings.json`. */
export function settingsBlock(variables: readonly [string, string][]): string {
	return JSON.stringify({ env: Object.fromEntries(variables) }, null, 2);
}

/** Lines to paste into a shell or its start-up file. */
export function shellLines(variables: readonly [string, string][], shell: Shell): string {
	return variables.map(([name, value]) => shellLine(name, value, shell)).join('\n');
}

function shellLine(name: string, value: string, shell: Shell): string {
	const plain = /^[\w./:=%-]+$/.test(value);
	switch (shell) {
		case 'bash':
			return `export ${name}=${plain ? value : `'${value.replaceAll("'", "'\\''")}'`}`;
		case 'fish':
			return `set -gx ${name} ${plain ? value : `'${value.replace(/[\\']/g, '\\$&')}'`}`;
		case 'powershell':
			return `$env:${name} = '${value.replaceAll("'", "''")}'`;
	}
}

/** Every variable that connecting may set. */
export const telemetryNames: ReadonlySet<string> = new Set(
	telemetryVariables({ protocol: 'grpc', endpoint: '', token: '', prompts: true }).map(([name]) => name)
);
