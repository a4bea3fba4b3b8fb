// The two kinds of JSON lines that are imported: transcripts, and our own exports of events.
import type { ImportKind } from '#lib/domain/import.ts';
import { type Decoded, emptyDecoded, isRejection, reject } from '#lib/wire/decoded.ts';
import { checkEvent, EXPORTED_EVENTS } from '#lib/wire/event-json.ts';
import { decodeTranscriptLine } from '#lib/wire/transcript.ts';
import { emptyTranscriptState, type TranscriptFile } from '#lib/wire/transcript-file.ts';
import { releaseHeld } from '#lib/wire/transcript-forks.ts';
import { configFolderIn, parseTranscriptPath, transcriptName } from '#lib/wire/transcript-path.ts';

export interface Decoder {
	readonly kind: ImportKind;
	line(text: string): Decoded;
	/** What was held back until the file had been read to its end. */
	end(): Decoded;
}

interface Choices {
	content: boolean;
	now(): number;
}

/** Why the decoders refuse half a line. */
export const NOT_JSON = 'line is not JSON';

/** Whether a file's first line is an event of ours. */
export function isExported(text: string): boolean {
	const { id, name, source, atMs } = (parse(text) ?? {}) as Record<string, unknown>;
	return [id, name, source].every((value) => typeof value === 'string') && typeof atMs === 'number';
}

export function transcriptDecoder(
	path: readonly string[],
	agentType: string | null,
	{ content, now }: Choices
): Decoder {
	const name = transcriptName(path);
	const place = parseTranscriptPath(name);
	const file: TranscriptFile = {
		path: name,
		sessionId: place?.sessionId ?? null,
		agentId: place?.agentId ?? null,
		agentType,
		configFolder: configFolderIn(path),
		content,
		receivedAtMs: now()
	};
	const state = emptyTranscriptState();
	return {
		kind: 'transcript',
		line: (text) => decodeTranscriptLine(text, file, state),
		end: () => ({ ...emptyDecoded(), events: releaseHeld(state) })
	};
}

export function exportDecoder({ content, now }: Choices): Decoder {
	const check = { ...EXPORTED_EVENTS, content, receivedAtMs: now() };
	return {
		kind: 'export',
		line(text) {
			const decoded = emptyDecoded();
			if (text.trim() === '') return decoded;
			const value = parse(text);
			const event = value === undefined ? { rejected: NOT_JSON } : checkEvent(value, check);
			if (isRejection(event)) reject(decoded, event.rejected);
			else decoded.events.push(event);
			return decoded;
		},
		end: emptyDecoded
	};
}

/** `undefined` for what is no JSON. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined; // The caller says what that means.
	}
}
