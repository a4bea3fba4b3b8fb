// The one way into the journal, for every source: commit, then fold and wake the streams.
import type { DomainEvent } from '#lib/domain/event.ts';
import type { FoldStore } from './journal/fold-store.ts';
import type { Appended, Journal } from './journal/journal.ts';

/** Returns once the events are durable. Throws JournalUnavailable when they cannot be kept now. */
export type Ingest = (events: readonly DomainEvent[]) => Omit<Appended, 'records'> & { written: number };

export function createIngest(journal: Journal, fold: Pick<FoldStore, 'take'>, wake: () => void): Ingest {
	return (events) => {
		const { records, duplicates, refused } = journal.append(events);
		if (records.length > 0) {
			fold.take(records);
			wake();
		}
		return { written: records.length, duplicates, refused };
	};
}
