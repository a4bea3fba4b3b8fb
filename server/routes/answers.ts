// What those are told whose code, name or password is not taken: why, and nothing of what they sent.
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PASSWORD_MAX, PASSWORD_MIN, type PasswordFault } from '#lib/domain/access.ts';
import type { OriginRules } from '../access/origin.ts';
import type { Refused, WrongPassword } from '../access/team.ts';
import type { AppEnv } from '../app.ts';
import { clientAddress } from '../client-address.ts';

type Told = Exclude<Refused['refused'], 'slow_down'> | WrongPassword['refused'] | PasswordFault;

const ANSWERS: Record<Told, [status: ContentfulStatusCode, message: string]> = {
	code_expired: [401, 'This code has been used or has expired. Make a new one.'],
	code_unknown: [401, 'This code is not known.'],
	wrong_password: [403, 'Name and password do not fit.'],
	short: [400, `A password has ${PASSWORD_MIN} characters or more.`],
	long: [400, `A password has ${PASSWORD_MAX} characters at most.`],
	common: [400, 'This password is among the first that are guessed.']
};

export function refusal(
	c: Context<AppEnv>,
	refused: Refused | WrongPassword | { refused: PasswordFault }
): Response {
	if (refused.refused === 'slow_down') return slowDown(c, refused.waitMs);
	const [status, message] = ANSWERS[refused.refused];
	return c.json({ error: status === 400 ? `password_${refused.refused}` : refused.refused, message }, status);
}

export function slowDown(c: Context, waitMs: number): Response {
	c.header('retry-after', String(Math.ceil(waitMs / 1000)));
	return c.json({ error: 'slow_down', message: 'There were too many tries. Wait a little.' }, 429);
}

/** Whose tries are counted together. */
export function addressOf(c: Context<AppEnv>, { trustedProxies }: OriginRules): string {
	return clientAddress(c.env?.incoming, trustedProxies) ?? '';
}
