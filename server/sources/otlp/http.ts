// OTLP over HTTP: protobuf and JSON, plain or gzip. https://opentelemetry.io/docs/specs/otlp/#otlphttp
// Senders try again only after 429, 502, 503 and 504; a 500 makes them drop data, so it is never sent.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OtlpMistake } from '#lib/domain/views.ts';
import { MalformedError } from '#lib/wire/decoded.ts';
import { parseLogsJson, parseMetricsJson, parseTracesJson } from '#lib/wire/otlp-json.ts';
import { parseLogsProtobuf, parseMetricsProtobuf, parseTracesProtobuf } from '#lib/wire/otlp-protobuf.ts';
import { clientAddress } from '../../client-address.ts';
import type { Forward } from '../../forward/forward.ts';
import { JournalUnavailable } from '../../journal/journal.ts';
import type { Log } from '../../log.ts';
import { isLoopback } from '../../loopback.ts';
import { createGuard, type Guard } from '../../security.ts';
import { type Answer, type Encoding, errorAnswer, successAnswer } from './answer.ts';
import { BodyError, withBody } from './body.ts';
import type { Receiver, Requests, Signal } from './receive.ts';
import type { Seen } from './seen.ts';
import { type SenderRules, senderOf } from './token.ts';

export interface OtlpHttpDeps extends SenderRules {
	receiver: Receiver;
	/** Whose forwarding headers are believed. */
	trustedProxies?: readonly string[];
	allowedHosts: readonly string[];
	/** Takes what was kept; `null`: nothing is handed on. */
	forward: Pick<Forward, 'take' | 'takeMessage'> | null;
	seen: Seen;
	log: Log;
}

type Parsers = { [S in Signal]: Record<Encoding, (body: Uint8Array) => Requests[S]> };

const PARSE: Parsers = {
	logs: { protobuf: parseLogsProtobuf, json: (body) => parseLogsJson(text(body)) },
	metrics: { protobuf: parseMetricsProtobuf, json: (body) => parseMetricsJson(text(body)) },
	traces: { protobuf: parseTracesProtobuf, json: (body) => parseTracesJson(text(body)) }
};

const ENCODING: Record<string, Encoding> = {
	'application/x-protobuf': 'protobuf',
	'application/json': 'json'
};

export function createOtlpHttpHandler(
	deps: OtlpHttpDeps
): (request: IncomingMessage, response: ServerResponse) => void {
	const guard = createGuard(deps.allowedHosts);
	return (request, response) => {
		answerTo(request, deps, guard)
			.catch((error: unknown) => failed(error, encodingOf(request) ?? 'json', deps))
			.then((answer) => {
				note(request, answer, deps.seen);
				send(request, response, answer);
			});
	};
}

async function answerTo(request: IncomingMessage, deps: OtlpHttpDeps, guard: Guard): Promise<Answer> {
	const encoding = encodingOf(request);
	const refuse = (status: number, message: string) => errorAnswer(status, encoding ?? 'json', message);
	if (isFromBrowser(request)) return refuse(403, 'Browsers may not send telemetry here.');
	if (!isKnownHost(request, guard)) return refuse(421, 'This receiver does not answer under that name.');
	const signal = signalOf(request.url ?? '');
	if (signal === null)
		return refuse(404, 'There is nothing here: send to /v1/logs, /v1/metrics or /v1/traces.');
	if (request.method !== 'POST') return refuse(405, 'Only POST is taken here.');
	const address = clientAddress(request, deps.trustedProxies ?? []);
	const sender = senderOf(deps, request.headers.authorization, address);
	if (sender === null) return refuse(401, 'An ingest token is needed.');
	if (encoding === null) return refuse(415, 'Send application/x-protobuf or application/json.');
	const coding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
	if (coding !== 'identity' && coding !== 'gzip') return refuse(415, 'Send the body as it is or with gzip.');
	const local = isLoopback(address ?? '');
	const gzip = coding === 'gzip';
	return withBody(request, gzip, (body) => {
		const partial = deps.receiver.receive(signal, PARSE[signal][encoding](body), local, sender);
		if (partial.synthetic !== true) {
			deps.seen.exported(`http/${encoding}`);
			deps.forward?.take(signal, encoding, body, gzip, one(request.headers['tidemark-via']) ?? null);
		}
		return successAnswer(encoding, signal, partial);
	});
}

function failed(error: unknown, encoding: Encoding, { receiver, log }: OtlpHttpDeps): Answer {
	if (error instanceof BodyError) return errorAnswer(error.status, encoding, error.message);
	if (error instanceof MalformedError) return errorAnswer(400, encoding, error.message);
	receiver.counts.unavailable++;
	if (error instanceof JournalUnavailable) return errorAnswer(503, encoding, `Not stored: ${error.message}.`);
	log.error(`OTLP request failed: ${(error as Error).stack ?? error}`);
	return errorAnswer(503, encoding, 'Not stored: the relay met a fault of its own.');
}

const MISTAKES: Readonly<Record<number, OtlpMistake>> = {
	400: 'malformed',
	401: 'token',
	404: 'path',
	415: 'media-type',
	421: 'host'
};

function note(request: IncomingMessage, { status }: Answer, seen: Seen): void {
	// A person looking with a browser, or a probe, is no exporter gone wrong.
	if (request.method !== 'POST' || isFromBrowser(request)) return;
	const mistake = MISTAKES[status];
	if (mistake !== undefined) seen.mistaken(mistake, request.socket.localPort);
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
	if (response.destroyed) return;
	// What was not read of the body would be taken for the next request.
	if (!request.complete) response.setHeader('connection', 'close');
	response.writeHead(status, headers).end(body);
	if (!request.complete) request.resume();
}

function encodingOf(request: IncomingMessage): Encoding | null {
	const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
	return ENCODING[type] ?? null;
}

function signalOf(target: string): Signal | null {
	const path = /^(?:https?:\/\/[^/?#]*)?\/v1\/(logs|metrics|traces)(?:\?.*)?$/.exec(target);
	return (path?.[1] as Signal | undefined) ?? null;
}

/** Exporters send neither header; a page, or a form in one, sends at least one. */
function isFromBrowser({ headers }: IncomingMessage): boolean {
	return headers.origin !== undefined || (headers['sec-fetch-site'] ?? 'none') !== 'none';
}

function isKnownHost(request: IncomingMessage, guard: Guard): boolean {
	// Only the host is judged here: a GET never meets the other rules outside /api.
	const head = {
		method: 'GET',
		target: request.url ?? '/',
		header: (name: string) => one(request.headers[name])
	};
	return guard.refuse(head) === null;
}

function one(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value[0] : value;
}

function text(body: Uint8Array): string {
	return new TextDecoder().decode(body);
}
