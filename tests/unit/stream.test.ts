// The stream and the first screen, read as a browser reads them: what every frame says, that catching up and being live
// are one, and that nobody waits for a slow reader.
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalRecord } from '#lib/domain/event.ts';
import { DAY_MS, FOLD_VERSION } from '#lib/domain/rows.ts';
import { MAX_FRAME_BYTES, parseEventsFrame, parseHelloFrame, parseResetFrame } from '#lib/wire/frames.ts';
import { NOW_MS, type TestApp, testApp } from '../support/app.ts';
import { makeEvent, START_MS } from '../support/make-event.ts';

interface Client {
	response: Response;
	/** The next frame; comments are frames named `comment`. */
	next(): Promise<EventSourceMessage>;
	/** Records until `seq` has come. */
	until(seq: number): Promise<JournalRecord[]>;
	ended(): Promise<boolean>;
	leave(): Promise<void>;
}

async function connect(
	relay: TestApp,
	cursor?: string,
	headers: Record<string, string> = {}
): Promise<Client> {
	const path = cursor === undefined ? '/api/stream' : `/api/stream?cursor=${encodeURIComponent(cursor)}`;
	const response = await relay.app.request(path, { headers: { host: 'localhost', ...headers } });
	const reader = response.body!.getReader();
	const decoder = new TextDecoder();
	const frames: EventSourceMessage[] = [];
	const parser = createParser({
		onEvent: (event) => frames.push(event),
		onComment: () => frames.push({ event: 'comment', data: '' } as EventSourceMessage),
		onRetry: () => undefined
	});
	let done = false;
	async function next(): Promise<EventSourceMessage> {
		while (frames.length === 0) {
			const chunk = await reader.read();
			if (chunk.done) {
				done = true;
				throw new Error('the stream ended');
			}
			parser.feed(decoder.decode(chunk.value, { stream: true }));
		}
		return frames.shift()!;
	}
	return {
		response,
		next,
		async until(seq) {
			const records: JournalRecord[] = [];
			while ((records.at(-1)?.seq ?? 0) < seq) {
				const frame = await next();
				if (frame.event === 'events') records.push(...parseEventsFrame(frame.data));
			}
			return records;
		},
		async ended() {
			await expect(next()).rejects.toThrow('the stream ended');
			return done;
		},
		leave: () => reader.cancel()
	};
}

const events = (count: number, from = 0) =>
	Array.from({ length: count }, (_, i) => makeEvent({ sequence: from + i }));
