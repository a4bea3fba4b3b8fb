// Sends messages to a push service on loopback only: what tests put in the place of the guarded way.
import type { PushTransport } from '#server/push/transport.ts';

export function createLoopbackTransport(timeoutMs = 2000): PushTransport {
	const isLoopback = (endpoint: string) => /^http:\/\/127\.0\.0\.1:\d+\/push\/[\w-]+$/.test(endpoint);
	return {
		check: (endpoint) => (isLoopback(endpoint) ? null : { refused: 'Only loopback is sent to here.' }),
		async post({ endpoint, headers, body }) {
			if (!isLoopback(endpoint)) throw new Error('Only loopback is sent to here.');
			const { 'content-length': _length, ...rest } = headers;
			const answer = await fetch(endpoint, {
				method: 'POST',
				headers: rest,
				body: new Uint8Array(body),
				redirect: 'manual',
				signal: AbortSignal.timeout(timeoutMs)
			});
			return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
		}
	};
}
