// What a visitor gets to see of the journal. Owners see the bytes as they are kept; a viewer's copy has no content, and an
// epoch of its own, so that a device whose role changes starts anew instead of keeping what it may not have.
import { recordWithoutContent, sessionWithoutContent, withoutContent } from '#lib/domain/content.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import type { SessionRow } from '#lib/domain/rows.ts';
import { type RecordPage, recordsOf } from '../journal/journal.ts';
import type { Visitor } from './access.ts';

export interface Sight {
	/** Visitors of one key see the same. */
	readonly key: string;
	epoch(epoch: string): string;
	/** JSON text in and out, of one event. */
	event(text: string): string;
	/** JSON text in and out, of one session's row. */
	session(text: string): string;
	page(page: RecordPage): RecordPage;
}

const FULL: Sight = {
	key: '',
	epoch: (epoch) => epoch,
	event: (text) => text,
	session: (text) => text,
	page: (page) => page
};

const WITHOUT_CONTENT: Sight = {
	key: 'bare',
	epoch: (epoch) => `${epoch}-bare`,
	event: (text) => JSON.stringify(withoutContent(JSON.parse(text) as DomainEvent)),
	session: (text) => JSON.stringify(sessionWithoutContent(JSON.parse(text) as SessionRow)),
	page: (page) => ({ ...page, json: JSON.stringify(recordsOf(page).map(recordWithoutContent)) })
};

export function sightOf(visitor: Visitor): Sight {
	return visitor.role === 'owner' ? FULL : WITHOUT_CONTENT;
}
