// What a journal adds up to, to hold a backup against what it was made of.
import { totals } from '../cli/report-sums.ts';
import { openReadOnly, type SnapshotHead } from '../journal/snapshot.ts';
import type { BackupTotals } from './format.ts';

const ALL = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/** Throws JournalRefused when there is no usable database in `dir`. */
export function totalsOf(dir: string): { head: SnapshotHead; totals: BackupTotals } {
	const fold = openReadOnly(dir);
	try {
		const rows = {
			sessions: new Map([...fold.sessions()].map((row) => [row.key, row])),
			days: new Map([...fold.days()].map((row) => [row.day, row])),
			// Late money included: the sums then depend on the journal and on no clock.
			nowMs: Number.POSITIVE_INFINITY
		};
		const { costNanoUsd, unloggedNanoUsd, unpricedRequests, tokens, sessions, apiRequests } = totals(
			rows,
			ALL
		);
		return {
			head: fold.head,
			totals: { sessions, apiRequests, costNanoUsd, unloggedNanoUsd, unpricedRequests, tokens }
		};
	} finally {
		fold.close();
	}
}
