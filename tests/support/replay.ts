// Sends captured export requests over their own protocol to a receiver on this machine, as the CLI would: in any order,
// as often as asked. gRPC is spoken by hand (node:http2), so nothing of the receiver's library checks itself.
import { request as httpRequest } from 'node:http';
import { type ClientHttp2Session, connect } from 'node:http2';
import { gzipSync } from 'node:zlib';
import type { Capture } from './captures.ts';
import { createRandom } from './random.ts';

export interface Ports {
	http: number;
	grpc: number;
}

export interface ReplayOptions {
	seed: number;
	/** Each request is sent between once and this many times. */
	repeats?: number;
	/** Compress about half of the requests. */
	gzip?: boolean;
	shuffle?: boolean;
	/** Requests in flight at once. */
	parallel?: number;
}

export interface Answer {
	file: string;
	/** HTTP status, or for gRPC its `grpc-status`. */
	status: number;
	body: Uint8Array;
}

const GRPC_SERVICE = {
	logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
	metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
	traces: 'opentelemetry.proto.collector.trace.v1.TraceService'
};

/** The requests of a replay, in the order they are sent: the same seed gives the same list. */
export function plan(captures: Capture[], options: ReplayOptions): { capture: Capture; gzip: boolean }[] {
	const random = createRandom(options.seed);
	const sent = captures.flatMap((capture) =>
		Array.from({ length: random.integer(1, options.repeats ?? 1) }, () => ({
			capture,
			gzip: options.gzip === true && random.next() < 0.5
		}))
	);
	return options.shuffle === false ? sent : random.shuffle(sent);
}

/** Sends all and returns the answers in order of sending; throws on a connection failure. */
export async function replay(captures: Capture[], ports: Ports, options: ReplayOptions): Promise<Answer[]> {
	const queue = plan(captures, options);
	const answers: Answer[] = new Array(queue.length);
	const session = connect(`http://127.0.0.1:${ports.grpc}`);
	let next = 0;
	const sender = async () => {
		while (next < queue.length) {
			const index = next++;
			const { capture, gzip } = queue[index]!;
			answers[index] =
				capture.protocol === 'grpc'
					? await sendGrpc(session, capture, gzip)
					: await sendHttp(ports.http, capture, gzip);
		}
	};
	try {
		await Promise.all(Array.from({ length: options.parallel ?? 4 }, sender));
	} finally {
		session.close();
	}
	return answers;
}

function sendHttp(port: number, capture: Capture, gzip: boolean): Promise<Answer> {
	const body = gzip ? gzipSync(capture.body) : capture.body;
	const headers = {
		'content-type': capture.protocol === 'http/json' ? 'application/json' : 'application/x-protobuf',
		'content-length': body.length,
		...(gzip ? { 'content-encoding': 'gzip' } : {})
	};
	return new Promise((resolve, reject) => {
		const path = `/v1/${capture.signal}`;
		const sent = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () =>
				resolve({ file: capture.file, status: response.statusCode ?? 0, body: Buffer.concat(chunks) })
			);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

/** One unary call: a 5-byte prefix (compressed flag, length), then the message. https://grpc.github.io/grpc/core/md_doc__p_r_o_t_o_c_o_l-_h_t_t_p2.html */
function sendGrpc(session: ClientHttp2Session, capture: Capture, gzip: boolean): Promise<Answer> {
	const message = gzip ? gzipSync(capture.body) : capture.body;
	const prefix = Buffer.alloc(5);
	prefix.writeUInt8(gzip ? 1 : 0, 0);
	prefix.writeUInt32BE(message.length, 1);
	return new Promise((resolve, reject) => {
		session.once('error', reject);
		const stream = session.request({
			':method': 'POST',
			':path': `/${GRPC_SERVICE[capture.signal]}/Export`,
			'content-type': 'application/grpc',
			te: 'trailers',
			...(gzip ? { 'grpc-encoding': 'gzip' } : {})
		});
		const chunks: Buffer[] = [];
		let status = -1;
		const note = (headers: Record<string, unknown>) => {
			if (headers['grpc-status'] !== undefined) status = Number(headers['grpc-status']);
		};
		stream.on('response', note);
		stream.on('trailers', note);
		stream.on('data', (chunk: Buffer) => chunks.push(chunk));
		stream.on('error', reject);
		stream.on('close', () => {
			session.off('error', reject);
			resolve({ file: capture.file, status, body: Buffer.concat(chunks) });
		});
		stream.end(Buffer.concat([prefix, message]));
	});
}
