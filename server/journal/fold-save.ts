// Writing the fold's changed rows to their tables; to be called inside a transaction.
import type { DatabaseSync } from 'node:sqlite';
import { type FoldRows, type FoldTableNames, lastMsOf, ROW_TABLES } from './fold-rows.ts';

export function saveFoldRows(
	db: DatabaseSync,
	{ tables, dirty }: Pick<FoldRows, 'tables' | 'dirty'>,
	names: FoldTableNames = ROW_TABLES
): void {
	const saveSession = db.prepare(`INSERT OR REPLACE INTO ${names.sessions} VALUES (?, ?, ?)`);
	const saveDay = db.prepare(`INSERT OR REPLACE INTO ${names.days} VALUES (?, ?)`);
	for (const key of dirty.sessions) {
		const row = tables.sessions.get(key)!;
		saveSession.run(key, lastMsOf(row), JSON.stringify(row));
	}
	for (const day of dirty.days) saveDay.run(day, JSON.stringify(tables.days.get(day)));
}
