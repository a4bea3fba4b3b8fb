// One request to the other endpoint: bounded in time, no redirects, and judged as OTLP says.
// https://opentelemetry.io/docs/specs/otlp/#failures-1 : only 429, 502, 503 and 504 are to be tried again.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { reason } from '../sources/backend-client.ts';
import type { Export } from './queue.ts';
import type { ForwardTarget } from './target.ts';

/** Messages hold neither address, headers, nor what the endpoint said: it may repeat a key. */
export type Outcome =
	| { kind: 'sent' }
	| { kind: 'later'; message: string; retryAfterMs: number | null }
	| { kind: 'refused'; message: string };

export interface SendDeps {
	target: ForwardTarget;
	timeoutMs: number;
	fetch: typeof fetch;
	now: () => number;
	userAgent: string;
}

const pack = promisify(gzip);
const CONTENT_TYPE = { protobuf: 'application/x-protobuf', json: 'application/json' };
const LATER = new Set([429, 502, 503, 504]);
const MAX_ANSWER_BYTES = 64 * 1024;
/** A longer wait is not believed: an endpoint's mistake would look like an outage of hours. */
const MAX_WAIT_MS = 10 * 60_000;

/** Never throws. Once `signal` is aborted the outcome means nothing. */
export async function sendExport(item: Export, deps: SendDeps, signal: AbortSignal): Promise<Outcome> {
	const timeout = AbortSignal.timeout(deps.timeoutMs);
	try {
		const body = item.gzip ? await pack(item.body) : item.body;
		const response = await deps.fetch(`${deps.target.url}/v1/${item.signal}`, {
			method: 'POST',
			headers: {
				'user-agent': deps.userAgent,
				...deps.target.headers,
				'content-type': CONTENT_TYPE[item.encoding],
				...(item.gzip ? { 'content-encoding': 'gzip' } : {}),
				'tidemark-via': item.via
			},
			body: body as Uint8Array<ArrayBuffer>,
			redirect: 'manual',
			signal: AbortSignal.any([signal, timeout])
		});
		await drain(response);
		return judge(response, item, deps.now);
	} catch (error) {
		if (timeout.aborted) {
			const seconds = Math.round(deps.timeoutMs / 1000);
			return later(`The forwarding endpoint did not answer within ${seconds} s.`);
		}
		return later(`The forwarding endpoint cannot be reached: ${reason(error)}.`);
	}
}

function judge({ status, headers }: Response, { signal }: Export, now: () => number): Outcome {
	if (status >= 200 && status < 300) return { kind: 'sent' };
	if (LATER.has(status)) {
		return later(
			`The forwarding endpoint cannot take ${signal} now (${status}).`,
			retryAfter(headers.get('retry-after'), now())
		);
	}
	const why = status >= 300 && status < 400 ? `redirect, ${status}: give its final address` : status;
	return { kind: 'refused', message: `The forwarding endpoint does not take ${signal} (${why}).` };
}

function later(message: string, retryAfterMs: number | null = null): Outcome {
	return { kind: 'later', message, retryAfterMs };
}

/** Read to its end, so that the connection can be used again; a long answer is cut off. */
async function drain(response: Response): Promise<void> {
	let bytes = 0;
	for await (const part of response.body ?? []) {
		bytes += part.byteLength;
		if (bytes > MAX_ANSWER_BYTES) return;
	}
}

/** Seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfter(value: string | null, nowMs: number): number | null {
	if (value === null) return null;
	const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - nowMs;
	return Number.isNaN(ms) ? null : Math.min(MAX_WAIT_MS, Math.max(0, ms));
}
