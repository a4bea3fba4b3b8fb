// GET /api/events: raw events newest first, a page before a slot or one session's, for a device's history.
import type { Handler } from 'hono';
import { sightOf } from '../access/sight.ts';
import type { AppEnv } from '../app.ts';
import type { Journal } from '../journal/journal.ts';

const MAX_PAGE = 2000;
const MAX_SESSION = 20_000;
const DEFAULT_PAGE = 500;
/** Bytes of events of one answer: it then holds fewer than asked for and says `more`. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;
const MAX_SESSION_BYTES = 32 * 1024 * 1024;

export function eventsRoute(journal: Journal, epoch: () => string): Handler<AppEnv> {
	return (c) => {
		const { before, session, limit } = c.req.query();
		if ((before === undefined) === (session === undefined))
			return bad('Give either before=<seq> or session=<key>.');
		const most = session === undefined ? MAX_PAGE : MAX_SESSION;
		const count = limit === undefined ? (session === undefined ? DEFAULT_PAGE : MAX_SESSION) : whole(limit);
		if (count === null || count < 1) return bad('limit is no number.');
		const wanted = Math.min(count, most) + 1;
		let found: ReturnType<Journal['eventsBefore']>;
		let below = 1;
		if (session !== undefined) found = journal.eventsOfSession(session, wanted, MAX_SESSION_BYTES);
		else {
			const slot = whole(before!);
			if (slot === null) return bad('before is no number.');
			found = journal.eventsBefore(slot, wanted, MAX_PAGE_BYTES);
			below = found.at(-1)?.slot ?? slot;
		}
		let more = found.length === wanted;
		if (more) found.pop();
		// Cut short by bytes: whether anything is left has to be asked.
		else if (session === undefined && found.length > 0) more = journal.eventsBefore(below, 1, 1).length > 0;
		const sight = sightOf(c.var.visitor, journal);
		const events = found.map(({ slot, event }) => `{"slot":${slot},"event":${sight.event(event)}}`).join(',');
		const body = `{"epoch":${JSON.stringify(sight.epoch(epoch()))},"events":[${events}],"more":${more}}`;
		return c.body(body, 200, { 'content-type': 'application/json' });

		function bad(message: string) {
			return c.json({ error: 'bad_request', message }, 400);
		}
	};
}

/** A whole number of at most 15 digits; `null` for anything else. */
function whole(text: string): number | null {
	return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
