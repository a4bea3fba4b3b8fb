// Where a record of Claude Code's would get to: sent to the endpoint its settings name, looked for at each station after.
import { bad, type Check, note, ok, skipped } from '#lib/domain/doctor.ts';
import { defaultProtocol, endpointOf } from '#lib/domain/telemetry-settings.ts';
import { DOCTOR_METRIC, doctorLine } from '#lib/wire/synthetic.ts';
import {
	authorization,
	type BackendClient,
	BackendError,
	createBackendClient
} from '../sources/backend-client.ts';
import { hostOf, isOwn } from './claude.ts';
import type { DoctorDeps, RelayAnswer } from './deps.ts';
import { sendProbe, type Way } from './probe.ts';

const ASK_MS = 250;
const TIMEOUT_MS = 5000;
const MAX_BYTES = 4 * 1024 * 1024;
const APART_MS = 10_000;
const HOUR_MS = 3_600_000;
const never = new AbortController().signal;

export type Tell = (check: Check) => void;

/** Follows the record; `found`: where Claude Code's settings send, `null` where they say nothing. */
export async function followProbe(
	deps: DoctorDeps,
	answer: RelayAnswer,
	found: Way | null,
	tell: Tell
): Promise<void> {
	const { config } = deps;
	const loki = config.loki === null ? null : await checkBackend(deps, 'loki', tell);
	const prometheus = config.prometheus === null ? null : await checkBackend(deps, 'prometheus', tell);
	if (!deps.send) return;
	const ports = portsOf(deps, answer);
	const way = found ?? ownWay(deps, ports);
	if (way === null) return tell(skipped('send'));
	const sentAtMs = deps.now();
	const refusal = await sendProbe(way, deps.id, sentAtMs, deps.fetch);
	const target = `${way.protocol} → ${hostOf(way.endpoint)}`;
	if (refusal !== null) return tell(bad('send', refusal.problem, `${target}: ${refusal.said}`));
	tell(ok('send', target));
	if (isOwn(way, ports)) return tell(await arrival(deps, 'otlp', 'arrive', 'notArrived', sentAtMs));
	if (loki !== null) {
		const held = await holds(deps, 'lokiHolds', 'lokiMissing', deps.patienceMs.loki, sentAtMs, () =>
			inLoki(deps, loki, sentAtMs)
		);
		tell(held);
		if (held.state === 'ok') tell(await arrival(deps, 'loki', 'relayReads', 'relayNotReading', deps.now()));
	}
	if (prometheus !== null) {
		const { patienceMs } = deps;
		tell(
			await holds(deps, 'prometheusHolds', 'prometheusMissing', patienceMs.prometheus, sentAtMs, () =>
				inPrometheus(deps, prometheus)
			)
		);
	}
}

interface Ports {
	grpc: number | null;
	http: number | null;
}

function portsOf({ config }: DoctorDeps, answer: RelayAnswer): Ports {
	const told = answer.kind === 'open' ? answer.health.otlp : undefined;
	if (told === undefined) return { grpc: config.otlpGrpcPort, http: config.otlpHttpPort };
	const port = (address: string | null) => (address === null ? null : Number(new URL(address).port));
	return { grpc: port(told.grpc), http: port(told.http) };
}

/** Straight to the relay, where no settings say otherwise. */
function ownWay({ config }: DoctorDeps, ports: Ports): Way | null {
	const open = (port: number | null) => (port === null || port === 0 ? null : `http://localhost:${port}`);
	const otlp = { grpc: open(ports.grpc), http: open(ports.http) };
	const protocol = defaultProtocol(otlp);
	const endpoint = endpointOf(protocol, otlp);
	if (endpoint === null) return null;
	const { ingestToken } = config;
	const headers: Record<string, string> =
		ingestToken === null ? {} : { authorization: `Bearer ${ingestToken}` };
	return { protocol, endpoint, headers };
}

async function arrival(
	deps: DoctorDeps,
	source: string,
	name: 'arrive' | 'relayReads',
	problem: 'notArrived' | 'relayNotReading',
	sinceMs: number
): Promise<Check> {
	return holds(deps, name, problem, deps.patienceMs.relay, sinceMs, async () =>
		(await deps.marks()).some((mark) => mark.id === deps.id && mark.source === source)
	);
}

/** Asks until it is so or patience ends. */
async function holds(
	deps: DoctorDeps,
	name: 'arrive' | 'relayReads' | 'lokiHolds' | 'prometheusHolds',
	problem: 'notArrived' | 'relayNotReading' | 'lokiMissing' | 'prometheusMissing',
	patienceMs: number,
	sinceMs: number,
	isThere: () => Promise<boolean>
): Promise<Check> {
	const untilMs = deps.now() + patienceMs;
	for (;;) {
		if (await isThere()) return ok(name, `${((deps.now() - sinceMs) / 1000).toFixed(1)} s`);
		if (deps.now() >= untilMs) return bad(name, problem, `${Math.round(patienceMs / 1000)} s`);
		await deps.sleep(ASK_MS);
	}
}

