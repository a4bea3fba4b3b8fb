// The Loki source against a stub that behaves as recorded. What needs no misbehaviour also runs against a real server:
// see backends-agree.test.ts.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runLokiCycles } from '../support/loki-cycles.ts';
import { madeEntries, madeEntry } from '../support/loki-entries.ts';
import { type LokiStub, startLokiStub } from '../support/loki-stub.ts';
import { createHarness, FAST_LOKI, type Harness, phaseOf, until } from '../support/source-harness.ts';

const DAY_MS = 86_400_000;

let stub: LokiStub;
let harness: Harness;

beforeEach(async () => {
	stub = await startLokiStub({ pingMs: 30 });
	harness = createHarness();
});

afterEach(async () => {
	await harness.close();
	await stub.stop();
});

const has = (count: number) =>
	until(
		() => harness.journal.events === count,
		() => [harness.journal.events, count]
	);

/** Waits until no more queries come. */
async function quiet(): Promise<void> {
	for (let count = -1; count !== stub.queries.length; ) {
		count = stub.queries.length;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

describe('reading what Loki holds', () => {
	test('every entry of a long history comes once, in pages of at most 1,000', async () => {
		stub.store.add(madeEntries(4500, Date.now() - 90 * DAY_MS, 1000));
		stub.store.add(madeEntries(500, Date.now() - DAY_MS, 1000, 's2'));
		const source = harness.startLoki({ url: stub.url });
		await until(() => phaseOf(source) === 'live', source.status);
		expect(harness.journal.events).toBe(5000);
		expect(harness.journal.head).toBe(5000);
		expect(Math.max(...stub.queries.map(({ limit }) => limit))).toBe(1000);
		const spans = stub.queries.map(({ startNs, endNs }) => Number((endNs - startNs) / 3_600_000_000_000n));
		expect(Math.max(...spans)).toBeLessThanOrEqual(720);
		expect(source.status().counts).toMatchObject({ accepted: 5000, rejected: 0, unreadable: 0 });
	});

	test('every request asks for metadata apart from labels', async () => {
		const source = harness.startLoki({ url: stub.url });
		await until(() => phaseOf(source) === 'live', source.status);
		const asked = stub.requests.filter(({ path }) => path.startsWith('/loki/'));
		expect(asked.some(({ path }) => path.includes('/tail'))).toBe(true);
		expect(new Set(asked.map(({ headers }) => headers['x-loki-response-encoding-flags']))).toEqual(
			new Set(['categorize-labels'])
		);
	});

	test('ties across a page break are all read', async () => {
		const atMs = Date.now() - DAY_MS;
		stub.store.add(madeEntries(1990, atMs - 1990));
		stub.store.add(
			Array.from({ length: 40 }, (_, sequence) => madeEntry({ atMs, sequence, session: 'tie' }))
		);
		stub.store.add(madeEntries(100, atMs + 1, 1, 'after'));
		harness.startLoki({ url: stub.url });
		await has(2130);
	});

	test('20,000 entries of one nanosecond are all read', async () => {
		const atMs = Date.now() - DAY_MS;
		stub.store.add(
			Array.from({ length: 20_000 }, (_, sequence) => madeEntry({ atMs, sequence, session: 'tie' }))
		);
		stub.store.add(madeEntries(10, atMs + 5));
		const source = harness.startLoki({ url: stub.url });
		await until(() => phaseOf(source) === 'live', source.status);
		expect(harness.journal.events).toBe(20_010);
		expect(source.status().counts?.unreadable).toBe(0);
	});

	test('entries of one nanosecond that nothing tells apart are reported', async () => {
		const atMs = Date.now() - DAY_MS;
		stub.store.add(
			Array.from({ length: 2100 }, (_, index) => {
				const entry = madeEntry({ atMs, sequence: 7, session: 'tie' });
				entry.metadata.server_name = `n${index}`;
				return entry;
			})
		);
		const source = harness.startLoki({ url: stub.url });
		await until(() => phaseOf(source) === 'live', source.status);
		expect(source.status().counts?.unreadable).toBe(1);
		expect(source.status().detail).toContain('some are missing');
	});

	test('pages are halved when Loki does not answer large ones', async () => {
		stub.hangAbove = 600;
		stub.store.add(madeEntries(1500, Date.now() - DAY_MS));
		const source = harness.startLoki({ url: stub.url, times: { ...FAST_LOKI, timeoutMs: 60 } });
		await has(1500);
		expect(stub.queries.some(({ limit }) => limit === 500)).toBe(true);
		expect(source.status().counts?.shrunkPages).toBeGreaterThanOrEqual(2);
	});

	test('limits that the server states are kept to', async () => {
		await stub.stop();
		stub = await startLokiStub({ maxEntries: 300, maxRangeNs: 7n * 86_400_000_000_000n });
		stub.store.add(madeEntries(1000, Date.now() - 60 * DAY_MS, 3_600_000));
		harness.startLoki({ url: stub.url });
		await has(1000);
	});

	test('an answer that is too large is asked for in smaller pages', async () => {
		stub.next({ status: 200, body: ' '.repeat(65 * 1024 * 1024) });
		stub.store.add(madeEntries(10, Date.now() - DAY_MS));
		const source = harness.startLoki({ url: stub.url, times: { ...FAST_LOKI, timeoutMs: 4000 } });
		await has(10);
		expect(source.status().counts?.shrunkPages).toBe(1);
	});

	test('nothing older than the horizon is asked for', async () => {
		const horizonMs = Date.now() - 10 * DAY_MS;
		const source = harness.startLoki({ url: stub.url, horizonMs: () => horizonMs });
		await until(() => phaseOf(source) === 'live', source.status);
		const oldest = stub.queries.map(({ startNs }) => startNs).sort()[0];
		expect(oldest).toBe(BigInt(horizonMs) * 1_000_000n);
	});
});

describe('going on after a restart', () => {
	test('reads from where it stopped, an hour earlier, and stores nothing twice', async () => {
		const nowMs = Date.now();
		stub.store.add(madeEntries(3000, nowMs - 20 * DAY_MS, 60_000));
		const first = harness.startLoki({ url: stub.url });
		await until(() => phaseOf(first) === 'live', first.status);
		await first.close(0);
		await quiet();
		stub.queries.length = 0;
		const newestMs = nowMs - 20 * DAY_MS + 2999 * 60_000;
		stub.store.add(madeEntries(5, newestMs - 30_000, 7, 'late'));
		stub.store.add(madeEntries(5, newestMs + 1000, 1, 'new'));
		const second = harness.startLoki({ url: stub.url });
		await until(() => phaseOf(second) === 'live', second.status);
		expect(harness.journal.events).toBe(3010);
		expect(harness.journal.head).toBe(3010);
		expect(stub.queries[0]!.startNs).toBe(BigInt(newestMs - 3_600_000) * 1_000_000n);
	});

	test('an answer with nothing in it does not move the cursor', async () => {
		stub.starting = true;
		const source = harness.startLoki({ url: stub.url });
		await until(() => stub.requests.length > 2);
		expect(source.status()).toMatchObject({ state: 'waiting', phase: 'connecting', error: null });
		expect(source.status().detail).toContain('Ingester not ready');
		stub.store.add(madeEntries(100, Date.now() - 40 * DAY_MS));
		stub.starting = false;
		await has(100);
	});

	test('the cursor is never ahead of what is kept', async () => {
		stub.store.add(madeEntries(2500, Date.now() - DAY_MS));
		harness.full = true;
		const saved: unknown[] = [];
		const state = { get: () => null, set: (_name: string, value: unknown) => void saved.push(value) };
		const source = harness.startLoki({ url: stub.url, state });
		await until(() => source.status().state === 'error', source.status);
		expect(source.status().error).toContain('the disk is full');
		expect(saved).toEqual([]);
		await source.close(0);
		harness.full = false;
		harness.startLoki({ url: stub.url });
		await has(2500);
	});
});

describe('live', () => {
	/** A source that is live. Without `rolling`, only what follows a fault can make it good. */
	async function live(rolling = FAST_LOKI.rolling) {
		const source = harness.startLoki({ url: stub.url, times: { ...FAST_LOKI, rolling } });
		await until(() => phaseOf(source) === 'live', source.status);
		return source;
	}

	test('what is pushed arrives by the tail', async () => {
		await live([]);
		await quiet();
		const queries = stub.queries.length;
		stub.push(madeEntries(250, Date.now() - 300));
		await has(250);
		expect(stub.queries.length).toBe(queries);
	});

	test('dropped entries are read again, and raise an alarm', async () => {
		const source = await live([]);
		await quiet();
		stub.dropNext(342);
		stub.push(madeEntries(400, Date.now() - 500));
		await has(400);
		expect(stub.dropFrames).toBe(1);
		expect(source.status().counts).toMatchObject({ drops: 1, dropped: 342 });
		expect(harness.lines.filter((line) => line.includes('dropped 342'))).toHaveLength(1);
	});

	test('what the tail lost without a word is found by the rolling windows', async () => {
		await live();
		stub.loseNext(50);
		stub.push(madeEntries(60, Date.now() - 100));
		await has(60);
	});

	test('entries that come late are found', async () => {
		await live();
		stub.loseNext(6);
		stub.push(madeEntries(3, Date.now() - 50 * 60_000, 1, 'an hour late'));
		stub.push(madeEntries(3, Date.now() - 20 * 3_600_000, 1, 'a day late'));
		await has(6);
	});

	test.each([
		['reached tail max duration limit', 1011],
		['all ingesters closed the connection', 1011],
		['', 1000]
	])('a tail closed with "%s" is opened again and nothing is missed', async (reason, code) => {
		const source = await live([]);
		stub.closeTails(code, reason);
		stub.push(madeEntries(20, Date.now() - 40));
		await has(20);
		await until(() => phaseOf(source) === 'live', source.status);
		expect(source.status().counts?.reconnects).toBeGreaterThanOrEqual(1);
		expect(source.status().error).toBeNull();
	});

	test.each(['destroyTails', 'cutTails', 'silenceTails'] as const)(
		'after %s nothing is missed',
		async (fault) => {
			const source = await live([]);
			stub[fault]();
			stub.push(madeEntries(20, Date.now() - 40));
			await has(20);
			await until(() => stub.tails === 1 && phaseOf(source) === 'live', source.status);
		}
	);

	test('frames that are no frames do no harm', async () => {
		await live([]);
		for (const text of ['', 'null', '{}', '[1]', '{"streams":3}', '{"streams":[{"stream":{}}]}'])
			stub.say(text);
		stub.push(madeEntries(5, Date.now() - 40));
		await has(5);
	});

	test('without a tail to spare it polls and says so, and takes one when there is', async () => {
		stub.maxTails = 0;
		const source = harness.startLoki({ url: stub.url });
		await until(() => phaseOf(source) === 'polling' && source.status().detail !== null, source.status);
		expect(source.status().detail).toContain('no live connection to spare');
		stub.push(madeEntries(5, Date.now() - 40));
		await has(5);
		stub.maxTails = 10;
		await until(() => phaseOf(source) === 'live', source.status);
		expect(source.status().detail).toBeNull();
	});

	test('live entries without metadata are read by range', async () => {
		const source = await live();
		const [entry] = madeEntries(1, Date.now() - 40);
		stub.store.add([entry!]);
		stub.say(
			JSON.stringify({ streams: [{ stream: entry!.labels, values: [[`${entry!.ns}`, entry!.line]] }] })
		);
		await has(1);
		expect(phaseOf(source)).toBe('polling');
		expect(source.status().counts?.rejected).toBe(0);
	});
});

describe('trouble is said as it is', () => {
	const RECORDED: [string, { status: number; body: string; headers?: Record<string, string> }, RegExp][] = [
		[
			'a line of text',
			{ status: 400, body: 'parse error at line 1, col 28: syntax error: unexpected $end, expecting } or ,' },
			/Loki answered 400: parse error at line 1, col 28/
		],
		['no tenant', { status: 401, body: 'no org id\n' }, /Loki answered 401: no org id\./],
		[
			'a redirect',
			{ status: 302, body: '', headers: { Location: 'http://127.0.0.1:1/' } },
			/redirect \(302\)/
		],
		['a page of HTML', { status: 403, body: '<html><b>no</b></html>' }, /Loki answered 403\.$/],
		['no JSON', { status: 200, body: '<!doctype html>' }, /did not answer with JSON/],
		[
			'JSON of another kind',
			{ status: 200, body: '{"status":"success","data":{"resultType":"matrix"}}' },
			/log streams/
		]
	];

	test.each(RECORDED)('%s', async (_name, answer, sentence) => {
		stub.next(...Array.from({ length: 1000 }, () => answer));
		const source = harness.startLoki({ url: stub.url });
		await until(() => source.status().state === 'error', source.status);
		expect(source.status().error).toMatch(sentence);
		expect(source.status().phase).toBe('failing');
		expect(source.status().failingSince).not.toBeNull();
		expect(harness.lines.filter((line) => sentence.test(line))).toHaveLength(1);
	});

	test('a server that is not there, and then is', async () => {
		await stub.stop();
		const source = harness.startLoki({ url: stub.url });
		await until(() => source.status().state === 'error', source.status);
		expect(source.status().error).toMatch(/nothing listens there/);
		await stub.start();
		stub.push(madeEntries(5, Date.now() - DAY_MS));
		await has(5);
		await until(() => phaseOf(source) === 'live', source.status);
		expect(source.status()).toMatchObject({ error: null, failingSince: null });
	});

	test('credentials and tenant go into headers, and never into the log', async () => {
		stub.need = {
			Authorization: `Basic ${Buffer.from('me:pass word').toString('base64')}`,
			'X-Scope-OrgID': 'acme'
		};
		stub.store.add(madeEntries(5, Date.now() - DAY_MS));
		const address = {
			url: stub.url,
			query: '{service_name="claude-code"}',
			tenant: 'acme',
			token: 'me:pass word'
		};
		const source = harness.startLoki({ url: stub.url, address });
		await until(() => phaseOf(source) === 'live', source.status);
		await has(5);
		await source.close(0);
		const wrong = harness.startLoki({ url: stub.url, address: { ...address, token: 'battery-staple' } });
		await until(() => wrong.status().state === 'error', wrong.status);
		expect(wrong.status().error).toContain('401');
		const said = harness.lines.join('\n') + JSON.stringify(wrong.status());
		expect(said).not.toMatch(/battery-staple|pass word|acme|service_name/);
		expect(stub.requests.at(-1)!.headers.authorization).toBe('Bearer battery-staple');
	});
});

test.each([1, 2])('5 misfortunes drawn by seed %d lose nothing and double nothing', async (seed) => {
	const report = await runLokiCycles(seed, 5);
	expect(report).toMatchObject({ cycles: 5, lost: 0, duplicates: 0, alarms: report.dropFrames });
});
