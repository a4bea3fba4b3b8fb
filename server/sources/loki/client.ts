// Loki's two questions: a range of entries, and the tail's address. Every request asks for metadata apart from labels,
// else live frames lose it and pages are not in order of time.
// https://grafana.com/docs/loki/latest/reference/loki-http-api/
import { decodeLokiQuery, type LokiDecoded } from '#lib/wire/loki.ts';
import { authorization, BackendError, createBackendClient } from '../backend-client.ts';

export interface LokiAddress {
	/** Without user, password and final slash. */
	url: string;
	/** A log selector, with stages or without. */
	query: string;
	tenant: string | null;
	/** Bearer token, or `user:password`. */
	token: string | null;
}

/** Unix nanoseconds: from `startNs` on, before `endNs`. */
export interface Span {
	startNs: bigint;
	endNs: bigint;
}

export interface LokiClient {
	/** The oldest `limit` entries of a span, narrowed by `stage` (` | …`). Throws BackendError. */
	range(span: Span, limit: number, stage: string, signal: AbortSignal): Promise<LokiDecoded>;
	/** Throws BackendError with `starting` while Loki is. */
	ready(signal: AbortSignal): Promise<void>;
	readonly tail: { url: string; headers: Record<string, string> };
}

export interface LokiClientOptions {
	address: LokiAddress;
	timeoutMs: number;
	maxBytes: number;
	fetch: typeof fetch;
	now: () => number;
}

export function createLokiClient({ address, now, ...limits }: LokiClientOptions): LokiClient {
	const headers: Record<string, string> = {
		'X-Loki-Response-Encoding-Flags': 'categorize-labels',
		...authorization(address.token),
		...(address.tenant === null ? {} : { 'X-Scope-OrgID': address.tenant })
	};
	const http = createBackendClient({
		...limits,
		name: 'Loki',
		url: address.url,
		headers,
		readyPath: '/ready'
	});
	// The newest entry alone as history: the rest is asked for by range. No start, so the two clocks need not agree.
	const tail = new URLSearchParams({ query: address.query, limit: '1' });

	return {
		async range({ startNs, endNs }, limit, stage, signal) {
			const json = await http.json(
				'/loki/api/v1/query_range',
				{
					query: address.query + stage,
					start: startNs.toString(),
					end: endNs.toString(),
					limit: limit.toString(),
					direction: 'forward'
				},
				signal
			);
			try {
				return decodeLokiQuery(json, { receivedAtMs: now(), source: 'loki' });
			} catch (error) {
				throw new BackendError('strange', (error as Error).message, { cause: error });
			}
		},
		ready: (signal) => http.ready(signal),
		tail: { url: `${address.url.replace(/^http/, 'ws')}/loki/api/v1/tail?${tail}`, headers }
	};
}
