// What the place of a transcript says: which session and subagent it is of, and what it is called wherever it lies.

export interface TranscriptPlace {
	/** `null`: each line says it, the place does not. */
	sessionId: string | null;
	agentId: string | null;
}

/** Session and subagent of a file, from its path below the `projects` folder; `null` for files of another kind. */
export function parseTranscriptPath(path: string): TranscriptPlace | null {
	const parts = path.split(/[\\/]/);
	const file = parts.at(-1) ?? '';
	if (!file.endsWith('.jsonl')) return null;
	const stem = file.slice(0, -'.jsonl'.length);
	const agentId = stem.startsWith('agent-') ? stem.slice('agent-'.length) : null;
	const at = parts.lastIndexOf('subagents');
	// Beside the session's file, as versions before wrote it, or taken out of its folder.
	if (at === -1) return stem === '' ? null : { sessionId: agentId === null ? stem : null, agentId };
	const sessionId = parts[at - 1];
	return sessionId && agentId !== null ? { sessionId, agentId } : null;
}

/** Project's folder and what is below it: names a transcript the same wherever it lies and however it was found. */
export function transcriptName(parts: readonly string[]): string {
	const agents = parts.lastIndexOf('subagents');
	return parts.slice(agents >= 2 ? agents - 2 : -2).join('/');
}

/** The folder that holds the innermost `projects` on the way to a file; `null` when none does. */
export function configFolderIn(parts: readonly string[]): string | null {
	return parts[parts.lastIndexOf('projects') - 1] || null;
}
