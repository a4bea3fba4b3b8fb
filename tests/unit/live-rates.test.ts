import { expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { LIST_PRICES } from '#lib/domain/price.ts';
import { bySession, matches, STEPS, sessionRates } from '../../src/routes/live/rates.ts';
import { makeEvent, START_MS } from '../support/make-event.ts';

const NOW = START_MS + 30 * 60_000;
const slotted = (events: DomainEvent[]) => events.map((event, i) => ({ slot: i + 1, event }));
const everything = { session: '', model: '', tool: '', sessions: null };

const request = (sessionId: string, agoMs: number, fields = {}) =>
	makeEvent({
		sessionId,
		atMs: NOW - agoMs,
		sequence: agoMs,
		costNanoUsd: 5,
		model: 'claude-opus-5-5',
		...fields
	});
const failed = (sessionId: string, agoMs: number) =>
	makeEvent({
		name: 'tool_result',
		sessionId,
		atMs: NOW - agoMs,
		sequence: agoMs,
		success: false,
		toolName: 'Bash'
	});

test('each session has its events, failures and cost of the last ten minutes', () => {
	const events = slotted([
		request('a', 9 * 60_000),
		request('b', 2000),
		failed('a', 30_000),
		request('a', 11 * 60_000),
		makeEvent({ name: 'metric', sessionId: 'a', atMs: NOW })
	]);
	const [a, b] = sessionRates(events, NOW, LIST_PRICES);
	expect(a).toMatchObject({ key: 'a', events: 2, errors: 1, costNano: 5, perMinute: 1, firstSlot: 1 });
	expect(b).toMatchObject({ key: 'b', events: 1, errors: 0, costNano: 5, perMinute: 1 });
	expect(a!.counts).toHaveLength(STEPS);
	expect(a!.counts.reduce((sum, count) => sum + count, 0)).toBe(2);
});

test('sessions stand in the order they were first seen, however the events come', () => {
	const events = slotted([request('a', 60_000), request('b', 50_000), request('a', 1000)]);
	expect(sessionRates(events.toReversed(), NOW, LIST_PRICES).map(({ key }) => key)).toEqual(['a', 'b']);
});

test('a filter lets through what matches all of it', () => {
	const one = request('a', 0);
	expect(matches(one, everything)).toBe(true);
	expect(matches(one, { ...everything, session: 'a', model: 'claude-opus-5-5' })).toBe(true);
	expect(matches(one, { ...everything, session: 'b' })).toBe(false);
	expect(matches(one, { ...everything, tool: 'Bash' })).toBe(false);
	expect(matches(failed('a', 0), { ...everything, tool: 'Bash' })).toBe(true);
	expect(matches(failed('a', 0), { ...everything, model: 'claude-opus-5-5' })).toBe(false);
	expect(matches(one, { ...everything, sessions: new Set(['b']) })).toBe(false);
});

test('grouped, each session shows its newest events together', () => {
	const events = slotted([
		request('b', 5),
		request('a', 4),
		request('a', 3),
		request('b', 2),
		request('a', 1)
	]).reverse();
	expect(bySession(events, 2).map(({ slot, event }) => [event.sessionId, slot])).toEqual([
		['a', 5],
		['a', 3],
		['b', 4],
		['b', 1]
	]);
});
