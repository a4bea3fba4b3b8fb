// Every call to the relay goes through here: one base, no cache, same-origin credentials, typed failures, and the header
// that, beside the cookie, makes a session.
import { KEY_HEADER } from '#lib/domain/access.ts';
import { readKey } from './key.ts';

/** `offline`: the relay cannot be reached or is not ready. `protocol`: what answered is not a relay of this version. */
export type ApiFailure = 'offline' | 'unauthorized' | 'refused' | 'protocol';

export class ApiError extends Error {
	override name = 'ApiError';
	readonly kind: ApiFailure;
	/** HTTP status; `null` when there was no answer. */
	readonly status: number | null;
	/** The relay's `error`; `null` when it named none. */
	readonly code: string | null;
	/** All that it answered, where that was JSON. */
	readonly answer: Record<string, unknown>;

	constructor(
		kind: ApiFailure,
		message: string,
		status: number | null,
		cause?: unknown,
		answer: Record<string, unknown> = {}
	) {
		super(message, { cause });
		this.kind = kind;
		this.status = status;
		this.code = typeof answer.error === 'string' ? answer.error : null;
		this.answer = answer;
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
	/**
	 * Sends JSON, made here unless it comes as a Blob, and resolves to the JSON that answers, `null` where nothing does. A
	 * refusal carries the relay's words.
	 */
	send<T>(
		method: 'PUT' | 'POST' | 'PATCH' | 'DELETE',
		path: string,
		body?: unknown,
		signal?: AbortSignal
	): Promise<T>;
}

export interface ApiOptions {
	/** Where the relay is, without a slash at the end. */
	baseUrl: string;
	fetch?: typeof fetch;
	/** Sent with every call. */
	headers?: () => Promise<Record<string, string>>;
}

/** The key of this browser's session, read anew each time: another tab may have signed in or out. */
async function sessionHeaders(): Promise<Record<string, string>> {
	const key = await readKey();
	return key === null ? {} : { [KEY_HEADER]: key };
}

export function createApi({ baseUrl, fetch = globalThis.fetch, headers = sessionHeaders }: ApiOptions): Api {
	async function get(path: string, options: CallOptions): Promise<Response> {
		let response: Response;
		try {
			response = await fetch.call(globalThis, `${baseUrl}${path}`, {
				cache: 'no-store',
				credentials: 'same-origin',
				redirect: 'error',
				headers: { accept: options.type, ...(await headers()), ...options.headers },
				signal: options.signal ?? null
			});
		} catch (error) {
			options.signal?.throwIfAborted();
			throw new ApiError('offline', 'The relay cannot be reached.', null, error);
		}
		if (response.status !== 200) throw await refusalOf(response);
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
				headers: { accept: 'application/json', 'content-type': 'application/json', ...(await headers()) },
				body: body instanceof Blob ? body : JSON.stringify(body ?? {}),
				signal: signal ?? null
			});
			text = await response.text();
		} catch (error) {
			signal?.throwIfAborted();
			throw new ApiError('offline', 'The relay cannot be reached.', null, error);
		}
		const answer = parse(text);
		if (response.ok && answer !== undefined) return answer as T;
		throw refusal(response.ok ? 'protocol' : failureOf(response.status), response.status, answer);
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

/** What an answer that is no success says, as far as it says anything. */
async function refusalOf(response: Response): Promise<ApiError> {
	const text = await response.text().catch(() => ''); // The status says enough.
	return refusal(failureOf(response.status), response.status, parse(text));
}

function refusal(kind: ApiFailure, status: number, answer: unknown): ApiError {
	const said = (answer ?? {}) as Record<string, unknown>;
	const message = typeof said.message === 'string' ? said.message : `The relay answered ${status}.`;
	return new ApiError(kind, message, status, undefined, said);
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
	// A proxy in front of a relay that is away, the relay itself not yet ready, or a request too slow to arrive.
	if (status === 408 || status === 502 || status === 503 || status === 504) return 'offline';
	return 'refused';
}
