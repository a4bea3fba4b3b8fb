// What every source of events is to the relay: something that is started, states how it is, and is closed.
import type { SourceStatus } from '#lib/domain/views.ts';

export interface RunningSource {
	/** How it is now. Never claims to work while it does not. */
	status(): SourceStatus;
	/** Stops taking in, lets what is under way finish for at most `graceMs`. */
	close(graceMs: number): Promise<void>;
}

/** Counts over the life of the process. */
export interface SourceCounts {
	/** Events written: new ones and revisions. */
	accepted: number;
	/** Events that said nothing new. */
	duplicates: number;
	/** Records that could not be understood. */
	rejected: number;
	/** Events older than the horizon. */
	tooOld: number;
	/** Records of other senders than Claude Code. */
	foreign: number;
	/** The doctor's own records: recognised, and not kept. */
	synthetic: number;
	/** Requests answered with "try again later". */
	unavailable: number;
}

export function emptyCounts(): SourceCounts {
	return { accepted: 0, duplicates: 0, rejected: 0, tooOld: 0, foreign: 0, synthetic: 0, unavailable: 0 };
}
