// Reads what a transcript has beyond where it was left, a chunk at a time, into a batch.
import { emptyDecoded } from '#lib/wire/decoded.ts';
import { decodeTranscriptLine } from '#lib/wire/transcript.ts';
import { emptyTranscriptState, type TranscriptState } from '#lib/wire/transcript-file.ts';
import { releaseHeld } from '#lib/wire/transcript-forks.ts';
import { createTranscriptScan, emptyLineCounts, type LineCounts } from '#lib/wire/transcript-scan.ts';
import type { FilePosition } from '../../journal/file-state.ts';
import { aboutFile } from './about-file.ts';
import type { Batch } from './batch.ts';
import { markAtOnce, markOf } from './mark.ts';
import { type OpenFile, openFile } from './open-file.ts';
import type { Pause } from './pause.ts';

export interface ReadCounts extends LineCounts {
	/** Files opened and read. */
	read: number;
	/** Files that were no longer what had been read of them: rotated, truncated, written anew. */
	reread: number;
	bytes: number;
}

export function emptyReadCounts(): ReadCounts {
	return { read: 0, reread: 0, bytes: 0, ...emptyLineCounts() };
}

export interface ReadDeps {
	batch: Batch;
	counts: ReadCounts;
	pause: Pause;
	/** Keeps what the batch holds. False: reading is to end. */
	flush(): Promise<boolean>;
	signal: AbortSignal;
	/** Prompts and tool input are kept. */
	content: boolean;
	relayHost: string;
	now(): number;
}

/** A file as it is to be read. */
export interface Wanted {
	path: string;
	/** Names the file in ids. */
	shortName: string;
	configFolder: string | null;
	/** How far it has been read; `null`: not at all. */
	position: FilePosition | null;
}

/** What is kept of a file's lines with its position. The version says who can go on from it. */
interface Body {
	version: typeof VERSION;
	content: boolean;
	state: TranscriptState;
}

const VERSION = 1;
/** A file not written to for so long is at rest: its last lines will not be followed by others at once. */
const AT_REST_MS = 1000;
const CHUNK = 256 * 1024;

/**
 * Reads the rest of the file. False: ended early. `unsettled`: the last lines wait for what may come next; read it
 * again soon. Throws RefusedFile, or the error of the file system.
 */
export async function readTranscript(
	wanted: Wanted,
	deps: ReadDeps
): Promise<'done' | 'unsettled' | 'ended'> {
	const file = await openFile(wanted.path);
	try {
		return await readOpen(wanted, file, deps);
	} finally {
		await file.handle.close();
	}
}

async function readOpen(
	wanted: Wanted,
	file: OpenFile,
	deps: ReadDeps
): Promise<'done' | 'unsettled' | 'ended'> {
	const { batch, counts, pause } = deps;
	const before = await goOnFrom(wanted, file, deps);
	const state = before?.state ?? emptyTranscriptState();
	const about = aboutFile(wanted, { ...deps, receivedAtMs: deps.now() });
	const scan = createTranscriptScan(before?.offset ?? 0, counts, deps.content);
	const chunk = Buffer.allocUnsafe(Math.max(1, Math.min(CHUNK, file.size - scan.offset + 1)));
	let at = scan.offset;
	counts.read += 1;
	for (;;) {
		const { bytesRead } = await file.handle.read(chunk, 0, chunk.length, at);
		at += bytesRead;
		counts.bytes += bytesRead;
		for (const text of scan.push(chunk.subarray(0, bytesRead))) {
			batch.add(decodeTranscriptLine(text, about, state));
			if (pause.due) await pause.take();
		}
		if (batch.full) {
			batch.reached(positionOf(wanted, file, scan.offset, state, deps));
			if (!(await deps.flush())) return 'ended';
		}
		if (bytesRead < chunk.length) break;
	}
	// Times ahead of the clock come from another machine's clock and say nothing.
	const atRest = Math.abs(deps.now() - file.mtimeMs) > AT_REST_MS;
	const unsettled = state.held.length > 0 && !atRest;
	if (!unsettled) batch.add({ ...emptyDecoded(), events: releaseHeld(state) });
	// A time no file has: it is to be read again though it does not change.
	const left = unsettled ? { ...file, mtimeMs: -1 } : file;
	batch.reached(positionOf(wanted, left, scan.offset, state, deps));
	if (batch.full && !(await deps.flush())) return 'ended';
	return unsettled ? 'unsettled' : 'done';
}

/** Where reading goes on; `null`: at the start, because nothing was read or the file is another by now. */
async function goOnFrom(
	{ position }: Wanted,
	{ handle, size, identity }: OpenFile,
	{ counts, content }: ReadDeps
): Promise<{ offset: number; state: TranscriptState } | null> {
	if (position === null || position.body === null) return null;
	const body = JSON.parse(position.body) as Body;
	const same =
		position.identity === identity &&
		size >= position.offset &&
		(await markOf(handle, position.offset)) === position.mark;
	if (!same) counts.reread += 1;
	// What was left out before is wanted by now.
	const enough = body.version === VERSION && (body.content || !content);
	return same && enough ? { offset: position.offset, state: body.state } : null;
}

function positionOf(
	{ path }: Wanted,
	{ handle, size, mtimeMs, identity }: OpenFile,
	offset: number,
	state: TranscriptState,
	{ content }: ReadDeps
): FilePosition {
	const body: Body = { version: VERSION, content, state };
	const mark = markAtOnce(handle, offset);
	return { path, size, mtimeMs, identity, offset, mark, body: JSON.stringify(body) };
}
