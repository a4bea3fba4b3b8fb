// Where the store lies in the browser. Chromium keeps what was deleted from IndexedDB in its files until it happens to
// tidy up; a bucket of its own can be thrown away with its files, at once. Elsewhere deleting a database deletes its file.
// https://developer.mozilla.org/en-US/docs/Web/API/Storage_API

/** Name of the store, and of its bucket. */
export const STORE_NAME = 'tidemark';

interface StorageBucket {
	readonly indexedDB: IDBFactory;
	persist(): Promise<boolean>;
	persisted(): Promise<boolean>;
	getDirectory(): Promise<FileSystemDirectoryHandle>;
}

interface StorageBucketManager {
	open(name: string): Promise<StorageBucket>;
	delete(name: string): Promise<void>;
}

/** Only the app's own store has one. */
function bucketsFor(name: string): StorageBucketManager | undefined {
	if (name !== STORE_NAME) return undefined;
	return (navigator as { storageBuckets?: StorageBucketManager }).storageBuckets;
}

export interface Place {
	/** Usable while the place stands. */
	readonly factory: IDBFactory;
	/** To be called before the store is opened, at first and after it was thrown away by any tab. */
	enter(): Promise<void>;
	/** Root of the private file system; where the place is a bucket it is thrown away with it. `null`: there is none. */
	directory(): Promise<FileSystemDirectoryHandle | null>;
	/** Deletes the database and its files. The store has to be closed, in this tab. */
	destroy(): Promise<void>;
}

/** The place of the store `name`. */
export function createPlace(name: string): Place {
	let bucket: StorageBucket | null = null;
	const here = () => bucket?.indexedDB ?? indexedDB;
	return {
		// Dexie holds on to its factory, the bucket behind it changes.
		factory: {
			open: (database, version) =>
				version === undefined ? here().open(database) : here().open(database, version),
			deleteDatabase: (database) => here().deleteDatabase(database),
			databases: () => here().databases(),
			cmp: (one, other) => here().cmp(one, other)
		},
		async enter() {
			bucket = (await bucketsFor(name)?.open(name)) ?? null;
		},
		directory: async () => (await (bucket ?? navigator.storage)?.getDirectory?.()) ?? null,
		async destroy() {
			if (bucket !== null) {
				await bucketsFor(name)!.delete(name);
				return;
			}
			await new Promise<void>((resolve, reject) => {
				const request = indexedDB.deleteDatabase(name);
				request.onsuccess = () => resolve();
				request.onerror = () => reject(request.error);
			});
		}
	};
}

/** Whether the browser keeps the store `name` for good; `null`: it does not say. */
export async function isPersisted(name: string): Promise<boolean | null> {
	const bucket = await bucketsFor(name)?.open(name);
	return bucket?.persisted() ?? (await navigator.storage?.persisted?.()) ?? null;
}

/** Asks the browser to keep it, and the app's other data as well. */
export async function persist(name: string): Promise<boolean> {
	// Workers have no such method: only a page may ask.
	const asked = await (navigator.storage as unknown as StorageBucket).persist();
	const bucket = await bucketsFor(name)?.open(name);
	return bucket === undefined ? asked : bucket.persist();
}
