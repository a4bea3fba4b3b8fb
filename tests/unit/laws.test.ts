import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { applyRecords } from '#lib/domain/fold.ts';
import { addSummary, eachCell, emptySummary, lifetimeSummary, rangeSums } from '#lib/domain/summary.ts';
import { arbitraryEvent } from '../support/arbitrary-events.ts';
import { emptyTables, foldOf, modelJournal, rowsOf } from '../support/model-journal.ts';

const observations = fc.array(arbitraryEvent, { minLength: 1, maxLength: 40 });
const LATER = Date.parse('2030-01-01T00:00:00Z');

/** Ingests batch by batch, as relay and browser do. */
function ingest(batches: DomainEvent[][]) {
	const journal = modelJournal();
	const tables = emptyTables();
	for (const batch of batches) applyRecords(tables, journal.append(batch), null);
	return { journal, tables };
}

const shuffle = (events: DomainEvent[], keys: number[]) =>
	events
		.map((event, index) => ({ event, key: keys[index % keys.length]! * 7919 + index * (keys[0]! % 13) }))
		.sort((a, b) => (a.key % 1009) - (b.key % 1009))
		.map(({ event }) => event);

describe('the four laws', () => {
	test('ingesting twice is ingesting once', () => {
		fc.assert(
			fc.property(observations, (events) => {
				expect(rowsOf(ingest([events, events, [...events].reverse()]).tables)).toBe(
					rowsOf(ingest([events]).tables)
				);
			}),
			{ seed: 11, numRuns: 400 }
		);
	});

	test('any order gives the same rows', () => {
		fc.assert(
			fc.property(observations, fc.array(fc.nat(1000), { minLength: 3, maxLength: 40 }), (events, keys) => {
				expect(rowsOf(ingest([shuffle(events, keys)]).tables)).toBe(rowsOf(ingest([events]).tables));
			}),
			{ seed: 12, numRuns: 600 }
		);
	});

	test('any batching gives the same rows', () => {
		fc.assert(
			fc.property(observations, fc.integer({ min: 1, max: 7 }), (events, size) => {
				const batches: DomainEvent[][] = [];
				for (let i = 0; i < events.length; i += size) batches.push(events.slice(i, i + size));
				expect(rowsOf(ingest(batches).tables)).toBe(rowsOf(ingest([events]).tables));
			}),
			{ seed: 13, numRuns: 400 }
		);
	});

	test('rebuilding from the journal gives the rows ingesting gave', () => {
		fc.assert(
			fc.property(observations, fc.integer({ min: 1, max: 5 }), (events, size) => {
				const batches: DomainEvent[][] = [];
				for (let i = 0; i < events.length; i += size) batches.push(events.slice(i, i + size));
				const { journal, tables } = ingest(batches);
				expect(rowsOf(foldOf(journal.current()))).toBe(rowsOf(tables));
			}),
			{ seed: 14, numRuns: 600 }
		);
	});
});

describe('one sum', () => {
	test('the range, its sessions, its days and the lifetimes add up to the same nano-dollar', () => {
		fc.assert(
			fc.property(observations, (events) => {
				const tables = foldOf(
					modelJournal()
						.append(events)
						.map((record) => record.event)
				);
				const range = { fromMs: 0, toMs: LATER };
				const { total, bySession } = rangeSums(tables.days.values(), range, { nowMs: LATER });
				const lifetimes = emptySummary();
				for (const row of tables.sessions.values()) addSummary(lifetimes, lifetimeSummary(row, LATER));
				const days = emptySummary();
				for (const day of tables.days.values())
					addSummary(days, rangeSums([day], range, { nowMs: LATER }).total);
				expect(lifetimes).toEqual(total);
				expect({ ...days, sessions: 0 }).toEqual({ ...total, sessions: 0 });
				expect([...bySession.values()].reduce((sum, s) => sum + s.costNanoUsd, 0)).toBe(total.costNanoUsd);
				expect(total.reportedNanoUsd + total.computedNanoUsd + total.unloggedNanoUsd).toBe(total.costNanoUsd);
				let cells = 0;
				eachCell(tables.days.values(), range, () => {
					cells += 1;
				});
				expect(cells).toBeGreaterThan(0);
			}),
			{ seed: 15, numRuns: 300 }
		);
	});
});

test('sessions, tools, models and people may be named like anything', () => {
	const base = modelJournal()
		.append(fc.sample(arbitraryEvent, { seed: 5, numRuns: 60 }))
		.map(({ event }) => event);
	const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
	const named = names.flatMap((name) =>
		base.map((event) => {
			const renamed = { ...event, id: `${name} ${event.id}`, sessionId: name, facts: { userId: name } };
			if (renamed.name === 'api_request' || renamed.name === 'metric') return { ...renamed, model: name };
			return renamed.name === 'tool_result' ? { ...renamed, toolName: name } : renamed;
		})
	) as DomainEvent[];
	const { journal, tables } = ingest([named]);
	expect(tables.sessions.size).toBe(names.length);
	expect(rowsOf(foldOf(journal.current()))).toBe(rowsOf(tables));
	expect(Object.keys(Object.prototype)).toEqual([]);
	const { total } = rangeSums(tables.days.values(), { fromMs: 0, toMs: LATER }, { nowMs: LATER });
	expect(total.requests).toBeGreaterThan(0);
});
