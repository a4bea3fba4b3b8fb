import Dexie from 'dexie';
import { expect, test, vi } from 'vitest';
import { STORE_NAME } from '#lib/db/place.ts';
import { openStore } from '#lib/db/schema.ts';
import { startEmpty } from '../support/browser-store.ts';

const name = () => `${STORE_NAME}-schema-${crypto.randomUUID()}`;

test('a store of a newer schema is emptied and made anew', async () => {
	const of = name();
	const newer = new Dexie(of);
	newer.version(99).stores({ segments: 'slot', strange: 'id' });
	await newer.open();
	await newer.table('strange').put({ id: 1 });
	newer.close();
	const store = await openStore(of);
	await startEmpty(store);
	expect(await store.segments.count()).toBe(0);
	expect(store.tables.map((table) => table.name)).not.toContain('strange');
	await store.delete();
});

test('a page with a newer schema makes this one let go of the store and say so', async () => {
	const of = name();
	const onOutdated = vi.fn();
	const store = await openStore(of, { onOutdated });
	const newer = new Dexie(of);
	newer.version(99).stores({ segments: 'firstSlot' });
	await newer.open();
	expect(onOutdated).toHaveBeenCalledOnce();
	expect(store.isOpen()).toBe(false);
	await newer.delete();
});

test('a store deleted by hand is there again, empty, after it is opened again', async () => {
	const of = name();
	const store = await openStore(of);
	await startEmpty(store);
	store.close();
	await Dexie.delete(of);
	await store.open();
	expect(await store.meta.count()).toBe(0);
	await store.delete();
});
