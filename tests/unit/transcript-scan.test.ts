// Bytes into the lines that may matter: whole or in pieces, however the JSON is written, the same lines.
import { describe, expect, test } from 'vitest';
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
	next: () => number
): { texts: string[]; offset: number; counts: LineCounts } {
	const counts = emptyLineCounts();
	const scan = createTranscriptScan(0, counts);
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
		const scan = createTranscriptScan(1000, emptyLineCounts());
		scan.push(bytesOf('{"type":"user"}\n{"type":'));
		expect(scan.offset).toBe(1016);
	});
});
