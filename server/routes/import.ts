// /api/import: events that a page has read from files. Each is checked as any foreign input is, and goes the one way into
// the journal: what is known already is not counted again.
import { Hono } from 'hono';
import type { DomainEvent } from '#lib/domain/event.ts';
import {
	type ImportAnswer,
	type ImportKind,
	type ImportTerms,
	MAX_BATCH_BYTES,
	MAX_BATCH_EVENTS
} from '#lib/domain/import.ts';
import { emptyDecoded, isRejection, reject } from '#lib/wire/decoded.ts';
import { checkEvent, EXPORTED_EVENTS, TRANSCRIPT_EVENTS } from '#lib/wire/event-json.ts';
import type { AppEnv } from '../app.ts';
import { clientAddress } from '../client-address.ts';
import type { Ingest } from '../ingest.ts';
import { isLoopback } from '../loopback.ts';
import { readBody } from './body.ts';

export interface ImportParts {
	ingest: Ingest;
	/** Prompts and tool input are taken from transcripts as well. */
	content: boolean;
	demo: boolean;
	/** The relay's own host: a page on this machine reads this machine's files. */
	relayHost: string;
}

const CHECKS = { transcript: TRANSCRIPT_EVENTS, export: EXPORTED_EVENTS } as const;
/** Events of one commit: others wait for no longer than that takes. */
const PORTION = 1000;

export function importRoutes(
	{ ingest, content, demo, relayHost }: ImportParts,
	now: () => number,
	trustedProxies: readonly string[]
): Hono<AppEnv> {
	const app = new Hono<AppEnv>();

	app.get('/', (c) => c.json({ content, demo } satisfies ImportTerms));

	app.post('/', async (c) => {
		if (demo) {
			return c.json({ error: 'demo', message: 'This is sample data: no real files are mixed in.' }, 409);
		}
		const body = await readBody(c, MAX_BATCH_BYTES);
		if ('answer' in body) return body.answer;
		const batch = parseBatch(body.value);
		if (batch === null) {
			const message = `A batch is {"kind", "events"} with at most ${MAX_BATCH_EVENTS} events.`;
			return c.json({ error: 'invalid', message }, 400);
		}
		const address = clientAddress(c.env?.incoming, trustedProxies);
		const ownHost = address !== null && isLoopback(address) ? relayHost : null;
		const checked = check(batch, ownHost);
		const answer: ImportAnswer = { accepted: 0, duplicates: 0, tooOld: 0, rejected: checked.rejected };
		for (let from = 0; from < checked.events.length; from += PORTION) {
			if (from > 0) await new Promise((resolve) => setImmediate(resolve));
			// Throws when nothing can be kept now: the page sends the whole batch again, and nothing counts twice.
			const { written, duplicates, refused } = ingest(checked.events.slice(from, from + PORTION));
			answer.accepted += written;
			answer.duplicates += duplicates;
			answer.tooOld += refused;
		}
		return c.json(answer);
	});

	function check({ kind, events }: Batch, ownHost: string | null) {
		const decoded = emptyDecoded();
		const terms = { ...CHECKS[kind], receivedAtMs: now(), content };
		for (const one of events) {
			const event = checkEvent(one, terms);
			if (isRejection(event)) reject(decoded, event.rejected);
			else decoded.events.push(kind === 'transcript' ? withHost(event, ownHost) : event);
		}
		return decoded;
	}

	return app;
}

interface Batch {
	kind: ImportKind;
	events: unknown[];
}

function parseBatch(value: unknown): Batch | null {
	const { kind, events } = (value ?? {}) as Record<string, unknown>;
	if (kind !== 'transcript' && kind !== 'export') return null;
	if (!Array.isArray(events) || events.length > MAX_BATCH_EVENTS) return null;
	return { kind, events };
}

/** As the relay's own reader states it. */
function withHost(event: DomainEvent, relayHost: string | null): DomainEvent {
	return relayHost === null ? event : { ...event, facts: { ...event.facts, relayHost } };
}
