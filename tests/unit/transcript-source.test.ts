// The transcript source on files as they are found: growing, torn, rotated, damaged, hostile.
import {
	appendFileSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '#lib/domain/event.ts';
import { eventsOf, type TranscriptBench, transcriptBench } from '../support/transcript-folder.ts';

const SESSION = '5f928e0c-ce64-479b-9e39-e1b71655de56';
const NAME = `-home-dev-shop/${SESSION}.jsonl`;

function response(id: string, tokens = 100, extra: Record<string, unknown> = {}): string {
	return `${JSON.stringify({
		parentUuid: null,
		type: 'assistant',
		sessionId: SESSION,
		timestamp: '2026-11-20T10:00:00.000Z',
		cwd: '/home/dev/shop',
		requestId: `req_${id}`,
		message: {
			id: `msg_${id}`,
			model: 'claude-opus-5-5',
			content: [],
			usage: { input_tokens: tokens, output_tokens: 1 }
		},
		...extra
	})}\n`;
}

function prompt(id: string, text: string): string {
	return `${JSON.stringify({
		type: 'user',
		sessionId: SESSION,
		timestamp: '2026-11-20T10:00:00.000Z',
		promptId: id,
		promptSource: 'cli',
		message: { role: 'user', content: text }
	})}\n`;
}

function requestsIn({ store }: TranscriptBench): Record<string, number | null> {
	const requests = eventsOf(store).filter((event): event is ApiRequest => event.name === 'api_request');
	return Object.fromEntries(
		requests.map(({ id, inputTokens }) => [id.slice('api_request:req_'.length), inputTokens])
	);
}

async function until(what: () => boolean): Promise<void> {
	const deadline = Date.now() + 10_000;
	while (!what()) {
		if (Date.now() > deadline) throw new Error('it did not happen');
		await sleep(5);
	}
}

describe('growth', () => {
	test('is read as it comes, without anyone asking', async () => {
		await using bench = transcriptBench();
		const source = bench.start({ times: { rescanMs: 3_600_000, gatherMs: 5, unsettledMs: 50 } });
		await source.settled();
		expect(source.status()).toMatchObject({ state: 'waiting', phase: 'live' });
		const path = bench.path(NAME);
		writeFileSync(path, response('a'));
		await until(() => 'a' in requestsIn(bench));
		appendFileSync(path, response('b'));
		await until(() => 'b' in requestsIn(bench));
		expect(source.status()).toMatchObject({ state: 'receiving', phase: 'live', error: null });
	});

	test('is found by looking again where nothing is heard of it', async () => {
		await using bench = transcriptBench();
		const path = bench.path(NAME);
		writeFileSync(path, response('a'));
		const source = bench.start();
		await source.settled();
		appendFileSync(path, response('b'));
		await source.settled();
		expect(requestsIn(bench)).toEqual({ a: 100, b: 100 });
	});

	test('of half a line waits for the other half', async () => {
		await using bench = transcriptBench();
		const path = bench.path(NAME);
		const line = response('b');
		writeFileSync(path, response('a') + line.slice(0, 50));
		const source = bench.start();
		await source.settled();
		expect(requestsIn(bench)).toEqual({ a: 100 });
		appendFileSync(path, line.slice(50));
		await source.settled();
		expect(requestsIn(bench)).toEqual({ a: 100, b: 100 });
		expect(source.status().counts).toMatchObject({ rejected: 0, reread: 0 });
	});

	test('alone is read after a restart', async () => {
		await using bench = transcriptBench();
		const path = bench.path(NAME);
		writeFileSync(path, response('a').repeat(2000));
		const first = bench.start();
		await first.settled();
		await first.close(0);
		appendFileSync(path, response('b'));
		bench.reopen();
		const second = bench.start();
		await second.settled();
		expect(requestsIn(bench)).toEqual({ a: 100, b: 100 });
		expect(second.status().counts!.bytes).toBe(response('b').length);
		await second.close(0);
		bench.reopen();
		const third = bench.start();
		await third.settled();
		expect(third.status().counts).toMatchObject({ read: 0, bytes: 0, files: 1 });
	});

	test('a tool begun before a restart has its name after it', async () => {
		await using bench = transcriptBench();
		const path = bench.path(NAME);
		const call = { content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: {} }] };
		writeFileSync(path, response('a').replace('"content":[]', JSON.stringify(call).slice(1, -1)));
		const first = bench.start();
		await first.settled();
		await first.close(0);
		bench.reopen();
		appendFileSync(
			path,
			`${JSON.stringify({ type: 'user', sessionId: SESSION, timestamp: '2026-11-20T10:00:02.000Z', message: { content: [{ type: 'tool_result', tool_use_id: 'toolu_1' }] } })}\n`
		);
		await bench.start().settled();
		expect(eventsOf(bench.store).find(({ name }) => name === 'tool_result')).toMatchObject({
			toolName: 'Bash',
			requestId: 'req_a'
		});
	});

	test('is never ahead of what is kept: a journal that was full has it all in the end', async () => {
		await using bench = transcriptBench();
		writeFileSync(bench.path(NAME), response('a') + response('b'));
		const { JournalUnavailable } = await import('#server/journal/journal.ts');
		let full = true;
		const source = bench.start({
			ingest(events) {
				if (full) throw new JournalUnavailable('the disk is full');
				return bench.ingest(events);
			}
		});
		await until(() => source.status().state === 'error');
		expect(source.status().error).toContain('the disk is full');
		full = false;
		await source.settled();
		expect(requestsIn(bench)).toEqual({ a: 100, b: 100 });
		expect(source.status()).toMatchObject({ state: 'receiving', error: null });
	});
});

