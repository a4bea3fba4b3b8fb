// What stands at the other end of a channel, on loopback: keeps what comes and answers as scripted.
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface Arrived {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	/** As sent, byte for byte. */
	text: string;
	// biome-ignore lint/suspicious/noExplicitAny: what a test looks into is of its own making
	json: any;
}

export interface ChannelService {
	port: number;
	origin: string;
	arrived: Arrived[];
	/** Connections made, whether anything came over them or not. */
	connections: number;
	answer: { status: number; headers?: Record<string, string>; silent?: boolean };
	close(): Promise<void>;
}

export async function startChannelService(): Promise<ChannelService> {
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString();
		service.arrived.push({
			method: request.method ?? '',
			path: request.url ?? '',
			headers: request.headers,
			text,
			json: JSON.parse(text || 'null')
		});
		const { status, headers, silent } = service.answer;
		if (!silent) response.writeHead(status, headers ?? {}).end('told to nobody');
	});
	server.on('connection', () => {
		service.connections++;
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	const service: ChannelService = {
		port,
		origin: `http://127.0.0.1:${port}`,
		arrived: [],
		connections: 0,
		answer: { status: 200 },
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
	return service;
}
