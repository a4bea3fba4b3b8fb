import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSegment, encodeSegment } from '#lib/db/segment.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import { asRecords, makeEvent, randomEvents } from '../support/make-event.ts';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('a log comes back from its text exactly', () => {
	const entries = throughJson(
		asRecords([...randomEvents(1, 1000)]).map(({ slot, event }) => ({ slot, event }))
	);
	expect(decodeSegment(encodeSegment(entries))).toEqual(entries);
});

test('no entries make a segment of none', () => {
	expect(decodeSegment(encodeSegment([]))).toEqual([]);
});

test('any JSON in any field comes back exactly', () => {
	const json = fc.jsonValue().map(throughJson);
	const event = fc
		.record(
			{ name: fc.constantFrom('a', 'b'), sessionId: fc.constantFrom('s', 't', null), atMs: fc.integer() },
			{}
		)
		.chain((base) =>
			fc.dictionary(fc.string(), json, { maxKeys: 6 }).map((more) => throughJson({ ...more, ...base, more }))
		);
	const log = fc.array(fc.tuple(fc.integer({ min: 1, max: 1e6 }), event), { maxLength: 40 });
	fc.assert(
		fc.property(log, (pairs) => {
			const entries = pairs.map(([slot, event]) => ({ slot, event: event as unknown as DomainEvent }));
			expect(JSON.stringify(decodeSegment(encodeSegment(entries)))).toBe(JSON.stringify(entries));
		}),
		{ seed: 20_261_120, numRuns: 300 }
	);
});

test('numbers too far apart for a difference come back exactly', () => {
	const far = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, 1e300, 0.1];
	const entries = far.map((atMs, i) => ({ slot: i + 1, event: makeEvent({ atMs }) }));
	expect(decodeSegment(encodeSegment(entries))).toEqual(entries);
});

test('only the events of one session are decoded when they are asked for', () => {
	const entries = asRecords([...randomEvents(2, 300)]).map(({ slot, event }) => ({ slot, event }));
	const sessionId = entries[7]!.event.sessionId;
	const own = entries.filter(({ event }) => event.sessionId === sessionId);
	expect(decodeSegment(encodeSegment(entries), { sessionId })).toEqual(own);
});

test('text can be found in the body as JSON writes it', () => {
	const text = 'see "C:\\temp" — 日本語\nnext';
	const body = encodeSegment([{ slot: 1, event: makeEvent({ name: 'user_prompt', text }) }]);
	expect(body).toContain(JSON.stringify(text).slice(1, -1));
});