describe('a file that is no longer what it was', () => {
	test.each<[string, (path: string) => void]>([
		[
			'replaced by another',
			(path) => {
				writeFileSync(`${path}.new`, response('c'));
				renameSync(`${path}.new`, path);
			}
		],
		[
			'cut to nothing and written anew',
			(path) => {
				truncateSync(path);
				appendFileSync(path, response('c'));
			}
		],
		['written over with more', (path) => writeFileSync(path, response('c') + response('d').repeat(5))]
	])('is read from its start when %s', async (_how, change) => {
		await using bench = transcriptBench();
		const path = bench.path(NAME);
		writeFileSync(path, response('a') + response('b'));
		const source = bench.start();
		await source.settled();
		change(path);
		await source.settled();
		expect(requestsIn(bench)).toMatchObject({ a: 100, b: 100, c: 100 });
		expect(source.status().counts!.reread).toBe(1);
	});

	test('is forgotten when it is gone', async () => {
		await using bench = transcriptBench();
		const path = bench.path(NAME);
		writeFileSync(path, response('a'));
		const first = bench.start();
		await first.settled();
		await first.close(0);
		rmSync(path);
		const second = bench.start();
		await second.settled();
		expect(second.status().counts!.files).toBe(0);
		expect(requestsIn(bench)).toEqual({ a: 100 });
	});
});

describe('bytes', () => {
	test('with a mark at the start, CRLF and empty lines are lines all the same', async () => {
		await using bench = transcriptBench();
		const text = response('a').replace('\n', '\r\n');
		writeFileSync(bench.path(NAME), `\ufeff${text}\r\n\n${response('b')}`);
		const source = bench.start();
		await source.settled();
		expect(requestsIn(bench)).toEqual({ a: 100, b: 100 });
		expect(source.status().counts!.rejected).toBe(0);
	});

	test('that are no UTF-8 are replaced and counted', async () => {
		await using bench = transcriptBench();
		const bytes = Buffer.from(prompt('p', 'caf?') + response('a'));
		bytes[bytes.indexOf('caf?') + 3] = 0xe9;
		writeFileSync(bench.path(NAME), bytes);
		const source = bench.start({ content: true });
		await source.settled();
		expect(source.status().counts!.badUtf8).toBe(1);
		expect(eventsOf(bench.store).find(({ name }) => name === 'user_prompt')).toMatchObject({
			text: 'caf\ufffd'
		});
	});

	test('of more than 8 MB without a line end are passed over and counted, in bounded memory', async () => {
		await using bench = transcriptBench();
		const path = bench.path(NAME);
		writeFileSync(path, response('a'));
		const long = Buffer.alloc(50 * 1024 * 1024, 'x');
		appendFileSync(
			path,
			Buffer.concat([Buffer.from('{"type":"user","message":"'), long, Buffer.from('"}\n')])
		);
		appendFileSync(path, response('b'));
		appendFileSync(
			path,
			Buffer.concat([Buffer.from('{"type":"api-request-blob","blob":"'), long, Buffer.from('"}\n')])
		);
		appendFileSync(path, response('c'));
		const before = process.memoryUsage().arrayBuffers;
		let most = 0;
		const timer = setInterval(() => {
			most = Math.max(most, process.memoryUsage().arrayBuffers - before);
		}, 5);
		const source = bench.start();
		await source.settled();
		clearInterval(timer);
		expect(requestsIn(bench)).toEqual({ a: 100, b: 100, c: 100 });
		expect(source.status().counts).toMatchObject({ tooLong: 1, passed: 1, rejected: 0, lines: 5 });
		expect(most).toBeLessThan(64 * 1024 * 1024);
	});

	test('that are no JSON are counted with their reason, and the rest is read', async () => {
		await using bench = transcriptBench();
		writeFileSync(bench.path(NAME), `nonsense\n${response('a')}\0\0\0\n[]\n${response('b')}`);
		const source = bench.start();
		await source.settled();
		expect(requestsIn(bench)).toEqual({ a: 100, b: 100 });
		expect(source.status().counts!.rejected).toBe(3);
	});
});

