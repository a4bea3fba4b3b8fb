// /api/session: a code, or name and password, for a session; who one is; and the way out.
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
import { PROGRAM } from '../program.ts';
import { addressOf, refusal } from './answers.ts';
import { readBody } from './body.ts';

const COOKIE_AGE_S = ABSOLUTE_MS / 1000;
const MAX_CODE = 200;
/** In UTF-16 units; what a new one may be is `faultOf`'s to say. */
export const MAX_PASSWORD = 2000;

export interface SessionDeps {
	access: Access;
	rules: OriginRules;
}

interface Told {
	visitorOf: VisitorOf;
	/** The relay holds sample data. */
	demo: boolean;
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

export function sessionRoutes(deps: SessionDeps & Told): Hono<AppEnv> {
	const { access, rules, visitorOf, demo } = deps;
	const app = new Hono<AppEnv>();

	const info = (visitor: Visitor): SessionInfo => ({
		signIn: access.signIn ? 'on' : 'off',
		role: visitor.role,
		device: visitor.device === null ? null : { id: visitor.device.id, name: visitor.device.name },
		user: visitor.person?.name ?? null,
		publicUrl: access.publicUrl,
		demo,
		program: PROGRAM
	});

	app.get('/', (c) => {
		const visitor = visitorOf(c);
		return typeof visitor === 'string' ? signedOut(c, visitor) : c.json(info(visitor));
	});

	app.post('/', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const way = parseWay(body.value);
		if (way === null)
			return c.json({ error: 'invalid', message: 'A code, or a name and a password, are needed.' }, 400);
		const before = visitorOf(c);
		if (!access.signIn) {
			if (typeof before === 'string') return signedOut(c, before);
			return c.json({ ...info(before), key: '' } satisfies OpenedSession);
		}
		const device =
			typeof before === 'string' || before.device === null
				? deviceNameOf(c.req.header('user-agent') ?? '')
				: before.device.name;
		const result = await enter(access, way, device, addressOf(c, rules));
		if ('refused' in result) return refusal(c, result);
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
			...info({ role: result.device.role, device: result.device, person: access.personOf(result.device) }),
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

type Way = { code: string } | { invitation: string; password: string } | { name: string; password: string };

/** `null`: none of them. */
function parseWay(value: unknown): Way | null {
	const given = (value ?? {}) as Record<string, unknown>;
	const isText = (text: unknown, most: number): text is string =>
		typeof text === 'string' && text !== '' && text.length <= most;
	const { code, invitation, name, password } = given;
	if (isText(code, MAX_CODE)) return { code };
	if (!isText(password, MAX_PASSWORD)) return null;
	if (isText(invitation, MAX_CODE)) return { invitation, password };
	return isText(name, MAX_CODE) ? { name, password } : null;
}

async function enter({ exchange, team }: Access, way: Way, device: string, address: string) {
	if ('code' in way) return exchange(way.code, device, address);
	if ('invitation' in way) return team.accept(way.invitation, way.password, device, address);
	return team.signIn(way.name, way.password, device, address);
}

const MESSAGES: Record<SignedOutReason, string> = {
	signed_out: 'Sign in first.',
	session_expired: 'This session has expired. Sign in again.',
	session_revoked: 'This device was signed out by another one.'
};

export function signedOut(c: Context<AppEnv>, reason: SignedOutReason): Response {
	return c.json({ error: reason, message: MESSAGES[reason], program: PROGRAM }, 401);
}

function isSecureRequest(c: Context<AppEnv>, rules: OriginRules): boolean {
	return isSecure(c.env?.incoming, c.req.header('host') ?? '', rules);
}
