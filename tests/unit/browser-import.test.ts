// What the browser's import reads and sends, and what the relay takes of it.
import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { applyRecords } from '#lib/domain/fold.ts';
import { emptyImportReport, MAX_BATCH_BYTES } from '#lib/domain/import.ts';
import { rangeSums } from '#lib/domain/summary.ts';
import { ApiError } from '#lib/stream/api.ts';
import { JournalUnavailable } from '#server/journal/journal.ts';
import { createSender } from '../../src/worker/import/send.ts';
import { NOW_MS, type TestApp, testApp } from '../support/app.ts';
import { importInto, picked } from '../support/import-files.ts';
import { makeEvent } from '../support/make-event.ts';
import { emptyTables } from '../support/model-journal.ts';
import { createRandom } from '../support/random.ts';
import { type Corpus, createCorpus } from '../support/transcript-corpus.ts';
import { eventsOf, transcriptBench } from '../support/transcript-folder.ts';

const HOUR_MS = 3_600_000;
const corpusOf = (seed: number, spaces = false) =>
	createCorpus({ seed, spaces, sessions: 30, endMs: NOW_MS - HOUR_MS });
const filesOf = (corpus: Corpus, below = '.claude/projects') =>
	corpus.files.map(({ path, bytes }) => picked(`${below}/${path}`, bytes));

/** As the page's own requests come: from the app itself. */
function fetchOf({ app }: TestApp): typeof fetch {
	return (async (input: string, init: RequestInit) =>
		app.request(input, {
			...init,
			headers: {
				...(init.headers as Record<string, string>),
				host: 'localhost',
				'sec-fetch-site': 'same-origin'
			}
		})) as typeof fetch;
}

const heldBy = ({ deps }: TestApp) => eventsOf({ journal: deps.journal } as Parameters<typeof eventsOf>[0]);

function sumsOf(events: DomainEvent[]) {
	const tables = emptyTables();
	applyRecords(
		tables,
		events.map((event, index) => ({ seq: index + 1, slot: index + 1, event })),
		null
	);
	return rangeSums(tables.days.values(), { fromMs: 0, toMs: NOW_MS }, { nowMs: NOW_MS }).total;
}

function expectTrue(relay: TestApp, corpus: Corpus): void {
	const total = sumsOf(heldBy(relay));
	expect(total.costNanoUsd).toBe(corpus.costNano);
	expect(total.requests).toBe(corpus.requests.filter(({ side }) => !side).length);
	expect(total.toolCalls).toBe(corpus.toolCalls);
	expect(total.apiErrors).toBe(corpus.retried);
}

describe('a corpus of known cost', () => {
	test.each([1, 2])('gives its true cost, whatever is dropped and how often (seed %i)', async (seed) => {
		using relay = testApp();
		const corpus = corpusOf(seed, seed === 2);
		const random = createRandom(seed);
		const half = random.shuffle(filesOf(corpus)).slice(0, Math.ceil(corpus.files.length / 2));
		await importInto(fetchOf(relay), half, { nowMs: NOW_MS });
		const first = await importInto(fetchOf(relay), random.shuffle(filesOf(corpus)), { nowMs: NOW_MS });
		expect(first.skipped).toEqual({});
		expect(first.accepted).toBeGreaterThan(0);
		expectTrue(relay, corpus);

		const before = heldBy(relay);
		for (const again of [filesOf(corpus), random.shuffle(filesOf(corpus)), [...half, ...half]]) {
			const { accepted, duplicates, tooOld } = await importInto(fetchOf(relay), again, { nowMs: NOW_MS });
			expect({ accepted, tooOld }).toEqual({ accepted: 0, tooOld: 0 });
			expect(duplicates).toBeGreaterThan(0);
		}
		expect(heldBy(relay)).toEqual(before);
		// Each file alone, out of its folders.
		const alone = corpus.files.map(({ path, bytes }) => picked(path.split('/').at(-1)!, bytes));
		await importInto(fetchOf(relay), alone, { nowMs: NOW_MS });
		expectTrue(relay, corpus);
	});

	test('is the same to the relay as what it reads itself', async () => {
		const corpus = corpusOf(3);
		await using bench = transcriptBench();
		const { writeFileSync } = await import('node:fs');
		for (const { path, bytes } of corpus.files) writeFileSync(bench.path(path), bytes);
		await bench.start({ now: () => NOW_MS }).settled();
		using relay = testApp();
		await importInto(fetchOf(relay), filesOf(corpus), { nowMs: NOW_MS });
		const byId = (events: DomainEvent[]) =>
			new Map(
				events.map((event) => {
					const { relayHost: _none, ...facts } = event.facts;
					return [event.id, { ...event, facts }];
				})
			);
		expect(byId(heldBy(relay))).toEqual(byId(eventsOf(bench.store)));
	});
});