const seqs = (records: JournalRecord[]) => records.map(({ seq }) => seq);
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('the stream', () => {
	test('begins with hello, unbuffered and uncompressed', async () => {
		using relay = testApp();
		relay.ingest(events(3));
		const client = await connect(relay);
		expect(Object.fromEntries(client.response.headers)).toMatchObject({
			'content-type': 'text/event-stream',
			'cache-control': 'no-store, no-transform',
			'x-accel-buffering': 'no'
		});
		const hello = await client.next();
		expect(hello.event).toBe('hello');
		expect(parseHelloFrame(hello.data)).toEqual({
			protocol: 1,
			epoch: relay.deps.journal.epoch,
			head: 3,
			version: '0.0.1',
			nowMs: NOW_MS,
			horizonMs: null
		});
		await client.leave();
	});

	test.each([0, 0.25, 1])('spreads reconnects over one to five seconds (%d)', async (random) => {
		using relay = testApp({ random: () => random });
		const response = await relay.app.request('/api/stream', { headers: { host: 'localhost' } });
		const reader = response.body!.getReader();
		const text = new TextDecoder().decode((await reader.read()).value);
		expect(text.split('\n')[0]).toBe(`retry: ${1000 + random * 4000}`);
		await reader.cancel();
	});

	test('gives what follows the cursor, then what comes', async () => {
		using relay = testApp();
		relay.ingest(events(5));
		const { epoch } = relay.deps.journal;
		const client = await connect(relay, `${epoch}.2`);
		await client.next();
		const caughtUp = await client.next();
		expect(caughtUp).toMatchObject({ event: 'events', id: `${epoch}.5` });
		expect(seqs(parseEventsFrame(caughtUp.data))).toEqual([3, 4, 5]);
		relay.ingest(events(2, 5));
		const live = await client.next();
		expect(live.id).toBe(`${epoch}.7`);
		expect(seqs(parseEventsFrame(live.data))).toEqual([6, 7]);
		await client.leave();
	});

	test('takes the cursor from Last-Event-ID first', async () => {
		using relay = testApp();
		relay.ingest(events(4));
		const { epoch } = relay.deps.journal;
		const client = await connect(relay, `${epoch}.0`, { 'last-event-id': `${epoch}.3` });
		expect(seqs(await client.until(4))).toEqual([4]);
		await client.leave();
	});

	test('without a cursor begins at the head', async () => {
		using relay = testApp();
		relay.ingest(events(4));
		const client = await connect(relay);
		await client.next();
		relay.ingest(events(1, 4));
		expect(seqs(await client.until(5))).toEqual([5]);
		await client.leave();
	});

	test('cuts frames at 1,000 events and at 256 KB', async () => {
		using relay = testApp();
		relay.ingest(events(2500));
		relay.ingest(
			Array.from({ length: 20 }, (_, i) => makeEvent({ sequence: 3000 + i, model: 'm'.repeat(60_000) }))
		);
		const client = await connect(relay, `${relay.deps.journal.epoch}.0`);
		await client.next();
		const sizes: number[] = [];
		let last = 0;
		while (last < 2520) {
			const frame = await client.next();
			const records = parseEventsFrame(frame.data);
			expect(seqs(records)).toEqual(upTo(last + records.length, last + 1));
			expect(Buffer.byteLength(frame.data)).toBeLessThanOrEqual(MAX_FRAME_BYTES);
			sizes.push(records.length);
			last = records.at(-1)!.seq;
		}
		expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
		await client.leave();
	});

	test('keeps text with line ends, separators and field names on one line', async () => {
		using relay = testApp();
		const text = 'a\r\nb\rc\nd\u2028e\u2029\ndata: x\nid: 9\n\n\u0000\ud83d\ude00';
		relay.ingest([makeEvent({ name: 'user_prompt', text })]);
		const client = await connect(relay, `${relay.deps.journal.epoch}.0`);
		expect(await client.until(1)).toMatchObject([{ event: { text } }]);
		await client.leave();
	});

	test('says that it is alive while nothing happens', async () => {
		using relay = testApp({ heartbeatMs: 20 });
		const client = await connect(relay);
		await client.next();
		expect([(await client.next()).event, (await client.next()).event]).toEqual(['comment', 'comment']);
		relay.ingest(events(1));
		expect(seqs(await client.until(1))).toEqual([1]);
		await client.leave();
	});

	test.each([
		['of another journal', () => '0123456789abcdef.1', /another journal/],
		['ahead of the journal', (epoch: string) => `${epoch}.6`, /ahead/],
		['that is none', () => 'yesterday', /not understood/],
		['that is negative', (epoch: string) => `${epoch}.-1`, /not understood/],
		['that is too large to be exact', (epoch: string) => `${epoch}.9999999999999999`, /not understood/],
		['of a megabyte', () => `${'9'.repeat(1_000_000)}.1`, /not understood/],
		['that is empty', () => '', /not understood/]
	])('answers a cursor %s with reset, and ends', async (_name, cursor, reason) => {
		using relay = testApp();
		relay.ingest(events(5));
		const { epoch } = relay.deps.journal;
		const client = await connect(relay, cursor(epoch));
		expect((await client.next()).event).toBe('hello');
		const reset = await client.next();
		expect(reset.event).toBe('reset');
		expect(parseResetFrame(reset.data)).toEqual({ epoch, reason: expect.stringMatching(reason) });
		expect(await client.ended()).toBe(true);
	});

	test('answers a cursor from before deleted events with reset', async () => {
		using relay = testApp();
		relay.ingest([makeEvent({ sequence: 1 }), makeEvent({ sequence: 2, atMs: START_MS + 2 * DAY_MS })]);
		await relay.advanceHorizon(START_MS + DAY_MS);
		const { epoch } = relay.deps.journal;
		const behind = await connect(relay, `${epoch}.0`);
		await behind.next();
		expect((await behind.next()).event).toBe('reset');
		const beyond = await connect(relay, `${epoch}.1`);
		expect(seqs(await beyond.until(2))).toEqual([2]);
		await beyond.leave();
	});

	test('loses nothing and repeats nothing, however commits, reads and reconnects fall', async () => {
		const step = fc.oneof(
			fc.record({ do: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 30 }) }),
			fc.record({ do: fc.constant('read' as const), count: fc.constant(1) }),
			fc.record({ do: fc.constant('reconnect' as const), count: fc.constant(0) })
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
				using relay = testApp();
				const { epoch } = relay.deps.journal;
				let cursor = `${epoch}.0`;
				let client = await connect(relay, cursor);
				const seen: number[] = [];
				let committed = 0;
				const readOne = async () => {
					const frame = await client.next();
					if (frame.event !== 'events') return;
					seen.push(...seqs(parseEventsFrame(frame.data)));
					cursor = frame.id!;
				};
				for (const { do: action, count } of steps) {
					if (action === 'commit') {
						relay.ingest(events(count, committed));
						committed += count;
					} else if (action === 'reconnect') {
						await client.leave();
						client = await connect(relay, cursor);
					} else if (committed > (seen.at(-1) ?? 0)) await readOne();
				}
				while (committed > (seen.at(-1) ?? 0)) await readOne();
				expect(seen).toEqual(upTo(committed));
				await client.leave();
			}),
			{ numRuns: 60, seed: 11 }
		);
	});

	test('closes a client that takes nothing, and lets it go on where it was', async () => {
		using relay = testApp({ stallMs: 30, maxStreams: 1 });
		relay.ingest(events(2));
		const { epoch } = relay.deps.journal;
		const stalled = await connect(relay, `${epoch}.0`);
		await stalled.next();
		await new Promise((resolve) => setTimeout(resolve, 60));
		await expect(stalled.next()).rejects.toThrow('took nothing');
		const again = await connect(relay, `${epoch}.0`);
		expect(seqs(await again.until(2))).toEqual([1, 2]);
		await again.leave();
	});

	test('refuses more than it has places for, and gives a place back when one leaves', async () => {
		using relay = testApp({ maxStreams: 2 });
		const first = await connect(relay);
		const second = await connect(relay);
		const refused = await relay.app.request('/api/stream', { headers: { host: 'localhost' } });
		expect(refused.status).toBe(503);
		expect(refused.headers.get('retry-after')).toBe('5');
		await first.leave();
		const third = await connect(relay);
		expect((await third.next()).event).toBe('hello');
		await Promise.all([second.leave(), third.leave()]);
	});

	test('counts places by address, those of this machine excepted', async () => {
		using relay = testApp({ maxPerAddress: 2 });
		const from = async (remoteAddress: string) => {
			const incoming = { socket: { remoteAddress }, headers: {}, url: '/api/stream' };
			const request = new Request('http://localhost/api/stream', { headers: { host: 'localhost' } });
			return (await relay.app.fetch(request, { incoming } as never)).status;
		};
		const statuses: number[] = [];
		for (let i = 0; i < 3; i++) statuses.push(await from('192.168.1.30'), await from('::ffff:127.0.0.1'));
		expect(statuses).toEqual([200, 200, 200, 200, 503, 200]);
	});

	test('ends when the relay closes', async () => {
		using relay = testApp();
		const client = await connect(relay);
		await client.next();
		relay.deps.hub.close();
		expect(await client.ended()).toBe(true);
	});
});

