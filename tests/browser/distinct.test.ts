import { expect, test } from 'vitest';
import { distinctKeys } from '#lib/db/distinct.ts';
import { setupStore } from '../support/browser-store.ts';

const row = (i: number, project: string, models: string[]) => ({
	key: `s${i}`,
	user: '',
	profile: '',
	machine: '',
	project,
	branch: '',
	models,
	body: '',
	more: ''
});

test.each([0, 1, 5, 64, 65, 200])('%i values are found once each, in order', async (count) => {
	await using store = await setupStore();
	const name = (i: number) => `p${String(i % Math.max(1, count)).padStart(3, '0')}`;
	const rows = Array.from({ length: count === 0 ? 0 : 300 }, (_, i) =>
		row(i, name(i), [name(i), name(i + 1)])
	);
	await store.sessions.bulkPut(rows);
	const wanted = Array.from({ length: count }, (_, i) => name(i));
	expect(await distinctKeys(store.sessions, 'project')).toEqual(wanted);
	expect(await distinctKeys(store.sessions, 'models')).toEqual(wanted);
});
