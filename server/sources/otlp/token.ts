// Who may send telemetry, and whose it then is. From this machine no token is needed unless one is set for all; what comes
// from elsewhere always needs one. A wrong token is refused from anywhere: a machine whose token was revoked has to notice.
import { hashOf, isSameHash } from '../../access/secrets.ts';
import type { Sender, Tokens } from '../../access/tokens.ts';
import { isLoopback } from '../../loopback.ts';

export interface SenderRules {
	/** Set for all senders (TIDEMARK_INGEST_TOKEN); `null`: none. */
	token: string | null;
	/** Made in the app; missing: none. */
	tokens?: Pick<Tokens, 'senderOf'>;
}

const ANYONE: Sender = { machine: null, user: null };

/** `null`: not allowed. `address`: the sender's own, behind declared proxies too. */
export function senderOf(
	{ token, tokens }: SenderRules,
	authorization: string | null | undefined,
	address: string | null
): Sender | null {
	const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
	if (given !== undefined) {
		if (token !== null && isSameHash(hashOf(given), hashOf(token))) return ANYONE;
		const known = tokens?.senderOf(given) ?? null;
		// Exporters may carry a header meant for somebody else: from this machine that is no offence while none is needed.
		if (known !== null || token !== null || given.startsWith('tdm_')) return known;
	}
	return token === null && address !== null && isLoopback(address) ? ANYONE : null;
}
