// A Loki on loopback that behaves as the recorded one did, and misbehaves on demand.
// Imports nothing from src or server.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { createLokiStore, type LokiEntry, LokiRefusal, type LokiStore, tailStream } from './loki-store.ts';
import { acceptWebSocket, refuseWebSocket, type ServerSocket } from './websocket-server.ts';

export interface Answer {
	status: number;
	body: string;
	headers?: Record<string, string>;
}

interface Tail {
	socket: ServerSocket;
	categorized: boolean;
	/** Takes part no more, without saying so. */
	dead: boolean;
	dropped: LokiEntry[];
}

export interface LokiStub {
	readonly url: string;
	readonly store: LokiStore;
	/** Every request: method, path with query, headers. */
	readonly requests: { path: string; headers: IncomingMessage['headers'] }[];
	readonly queries: { startNs: bigint; endNs: bigint; limit: number; query: string }[];
	readonly tails: number;
	/** Frames with dropped entries that were sent. */
	readonly dropFrames: number;
	/** Stores entries and streams them. */
	push(entries: readonly LokiEntry[]): void;
	/** The next entries are stored but not streamed; the frame after them says so. */
	dropNext(count: number): void;
	/** The next entries are stored but not streamed, and nobody says so. */
	loseNext(count: number): void;
	/** Answers to the next range queries, instead of the true ones; `hang`: none. */
	next(...answers: (Answer | 'hang')[]): void;
	/** Queries for more entries than this are never answered. */
	hangAbove: number;
	/** Answers range queries are held back by, ms. */
	delayMs: number;
	/** Needs these request headers, else 401 `no org id`. */
	need: Record<string, string>;
	/** Not ready: 503 on /ready and on tails, queries answer with nothing. */
	starting: boolean;
	/** Tails refused before the upgrade, or closed after it. */
	tailAnswer: null | { status: number; text: string } | { code: number; reason: string };
	maxTails: number;
	closeTails(code: number, reason: string): void;
	/** Ends tails without a close frame. */
	destroyTails(): void;
	/** Ends tails in the middle of a frame. */
	cutTails(): void;
	/** Neither frames nor pings any more, though the connections stay. */
	silenceTails(): void;
	/** Any text as a frame. */
	say(text: string): void;
	/** Ends everything, as kill -9 would; `start` brings it back on the same port. */
	stop(): Promise<void>;
	start(): Promise<void>;
}

export interface LokiStubOptions {
	pingMs?: number;
	maxEntries?: number;
	maxRangeNs?: bigint;
	now?: () => number;
}

const FRAME = 100;
const HOUR_NS = 3_600_000_000_000n;

