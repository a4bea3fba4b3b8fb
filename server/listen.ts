// Listening on this machine only, on every loopback address there is, under one port.
import type { AddressInfo, Server } from 'node:net';

/** A port another program holds. */
export class PortInUse extends Error {
	override name = 'PortInUse';
	readonly port: number;

	constructor(port: number) {
		super(`port ${port} is in use`);
		this.port = port;
	}
}

export interface Listening {
	port: number;
	servers: Server[];
}

/** Failures that mean "this machine has no such address", e.g. no IPv6. */
const ABSENT = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);
const PORT_TRIES = 20;

/**
 * One server for each host, all on `port`; 0 takes a port that is free on all of them. Hosts this machine does not have
 * are passed over, unless all are. Throws PortInUse.
 */
export async function listen(
	create: () => Server,
	hosts: readonly string[],
	port: number
): Promise<Listening> {
	for (let tries = 1; ; tries++) {
		try {
			return await listenOnce(create, hosts, port);
		} catch (error) {
			if (!(error instanceof PortInUse) || port !== 0 || tries >= PORT_TRIES) throw error;
		}
	}
}

async function listenOnce(create: () => Server, hosts: readonly string[], port: number): Promise<Listening> {
	const servers: Server[] = [];
	let bound = port;
	let absent: unknown;
	try {
		for (const host of hosts) {
			const server = create();
			try {
				await start(server, host, bound);
			} catch (error) {
				const code = (error as NodeJS.ErrnoException).code ?? '';
				if (code === 'EADDRINUSE') throw new PortInUse(bound);
				if (!ABSENT.has(code)) throw error;
				absent = error;
				continue;
			}
			bound = (server.address() as AddressInfo).port;
			servers.push(server);
		}
		if (servers.length === 0) throw absent;
		return { port: bound, servers };
	} catch (error) {
		for (const server of servers) server.close();
		throw error;
	}
}

function start(server: Server, host: string, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({ host, port, exclusive: true }, () => {
			server.off('error', reject);
			resolve();
		});
	});
}
