// Every call to the relay goes through here: one base, no cache, same-origin credentials, typed failures. Headers that
// sign a person in will be added here and nowhere else.

/** `offline`: the relay cannot be reached or is not ready. `protocol`: what answered is not a relay of this version. */
export type ApiFailure = 'offline' | 'unauthorized' | 'refused' | 'protocol';

export class ApiError extends Error {
	override name = 'ApiError';
	readonly kind: ApiFailure;
	/** HTTP status; `null` when there was no answer. */
	readonly status: number | null;

	constructor(kind: ApiFailure, message: string, status: number | null, cause?: unknown) {
		super(message, { cause });
		this.kind = kind;
		this.status = status;
	}
}

export interface CallOptions {
	signal?: AbortSignal | undefined;
	headers?: Record<string, string>;
	/** Media type the answer must have. */
	type: string;
}

export interface Api {
	/** An answer of 200 and of that media type; else rejects with `ApiError`, or with the abort's reason. */
	get(path: string, options: CallOptions): Promise<Response>;
	json<T>(path: string, signal?: AbortSignal): Promise<T>;
	/** Sends JSON and resolves to the JSON that answers, `null` where nothing does. A refusal carries the relay's words. */
	send<T>(method: 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown, signal?: AbortSignal): Promise<T>;
}

export interface ApiOptions {
	/** Where the relay is, without a slash at the end. */
	baseUrl: string;
	fetch?: typeof fetch;
	/** Sent with every call. */
	headers?: () => Record<string, string>;
}

export function createApi({ baseUrl, fetch = globalThis.fetch, headers = () => ({}) }: ApiOptions): Api {
	async function get(path: string, options: CallOptions): Promise<Response> {
		let response: Response;
		try {
			response = await fetch.call(globalThis, `${baseUrl}${path}`, {
				cache: 'no-store',
				credentials: 'same-origin',
				redirect: 'error',
				headers: { accept: options.type, ...headers(), ...options.headers },
				signal: options.signal ?? null
			});
		} catch (error) {
			options.signal?.throwIfAborted();
			throw new ApiError('offline', 'The relay cannot be reached.', null, error);
		}
		if (response.status !== 200) {
			await response.body?.cancel();
			throw new ApiError(
				failureOf(response.status),
				`The relay answered ${response.status}.`,
				response.status
			);
		}
		if (!response.headers.get('content-type')?.startsWith(options.type)) {
			await response.body?.cancel();
			throw new ApiError('protocol', `The relay did not answer with ${options.type}.`, response.status);
		}
		return response;
	}

	async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
		let response: Response;
		let text: string;
		try {
			response = await fetch.call(globalThis, `${baseUrl}${path}`, {
				method,
				cache: 'no-store',
				credentials: 'same-origin',
				redirect: 'error',
				headers: { accept: 'application/json', 'content-type': 'application/json', ...headers() },
				body: JSON.stringify(body ?? {}),
				signal: signal ?? null
			});
			text = await response.text();
		} catch (error) {
			signal?.throwIfAborted();
			throw new ApiError('offline', 'The relay cannot be reached.', null, error);
		}
		const answer = parse(text);
		if (response.ok && answer !== undefined) return answer as T;
		const { message } = (answer ?? {}) as { message?: unknown };
		throw new ApiError(
			response.ok ? 'protocol' : failureOf(response.status),
			typeof message === 'string' ? message : `The relay answered ${response.status}.`,
			response.status
		);
	}

	return {
		get,
		send,
		async json<T>(path: string, signal?: AbortSignal): Promise<T> {
			const response = await get(path, { signal, type: 'application/json' });
			try {
				return (await response.json()) as T;
			} catch (error) {
				signal?.throwIfAborted();
				throw new ApiError('offline', 'The answer broke off.', response.status, error);
			}
		}
	};
}

/** `undefined` for what is no JSON. */
function parse(text: string): unknown {
	if (text === '') return null;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined; // The caller says what that means.
	}
}

function failureOf(status: number): ApiFailure {
	if (status === 401 || status === 403) return 'unauthorized';
	// A proxy in front of a relay that is away, or the relay itself not yet ready.
	if (status === 502 || status === 503 || status === 504) return 'offline';
	return 'refused';
}
