// What a page and a worker that reads files for it say to each other.
import type { ImportReport } from '#lib/domain/import.ts';
import type { PlannedFile } from '#lib/domain/import-plan.ts';

export interface StartImport {
	type: 'start';
	baseUrl: string;
	content: boolean;
	/** Batches it may send at a time. */
	ways: number;
}

export type ToImportWorker =
	| StartImport
	| { type: 'read'; files: PlannedFile[] }
	/** No further files come: send the rest and say that all is done. */
	| { type: 'end' }
	/** Try to send now instead of when the next attempt is due. */
	| { type: 'retry' };

export type FromImportWorker =
	/** How far it is: all it has read and sent so far, and how much it has still to read. */
	| { type: 'progress'; report: ImportReport; bytesLeft: number; filesLeft: number }
	/** The relay does not answer: what was read waits, and is tried again. */
	| { type: 'waiting'; message: string }
	| { type: 'sending' }
	| { type: 'done'; report: ImportReport }
	/** The relay does not want it: trying again would not help. */
	| { type: 'failed'; message: string };
