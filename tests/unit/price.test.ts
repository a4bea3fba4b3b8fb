import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { computedNano } from '#lib/domain/cost.ts';
import type { ApiRequest } from '#lib/domain/event.ts';
import { LIST_PRICES, modelKey } from '#lib/domain/price.ts';
import { makeEvent } from '../support/make-event.ts';
import { capturedRecords } from '../support/price-captures.ts';

const at = (date: string) => Date.parse(`${date}T12:00:00Z`);

const request = (fields: Partial<ApiRequest>): ApiRequest =>
	makeEvent({
		atMs: at('2026-11-20'),
		model: 'claude-sonnet-5',
		requestId: 'req_1',
		inputTokens: 0,
		outputTokens: 0,
		cacheReadTokens: 0,
		cacheCreationTokens: 0,
		cacheCreation5mTokens: 0,
		cacheCreation1hTokens: 0,
		costNanoUsd: null,
		speed: 'normal',
		...fields
	});

describe('model ids', () => {
	test.each([
		['claude-sonnet-5', 'sonnet-5'],
		['claude-sonnet-4-5[1m]', 'sonnet-4-5'],
		['claude-sonnet-4-20250514', 'sonnet-4'],
		['claude-opus-4-1-20250805', 'opus-4-1'],
		['us.anthropic.claude-opus-4-5-20251101-v1:0', 'opus-4-5'],
		['anthropic/claude-haiku-4.5', 'haiku-4-5'],
		['claude-haiku-4-5@20251001', 'haiku-4-5'],
		['claude-3-5-haiku-20241022', 'haiku-3-5'],
		['claude-3-7-sonnet-latest', 'sonnet-3-7'],
		['gpt-5', null],
		['<synthetic>', null]
	])('%s is found as %s', (model, key) => {
		expect(modelKey(model)).toBe(key);
	});
});

describe('prices', () => {
	test('the table gives what Claude Code reports, for every request of the captures', () => {
		const records = capturedRecords(new URL('../fixtures/claude-code/json/', import.meta.url));
		const known = records.filter(
			(record) =>
				modelKey(record.model) !== null && LIST_PRICES.ratesFor(record.model, record.atMs, 0) !== null
		);
		expect(known.length).toBeGreaterThan(60);
		for (const record of known) {
			const nano = computedNano(request({ ...record, costNanoUsd: null, serviceTier: null }), LIST_PRICES);
			expect([record.id, nano]).toEqual([record.id, record.costNanoUsd]);
		}
	});

	test.each([
		['2026-10-06', 200],
		['2026-10-07', 100]
	])('a Sonnet 5.5 cache read on %s is %d nano-USD', (date, nano) => {
		expect(LIST_PRICES.ratesFor('claude-sonnet-5-5', at(date), 0)?.rates.cacheRead).toBe(nano);
	});

	test.each([
		[100_000, 100_000 * 100],
		[100_001, 100_001 * 500]
	])('a Haiku 5.5 prompt of %d tokens is priced by its own size', (tokens, nano) => {
		expect(computedNano(request({ model: 'claude-haiku-5-5', inputTokens: tokens }), LIST_PRICES)).toBe(nano);
	});

	test.each([
		['fast mode', { model: 'claude-opus-4-8', speed: 'fast', outputTokens: 10 }, 10 * 25_000 * 2],
		['batch', { serviceTier: 'batch', outputTokens: 10 }, 10 * 10_000 * 0.5],
		['US-only inference', { geo: 'us', outputTokens: 10 }, 110_000],
		['web search', { webSearches: 2 }, 20_000_000],
		['an hour of cache', { cacheCreationTokens: 5, cacheCreation1hTokens: 5 }, 5 * 4000],
		[
			'unsplit writes',
			{ cacheCreationTokens: 5, cacheCreation5mTokens: null, cacheCreation1hTokens: null },
			5 * 2500
		]
	])('%s has its own factor', (_name, fields, nano) => {
		expect(computedNano(request(fields), LIST_PRICES)).toBe(nano);
	});

	test.each([
		['an unknown model', { model: 'claude-nova-9' }],
		['no model', { model: null }],
		['unknown tokens', { outputTokens: null }],
		['fast mode without a price', { model: 'claude-sonnet-5', speed: 'fast' }]
	])('%s is unpriced, not free', (_name, fields) => {
		expect(computedNano(request(fields), LIST_PRICES)).toBeNull();
	});

	test('the table carries the date it was checked', () => {
		const source = readFileSync(new URL('../../src/lib/domain/price.ts', import.meta.url), 'utf8');
		expect(source).toMatch(/Checked \d{4}-\d{2}-\d{2}/);
	});
});
