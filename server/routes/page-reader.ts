// Clients that are up to date and see the same all ask for the same page: it is read from the journal once.
import type { Sight } from '../access/sight.ts';
import type { Journal, RecordPage } from '../journal/journal.ts';

export interface PageReader {
	after(seq: number, limit: number, maxBytes: number): RecordPage;
}

export function createPageReader(journal: Journal, sight: Sight): PageReader {
	let last: { epoch: string; after: number; head: number; page: RecordPage } | null = null;
	return {
		after(seq, limit, maxBytes) {
			if (seq >= journal.head) return { json: '[]', count: 0, lastSeq: seq };
			const { epoch, head } = journal;
			if (last?.after === seq && last.head === head && last.epoch === epoch) return last.page;
			const page = sight.page(journal.pageAfter(seq, limit, maxBytes));
			last = { epoch, after: seq, head, page };
			return page;
		}
	};
}
