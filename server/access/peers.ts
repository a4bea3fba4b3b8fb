// Who may open a connection at all once the relay listens beyond this machine without encryption of its own: this machine
// and the declared proxies. Everybody else would speak plain http.

import { plainAddress } from '../client-address.ts';
import type { Config } from '../config.ts';
import { isLoopback } from '../loopback.ts';
import { isBeyondLoopback } from './beyond.ts';

export function createPeerCheck(
	config: Pick<Config, 'hosts' | 'container' | 'tls' | 'trustedProxies'>
): (remoteAddress: string | undefined) => boolean {
	if (!isBeyondLoopback(config) || config.container || config.tls !== null) return () => true;
	const proxies = new Set(config.trustedProxies.map(plainAddress));
	return (remoteAddress) => {
		const peer = plainAddress(remoteAddress ?? '');
		return isLoopback(peer) || proxies.has(peer);
	};
}
