// /api/session: a code for a session, who one is, and the way out.
import { type Context, Hono } from 'hono';
import {
	KEY_HEADER,
	type OpenedSession,
	type SessionInfo,
	type SignedOutReason
} from '#lib/domain/access.ts';
import type { Access, Visitor } from '../access/access.ts';
import { cookieName, readCookie, setCookie } from '../access/cookie.ts';
import { deviceNameOf } from '../access/device-name.ts';
import { ABSOLUTE_MS } from '../access/devices.ts';
import { isSecure, type OriginRules } from '../access/origin.ts';
import type { AppEnv } from '../app.ts';
import { clientAddress } from '../client-address.ts';
import { readBody } from './body.ts';

const COOKIE_AGE_S = ABSOLUTE_MS / 1000;
const MAX_CODE = 200;

export interface SessionDeps {
	access: Access;
	rules: OriginRules;
}

/** Who asks; a reason when nobody is signed in. */
export type VisitorOf = (c: Context<AppEnv>) => Visitor | SignedOutReason;

/** The two secrets of a request, as far as they are there. */
export function secretsOf(
	c: Context<AppEnv>,
	{ access, rules }: Pick<SessionDeps, 'access' | 'rules'>
): { cookie: string | null; key: string | null } {
	const name = cookieName(access.instance, isSecureRequest(c, rules));
	return { cookie: readCookie(c.req.header('cookie'), name), key: c.req.header(KEY_HEADER) ?? null };
}

export function sessionRoutes(deps: SessionDeps & { visitorOf: VisitorOf }): Hono<AppEnv> {
	const { access, rules, visitorOf } = deps;
	const app = new Hono<AppEnv>();

	const info = (visitor: Visitor): SessionInfo => ({
		signIn: access.signIn ? 'on' : 'off',
		role: visitor.role,
		device: visitor.device === null ? null : { id: visitor.device.id, name: visitor.device.name },
		user: null,
		publicUrl: access.publicUrl
	});

	app.get('/', (c) => {
		const visitor = visitorOf(c);
		return typeof visitor === 'string' ? signedOut(c, visitor) : c.json(info(visitor));
	});

	app.post('/', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const code = (body.value as { code?: unknown } | null)?.code;
		if (typeof code !== 'string' || code.length > MAX_CODE)
			return c.json({ error: 'invalid', message: 'A code is needed.' }, 400);
		const before = visitorOf(c);
		if (!access.signIn) {
			if (typeof before === 'string') return signedOut(c, before);
			return c.json({ ...info(before), key: '' } satisfies OpenedSession);
		}
		const name =
			typeof before === 'string' || before.device === null
				? deviceNameOf(c.req.header('user-agent') ?? '')
				: before.device.name;
		const address = clientAddress(c.env?.incoming, rules.trustedProxies) ?? '';
		const result = access.exchange(code, name, address);
		if ('refused' in result) {
			if (result.refused === 'slow_down') {
				c.header('retry-after', String(Math.ceil(result.waitMs / 1000)));
				return c.json({ error: 'slow_down', message: 'Too many codes were tried. Wait a little.' }, 429);
			}
			const message =
				result.refused === 'code_expired'
					? 'This code has been used or has expired. Make a new one.'
					: 'This code is not known.';
			return c.json({ error: result.refused, message }, 401);
		}
		// What it was signed in with before is over: a session never changes what it may do.
		if (typeof before !== 'string' && before.device !== null) {
			access.devices.forget(before.device.id);
			access.live.check();
		}
		const secure = isSecureRequest(c, rules);
		c.header(
			'set-cookie',
			setCookie(cookieName(access.instance, secure), result.cookie, secure, COOKIE_AGE_S)
		);
		const opened: OpenedSession = {
			...info({ role: result.device.role, device: result.device }),
			key: result.key
		};
		return c.json(opened);
	});

	app.delete('/', (c) => {
		const { device } = c.var.visitor;
		if (device !== null) {
			access.devices.forget(device.id);
			access.live.check();
		}
		const secure = isSecureRequest(c, rules);
		c.header('set-cookie', setCookie(cookieName(access.instance, secure), '', secure, 0));
		return c.json({ signedOut: true });
	});

	return app;
}

const MESSAGES: Record<SignedOutReason, string> = {
	signed_out: 'Sign in first.',
	session_expired: 'This session has expired. Sign in again.',
	session_revoked: 'This device was signed out by another one.'
};

export function signedOut(c: Context<AppEnv>, reason: SignedOutReason): Response {
	return c.json({ error: reason, message: MESSAGES[reason] }, 401);
}

function isSecureRequest(c: Context<AppEnv>, rules: OriginRules): boolean {
	return isSecure(c.env?.incoming, c.req.header('host') ?? '', rules);
}
