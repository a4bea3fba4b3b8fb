// Who may speak to the app at all: decided from the request's head alone, before anything is routed, the same for API,
// stream and static files. A name that public DNS could point here must be declared; writes must come from our own page.
import { networkInterfaces } from 'node:os';
import { isLoopback } from './loopback.ts';

export interface RequestHead {
	method: string;
	/** As sent: a path, or an absolute address. */
	target: string;
	header(name: string): string | undefined;
}

export interface Refusal {
	status: 400 | 403 | 405 | 415 | 421;
	/** Code for `{error, message}`. */
	error: string;
	message: string;
}

export interface Guard {
	/** `null`: let it in. */
	refuse(head: RequestHead): Refusal | null;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Headers of every answer. The Content-Security-Policy of pages comes from `csp.ts`. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
	'cross-origin-resource-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY'
};

/** Further headers of answers under /api. */
export const API_HEADERS: Readonly<Record<string, string>> = {
	...SECURITY_HEADERS,
	'cache-control': 'no-store',
	'content-security-policy': "default-src 'none'; frame-ancestors 'none'"
};

/** `allowedHosts`: declared names, lower case. */
export function createGuard(allowedHosts: readonly string[], ownAddresses = machineAddresses): Guard {
	const declared = new Set(allowedHosts);

	return {
		refuse(head) {
			if (!isHostAllowed(head, declared, ownAddresses)) {
				return {
					status: 421,
					error: 'unknown_host',
					message: 'This relay does not answer under that name. Declare it in TIDEMARK_ALLOWED_HOSTS.'
				};
			}
			const method = head.method;
			if (SAFE.has(method)) return refuseRead(head);
			if (!UNSAFE.has(method))
				return { status: 405, error: 'method', message: 'That method is not known here.' };
			return refuseWrite(head);
		}
	};
}

/** Host name of a Host header or authority: lower case, without port; `null` when it is not well-formed. */
export function hostNameOf(authority: string): string | null {
	const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(authority);
	return match ? match[1]!.toLowerCase() : null;
}

function isHostAllowed(head: RequestHead, declared: Set<string>, ownAddresses: () => Set<string>): boolean {
	const host = head.header('host');
	const allowed = (authority: string) => {
		const name = hostNameOf(authority);
		return name !== null && isNameAllowed(name, declared, ownAddresses);
	};
	if (host === undefined || !allowed(host)) return false;
	// An absolute address in the request line overrides Host for some software: it must pass as well.
	const absolute = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(head.target);
	return absolute === null || allowed(absolute[1]!);
}

function isNameAllowed(name: string, declared: Set<string>, ownAddresses: () => Set<string>): boolean {
	if (name === 'localhost' || name.endsWith('.localhost') || declared.has(name)) return true;
	const address = name.startsWith('[') ? name.slice(1, -1) : name;
	if (!name.startsWith('[') && !/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return false;
	return isLoopback(address) ? address !== '::ffff:127.0.0.1' : ownAddresses().has(address);
}

/** A page of another origin may link to the app, but not call its API, not even blindly. */
function refuseRead(head: RequestHead): Refusal | null {
	if (!isApi(head.target)) return null;
	const site = head.header('sec-fetch-site');
	if (site === undefined || site === 'same-origin' || site === 'none') return null;
	return { status: 403, error: 'cross_site', message: 'Other sites may not call this relay.' };
}

/** After Go's CrossOriginProtection. https://pkg.go.dev/net/http#CrossOriginProtection ; stricter: without either header, no. */
function refuseWrite(head: RequestHead): Refusal | null {
	const site = head.header('sec-fetch-site');
	const origin = head.header('origin');
	const own =
		site !== undefined
			? site === 'same-origin' && (origin === undefined || isOwnOrigin(origin, head))
			: origin !== undefined && isOwnOrigin(origin, head);
	if (!own)
		return { status: 403, error: 'cross_site', message: 'Changes are taken only from the app itself.' };
	const type = head.header('content-type')?.split(';')[0]?.trim().toLowerCase();
	if (type !== 'application/json') {
		return { status: 415, error: 'media_type', message: 'Send application/json.' };
	}
	return null;
}

function isOwnOrigin(origin: string, head: RequestHead): boolean {
	const match = /^https?:\/\/([^/]+)$/i.exec(origin);
	return match !== null && match[1]!.toLowerCase() === head.header('host')?.toLowerCase();
}

/** Whether a request's target is the relay's to answer, not a page's: all under /api, and /metrics. */
export function isApi(target: string): boolean {
	return /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)?\/(?:api(?=[/?]|$)|metrics\/?(?=\?|$))/i.test(target);
}

function machineAddresses(): Set<string> {
	const addresses = new Set<string>();
	for (const list of Object.values(networkInterfaces())) {
		for (const { address } of list ?? []) addresses.add(address.toLowerCase());
	}
	return addresses;
}
