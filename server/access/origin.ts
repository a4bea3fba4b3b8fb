// How a request came: encrypted or not, from how far. X-Forwarded-* counts only from declared proxies.
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { clientAddress, plainAddress } from '../client-address.ts';
import { isLoopback } from '../loopback.ts';
import { hostNameOf } from '../security.ts';

export interface OriginRules {
	trustedProxies: readonly string[];
	/** Declared address, without a slash at the end. */
	publicUrl: string | null;
}

/** Whether the browser speaks https to us or to a proxy before us: decides on the cookie's name and its Secure. */
export function isSecure(incoming: IncomingMessage | undefined, host: string, rules: OriginRules): boolean {
	if ((incoming?.socket as Partial<TLSSocket> | undefined)?.encrypted) return true;
	const peer = plainAddress(incoming?.socket.remoteAddress ?? '');
	if (rules.trustedProxies.includes(peer)) {
		const sent = incoming!.headers['x-forwarded-proto'];
		const protocol = (Array.isArray(sent) ? sent.at(-1) : sent?.split(',').at(-1))?.trim().toLowerCase();
		if (protocol !== undefined) return protocol === 'https';
	}
	// A proxy on this machine that is not declared: what is declared is the address it stands for.
	return rules.publicUrl !== null && rules.publicUrl === `https://${host.toLowerCase().replace(/:443$/, '')}`;
}

/** From this machine itself, under one of its own names, not handed on by anyone. */
export function isLocal(incoming: IncomingMessage | undefined, rules: OriginRules): boolean {
	if (incoming === undefined) return true;
	const address = clientAddress(incoming, rules.trustedProxies);
	const name = hostNameOf(incoming.headers.host ?? '') ?? '';
	const own = name === 'localhost' || name.endsWith('.localhost') || isLoopback(name.replace(/^\[|\]$/g, ''));
	const handedOn = Object.keys(incoming.headers).some((header) => /^(x-forwarded-|forwarded$)/.test(header));
	return address !== null && isLoopback(address) && own && !handedOn;
}
