// Posts one message to where a person wants to be told, and to nowhere else: a destination that was judged, at an address
// that may be reached, without redirects; and nothing is read of the answer but its status and how long to wait.
import { lookup as dnsLookup } from 'node:dns/promises';
import { request as plainRequest } from 'node:http';
import { type RequestOptions, request as tlsRequest } from 'node:https';
import { isIP, type LookupFunction, connect as plainConnect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { parseEndpoint, type Refused } from './endpoint.ts';
import { isPublicAddress } from './public-address.ts';

export interface PushRequest {
	endpoint: string;
	headers: Record<string, string>;
	body: Buffer;
}

export interface PushAnswer {
	status: number;
	/** The Retry-After header as sent. */
	retryAfter: string | null;
}

export interface PushTransport {
	/** Whether a message would be sent there at all; connects to nothing. */
	check(endpoint: string): Refused | null;
	/** Throws PushBlocked for what must not be sent, and other errors for what did not work this time. */
	post(message: PushRequest): Promise<PushAnswer>;
}

/** The address leads, or has come to lead, where nothing is to be sent. The message is a sentence for a person. */
export class PushBlocked extends Error {
	override name = 'PushBlocked';
}

export interface Address {
	address: string;
	family: number;
}

export interface DialOptions {
	/** Every address of a name. */
	resolve?: (host: string) => Promise<Address[]>;
	/** Opens the connection to one of the addresses. */
	dial?: (host: string, addresses: readonly Address[], destination: Destination) => Socket;
	timeoutMs?: number;
}

export interface TransportOptions extends DialOptions {
	/** See `endpoint.ts`. */
	hosts: readonly string[];
}

/** Where a message may go. */
export interface Destination {
	url: URL;
	/** Asked of every address the name has, and of the one that is connected to. */
	mayReach(address: string): boolean;
}

/** Of RFC 8030's least limit on a message; enough for every other one of ours. https://www.rfc-editor.org/rfc/rfc8030#section-7.2 */
const MAX_BODY_BYTES = 4096;
const TIMEOUT_MS = 15_000;
const MAX_HEADER_BYTES = 8192;

/** The way to push services. */
export function createGuardedTransport({ hosts, ...options }: TransportOptions): PushTransport {
	return createTransport((endpoint) => {
		const url = parseEndpoint(endpoint, hosts);
		return 'refused' in url ? url : { url, mayReach: isPublicAddress };
	}, options);
}

/** `judge` says of an address as a person or a browser gave it whether it is one to send to. */
export function createTransport(
	judge: (endpoint: string) => Destination | Refused,
	options: DialOptions
): PushTransport {
	const { timeoutMs = TIMEOUT_MS } = options;
	const resolve = options.resolve ?? ((host) => dnsLookup(host, { all: true }));
	const dial = options.dial ?? dialAddress;

	/** One answer of the name service is checked and used: there is no second one that could differ. */
	async function addressesOf(host: string, { mayReach }: Destination): Promise<Address[]> {
		const family = isIP(host);
		const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
		if (addresses.length === 0) throw new Error('The name has no address.');
		if (!addresses.every(({ address }) => mayReach(address))) {
			throw new PushBlocked('The name leads to an address that is not public.');
		}
		return addresses;
	}

	return {
		check(endpoint) {
			const judged = judge(endpoint);
			return 'refused' in judged ? judged : null;
		},
		async post({ endpoint, headers, body }) {
			const destination = judge(endpoint);
			if ('refused' in destination) throw new PushBlocked(destination.refused);
			if (body.length > MAX_BODY_BYTES) throw new PushBlocked('The message is too large.');
			const signal = AbortSignal.timeout(timeoutMs);
			const host = hostOf(destination.url);
			const addresses = await within(addressesOf(host, destination), signal);
			const socket = dial(host, addresses, destination);
			return ask(destination.url, { headers, signal, body, socket });
		}
	};
}

/** Without the brackets of IPv6. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

const isTls = (url: URL): boolean => url.protocol === 'https:';

const portOf = (url: URL): number => Number(url.port) || (isTls(url) ? 443 : 80);

function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return Promise.race([
		work,
		new Promise<never>((_, reject) =>
			signal.addEventListener('abort', () => reject(new Error('There was no answer in time.')), {
				once: true
			})
		)
	]);
}

function dialAddress(host: string, addresses: readonly Address[], { url, mayReach }: Destination): Socket {
	// Only the addresses that were checked can be connected to, whatever the name service says now.
	const lookup: LookupFunction = (_host, { all }, callback) => {
		if (all) callback(null, [...addresses]);
		else callback(null, addresses[0]!.address, addresses[0]!.family);
	};
	const to = { host, port: portOf(url), lookup };
	const socket = isTls(url)
		? tlsConnect({ ...to, ...(isIP(host) === 0 ? { servername: host } : {}), ALPNProtocols: ['http/1.1'] })
		: plainConnect(to);
	socket.once('connect', () => {
		if (mayReach(socket.remoteAddress ?? '')) return;
		socket.destroy(new PushBlocked('The connection came to an address that is not public.'));
	});
	return socket;
}

interface Asked {
	headers: Record<string, string>;
	signal: AbortSignal;
	body: Buffer;
	socket: Socket;
}

function ask(url: URL, { headers, signal, body, socket }: Asked): Promise<PushAnswer> {
	const options: RequestOptions = {
		method: 'POST',
		host: hostOf(url),
		port: portOf(url),
		path: `${url.pathname}${url.search}`,
		headers,
		// Without an agent: with one, even `false`, Node opens a connection of its own in place of this.
		createConnection: () => socket,
		maxHeaderSize: MAX_HEADER_BYTES,
		signal
	};
	return new Promise<PushAnswer>((resolve, reject) => {
		const sent = (isTls(url) ? tlsRequest : plainRequest)(options, (response) => {
			const retryAfter = response.headers['retry-after'];
			resolve({ status: response.statusCode ?? 0, retryAfter: retryAfter ?? null });
			// The body is of no use here, and nobody is to see it.
			response.destroy();
		});
		sent.once('error', (error) =>
			reject(signal.aborted ? new Error('There was no answer in time.', { cause: error }) : error)
		);
		sent.end(body);
	}).finally(() => socket.destroy());
}
