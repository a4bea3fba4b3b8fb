// OTLP over gRPC; HTTP/2 in plain text but for relays open to other machines with a certificate of their own. https://opentelemetry.io/docs/specs/otlp/#otlpgrpc
import type { IncomingMessage } from 'node:http';
import {
	constants,
	createSecureServer,
	createServer,
	type Http2Server,
	type Http2ServerRequest,
	type Http2ServerResponse
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Message } from '@bufbuild/protobuf';
import {
	Code,
	ConnectError,
	type ConnectRouter,
	createContextKey,
	createContextValues,
	type HandlerContext
} from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { LogsService } from '#lib/wire/gen/opentelemetry/proto/collector/logs/v1/logs_service_pb.ts';
import { MetricsService } from '#lib/wire/gen/opentelemetry/proto/collector/metrics/v1/metrics_service_pb.ts';
import { TraceService } from '#lib/wire/gen/opentelemetry/proto/collector/trace/v1/trace_service_pb.ts';
import type { Sender } from '../../access/tokens.ts';
import { clientAddress } from '../../client-address.ts';
import { JournalUnavailable } from '../../journal/journal.ts';
import { isLoopback } from '../../loopback.ts';
import { createGuard } from '../../security.ts';
import type { TlsPair } from '../../tls.ts';
import { MAX_BODY_BYTES } from './body.ts';
import type { OtlpHttpDeps } from './http.ts';
import type { Partial, Requests, Signal } from './receive.ts';
import { senderOf } from './token.ts';

const REQUEST_TIMEOUT_MS = 30_000;
/** nghttp2's word for a connection that does not begin as HTTP/2 does. https://nghttp2.org/documentation/enums.html */
const BAD_CLIENT_MAGIC = -903;
const portKey = createContextKey<number | undefined>(undefined);
/** The sender's own address. */
const addressKey = createContextKey<string>('');

/** A server that is not listening yet. */
export function createOtlpGrpcServer(deps: OtlpHttpDeps, tls: TlsPair | null = null): Http2Server {
	const guard = createGuard(deps.allowedHosts);
	const call = connectNodeAdapter({
		routes: (router) => addServices(router, deps),
		grpc: true,
		grpcWeb: false,
		connect: false,
		readMaxBytes: MAX_BODY_BYTES,
		contextValues: (request) =>
			createContextValues()
				.set(
					addressKey,
					clientAddress(request as unknown as IncomingMessage, deps.trustedProxies ?? []) ?? ''
				)
				.set(portKey, request.socket.localPort),
		fallback: (_request, response) =>
			refuse(response as Http2ServerResponse, Code.Unimplemented, 'There is no such method here.')
	});
	const limits = { maxSessionMemory: 64, settings: { maxConcurrentStreams: 100 } };
	const server = tls === null ? createServer(limits) : createSecureServer({ ...limits, ...tls });
	server.on('request', (request: Http2ServerRequest, response: Http2ServerResponse) => {
		const header = (name: string) =>
			text(request.headers[name === 'host' ? ':authority' : name] ?? request.headers[name]);
		const known = guard.refuse({ method: 'GET', target: request.url, header }) === null;
		if (header('origin') !== undefined || (header('sec-fetch-site') ?? 'none') !== 'none' || !known) {
			refuse(response, Code.PermissionDenied, 'This receiver does not answer that sender.');
		} else if (!/^application\/grpc(\+proto)?$/.test(header('content-type') ?? '')) {
			response.writeHead(415).end();
		} else {
			nameMalformed(response);
			call(request, response);
		}
	});
	server.on('stream', (stream) =>
		stream.setTimeout(REQUEST_TIMEOUT_MS, () => stream.close(constants.NGHTTP2_CANCEL))
	);
	// A sender that breaks off mid-way is no fault of ours, and must not end the process.
	server.on('sessionError', (error) => {
		deps.log.debug(`gRPC session: ${(error as Error).message}`);
		if ((error as { errno?: number }).errno === BAD_CLIENT_MAGIC)
			deps.seen.mistaken('http-on-grpc', (server.address() as AddressInfo | null)?.port);
	});
	return server as Http2Server;
}

function addServices(router: ConnectRouter, deps: OtlpHttpDeps): void {
	router.service(LogsService, {
		export: (request, context) => ({
			...partialSuccess('logs', request, context, deps, (count, errorMessage) => ({
				rejectedLogRecords: count,
				errorMessage
			}))
		})
	});
	router.service(MetricsService, {
		export: (request, context) => ({
			...partialSuccess('metrics', request, context, deps, (count, errorMessage) => ({
				rejectedDataPoints: count,
				errorMessage
			}))
		})
	});
	router.service(TraceService, {
		export: (request, context) => ({
			...partialSuccess('traces', request, context, deps, (count, errorMessage) => ({
				rejectedSpans: count,
				errorMessage
			}))
		})
	});
}

function partialSuccess<S extends Signal, P>(
	signal: S,
	request: Requests[S] & Message,
	context: HandlerContext,
	deps: OtlpHttpDeps,
	shape: (count: bigint, message: string) => P
): { partialSuccess?: P } {
	const address = context.values.get(addressKey);
	const sender = senderOf(deps, context.requestHeader.get('authorization'), address);
	if (sender === null) {
		deps.seen.mistaken('token', context.values.get(portKey));
		throw new ConnectError('An ingest token is needed.', Code.Unauthenticated);
	}
	const { rejected, message, synthetic } = receive(signal, request, isLoopback(address), sender, deps);
	if (synthetic !== true) {
		deps.seen.exported('grpc');
		deps.forward?.takeMessage(signal, request);
	}
	return rejected === 0 ? {} : { partialSuccess: shape(BigInt(rejected), message) };
}

function receive<S extends Signal>(
	signal: S,
	request: Requests[S],
	local: boolean,
	sender: Sender,
	deps: OtlpHttpDeps
): Partial {
	try {
		return deps.receiver.receive(signal, request, local, sender);
	} catch (error) {
		deps.receiver.counts.unavailable++;
		if (error instanceof JournalUnavailable)
			throw new ConnectError(`Not stored: ${error.message}.`, Code.Unavailable);
		deps.log.error(`OTLP request failed: ${(error as Error).stack ?? error}`);
		throw new ConnectError('Not stored: the relay met a fault of its own.', Code.Unavailable);
	}
}

/**
 * The library calls a message it cannot read an internal error; for the sender it is an invalid argument.
 * https://opentelemetry.io/docs/specs/otlp/#failures
 */
function nameMalformed(response: Http2ServerResponse): void {
	const add = response.addTrailers.bind(response);
	response.addTrailers = (trailers) => {
		const malformed = /^parse(%20| )binary/.test(String(trailers['grpc-message'] ?? ''));
		add(malformed ? { ...trailers, 'grpc-status': String(Code.InvalidArgument) } : trailers);
	};
}

/** An answer of headers only. https://grpc.github.io/grpc/core/md_doc__p_r_o_t_o_c_o_l-_h_t_t_p2.html */
function refuse(response: Http2ServerResponse, code: Code, message: string): void {
	response.writeHead(200, {
		'content-type': 'application/grpc',
		'grpc-status': String(code),
		'grpc-message': encodeURIComponent(message)
	});
	response.end();
}

function text(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value[0] : value;
}
