// Opens the data folder: lock, database, journal and fold, and closes them in the right order.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ForgetScope, Forgetting, Forgot } from '#lib/domain/data.ts';
import { openError } from './errors.ts';
import { createFileState, type FileState } from './file-state.ts';
import { createFoldStore, type FoldStore } from './fold-store.ts';
import { DATABASE_NAME, lockFolder, prepareFolder, privateFile } from './folder.ts';
import { finishForgetting, forget, previewForget } from './forget.ts';
import { prepareForgotten } from './forgotten.ts';
import { type Journal, JournalUnavailable } from './journal.ts';
import { prepareSchema } from './schema.ts';
import { prepareSkips } from './skips.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';
import { createSourceState, type SourceState } from './source-state.ts';
import { createSqliteJournal } from './sqlite.ts';
import { prepareUnfinished } from './unfinished.ts';

export interface OpenJournal {
	journal: Journal;
	fold: FoldStore;
	/** The database and what belongs to it; not all exist at all times. */
	files: readonly string[];
	/** For what is kept beside the journal, in tables of its own. */
	db: DatabaseSync;
	/** How far the sources have read. */
	sourceState: SourceState;
	/** How far each transcript has been read. */
	fileState: FileState;
	/** Sessions and days as of the journal's head, or as last saved when the newest cannot be saved now. */
	snapshot(): Snapshot;
	/** Deletes events before the UTC day of `ms`; see Journal.advanceHorizon. */
	advanceHorizon(ms: number): Promise<number>;
	/** What deleting would take; see `forget.ts`. */
	forgetting(scope: ForgetScope, nowMs: number): Omit<Forgetting, 'setUp'>;
	/** Deletes it for good. */
	forget(scope: ForgetScope, nowMs: number): Promise<Forgot>;
	/** Goes on with deleting that was not done when the folder was last closed; `null`: there was none. */
	finishForgetting(): Promise<Forgot | null>;
	/** Saves the fold, closes the database, lets go of the folder. */
	close(): void;
}

export interface OpenOptions {
	/** Told now and then, with the seq reached, while a long log is folded at start. */
	onProgress?: (seq: number) => void;
}

/** Throws JournalRefused with a sentence for the person who started the relay. */
export function openJournal(dir: string, options: OpenOptions = {}): OpenJournal {
	prepareFolder(dir);
	const lock = lockFolder(dir);
	const path = join(dir, DATABASE_NAME);
	let db: DatabaseSync | null = null;
	try {
		privateFile(path);
		const opened = openDatabase(path);
		db = opened;
		prepareSchema(opened, path, () => randomBytes(8).toString('hex'));
		prepareSkips(opened);
		const forgotten = prepareForgotten(opened);
		const journal = createSqliteJournal(opened, forgotten);
		const fold = createFoldStore(opened, journal, options.onProgress ?? (() => undefined));
		const deps = { dir, path, db: opened, journal, fold, forgotten, unfinished: prepareUnfinished(opened) };
		/** One deleting at a time. */
		let deleting: Promise<unknown> = Promise.resolve();
		const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
			const done = deleting.then(work, work);
			deleting = done;
			return done;
		};
		return {
			journal,
			fold,
			files: [path, `${path}-wal`, `${path}-shm`],
			db: opened,
			sourceState: createSourceState(opened),
			fileState: createFileState(opened),
			snapshot() {
				try {
					fold.flush();
				} catch (error) {
					if (!(error instanceof JournalUnavailable)) throw error;
				}
				return openSnapshot(path);
			},
			forgetting: (scope, nowMs) => previewForget(deps, scope, nowMs),
			forget: (scope, nowMs) => inTurn(() => forget(deps, scope, nowMs)),
			finishForgetting: () => inTurn(() => finishForgetting(deps)),
			advanceHorizon(ms) {
				// What is still to be folded belongs to the time before the new horizon.
				fold.flush();
				return journal.advanceHorizon(ms);
			},
			close() {
				fold.close();
				journal.close();
				opened.close();
				lock.release();
			}
		};
	} catch (error) {
		db?.close();
		lock.release();
		throw openError(error, path);
	}
}

/** Waiting for another program's lock stops everything else, so it is short; senders try again. */
const BUSY_MS = 250;

/**
 * FULL: a commit returns once it is on the disk. 4 MB of pages: the system keeps the file at hand anyway, and 16 MB cost
 * 30 MB of memory and made a million events no faster. https://www.sqlite.org/pragma.html
 */
function openDatabase(path: string): DatabaseSync {
	const db = new DatabaseSync(path, { timeout: BUSY_MS });
	db.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY');
	return db;
}
