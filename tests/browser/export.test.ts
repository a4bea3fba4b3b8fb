// Files made in the worker: each grain against the overview of the same range and filter.
import { describe, expect, test } from 'vitest';
import { sweepDrafts } from '#lib/db/export-draft.ts';
import { createIngest } from '#lib/db/ingest.ts';
import { queryExport } from '#lib/db/query-export.ts';
import { queryOverview } from '#lib/db/query-overview.ts';
import { createRowCache } from '#lib/db/row-cache.ts';
import type { ExportKind } from '#lib/domain/export.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import type { Filter } from '#lib/domain/views.ts';
import { setupStore, startEmpty } from '../support/browser-store.ts';
import type { ExportNews } from '../support/export-worker.ts';
import { asRecords, randomEvents, START_MS } from '../support/make-event.ts';

const SPAN = 8 * DAY_MS;
const zone = 'Asia/Seoul';
const range = { fromMs: START_MS + DAY_MS / 2, toMs: START_MS + 6 * DAY_MS };
const noRemote = { of: () => [] };
const unwatched = { onProgress: () => undefined, signal: new AbortController().signal };

async function filled() {
	const store = await setupStore();
	await startEmpty(store);
	const events = [...randomEvents(17, 2500, { spanMs: SPAN, perSession: 40 })];
	await createIngest(store).applyFrame({ epoch: 'e', after: 0, records: asRecords(events), horizonMs: null });
	const context = { store, cache: createRowCache(store), nowMs: () => START_MS + SPAN };
	const file = (kind: ExportKind, filter: Filter = {}, keys: string[] | null = null) =>
		queryExport(context, noRemote, { kind, range, filter, zone, keys }, unwatched);
	const total = async (filter: Filter = {}) =>
		(await queryOverview(context, { range, previous: null, filter, zone })).total;
	return { store, events, file, total };
}

/** Nano-dollars of a column without commas or line breaks in the texts before it. */
async function costOf(blob: Blob): Promise<number> {
	const [head, ...lines] = (await blob.text()).trim().split('\r\n');
	const at = head!
		.replace(/^\uFEFF/, '')
		.split(',')
		.indexOf('cost_usd');
	return lines.reduce((sum, line) => {
		const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1]!);
		return sum + Math.round(Number(cells[at]) * 1e9);
	}, 0);
}

describe('a file', () => {
	test.each([{}, { project: 'project-1' }, { model: 'claude-opus-4-6' }])(
		'of sessions or days adds up to the overview under %j',
		async (filter) => {
			const { store, file, total } = await filled();
			await using _ = store;
			const { costNanoUsd } = await total(filter);
			expect(costNanoUsd).toBeGreaterThan(0);
			expect(await costOf((await file('sessions', filter)).blob)).toBe(costNanoUsd);
			expect(await costOf((await file('days', filter)).blob)).toBe(costNanoUsd);
		}
	);

	test('of requests or prompts adds up to it, but for what is known from metrics alone', async () => {
		const { store, file, total } = await filled();
		await using _ = store;
		const { costNanoUsd, unloggedNanoUsd, requests } = await total();
		const asked = await file('requests');
		expect(asked.rows).toBe(requests);
		expect((await costOf(asked.blob)) + unloggedNanoUsd).toBe(costNanoUsd);
		expect((await costOf((await file('prompts')).blob)) + unloggedNanoUsd).toBe(costNanoUsd);
	});

	test('of events holds each of the range once, as it is', async () => {
		const { store, events, file } = await filled();
		await using _ = store;
		const wanted = events.filter(({ atMs }) => atMs >= range.fromMs && atMs < range.toMs);
		const { blob, rows } = await file('jsonl');
		const lines = (await blob.text()).trim().split('\n');
		expect(rows).toBe(wanted.length);
		expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual(wanted.map(({ id }) => id).sort());
		expect((await file('events')).rows).toBe(wanted.length);
	});

	test('of chosen sessions holds those, in their order', async () => {
		const { store, file } = await filled();
		await using _ = store;
		const keys = (await (await file('sessions')).blob.text())
			.split('\r\n')
			.slice(1, 4)
			.map((line) => line.split('"')[1]!)
			.reverse();
		const chosen = await file('sessions', {}, keys);
		expect(chosen.rows).toBe(3);
		expect(
			(await chosen.blob.text())
				.split('\r\n')
				.slice(1, 4)
				.map((line) => line.split('"')[1])
		).toEqual(keys);
	});
});

describe('a file written in a worker', () => {
	const drafts = async () => {
		const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('exports', {
			create: true
		});
		const files: File[] = [];
		for await (const handle of folder.values()) files.push(await (handle as FileSystemFileHandle).getFile());
		return files;
	};
	const clear = async () =>
		(await navigator.storage.getDirectory())
			.removeEntry('exports', { recursive: true })
			.catch(() => undefined);

	async function written(name: string, stopAfter: number | null) {
		const worker = new Worker(new URL('../support/export-worker.ts', import.meta.url), { type: 'module' });
		try {
			return await new Promise<ExportNews & { type: 'done' }>((resolve, reject) => {
				worker.onerror = (event) => reject(new Error(event.message));
				worker.onmessage = ({ data }: MessageEvent<ExportNews>) => data.type === 'done' && resolve(data);
				worker.postMessage({
					store: name,
					args: { kind: 'jsonl', range, filter: {}, zone, keys: null },
					stopAfter
				});
			});
		} finally {
			worker.terminate();
		}
	}

	test('lies on the disk and is the same as one in memory; called off, nothing of it stays', async () => {
		await clear();
		const { store, file } = await filled();
		await using _ = store;
		const inMemory = await file('jsonl');
		expect(await drafts()).toEqual([]);
		const onDisk = await written(store.name, null);
		expect(onDisk.error).toBeNull();
		expect(onDisk.file!.rows).toBe(inMemory.rows);
		expect(await onDisk.file!.blob.text()).toBe(await inMemory.blob.text());
		expect(onDisk.file!.blob.type).toBe('application/x-ndjson');
		expect((await drafts()).map(({ size }) => size)).toEqual([inMemory.blob.size]);

		const stopped = await written(store.name, 100);
		expect(stopped.error).toBe('AbortError');
		expect(stopped.file).toBeNull();
		expect((await drafts()).length).toBe(1);
		await clear();
	});

	test('is cleared away by a later start, not while a download may still read it', async () => {
		await clear();
		const { store } = await filled();
		await using _ = store;
		await written(store.name, null);
		const [made] = await drafts();
		await sweepDrafts(store.place, made!.lastModified + 3_000_000);
		expect((await drafts()).length).toBe(1);
		await sweepDrafts(store.place, made!.lastModified + 4_000_000);
		expect(await drafts()).toEqual([]);
	});
});
