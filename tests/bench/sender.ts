// Sends export requests to a receiver on this machine over kept-alive connections.
import { Agent, request } from 'node:http';

export type Post = (body: Uint8Array) => Promise<void>;

/** Rejects on any answer but 200. `close` ends the connections. */
export function createSender(
	port: number,
	contentType: string,
	connections: number
): { post: Post; close(): void } {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	return {
		close: () => agent.destroy(),
		post: (body) =>
			new Promise((resolve, reject) => {
				const headers = { 'content-type': contentType, 'content-length': body.length };
				const sent = request(
					{ agent, host: '127.0.0.1', port, path: '/v1/logs', method: 'POST', headers },
					(response) => {
						response.resume();
						response.on('error', reject);
						response.on('end', () => {
							if (response.statusCode === 200) resolve();
							else reject(new Error(`the receiver answered ${response.statusCode}`));
						});
					}
				);
				sent.on('error', reject);
				sent.end(body);
			})
	};
}

/** Posts all bodies, `parallel` at a time. */
export async function postAll(post: Post, bodies: readonly Uint8Array[], parallel: number): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < bodies.length) await post(bodies[next++]!);
	};
	await Promise.all(Array.from({ length: parallel }, worker));
}