describe('an export of events', () => {
	test('brings what it holds to another relay, once, and changes nothing where it came from', async () => {
		using first = testApp();
		await importInto(fetchOf(first), filesOf(corpusOf(4)), { nowMs: NOW_MS });
		first.ingest([
			makeEvent({
				name: 'api_request',
				requestId: 'r1',
				id: 'api_request:r1',
				atMs: NOW_MS - HOUR_MS,
				source: 'otlp',
				costNanoUsd: 7
			})
		]);
		const events = heldBy(first);
		const file = picked(
			'tidemark-events.jsonl',
			events.map((event) => `${JSON.stringify(event)}\n`).join('')
		);
		expect((await importInto(fetchOf(first), [file], { nowMs: NOW_MS })).accepted).toBe(0);
		using second = testApp();
		const report = await importInto(fetchOf(second), [file, file], { nowMs: NOW_MS });
		expect(report.lineProblems).toEqual({});
		expect(sumsOf(heldBy(second))).toEqual(sumsOf(events));
		expect(heldBy(second).length).toBe(events.length);
	});

	test('with forged lines brings the others, and says why', async () => {
		using relay = testApp();
		const good = makeEvent({
			name: 'api_request',
			requestId: 'r',
			id: 'api_request:r',
			atMs: NOW_MS,
			source: 'otlp'
		});
		const lines = [good, { ...good, costNanoUsd: -5 }, { ...good, source: 'demo' }, { ...good, id: 'x' }];
		const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"half`;
		const report = await importInto(fetchOf(relay), [picked('a/b/c/e.jsonl', text)], { nowMs: NOW_MS });
		expect(report).toMatchObject({
			files: 1,
			accepted: 1,
			lineProblems: {
				'invalid costNanoUsd': { count: 1, examples: ['c/e.jsonl'] },
				'not an allowed source': { count: 1 },
				'not the id of such an event': { count: 1 },
				unfinished: { count: 1, examples: ['c/e.jsonl'] }
			}
		});
	});
});

describe('files of other kinds', () => {
	test('are passed over, each with its reason and the last parts of its path', async () => {
		using relay = testApp();
		const report = await importInto(fetchOf(relay), [
			picked('home/me/notes.txt', 'x'),
			picked('home/me/a.tidemark', 'x'),
			picked('home/me/renamed.jsonl', '{"tidemark":"backup","version":1}\n'),
			picked('home/me/tidemark.db', 'x'),
			picked('home/me/empty.jsonl', ''),
			picked('home/me/other.jsonl', '{"a":1}\n{"b":2}\n'),
			picked('home/me/words.jsonl', 'hello\n')
		]);
		expect(report).toMatchObject({ files: 0, accepted: 0, lineProblems: {} });
		expect(report.skipped).toEqual({
			'other-kind': { count: 1, examples: ['me/notes.txt'] },
			backup: { count: 2, examples: ['me/a.tidemark', 'me/renamed.jsonl'] },
			journal: { count: 1, examples: ['me/tidemark.db'] },
			empty: { count: 1, examples: ['me/empty.jsonl'] },
			'not-events': { count: 2, examples: expect.arrayContaining(['me/other.jsonl', 'me/words.jsonl']) }
		});
	});

	test('which vanish while they are read are named too', async () => {
		using relay = testApp();
		const corpus = corpusOf(6);
		const path = join(mkdtempSync(join(tmpdir(), 'tidemark-import-')), 'gone.jsonl');
		writeFileSync(path, 'x');
		const gone = { file: new File([await openAsBlob(path)], 'gone.jsonl'), path: ['p', 'gone.jsonl'] };
		rmSync(dirname(path), { recursive: true });
		// It is asked for together with others, which are there.
		const report = await importInto(fetchOf(relay), [gone, ...filesOf(corpus)], { nowMs: NOW_MS });
		expect(report.skipped).toEqual({ unreadable: { count: 1, examples: ['p/gone.jsonl'] } });
		expectTrue(relay, corpus);
	});
});

describe('a relay that cannot take it now', () => {
	test('has it all in the end, and nothing twice', async () => {
		using relay = testApp();
		const corpus = corpusOf(5);
		const send = fetchOf(relay);
		let calls = 0;
		const flaky = (async (input: string, init: RequestInit) => {
			calls += 1;
			if (calls % 3 === 1) throw new TypeError('failed to fetch');
			const response = await send(input, init);
			// Taken, and the answer lost.
			return calls % 3 === 2 ? new Response('', { status: 502 }) : response;
		}) as typeof fetch;
		await importInto(flaky, filesOf(corpus), { nowMs: NOW_MS });
		expectTrue(relay, corpus);
	});
});

