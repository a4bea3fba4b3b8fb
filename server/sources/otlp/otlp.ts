// The OTLP source: both receivers on their ports, and how they are. A port that cannot be had stops neither the other
// one nor the relay, but is never passed over in silence.
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import type { ServerHttp2Session } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import type { Server, Socket } from 'node:net';
import type { SourceStatus } from '#lib/domain/views.ts';
import { isBeyondLoopback } from '../../access/beyond.ts';
import { createPeerCheck } from '../../access/peers.ts';
import type { Tokens } from '../../access/tokens.ts';
import type { Config } from '../../config.ts';
import type { Forward } from '../../forward/forward.ts';
import type { Ingest } from '../../ingest.ts';
import { listen, PortInUse } from '../../listen.ts';
import type { Log } from '../../log.ts';
import { portOwner } from '../../port-owner.ts';
import { readTls, type TlsPair } from '../../tls.ts';
import { isLagging } from '../lag.ts';
import { createSince, isoTime } from '../since.ts';
import type { RunningSource } from '../source.ts';
import { createOtlpGrpcServer } from './grpc.ts';
import { createOtlpHttpHandler } from './http.ts';
import { createReceiver } from './receive.ts';
import { createSeen, endConnection, languageOf, type Seen } from './seen.ts';

export interface OtlpSource extends RunningSource {
	/** Where each receiver listens; `null`: off, or the port could not be had. */
	readonly addresses: { http: string | null; grpc: string | null };
	readonly seen: Seen;
}

export interface OtlpDeps {
	config: Pick<Config, 'hosts' | 'otlpHttpPort' | 'otlpGrpcPort' | 'ingestToken' | 'allowedHosts'> &
		Partial<Pick<Config, 'trustedProxies' | 'tls' | 'container'>>;
	/** Tokens made in the app; missing: none. */
	tokens?: Pick<Tokens, 'senderOf'>;
	ingest: Ingest;
	/** Why nothing can be written now; `null`: it can. */
	trouble: () => string | null;
	/** When the last event the journal has happened, Unix epoch ms; asked once, at start. */
	lastEventMs: () => number | null;
	now: () => number;
	hostname: string;
	/** Takes what was kept; missing: nothing is handed on. */
	forward?: Pick<Forward, 'take' | 'takeMessage'> | null;
	/** Hears of the doctor's records that arrived. */
	marked?: (id: string) => void;
	log: Log;
}

/** An event within this time: the source is receiving. */
const RECEIVING_MS = 60_000;
/** Senders export every few seconds, metrics once a minute with the time of their export. */
const LAGGING_MS = 60_000;
const MAX_CONNECTIONS = 512;

