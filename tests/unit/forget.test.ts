// Deleting data: afterwards everything is as if it had never been, on the disk too, and it does not come back.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ForgetScope } from '#lib/domain/data.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import { C, DAY_MS } from '#lib/domain/rows.ts';
import { recordsOf } from '#server/journal/journal.ts';
import type { OpenJournal } from '#server/journal/open.ts';
import { rowsOf, testFolder } from '../support/journals.ts';
import { makeEvent, randomEvents, START_MS } from '../support/make-event.ts';

const SPAN = 6 * DAY_MS;
const NOW = START_MS + SPAN;
const ALL: ForgetScope = { fromMs: null, toMs: null, project: null };

function fill(store: OpenJournal, events: readonly DomainEvent[]): void {
	store.fold.take(store.journal.append(events).records);
	store.fold.flush();
}

const kept = (store: OpenJournal) =>
	recordsOf(store.journal.pageAfter(0, 1e9, 1e9)).map(({ event }) => event as DomainEvent);

const bytesOf = (dir: string) =>
	['tidemark.db', 'tidemark.db-wal'].map((name) => readFileSync(join(dir, name)).toString('latin1')).join();

/** The store of all events after deleting, and one that never knew but the rest. */
async function both(scope: ForgetScope, isGone: (event: DomainEvent) => boolean) {
	const events = [...randomEvents(4, 1500, { spanMs: SPAN, perSession: 60 })];
	const folder = testFolder();
	const never = testFolder();
	const store = folder.open();
	fill(store, events);
	fill(
		never.open(),
		events.filter((event) => !isGone(event))
	);
	const preview = store.forgetting(scope, NOW);
	const told = await store.forget(scope, NOW);
	store.fold.flush();
	return { events, folder, never, store, preview, told, gone: events.filter(isGone) };
}

const day = (n: number) => START_MS + n * DAY_MS;
const within = (from: number, to: number) => (event: DomainEvent) => event.atMs >= from && event.atMs < to;
const of = (project: string) => (event: DomainEvent) => event.facts.project === project;

const CASES: [string, ForgetScope, (event: DomainEvent) => boolean][] = [
	['a range', { fromMs: day(1), toMs: day(3), project: null }, within(day(1), day(3))],
	['everything before a day', { fromMs: null, toMs: day(2), project: null }, within(0, day(2))],
	['a project', { fromMs: null, toMs: null, project: 'project-1' }, of('project-1')],
	[
		'a project within a range',
		{ fromMs: day(1), toMs: day(4), project: 'project-2' },
		(event) => of('project-2')(event) && within(day(1), day(4))(event)
	],
	['everything', ALL, () => true]
];

describe.each(CASES)('deleting %s', (_name, scope, isGone) => {
	test('leaves what there would be without it, and says what went', async () => {
		const { folder, never, store, preview, told, gone } = await both(scope, isGone);
		using _a = folder;
		using _b = never;
		expect(gone.length).toBeGreaterThan(50);
		expect(told.events).toBe(gone.length);
		expect(preview.events).toBe(gone.length);
		const nano = gone.reduce(
			(sum, event) => sum + (event.name === 'api_request' ? (event.costNanoUsd ?? 0) : 0),
			0
		);
		expect(preview.costNanoUsd).toBeGreaterThanOrEqual(nano);
		expect(rowsOf(folder.dir)).toEqual(rowsOf(never.dir));
		expect(kept(store).map(({ id }) => id)).not.toContain(gone[0]!.id);
	});

	test('is final: nothing of it comes back, under another time or as a further sight of it', async () => {
		const { events, folder, never, store, gone } = await both(scope, isGone);
		using _a = folder;
		using _b = never;
		const before = store.journal.events;
		fill(store, events);
		fill(
			store,
			gone.map((event) => ({ ...event, source: 'transcript' as const, atMs: event.atMs - 70 }))
		);
		expect(store.journal.events).toBe(before);
		expect(rowsOf(folder.dir)).toEqual(rowsOf(never.dir));
		store.close();
		const again = folder.open();
		fill(again, events);
		expect(again.journal.events).toBe(before);
	});

	test('leaves no byte of it in the database or its log', async () => {
		const canary = 'canary-of-what-was-deleted';
		using folder = testFolder();
		const store = folder.open();
		const events = [...randomEvents(4, 600, { spanMs: SPAN, perSession: 60 })];
		fill(
			store,
			events.map((event) =>
				isGone(event)
					? ({
							...event,
							facts: { ...event.facts, branch: canary },
							text: `${canary} ${event.id}`
						} as DomainEvent)
					: event
			)
		);
		store.fileState.met([{ path: '/t/s.jsonl', size: 1, mtimeMs: 1, identity: '1' }]);
		store.fileState.done([
			{ path: '/t/s.jsonl', size: 1, mtimeMs: 1, identity: '1', offset: 1, mark: 'm', body: canary }
		]);
		expect(bytesOf(folder.dir)).toContain(canary);
		const told = await store.forget(scope, NOW);
		expect(told.cleared).toBe(true);
		expect(bytesOf(folder.dir)).not.toContain(canary);
	});
});