test('a batch that is refused for good ends the import, whatever became of the others', async () => {
	let posted = 0;
	const sender = createSender({
		ways: 3,
		report: emptyImportReport(),
		post: async ({ events }) => {
			posted += 1;
			if (posted === 2) throw new ApiError('refused', 'no room', 507);
			return { accepted: events.length, duplicates: 0, tooOld: 0, rejected: { count: 0, reasons: {} } };
		},
		waiting: () => undefined,
		sending: () => undefined,
		sleep: async () => undefined
	});
	const batch = (n: number) =>
		Array.from({ length: 1000 }, (_, index) =>
			makeEvent({ name: 'user_prompt', id: `user_prompt:${n}-${index}`, source: 'transcript' })
		);
	for (let n = 0; n < 3; n++) await sender.add('transcript', batch(n));
	expect(posted).toBe(3);
	await expect(sender.add('transcript', batch(3)).then(() => sender.finish())).rejects.toThrow('no room');
});

describe('the route', () => {
	const post = (relay: TestApp, body: unknown, headers: Record<string, string> = {}) =>
		relay.app.request('http://localhost/api/import', {
			method: 'POST',
			body: typeof body === 'string' ? body : JSON.stringify(body),
			headers: {
				host: 'localhost',
				'content-type': 'application/json',
				'sec-fetch-site': 'same-origin',
				...headers
			}
		});

	test('takes writes of the app only, of a bounded size and the right shape', async () => {
		using relay = testApp();
		const events = [makeEvent({ name: 'user_prompt', source: 'transcript', atMs: NOW_MS })];
		expect(
			(await post(relay, { kind: 'transcript', events }, { 'sec-fetch-site': 'cross-site' })).status
		).toBe(403);
		expect((await post(relay, { kind: 'transcript', events }, { 'content-type': 'text/plain' })).status).toBe(
			415
		);
		expect((await post(relay, `"${'x'.repeat(MAX_BATCH_BYTES)}"`)).status).toBe(413);
		for (const wrong of [
			'nonsense',
			null,
			[],
			{},
			{ kind: 'otlp', events: [] },
			{ kind: 'transcript', events: {} }
		])
			expect((await post(relay, wrong)).status).toBe(400);
		const many = { kind: 'transcript', events: Array.from({ length: 2001 }, () => null) };
		expect((await post(relay, many)).status).toBe(400);
		expect(relay.deps.journal.events).toBe(0);
	});

	test('keeps no content unless the user chose so, and takes no telemetry from a page', async () => {
		using relay = testApp();
		const prompt = makeEvent({
			name: 'user_prompt',
			promptId: 'p',
			id: 'user_prompt:p',
			text: 'secret',
			source: 'transcript',
			atMs: NOW_MS
		});
		const forged = makeEvent({
			name: 'api_request',
			requestId: 'r',
			id: 'api_request:r',
			source: 'otlp',
			costNanoUsd: 9,
			atMs: NOW_MS
		});
		const answer = await (await post(relay, { kind: 'transcript', events: [prompt, forged, 5] })).json();
		expect(answer).toEqual({
			accepted: 1,
			duplicates: 0,
			tooOld: 0,
			rejected: { count: 2, reasons: { 'not an allowed source': 1, 'not an event': 1 } }
		});
		expect(heldBy(relay)).toMatchObject([{ id: 'user_prompt:p', text: null }]);
	});

	test('says 503 while nothing can be kept, and refuses to mix with sample data', async () => {
		using relay = testApp();
		const events = [
			makeEvent({
				name: 'user_prompt',
				promptId: 'p',
				id: 'user_prompt:p',
				source: 'transcript',
				atMs: NOW_MS
			})
		];
		const { createApp } = await import('#server/app.ts');
		const full = createApp({
			...relay.deps,
			imports: {
				...relay.deps.imports!,
				ingest: () => {
					throw new JournalUnavailable('the disk is full');
				}
			}
		});
		const answer = await post({ ...relay, app: full } as TestApp, { kind: 'transcript', events });
		expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
		const demo = createApp({ ...relay.deps, imports: { ...relay.deps.imports!, demo: true } });
		expect((await post({ ...relay, app: demo } as TestApp, { kind: 'transcript', events })).status).toBe(409);
		const terms = await relay.app.request('http://localhost/api/import', { headers: { host: 'localhost' } });
		expect(await terms.json()).toEqual({ content: false, demo: false });
	});
});
