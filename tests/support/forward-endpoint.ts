// A second OTLP endpoint on loopback that keeps what it is sent and answers as it is told.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface Arrived {
	path: string;
	headers: IncomingHttpHeaders;
	/** Unpacked. */
	body: Buffer;
	atMs: number;
}

export interface Answer {
	status: number;
	headers?: Record<string, string>;
	/** Before it answers; `Infinity`: never. */
	afterMs?: number;
}

export interface ForwardEndpoint extends AsyncDisposable {
	url: string;
	arrived: Arrived[];
	/** Answers in turn; the last one stays. */
	answers: Answer[];
	/** Resolves when so many requests have come. */
	came(count: number): Promise<void>;
	close(): Promise<void>;
}

export async function startEndpoint(
	answers: Answer[] = [{ status: 200 }],
	port = 0
): Promise<ForwardEndpoint> {
	const arrived: Arrived[] = [];
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const packed = Buffer.concat(chunks);
		const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(packed) : packed;
		arrived.push({ path: request.url!, headers: request.headers, body, atMs: performance.now() });
		const { status, headers, afterMs = 0 } = answers.length > 1 ? answers.shift()! : answers[0]!;
		if (afterMs === Number.POSITIVE_INFINITY) return;
		setTimeout(() => response.writeHead(status, headers).end(), afterMs);
	});
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const close = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		arrived,
		answers,
		async came(count) {
			const deadline = Date.now() + 10_000;
			while (arrived.length < count) {
				if (Date.now() > deadline) throw new Error(`${arrived.length} requests came, not ${count}`);
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
		},
		close,
		[Symbol.asyncDispose]: close
	};
}
