// What a visitor gets to see of the journal. Owners see the bytes as they are kept; a viewer's copy has no content, a
// member's that of their own events only. Each has an epoch of its own, so that a device whose role or person changes
// starts anew instead of keeping what it may not have. The decision is made here, event by event, for every way out.
import { createHash } from 'node:crypto';
import {
	type Eyes,
	eventSeenBy,
	NO_EYES,
	NO_OPENING,
	recordSeenBy,
	sessionSeenBy
} from '#lib/domain/content.ts';
import { statedUser } from '#lib/domain/dimensions.ts';
import { emptyEdges, widenEdges } from '#lib/domain/edges.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import type { SessionRow } from '#lib/domain/rows.ts';
import { type Journal, type RecordPage, recordsOf } from '../journal/journal.ts';
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

const WITHOUT_CONTENT = sightOfEyes('bare', () => NO_EYES);

/** By `key` of the identities: one for all devices that see the same. */
export function sightOf({ role, person }: Visitor, journal: Pick<Journal, 'promptsOfSession'>): Sight {
	if (role === 'owner') return FULL;
	const identities = role === 'member' ? [...new Set(person?.identities)].sort() : [];
	if (identities.length === 0) return WITHOUT_CONTENT;
	const tag = createHash('sha256').update(JSON.stringify(identities)).digest('hex').slice(0, 12);
	return sightOfEyes(`own_${tag}`, () => eyesOf(new Set(identities), journal));
}

function sightOfEyes(key: string, look: () => Eyes): Sight {
	return {
		key,
		epoch: (epoch) => `${epoch}-${key}`,
		event: (text) => JSON.stringify(eventSeenBy(JSON.parse(text) as DomainEvent, look())),
		session: (text) => JSON.stringify(sessionSeenBy(JSON.parse(text) as SessionRow, look())),
		page(page) {
			const eyes = look();
			const records = recordsOf(page).map((record) => recordSeenBy(record, eyes));
			return { ...page, json: JSON.stringify(records) };
		}
	};
}

/** For one page or row: openings are remembered so long. */
function eyesOf(identities: ReadonlySet<string>, journal: Pick<Journal, 'promptsOfSession'>): Eyes {
	const openings = new Map<string, ReturnType<Eyes['openingOf']>>();
	const reads = (event: DomainEvent) => isOf(event, identities);

	/** As of now, which is no earlier than the page: what follows brings nothing the reader may not have. */
	function openingOf(key: string) {
		const edges = emptyEdges();
		for (const text of journal.promptsOfSession(key)) {
			const prompt = JSON.parse(text) as DomainEvent;
			if (reads(prompt)) widenEdges(edges, prompt);
		}
		const { firstPrompt, firstPromptMs } = edges;
		return firstPrompt === null ? NO_OPENING : { firstPrompt, firstPromptMs };
	}

	return {
		reads,
		openingOf(key) {
			const known = openings.get(key) ?? openingOf(key);
			openings.set(key, known);
			return known;
		}
	};
}

/**
 * Whether the event is one of these people's. What several sources told together is nobody's: one of them may have been
 * sent under a foreign id to get at the text of the others. Titles come from transcripts, which name no user.
 */
function isOf(event: DomainEvent, identities: ReadonlySet<string>): boolean {
	if (event.name === 'session_info' || (event.seen !== undefined && event.seen.length > 1)) return false;
	const user = statedUser(event.facts);
	return user !== null && identities.has(user);
}
