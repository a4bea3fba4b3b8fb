// What a member gets of the relay: own prompts, and of others no word, on every way out.
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Role } from '#lib/domain/access.ts';
import { recordSeenBy, sessionSeenBy, withoutContent } from '#lib/domain/content.ts';
import { statedUser } from '#lib/domain/dimensions.ts';
import { emptyEdges, widenEdges } from '#lib/domain/edges.ts';
import type { DomainEvent, Facts, JournalRecord } from '#lib/domain/event.ts';
import { applyRecords, sessionKey } from '#lib/domain/fold.ts';
import { createAccess } from '#server/access/access.ts';
import { memoryAccessDatabase } from '#server/access/database.ts';
import { createApp } from '#server/app.ts';
import { NOW_MS, type TestApp, testApp } from '../support/app.ts';
import { makeEvent, randomRecords } from '../support/make-event.ts';
import { emptyTables } from '../support/model-journal.ts';

const ORIGIN = 'http://localhost:3001';
let relay: TestApp;
let access: ReturnType<typeof createAccess>;
let app: ReturnType<typeof createApp>;

beforeEach(() => {
	relay = testApp();
	access = createAccess({ db: memoryAccessDatabase(), signIn: true, publicUrl: null, now: () => NOW_MS });
	app = createApp({ ...relay.deps, access });
});
afterEach(() => {
	access.close();
	relay[Symbol.dispose]();
});

function call(method: string, path: string, headers: Record<string, string>, body: unknown = {}) {
	return app.request(`${ORIGIN}${path}`, {
		method,
		headers: {
			host: 'localhost:3001',
			...(method === 'GET' ? {} : { origin: ORIGIN, 'content-type': 'application/json' }),
			...headers
		},
		...(method === 'GET' ? {} : { body: JSON.stringify(body) })
	});
}

async function enter(code: string): Promise<Record<string, string>> {
	const response = await call('POST', '/api/session', {}, { code });
	const { key } = (await response.json()) as { key: string };
	return { cookie: response.headers.get('set-cookie')!.split(';')[0]!, 'x-relay-key': key };
}

async function person(name: string, identities: string[], role: Role = 'member') {
	const made = access.team.invite({ name, role, identities, inviter: null });
	if (typeof made === 'string') throw new Error(made);
	const { id } = made.person;
	return { id, headers: await enter(access.pairings.make(role, id, 'x').code) };
}

const prompt = (number: number, facts: Facts, text: string, sessionId = `s${number}`) =>
	makeEvent({
		name: 'user_prompt',
		id: `user_prompt:${number}`,
		atMs: NOW_MS - 10_000 + number,
		sessionId,
		facts,
		text
	});

/** Everything the relay hands out of the journal, in one text. */
async function everything(headers: Record<string, string>): Promise<string> {
	const snapshot = await (await call('GET', '/api/snapshot', headers)).text();
	const { epoch } = JSON.parse(snapshot.split('\n')[0]!) as { epoch: string };
	const texts = [
		snapshot,
		await (await call('GET', '/api/events?before=9999', headers)).text(),
		...(await Promise.all(
			['s1', 's2', 's3', 's4', 'shared'].map(async (session) =>
				(await call('GET', `/api/events?session=${session}`, headers)).text()
			)
		)),
		await streamed(headers, epoch),
		await (await call('GET', '/api/health', headers)).text(),
		await (await call('GET', '/metrics', headers)).text()
	];
	return texts.join('\n');
}

async function streamed(headers: Record<string, string>, epoch: string): Promise<string> {
	const response = await call('GET', `/api/stream?cursor=${epoch}.0`, headers);
	const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	while (!text.includes(`id: ${epoch}.${relay.deps.journal.head}\n`)) {
		const { done, value } = await reader.read();
		if (done) break;
		text += value;
	}
	await reader.cancel();
	return text;
}