/** Whether a Loki or Prometheus is ready, lets us in and has our time; `null`: there is no use in asking it more. */
async function checkBackend(
	deps: DoctorDeps,
	name: 'loki' | 'prometheus',
	tell: Tell
): Promise<BackendClient | null> {
	const { config } = deps;
	const { url, token } = (name === 'loki' ? config.loki : config.prometheus)!;
	const tenant = name === 'loki' ? config.loki!.tenant : null;
	let apartMs = 0;
	const client = createBackendClient({
		name: name === 'loki' ? 'Loki' : 'Prometheus',
		url,
		headers: { ...authorization(token), ...(tenant === null ? {} : { 'X-Scope-OrgID': tenant }) },
		readyPath: name === 'loki' ? '/ready' : '/-/healthy',
		timeoutMs: TIMEOUT_MS,
		maxBytes: MAX_BYTES,
		fetch: async (input, init) => {
			const response = await deps.fetch(input, init);
			const date = Date.parse(response.headers.get('date') ?? '');
			if (!Number.isNaN(date)) apartMs = date - deps.now();
			return response;
		}
	});
	try {
		await client.ready(never);
		if (name === 'loki') await inLoki(deps, client, deps.now());
		else await inPrometheus(deps, client);
		const seconds = Math.round(apartMs / 1000);
		tell(
			Math.abs(apartMs) > APART_MS
				? bad(name, 'clockApart', `${seconds > 0 ? '+' : ''}${seconds} s`)
				: ok(name, hostOf(url))
		);
		return client;
	} catch (error) {
		if (!(error instanceof BackendError)) throw error;
		const starting = error.trouble === 'starting';
		tell(starting ? note(name, 'sourceStarting', error.message) : bad(name, 'sourceFailing', error.message));
		return starting ? client : null;
	}
}

async function inLoki({ config, id }: DoctorDeps, client: BackendClient, atMs: number): Promise<boolean> {
	const answer = (await client.json(
		'/loki/api/v1/query_range',
		{
			// The selector alone: stages may look for what only Claude Code's records carry.
			query: `${/^\{[^}]*\}/.exec(config.loki!.query)?.[0] ?? config.loki!.query} |= ${JSON.stringify(doctorLine(id))}`,
			start: `${atMs - HOUR_MS}000000`,
			end: `${atMs + HOUR_MS}000000`,
			limit: '1'
		},
		never
	)) as { data?: { result?: unknown[] } } | null;
	return (answer?.data?.result?.length ?? 0) > 0;
}

async function inPrometheus({ id, now }: DoctorDeps, client: BackendClient): Promise<boolean> {
	// The Collector's exporter adds `_total`, and a unit where there is one.
	const query = `{__name__=~"${DOCTOR_METRIC}.*",tidemark_doctor_id=${JSON.stringify(id)}}`;
	const answer = (await client.json('/api/v1/query', { query, time: String(now() / 1000) }, never)) as {
		data?: { result?: unknown[] };
	} | null;
	return (answer?.data?.result?.length ?? 0) > 0;
}

/** A Collector's own counters: what it could not hand on. */
export async function checkCollector(deps: DoctorDeps): Promise<Check> {
	const url = deps.collectorMetricsUrl;
	if (url === null) return skipped('collector');
	try {
		const response = await deps.fetch(url, {
			signal: AbortSignal.timeout(TIMEOUT_MS),
			redirect: 'manual'
		});
		if (response.status !== 200) return bad('collector', 'collectorFailing', `HTTP ${response.status}`);
		const lost = lostOf(await response.text());
		return lost === '' ? ok('collector', hostOf(url)) : bad('collector', 'collectorFailing', lost);
	} catch (error) {
		return bad('collector', 'collectorFailing', `${hostOf(url)}: ${reasonText(error)}`);
	}
}

function reasonText(error: unknown): string {
	const { cause } = error as { cause?: { code?: string } };
	return cause?.code ?? (error as Error).name;
}

/** Counters above 0 of records dropped. https://opentelemetry.io/docs/collector/internal-telemetry/ */
function lostOf(text: string): string {
	const lost = new Map<string, number>();
	for (const line of text.split('\n')) {
		const match =
			/^(otelcol_(?:exporter_send_failed|exporter_enqueue_failed|receiver_refused)_\w+?)(?:_total)?(?:\{[^}]*\})? ([\d.e+]+)/.exec(
				line
			);
		const count = Number(match?.[2] ?? 0);
		if (match !== null && count > 0) lost.set(match[1]!, (lost.get(match[1]!) ?? 0) + count);
	}
	return [...lost].map(([name, count]) => `${name} ${count}`).join(', ');
}
