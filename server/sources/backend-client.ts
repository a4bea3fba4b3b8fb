// Questions to a Loki or Prometheus over HTTP: bounded in time and size, no redirects, every failure one sentence.
// A private authority's certificates are taken from NODE_EXTRA_CA_CERTS by Node itself.

/**
 * `unreachable`: no connection. `starting`: it is not ready. `slow`: no answer in time. `large`: more than we take in.
 * `busy`: too many requests. `failing`: its own error. `refused`: it will not answer this. `strange`: not its language.
 */
export type BackendTrouble =
	| 'unreachable'
	| 'starting'
	| 'slow'
	| 'large'
	| 'busy'
	| 'failing'
	| 'refused'
	| 'strange';

/** The message is a sentence for a person and holds neither address nor credentials. */
export class BackendError extends Error {
	override name = 'BackendError';
	trouble: BackendTrouble;
	/** When the server asked to be left alone for a while, ms. */
	retryAfterMs: number | null;

	constructor(
		trouble: BackendTrouble,
		message: string,
		options: { cause?: unknown; retryAfterMs?: number | null } = {}
	) {
		super(message, { cause: options.cause });
		this.trouble = trouble;
		this.retryAfterMs = options.retryAfterMs ?? null;
	}
}

export interface BackendClient {
	/** The JSON of the answer. Throws BackendError. */
	json(path: string, parameters: Record<string, string>, signal: AbortSignal): Promise<unknown>;
	/** Throws BackendError with `starting` while the server says so; silent when it has no such page. */
	ready(signal: AbortSignal): Promise<void>;
}

export interface BackendOptions {
	/** For sentences: `Loki`. */
	name: string;
	/** Without user, password and final slash. */
	url: string;
	headers: Record<string, string>;
	readyPath: string;
	timeoutMs: number;
	/** Of an answer, unpacked. */
	maxBytes: number;
	fetch: typeof fetch;
}

/** A token with a colon is `user:password` (a bearer token cannot hold one, RFC 6750 2.1); any other is a bearer token. */
export function authorization(token: string | null): Record<string, string> {
	if (token === null) return {};
	if (!token.includes(':')) return { Authorization: `Bearer ${token}` };
	return { Authorization: `Basic ${Buffer.from(token, 'utf8').toString('base64')}` };
}

export function createBackendClient(options: BackendOptions): BackendClient {
	const { name, url, maxBytes } = options;

	/** One question from start to last byte within the time limit. Throws BackendError, or anything once `signal` came. */
	async function ask<T>(
		path: string,
		signal: AbortSignal,
		use: (response: Response) => Promise<T>
	): Promise<T> {
		const timeout = AbortSignal.timeout(options.timeoutMs);
		try {
			const response = await options.fetch(url + path, {
				headers: { ...options.headers, 'Accept-Encoding': 'gzip' },
				redirect: 'manual',
				signal: AbortSignal.any([signal, timeout])
			});
			return await use(response);
		} catch (error) {
			throw failure(error, timeout, signal);
		}
	}

	/** The body as text; `null` when it is longer than `limit`. */
	async function read(response: Response, limit: number): Promise<string | null> {
		const parts: Uint8Array[] = [];
		let bytes = 0;
		if (response.body === null) return '';
		for await (const part of response.body) {
			bytes += part.byteLength;
			// Leaving the loop cancels the rest.
			if (bytes > limit) return null;
			parts.push(part);
		}
		return Buffer.concat(parts).toString('utf8');
	}

	function failure(error: unknown, timeout: AbortSignal, signal: AbortSignal): unknown {
		if (signal.aborted || error instanceof BackendError) return error;
		if (timeout.aborted) {
			const seconds = Math.round(options.timeoutMs / 1000);
			return new BackendError('slow', `${name} did not answer within ${seconds} s.`, { cause: error });
		}
		return new BackendError('unreachable', `${name} cannot be reached: ${reason(error)}.`, { cause: error });
	}

	async function refusal(response: Response): Promise<BackendError> {
		const { status } = response;
		if (status >= 300 && status < 400) {
			await response.body?.cancel();
			return new BackendError(
				'refused',
				`${name} answered with a redirect (${status}): give its final address.`
			);
		}
		const said = oneLine((await read(response, MAX_ERROR_BYTES)) ?? '', response.headers.get('content-type'));
		const message = `${name} answered ${status}${said === '' ? '' : `: ${said}`}.`;
		const retryAfterMs = retryAfter(response.headers.get('retry-after'));
		return new BackendError(troubleOf(status, said), message, { retryAfterMs });
	}

	return {
		json: (path, parameters, signal) =>
			ask(`${path}?${new URLSearchParams(parameters)}`, signal, async (response) => {
				if (response.status !== 200) throw await refusal(response);
				const text = await read(response, maxBytes);
				if (text === null) {
					throw new BackendError(
						'large',
						`${name} answered with more than ${Math.round(maxBytes / 1e6)} MB.`
					);
				}
				return parse(text, name);
			}),
		ready: (signal) =>
			ask(options.readyPath, signal, async (response) => {
				const text = (await read(response, MAX_ERROR_BYTES)) ?? '';
				if (response.status !== 503) return;
				const said = oneLine(text, response.headers.get('content-type'));
				throw new BackendError('starting', `${name} is starting${said === '' ? '' : ` (${said})`}.`);
			})
	};
}

