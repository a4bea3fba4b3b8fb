// What a journal promises, held by both implementations; and the four laws, through the journal and its fold.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { rowKey } from '#lib/domain/identity.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import { type Journal, recordsOf } from '#server/journal/journal.ts';
import { arbitraryEvent } from '../support/arbitrary-events.ts';
import { journalKinds, rowsOf, testFolder } from '../support/journals.ts';
import { makeEvent, START_MS } from '../support/make-event.ts';

const MANY = 1 << 30;
const all = (journal: Journal) => recordsOf(journal.pageAfter(0, MANY, MANY));
const current = (journal: Journal) =>
	journal.eventsBefore(MANY, MANY, MANY).map(({ event }) => JSON.parse(event) as DomainEvent);
const byId = (events: DomainEvent[]) => Object.fromEntries(events.map((event) => [event.id, event]));

const request = (fields: Partial<DomainEvent> = {}) =>
	makeEvent({ id: 'api_request:r1', requestId: 'r1', ...(fields as object) });

describe.each(journalKinds)('the $kind journal', ({ open }) => {
	test('is empty at first', () => {
		using opened = open();
		const { journal } = opened;
		expect(journal.epoch).toMatch(/^[0-9a-f]{16}$/);
		expect({
			head: journal.head,
			floor: journal.floor,
			events: journal.events,
			horizon: journal.horizonMs
		}).toEqual({
			head: 0,
			floor: 0,
			events: 0,
			horizon: null
		});
		expect(journal.pageAfter(0, 10, 1000)).toEqual({ json: '[]', count: 0, lastSeq: 0 });
		expect(journal.lastEventMs()).toBeNull();
	});

	test('numbers new facts from 1 and gives them back as they were', () => {
		using opened = open();
		const { journal } = opened;
		const events = [
			makeEvent({ sequence: 1 }),
			makeEvent({ name: 'user_prompt', text: 'a\nb\u2028"\ud800' })
		];
		const result = journal.append(events);
		expect(result.records).toEqual([
			{ seq: 1, slot: 1, event: events[0] },
			{ seq: 2, slot: 2, event: events[1] }
		]);
		expect(all(journal)).toEqual(result.records);
		expect(journal.head).toBe(2);
		expect(journal.events).toBe(2);
	});

	test('writes nothing for an event it has', () => {
		using opened = open();
		const { journal } = opened;
		const event = makeEvent({ sequence: 1 });
		journal.append([event, event]);
		const again = journal.append([structuredClone(event)]);
		expect(again).toEqual({ records: [], duplicates: 1, refused: 0 });
		expect(journal.head).toBe(1);
	});

	test('puts a revision in the slot of the first observation, with what it replaces', () => {
		using opened = open();
		const { journal } = opened;
		const seen = request({ source: 'transcript', facts: { branch: 'main' } });
		const better = request({ durationMs: 40 } as never);
		journal.append([makeEvent({ sequence: 7 }), seen]);
		const { records } = journal.append([better]);
		expect(records).toHaveLength(1);
		expect(records[0]).toMatchObject({
			seq: 3,
			slot: 2,
			former: seen,
			event: { source: 'otlp', durationMs: 40, facts: { branch: 'main' }, seen: ['otlp', 'transcript'] }
		});
		expect(records[0]!.edges).toBeUndefined();
		expect(journal.events).toBe(2);
		expect(current(journal).map(({ id }) => id)).toEqual(['api_request:r1', makeEvent({ sequence: 7 }).id]);
		expect(all(journal)[2]).toEqual(records[0]);
	});

	test('gives the edges of each session a revision moves something in', () => {
		using opened = open();
		const { journal } = opened;
		journal.append([
			makeEvent({ sequence: 1, atMs: START_MS + 500 }),
			request({ source: 'transcript', atMs: START_MS }),
			makeEvent({ sequence: 2, atMs: START_MS + 900, sessionId: 'session-2' })
		]);
		const moved = journal.append([request({ atMs: START_MS + 1000, sessionId: 'session-2' })]).records[0]!;
		expect(moved.edges).toMatchObject({
			'session-1': { firstMs: START_MS + 500, lastMs: START_MS + 500 },
			'session-2': { firstMs: START_MS + 900, lastMs: START_MS + 1000 }
		});
		const back = journal.append([makeEvent({ sequence: 3, atMs: START_MS + 2000, sessionId: 'session-2' })]);
		expect(back.records[0]!.edges).toBeUndefined();
	});

	test('pages by count and by bytes, and always gives at least one record', () => {
		using opened = open();
		const { journal } = opened;
		journal.append(Array.from({ length: 9 }, (_, sequence) => makeEvent({ sequence })));
		expect(journal.pageAfter(2, 3, MANY)).toMatchObject({ count: 3, lastSeq: 5 });
		expect(journal.pageAfter(2, 3, 1)).toMatchObject({ count: 1, lastSeq: 3 });
		const two = journal.pageAfter(0, 2, MANY).json.length;
		expect(journal.pageAfter(0, 9, two)).toMatchObject({ count: 2, lastSeq: 2 });
		expect(journal.pageAfter(9, 3, MANY)).toEqual({ json: '[]', count: 0, lastSeq: 9 });
	});

	test('pages back through slots, and through one session', () => {
		using opened = open();
		const { journal } = opened;
		journal.append(
			Array.from({ length: 6 }, (_, sequence) => makeEvent({ sequence, sessionId: `s${sequence % 2}` }))
		);
		expect(journal.eventsBefore(5, 3, MANY).map(({ slot }) => slot)).toEqual([4, 3, 2]);
		expect(journal.eventsBefore(5, 3, 1).map(({ slot }) => slot)).toEqual([4]);
		expect(journal.eventsOfSession('s0', 9, MANY).map(({ slot }) => slot)).toEqual([5, 3, 1]);
		expect(journal.eventsOfSession('other', 9, MANY)).toEqual([]);
	});

	test('knows the prompts of a session as they stand now', () => {
		using opened = open();
		const { journal } = opened;
		const prompt = makeEvent({ name: 'user_prompt', id: 'user_prompt:1', sessionId: 's', text: null });
		const other = makeEvent({ name: 'user_prompt', id: 'user_prompt:2', sessionId: 't', text: 'other' });
		journal.append([prompt, other, makeEvent({ sessionId: 's' })]);
		journal.append([{ ...prompt, source: 'transcript', text: 'said' }]);
		const texts = [...journal.promptsOfSession('s')].map((text) => JSON.parse(text) as DomainEvent);
		expect(texts).toMatchObject([{ id: 'user_prompt:1', text: 'said', seen: ['otlp', 'transcript'] }]);
		expect([...journal.promptsOfSession('nobody')]).toEqual([]);
	});

	test('keeps no event it cannot date', () => {
		using opened = open();
		const { journal } = opened;
		const result = journal.append(
			[Number.NaN, Number.POSITIVE_INFINITY, 1e300].map((atMs) => makeEvent({ atMs }))
		);
		expect(result).toEqual({ records: [], duplicates: 0, refused: 3 });
	});

	test('takes hostile names as names', () => {
		using opened = open();
		const { journal } = opened;
		const names = ['__proto__', 'constructor', "'; DROP TABLE log; --", '\u0000', 'a'.repeat(70_000)];
		journal.append(names.map((sessionId, sequence) => makeEvent({ sessionId, sequence })));
		expect(journal.events).toBe(names.length);
		expect(journal.eventsOfSession(rowKey('__proto__'), 9, MANY)).toHaveLength(1);
	});

	test('deletes and refuses what lies before the horizon, and says so by its floor', async () => {
		using opened = open();
		const { journal, advanceHorizon } = opened;
		const days = [0, 1, 2, 3].map((day) => makeEvent({ sequence: day, atMs: START_MS + day * DAY_MS }));
		journal.append(days);
		journal.append([request({ source: 'transcript', atMs: START_MS + DAY_MS })]);
		journal.append([request({ atMs: START_MS + DAY_MS + 50 })]);
		expect(await advanceHorizon(START_MS + 2 * DAY_MS)).toBe(3);
		expect(journal.horizonMs).toBe(Date.UTC(2026, 2, 4));
		expect(journal.floor).toBe(6);
		expect(journal.head).toBe(6);
		expect(journal.events).toBe(2);
		expect(current(journal)).toEqual([days[3], days[2]]);
		expect(journal.append([days[0]!, days[3]!])).toEqual({ records: [], duplicates: 1, refused: 1 });
		expect(journal.refused).toBe(1);
		expect(await advanceHorizon(START_MS)).toBe(0);
		expect(journal.horizonMs).toBe(Date.UTC(2026, 2, 4));
		expect(journal.append([makeEvent({ sequence: 9, atMs: START_MS + 9 * DAY_MS })]).records[0]!.seq).toBe(7);
	});

	test('remembers when a session began although its first events are deleted', async () => {
		using opened = open();
		const { journal, advanceHorizon } = opened;
		journal.append([
			makeEvent({ sequence: 1, atMs: START_MS }),
			request({ source: 'transcript', atMs: START_MS + DAY_MS })
		]);
		await advanceHorizon(START_MS + DAY_MS);
		const { records } = journal.append([request({ atMs: START_MS + DAY_MS + 7 })]);
		expect(records[0]!.edges).toMatchObject({
			'session-1': { firstMs: START_MS, lastMs: START_MS + DAY_MS + 7 }
		});
	});
});

