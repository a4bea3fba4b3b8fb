import { expect, test, vi } from 'vitest';
import { rebuild } from '#lib/db/rebuild.ts';
import { readSync } from '#lib/db/sync-state.ts';
import { applyRecords } from '#lib/domain/fold.ts';
import { setupStore, storedLog, storedRowsText } from '../support/browser-store.ts';
import { randomRecords } from '../support/make-event.ts';
import { emptyTables, rowsOf } from '../support/model-journal.ts';
import type { SyncWorkerNews, SyncWorkerTask } from '../support/sync-worker.ts';

function openTab(task: SyncWorkerTask) {
	const worker = new Worker(new URL('../support/sync-worker.ts', import.meta.url), { type: 'module' });
	const news: (SyncWorkerNews & { atMs: number })[] = [];
	worker.onmessage = ({ data }: MessageEvent<SyncWorkerNews>) =>
		news.push({ ...data, atMs: performance.now() });
	worker.onerror = (event) => {
		throw new Error(event.message);
	};
	worker.postMessage(task);
	return {
		news,
		said: (type: SyncWorkerNews['type']) => news.filter((each) => each.type === type),
		kill: () => worker.terminate()
	};
}

const task = (store: { name: string }, more: Partial<SyncWorkerTask> = {}): SyncWorkerTask => ({
	store: store.name,
	lock: `lock-${store.name}`,
	seed: 31,
	count: 3000,
	revisions: 400,
	before: 500,
	frame: 25,
	everyMs: 2,
	...more
});

test('workers killed in mid-ingest, again and again, lose nothing and store nothing twice', async () => {
	await using store = await setupStore();
	const of = task(store);
	for (let i = 0; i < 8; i++) {
		const tab = openTab(of);
		await vi.waitFor(() => expect(tab.said('streaming').length).toBeGreaterThan(0), {
			timeout: 10_000,
			interval: 1
		});
		await new Promise((resolve) => setTimeout(resolve, (i * 37) % 120));
		tab.kill();
	}
	const last = openTab({ ...of, everyMs: 0, frame: 500 });
	const records = JSON.parse(JSON.stringify(randomRecords(of.seed, of.count, of.revisions))) as ReturnType<
		typeof randomRecords
	>;
	await vi.waitFor(
		async () => {
			const sync = await readSync(store);
			expect(sync?.seq).toBe(records.length);
			expect(sync?.history.done).toBe(true);
		},
		{ timeout: 20_000 }
	);
	last.kill();
	const tables = emptyTables();
	applyRecords(tables, structuredClone(records), null);
	const log = new Map(records.map(({ slot, event }) => [slot, event]));
	expect(await storedRowsText(store)).toBe(rowsOf(tables));
	expect(await storedLog(store)).toEqual([...log].map(([slot, event]) => ({ slot, event })));
	expect((await rebuild(store)).equal).toBe(true);
});

test('of several tabs one streams, and when it dies another streams within two seconds', async () => {
	await using store = await setupStore();
	const of = task(store, { everyMs: 20 });
	const tabs = [openTab(of), openTab(of), openTab(of), openTab(of)];
	const alive = new Set(tabs);
	const streaming = () => [...alive].filter((tab) => tab.said('streaming').length > 0);
	for (let round = 0; round < 3; round++) {
		await vi.waitFor(() => expect(streaming().length).toBe(1), { timeout: 10_000 });
		await new Promise((resolve) => setTimeout(resolve, 100));
		const [leader, ...others] = streaming();
		expect(others).toEqual([]);
		const killedMs = performance.now();
		leader!.kill();
		alive.delete(leader!);
		await vi.waitFor(() => expect(streaming().length).toBe(1), { timeout: 5000, interval: 10 });
		expect(streaming()[0]!.said('streaming')[0]!.atMs - killedMs).toBeLessThan(2000);
	}
	for (const tab of alive) tab.kill();
});