export async function startOtlp(deps: OtlpDeps): Promise<OtlpSource> {
	const { config, log, now } = deps;
	const seen = createSeen(now);
	const receiver = createReceiver({ ...deps, seen });
	const receiverDeps = {
		receiver,
		token: config.ingestToken,
		...(deps.tokens === undefined ? {} : { tokens: deps.tokens }),
		trustedProxies: config.trustedProxies ?? [],
		allowedHosts: config.allowedHosts,
		forward: deps.forward ?? null,
		seen,
		log
	};
	const errors: string[] = [];
	const failing = createSince(now);
	/** Of the time before this run. */
	const beforeMs = deps.lastEventMs();
	const sessions = new Set<ServerHttp2Session>();

	async function open(name: string, port: number | null, create: () => Server) {
		if (port === null) return null;
		try {
			return await listen(create, config.hosts, port);
		} catch (error) {
			const owner = error instanceof PortInUse ? portOwner(port) : null;
			const reason =
				error instanceof PortInUse ? `in use${owner ? ` by ${owner}` : ''}` : (error as Error).message;
			errors.push(`${name} is off: port ${port} is ${reason}.`);
			log.warn(errors.at(-1)!);
			return null;
		}
	}

	// On this machine plain text is private, and no certificate has to be trusted by Claude Code.
	const tls = config.tls && isBeyondLoopback(config) ? readTls(config.tls) : null;
	const isPeer = createPeerCheck({ container: false, tls: null, trustedProxies: [], ...config });
	const guarded = <S extends Server>(server: S): S => {
		server.on('connection', (socket: Socket) => {
			if (!isPeer(socket.remoteAddress)) socket.destroy();
		});
		return server;
	};

	const http = await open('OTLP/HTTP', config.otlpHttpPort, () =>
		guarded(createOtlpHttpServer(receiverDeps, tls))
	);
	const grpc = await open('OTLP/gRPC', config.otlpGrpcPort, () => {
		const server = createOtlpGrpcServer(receiverDeps, tls);
		server.maxConnections = MAX_CONNECTIONS;
		server.on('connection', () => seen.connected());
		server.on('session', (session) => {
			sessions.add(session);
			session.on('close', () => sessions.delete(session));
		});
		return guarded(server as unknown as Server);
	});

	const address = (port: number | undefined) =>
		port === undefined ? null : `${tls === null ? 'http' : 'https'}://localhost:${port}`;

	function state(lastMs: number | null, error: string | null): SourceStatus['state'] {
		if (error !== null) return 'error';
		if (http === null && grpc === null) return 'off';
		if (receiver.lastEventMs !== null && now() - receiver.lastEventMs < RECEIVING_MS) return 'receiving';
		return lastMs === null ? 'waiting' : 'idle';
	}

	function phase(error: string | null): SourceStatus['phase'] {
		if (error !== null) return 'failing';
		if (http === null && grpc === null) return undefined;
		return isLagging(receiver.arrival, 0, now(), LAGGING_MS) ? 'lagging' : 'live';
	}

	return {
		addresses: { http: address(http?.port), grpc: address(grpc?.port) },
		seen,
		status() {
			const trouble = deps.trouble();
			const error =
				[...(trouble === null ? [] : [`Events are not being stored: ${trouble}.`]), ...errors].join(' ') ||
				null;
			const lastMs = receiver.newestMs ?? beforeMs;
			const current = phase(error);
			return {
				name: 'otlp',
				state: state(lastMs, error),
				lastEventAt: isoTime(lastMs),
				error,
				...(current === undefined ? {} : { phase: current }),
				failingSince: isoTime(failing.note(error !== null)),
				lagMs: receiver.arrival?.lagMs ?? null,
				counts: { ...receiver.counts, spans: receiver.spans }
			};
		},
		async close(graceMs) {
			const closed = [...(http?.servers ?? []), ...(grpc?.servers ?? [])].map(
				(server) => new Promise<void>((resolve) => server.close(() => resolve()))
			);
			const sweep = setInterval(() => {
				for (const server of http?.servers ?? []) (server as HttpServer).closeIdleConnections();
			}, 20);
			for (const session of sessions) session.close();
			const late = setTimeout(() => {
				for (const server of http?.servers ?? []) (server as HttpServer).closeAllConnections();
				for (const session of sessions) session.destroy();
			}, graceMs);
			await Promise.all(closed);
			clearInterval(sweep);
			clearTimeout(late);
		}
	};
}

function createOtlpHttpServer(
	deps: Parameters<typeof createOtlpHttpHandler>[0],
	tls: TlsPair | null
): HttpServer {
	const options = {
		headersTimeout: 10_000,
		requestTimeout: 30_000,
		keepAliveTimeout: 75_000,
		maxHeaderSize: 16 * 1024
	};
	const handler = createOtlpHttpHandler(deps);
	const server =
		tls === null ? createHttpServer(options, handler) : createTlsServer({ ...options, ...tls }, handler);
	server.maxConnections = MAX_CONNECTIONS;
	server.on('connection', () => deps.seen.connected());
	server.on('clientError', (error: Error & { rawPacket?: unknown }, socket) => {
		const language = languageOf(error.rawPacket);
		if (language !== null) deps.seen.mistaken(language, (socket as Socket).localPort);
		endConnection(error, socket as Socket);
	});
	return server;
}