/** Events in batches of any size. */
const batches = fc.array(fc.array(arbitraryEvent, { maxLength: 12 }), { maxLength: 8 });
const RUNS = { numRuns: 40, seed: 2026 };

describe('the laws, through journal and fold', () => {
	test('both journals write the same records', () => {
		fc.assert(
			fc.property(batches, (groups) => {
				using sqlite = journalKinds[0]!.open();
				using memory = journalKinds[1]!.open();
				for (const events of groups) {
					const left = sqlite.journal.append(events);
					expect(plain(left)).toEqual(plain(memory.journal.append(events)));
				}
				expect(all(sqlite.journal)).toEqual(all(memory.journal));
				expect(current(sqlite.journal)).toEqual(current(memory.journal));
			}),
			RUNS
		);
	});

	test('any order, any batching and any repetition give the same events, sessions and days', () => {
		fc.assert(
			fc.property(
				fc.array(arbitraryEvent, { maxLength: 40 }).chain((events) =>
					fc.record({
						events: fc.constant(events),
						again: fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
						size: fc.integer({ min: 1, max: 20 })
					})
				),
				({ events, again, size }) => {
					using once = testFolder();
					using often = testFolder();
					const first = fill(once.open(), [events]);
					const second = fill(
						often.open(),
						Array.from({ length: Math.ceil(again.length / size) }, (_, i) =>
							again.slice(i * size, i * size + size)
						)
					);
					expect(second).toEqual(first);
					expect(rowsOf(often.dir)).toEqual(rowsOf(once.dir));
				}
			),
			RUNS
		);
	});

	test('rows folded anew from the log are the rows folded as it grew', () => {
		fc.assert(
			fc.property(batches, (groups) => {
				using folder = testFolder();
				const store = folder.open();
				fill(store, groups);
				const grown = rowsOf(folder.dir);
				store.close();
				using copy = testFolder();
				const again = copy.open();
				const events = groups.flat();
				again.journal.append(events);
				again.fold.flush();
				// The fold of `again` never saw the records: its reader folds them all.
				expect(rowsOf(copy.dir)).toEqual(grown);
			}),
			RUNS
		);
	});

	function fill(store: ReturnType<ReturnType<typeof testFolder>['open']>, groups: DomainEvent[][]) {
		for (const events of groups) {
			store.fold.take(store.journal.append(events).records);
			store.fold.flush();
		}
		return byId(current(store.journal));
	}
});

function plain(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value));
}
