import { describe, expect, test } from 'vitest';
import { createApi } from '#lib/stream/api.ts';
import { LONGEST_WAIT_MS, sleep, waitMs } from '#lib/stream/backoff.ts';
import { createBatcher } from '#lib/stream/batcher.ts';
import { readLines } from '#lib/stream/body.ts';
import { type Frame, readStream } from '#lib/stream/sse.ts';
import { makeEvent } from '../support/make-event.ts';

const hello = { protocol: 1, epoch: 'e', head: 2, version: '1', nowMs: 5, horizonMs: null };
const records = [1, 2].map((seq) => ({
	seq,
	slot: seq,
	event: makeEvent({ name: 'user_prompt', sequence: seq, text: 'é — 日本\n' })
}));
const text = `retry: 700\r\n: hi\n\nevent: hello\ndata: ${JSON.stringify(hello)}\n\nevent: later\ndata: {}\n\nid: e.2\nevent: events\ndata: ${JSON.stringify(records)}\n\nevent: reset\ndata: {"epoch":"f","reason":"gone"}\n\n`;

/** Answers with a body of these pieces; `open` leaves it without an end. */
function apiOf(pieces: Uint8Array[], { type = 'text/event-stream', open = false, status = 200 } = {}) {
	const calls: { url: string; init: RequestInit | undefined }[] = [];
	let cancelled = false;
	const api = createApi({
		baseUrl: 'http://relay/base',
		headers: async () => ({ 'x-relay-key': 'k' }),
		fetch: async (url, init) => {
			calls.push({ url: String(url), init });
			const body = new ReadableStream({
				start(controller) {
					for (const piece of pieces) controller.enqueue(piece);
					if (!open) controller.close();
				},
				cancel() {
					cancelled = true;
				}
			});
			return new Response(body, { status, headers: { 'content-type': type } });
		}
	});
	return { api, calls, wasCancelled: () => cancelled };
}

const bytes = (value: string) => new TextEncoder().encode(value);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const item of items) list.push(item);
	return list;
}

const expected: Frame[] = [
	{ type: 'hello', ...hello },
	{ type: 'events', epoch: 'e', seq: 2, records },
	{ type: 'reset', epoch: 'f', reason: 'gone' }
];

describe('the stream', () => {
	test('is read whole', async () => {
		const { api, calls } = apiOf([bytes(text)]);
		expect(await all(readStream(api, { cursor: { epoch: 'e', seq: 0 } }))).toEqual(expected);
		expect(calls[0]).toMatchObject({
			url: 'http://relay/base/api/stream?cursor=e.0',
			init: {
				cache: 'no-store',
				credentials: 'same-origin',
				headers: { 'x-relay-key': 'k', accept: 'text/event-stream' }
			}
		});
	});

	test('is read the same byte by byte', async () => {
		const { api } = apiOf([...bytes(text)].map((byte) => new Uint8Array([byte])));
		let alive = 0;
		expect(await all(readStream(api, { cursor: { epoch: 'e', seq: 0 }, onAlive: () => alive++ }))).toEqual(
			expected
		);
		expect(alive).toBeGreaterThan(100);
	});

	test('is given up after silence, and the connection is let go', async () => {
		const { api, wasCancelled } = apiOf([bytes(': hi\n\n')], { open: true });
		await expect(
			all(readStream(api, { cursor: { epoch: 'e', seq: 0 }, silenceMs: 30 }))
		).rejects.toMatchObject({ kind: 'offline' });
		expect(wasCancelled()).toBe(true);
	});

	test('lets the connection go when its reader stops early', async () => {
		const { api, wasCancelled } = apiOf([bytes(text)], { open: true });
		for await (const frame of readStream(api, { cursor: { epoch: 'e', seq: 0 } })) {
			expect(frame.type).toBe('hello');
			break;
		}
		expect(wasCancelled()).toBe(true);
	});

	test.each([
		['event: events\nid: nonsense\ndata: []\n\n'],
		['event: events\nid: e.1\ndata: {"not":"an array"}\n\n'],
		['event: hello\ndata: {broken\n\n'],
		['event: reset\ndata: []\n\n']
	])('%j is no frame of this protocol', async (bad) => {
		const { api } = apiOf([bytes(bad)]);
		await expect(all(readStream(api, { cursor: { epoch: 'e', seq: 0 } }))).rejects.toMatchObject({
			kind: 'protocol'
		});
	});
});

