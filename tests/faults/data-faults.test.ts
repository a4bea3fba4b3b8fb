// The relay killed while it deletes; backup and restore killed while they run.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { type DeleteTemplate, runBackupCycles, runDeleteCycles } from '../support/delete-cycles.ts';
import { testFolder } from '../support/journals.ts';
import { randomEvents } from '../support/make-event.ts';

const KILLS = 60;
const SEED = Number(process.env.TIDEMARK_SEED ?? 1);
const CANARY = 'canary-of-what-was-deleted';
const folder = testFolder();
let template: DeleteTemplate;

beforeAll(() => {
	const events = [...randomEvents(4, 6000, { spanMs: 20 * 86_400_000, perSession: 30 })].map((event) =>
		event.facts.project === 'project-1'
			? ({ ...event, facts: { ...event.facts, branch: CANARY } } as DomainEvent)
			: event
	);
	const store = folder.open();
	store.fold.take(store.journal.append(events).records);
	store.close();
	const stay = events.filter(({ facts }) => facts.project !== 'project-1').length;
	template = {
		dir: folder.dir,
		project: 'project-1',
		canary: CANARY,
		stay,
		events: events.length
	};
});
afterAll(() => folder[Symbol.dispose]());

test(`${KILLS} kills while a project is deleted: it is whole, or gone to the last byte`, async () => {
	const counts = await runDeleteCycles(template, KILLS, SEED);
	console.log(JSON.stringify(counts));
	expect(counts.wrong).toEqual([]);
	expect(counts.finished).toBeGreaterThan(0);
});

test(`${KILLS} kills of backup and restore: a file or a folder is whole, or as it was`, async () => {
	const counts = await runBackupCycles(template, KILLS, SEED);
	console.log(JSON.stringify(counts));
	expect(counts.wrong).toEqual([]);
	expect(counts.whole).toBeGreaterThan(0);
	expect(counts.none).toBeGreaterThan(0);
});
