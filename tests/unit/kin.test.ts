// Which transcripts are read as one: those that share events, however that is told.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { C } from '#lib/domain/rows.ts';
import { likelyKin, together } from '#server/cli/kin.ts';
import { rangeOf, sessions, totals } from '#server/cli/report-sums.ts';
import { toldTwice } from '#server/cli/transcript-rows.ts';
import { findTranscripts } from '#server/sources/transcripts/find.ts';
import { importedRows, readRows } from '../support/read-rows.ts';
import { type Corpus, createCorpus } from '../support/transcript-corpus.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const home = mkdtempSync(join(tmpdir(), 'tidemark-kin-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** All of the corpus below a folder, each transcript as `change` makes it, where `move` puts it. */
function place(
	corpus: Corpus,
	folder: string,
	change: (bytes: Buffer) => Buffer,
	move = (path: string) => path
): void {
	for (const { path, bytes } of corpus.files) {
		const full = join(folder, 'projects', move(path));
		mkdirSync(dirname(full), { recursive: true });
		writeFileSync(full, path.endsWith('.jsonl') ? change(bytes) : bytes);
	}
}

test('what shares a key, by way of others too, is together', () => {
	fc.assert(
		fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 4 })), (items) => {
			const groups = together(
				items.map((_, at) => at),
				(at) => items[at]!.map(String)
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

/** Of files too long to tell in their first line. */
const silent = (bytes: Buffer) =>
	Buffer.concat([Buffer.from(`{"type":"mode","mode":"${'x'.repeat(20_000)}"}\n`), bytes]);
/** As versions before wrote them: beside the session's file, with nothing in the path that says whose they are. */
const beside = (path: string) => path.replace(/[^/]+\/subagents\//, '');

describe.each([
	{
		what: 'paths and first lines tell',
		seed: 31,
		change: (bytes: Buffer) => bytes,
		move: (path: string) => path
	},
	{ what: 'neither tells', seed: 32, change: silent, move: beside }
])('where $what', ({ seed, change, move }) => {
	const corpus = createCorpus({ seed, sessions: 60, endMs: NOW - 3_600_000 });
	const folder = join(home, String(seed));
	place(corpus, folder, change, move);
	const told = change !== silent;

	test(`kin are ${told ? '' : 'not '}known before they are read`, async () => {
		const { files } = await findTranscripts([folder], new AbortController().signal);
		const kins = likelyKin(files);
		const sizes = kins.map((kin) => kin.length);
		expect(Math.max(...sizes) > 1).toBe(told);
		const forks = kins.filter((kin) => kin.filter(({ path }) => !path.includes('/agent-')).length > 1);
		expect(forks.length > 0).toBe(told);
	});

	test('the totals are the true ones', async () => {
		const rows = await readRows(folder, NOW);
		const sums = totals(rows, rangeOf(null, null, 'UTC'));
		expect(sums.costNanoUsd).toBe(corpus.costNano);
		expect(sums.apiRequests).toBe(corpus.requests.filter(({ side }) => !side).length);
		const transcripts = corpus.files.filter(({ path }) => path.endsWith('.jsonl'));
		expect(rows).toMatchObject({ files: transcripts.length, problems: [] });
	});
});

test('ids that a gateway gives to many neither join nor double what they are of', async () => {
	const corpus = createCorpus({ seed: 33, sessions: 20, endMs: NOW - 3_600_000 });
	const folder = join(home, 'gateway');
	place(corpus, folder, (bytes) =>
		Buffer.from(bytes.toString().replaceAll(/toolu_[A-Za-z0-9-]+/g, 'call_0'))
	);
	const rows = await readRows(folder, NOW);
	const imported = await importedRows(folder, join(home, 'data'), NOW);
	const all = rangeOf(null, null, 'UTC');
	expect(totals(rows, all).costNanoUsd).toBe(corpus.costNano);
	expect(sessions(rows, all)).toEqual(sessions(imported, all));
	const calls = [...rows.sessions.values()].map(({ totals }) => totals.counts[C.toolCalls]!);
	expect(calls.reduce((sum, count) => sum + count, 0)).toBe(1);
});

test('equal hashes are found, whoever has them', () => {
	const kins = [[1, 2, 3], [4], [3, 5], []].map((hashes) => ({ hashes: Float64Array.from(hashes) }));
	expect(toldTwice(kins)).toEqual(new Set([3]));
});
