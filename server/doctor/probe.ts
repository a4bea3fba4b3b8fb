// Sends the doctor's record as Claude Code would: over the same protocol, to the same endpoint, with the same headers.
import { type DescMessage, fromJson, type JsonValue, toBinary } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import type { OtlpProtocol } from '#lib/domain/telemetry-settings.ts';
import {
	ExportLogsServiceRequestSchema,
	LogsService
} from '#lib/wire/gen/opentelemetry/proto/collector/logs/v1/logs_service_pb.ts';
import {
	ExportMetricsServiceRequestSchema,
	MetricsService
} from '#lib/wire/gen/opentelemetry/proto/collector/metrics/v1/metrics_service_pb.ts';
import { doctorLogs, doctorMetrics } from '#lib/wire/synthetic.ts';
import { reason } from '../sources/backend-client.ts';

export interface Way {
	protocol: OtlpProtocol;
	endpoint: string;
	headers: Record<string, string>;
}

/** `null`: it was taken. */
export type Refusal = null | { problem: 'sendUnreachable' | 'sendToken' | 'sendRefused'; said: string };

const TIMEOUT_MS = 5000;

/** Logs and metrics, one record of each. */
export async function sendProbe(way: Way, id: string, atMs: number, fetcher: typeof fetch): Promise<Refusal> {
	try {
		if (way.protocol === 'grpc') return await overGrpc(way, id, atMs);
		const logs = doctorLogs(id, atMs) as JsonValue;
		return (
			(await overHttp(way, 'logs', ExportLogsServiceRequestSchema, logs, fetcher)) ??
			(await overHttp(
				way,
				'metrics',
				ExportMetricsServiceRequestSchema,
				doctorMetrics(id, atMs) as JsonValue,
				fetcher
			))
		);
	} catch (error) {
		return refusalOf(error);
	}
}

async function overGrpc({ endpoint, headers }: Way, id: string, atMs: number): Promise<Refusal> {
	const transport = createGrpcTransport({ baseUrl: endpoint });
	const options = { headers, timeoutMs: TIMEOUT_MS };
	const logs = fromJson(ExportLogsServiceRequestSchema, doctorLogs(id, atMs) as JsonValue);
	await createClient(LogsService, transport).export(logs, options);
	const metrics = fromJson(ExportMetricsServiceRequestSchema, doctorMetrics(id, atMs) as JsonValue);
	await createClient(MetricsService, transport).export(metrics, options);
	return null;
}

async function overHttp(
	{ protocol, endpoint, headers }: Way,
	signal: 'logs' | 'metrics',
	schema: DescMessage,
	message: JsonValue,
	fetcher: typeof fetch
): Promise<Refusal> {
	const json = protocol === 'http/json';
	const body = json
		? JSON.stringify(message)
		: (toBinary(schema, fromJson(schema, message)) as Uint8Array<ArrayBuffer>);
	const response = await fetcher(`${endpoint.replace(/\/+$/, '')}/v1/${signal}`, {
		method: 'POST',
		headers: { 'content-type': json ? 'application/json' : 'application/x-protobuf', ...headers },
		body,
		redirect: 'manual',
		signal: AbortSignal.timeout(TIMEOUT_MS)
	});
	await response.body?.cancel();
	if (response.status === 200) return null;
	const problem = response.status === 401 ? 'sendToken' : 'sendRefused';
	return { problem, said: `HTTP ${response.status}` };
}

function refusalOf(error: unknown): Refusal {
	if (error instanceof ConnectError) {
		if (error.code === Code.Unauthenticated) return { problem: 'sendToken', said: Code[error.code] };
		const unreachable = error.code === Code.Unavailable && error.cause !== undefined;
		if (!unreachable) return { problem: 'sendRefused', said: `gRPC ${Code[error.code]}` };
	}
	return { problem: 'sendUnreachable', said: reason(error) };
}

/** OTEL_EXPORTER_OTLP_HEADERS: `name=value,…`, percent-encoded. */
export function parseHeaders(text: string | undefined): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const pair of (text ?? '').split(',')) {
		const at = pair.indexOf('=');
		if (at <= 0) continue;
		const value = pair.slice(at + 1).trim();
		headers[pair.slice(0, at).trim().toLowerCase()] = /%(?![0-9a-f]{2})/i.test(value)
			? value
			: decodeURIComponent(value);
	}
	return headers;
}
