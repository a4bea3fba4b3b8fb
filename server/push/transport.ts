// Sends one message to a push service, and to nothing else: known hosts, public addresses, no redirects, and nothing is
// read of the answer but its status and how long to wait.
import { lookup as dnsLookup } from 'node:dns/promises';
import { type RequestOptions, request } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { connect } from 'node:tls';
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

export interface TransportOptions {
	/** See `endpoint.ts`. */
	hosts: readonly string[];
	/** Every address of a name. */
	resolve?: (host: string) => Promise<Address[]>;
	/** Opens the connection to one of the addresses. */
	dial?: (host: string, addresses: readonly Address[]) => Socket;
	timeoutMs?: number;
}

/** Of RFC 8030's least limit on a message. https://www.rfc-editor.org/rfc/rfc8030#section-7.2 */
const MAX_BODY_BYTES = 4096;
const TIMEOUT_MS = 15_000;
const MAX_HEADER_BYTES = 8192;

export function createGuardedTransport(options: TransportOptions): PushTransport {
	const { hosts, timeoutMs = TIMEOUT_MS } = options;
	const resolve = options.resolve ?? ((host) => dnsLookup(host, { all: true }));
	const dial = options.dial ?? dialTls;

	/** One answer of the name service is checked and used: there is no second one that could differ. */
	async function addressesOf(host: string): Promise<Address[]> {
		const addresses = await resolve(host);
		if (addresses.length === 0) throw new Error('The push service has no address.');
		if (!addresses.every(({ address }) => isPublicAddress(address))) {
			throw new PushBlocked("The push service's name leads to an address that is not public.");
		}
		return addresses;
	}

	return {
		check(endpoint) {
			const parsed = parseEndpoint(endpoint, hosts);
			return 'refused' in parsed ? parsed : null;
		},
		async post({ endpoint, headers, body }) {
			const url = parseEndpoint(endpoint, hosts);
			if ('refused' in url) throw new PushBlocked(url.refused);
			if (body.length > MAX_BODY_BYTES) throw new PushBlocked('The message is too large.');
			const signal = AbortSignal.timeout(timeoutMs);
			const addresses = await within(addressesOf(url.hostname), signal);
			const socket = dial(url.hostname, addresses);
			return ask(url, { headers, signal, body, socket });
		}
	};
}

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

function dialTls(host: string, addresses: readonly Address[]): Socket {
	// Only the addresses that were checked can be connected to, whatever the name service says now.
	const lookup: LookupFunction = (_host, { all }, callback) => {
		if (all) callback(null, [...addresses]);
		else callback(null, addresses[0]!.address, addresses[0]!.family);
	};
	const socket = connect({
		host,
		port: 443,
		servername: host,
		ALPNProtocols: ['http/1.1'],
		lookup
	});
	socket.once('connect', () => {
		if (isPublicAddress(socket.remoteAddress ?? '')) return;
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
		host: url.hostname,
		port: 443,
		path: `${url.pathname}${url.search}`,
		headers,
		// Without an agent: with one, even `false`, Node opens a connection of its own in place of this.
		createConnection: () => socket,
		maxHeaderSize: MAX_HEADER_BYTES,
		signal
	};
	return new Promise<PushAnswer>((resolve, reject) => {
		const sent = request(options, (response) => {
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
