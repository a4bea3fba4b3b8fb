// /api/channels: the ways to be told other than by notification. What is answered holds no address and no secret.
import { type Context, Hono } from 'hono';
import { type ChannelDraft, parseChannelDraft } from '#lib/domain/channel.ts';
import type { AppEnv } from '../app.ts';
import type { BudgetParts } from '../budgets/start.ts';
import { ntfyTopic, signingKey } from '../channels/body.ts';
import { shownChannel } from '../channels/store.ts';
import { readBody } from './body.ts';

/** Shorter keys can be guessed. */
const MIN_KEY_BYTES = 24;

export function channelRoutes({ channels, outbox }: BudgetParts, now: () => number): Hono<AppEnv> {
	const app = new Hono<AppEnv>();
	const { store, way, transport } = channels;
	const unknown = (c: Context<AppEnv>) =>
		c.json({ error: 'not_found', message: 'There is no such channel.' }, 404);
	const invalid = (c: Context<AppEnv>, message: string) => c.json({ error: 'invalid', message }, 400);

	app.get('/', (c) => c.json({ channels: store.all().map(shownChannel) }));

	app.post('/', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const draft = parseChannelDraft(body.value);
		if ('rejected' in draft) return invalid(c, draft.rejected);
		const whole: ChannelDraft = { ...BLANK, ...draft };
		const wrong = faultOf(whole);
		if (wrong !== null) return invalid(c, wrong);
		const channel = store.add(whole, now());
		if (channel === null) {
			return c.json({ error: 'too_many', message: 'There are too many channels: remove one first.' }, 409);
		}
		return c.json(shownChannel(channel));
	});

	app.patch('/:id', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const draft = parseChannelDraft(body.value);
		if ('rejected' in draft) return invalid(c, draft.rejected);
		const known = store.get(c.req.param('id'));
		if (known === undefined) return unknown(c);
		const wrong = faultOf({ ...known, ...draft });
		if (wrong !== null) return invalid(c, wrong);
		// A secret is not handed to another address than the one it was given for.
		if (
			draft.url !== undefined &&
			draft.url !== known.url &&
			known.secret !== '' &&
			draft.secret === undefined
		) {
			return invalid(c, 'With another address the secret has to be given again.');
		}
		const changed = store.change(known.id, draft);
		if (changed.paused) outbox.cancelDevice(known.id);
		return c.json(shownChannel(changed));
	});

	app.delete('/:id', (c) => {
		const id = c.req.param('id');
		outbox.cancelDevice(id);
		return store.remove(id) ? c.json({ removed: id }) : unknown(c);
	});

	app.post('/:id/test', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		return c.json({ steps: await way.test(c.req.param('id')) });
	});

	/** What keeps a whole channel from being used, as a sentence. */
	function faultOf({ kind, name, url, secret, zone }: ChannelDraft): string | null {
		if (name === '') return 'A channel needs a name.';
		const refused = transport.check(url);
		if (refused !== null) return refused.refused;
		if (kind === 'ntfy' && ntfyTopic(url) === null)
			return 'The address of an ntfy topic is https://server/topic.';
		if (kind === 'webhook' && signingKey(secret).length < MIN_KEY_BYTES) {
			return `A webhook is signed: its secret is "whsec_" and the base64 of at least ${MIN_KEY_BYTES} bytes.`;
		}
		return isZone(zone) ? null : 'That time zone is not known.';
	}

	return app;
}

const BLANK: ChannelDraft = {
	kind: 'webhook',
	name: '',
	url: '',
	secret: '',
	names: false,
	paused: false,
	zone: 'UTC',
	language: 'en'
};

function isZone(zone: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return zone !== '';
	} catch (error) {
		if (error instanceof RangeError) return false;
		throw error;
	}
}