test('a member reads own prompts, by token or e-mail, and none of anybody else’s', async () => {
	relay.ingest([
		prompt(1, { tokenUser: 'ada' }, 'canary of ada by token'),
		prompt(2, { email: 'ada@example.test', account: 'x' }, 'canary of ada by mail'),
		prompt(3, { tokenUser: 'grace' }, 'foreign canary 1'),
		prompt(4, { email: 'grace@example.test' }, 'foreign canary 2'),
		// What a sender says of itself does not stand against its token.
		prompt(5, { tokenUser: 'grace', email: 'ada@example.test' }, 'foreign canary 3'),
		prompt(6, {}, 'foreign canary 4'),
		prompt(7, { userId: 'unknown' }, 'foreign canary 5'),
		prompt(8, { tokenUser: 'grace' }, 'foreign canary 6', 'shared'),
		prompt(9, { tokenUser: 'ada' }, 'canary of ada, shared', 'shared'),
		makeEvent({
			name: 'tool_result',
			id: 'tool_result:1',
			sessionId: 's3',
			facts: { tokenUser: 'grace' },
			error: 'foreign canary 7',
			input: 'foreign canary 8',
			parameters: 'foreign canary 9',
			more: { body: 'foreign canary 10' }
		}),
		makeEvent({
			name: 'session_info',
			id: 'session_info:1',
			sessionId: 's1',
			facts: { tokenUser: 'ada' },
			title: 'foreign canary 11'
		})
	]);
	const ada = await person('Ada', ['ada', 'ada@example.test']);
	const seen = await everything(ada.headers);
	expect(seen.match(/foreign canary[^"]*/g)).toBeNull();
	for (const own of ['canary of ada by token', 'canary of ada by mail', 'canary of ada, shared'])
		expect(seen).toContain(own);
	// The opening of its session's row, twice in the history, once in the stream.
	expect(seen.split('canary of ada by token').length - 1).toBe(4);
	expect(await everything(await enter(access.openCode()))).toContain('foreign canary 9');
});

test('nobody gets at a prompt by sending something under its id', async () => {
	relay.ingest([
		{ ...prompt(1, {}, 'foreign canary, from a transcript'), source: 'transcript' },
		{ ...prompt(2, { email: 'grace@example.test' }, 'foreign canary, from Loki'), source: 'loki' },
		prompt(3, { tokenUser: 'grace' }, 'foreign canary, from her machine')
	]);
	relay.ingest([1, 2, 3].map((number) => ({ ...prompt(number, { tokenUser: 'ada' }, ''), text: null })));
	relay.ingest([
		{ ...prompt(3, { tokenUser: 'ada' }, 'mine'), atMs: NOW_MS - 60_000 },
		prompt(4, { tokenUser: 'ada' }, 'mine too', 's1')
	]);
	const ada = await person('Ada', ['ada']);
	const seen = await everything(ada.headers);
	expect(seen.match(/foreign canary[^"]*/g)).toBeNull();
	expect(seen).toContain('mine too');
	expect(await everything(await enter(access.openCode()))).toContain('foreign canary, from a transcript');
});

test('a member whom nobody has tied to telemetry sees like a viewer', async () => {
	relay.ingest([prompt(1, { tokenUser: 'Ada' }, 'canary'), prompt(2, {}, 'canary')]);
	const { headers } = await person('Ada', []);
	const viewer = await enter(access.pairings.make('viewer', null, 'x').code);
	const withoutMetrics = async (by: Record<string, string>) => (await everything(by)).split('# HELP')[0];
	expect(await withoutMetrics(headers)).toBe(await withoutMetrics(viewer));
	expect(await everything(headers)).not.toContain('canary');
});

test.each([
	['a narrower mapping', { identities: ['somebody else'] }, true],
	['no mapping', { identities: [] }, true],
	['the role of a viewer', { role: 'viewer' as const }, true],
	['the role of an owner', { role: 'owner' as const }, false]
])('%s: the stream ends, and the device starts anew', async (_, change, erase) => {
	relay.ingest([prompt(1, { tokenUser: 'ada' }, 'canary')]);
	const { id, headers } = await person('Ada', ['ada']);
	const { epoch } = JSON.parse((await (await call('GET', '/api/snapshot', headers)).text()).split('\n')[0]!);
	const open = await call('GET', `/api/stream?cursor=${epoch}.0`, headers);
	const reader = open.body!.getReader();
	await reader.read();
	const owner = await enter(access.openCode());
	expect((await call('PUT', `/api/people/${id}`, owner, change)).status).toBe(200);
	for (;;) if ((await reader.read()).done) break;
	const again = await (await call('GET', `/api/stream?cursor=${epoch}.1`, headers)).text();
	expect(again).toContain('event: reset');
	expect(again.includes('"erase":true')).toBe(erase);
	expect(again).not.toContain('event: events');
});

test('a person’s own way through the routes: invited, in, another password, removed', {
	timeout: 60_000
}, async () => {
	const owner = await enter(access.openCode());
	const made = (await (
		await call('POST', '/api/people', owner, { name: ' Ada ', role: 'member', identities: [' ada ', 'ada'] })
	).json()) as { code: string; person: { id: string } };
	expect(made.person).toMatchObject({ name: 'Ada', identities: ['ada'], hasPassword: false });
	const look = await call('POST', '/api/invitation', {}, { code: made.code });
	expect(await look.json()).toMatchObject({ name: 'Ada', role: 'member', inviter: null });
	const accepted = await call(
		'POST',
		'/api/session',
		{},
		{ invitation: made.code, password: 'correct horse' }
	);
	expect(await accepted.clone().json()).toMatchObject({ role: 'member', user: 'Ada' });
	const headers = {
		cookie: accepted.headers.get('set-cookie')!.split(';')[0]!,
		'x-relay-key': ((await accepted.json()) as { key: string }).key
	};
	expect(await (await call('GET', '/api/session', headers)).json()).toMatchObject({ user: 'Ada' });
	expect((await call('GET', '/api/people', headers)).status).toBe(403);
	const change = await call('PUT', '/api/password', headers, {
		current: 'correct horse',
		password: 'battery staple'
	});
	expect(change.status).toBe(200);
	const wrong = await call('POST', '/api/session', {}, { name: 'ada', password: 'correct horse' });
	expect([wrong.status, await wrong.json()]).toEqual([
		403,
		expect.objectContaining({ error: 'wrong_password' })
	]);
	const right = await call('POST', '/api/session', {}, { name: 'ada', password: 'battery staple' });
	expect(right.status).toBe(200);
	const { people } = (await (await call('GET', '/api/people', owner)).json()) as { people: unknown[] };
	expect(people).toMatchObject([{ name: 'Ada', hasPassword: true, inviteEndsAtMs: null, devices: 2 }]);
	const { devices } = (await (await call('GET', '/api/devices', owner)).json()) as {
		devices: { user: string | null }[];
	};
	expect(devices.map(({ user }) => user).sort()).toEqual(['Ada', 'Ada', null]);
	expect((await call('DELETE', `/api/people/${made.person.id}`, owner)).status).toBe(200);
	expect(await (await call('GET', '/api/session', headers)).json()).toMatchObject({
		error: 'session_revoked'
	});
	const printed = relay.lines.join('\n');
	for (const secret of [made.code, 'correct horse', 'battery staple', headers['x-relay-key']])
		expect(printed).not.toContain(secret);
});

test('what is wrong with a request about people is named; nobody removes or demotes themselves', async () => {
	const owner = await enter(access.openCode());
	const boss = await person('Boss', [], 'owner');
	const status = async (method: string, path: string, headers: Record<string, string>, body: unknown) =>
		(await call(method, path, headers, body)).status;
	for (const body of [
		{},
		{ name: 'Ada' },
		{ name: '', role: 'member' },
		{ name: 'Ada', role: 'king' },
		{ name: 'Ada', role: 'member', identities: 'ada' },
		{ name: 'Ada', role: 'member', identities: [''] },
		{ name: 'x'.repeat(201), role: 'member' }
	])
		expect([body, await status('POST', '/api/people', owner, body)]).toEqual([body, 400]);
	expect(await status('POST', '/api/people', owner, { name: 'boss', role: 'member' })).toBe(409);
	expect(await status('PUT', `/api/people/${boss.id}`, boss.headers, { role: 'viewer' })).toBe(409);
	expect(await status('DELETE', `/api/people/${boss.id}`, boss.headers, {})).toBe(409);
	expect(await status('POST', `/api/people/${boss.id}/invitation`, boss.headers, {})).toBe(409);
	expect(await status('PUT', `/api/people/${boss.id}`, boss.headers, { identities: ['b'] })).toBe(200);
	expect(await status('DELETE', '/api/people/nobody', owner, {})).toBe(404);
	expect(await status('PUT', '/api/password', owner, { current: 'x', password: 'long enough' })).toBe(409);
	for (const body of [{ name: 'boss' }, { password: 'x' }, { name: 'boss', password: 'x'.repeat(2001) }])
		expect(await status('POST', '/api/session', {}, body)).toBe(400);
});

test('a device fed with a member’s stream has the rows the relay’s snapshot gives that member', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
			const users = ['ada', 'grace', undefined];
			const records = (JSON.parse(JSON.stringify(randomRecords(seed, 120, 30))) as JournalRecord[]).map(
				(record) => {
					const of = (event: DomainEvent): DomainEvent => {
						const user = users[(record.slot * 7 + seed) % 3];
						const facts = { ...event.facts, ...(user === undefined ? {} : { email: user }) };
						return event.name === 'user_prompt'
							? { ...event, facts, text: `${user} said ${record.slot}` }
							: { ...event, facts };
					};
					return {
						...record,
						event: of(record.event),
						...(record.former === undefined ? {} : { former: of(record.former) })
					};
				}
			);
			const reads = (event: DomainEvent) =>
				event.name !== 'session_info' && event.seen === undefined && statedUser(event.facts) === 'ada';
			const openingOf = (key: string) => {
				const edges = emptyEdges();
				for (const { event } of records)
					if (sessionKey(event) === key && reads(event)) widenEdges(edges, event);
				return { firstPrompt: edges.firstPrompt, firstPromptMs: edges.firstPromptMs };
			};
			const eyes = { reads, openingOf };
			const full = emptyTables();
			applyRecords(full, structuredClone(records), null);
			const seen = emptyTables();
			applyRecords(
				seen,
				records.map((record) => recordSeenBy(record, eyes)),
				null
			);
			expect(Object.fromEntries(seen.days)).toEqual(Object.fromEntries(full.days));
			const expected = [...full.sessions].map(([key, row]) => [key, sessionSeenBy(row, eyes)]);
			expect(Object.fromEntries(seen.sessions)).toEqual(Object.fromEntries(expected));
			const told = JSON.stringify([...seen.sessions]);
			expect(/(grace|undefined) said/.test(told)).toBe(false);
			expect(JSON.stringify(records.map(({ event }) => withoutContent(event)))).not.toContain('said');
		}),
		{ numRuns: 25, seed: 11 }
	);
});