describe.each(CASES)('deleting %s, ended in between', (_name, scope, isGone) => {
	test('goes on at the next start, and leaves no byte of it', async () => {
		const canary = 'canary-of-what-was-deleted';
		const events = [...randomEvents(4, 1500, { spanMs: SPAN, perSession: 20 })].map((event) =>
			isGone(event) ? ({ ...event, facts: { ...event.facts, branch: canary } } as DomainEvent) : event
		);
		using folder = testFolder();
		using never = testFolder();
		const store = folder.open();
		fill(store, events);
		fill(
			never.open(),
			events.filter((event) => !isGone(event))
		);
		mkdirSync(join(folder.dir, 'backup-ended'));
		writeFileSync(join(folder.dir, 'backup-ended', 'tidemark.db'), canary);
		const going = store.forget(scope, NOW);
		// After its first step.
		await new Promise((resolve) => setImmediate(resolve));
		store.close();
		await expect(going).rejects.toThrow();

		const again = folder.open();
		expect(await again.finishForgetting()).toMatchObject({ cleared: true });
		again.fold.flush();
		expect(rowsOf(folder.dir)).toEqual(rowsOf(never.dir));
		expect(bytesOf(folder.dir)).not.toContain(canary);
		expect(existsSync(join(folder.dir, 'backup-ended'))).toBe(false);
		expect(await again.finishForgetting()).toBeNull();
	});
});

describe('afterwards', () => {
	test('the journal is another one to its readers, and takes what is new', async () => {
		using folder = testFolder();
		const store = folder.open();
		fill(store, [...randomEvents(6, 200, { spanMs: SPAN })]);
		const { epoch, head } = store.journal;
		await store.forget(ALL, NOW);
		expect(store.journal.epoch).not.toBe(epoch);
		expect(store.journal).toMatchObject({ events: 0, head });
		// The same session goes on.
		const [old] = [...randomEvents(6, 1)];
		fill(store, [makeEvent({ sessionId: old!.sessionId, atMs: NOW + 1000, costNanoUsd: 5 })]);
		expect(store.journal.events).toBe(1);
		expect(Object.values(rowsOf(folder.dir).sessions)).toHaveLength(1);
	});

	test('a counter or a total that ran through what was deleted does not bring its money back', async () => {
		using folder = testFolder();
		const store = folder.open();
		const request = (n: number, atMs: number) =>
			makeEvent({ id: `api_request:r${n}`, requestId: `r${n}`, atMs, costNanoUsd: 1_000_000_000 });
		const point = (endMs: number, value: number) =>
			makeEvent({
				name: 'metric',
				id: `metric:${endMs}`,
				metric: 'cost.usage',
				temporality: 'cumulative',
				series: 's',
				startMs: day(0),
				endMs,
				atMs: endMs,
				value
			});
		const info = (atMs: number) =>
			makeEvent({
				name: 'session_info',
				id: 'session_info:x',
				atMs,
				source: 'transcript',
				costStateNanoUsd: 9e9
			});
		fill(store, [request(1, day(0) + 1), request(2, day(1) + 1), request(3, day(3) + 1)]);
		fill(store, [point(day(1) + 2, 2), point(day(3) + 2, 3), info(day(3) + 3)]);
		await store.forget({ fromMs: day(1), toMs: day(2), project: null }, NOW);
		fill(store, [point(day(3) + 2, 3), point(day(4), 3), { ...info(day(4)), title: 'later' }]);
		expect(store.forgetting(ALL, NOW)).toMatchObject({ costNanoUsd: 2_000_000_000, events: 3 });
	});

	test('an unknown session of a deleted project stays out, with what does not name the project', async () => {
		using folder = testFolder();
		const store = folder.open();
		fill(store, [makeEvent({ facts: { project: 'secret' } })]);
		await store.forget({ fromMs: null, toMs: null, project: 'secret' }, NOW);
		fill(store, [
			makeEvent({ id: 'a', sessionId: 's2', atMs: day(1), facts: { folder: 'secret' } }),
			makeEvent({ id: 'b', sessionId: 's2', atMs: day(2) }),
			makeEvent({ id: 'c', sessionId: 's3', atMs: day(2) })
		]);
		expect(kept(store).map(({ id }) => id)).toEqual(['c']);
	});

	test('figures whose events were given up before go as well, or stay', async () => {
		using folder = testFolder();
		const store = folder.open();
		const events = [...randomEvents(4, 900, { spanMs: SPAN, perSession: 300 })];
		fill(store, events);
		await store.advanceHorizon(day(3));
		const cost = (from: number, to: number) =>
			store.forgetting({ fromMs: from, toMs: to, project: null }, NOW);
		const [first, middle, last] = [cost(0, day(1)), cost(day(1), day(2)), cost(day(2), NOW)];
		const told = await store.forget({ fromMs: day(1), toMs: day(2), project: null }, NOW);
		expect(told.events).toBe(0);
		expect(told.costNanoUsd).toBe(middle.costNanoUsd);
		expect(cost(0, day(1))).toMatchObject({ costNanoUsd: first.costNanoUsd, events: first.events });
		expect(cost(day(2), NOW)).toMatchObject({ costNanoUsd: last.costNanoUsd, events: last.events });
		expect(cost(day(1), day(2))).toMatchObject({ costNanoUsd: 0, events: 0 });
		// A session's life is the sum of its cells still.
		const { sessions, days } = rowsOf(folder.dir);
		const lives = Object.values(sessions).reduce((sum, row) => sum + row.totals.counts[C.requests]!, 0);
		const cells = Object.values(days).flatMap(({ cells }) =>
			Object.values(cells).flatMap((one) => Object.values(one))
		);
		expect(lives).toBe(cells.reduce((sum, { counts }) => sum + counts[C.requests]!, 0));
	});

	test('what a restore put aside is named, and goes with everything', async () => {
		using folder = testFolder();
		const store = folder.open();
		fill(store, [...randomEvents(6, 50, { spanMs: SPAN })]);
		mkdirSync(join(folder.dir, 'replaced-x'));
		writeFileSync(join(folder.dir, 'replaced-x', 'tidemark.db'), 'old');
		expect((await store.forget({ fromMs: day(0), toMs: day(1), project: null }, NOW)).aside).toBe(1);
		expect((await store.forget(ALL, NOW)).aside).toBe(0);
		expect(existsSync(join(folder.dir, 'replaced-x'))).toBe(false);
	});
});