describe('calls', () => {
	test.each([
		[401, 'unauthorized'],
		[403, 'unauthorized'],
		[404, 'refused'],
		[421, 'refused'],
		[500, 'refused'],
		[502, 'offline'],
		[503, 'offline'],
		[504, 'offline']
	] as const)('an answer of %i is %s', async (status, kind) => {
		const { api } = apiOf([bytes('{}')], { status, type: 'application/json' });
		await expect(api.json('/api/health')).rejects.toMatchObject({ name: 'ApiError', kind, status });
	});

	test('an answer of another media type is of another protocol', async () => {
		const { api } = apiOf([bytes('<html>')], { type: 'text/html' });
		await expect(api.json('/api/health')).rejects.toMatchObject({ kind: 'protocol' });
	});

	test('no answer is offline, with its cause', async () => {
		const cause = new TypeError('Failed to fetch');
		const api = createApi({ baseUrl: '', fetch: () => Promise.reject(cause) });
		await expect(api.json('/api/health')).rejects.toMatchObject({ kind: 'offline', status: null, cause });
	});

	test('an abort is an abort, not a failure', async () => {
		const { api } = apiOf([], { open: true });
		const controller = new AbortController();
		const reading = all(
			readStream(api, { cursor: { epoch: 'e', seq: 0 }, signal: controller.signal, silenceMs: 20 })
		);
		controller.abort(new Error('enough'));
		await expect(reading).rejects.toThrow('enough');
	});

	test('lines come parsed, however they are cut', async () => {
		const lines = [{ a: 1 }, { b: 'é\n' }, [3]];
		const body = bytes(lines.map((line) => JSON.stringify(line)).join('\n'));
		const response = new Response(
			new ReadableStream({
				start(controller) {
					for (const byte of body) controller.enqueue(new Uint8Array([byte]));
					controller.close();
				}
			})
		);
		expect(await all(readLines(response, 1000))).toEqual(lines);
		await expect(all(readLines(new Response('{"a":1}\n{oops'), 1000))).rejects.toMatchObject({
			kind: 'protocol'
		});
	});
});

describe('waiting', () => {
	test('the wait doubles from half a second to thirty, less up to a half by chance', () => {
		expect([1, 2, 3, 4, 5, 6, 7, 8, 60].map((n) => waitMs(n, 1))).toEqual([
			500,
			1000,
			2000,
			4000,
			8000,
			16_000,
			LONGEST_WAIT_MS,
			LONGEST_WAIT_MS,
			LONGEST_WAIT_MS
		]);
		expect(waitMs(1, 0)).toBe(250);
		expect(waitMs(60, 0)).toBe(15_000);
	});

	test('sleep ends early with its signal', async () => {
		const controller = new AbortController();
		const sleeping = sleep(60_000, controller.signal);
		controller.abort();
		await sleeping;
		await sleep(60_000, controller.signal);
	});
});

describe('batches', () => {
	test('the first frame goes at once, those that follow closely go together, in order', async () => {
		const applied: number[][] = [];
		const batcher = createBatcher<number>({
			intervalMs: 20,
			apply: async (items) => {
				applied.push(items);
			}
		});
		await batcher.add([1]);
		for (let i = 2; i < 9; i++) await batcher.add([i]);
		await batcher.drain();
		expect(applied).toEqual([[1], [2, 3, 4, 5, 6, 7, 8]]);
	});

	test('a full batch holds the sender until there is room', async () => {
		let release: () => void = () => undefined;
		const gate = new Promise<void>((resolve) => {
			release = resolve;
		});
		const sizes: number[] = [];
		const batcher = createBatcher<number>({
			intervalMs: 1,
			maxItems: 4,
			apply: async (items) => {
				sizes.push(items.length);
				await gate;
			}
		});
		await batcher.add([1]);
		let held = true;
		const adding = batcher.add([2, 3, 4, 5]).then(() => {
			held = false;
		});
		await sleep(20, new AbortController().signal);
		expect(held).toBe(true);
		release();
		await adding;
		await batcher.drain();
		expect(sizes).toEqual([1, 4]);
	});

	test('after a failure nothing more is applied and every sender hears of it', async () => {
		let calls = 0;
		const batcher = createBatcher<number>({
			intervalMs: 1,
			apply: async () => {
				calls++;
				throw new Error('full');
			}
		});
		await batcher.add([1]);
		await expect(batcher.drain()).rejects.toThrow('full');
		await expect(batcher.add([2])).rejects.toThrow('full');
		expect(calls).toBe(1);
	});
});
