// Reads the JSON body of a request, within a limit.
import type { Context } from 'hono';
import type { AppEnv } from '../app.ts';

const MAX_BYTES = 64 * 1024;

/** The body, or the answer that says why there is none. */
export async function readBody(
	c: Context<AppEnv>,
	maxBytes = MAX_BYTES
): Promise<{ value: unknown } | { answer: Response }> {
	const tooLarge = () => ({ answer: c.json({ error: 'too_large', message: 'That is too much.' }, 413) });
	if (Number(c.req.header('content-length') ?? 0) > maxBytes) return tooLarge();
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of c.req.raw.body ?? []) {
		bytes += chunk.length;
		if (bytes > maxBytes) return tooLarge();
		chunks.push(chunk);
	}
	try {
		return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
	} catch {
		// Not JSON: the caller's to mend.
		return { answer: c.json({ error: 'malformed', message: 'The body is not JSON.' }, 400) };
	}
}
