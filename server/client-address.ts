// Whose request it is: the socket's address, or what a declared proxy says of it.
import type { IncomingMessage } from 'node:http';

/** The nearest address that is no declared proxy; `null` when there is no socket (tests). */
export function clientAddress(
	incoming: IncomingMessage | undefined,
	proxies: readonly string[]
): string | null {
	const peer = plainAddress(incoming?.socket.remoteAddress ?? '');
	if (incoming === undefined || peer === '') return null;
	if (!proxies.includes(peer)) return peer;
	const forwarded = incoming.headers['x-forwarded-for'];
	const hops = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? ''))
		.split(',')
		.map((hop) => plainAddress(hop.trim()));
	return hops.findLast((hop) => hop !== '' && !proxies.includes(hop)) ?? peer;
}

/** IPv4 as IPv4, also where it comes inside IPv6. */
export function plainAddress(address: string): string {
	return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
}
