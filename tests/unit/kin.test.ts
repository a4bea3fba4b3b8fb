// Which transcripts are read as one: those that share events, however that is told.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { likelyKin, together } from '#server/cli/kin.ts';
import { rangeOf, totals } from '#server/cli/report-sums.ts';
import { readTranscriptRows } from '#server/cli/transcript-rows.ts';
import { findTranscripts } from '#server/sources/transcripts/find.ts';
import { type Corpus, createCorpus } from '../support/transcript-corpus.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const home = mkdtempSync(join(tmpdir(), 'tidemark-kin-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** All of the corpus below a folder, each file as `change` makes it. */
function place(corpus: Corpus, folder: string, change: (bytes: Buffer) => Buffer): void {
	for (const { path, bytes } of corpus.files) {
		const full = join(folder, 'projects', path);
		mkdirSync(dirname(full), { recursive: true });
		writeFileSync(full, path.endsWith('.jsonl') ? change(bytes) : bytes);
	}
}

test('what shares a key, by way of others too, is together', () => {
	fc.assert(
		fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 4 })), (items) => {
			const groups = together(
				items.map((_, at) => at),
				(at) => items[at]!
			);
			expect(groups.flat().sort((a, b) => a - b)).toEqual(items.map((_, at) => at));
			// Spread from each item along shared keys, until nothing is added.
			for (const group of groups) {
				const reached = new Set([group[0]!]);
				for (let before = 0; before !== reached.size; ) {
					before = reached.size;
					const keys = new Set([...reached].flatMap((at) => items[at]!));
					for (const [at, own] of items.entries()) if (own.some((key) => keys.has(key))) reached.add(at);
				}
				expect([...reached].sort((a, b) => a - b)).toEqual([...group].sort((a, b) => a - b));
			}
		}),
		{ seed: 1, numRuns: 300 }
	);
});

describe.each([
	{ what: 'first lines tell which are forks', change: (bytes: Buffer) => bytes, told: true },
	{
		what: 'first lines are too long to tell',
		change: (bytes: Buffer) =>
			Buffer.concat([Buffer.from(`{"type":"mode","mode":"${'x'.repeat(20_000)}"}\n`), bytes]),
		told: false
	}
])('where $what', ({ change, told }) => {
	const corpus = createCorpus({ seed: 31, sessions: 60, endMs: NOW - 3_600_000 });
	const folder = join(home, String(told));
	place(corpus, folder, change);

	test(`a fork is ${told ? '' : 'not '}known to be kin to what it was forked from`, async () => {
		const { files } = await findTranscripts([folder], new AbortController().signal);
		const sessionsOf = (kin: { shortName: string }[]) =>
			new Set(kin.map(({ shortName }) => shortName.split('/')[1]!.replace('.jsonl', ''))).size;
		const kins = likelyKin(files);
		expect(kins.some((kin) => sessionsOf(kin) > 1)).toBe(told);
		expect(
			kins.some((kin) => kin.length > sessionsOf(kin)),
			'subagents are with their session'
		).toBe(true);
	});

	test('the totals are the true ones', async () => {
		const rows = await readTranscriptRows(folder, NOW);
		const sums = totals(rows, rangeOf(null, null, 'UTC'));
		expect(sums.costNanoUsd).toBe(corpus.costNano);
		expect(sums.apiRequests).toBe(corpus.requests.filter(({ side }) => !side).length);
		const transcripts = corpus.files.filter(({ path }) => path.endsWith('.jsonl'));
		expect(rows).toMatchObject({ files: transcripts.length, problems: [] });
	});
});
