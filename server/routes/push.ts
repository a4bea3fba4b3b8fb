// /api/push: the relay's public key, the devices that asked to be alerted, and a test message step by step.
import { type Context, Hono } from 'hono';
import type { PushDevice } from '#lib/domain/push.ts';
import type { AppEnv } from '../app.ts';
import type { BudgetParts } from '../budgets/start.ts';
import { type Device, deviceId, parseSubscription } from '../push/devices.ts';
import { readBody } from './body.ts';

export function pushRoutes(
	{ devices, outbox, transport, push }: BudgetParts,
	now: () => number
): Hono<AppEnv> {
	const app = new Hono<AppEnv>();

	app.get('/key', (c) => (push === null ? unusable(c) : c.json({ publicKey: push.publicKey })));

	/** Owners deal with all of them, others with those they made. */
	const isTheirs = (c: Context<AppEnv>, { session }: Device) => {
		const { role, device } = c.var.visitor;
		return role === 'owner' || (device !== null && session === device.id);
	};
	const theirs = (c: Context<AppEnv>, id: string) => {
		const device = devices.get(id);
		return device !== undefined && isTheirs(c, device);
	};

	app.get('/subscriptions', (c) =>
		c.json({
			subscriptions: devices
				.all()
				.filter((device) => isTheirs(c, device))
				.map(shown)
		})
	);

	app.put('/subscriptions', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		if (push === null) return unusable(c);
		const parsed = parseSubscription(body.value);
		if ('rejected' in parsed) return c.json({ error: 'invalid', message: parsed.rejected }, 400);
		const refused = transport.check(parsed.subscription.endpoint);
		if (refused !== null) return c.json({ error: 'refused', message: refused.refused }, 400);
		const device = devices.put(
			parsed.name,
			parsed.subscription,
			now(),
			// Another's is not replaced, whoever knows its address.
			parsed.former !== undefined && theirs(c, deviceId(parsed.former)) ? parsed.former : undefined,
			c.var.visitor.device?.id
		);
		if (device === null) {
			return c.json({ error: 'too_many', message: 'There are too many devices: remove one first.' }, 409);
		}
		return c.json(shown(device));
	});

	app.delete('/subscriptions/:id', (c) => {
		const id = c.req.param('id');
		if (!theirs(c, id)) return c.json({ error: 'not_found', message: 'There is no such device.' }, 404);
		outbox.cancelDevice(id);
		devices.remove(id);
		return c.json({ removed: id });
	});

	app.post('/test', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		if (push === null) return unusable(c);
		const id = (body.value as { id?: unknown } | null)?.id;
		if (typeof id !== 'string')
			return c.json({ error: 'invalid', message: 'The id of a device is needed.' }, 400);
		if (devices.get(id) !== undefined && !theirs(c, id))
			return c.json({ error: 'not_found', message: 'There is no such device.' }, 404);
		return c.json({ steps: await push.way.test(id) });
	});

	return app;
}

function unusable(c: Context<AppEnv>): Response {
	return c.json({ error: 'no_keys', message: "The relay's push keys are not usable: see its log." }, 503);
}

/** Without endpoint and keys. */
function shown({ id, name, createdAtMs, lastResult }: Device): PushDevice {
	return { id, name, createdAtMs, lastResult };
}
