import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createSourceState } from '#server/journal/source-state.ts';
import { testFolder } from '../support/journals.ts';
import { madeEntries } from '../support/loki-entries.ts';
import { startLokiStub } from '../support/loki-stub.ts';
import { createHarness, phaseOf, until } from '../support/source-harness.ts';

test('what a source notes outlives the relay, and goes with the database', () => {
	using folder = testFolder();
	const first = folder.open();
	expect(first.sourceState.get('loki:x')).toBeNull();
	first.sourceState.set('loki:x', { cursorNs: '1' });
	first.sourceState.set('loki:x', { cursorNs: '2' });
	first.close();
	expect(folder.open().sourceState.get('loki:x')).toEqual({ cursorNs: '2' });
});

test('a database from before there was such a table is taken over', () => {
	const db = new DatabaseSync(':memory:');
	createSourceState(db).set('a', 1);
	expect(createSourceState(db).get('a')).toBe(1);
	db.close();
});

test('with the real journal, Loki is read on from where the relay stopped', async () => {
	using folder = testFolder();
	const stub = await startLokiStub({ pingMs: 30 });
	const atMs = Date.now() - 5 * 86_400_000;
	stub.store.add(madeEntries(3000, atMs, 60_000));
	for (const expected of [3000, 3004]) {
		const opened = folder.open();
		const harness = createHarness();
		stub.queries.length = 0;
		const source = harness.startLoki({
			url: stub.url,
			state: opened.sourceState,
			ingest(events) {
				const { records, duplicates, refused } = opened.journal.append(events);
				return { written: records.length, duplicates, refused };
			}
		});
		await until(() => phaseOf(source) === 'live', source.status);
		expect([opened.journal.events, opened.journal.head]).toEqual([expected, expected]);
		await harness.close();
		opened.close();
		stub.store.add(madeEntries(4, atMs + 3000 * 60_000, 1, 'new'));
	}
	const oldest = stub.queries.map(({ startNs }) => startNs).sort()[0];
	expect(oldest).toBe(BigInt(atMs + 2999 * 60_000 - 3_600_000) * 1_000_000n);
	await stub.stop();
});
