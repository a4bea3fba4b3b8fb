// Secrets and prompts of a full run leave no trace where they do not belong: what the relay prints, its answers to errors,
// and what it keeps where it should keep only a hash.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession, type Relay, startRelay } from '../support/relay.ts';
import { fakeSecrets } from '../support/secrets.ts';
import { recordsOf } from '../support/texts-everywhere.ts';

const PROMPT = 'canary-prompt what nobody else may read';
const PATH = '/home/canary-path/secret-project';
const TOKEN = 'canary-ingest-token-0123456789';
const SECRETS = fakeSecrets(21);

let relay: Relay;
let session: Record<string, string>;
let code: string;
const answers: string[] = [];

beforeAll(async () => {
	relay = await startRelay({ signIn: true, env: { TIDEMARK_INGEST_TOKEN: TOKEN, TIDEMARK_LOG: 'debug' } });
	const link = await relay.open();
	code = /#k=(.+)$/.exec(link)![1]!;
	session = await openSession(relay.url, () => link);
}, 60_000);
afterAll(() => relay.remove());

async function send(port: number, body: string, token: string): Promise<Response> {
	return fetch(`http://127.0.0.1:${port}/v1/logs`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
		body
	});
}

test('a run with all of them', async () => {
	const texts = Object.fromEntries(SECRETS.map(({ secret, within }, index) => [index, within(secret)]));
	const all = Object.values(texts).join(' and ');
	const { body, count } = recordsOf({
		of: (key) =>
			({
				prompt: `${PROMPT} ${PATH} ${all}`,
				error: `failed with ${all}`,
				tool_parameters: JSON.stringify({ full_command: all }),
				tool_input: JSON.stringify({ command: all }),
				body: all
			})[key] ?? null,
		sessionId: 'canary',
		atMs: Date.now() - 60_000
	});
	expect((await send(relay.otlpHttpPort, body, TOKEN)).status).toBe(200);
	expect((await relay.health()).events).toBe(count);

	// What goes wrong, with canaries in it.
	const json = { 'content-type': 'application/json', origin: relay.url };
	const wrong: [string, RequestInit][] = [
		[`/api/session`, { method: 'POST', headers: json, body: JSON.stringify({ code }) }],
		[`/api/session`, { method: 'POST', headers: json, body: `{"code":"${PROMPT}` }],
		[`/api/nothing?${new URLSearchParams({ q: PROMPT, token: TOKEN, k: code })}`, { headers: session }],
		[`/api/events?before=${encodeURIComponent(PROMPT)}`, { headers: session }],
		[`/api/import`, { method: 'POST', headers: { ...json, ...session }, body: `["${PROMPT}"]` }],
		[`/api/import`, { method: 'POST', headers: { ...json, ...session }, body: `{"kind":"${PATH}"` }],
		[`/api/plans`, { method: 'PUT', headers: { ...json, ...session }, body: JSON.stringify({ x: PROMPT }) }],
		[`/api/snapshot`, { headers: { ...session, cookie: `${session.cookie}x` } }],
		[`/api/snapshot`, { headers: { ...session, 'x-relay-key': `${session['x-relay-key']}x` } }],
		[`/sessions/${encodeURIComponent(PROMPT)}`, { headers: session }],
		[`/metrics`, { headers: session }],
		[`/api/health`, { headers: session }]
	];
	for (const [path, init] of wrong) answers.push(await (await fetch(relay.url + path, init)).text());
	for (const sent of [`{"resourceLogs":"${PROMPT}"}`, `{${PROMPT}`, body.slice(0, -9)])
		answers.push(await (await send(relay.otlpHttpPort, sent, TOKEN)).text());
	answers.push(await (await send(relay.otlpHttpPort, body, `${TOKEN}x`)).text());
});

test('nothing printed and no answer to an error holds any of them', () => {
	const printed = relay.output();
	const key = session['x-relay-key']!;
	const cookie = session.cookie!.split('=')[1]!;
	const canaries = { PROMPT: 'canary-prompt', PATH: 'canary-path', TOKEN, code, key, cookie };
	const hits: string[] = [];
	for (const [name, canary] of Object.entries(canaries)) {
		if (printed.includes(canary)) hits.push(`printed: ${name}`);
		for (const [index, answer] of answers.entries())
			if (answer.includes(canary)) hits.push(`answer ${index}: ${name}`);
	}
	for (const { mark, secret } of SECRETS)
		if (printed.includes(secret) || answers.some((answer) => answer.includes(secret))) hits.push(mark);
	expect(hits).toEqual([]);
	expect(answers.length).toBeGreaterThan(12);
});

test('files hold no secret: not those of texts, not the code, not the session, not the token', async () => {
	const read = (folder: string): string[] =>
		readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
			entry.isDirectory()
				? read(join(folder, entry.name))
				: [readFileSync(join(folder, entry.name), 'latin1')]
		);
	const events = await (
		await fetch(`${relay.url}/api/events?before=100000&limit=1000`, { headers: session })
	).text();
	expect(events).toContain('canary-prompt');
	const files = read(relay.dataDir).join('\n');
	expect(files).toContain('canary-prompt');
	const canaries = [TOKEN, code, session['x-relay-key']!, session.cookie!.split('=')[1]!];
	expect(canaries.filter((canary) => files.includes(canary))).toEqual([]);
	for (const { mark, secret } of SECRETS) {
		const parts = secret.split('\n').filter((part) => part.length > 20);
		expect([mark, parts.filter((part) => files.includes(part) || events.includes(part))]).toEqual([mark, []]);
		expect([mark, events.includes(mark)]).toEqual([mark, true]);
	}
	const health = (await (await fetch(`${relay.url}/api/health`, { headers: session })).json()) as {
		redaction: { on: boolean; counts: Record<string, number> };
	};
	expect(health.redaction.counts.otlp).toBeGreaterThanOrEqual(SECRETS.length * 4);
});
