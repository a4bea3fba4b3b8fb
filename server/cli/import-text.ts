// What the import says: a line while it reads, and at the end what was read, what was not and why.
import type { SourceCounts } from '../sources/source.ts';
import type { ReadCounts } from '../sources/transcripts/read-file.ts';

export interface ImportReport {
	totalFiles: number;
	totalBytes: number;
	durationMs: number;
	counts: ReadCounts;
	feed: SourceCounts;
	/** Why lines were not understood → how many. */
	reasons: Record<string, number>;
	/** What could not be read, and why. */
	problems: [path: string, reason: string][];
	/** Why nothing can be kept now. */
	trouble: string | null;
	/** Stopped before the end. */
	ended: boolean;
}

const MAX_SHOWN = 20;

const count = (value: number) => value.toLocaleString('en-US');

function some(value: number, one: string, many = `${one}s`): string {
	return `${count(value)} ${value === 1 ? one : many}`;
}

function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

export function progressText(report: ImportReport): string {
	const rate = report.counts.bytes / 1e6 / Math.max(0.001, report.durationMs / 1000);
	const done = `${count(report.counts.read)} of ${some(report.totalFiles, 'file')}, ${megabytes(report.counts.bytes)} of ${megabytes(report.totalBytes)}, ${rate.toFixed(0)} MB/s`;
	return report.trouble === null ? done : `${done}. ${report.trouble}`;
}

export function reportText(report: ImportReport): string {
	const { counts, feed } = report;
	const lines = [
		`Read ${some(counts.read, 'file')} (${megabytes(counts.bytes)}, ${some(counts.lines, 'line')}) in ${(report.durationMs / 1000).toFixed(1)} s.`,
		`${some(feed.accepted, 'event')} new or changed, ${count(feed.duplicates)} known already.`
	];
	if (report.ended) lines.unshift('Stopped before the end; what was read is kept.');
	const add = (value: number, text: string) => {
		if (value > 0) lines.push(`  ${text}`);
	};
	add(counts.passed, `${some(counts.passed, 'record')} of no interest passed over`);
	add(counts.tooLong, `${some(counts.tooLong, 'line')} longer than 8 MB skipped`);
	add(
		counts.badUtf8,
		`${some(counts.badUtf8, 'line')} with bytes that are no UTF-8, read with a mark in their place`
	);
	add(feed.tooOld, `${some(feed.tooOld, 'event')} older than what is kept (TIDEMARK_RETENTION_DAYS)`);
	lines.push(...unreadText(report));
	return lines.join('\n');
}

/** What was not understood or not read, and why: a line each. */
export function unreadText({ reasons, problems }: Pick<ImportReport, 'reasons' | 'problems'>): string[] {
	const lines = Object.entries(reasons)
		.filter(([, lost]) => lost > 0)
		.map(([reason, lost]) => `  ${some(lost, 'line')} not understood: ${reason}`);
	for (const [path, reason] of problems.slice(0, MAX_SHOWN))
		lines.push(`  ${shown(path)} was not read: ${reason}`);
	if (problems.length > MAX_SHOWN) lines.push(`  and ${count(problems.length - MAX_SHOWN)} more`);
	return lines;
}

/** A path cannot forge lines or speak to the terminal. */
function shown(path: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
	return path.replace(/[\u0000-\u001f\u007f-\u009f]+/g, '?');
}
