// The bytes of an answer, piece by piece, given up when nothing comes for too long: a half-open connection never ends
// by itself.
import { ApiError } from './api.ts';

/** Yields text as it comes. Rejects with `ApiError` `offline` after `silenceMs` without a byte or when the body breaks. */
export async function* readText(
	response: Response,
	silenceMs: number,
	signal?: AbortSignal
): AsyncGenerator<string> {
	if (response.body === null) return;
	const reader = response.body.getReader();
	const decoder = new TextDecoder();
	let timer: ReturnType<typeof setTimeout> | undefined;
	try {
		while (true) {
			const silence = new Promise<never>((_, reject) => {
				timer = setTimeout(
					() => reject(new ApiError('offline', `Nothing came for ${silenceMs} ms.`, null)),
					silenceMs
				);
			});
			const { done, value } = await Promise.race([reader.read(), silence]);
			clearTimeout(timer);
			if (done) break;
			yield decoder.decode(value, { stream: true });
		}
		yield decoder.decode();
	} catch (error) {
		signal?.throwIfAborted();
		if (error instanceof ApiError) throw error;
		throw new ApiError('offline', 'The connection broke off.', null, error);
	} finally {
		clearTimeout(timer);
		// Also lets go of the connection when the caller stops early; a body already broken has nothing to cancel.
		reader.cancel().catch(() => undefined);
	}
}

/** The lines of an NDJSON body, parsed. A line that is no JSON rejects with `ApiError` `protocol`. */
export async function* readLines<T>(
	response: Response,
	silenceMs: number,
	signal?: AbortSignal
): AsyncGenerator<T> {
	let rest = '';
	for await (const text of readText(response, silenceMs, signal)) {
		const lines = (rest + text).split('\n');
		rest = lines.pop()!;
		for (const line of lines) if (line !== '') yield parseLine<T>(line);
	}
	if (rest !== '') yield parseLine<T>(rest);
}

function parseLine<T>(line: string): T {
	try {
		return JSON.parse(line) as T;
	} catch (error) {
		throw new ApiError('protocol', 'A line of the answer is no JSON.', null, error);
	}
}