const MAX_ERROR_BYTES = 16 * 1024;

function parse(text: string, name: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new BackendError('strange', `${name} did not answer with JSON: is this its address?`, {
			cause: error
		});
	}
}

function troubleOf(status: number, said: string): BackendTrouble {
	// Prometheus' word for a query that took too long, beside those for not being ready.
	if (status === 503 && /^timeout\b/.test(said)) return 'slow';
	if (status === 429) return 'busy';
	if (status === 503) return 'starting';
	if (status === 504 || status === 408) return 'slow';
	return status >= 500 ? 'failing' : 'refused';
}

/** Loki says what is wrong in a line of text, Prometheus in JSON; a proxy's page of HTML says nothing. */
function oneLine(text: string, type: string | null): string {
	if (/html/i.test(type ?? '') || text.trimStart().startsWith('<')) return '';
	let said = text;
	if (/json/i.test(type ?? '')) {
		try {
			const { errorType, error, message } = JSON.parse(text) as Record<string, unknown>;
			said = [errorType, error ?? message].filter((part) => typeof part === 'string').join(': ');
		} catch {
			// Cut short or no JSON after all: shown as it is.
		}
	}
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
	const clean = said.replace(/[\u0000-\u0020\u007f-\u009f]+/g, ' ').trim();
	return (clean.length > 300 ? `${clean.slice(0, 300)}…` : clean).replace(/[.\s]+$/, '');
}

/** Given in seconds; at most an hour is believed. */
function retryAfter(value: string | null): number | null {
	if (value === null || !/^\d{1,4}$/.test(value.trim())) return null;
	return Math.min(3600, Number(value)) * 1000;
}

/** What the system says of a failed connection, in words. */
export function reason(error: unknown): string {
	for (let at: unknown = error; at instanceof Error; at = at.cause) {
		const { code } = at as { code?: unknown };
		if (typeof code === 'string') return REASONS[code] ?? code;
		if (at instanceof AggregateError && at.errors.length > 0) return reason(at.errors[0]);
	}
	return error instanceof Error ? oneLine(error.message, null) : 'unknown';
}

const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing listens there',
	ECONNRESET: 'it ended the connection',
	UND_ERR_SOCKET: 'it ended the connection',
	ENOTFOUND: 'its name is not known',
	EAI_AGAIN: 'its name cannot be looked up now',
	EHOSTUNREACH: 'there is no way to it',
	ENETUNREACH: 'there is no way to it',
	ETIMEDOUT: 'no connection in time',
	UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed (see NODE_EXTRA_CA_CERTS)',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is of an unknown authority (see NODE_EXTRA_CA_CERTS)',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is of an unknown authority (see NODE_EXTRA_CA_CERTS)',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is of an unknown authority (see NODE_EXTRA_CA_CERTS)',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name'
};
