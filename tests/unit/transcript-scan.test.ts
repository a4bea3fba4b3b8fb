// Bytes into the lines that may matter: whole or in pieces, however the JSON is written, the same lines.
import { describe, expect, test } from 'vitest';
import { decodeTranscriptLine } from '#lib/wire/transcript.ts';
import { emptyTranscriptState } from '#lib/wire/transcript-file.ts';
import {
	createTranscriptScan,
	emptyLineCounts,
	type LineCounts,
	MAX_LINE
} from '#lib/wire/transcript-scan.ts';
import { createRandom } from '../support/random.ts';
import { createCorpus } from '../support/transcript-corpus.ts';

const PASSED = new Set(['api-request-blob', 'file-history-snapshot', 'attachment', 'last-prompt', 'mode']);

/** Splits at the lengths `next` gives. */
function scan(
	bytes: Uint8Array,
	next: () => number,
	content = true
): { texts: string[]; offset: number; counts: LineCounts } {
	const counts = emptyLineCounts();
	const scan = createTranscriptScan(0, counts, content);
	const texts: string[] = [];
	for (let at = 0; at < bytes.length; ) {
		// A reader reuses its buffer: what a chunk leaves must be copied.
		const chunk = Uint8Array.from(bytes.subarray(at, at + next()));
		texts.push(...scan.push(chunk));
		at += chunk.length;
		chunk.fill(0);
	}
	return { texts, offset: scan.offset, counts };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const whole = (text: string) => scan(bytesOf(text), () => Number.MAX_SAFE_INTEGER);

describe('lines', () => {
	test.each([
		['as Claude Code writes it', false],
		['with spaces', true]
	])('of a corpus %s: those of no interest are passed over, all others are given', (_how, spaces) => {
		const corpus = createCorpus({ seed: 7, sessions: 12, spaces, endMs: Date.parse('2026-11-20T12:00:00Z') });
		let passed = 0;
		for (const { path, bytes } of corpus.files.filter(({ path }) => path.endsWith('.jsonl'))) {
			const lines = bytes
				.toString()
				.replace(/^\ufeff/, '')
				.split('\n')
				.slice(0, -1);
			const wanted = lines.filter((line) => !PASSED.has(JSON.parse(line).type));
			const { texts, offset, counts } = scan(bytes, () => Number.MAX_SAFE_INTEGER);
			expect(texts, path).toEqual(wanted);
			expect(offset).toBe(bytes.lastIndexOf(10) + 1);
			expect(counts).toEqual({
				lines: lines.length,
				passed: lines.length - wanted.length,
				tooLong: 0,
				badUtf8: 0
			});
			passed += counts.passed;
		}
		expect(passed).toBeGreaterThan(50);
	});

	test.each([1, 2, 3, 4, 5, 6])('are the same in whatever pieces the bytes come (seed %d)', (seed) => {
		const random = createRandom(seed);
		const corpus = createCorpus({
			seed,
			sessions: 3,
			ballast: 9000,
			endMs: Date.parse('2026-11-20T12:00:00Z')
		});
		const largest = [1, 7, 100, 4096, 5000, 100_000][seed - 1]!;
		for (const { bytes } of corpus.files.slice(0, 6)) {
			const pieces = scan(bytes, () => random.integer(1, largest));
			expect(pieces).toEqual(scan(bytes, () => Number.MAX_SAFE_INTEGER));
		}
	});

	test.each([
		['by their type, first', '{"type":"api-request-blob",broken'],
		['by their type, after texts with quotes', String.raw`{"a":"\"}\\","b":-1.5e9,"c":null,"type":"mode"}`],
		['with spaces and tabs', '{ "x" : true ,\t"type" : "file-history-delta" , broken'],
		[
			'by the attachment that comes before the type',
			'{"parentUuid":null,"isSidechain":false,"attachment":{broken'
		],
		['behind a byte order mark', '\ufeff{"type":"tools-used"}'],
		['that are empty', '\r']
	])('of no interest are told %s', (_how, line) => {
		expect(whole(`${line}\n`)).toMatchObject({ texts: [], counts: { lines: 1, passed: 1 } });
	});

	test.each([
		['their type stands inside another value', '{"message":{"type":"attachment"},"type":"user"}'],
		['the word is a value', '{"x":"type","y":"attachment","type":"user"}'],
		['the attachment is no object', '{"attachment":"x","type":"user"}'],
		['the type is no text', '{"type":7}'],
		['they are no JSON', 'nonsense'],
		['they are torn', '{"type":"att'],
		['the type is longer than any', `{"type":"${'attachment'.repeat(9)}"}`],
		['it takes too long to tell', `{"x":"${'y'.repeat(5000)}","type":"attachment"}`]
	])('are given where %s', (_how, line) => {
		expect(whole(`${line}\n`)).toMatchObject({ texts: [line], counts: { lines: 1, passed: 0 } });
	});

	test('longer than 8 MB are counted, and known ones among them as of no interest', () => {
		const long = (start: string) => `${start}${'x'.repeat(MAX_LINE)}"}\n`;
		const text = `${long('{"type":"user","x":"')}${long('{"type":"api-request-blob","x":"')}{"type":"user"}\n`;
		const expected = {
			texts: ['{"type":"user"}'],
			offset: text.length,
			counts: { lines: 3, passed: 1, tooLong: 1, badUtf8: 0 }
		};
		expect(whole(text)).toEqual(expected);
		expect(scan(bytesOf(text), () => 100_000)).toEqual(expected);
	});

	test('that are no UTF-8 are given with a mark in place of what is not, and counted', () => {
		const bytes = bytesOf('{"type":"user","x":"é"}\n');
		bytes[bytes.indexOf(0xc3)] = 0xff;
		const { texts, counts } = scan(bytes, () => 3);
		expect(texts).toEqual(['{"type":"user","x":"\ufffd\ufffd"}']);
		expect(counts.badUtf8).toBe(1);
	});

	test('go on from an offset', () => {
		const scan = createTranscriptScan(1000, emptyLineCounts(), true);
		expect([...scan.push(bytesOf('{"type":"user"}\n{"type":'))]).toEqual(['{"type":"user"}']);
		expect(scan.offset).toBe(1016);
	});
});

describe('without content', () => {
	const skimmed = (text: string) => scan(bytesOf(text), () => Number.MAX_SAFE_INTEGER, false).texts;
	const long = JSON.stringify('{"type":"assistant"} \\ é漢 \n'.repeat(100)).slice(1, -1);
	const block = `{"type":"tool_result","tool_use_id":"t","content":"${long}","is_error":false}`;

	test.each([
		['as Claude Code writes it', false],
		['with spaces', true]
	])('the lines of a corpus %s are short and give the same events', (_how, spaces) => {
		const corpus = createCorpus({
			seed: 9,
			sessions: 12,
			spaces,
			output: 4000,
			endMs: Date.parse('2026-11-20T12:00:00Z')
		});
		let [before, after] = [0, 0];
		for (const { path, bytes } of corpus.files.filter(({ path }) => path.endsWith('.jsonl'))) {
			const file = {
				path,
				sessionId: null,
				agentId: null,
				configFolder: null,
				content: false,
				receivedAtMs: Date.parse('2026-11-21T00:00:00Z')
			};
			const eventsOf = (texts: string[]) => {
				const state = emptyTranscriptState();
				return texts.map((text) => decodeTranscriptLine(text, file, state));
			};
			const all = scan(bytes, () => Number.MAX_SAFE_INTEGER).texts;
			const few = scan(bytes, () => 5000, false).texts;
			expect(eventsOf(few), path).toEqual(eventsOf(all));
			before += all.join('').length;
			after += few.join('').length;
		}
		expect(after).toBeLessThan(before / 2);
	});

	test('what tools were given and printed is null, wherever it stands and however it is written', () => {
		const line = `{"toolUseResult" : {"a":["${long}",{"b":1}]} ,"message":{"content":[ 7 ,${block},{"input":[{"x":"${long}"}],"id":"u"}],"role":"user"}, "type":"user"}`;
		expect(skimmed(`${line}\n`).map((text) => JSON.parse(text))).toEqual([
			{
				toolUseResult: null,
				message: {
					content: [
						7,
						{ type: 'tool_result', tool_use_id: 't', content: null, is_error: false },
						{ input: null, id: 'u' }
					],
					role: 'user'
				},
				type: 'user'
			}
		]);
	});

	test.each([
		['a prompt', `{"type":"user","message":{"content":"${long}"}}`],
		['a text', `{"type":"user","message":{"content":[{"type":"text","text":"${long}"}]}}`],
		['the same name elsewhere', `{"type":"user","x":{"toolUseResult":"${long}"},"content":"${long}"}`],
		['a name that is written otherwise', `{"type":"user","toolUseResul\\u0074":"${long}"}`],
		['what is torn', `{"type":"user","message":{"content":[${block}`],
		['what goes on behind its end', `{"type":"user","toolUseResult":"${long}"}}`],
		['what lacks a comma', `{"type":"user","toolUseResult":"${long}" "x":1}`],
		[
			'what a second line ran into',
			`{"type":"user","toolUseResult":"${long.slice(0, long.indexOf('é', 1500))}{"type":"user"}`
		]
	])('%s stays as it is', (_what, line) => {
		expect(skimmed(`${line}\n`)).toEqual([line]);
	});

	test.each([1, 2, 3])(
		'damaged lines are never given as other than they would be read whole (seed %d)',
		(seed) => {
			const random = createRandom(seed);
			const line = `{"type":"user","message":{"role":"user","content":[${block}]},"toolUseResult":{"stdout":"${long}"},"uuid":"1"}`;
			for (let round = 0; round < 300; round++) {
				const bytes = bytesOf(line);
				for (let left = random.integer(1, 4); left > 0; left--)
					bytes[random.integer(0, bytes.length - 1)] = '"{}[],:\\x'.charCodeAt(random.integer(0, 8));
				const [few] = scan(Uint8Array.from([...bytes, 10]), () => Number.MAX_SAFE_INTEGER, false).texts;
				const [all] = scan(Uint8Array.from([...bytes, 10]), () => Number.MAX_SAFE_INTEGER).texts;
				if (!isJson(all!)) continue;
				const { message, toolUseResult, ...rest } = JSON.parse(all!);
				const { message: fewer, toolUseResult: _, ...others } = JSON.parse(few!);
				expect(others).toEqual(rest);
				expect(Object.keys(fewer ?? {})).toEqual(Object.keys(message ?? {}));
				expect(toolUseResult === undefined).toBe(_ === undefined);
			}
		}
	);
});

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
