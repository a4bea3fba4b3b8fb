// Journals for tests: both implementations behind one way of opening, each fresh, in a folder that is removed after.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { C, type DayRow, type SessionRow } from '#lib/domain/rows.ts';
import type { Journal } from '#server/journal/journal.ts';
import { createMemoryJournal } from '#server/journal/memory.ts';
import { type OpenJournal, openJournal } from '#server/journal/open.ts';
import { openReadOnly } from '#server/journal/snapshot.ts';

export interface TestFolder extends Disposable {
	dir: string;
	/** Opens the journal in it; closed with the folder. */
	open(): OpenJournal;
}

export function testFolder(): TestFolder {
	const dir = join(mkdtempSync(join(tmpdir(), 'tidemark-journal-')), 'data');
	const opened: OpenJournal[] = [];
	return {
		dir,
		open() {
			const store = openJournal(dir);
			opened.push(store);
			return store;
		},
		[Symbol.dispose]() {
			for (const store of opened) {
				try {
					store.close();
				} catch {
					// Closed by the test itself.
				}
			}
			rmSync(join(dir, '..'), { recursive: true, force: true });
		}
	};
}

export interface TestJournal extends Disposable {
	journal: Journal;
	advanceHorizon(ms: number): Promise<number>;
}

export const journalKinds: { kind: string; open: () => TestJournal }[] = [
	{
		kind: 'SQLite',
		open() {
			const folder = testFolder();
			const store = folder.open();
			return {
				journal: store.journal,
				advanceHorizon: store.advanceHorizon,
				[Symbol.dispose]: () => folder[Symbol.dispose]()
			};
		}
	},
	{
		kind: 'memory',
		open() {
			const journal = createMemoryJournal('feedfeedfeedfeed');
			return {
				journal,
				advanceHorizon: (ms) => journal.advanceHorizon(ms),
				[Symbol.dispose]: () => undefined
			};
		}
	}
];

/**
 * Every session and day of a folder, by key, as a reader beside the relay sees them. Rows all of whose events moved
 * elsewhere are left out: whether they are still there depends on what came first.
 */
export function rowsOf(dir: string): { sessions: Record<string, SessionRow>; days: Record<number, DayRow> } {
	const fold = openReadOnly(dir);
	const rows = {
		sessions: Object.fromEntries(
			[...fold.sessions()].filter(({ totals }) => totals.counts[C.events] !== 0).map((row) => [row.key, row])
		),
		days: Object.fromEntries(
			[...fold.days()].filter(({ cells }) => Object.keys(cells).length > 0).map((row) => [row.day, row])
		)
	};
	fold.close();
	return rows;
}
