// Which addresses a channel may have: https on a public name for everyone; anything nearer only on hosts that whoever
// starts the relay has declared. No page can widen that.
import { BlockList, isIP } from 'node:net';
import { parsePublicUrl, type Refused } from '../push/endpoint.ts';
import { isPublicAddress } from '../push/public-address.ts';
import type { Destination } from '../push/transport.ts';

/** A host and port as declared, lower case; `port` null: the scheme's own. IPv6 without brackets. */
export interface DeclaredHost {
	host: string;
	port: number | null;
}

/** Own machine and own network. Link-local addresses stay out even when declared: cloud machines keep secrets there. */
const NEAR = new BlockList();
for (const [net, bits, family] of [
	['127.0.0.0', 8, 'ipv4'],
	['10.0.0.0', 8, 'ipv4'],
	['172.16.0.0', 12, 'ipv4'],
	['192.168.0.0', 16, 'ipv4'],
	['100.64.0.0', 10, 'ipv4'],
	['::1', 128, 'ipv6'],
	['fc00::', 7, 'ipv6']
] as const) {
	NEAR.addSubnet(net, bits, family);
}

/** Where a channel's address leads, or why nothing is sent there. */
export function judgeChannel(text: string, declared: readonly DeclaredHost[]): Destination | Refused {
	const near = declaredUrl(text, declared);
	if (near !== null) return { url: near, mayReach: isReachable };
	const url = parsePublicUrl(text);
	if (url === null || isIP(url.hostname) !== 0) {
		return {
			refused:
				'The address is not of the form https://host/path on a public host. Hosts of your own network are declared in TIDEMARK_CHANNEL_HOSTS.'
		};
	}
	return { url, mayReach: isPublicAddress };
}

/** The address when its host and port are declared; then http, ports and IP addresses are allowed. */
function declaredUrl(text: string, declared: readonly DeclaredHost[]): URL | null {
	if (text.length > 2048) return null;
	const match =
		/^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(\/[\x21\x24-\x3b\x3d\x3f-\x5a\x5f\x61-\x7a\x7e%]*)$/.exec(
			text
		);
	if (match === null || !URL.canParse(text)) return null;
	const [, scheme, host, port] = match;
	const url = new URL(text);
	// What the form says and what the reader of addresses makes of it have to be the same (0x7f.1, 127.1, …).
	if (url.hostname !== host || url.username !== '' || url.protocol !== `${scheme}:`) return null;
	const bare = host!.replace(/^\[(.*)\]$/, '$1');
	const known = declared.some(
		(one) => one.host === bare && (one.port ?? (scheme === 'https' ? 443 : 80)) === portNumber(port, scheme!)
	);
	return known ? url : null;
}

const portNumber = (port: string | undefined, scheme: string): number =>
	port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port);

function isReachable(address: string): boolean {
	const family = isIP(address);
	if (family === 0) return false;
	// A dual-stack socket names an IPv4 peer as a mapped address.
	const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
	return isPublicAddress(plain) || NEAR.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6');
}
