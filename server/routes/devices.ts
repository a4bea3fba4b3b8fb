// /api/devices: the signed-in devices. /api/pairings: ways in for further ones.
import { Hono } from 'hono';
import { ROLES, type Role } from '#lib/domain/access.ts';
import type { AppEnv } from '../app.ts';
import { readBody } from './body.ts';
import type { SessionDeps } from './session.ts';

export function devicesRoutes({ access }: SessionDeps): Hono<AppEnv> {
	const app = new Hono<AppEnv>();

	app.get('/', (c) => {
		const names = new Map(access.team.all(null).map(({ id, name }) => [id, name]));
		const devices = access.devices
			.all(c.var.visitor.device?.id ?? null)
			.map((device) => ({ ...device, user: names.get(device.user ?? '') ?? null }));
		return c.json({ devices });
	});

	app.put('/:id', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const name = (body.value as { name?: unknown } | null)?.name;
		if (typeof name !== 'string' || name.trim() === '')
			return c.json({ error: 'invalid', message: 'A name is needed.' }, 400);
		if (!access.devices.rename(c.req.param('id'), name)) return c.json(NONE, 404);
		return c.json({ renamed: c.req.param('id') });
	});

	/** All others. */
	app.delete('/', (c) => {
		const ended = access.devices.revokeAll(c.var.visitor.device?.id);
		access.live.check();
		return c.json({ ended });
	});

	app.delete('/:id', (c) => {
		const id = c.req.param('id');
		if (!access.devices.revoke(id)) return c.json(NONE, 404);
		access.live.check();
		return c.json({ ended: 1 });
	});

	return app;
}

export function pairingsRoutes({ access }: SessionDeps): Hono<AppEnv> {
	const app = new Hono<AppEnv>();

	app.post('/', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		if (!access.signIn)
			return c.json({ error: 'sign_in_off', message: 'Sign-in is off: there is nothing to pair.' }, 409);
		const role = (body.value as { role?: unknown } | null)?.role as Role;
		if (!ROLES.includes(role)) return c.json({ error: 'invalid', message: 'A role is needed.' }, 400);
		const { device } = c.var.visitor;
		return c.json(access.pairings.make(role, device?.user ?? null, device?.id ?? ''));
	});

	app.get('/:id', (c) => {
		const state = access.pairings.state(c.req.param('id'), c.var.visitor.device?.id ?? '');
		return state === null ? c.json(NONE, 404) : c.json({ state });
	});

	app.delete('/:id', (c) => {
		access.pairings.cancel(c.req.param('id'), c.var.visitor.device?.id ?? '');
		return c.json({ cancelled: true });
	});

	return app;
}

const NONE = { error: 'not_found', message: 'There is none of that name.' };