describe('the snapshot', () => {
	const lines = async (relay: TestApp, headers: Record<string, string> = {}) => {
		const response = await relay.app.request('/api/snapshot', { headers: { host: 'localhost', ...headers } });
		const body = response.headers.has('content-encoding')
			? response.body!.pipeThrough(new DecompressionStream('gzip'))
			: response.body!;
		const text = await new Response(body).text();
		expect(text.endsWith('\n')).toBe(true);
		return {
			response,
			lines: text
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line))
		};
	};
	const days = (count: number) =>
		Array.from({ length: count }, (_, day) =>
			makeEvent({ sequence: day, sessionId: `s${day}`, atMs: START_MS + day * DAY_MS })
		);

	test.each<Record<string, string>>([{}, { 'accept-encoding': 'gzip, br' }])(
		'has a head, every row newest first, and an end (%o)',
		async (headers) => {
			using relay = testApp();
			relay.ingest(days(3));
			const read = await lines(relay, headers);
			expect(read.response.headers.get('content-type')).toBe('application/x-ndjson');
			expect(read.response.headers.get('content-encoding')).toBe(
				'accept-encoding' in headers ? 'gzip' : null
			);
			expect(read.lines[0]).toEqual({
				type: 'head',
				protocol: 1,
				foldVersion: FOLD_VERSION,
				epoch: relay.deps.journal.epoch,
				seq: 3,
				events: 3,
				horizonMs: null,
				prices: []
			});
			expect(
				read.lines
					.slice(1, -1)
					.map(({ type, row }) => `${type} ${row.key ?? (row.day - Date.UTC(2026, 2, 2)) / DAY_MS}`)
			).toEqual(['day 2', 'session s2', 'day 1', 'session s1', 'day 0', 'session s0']);
			expect(read.lines.at(-1)).toEqual({ type: 'end', days: 3, sessions: 3 });
		}
	);

	test('of an empty journal is a head and an end', async () => {
		using relay = testApp();
		expect((await lines(relay)).lines.map(({ type }) => type)).toEqual(['head', 'end']);
	});

	test('is of one moment although events go on coming', async () => {
		using relay = testApp();
		relay.ingest(days(400));
		const response = await relay.app.request('/api/snapshot', { headers: { host: 'localhost' } });
		const reader = response.body!.getReader();
		let text = new TextDecoder().decode((await reader.read()).value);
		relay.ingest(days(900).slice(400));
		await relay.app.request('/api/snapshot', { headers: { host: 'localhost' } });
		for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read())
			text += new TextDecoder().decode(chunk.value);
		const last = JSON.parse(text.trimEnd().split('\n').at(-1)!);
		expect(last).toEqual({ type: 'end', days: 400, sessions: 400 });
	});
});

