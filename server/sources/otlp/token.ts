// The optional ingest token.
import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header carries the token; always true when none is asked for. */
export function isAuthorized(token: string | null, authorization: string | null | undefined): boolean {
	if (token === null) return true;
	const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
	// Hashes are of one length, which comparing in constant time needs.
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(given), hash(token));
}
