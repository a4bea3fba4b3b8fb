// Import in the browser: what the relay says beforehand, what it is sent, what it answers, and the report made of it all.
import type { DomainEvent } from './event.ts';

/** `GET /api/import`: what a page must know before it reads files. */
export interface ImportTerms {
	/** Prompt texts, tool input and errors of tools are kept. */
	content: boolean;
	/** Sample data: real files are not mixed in. */
	demo: boolean;
}

/** Read from transcripts by the page, or written by an export of ours. */
export type ImportKind = 'transcript' | 'export';

/** `POST /api/import`. */
export interface ImportBatch {
	kind: ImportKind;
	events: DomainEvent[];
}

/** Most events of one batch, and most bytes of its JSON: the relay refuses more. */
export const MAX_BATCH_EVENTS = 2000;
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/** What became of a batch's events. */
export interface ImportAnswer {
	/** New, or told more of what was known. */
	accepted: number;
	/** Known already. */
	duplicates: number;
	/** Older than what is kept. */
	tooOld: number;
	rejected: { count: number; reasons: Record<string, number> };
}

/** Where the service worker leaves files shared with the app until a person has looked at them. */
export const SHARED_CACHE = 'shared-files';
export const IMPORT_PATH = '/import';

/** Why a file was passed over, whole. */
export type FileSkip = 'other-kind' | 'backup' | 'journal' | 'not-events' | 'empty' | 'unreadable';

/** How often something was so, with names of some files: the last parts of their paths, never more. */
export interface Noted {
	count: number;
	examples: string[];
}

/** What an import read, left out and why: of one worker, or of all. */
export interface ImportReport {
	/** Read to their end. */
	files: number;
	bytes: number;
	lines: number;
	/** Records that say nothing we keep. */
	passed: number;
	accepted: number;
	duplicates: number;
	tooOld: number;
	/** Whole files, by why. */
	skipped: Partial<Record<FileSkip, Noted>>;
	/** Lines, by why; those of the decoder in its words. */
	lineProblems: Record<string, Noted>;
}

/** Reasons in `lineProblems` beside the decoder's. */
export const LINE_TOO_LONG = 'too long';
export const LINE_BAD_UTF8 = 'no UTF-8';
export const LINE_UNFINISHED = 'unfinished';

const MAX_EXAMPLES = 5;

export function emptyImportReport(): ImportReport {
	return {
		files: 0,
		bytes: 0,
		lines: 0,
		passed: 0,
		accepted: 0,
		duplicates: 0,
		tooOld: 0,
		skipped: {},
		lineProblems: {}
	};
}

/** Adds to what is noted under `key`. */
export function note<K extends string>(
	into: Partial<Record<K, Noted>>,
	key: K,
	name: string | null,
	count = 1
): void {
	const known = Object.hasOwn(into, key) ? into[key] : undefined;
	const noted = known ?? { count: 0, examples: [] };
	noted.count += count;
	if (name !== null && noted.examples.length < MAX_EXAMPLES && !noted.examples.includes(name))
		noted.examples.push(name);
	into[key] = noted;
}

/** Adds `part` to `total`. */
export function addImportReport(total: ImportReport, part: ImportReport): void {
	for (const key of ['files', 'bytes', 'lines', 'passed', 'accepted', 'duplicates', 'tooOld'] as const)
		total[key] += part[key];
	for (const [into, from] of [
		[total.skipped, part.skipped],
		[total.lineProblems, part.lineProblems]
	] as Record<string, Noted>[][]) {
		for (const [key, { count, examples }] of Object.entries(from!)) {
			note(into!, key, null, count);
			for (const name of examples) note(into!, key, name, 0);
		}
	}
}
