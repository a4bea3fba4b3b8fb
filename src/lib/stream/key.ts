// The second secret of this browser's session, in a small database of its own: another port of this host shares our
// cookies but not this. Read by page, worker and service worker, without Dexie; kept when the replica is dropped.
import type { SessionInfo } from '#lib/domain/access.ts';

/** What this browser knows of its session. `key` is `null` with sign-in off, and once it is signed out. */
export interface StoredSession {
	key: string | null;
	/** As last heard; `null`: signed out. */
	info: SessionInfo | null;
	/** Why it is signed out, for the page after the next load; `null`: by its own wish, or never signed in. */
	reason: string | null;
}

const NAME = 'tidemark-session';
const TABLE = 'session';
const ROW = 'this';

/** `null`: there is none, or the browser gives no storage (then nothing can be signed in either). */
export async function readSession(): Promise<StoredSession | null> {
	try {
		return (await withTable('readonly', (table) => table.get(ROW))) ?? null;
	} catch (error) {
		console.debug('the session could not be read', error);
		return null;
	}
}

export async function readKey(): Promise<string | null> {
	return typeof indexedDB === 'undefined' ? null : ((await readSession())?.key ?? null);
}

/** Rejects when the browser gives no storage. */
export async function keepSession(session: StoredSession): Promise<void> {
	await withTable('readwrite', (table) => table.put(session, ROW));
}

async function withTable<T>(
	mode: IDBTransactionMode,
	use: (table: IDBObjectStore) => IDBRequest
): Promise<T> {
	const db = await open();
	try {
		return await settled<T>(use(db.transaction(TABLE, mode, { durability: 'strict' }).objectStore(TABLE)));
	} finally {
		db.close();
	}
}

function open(): Promise<IDBDatabase> {
	const request = indexedDB.open(NAME, 1);
	request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
	return settled(request);
}

function settled<T>(request: IDBRequest): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result as T);
		request.onerror = () => reject(request.error);
	});
}
