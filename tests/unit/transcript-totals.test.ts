// Totals straight from transcripts: by worker threads, merged across files, and the same as by way of a journal.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	daily,
	models,
	projects,
	type ReportRows,
	rangeOf,
	sessions,
	totals
} from '#server/cli/report-sums.ts';
import { createPacker, createUnpacker } from '#server/sources/transcripts/packed.ts';
import { arbitraryEvent } from '../support/arbitrary-events.ts';
import { createRandom } from '../support/random.ts';
import { importedRows, readRows } from '../support/read-rows.ts';
import { runCli } from '../support/run-cli.ts';
import { type Corpus, createCorpus } from '../support/transcript-corpus.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const home = mkdtempSync(join(tmpdir(), 'tidemark-totals-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function place(corpus: Corpus, folder: string, seed: number): void {
	for (const { path, bytes, mtimeMs } of createRandom(seed).shuffle(corpus.files)) {
		const full = join(folder, 'projects', path);
		mkdirSync(dirname(full), { recursive: true });
		writeFileSync(full, bytes);
		utimesSync(full, mtimeMs / 1000, mtimeMs / 1000);
	}
}

const all = rangeOf(null, null, 'UTC');
const everything = (rows: ReportRows) => ({
	totals: totals(rows, all),
	sessions: sessions(rows, all),
	daily: daily(rows, all, 'Europe/Paris'),
	models: models(rows, all),
	projects: projects(rows, all)
});

describe.each([
	{ seed: 21, spaces: false },
	{ seed: 22, spaces: true }
])('a corpus of known cost (%o)', ({ seed, spaces }) => {
	const corpus = createCorpus({ seed, spaces, sessions: 80, endMs: NOW - 3_600_000 });
	const folder = join(home, `claude-${seed}`);
	beforeAll(() => place(corpus, folder, seed));

	test('gives its true cost to the nano-dollar, without a journal', async () => {
		const rows = await readRows(folder, NOW);
		const told = corpus.requests.filter(({ side }) => !side);
		const sums = totals(rows, all);
		expect(sums.costNanoUsd).toBe(corpus.costNano);
		expect(sums.apiRequests).toBe(told.length);
		expect(sums.unpricedRequests).toBe(0);
		expect(sums.unloggedNanoUsd).toBe(0);
		expect(Object.fromEntries(Object.entries(sums.bySession).filter(([, cost]) => cost > 0))).toEqual(
			corpus.bySession
		);
		expect(rows).toMatchObject({
			files: corpus.files.filter(({ path }) => path.endsWith('.jsonl')).length,
			reasons: {},
			problems: []
		});
	});

	test('gives what importing it into a journal gives, in every report', async () => {
		const imported = await importedRows(folder, join(home, `data-${seed}`), NOW);
		expect(everything(await readRows(folder, NOW))).toEqual(everything(imported));
	});
});

test('the same session under two folders is counted once, whichever is read first', async () => {
	const corpus = createCorpus({ seed: 23, sessions: 30, endMs: NOW - 3_600_000 });
	const folder = join(home, 'twice');
	place(corpus, join(folder, 'a'), 1);
	// A backup from before: each file as far as it went then.
	const files = corpus.files.map((file) => ({
		...file,
		bytes: file.bytes.subarray(0, file.bytes.length * 0.6)
	}));
	place({ ...corpus, files }, join(folder, 'b'), 2);
	const sums = totals(await readRows(folder, NOW), all);
	expect(sums.costNanoUsd).toBe(corpus.costNano);
	expect(sums.apiRequests).toBe(corpus.requests.filter(({ side }) => !side).length);
});

test('the report says what it could not read and why, and reads the rest', async () => {
	const folder = join(home, 'odd', 'p');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'a.jsonl'), 'nonsense\n[]\n');
	symlinkSync('/dev/null', join(folder, 'b.jsonl'));
	const { code, out, err } = await runCli('report.ts', [
		'totals',
		'--json',
		'--transcripts',
		join(home, 'odd')
	]);
	expect(code).toBe(0);
	expect(JSON.parse(out)).toMatchObject({ costNanoUsd: 0, apiRequests: 0 });
	expect(err).toContain('1 line not understood: line is not JSON');
	expect(err).toContain('1 line not understood: line is not a record');
	expect(err).toContain('b.jsonl was not read: it is a link out of the folder');
	const none = await runCli('report.ts', ['totals', '--transcripts', join(home, 'nowhere')]);
	expect(none).toMatchObject({ code: 1, out: '' });
	expect(none.err).toContain('There is no transcript in');
	const both = await runCli('report.ts', ['totals', '--transcripts', home, '--data-dir', home]);
	expect(both.code).toBe(2);
});

describe('packed events', () => {
	test('are what they were, fields in the same order', () => {
		fc.assert(
			fc.property(fc.array(fc.array(arbitraryEvent)), (batches) => {
				const packer = createPacker();
				const unpacker = createUnpacker();
				for (const events of batches) {
					const packed = packer.pack(events);
					unpacker.learn(packed);
					const read = unpacker.events(packed, 0, events.length);
					expect(JSON.stringify(read)).toBe(JSON.stringify(events));
					for (const [index, event] of events.entries())
						expect(unpacker.events(packed, index, index + 1)).toEqual([event]);
				}
			}),
			{ seed: 1, numRuns: 200 }
		);
	});
});
