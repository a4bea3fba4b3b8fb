import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { applyRecords } from '#lib/domain/fold.ts';
import { lifetimeSummary, modelSums, rangeSums } from '#lib/domain/summary.ts';
import type { DecodeContext } from '#lib/wire/decoded.ts';
import { decodeLogs, decodeMetrics } from '#lib/wire/otlp.ts';
import { parseLogsJson, parseMetricsJson } from '#lib/wire/otlp-json.ts';
import { parseLogsProtobuf, parseMetricsProtobuf } from '#lib/wire/otlp-protobuf.ts';
import { type Capture, readCaptures, readResults } from '../support/captures.ts';
import { emptyTables, foldOf, modelJournal, rowsOf } from '../support/model-journal.ts';
import { expectedTotals } from '../support/oracle.ts';
import { createRandom } from '../support/random.ts';

const captures = readCaptures().filter(({ signal }) => signal !== 'traces');
const expected = expectedTotals(captures);
const NOW = Date.parse('2026-11-21T12:00:00Z');
const ALL = { fromMs: 0, toMs: NOW };
const context: DecodeContext = { receivedAtMs: NOW, source: 'otlp', relayHost: 'here' };

function decode({ body, protocol, signal }: Capture): DomainEvent[] {
	if (protocol === 'http/json') {
		const text = new TextDecoder().decode(body);
		return (
			signal === 'logs'
				? decodeLogs(parseLogsJson(text), context)
				: decodeMetrics(parseMetricsJson(text), context)
		).events;
	}
	return (
		signal === 'logs'
			? decodeLogs(parseLogsProtobuf(body), context)
			: decodeMetrics(parseMetricsProtobuf(body), context)
	).events;
}

const batches = captures.map(decode);

/** Every batch one to five times, in an order drawn by the seed. */
function disorder(seed: number): DomainEvent[][] {
	const random = createRandom(seed);
	return random.shuffle(
		batches.flatMap((batch) => Array.from({ length: random.integer(1, 5) }, () => batch))
	);
}

function ingest(all: DomainEvent[][]) {
	const journal = modelJournal();
	const tables = emptyTables();
	for (const batch of all) applyRecords(tables, journal.append(batch), null);
	return { journal, tables };
}

describe('all captured exports', () => {
	test('become one event for each log record and data point', () => {
		const { journal } = ingest(batches);
		expect(expected.logRecords).toBeGreaterThan(1000);
		expect(journal.current().filter((event) => event.name !== 'metric')).toHaveLength(expected.logRecords);
		expect(journal.current().filter((event) => event.name === 'metric')).toHaveLength(expected.dataPoints);
	});

	test.each([1, 2, 3, 4, 5, 6])(
		'repeated and shuffled by seed %d, add up to what the oracle says',
		(seed) => {
			const { tables, journal } = ingest(disorder(seed));
			const { total, bySession } = rangeSums(tables.days.values(), ALL, { nowMs: NOW });
			expect(total.costNanoUsd).toBe(expected.costNanoUsd);
			expect(total.unloggedNanoUsd).toBe(expected.unloggedNanoUsd);
			expect(total.unloggedNanoUsd).toBeGreaterThan(0);
			expect(total.requests).toBe(expected.apiRequests);
			expect(total.sessions).toBe(expected.sessions.length);
			expect({
				input: total.inputTokens,
				output: total.outputTokens,
				cacheRead: total.cacheReadTokens,
				cacheCreation: total.cacheWrite5mTokens + total.cacheWrite1hTokens + total.cacheWriteUnsplitTokens
			}).toEqual(expected.tokens);
			const sessionCosts = [...bySession]
				.filter(([, sums]) => sums.sessions === 1)
				.map(([key, sums]) => [key, sums.costNanoUsd]);
			expect(Object.fromEntries(sessionCosts)).toEqual(
				Object.fromEntries(expected.sessions.map((key) => [key, expected.bySession[key] ?? 0]))
			);
			const byModel = modelSums(tables.days.values(), ALL, { nowMs: NOW });
			expect(Object.fromEntries([...byModel].map(([model, sums]) => [model, sums.costNanoUsd]))).toEqual(
				expected.byModel
			);
			expect(rowsOf(foldOf(journal.current()))).toBe(rowsOf(tables));
		}
	);

	test('give each session the total Claude Code printed, less what a fork took over from its parent', () => {
		const { tables } = ingest(batches);
		const results = readResults();
		expect(results.length).toBeGreaterThan(10);
		const printed = new Map(results.map(({ sessionId, totalNanoUsd }) => [sessionId, totalNanoUsd]));
		for (const { sessionId, forkedFrom } of results) {
			const inherited = forkedFrom === null ? 0 : printed.get(forkedFrom)!;
			const cost = lifetimeSummary(tables.sessions.get(sessionId)!, NOW).costNanoUsd;
			expect([sessionId, cost]).toEqual([sessionId, printed.get(sessionId)! - inherited]);
		}
	});

	test('money known only from metrics waits two minutes', () => {
		const { tables } = ingest(batches);
		const unlogged = [...tables.sessions.values()].flatMap((row) =>
			Object.values(row.derived).flatMap(({ money }) =>
				money.filter(({ basis }) => basis === 'unlogged').map((m) => ({ row, m }))
			)
		);
		expect(unlogged.length).toBeGreaterThan(0);
		for (const { row, m } of unlogged) {
			expect(lifetimeSummary(row, m.endMs + 119_999).unloggedNanoUsd).toBe(0);
			expect(lifetimeSummary(row, m.endMs + 120_000).unloggedNanoUsd).toBeGreaterThan(0);
		}
	});
});
