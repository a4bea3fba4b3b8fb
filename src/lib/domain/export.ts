// What can be taken out of the app as a file, and what is asked for it.
import type { Filter, Range } from './views.ts';

export const EXPORTS = ['sessions', 'days', 'prompts', 'requests', 'events', 'jsonl'] as const;

export type ExportKind = (typeof EXPORTS)[number];

export interface ExportArgs {
	kind: ExportKind;
	range: Range;
	filter: Filter;
	zone: string;
	/** Only these sessions, in this order; `null`: all that the filter lets through. */
	keys: string[] | null;
}

export interface ExportProgress {
	/** Written so far, without the head. */
	rows: number;
	/** Part of what has to be read that is read. */
	share: number;
}

/** What a backup is called: the moment it is of, UTC. */
export function backupName(atMs: number): string {
	return `tidemark-${new Date(atMs).toISOString().slice(0, 16).replace(':', '')}.tidemark`;
}
