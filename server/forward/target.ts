// Where telemetry is handed on to, as the environment says it. Values of headers are secrets: no message repeats them.
import { ConfigError } from '../config-error.ts';

export interface ForwardTarget {
	/** Base of an OTLP/HTTP endpoint, without user, password and final slash: /v1/logs and so on are added. */
	url: string;
	/** Further headers, names in lower case. */
	headers: Record<string, string>;
}

/** What says how a body is sent is ours to say. */
const OURS =
	/^(content-.*|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|proxy-.*|tidemark-via)$/;
const MAX_HEADERS = 32;

/**
 * `headers` are `name=value,name=value` with values percent-encoded where need be, as in OTEL_EXPORTER_OTLP_HEADERS.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables
 * `null`: nothing is handed on. Throws ConfigError.
 */
export function forwardTarget(
	address: string | null,
	headers: string | null,
	ownPorts: readonly (number | null)[]
): ForwardTarget | null {
	const sent = parseHeaders(headers);
	if (address === null) {
		if (headers === null) return null;
		throw new ConfigError('TIDEMARK_FORWARD_HEADERS is set without TIDEMARK_FORWARD_URL.');
	}
	const url = URL.canParse(address) ? new URL(address) : null;
	if (
		url === null ||
		!['http:', 'https:'].includes(url.protocol) ||
		url.search !== '' ||
		url.hash !== '' ||
		url.username !== '' ||
		url.password !== ''
	) {
		throw new ConfigError(
			'TIDEMARK_FORWARD_URL is no usable address: give http:// or https:// with host and port. Credentials go into TIDEMARK_FORWARD_HEADERS.'
		);
	}
	if (/\/v1\/(logs|metrics|traces)\/?$/.test(url.pathname)) {
		throw new ConfigError('TIDEMARK_FORWARD_URL is the base address: leave /v1/logs and the like out.');
	}
	const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
	if (isThisMachine(url.hostname) && ownPorts.includes(port)) {
		throw new ConfigError(`TIDEMARK_FORWARD_URL is this relay itself (port ${port}).`);
	}
	return { url: url.href.replace(/\/+$/, ''), headers: sent };
}

function parseHeaders(text: string | null): Record<string, string> {
	const headers = new Map<string, string>();
	for (const [index, part] of (text ?? '').split(',').entries()) {
		if (part.trim() === '') continue;
		const at = part.indexOf('=');
		const name = part.slice(0, at).trim().toLowerCase();
		if (at < 1 || !/^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/.test(name)) {
			throw new ConfigError(`TIDEMARK_FORWARD_HEADERS: part ${index + 1} is not of the form name=value.`);
		}
		if (OURS.test(name)) throw new ConfigError(`TIDEMARK_FORWARD_HEADERS: ${name} cannot be set.`);
		const value = unescaped(part.slice(at + 1).trim());
		// Visible ASCII and spaces: anything else could end the header or be sent otherwise than meant.
		if (!/^[\x20-\x7e]{1,4096}$/.test(value)) {
			throw new ConfigError(
				`TIDEMARK_FORWARD_HEADERS: the value of ${name} is empty, too long or not plain.`
			);
		}
		headers.set(name, value);
	}
	if (headers.size > MAX_HEADERS)
		throw new ConfigError(`TIDEMARK_FORWARD_HEADERS: at most ${MAX_HEADERS} can be given.`);
	return Object.fromEntries(headers);
}

/** As it is where it is not percent-encoded properly. */
function unescaped(text: string): string {
	if (/%(?![0-9a-f]{2})/i.test(text)) return text;
	try {
		return decodeURIComponent(text);
	} catch {
		// Bytes that are no UTF-8: the check that follows has the last word.
		return text;
	}
}

function isThisMachine(host: string): boolean {
	return (
		host === 'localhost' ||
		host.endsWith('.localhost') ||
		host === '[::1]' ||
		host === '0.0.0.0' ||
		/^127\./.test(host)
	);
}
