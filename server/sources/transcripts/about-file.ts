// What is known of a transcript before its lines: from its place, and from the description beside a subagent's file.
import { closeSync, readFileSync } from 'node:fs';
import type { TranscriptFile } from '#lib/wire/transcript-file.ts';
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

const MAX_META = 64 * 1024;

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

/** The kind of a subagent; `null` when there is no description to be read. */
function agentType(path: string): string | null {
	let file: { fd: number; size: number };
	try {
		file = openAtOnce(path.replace(/\.jsonl$/, '.meta.json'));
	} catch {
		// Older versions write none, and the responses usually name the kind themselves.
		return null;
	}
	try {
		if (file.size > MAX_META) return null;
		const parsed: unknown = JSON.parse(readFileSync(file.fd, 'utf8'));
		const type = (parsed as { agentType?: unknown } | null)?.agentType;
		return typeof type === 'string' && type !== '' ? type.slice(0, 200) : null;
	} catch {
		// Half written: the kind is said again by the next lines, or stays unknown.
		return null;
	} finally {
		closeSync(file.fd);
	}
}
