// The checks of the front door against a running relay with sign-in on: all of a corpus, or a part of it.
import { expect } from 'vitest';
import { climbingPaths, exchange, FILE_WORDS, rawRequests, statusesOf } from './raw-http.ts';
import type { Relay } from './relay.ts';
import { anyCases, type Case, type Credentials, expected, met, ownCases } from './request-matrix.ts';

/** How many of each were as specified. `pages`: the app is built. */
export async function checkMatrix(
	relay: Relay,
	any: number,
	own: number,
	pages: boolean
): Promise<[number, number]> {
	const credentials = await credentialsOf(relay);
	const isMeant = ({ route }: Case) => pages || route.startsWith('/api') || route === '/metrics';
	const check = async (cases: Case[]) => {
		const wrong: (Case & { met: unknown; expected: unknown })[] = [];
		await inTurns(cases, 8, async (one) => {
			const got = await met(relay.port, credentials, one);
			if (got !== expected(one)) wrong.push({ ...one, met: got, expected: expected(one) });
		});
		expect(wrong).toEqual([]);
		return cases.length;
	};
	return [
		await check([...anyCases(77).filter(isMeant).take(any)]),
		await check(ownCases(78).filter(isMeant).slice(0, own))
	];
}

/** A session of each role, by the ways people come in, and an ingest token. */
async function credentialsOf(relay: Relay): Promise<Credentials> {
	const owner = await relay.headers();
	const send = async (path: string, body: object, by: Record<string, string> = owner) => {
		const response = await fetch(`${relay.url}${path}`, {
			method: 'POST',
			headers: { ...by, origin: relay.url, 'content-type': 'application/json' },
			body: JSON.stringify(body)
		});
		expect([path, response.status]).toEqual([path, 200]);
		return response;
	};
	const enter = async (body: object) => {
		const response = await send('/api/session', body, {});
		const { key } = (await response.json()) as { key: string };
		return { cookie: response.headers.get('set-cookie')!.split(';')[0]!, 'x-relay-key': key };
	};
	const ask = async <T>(path: string, body: object) => (await (await send(path, body)).json()) as T;
	const invited = await ask<{ code: string }>('/api/people', { name: 'Ada', role: 'member' });
	const paired = await ask<{ code: string }>('/api/pairings', { role: 'viewer' });
	return {
		owner,
		member: await enter({ invitation: invited.code, password: 'correct horse' }),
		viewer: await enter({ code: paired.code }),
		token: (await ask<{ secret: string }>('/api/tokens', { name: 'build' })).secret
	};
}

export async function checkPaths(relay: Relay, every: number): Promise<number> {
	const paths = climbingPaths().filter((_, index) => index % every === 0);
	await inTurns(paths, 8, async (path) => {
		const answer = await exchange(
			relay.port,
			`GET ${path} HTTP/1.1\r\nHost: localhost:{p}\r\nConnection: close\r\n\r\n`
		);
		expect([path, FILE_WORDS.exec(answer)]).toEqual([path, null]);
		// An app of one page may answer a path it does not know with itself, never with a file.
		if (statusesOf(answer)[0] === 200)
			expect([path, /content-type: text\/html/i.test(answer)]).toEqual([path, true]);
		expect([path, statusesOf(answer)[0] ?? 400]).not.toEqual([path, 500]);
	});
	await expectWell(relay);
	return paths.length;
}

export async function checkRaw(relay: Relay, every: number): Promise<number> {
	const requests = rawRequests().filter((_, index) => index % every === 0);
	await inTurns(requests, 8, async ({ name, bytes }) => {
		const answer = await exchange(relay.port, bytes);
		expect([name, FILE_WORDS.exec(answer)]).toEqual([name, null]);
		expect([name, statusesOf(answer).filter((status) => status === 500)]).toEqual([name, []]);
		// Nothing of the API is given away, and no second request was found inside the first.
		expect([name, /"(epoch|sessions|dataDir)":/.test(answer)]).toEqual([name, false]);
	});
	await expectWell(relay);
	return requests.length;
}

async function expectWell(relay: Relay): Promise<void> {
	expect((await relay.health()).status).toBe('ok');
	expect(relay.output()).not.toMatch(/TypeError|Unhandled|\n\s+at /);
}

async function inTurns<T>(items: T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
	const left = [...items];
	const worker = async () => {
		for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
