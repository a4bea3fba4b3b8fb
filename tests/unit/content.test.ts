// What goes to who may not read content: nothing that was said, and sums that are none the worse.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_EYES, recordSeenBy, sessionSeenBy, withoutContent } from '#lib/domain/content.ts';
import type { DomainEvent, JournalRecord } from '#lib/domain/event.ts';
import { applyRecords } from '#lib/domain/fold.ts';
import { randomRecords } from '../support/make-event.ts';
import { emptyTables } from '../support/model-journal.ts';

const CANARY = 'canary-4711';

/** Every text of the event is content, but names and ids a reader needs. */
const base = {
	id: 'i',
	atMs: 1,
	sessionId: 's',
	promptId: 'p',
	sequence: 1,
	source: 'otlp' as const,
	facts: {},
	more: { body: CANARY },
	cut: [CANARY]
};

const WITH_CONTENT: Record<string, unknown>[] = [
	{ ...base, name: 'user_prompt', text: CANARY, promptLength: 11 },
	{ ...base, name: 'assistant_response', text: CANARY },
	{ ...base, name: 'tool_decision', parameters: CANARY },
	{ ...base, name: 'tool_result', input: CANARY, parameters: CANARY, error: CANARY },
	{ ...base, name: 'api_error', error: CANARY },
	{ ...base, name: 'api_retries_exhausted', error: CANARY },
	{ ...base, name: 'compaction', error: CANARY },
	{ ...base, name: 'mcp_server_connection', error: CANARY },
	{ ...base, name: 'session_info', title: CANARY },
	{ ...base, name: 'other', otherName: 'new_event', attributes: { prompt: CANARY } },
	{ ...base, name: 'user_prompt', somethingNew: CANARY },
	{ ...base, name: 'an_event_from_the_future', anything: CANARY }
];

test.each(WITH_CONTENT)('$name loses what was said', (event) => {
	const bare = withoutContent(event as unknown as DomainEvent);
	expect(JSON.stringify(bare)).not.toContain(CANARY);
	expect(bare).toMatchObject({ id: 'i', name: event.name, atMs: 1, sessionId: 's' });
});

test('a record loses it in what it replaces and in its edges too', () => {
	const event = { ...base, name: 'user_prompt', text: CANARY } as unknown as DomainEvent;
	const edges = {
		s: {
			firstMs: 1,
			lastMs: 1,
			firstMetricMs: null,
			lastMetricMs: null,
			firstPromptMs: 1,
			firstPrompt: CANARY
		}
	};
	const record = recordSeenBy({ seq: 2, slot: 1, event, former: event, edges }, NO_EYES);
	expect(JSON.stringify(record)).not.toContain(CANARY);
	expect(record).toMatchObject({ seq: 2, slot: 1, former: { id: 'i' }, edges: { s: { firstMs: 1 } } });
});

test('a device fed without content has the same sums as the relay’s rows without content', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
			const records = JSON.parse(JSON.stringify(randomRecords(seed, 120, 30)));
			const full = emptyTables();
			applyRecords(full, structuredClone(records), null);
			const bare = emptyTables();
			applyRecords(
				bare,
				records.map((record: JournalRecord) => recordSeenBy(record, NO_EYES)),
				null
			);
			expect(Object.fromEntries(bare.days)).toEqual(Object.fromEntries(full.days));
			const expected = [...full.sessions].map(([key, row]) => [key, sessionSeenBy(row, NO_EYES)]);
			expect(Object.fromEntries(bare.sessions)).toEqual(Object.fromEntries(expected));
		}),
		{ numRuns: 25, seed: 7 }
	);
});
