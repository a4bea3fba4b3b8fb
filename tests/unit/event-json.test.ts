// Events written as JSON and read back: what our decoders make comes through unchanged, and nothing else does.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { isRejection } from '#lib/wire/decoded.ts';
import { checkEvent, type EventCheck, EXPORTED_EVENTS, TRANSCRIPT_EVENTS } from '#lib/wire/event-json.ts';
import { readCaptures } from '../support/captures.ts';
import { makeEvent } from '../support/make-event.ts';
import { decodeCapture, decodeTranscripts, RECEIVED_AT_MS } from '../support/wire-captures.ts';

const exported: EventCheck = { ...EXPORTED_EVENTS, receivedAtMs: RECEIVED_AT_MS, content: true };
const transcript: EventCheck = { ...TRANSCRIPT_EVENTS, receivedAtMs: RECEIVED_AT_MS, content: true };
const through = (event: unknown, check: EventCheck) => checkEvent(JSON.parse(JSON.stringify(event)), check);

const telemetry = readCaptures()
	.filter(({ signal }) => signal !== 'traces')
	.flatMap((capture) => decodeCapture(capture).events);
const transcripts = decodeTranscripts(true).events;
const request = transcripts.find(({ name }) => name === 'api_request')!;

describe('comes through unchanged', () => {
	test('what telemetry and transcripts of the captures say', () => {
		expect(telemetry.length).toBeGreaterThan(500);
		expect(new Set(telemetry.map(({ name }) => name)).size).toBeGreaterThan(12);
		for (const event of [...telemetry, ...transcripts]) expect(through(event, exported)).toEqual(event);
	});

	test('what a page reads from transcripts', () => {
		expect(transcripts.length).toBeGreaterThan(100);
		for (const event of transcripts) expect(through(event, transcript)).toEqual(event);
	});

	test('which sources saw it, in order', () => {
		const event = { ...telemetry.find(({ name }) => name === 'api_request')!, seen: ['transcript', 'otlp'] };
		expect(through(event, exported)).toEqual({ ...event, seen: ['otlp', 'transcript'] });
	});
});

describe('is left out', () => {
	test('content of transcripts, unless it is wanted', () => {
		const kept = transcripts.map((event) => through(event, { ...transcript, content: false }));
		expect(kept).toEqual(decodeTranscripts(false).events);
	});

	test('facts that a transcript cannot state, and fields nobody knows', () => {
		const facts = { folder: 'shop', email: 'a@b', relayHost: 'elsewhere', tokenMachine: 'm' };
		expect(through({ ...request, facts, cost: 5, seen: undefined }, transcript)).toEqual({
			...request,
			facts: { folder: 'shop' }
		});
	});
});

const rejected = (event: unknown, check = exported) => {
	const result = through(event, check);
	return isRejection(result) ? result.rejected : result;
};

