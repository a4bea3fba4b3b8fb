// /metrics without a session: counts only, never what an event says. Prometheus has no session, so from this machine (and
// within a container's networks, where publishing the port is the host's choice) it is open; from elsewhere with a token.
import type { HttpBindings } from '@hono/node-server';
import { clientAddress } from '../client-address.ts';
import type { Config } from '../config.ts';
import { isLocal } from './origin.ts';
import { hashOf, isSameHash } from './secrets.ts';

interface MetricsRequest {
	env: Partial<HttpBindings> | undefined;
	req: { header(name: string): string | undefined };
}

export function createMetricsCheck(
	config: Pick<Config, 'container' | 'metricsToken' | 'trustedProxies' | 'publicUrl'>
): (c: MetricsRequest) => boolean {
	const wanted = config.metricsToken === null ? null : hashOf(config.metricsToken);
	return ({ env, req }) => {
		const given = /^Bearer +(\S+)$/i.exec(req.header('authorization') ?? '')?.[1];
		if (wanted !== null && given !== undefined) return isSameHash(hashOf(given), wanted);
		const incoming = env?.incoming;
		if (isLocal(incoming, config)) return true;
		// Not what a proxy brings in from outside.
		const own =
			clientAddress(incoming, config.trustedProxies) ===
			incoming?.socket.remoteAddress?.replace(/^::ffff:/, '');
		return config.container && own && incoming?.headers['x-forwarded-for'] === undefined;
	};
}