describe('history', () => {
	const get = async (relay: TestApp, query: string) => {
		const response = await relay.app.request(`/api/events?${query}`, { headers: { host: 'localhost' } });
		return { status: response.status, body: await response.json() };
	};

	test('comes newest first, page by page, without a gap', async () => {
		using relay = testApp();
		relay.ingest(events(25));
		const slots: number[] = [];
		let before = 26;
		for (let more = true; more; ) {
			const { body } = await get(relay, `before=${before}&limit=10`);
			expect(body.epoch).toBe(relay.deps.journal.epoch);
			slots.push(...body.events.map(({ slot }: { slot: number }) => slot));
			before = slots.at(-1)!;
			more = body.more;
		}
		expect(slots).toEqual(upTo(25).reverse());
	});

	test('of a page too large for one answer comes in several', async () => {
		using relay = testApp();
		relay.ingest(
			Array.from({ length: 100 }, (_, i) => makeEvent({ sequence: i, model: 'm'.repeat(60_000) }))
		);
		const { body } = await get(relay, 'before=101&limit=2000');
		expect(body.events.length).toBeLessThan(100);
		expect(body.more).toBe(true);
	});

	test('of one session is all of it', async () => {
		using relay = testApp();
		relay.ingest(Array.from({ length: 6 }, (_, i) => makeEvent({ sequence: i, sessionId: `s ${i % 2}` })));
		const { body } = await get(relay, 'session=s%201');
		expect(body.events.map(({ slot }: { slot: number }) => slot)).toEqual([6, 4, 2]);
		expect(body.more).toBe(false);
	});

	test.each([
		'',
		'before=x',
		'before=-1',
		'before=1&session=s',
		'before=5&limit=0',
		'before=5&limit=many',
		'before=1e3'
	])('is not given for ?%s', async (query) => {
		using relay = testApp();
		expect(await get(relay, query)).toMatchObject({ status: 400, body: { error: 'bad_request' } });
	});
});
