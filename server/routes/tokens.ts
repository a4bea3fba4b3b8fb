// /api/tokens: what machines send telemetry with.
import { Hono } from 'hono';
import type { Access } from '../access/access.ts';
import type { AppEnv } from '../app.ts';
import { readBody } from './body.ts';

const MAX_TEXT = 200;

export function tokensRoutes({ tokens }: Access): Hono<AppEnv> {
	const app = new Hono<AppEnv>();

	app.get('/', (c) => c.json({ tokens: tokens.all() }));

	app.post('/', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const wanted = parseWanted(body.value);
		if (wanted === null) {
			return c.json(
				{ error: 'invalid', message: 'A name is needed; machine and user are texts or null.' },
				400
			);
		}
		const made = tokens.make(wanted);
		if (made === null)
			return c.json({ error: 'too_many', message: 'There are too many tokens: revoke one first.' }, 409);
		return c.json({ ...made.token, secret: made.secret });
	});

	app.delete('/:id', (c) => {
		if (!tokens.revoke(c.req.param('id')))
			return c.json({ error: 'not_found', message: 'There is no such token.' }, 404);
		return c.json({ revoked: c.req.param('id') });
	});

	return app;
}

function parseWanted(value: unknown): { name: string; machine: string | null; user: string | null } | null {
	if (value === null || typeof value !== 'object') return null;
	const { name, machine = null, user = null } = value as Record<string, unknown>;
	const isText = (text: unknown): text is string => typeof text === 'string' && text.length <= MAX_TEXT;
	if (!isText(name) || name.trim() === '') return null;
	if ((machine !== null && !isText(machine)) || (user !== null && !isText(user))) return null;
	return { name, machine, user };
}
