// What the app left in its store for the service worker: quiet hours, this device's name at the relay, the
// language. Read without Dexie, and never made: no store, or one that cannot be read, says none of them.
import type { PlanSettings } from '#lib/domain/budget.ts';
import { isLocale, type Locale } from '#lib/i18n/locales.ts';

export interface PlanNotes {
	settings: Pick<PlanSettings, 'quietHours'>;
	deviceName: string | null;
	/** `null`: as the browser prefers. */
	language: Locale | null;
}

const STORE = 'tidemark';
const TABLE = 'planState';
/** A browser takes the right away from who shows nothing for a push: a store that does not answer is not waited for. */
const PATIENCE_MS = 3000;

export async function readPlanNotes(): Promise<PlanNotes> {
	const notes: PlanNotes = { settings: { quietHours: null }, deviceName: null, language: null };
	const late = new Promise<never>((_, reject) => {
		setTimeout(() => reject(new Error('the store does not answer')), PATIENCE_MS);
	});
	try {
		await Promise.race([readInto(notes), late]);
	} catch (error) {
		// A notification has to be shown whatever the store says.
		console.warn('quiet hours could not be read', error);
	}
	return notes;
}

async function readInto(notes: PlanNotes): Promise<void> {
	const db = await open();
	try {
		if (!db.objectStoreNames.contains(TABLE)) return;
		const rows = await settled(db.transaction(TABLE).objectStore(TABLE).getAll());
		for (const row of rows as {
			key?: unknown;
			settings?: PlanNotes['settings'];
			name?: unknown;
			tag?: unknown;
		}[]) {
			if (row.key === 'state' && row.settings) notes.settings = row.settings;
			if (row.key === 'device' && typeof row.name === 'string') notes.deviceName = row.name;
			if (row.key === 'language' && isLocale(row.tag)) notes.language = row.tag;
		}
	} finally {
		db.close();
	}
}

/** Where the app keeps it: see `db/place.ts`. */
interface Buckets {
	open(name: string): Promise<{ indexedDB: IDBFactory }>;
}

async function open(): Promise<IDBDatabase> {
	const buckets = (navigator as Navigator & { storageBuckets?: Buckets }).storageBuckets;
	const factory = (await buckets?.open(STORE))?.indexedDB ?? indexedDB;
	return new Promise((resolve, reject) => {
		const request = factory.open(STORE);
		// There is none: an empty one made here would look to the app like a store of its own.
		request.onupgradeneeded = () => request.transaction?.abort();
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}
