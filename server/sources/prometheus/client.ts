// Prometheus' two questions: which metrics of Claude Code there are, and the samples of one as they were taken. Sums and
// rates are not asked for: `increase()` guesses beyond the samples and loses each series' first one.
// https://prometheus.io/docs/prometheus/latest/querying/api/ ; tests/fixtures/backends/prom-increase-facts.txt
import { authorization, BackendError, createBackendClient } from '../backend-client.ts';

export interface PrometheusAddress {
	/** Without user, password and final slash. */
	url: string;
	/** Bearer token, or `user:password`. */
	token: string | null;
}

export interface PrometheusClient {
	/** Names of metrics with samples between the two moments (Unix epoch ms), or a little beside. Throws BackendError. */
	names(fromMs: number, toMs: number, signal: AbortSignal): Promise<string[]>;
	/** The answer with all samples of a metric after `fromMs`, up to `toMs`. Throws BackendError. */
	samples(name: string, fromMs: number, toMs: number, signal: AbortSignal): Promise<unknown>;
	/** Throws BackendError with `starting` while Prometheus is. */
	ready(signal: AbortSignal): Promise<void>;
}

export interface PrometheusClientOptions {
	address: PrometheusAddress;
	timeoutMs: number;
	maxBytes: number;
	fetch: typeof fetch;
}

const OURS = '{__name__=~"claude_code[._].+"}';

export function createPrometheusClient({ address, ...limits }: PrometheusClientOptions): PrometheusClient {
	const http = createBackendClient({
		...limits,
		name: 'Prometheus',
		url: address.url,
		headers: authorization(address.token),
		readyPath: '/-/ready'
	});
	return {
		async names(fromMs, toMs, signal) {
			const parameters = { 'match[]': OURS, start: seconds(fromMs), end: seconds(toMs) };
			const answer = await http.json('/api/v1/label/__name__/values', parameters, signal);
			const { status, data = [] } = (answer ?? {}) as { status?: unknown; data?: unknown };
			if (status !== 'success' || !Array.isArray(data)) {
				throw new BackendError('strange', 'Prometheus did not answer with a list of names.');
			}
			return data.filter((name) => typeof name === 'string');
		},
		samples(name, fromMs, toMs, signal) {
			// A name is quoted as Go quotes text, of which JSON is a part.
			const query = `{__name__=${JSON.stringify(name)}}[${toMs - fromMs}ms]`;
			return http.json('/api/v1/query', { query, time: seconds(toMs) }, signal);
		},
		ready: (signal) => http.ready(signal)
	};
}

function seconds(ms: number): string {
	return (ms / 1000).toFixed(3);
}
