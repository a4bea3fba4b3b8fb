import { expect, test } from 'vitest';
import { encodeSegment } from '#lib/db/segment.ts';
import { mayHave, scanSegment } from '#lib/db/segment-scan.ts';
import { countFacets, excerptOf, FACETS, type FacetName, parseNeedle } from '#lib/domain/search.ts';
import { makeEvent } from '../support/make-event.ts';
import { panelEvents } from '../support/panel-events.ts';

const entries = panelEvents(12, 800, 86_400_000).map((event, slot) => ({ slot: slot * 3, event }));

test('words are split at spaces, phrases kept together, nothing asked is nothing', () => {
	expect(parseNeedle('  Fix "Pull Request" now ')).toEqual({ words: ['fix', 'pull request', 'now'] });
	expect(parseNeedle('   ')).toBeNull();
	expect(parseNeedle('')).toBeNull();
});

test('a scanned segment gives its events as they were, the last first', () => {
	const seen: unknown[] = [];
	scanSegment(encodeSegment(entries), (row) => seen.push({ slot: row.slot, event: row.event() }));
	expect(seen).toEqual(entries.toReversed());
});

test('fields are read without building the event', () => {
	scanSegment(encodeSegment(entries), (row) => {
		const event = row.event() as unknown as Record<string, unknown>;
		for (const key of ['name', 'atMs', 'sessionId', 'model', 'toolName', 'success', 'costNanoUsd'])
			expect(row.get(key)).toEqual(event[key]);
		expect(row.get('nothing')).toBeUndefined();
	});
});

test('a body that certainly has no match is told apart without parsing it', () => {
	const odd = makeEvent({ name: 'user_prompt', text: 'a "quoted"\nline with back\\slash and Ünïcode 漢字' });
	const body = encodeSegment([{ slot: 1, event: odd }]);
	const has = (text: string) => {
		const needle = parseNeedle(text)!;
		let found = false;
		scanSegment(body, (row) => {
			found ||= row.has(needle);
		});
		return [mayHave(body, needle), found];
	};
	for (const text of ['quoted', 'back\\slash', 'ünïcode', '漢字', 'LINE with'])
		expect([text, ...has(text)]).toEqual([text, true, true]);
	expect(has('absent')).toEqual([false, false]);
});

test("the sender's facts are no match", () => {
	const event = makeEvent({ facts: { email: 'someone@example.com' } });
	scanSegment(encodeSegment([{ slot: 1, event }]), (row) =>
		expect(row.has(parseNeedle('someone')!)).toBe(false)
	);
});

test('each facet is counted as if it were not chosen, and the others are', () => {
	const counts = Object.fromEntries(FACETS.map((name) => [name, new Map()])) as unknown as Record<
		FacetName,
		Map<string, number>
	>;
	const facets = { name: 'tool_result', tool: 'Bash' };
	const passed = [
		['tool_result', 'Bash', 'true'],
		['tool_result', 'Edit', 'false'],
		['tool_decision', 'Bash', undefined],
		['tool_decision', 'Edit', undefined],
		['api_request', undefined, 'true']
	].map((values) => countFacets(counts, values, facets));
	expect(passed).toEqual([true, false, false, false, false]);
	expect(Object.fromEntries(counts.name)).toEqual({ tool_result: 1, tool_decision: 1 });
	expect(Object.fromEntries(counts.tool)).toEqual({ Bash: 1, Edit: 1 });
	expect(Object.fromEntries(counts.success)).toEqual({ true: 1 });
});

test('an excerpt shows the word with what is around it, on one line', () => {
	const input = `{"command":"${'x'.repeat(100)} npm test\n-- --watch ${'y'.repeat(100)}"}`;
	const event = makeEvent({ name: 'tool_result', toolName: 'Bash', input });
	const excerpt = excerptOf(event, parseNeedle('NPM')!)!;
	expect(excerpt).toContain('npm test -- --watch');
	expect(excerpt.startsWith('…') && excerpt.endsWith('…')).toBe(true);
	expect(excerpt.length).toBeLessThan(90);
	expect(excerptOf(event, parseNeedle('absent')!)).toBeNull();
});