export async function startLokiStub(options: LokiStubOptions = {}): Promise<LokiStub> {
	const now = options.now ?? Date.now;
	const store = createLokiStore(options.maxEntries, options.maxRangeNs);
	const sockets = new Set<Socket>();
	const tails = new Set<Tail>();
	const answers: (Answer | 'hang')[] = [];
	let server: Server | null = null;
	let port = 0;
	let drop = 0;
	let lose = 0;
	let dropFrames = 0;

	const stub: LokiStub = {
		get url() {
			return `http://127.0.0.1:${port}`;
		},
		store,
		requests: [],
		queries: [],
		get tails() {
			return [...tails].filter(({ dead }) => !dead).length;
		},
		get dropFrames() {
			return dropFrames;
		},
		push(entries) {
			const fresh = store.add(entries);
			const lost = fresh.splice(0, lose);
			lose -= lost.length;
			const dropped = fresh.splice(0, drop);
			drop -= dropped.length;
			for (const tail of tails) {
				tail.dropped.push(...dropped);
				if (fresh.length > 0) sendFrames(tail, fresh, true);
			}
		},
		dropNext(count) {
			drop += count;
		},
		loseNext(count) {
			lose += count;
		},
		next: (...given) => void answers.push(...given),
		hangAbove: Number.POSITIVE_INFINITY,
		delayMs: 0,
		need: {},
		starting: false,
		tailAnswer: null,
		maxTails: 10,
		closeTails: (code, reason) => each((tail) => tail.socket.close(code, reason)),
		destroyTails: () => each((tail) => tail.socket.destroy()),
		cutTails: () => each((tail) => tail.socket.cut('{"streams":[{"stream":{"service_name":"claude-code"}')),
		silenceTails: () =>
			each((tail) => {
				tail.dead = true;
			}),
		say: (text) => each((tail) => tail.socket.text(text)),
		async stop() {
			const closed = new Promise((resolve) => server?.close(resolve));
			for (const socket of sockets) socket.destroy();
			await closed;
			server = null;
		},
		async start() {
			server = createServer(onRequest);
			server.on('connection', (socket) => {
				sockets.add(socket);
				socket.on('close', () => sockets.delete(socket));
			});
			server.on('upgrade', onUpgrade);
			await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve));
			port = (server.address() as AddressInfo).port;
		}
	};

	function each(act: (tail: Tail) => void): void {
		for (const tail of [...tails]) act(tail);
	}

	function sendFrames(tail: Tail, entries: readonly LokiEntry[], live: boolean): void {
		if (tail.dead) return;
		for (let from = 0; from < entries.length; from += FRAME) {
			const part = entries.slice(from, from + FRAME);
			const frame: Record<string, unknown> = {
				streams: part.map((entry) => tailStream(entry, tail.categorized, live))
			};
			if (tail.categorized) frame.encodingFlags = ['categorize-labels'];
			if (tail.dropped.length > 0) {
				frame.dropped_entries = tail.dropped.map(({ ns, labels }) => ({ timestamp: ns.toString(), labels }));
				tail.dropped = [];
				dropFrames += 1;
			}
			tail.socket.text(JSON.stringify(frame));
		}
	}

	function authorized(request: IncomingMessage): boolean {
		return Object.entries(stub.need).every(([name, value]) => request.headers[name.toLowerCase()] === value);
	}

	function onRequest(request: IncomingMessage, response: ServerResponse): void {
		const url = new URL(request.url ?? '/', 'http://stub');
		stub.requests.push({ path: request.url ?? '/', headers: request.headers });
		const text = (status: number, body: string) => {
			response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(body);
		};
		if (url.pathname === '/ready') {
			if (stub.starting) text(503, 'Ingester not ready: waiting for 15s after being ready');
			else text(200, 'ready\n');
		} else if (!authorized(request)) text(401, 'no org id\n');
		else if (url.pathname === '/loki/api/v1/query_range') setTimeout(() => answer(), stub.delayMs);
		else text(404, '404 page not found\n');

		function answer(): void {
			const { searchParams } = url;
			const query = {
				query: searchParams.get('query') ?? '',
				startNs: BigInt(searchParams.get('start') ?? 0),
				endNs: BigInt(searchParams.get('end') ?? 0),
				limit: Number(searchParams.get('limit') ?? 100),
				forward: searchParams.get('direction') === 'forward',
				categorized: request.headers['x-loki-response-encoding-flags'] === 'categorize-labels'
			};
			stub.queries.push(query);
			const given = answers.shift();
			if (given === 'hang' || query.limit > stub.hangAbove) return;
			if (given !== undefined) {
				response.writeHead(given.status, { 'Content-Type': 'text/plain; charset=utf-8', ...given.headers });
				response.end(given.body);
				return;
			}
			if (stub.starting) query.query = '{service_name=""}';
			try {
				const body = Buffer.from(JSON.stringify(store.range(query)));
				const packed = String(request.headers['accept-encoding'] ?? '').includes('gzip');
				response.writeHead(200, {
					'Content-Type': 'application/json; charset=UTF-8',
					...(packed ? { 'Content-Encoding': 'gzip' } : {})
				});
				response.end(packed ? gzipSync(body) : body);
			} catch (error) {
				if (!(error instanceof LokiRefusal)) throw error;
				text(error.status, error.message);
			}
		}
	}

	function onUpgrade(request: IncomingMessage, stream: Duplex): void {
		const url = new URL(request.url ?? '/', 'http://stub');
		stub.requests.push({ path: request.url ?? '/', headers: request.headers });
		const problem = refusalOf(request, url.searchParams.get('query') ?? '');
		if (problem !== null) {
			refuseWebSocket(stream, problem.status, problem.text);
			return;
		}
		const socket = acceptWebSocket(request, stream);
		const closed = stub.tailAnswer ?? (stub.tails >= stub.maxTails ? tooMany(stub.maxTails) : null);
		if (closed !== null && 'code' in closed) {
			socket.close(closed.code, closed.reason);
			return;
		}
		const categorized = request.headers['x-loki-response-encoding-flags'] === 'categorize-labels';
		const tail: Tail = { socket, categorized, dead: false, dropped: [] };
		const startNs = BigInt(url.searchParams.get('start') ?? BigInt(now()) * 1_000_000n - HOUR_NS);
		const limit = Number(url.searchParams.get('limit') ?? 100);
		const recent = store.select(url.searchParams.get('query') ?? '').filter(({ ns }) => ns >= startNs);
		sendFrames(tail, recent.slice(-limit), false);
		tails.add(tail);
		const pings = setInterval(() => !tail.dead && socket.ping(), options.pingMs ?? 1000);
		socket.onClose = () => {
			clearInterval(pings);
			tails.delete(tail);
		};
	}

	/** Why a tail is refused before the upgrade. */
	function refusalOf(request: IncomingMessage, query: string): { status: number; text: string } | null {
		if (!authorized(request)) return { status: 401, text: 'no org id\n' };
		if (stub.starting) return { status: 503, text: 'Ingester not ready: waiting for 15s after being ready' };
		if (stub.tailAnswer !== null && 'status' in stub.tailAnswer) return stub.tailAnswer;
		try {
			store.select(query);
			return null;
		} catch (error) {
			if (!(error instanceof LokiRefusal)) throw error;
			return { status: error.status, text: error.message };
		}
	}

	await stub.start();
	return stub;
}

function tooMany(limit: number): { code: number; reason: string } {
	const count = `(${limit + 1} > ${limit})`;
	return {
		code: 1011,
		reason: `rpc error: code = Code(400) desc = max concurrent tail requests limit exceeded, count > limit ${count}`
	};
}