describe('a link', () => {
	test('out of the folder is refused and counted, whether it is a file or a folder', async () => {
		await using bench = transcriptBench();
		const outside = join(bench.config, 'outside');
		mkdirSync(outside);
		writeFileSync(join(outside, 'secret.jsonl'), response('secret'));
		writeFileSync(bench.path(NAME), response('a'));
		symlinkSync(join(outside, 'secret.jsonl'), bench.path('-home-dev-shop/linked.jsonl'));
		symlinkSync(outside, join(bench.projects, 'linked'));
		const source = bench.start();
		await source.settled();
		expect(requestsIn(bench)).toEqual({ a: 100 });
		expect(source.status()).toMatchObject({ error: null, counts: { refused: 2 } });
		expect(source.status().detail).toContain('2 links');
	});

	test('that takes the place of a file or of its folder is not followed', async () => {
		await using bench = transcriptBench();
		const path = bench.path(NAME);
		writeFileSync(path, response('a'));
		const source = bench.start({ times: { rescanMs: 3_600_000, gatherMs: 5, unsettledMs: 50 } });
		await source.settled();
		const outside = join(bench.config, 'outside');
		mkdirSync(outside);
		writeFileSync(join(outside, `${SESSION}.jsonl`), response('a') + response('secret'));
		rmSync(join(bench.projects, '-home-dev-shop'), { recursive: true });
		symlinkSync(outside, join(bench.projects, '-home-dev-shop'));
		// As if the walk had met it before the change.
		bench.store.fileState.met([{ path, size: 1, mtimeMs: 1, identity: 'x' }]);
		await source.settled();
		expect(requestsIn(bench)).toEqual({ a: 100 });
	});

	test('to the folder itself is followed: it is what was named', async () => {
		await using bench = transcriptBench();
		writeFileSync(bench.path(NAME), response('a'));
		const link = join(bench.config, '..', 'profile');
		symlinkSync(bench.config, link);
		await bench.start({ folders: [link, bench.config] }).settled();
		expect(requestsIn(bench)).toEqual({ a: 100 });
		expect(eventsOf(bench.store)[0]!.facts.configFolder).toBe('profile');
	});
});

describe('folders', () => {
	test('that were named and are not there are an error until they are', async () => {
		await using bench = transcriptBench();
		const missing = join(bench.config, 'later');
		const source = bench.start({ folders: [missing] });
		await source.settled();
		expect(source.status()).toMatchObject({ state: 'error', phase: 'failing' });
		expect(source.status().error).toContain(missing);
		mkdirSync(join(missing, 'projects', 'p'), { recursive: true });
		writeFileSync(join(missing, 'projects', 'p', `${SESSION}.jsonl`), response('a'));
		await source.settled();
		expect(source.status().error).toBeNull();
		expect(requestsIn(bench)).toEqual({ a: 100 });
	});

	test('nobody named are those that exist; each is a profile', async () => {
		await using bench = transcriptBench();
		writeFileSync(bench.path(NAME), response('a'));
		const source = bench.start({ folders: null, usual: [join(bench.config, 'none'), bench.config] });
		await source.settled();
		expect(source.status()).toMatchObject({ error: null, detail: null });
		expect(eventsOf(bench.store)[0]!.facts).toMatchObject({
			configFolder: '.claude',
			relayHost: 'here',
			folder: 'shop'
		});
	});
});

describe('content', () => {
	test('is left out unless asked for, and comes when it is asked for later', async () => {
		await using bench = transcriptBench();
		writeFileSync(bench.path(NAME), prompt('p', 'private words') + response('a'));
		const first = bench.start();
		await first.settled();
		expect(JSON.stringify(eventsOf(bench.store))).not.toContain('private words');
		await first.close(0);
		bench.reopen();
		for (const file of readdirSync(bench.dataDir))
			expect(readFileSync(join(bench.dataDir, file)).includes('private words')).toBe(false);
		bench.store.fileState.met([{ path: join(bench.projects, NAME), size: 0, mtimeMs: 0, identity: '' }]);
		await bench.start({ content: true }).settled();
		expect(JSON.stringify(eventsOf(bench.store))).toContain('private words');
	});
});

test('a prompt is shown before its answer comes', async () => {
	await using bench = transcriptBench();
	const source = bench.start();
	writeFileSync(bench.path(NAME), prompt('p', 'wait for it'));
	await source.settled();
	expect(eventsOf(bench.store).map(({ name }) => name)).toContain('user_prompt');
});

test('other work is let in while much is read', async () => {
	await using bench = transcriptBench();
	for (let file = 0; file < 20; file++) {
		const lines = Array.from({ length: 1000 }, (_, line) => response(`${file}_${line}`));
		writeFileSync(bench.path(`-p/${file}.jsonl`), lines.join(''));
	}
	let turns = 0;
	const timer = setInterval(() => turns++, 0);
	const source = bench.start();
	await source.settled();
	clearInterval(timer);
	expect(Object.keys(requestsIn(bench))).toHaveLength(20_000);
	// At least once a file: read in one go there would be next to none. How long a turn may take is the bench's to say.
	expect(turns).toBeGreaterThanOrEqual(20);
});
