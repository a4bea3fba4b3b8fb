// Whether an IP address is one of the public internet. What is reserved, private, local or translated is not.
// https://www.iana.org/assignments/iana-ipv4-special-registry/ and …/iana-ipv6-special-registry/, read 2026-11-20
import { BlockList, isIP } from 'node:net';

const NOT_PUBLIC = new BlockList();
for (const [net, bits] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.31.196.0', 24],
	['192.52.193.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['192.175.48.0', 24],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3]
] as const) {
	NOT_PUBLIC.addSubnet(net, bits, 'ipv4');
}

/** Of IPv6 only global unicast is public, and of that not what is set aside or carries an IPv4 address. */
const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['2620:4f:8000::', 48],
	['3fff::', 20]
] as const) {
	NOT_PUBLIC.addSubnet(net, bits, 'ipv6');
}

/** `false` for what is no address. */
export function isPublicAddress(address: string): boolean {
	const family = isIP(address);
	if (family === 4) return !NOT_PUBLIC.check(address, 'ipv4');
	if (family === 6) return GLOBAL_V6.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
	return false;
}