describe('is refused', () => {
	test.each([
		['no object', null, 'not an event'],
		['a list', [], 'not an event'],
		['an unknown name', { ...request, name: 'toString' }, 'not an event'],
		['sample data', { ...request, source: 'demo' }, 'not an allowed source'],
		['a source nobody knows', { ...request, source: 'me' }, 'not an allowed source'],
		['a cost in a transcript', { ...request, costNanoUsd: 1 }, 'a transcript with a cost of its own'],
		['a negative cost', { ...request, source: 'otlp', costNanoUsd: -1 }, 'invalid costNanoUsd'],
		['a cost as text', { ...request, source: 'otlp', costNanoUsd: '5' }, 'invalid costNanoUsd'],
		['part of a nano-dollar', { ...request, source: 'otlp', costNanoUsd: 0.5 }, 'invalid costNanoUsd'],
		['a cost no request has', { ...request, source: 'otlp', costNanoUsd: 2e12 }, 'invalid costNanoUsd'],
		['negative tokens', { ...request, inputTokens: -1 }, 'invalid inputTokens'],
		['tokens beyond exactness', { ...request, inputTokens: 2 ** 53 }, 'invalid inputTokens'],
		['a time as text', { ...request, atMs: '2026-11-20' }, 'no time'],
		['a time before Claude Code', { ...request, atMs: 5 }, 'time before 2020'],
		['the future', { ...request, atMs: RECEIVED_AT_MS + 2 * 86_400_000 }, 'time more than a day ahead'],
		['the id of another request', { ...request, id: 'api_request:req_other' }, 'not the id of such an event'],
		['the id of another kind', { ...request, id: 'tool_result:x' }, 'not the id of such an event'],
		['no id', { ...request, id: undefined }, 'not the id of such an event'],
		['no facts', { ...request, facts: null }, 'invalid facts'],
		['facts that are no text', { ...request, facts: { branch: {} } }, 'invalid facts'],
		['a session that is no text', { ...request, sessionId: { $ne: 1 } }, 'invalid sessionId'],
		['sources it was not seen by', { ...request, seen: ['otlp'] }, 'invalid seen']
	])('%s', (_what, event, reason) => {
		expect(rejected(event)).toBe(reason);
	});

	test('from a page, what only telemetry knows', () => {
		const metric = telemetry.find(({ name }) => name === 'metric')!;
		expect(rejected(metric, transcript)).toBe('not an allowed source');
		expect(rejected({ ...metric, source: 'transcript' }, transcript)).toBe('not an event of transcripts');
		expect(rejected({ ...request, source: 'otlp' }, transcript)).toBe('not an allowed source');
	});

	test('an unknown event under a known name, whose ids it would take', () => {
		const other = makeEvent({ name: 'other', otherName: 'api_request', id: 'api_request:req_1' });
		expect(rejected({ ...other, source: 'otlp' })).toBe('invalid otherName');
	});

	test('metrics that are no amounts, or whose id is of another interval', () => {
		const metric = telemetry.find(({ name }) => name === 'metric')!;
		expect(rejected({ ...metric, value: -1 })).toBe('invalid value');
		expect(rejected({ ...metric, value: 1e300 })).toBe('value too large');
		expect(rejected({ ...metric, endMs: 1 })).toBe('invalid interval');
		expect(rejected({ ...metric, startMs: 0 })).toBe('not the id of such an event');
		expect(rejected({ ...metric, series: 'a:b' })).toBe('invalid series');
	});
});

test('texts are bounded and named where they are cut, and nothing reaches the prototype', () => {
	const more = JSON.parse(`{"__proto__": "x", "long": "${'a'.repeat(70_000)}"}`) as Record<string, string>;
	const event = checkEvent(
		{ ...request, source: 'otlp', more, speed: 'b\u0000\ud800' },
		exported
	) as DomainEvent;
	expect(event.cut).toEqual(['long']);
	expect(event.more!.long).toHaveLength(65_536);
	expect(Object.keys(event.more!)).toContain('__proto__');
	expect(({} as Record<string, unknown>).x).toBeUndefined();
	expect(event).toMatchObject({ speed: 'b\ufffd\ufffd' });
	const many = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`k${i}`, 'v']));
	expect(rejected({ ...request, source: 'otlp', more: many })).toBe('invalid more');
});

test('whatever one field is changed to, the answer is an event of known fields or a reason', () => {
	const originals = [...telemetry.slice(0, 200), ...transcripts.slice(0, 100)];
	fc.assert(
		fc.property(fc.constantFrom(...originals), fc.nat(), fc.jsonValue(), (event, at, value) => {
			const keys = Object.keys(event);
			const result = through({ ...event, [keys[at % keys.length]!]: value }, exported);
			if (isRejection(result)) return result.rejected.length > 0;
			// What is let in is let in again, the same: nothing half checked is left in it.
			expect(through(result, exported)).toEqual(result);
			return keys.length + 3 >= Object.keys(result).length;
		}),
		{ numRuns: 500, seed: 7 }
	);
});
