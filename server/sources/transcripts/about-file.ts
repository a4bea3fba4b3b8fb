// What is known of a transcript before its lines: from its place, and from the description beside a subagent's file.
import { closeSync, readFileSync } from 'node:fs';
import { agentTypeOf, MAX_META_BYTES, type TranscriptFile } from '#lib/wire/transcript-file.ts';
import { parseTranscriptPath } from '#lib/wire/transcript-path.ts';
import { openAtOnce } from './open-file.ts';

export interface NamedFile {
	/** Real path. */
	path: string;
	/** Names the file in ids. */
	shortName: string;
	configFolder: string | null;
}

/** One to be read from its start to its end. */
export interface WholeFile extends NamedFile {
	size: number;
}

export function aboutFile(
	{ path, shortName, configFolder }: NamedFile,
	{
		content,
		relayHost,
		receivedAtMs
	}: Pick<TranscriptFile, 'content' | 'receivedAtMs'> & { relayHost: string }
): TranscriptFile {
	const named = parseTranscriptPath(shortName);
	return {
		path: shortName,
		sessionId: named?.sessionId ?? null,
		agentId: named?.agentId ?? null,
		agentType: named?.agentId == null ? null : agentType(path),
		configFolder,
		content,
		receivedAtMs,
		relayHost
	};
}

/** The kind of a subagent; `null` when there is no description to be read: older versions write none. */
function agentType(path: string): string | null {
	let fd: number | null = null;
	try {
		const file = openAtOnce(path.replace(/\.jsonl$/, '.meta.json'));
		fd = file.fd;
		return file.size > MAX_META_BYTES ? null : agentTypeOf(readFileSync(fd, 'utf8'));
	} catch {
		return null;
	} finally {
		if (fd !== null) closeSync(fd);
	}
}
