// The one way into the journal, for every source: secrets out, commit, then fold and wake the streams.
import type { DomainEvent } from '#lib/domain/event.ts';
import type { FoldStore } from './journal/fold-store.ts';
import type { Appended, Journal } from './journal/journal.ts';
import type { Redactor } from './redact.ts';

/** Returns once the events are durable. Throws JournalUnavailable when they cannot be kept now. */
export type Ingest = (events: readonly DomainEvent[]) => Omit<Appended, 'records'> & { written: number };

/** `redactor` `null`: secrets are kept as they came. */
export function createIngest(
	journal: Journal,
	fold: Pick<FoldStore, 'take'>,
	wake: () => void,
	redactor: Redactor | null
): Ingest {
	return (events) => {
		const { records, duplicates, refused } = journal.append(redactor?.redact(events) ?? events);
		if (records.length > 0) {
			fold.take(records);
			wake();
		}
		return { written: records.length, duplicates, refused };
	};
}
