import { createHmac } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Channel, ChannelDraft } from '#lib/domain/channel.ts';
import type { PushStep } from '#lib/domain/push.ts';
import { makeBudget, NOON_MS, spend, type TestBudgets, testBudgets } from '../support/budgets.ts';
import { type ChannelService, startChannelService } from '../support/channel-service.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const HOUR = 3_600_000;

let service: ChannelService;
beforeEach(async () => {
	service = await startChannelService();
});
afterEach(() => service.close());

const relayWithChannels = () => testBudgets(undefined, [{ host: '127.0.0.1', port: service.port }]);

async function add(relay: TestBudgets, draft: Partial<ChannelDraft>): Promise<Channel> {
	const answer = await relay.request('POST', '/api/channels', {
		kind: 'webhook',
		name: 'Ops',
		url: `${service.origin}/hook/secret-path`,
		secret: SECRET,
		zone: 'Europe/Paris',
		...draft
	});
	expect(await answer.clone().json()).not.toHaveProperty('error');
	return answer.json() as Promise<Channel>;
}

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
	for (const deadline = Date.now() + 10_000; !(await check()); ) {
		if (Date.now() > deadline) throw new Error('It did not come to that.');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

const list = async (relay: TestBudgets): Promise<Channel[]> =>
	(await (await relay.request('GET', '/api/channels')).json()).channels;

/** Nothing under way and nothing due: what was to be sent has been. */
const settled = async (relay: TestBudgets) =>
	until(() => relay.parts.outbox.due(relay.clock.nowMs).length === 0);

function cross(relay: TestBudgets): void {
	relay.parts.plans.putBudget(makeBudget({ name: 'Team <!channel> @everyone' }));
	relay.ingest([spend(NOON_MS, 9, { facts: { project: 'secret-project' } })]);
}

describe('a crossing', () => {
	test('reaches a webhook signed, with the verdict and no name of a project', async () => {
		await using relay = relayWithChannels();
		await add(relay, {});
		cross(relay);
		await until(() => service.arrived.length === 1);
		const [{ method, path, headers, text, json }] = service.arrived as [(typeof service.arrived)[0]];
		expect([method, path, headers['content-type']]).toEqual([
			'POST',
			'/hook/secret-path',
			'application/json'
		]);
		expect(json).toEqual({
			type: 'budget.crossed',
			timestamp: '2026-11-20T12:00:00.000Z',
			data: {
				id: 'b1.2026-11-20.80',
				title: 'Team <!channel> @everyone: 80% spent',
				text: '$9.00 of $10.00 (90%).',
				budgetId: 'b1',
				periodKey: '2026-11-20',
				threshold: 80,
				name: 'Team <!channel> @everyone',
				spendNanoUsd: 9_000_000_000,
				amountNanoUsd: 10_000_000_000,
				share: 0.9
			}
		});
		// As the specification says it is to be verified, from what came over the wire alone.
		const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
		const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
		const expected = createHmac('sha256', key).update(signed).digest('base64');
		expect(headers['webhook-signature']).toBe(`v1,${expected}`);
		expect(Number(headers['webhook-timestamp'])).toBe(NOON_MS / 1000);
	});

	test('names projects only where the channel is allowed to', async () => {
		await using relay = relayWithChannels();
		await add(relay, { names: true });
		await add(relay, { kind: 'slack', name: 'Slack', url: `${service.origin}/slack`, secret: '' });
		cross(relay);
		await until(() => service.arrived.length === 2);
		const by = (path: string) => service.arrived.find((one) => one.path === path)!;
		expect(by('/hook/secret-path').json.data.named).toEqual([
			{ project: 'secret-project', costNanoUsd: 9_000_000_000 }
		]);
		expect(by('/slack').text).not.toContain('secret-project');
	});

	test('is written for Slack, Discord and ntfy in their own form, and mentions no one', async () => {
		await using relay = relayWithChannels();
		await add(relay, { kind: 'slack', name: 'Slack', url: `${service.origin}/slack`, secret: '' });
		await add(relay, { kind: 'discord', name: 'Discord', url: `${service.origin}/discord`, secret: '' });
		await add(relay, {
			kind: 'ntfy',
			name: 'ntfy',
			url: `${service.origin}/base/my-topic`,
			secret: 'tk_0123456789'
		});
		cross(relay);
		await until(() => service.arrived.length === 3);
		const by = (path: string) => service.arrived.find((one) => one.path === path)!;
		expect(by('/slack').json).toEqual({
			text: '*Team &lt;!channel&gt; @everyone: 80% spent*\n$9.00 of $10.00 (90%).'
		});
		expect(by('/discord').json).toEqual({
			content: '**Team <!channel\\> @everyone: 80% spent**\n$9.00 of $10.00 \\(90%\\).',
			allowed_mentions: { parse: [] }
		});
		expect(by('/base/').json).toEqual({
			topic: 'my-topic',
			title: 'Team <!channel> @everyone: 80% spent',
			message: '$9.00 of $10.00 (90%).',
			priority: 3
		});
		expect(by('/base/').headers.authorization).toBe('Bearer tk_0123456789');
	});

	test('is sent again until it is taken, under the same id, and once more never', async () => {
		await using relay = relayWithChannels();
		const { id } = await add(relay, {});
		service.answer = { status: 503, headers: { 'retry-after': '60' } };
		cross(relay);
		await until(async () => (await list(relay))[0]!.lastResult !== null);
		expect((await list(relay))[0]!.lastResult).toMatchObject({
			ok: false,
			detail: expect.stringContaining('503')
		});
		service.answer = { status: 204 };
		relay.clock.nowMs = NOON_MS + 59_000;
		relay.parts.sender.wake();
		await relay.restart();
		expect(service.arrived.length).toBe(1);
		relay.clock.nowMs = NOON_MS + HOUR;
		relay.parts.sender.wake();
		await until(() => service.arrived.length === 2);
		await until(async () => (await list(relay))[0]!.lastResult!.ok);
		await relay.restart();
		await settled(relay);
		expect(service.arrived.length).toBe(2);
		expect(new Set(service.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
		expect((await list(relay)).map((one) => one.id)).toEqual([id]);
	});

	test.each([404, 410, 400, 302])(
		'answered with %d is given up, and the channel stays with its reason',
		async (status) => {
			await using relay = relayWithChannels();
			await add(relay, {});
			service.answer = { status, headers: { location: 'http://127.0.0.1:1/' } };
			cross(relay);
			await until(async () => (await list(relay))[0]!.lastResult !== null);
			relay.clock.nowMs += HOUR;
			relay.parts.sender.wake();
			await settled(relay);
			expect(service.arrived.length).toBe(1);
			expect((await list(relay))[0]!.lastResult).toMatchObject({
				ok: false,
				detail: expect.stringContaining(`${status}`)
			});
		}
	);

	test('is not held up by another channel that does not answer', async () => {
		await using relay = relayWithChannels();
		await add(relay, { name: 'Silent', url: `${service.origin}/silent` });
		service.answer = { status: 200, silent: true };
		for (let i = 0; i < 9; i++) relay.parts.plans.putBudget(makeBudget({ id: `other${i}` }));
		cross(relay);
		await until(() => service.arrived.length === 1);
		service.answer = { status: 200 };
		await add(relay, { name: 'Second', url: `${service.origin}/second` });
		relay.ingest([spend(NOON_MS, 3)]);
		await until(() => service.arrived.some(({ path }) => path === '/second'));
	});

	test('is not sent to a paused or removed channel', async () => {
		await using relay = relayWithChannels();
		const { id } = await add(relay, { paused: true });
		const gone = await add(relay, { name: 'Gone' });
		expect((await relay.request('DELETE', `/api/channels/${gone.id}`)).status).toBe(200);
		cross(relay);
		await settled(relay);
		await relay.request('PATCH', `/api/channels/${id}`, { paused: false });
		relay.ingest([spend(NOON_MS, 3)]);
		await until(() => service.arrived.length === 1);
		expect(service.arrived[0]!.json.data.threshold).toBe(100);
	});
});

describe('what is kept', () => {
	test('never comes back whole: not to the page, not into the log; and its files are for their owner', async () => {
		await using relay = relayWithChannels();
		const made = await add(relay, {});
		service.answer = { status: 500 };
		cross(relay);
		await until(async () => (await list(relay))[0]!.lastResult !== null);
		await relay.request('POST', `/api/channels/${made.id}/test`, {});
		const told = [
			JSON.stringify(made),
			...(await Promise.all(
				['/api/channels', '/api/plans', '/api/health', '/api/push/subscriptions'].map(async (path) =>
					(await relay.request('GET', path)).text()
				)
			)),
			await (await relay.request('PATCH', `/api/channels/${made.id}`, { name: 'New' })).text(),
			...relay.lines
		].join('\n');
		expect(told).toContain(`"origin":"${service.origin}"`);
		expect(told).toContain('500');
		expect(told).not.toContain('secret-path');
		expect(told).not.toContain(SECRET);
		expect(told).not.toContain('told to nobody');
		const files = readdirSync(relay.dir).filter((name) => statSync(join(relay.dir, name)).isFile());
		expect(files.map((name) => [name, statSync(join(relay.dir, name)).mode & 0o077])).toEqual(
			files.map((name) => [name, 0])
		);
	});

	test('outlives a restart, and changes only in what is given', async () => {
		await using relay = relayWithChannels();
		const { id } = await add(relay, {});
		await relay.request('PATCH', `/api/channels/${id}`, { name: 'Renamed' });
		await relay.restart();
		expect((await list(relay)).map(({ name, secret }) => [name, secret])).toEqual([['Renamed', true]]);
		cross(relay);
		await until(() => service.arrived.length === 1);
		expect(service.arrived[0]!.path).toBe('/hook/secret-path');
		// Whoever can write here must not have the secret sent elsewhere.
		const moved = await relay.request('PATCH', `/api/channels/${id}`, { url: `${service.origin}/other` });
		expect(moved.status).toBe(400);
	});

	test.each([
		['an address of this machine', { url: 'http://127.0.0.1:1/x' }],
		['http on a public host', { url: 'http://hooks.example.com/x' }],
		['no name', { name: ' ' }],
		['a kind that is not known', { kind: 'fax' }],
		['a webhook without a secret', { secret: '' }],
		['a short secret', { secret: 'whsec_c2hvcnQ=' }],
		['a secret in another form', { secret: 'correct horse battery staple correct horse' }],
		['a secret that breaks a header', { secret: 'a b\r\nX: y                ' }],
		['ntfy without a topic', { kind: 'ntfy', url: 'https://ntfy.sh/' }],
		['a zone that is not known', { zone: 'Mars/Olympus' }]
	])('is refused with %s', async (_case, wrong) => {
		await using relay = relayWithChannels();
		const answer = await relay.request('POST', '/api/channels', {
			kind: 'webhook',
			name: 'Ops',
			url: `${service.origin}/x`,
			secret: SECRET,
			zone: 'UTC',
			...wrong
		});
		expect(answer.status).toBe(400);
		expect(await answer.json()).toEqual({ error: 'invalid', message: expect.stringMatching(/\.$/) });
		expect(await list(relay)).toEqual([]);
		expect(service.connections).toBe(0);
	});
});

describe('a test message', () => {
	const steps = async (relay: TestBudgets, id: string): Promise<PushStep[]> =>
		(await (await relay.request('POST', `/api/channels/${id}/test`, {})).json()).steps;
	const short = (all: PushStep[]) => all.map(({ name, ok }) => `${name} ${ok}`);

	test('tells each step that worked or failed', async () => {
		await using relay = relayWithChannels();
		const { id } = await add(relay, {});
		expect(short(await steps(relay, id))).toEqual([
			'channel true',
			'address true',
			'connect true',
			'accept true'
		]);
		expect(service.arrived[0]!.json).toMatchObject({ type: 'test', data: { name: 'Ops' } });
		service.answer = { status: 403 };
		const refused = await steps(relay, id);
		expect(short(refused).at(-1)).toBe('accept false');
		expect(refused.at(-1)!.detail).toContain('403');
		await service.close();
		expect(short(await steps(relay, id)).at(-1)).toBe('connect false');
		expect(short(await steps(relay, 'c.none'))).toEqual(['channel false']);
	});
});
