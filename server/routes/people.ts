// /api/people: the team, by an owner. /api/invitation: what a link invites to. /api/password: one's own.
import { Hono } from 'hono';
import { ROLES, type Role } from '#lib/domain/access.ts';
import { MAX_IDENTITIES } from '../access/people.ts';
import type { AppEnv } from '../app.ts';
import { addressOf, refusal } from './answers.ts';
import { readBody } from './body.ts';
import { MAX_PASSWORD, type SessionDeps } from './session.ts';

const MAX_TEXT = 200;

export function peopleRoutes({ access }: SessionDeps): Hono<AppEnv> {
	const app = new Hono<AppEnv>();
	const { team } = access;

	app.get('/', (c) => c.json({ people: team.all(c.var.visitor.person?.id ?? null) }));

	app.post('/', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		if (!access.signIn)
			return c.json({ error: 'sign_in_off', message: 'Sign-in is off: everyone here is the owner.' }, 409);
		const { name, role, identities = [] } = (body.value ?? {}) as Record<string, unknown>;
		if (!isText(name) || !isRole(role) || !isIdentities(identities)) return c.json(INVALID, 400);
		const inviter = c.var.visitor.person?.name ?? null;
		const invitation = team.invite({ name, role, identities: clean(identities), inviter });
		if (invitation === 'name_taken')
			return c.json({ error: invitation, message: 'There is somebody of that name.' }, 409);
		if (invitation === 'too_many')
			return c.json({ error: invitation, message: 'There are too many people: remove one first.' }, 409);
		return c.json(invitation);
	});

	app.put('/:id', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const { role, identities } = (body.value ?? {}) as Record<string, unknown>;
		if ((role !== undefined && !isRole(role)) || (identities !== undefined && !isIdentities(identities)))
			return c.json(INVALID, 400);
		if (role !== undefined && isSelf(c.var.visitor.person, c.req.param('id'))) return c.json(SELF, 409);
		const change = {
			...(role === undefined ? {} : { role }),
			...(identities === undefined ? {} : { identities: clean(identities) })
		};
		return team.change(c.req.param('id'), change)
			? c.json({ changed: c.req.param('id') })
			: c.json(NONE, 404);
	});

	app.post('/:id/invitation', (c) => {
		if (isSelf(c.var.visitor.person, c.req.param('id'))) return c.json(SELF, 409);
		const invitation = team.reset(c.req.param('id'));
		return invitation === null ? c.json(NONE, 404) : c.json(invitation);
	});

	app.delete('/:id', (c) => {
		if (isSelf(c.var.visitor.person, c.req.param('id'))) return c.json(SELF, 409);
		return team.remove(c.req.param('id')) ? c.json({ removed: c.req.param('id') }) : c.json(NONE, 404);
	});

	return app;
}

export function invitationRoute({ access, rules }: SessionDeps): Hono<AppEnv> {
	const app = new Hono<AppEnv>();
	app.post('/', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const code = (body.value as { code?: unknown } | null)?.code;
		if (!isText(code)) return c.json({ error: 'invalid', message: 'A code is needed.' }, 400);
		const look = access.team.look(code, addressOf(c, rules));
		return 'refused' in look ? refusal(c, look) : c.json(look);
	});
	return app;
}

export function passwordRoute({ access, rules }: SessionDeps): Hono<AppEnv> {
	const app = new Hono<AppEnv>();
	app.put('/', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const { current, password } = (body.value ?? {}) as Record<string, unknown>;
		const { device, person } = c.var.visitor;
		if (device === null || person === null)
			return c.json({ error: 'no_person', message: 'The owner of the machine has no password.' }, 409);
		if (!isText(current, MAX_PASSWORD) || !isText(password, MAX_PASSWORD)) return c.json(INVALID, 400);
		const refused = await access.team.changePassword(device, current, password, addressOf(c, rules));
		return refused === null ? c.json({ changed: true }) : refusal(c, refused);
	});
	return app;
}

const INVALID = { error: 'invalid', message: 'The request is not understood.' };
const NONE = { error: 'not_found', message: 'There is nobody of that id.' };
const SELF = { error: 'self', message: 'That is you: another owner has to do it.' };

const isSelf = (person: { id: string } | null, id: string) => person?.id === id;
const isRole = (value: unknown): value is Role => ROLES.includes(value as Role);

function isText(value: unknown, most = MAX_TEXT): value is string {
	return typeof value === 'string' && value.trim() !== '' && value.length <= most;
}

function isIdentities(value: unknown): value is string[] {
	return Array.isArray(value) && value.length <= MAX_IDENTITIES && value.every((each) => isText(each));
}

/** As a token's user is kept, so that they compare. */
function clean(identities: readonly string[]): string[] {
	return [...new Set(identities.map((each) => each.trim()))];
}
