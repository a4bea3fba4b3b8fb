// One file into events: its bytes are scanned for the few lines that matter, and only those are decoded, by the same
// decoders as the relay's. What a file is shows at its first line.
import type { DomainEvent } from '#lib/domain/event.ts';
import {
	type FileSkip,
	type ImportKind,
	type ImportReport,
	LINE_BAD_UTF8,
	LINE_TOO_LONG,
	LINE_UNFINISHED,
	note
} from '#lib/domain/import.ts';
import { shownName } from '#lib/domain/import-plan.ts';
import { type Decoded, emptyDecoded, reject } from '#lib/wire/decoded.ts';
import { agentTypeOf } from '#lib/wire/transcript-file.ts';
import { createTranscriptScan, emptyLineCounts, type LineCounts } from '#lib/wire/transcript-scan.ts';
import { type Decoder, exportDecoder, isExported, NOT_JSON, transcriptDecoder } from './decoders.ts';
import type { Fetched } from './fetch.ts';

export interface FileReader {
	/** Prompt texts and tool input are kept. */
	content: boolean;
	now(): number;
	/** Takes events; resolves when there is room for more. */
	add(kind: ImportKind, events: DomainEvent[]): Promise<void> | void;
	/** What was read, left out and why is added to it. */
	report: ImportReport;
}

const SQLITE = 'SQLite format 3';
const BACKUP = '{"tidemark":"backup"';

/** Rejects only where events cannot be given on. */
export async function readFetched(fetched: Fetched, reader: FileReader): Promise<void> {
	const { report } = reader;
	const name = shownName(fetched.picked.path);
	const skip = fetched.picked.file.size === 0 ? 'empty' : await readWhole(fetched, name, reader);
	if (skip === null) report.files += 1;
	else note(report.skipped, skip, name);
}

async function readWhole(
	{ picked, chunks, meta }: Fetched,
	name: string,
	reader: FileReader
): Promise<FileSkip | null> {
	let chunk = await chunks();
	const alien = chunk === null ? 'unreadable' : alienOf(chunk);
	if (alien !== null) return alien;
	const counts = emptyLineCounts();
	const problems = emptyDecoded();
	const scan = createTranscriptScan(0, counts, reader.content);
	const agentType = meta && agentTypeOf(new TextDecoder().decode(meta));
	let decoder: Decoder | null = null;
	let events = 0;

	const take = async (decoded: Decoded) => {
		for (const [reason, count] of Object.entries(decoded.rejected.reasons)) reject(problems, reason, count);
		events += decoded.events.length;
		if (decoded.events.length > 0) await reader.add(decoder!.kind, decoded.events);
	};
	const decode = (texts: Iterable<string>) => {
		const all = emptyDecoded();
		for (const text of texts) {
			decoder ??= isExported(text)
				? exportDecoder(reader)
				: transcriptDecoder(picked.path, agentType, reader);
			const { events, rejected } = decoder.line(text);
			for (const event of events) all.events.push(event);
			for (const [reason, count] of Object.entries(rejected.reasons)) reject(all, reason, count);
		}
		return all;
	};

	while (chunk !== null && chunk.length > 0) {
		reader.report.bytes += chunk.length;
		// The next bytes are fetched while these are decoded.
		const coming = chunks();
		await take(decode(scan.push(chunk)));
		chunk = await coming;
	}
	const rest = decode(scan.rest().trim() === '' ? [] : [scan.rest()]);
	// A line still being written is half of one, and never JSON.
	const unfinished = rest.rejected.reasons[NOT_JSON] !== undefined;
	if (!unfinished) await take(rest);
	if (decoder !== null) await take((decoder as Decoder).end());
	if (chunk === null) return 'unreadable';
	if (events === 0 && counts.passed === 0) return 'not-events';
	if (unfinished) note(reader.report.lineProblems, LINE_UNFINISHED, name);
	report(reader.report, name, counts, problems);
	return null;
}

function report(into: ImportReport, name: string, counts: LineCounts, problems: Decoded): void {
	into.lines += counts.lines;
	into.passed += counts.passed;
	if (counts.tooLong > 0) note(into.lineProblems, LINE_TOO_LONG, name, counts.tooLong);
	if (counts.badUtf8 > 0) note(into.lineProblems, LINE_BAD_UTF8, name, counts.badUtf8);
	for (const [reason, count] of Object.entries(problems.rejected.reasons))
		note(into.lineProblems, reason, name, count);
}

/** Files of ours that are no transcripts, by their first bytes. */
function alienOf(chunk: Uint8Array): FileSkip | null {
	const magic = String.fromCharCode(...chunk.subarray(0, BACKUP.length));
	if (magic === BACKUP) return 'backup';
	return magic.startsWith(SQLITE) ? 'journal' : null;
}
