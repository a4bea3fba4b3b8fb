import { expect, test } from 'vitest';
import { createIngest } from '#lib/db/ingest.ts';
import type { Store } from '#lib/db/schema.ts';
import { search } from '#lib/db/search.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import type { SearchArgs, SearchProgress } from '#lib/domain/search.ts';
import { setupStore, startEmpty } from '../support/browser-store.ts';
import { asRecords, randomEvents, START_MS } from '../support/make-event.ts';
import { panelEvents } from '../support/panel-events.ts';

const DAY_MS = 86_400_000;
const SPAN = 5 * DAY_MS;
const ALL: SearchArgs = {
	text: '',
	range: { fromMs: START_MS - DAY_MS, toMs: START_MS + SPAN + DAY_MS },
	zone: 'UTC',
	filter: {},
	facets: {},
	overNanoUsd: null,
	limit: 100_000
};

/** Later events first in the log for a part of them, as when history arrives from several machines. */
async function fill(store: Store): Promise<DomainEvent[]> {
	await startEmpty(store);
	const events = [
		...panelEvents(3, 3000, SPAN),
		...randomEvents(9, 3000, { spanMs: SPAN }),
		...panelEvents(4, 2000, SPAN).map((event) => ({ ...event, id: `${event.id}/b`, sessionId: 'other' }))
	];
	await createIngest(store).applyFrame({ epoch: 'e', after: 0, records: asRecords(events), horizonMs: null });
	return events;
}

async function run(store: Store, args: Partial<SearchArgs>) {
	const told: SearchProgress[] = [];
	await search(
		{ ...ALL, ...args },
		{
			store,
			signal: new AbortController().signal,
			onProgress: (progress) => told.push(structuredClone(progress))
		}
	);
	return { told, last: told.at(-1)!, hits: told.flatMap(({ hits }) => hits.map(({ event }) => event)) };
}

const newestFirst = (events: readonly DomainEvent[]) =>
	events.map(({ atMs }) => atMs).toSorted((a, b) => b - a);
const said = (event: DomainEvent, word: string) => {
	const { facts: _facts, source: _source, ...own } = event;
	return JSON.stringify(own).toLowerCase().includes(word);
};

test('everything is found once, newest first whatever the order it came in', async () => {
	await using store = await setupStore();
	const events = await fill(store);
	const { last, hits } = await run(store, {});
	expect(last).toMatchObject({ matched: events.length, scanned: events.length, done: true, progress: 1 });
	expect(hits.map(({ atMs }) => atMs)).toEqual(newestFirst(events));
	expect(new Set(hits.map(({ id }) => id)).size).toBe(events.length);
	expect(last.volume.reduce((sum, { count }) => sum + count, 0)).toBe(events.length);
});

test('text is found in prompts, errors and file names, all words of it, in any case', async () => {
	await using store = await setupStore();
	const events = await fill(store);
	for (const [text, words] of [
		['overloaded', ['overloaded']],
		['PULL', ['pull']],
		['src/4.ts', ['src/4.ts']],
		['"look at" fails', ['look at', 'fails']],
		['say why nothing-has-this', ['say', 'why', 'nothing-has-this']]
	] as const) {
		const { last, hits } = await run(store, { text });
		const expected = events.filter((event) => words.every((word) => said(event, word)));
		expect([text, last.matched]).toEqual([text, expected.length]);
		expect(hits.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
	}
});

test('quotes and line breaks in a text are found as they are written', async () => {
	await using store = await setupStore();
	await fill(store);
	const { last, hits } = await run(store, { text: 'request 3' });
	expect(last.matched).toBeGreaterThan(0);
	expect(hits.every((event) => said(event, 'request') && said(event, '3'))).toBe(true);
});

test('facets narrow down, and tell what each other choice would find', async () => {
	await using store = await setupStore();
	const events = await fill(store);
	const { last } = await run(store, { facets: { tool: 'Bash', success: 'false' } });
	const bash = (event: DomainEvent) => 'toolName' in event && event.toolName === 'Bash';
	const failed = events.filter((event) => bash(event) && 'success' in event && event.success === false);
	expect(last.matched).toBe(failed.length);
	const other = events.filter(
		(event) =>
			'success' in event && event.success === false && 'toolName' in event && event.toolName === 'Edit'
	);
	expect(Object.fromEntries(last.facets.tool).Edit).toBe(other.length);
	const succeeded = events.filter((event) => bash(event) && 'success' in event && event.success === true);
	expect(Object.fromEntries(last.facets.success).true).toBe(succeeded.length);
	const { last: project } = await run(store, {
		facets: { project: 'project-1' },
		filter: { machine: 'machine-1' }
	});
	const sessions = new Set(
		events
			.filter(({ facts }) => facts.project === 'project-1' && facts.host === 'machine-1')
			.map(({ sessionId }) => sessionId)
	);
	sessions.delete('other');
	const own = events.filter(({ sessionId }) => sessions.has(sessionId));
	expect(project.matched).toBe(own.length);
});

test('only requests that cost more are found, and only in the range', async () => {
	await using store = await setupStore();
	const events = await fill(store);
	const range = { fromMs: START_MS + DAY_MS, toMs: START_MS + 2 * DAY_MS };
	const { hits } = await run(store, { overNanoUsd: 500_000_000, range });
	const expected = events.filter(
		(event) =>
			event.name === 'api_request' &&
			(event.costNanoUsd ?? 0) > 500_000_000 &&
			event.atMs >= range.fromMs &&
			event.atMs < range.toMs
	);
	expect(hits.filter((event) => event.name === 'api_request' && event.costNanoUsd !== null).length).toBe(
		expected.length
	);
	expect(hits.every(({ atMs }) => atMs >= range.fromMs && atMs < range.toMs)).toBe(true);
});

test('with a limit the newest come, and the others are still counted', async () => {
	await using store = await setupStore();
	const events = await fill(store);
	const { last, hits } = await run(store, { limit: 25 });
	expect(last.matched).toBe(events.length);
	expect(hits.map(({ atMs }) => atMs)).toEqual(newestFirst(events).slice(0, 25));
});

test('a search called off says nothing more', async () => {
	await using store = await setupStore();
	await fill(store);
	const calledOff = new AbortController();
	let told = 0;
	const running = search(ALL, { store, signal: calledOff.signal, onProgress: () => told++ });
	calledOff.abort();
	await running;
	expect(told).toBe(0);
});
