// What is known of a transcript besides the line at hand: the file itself, and what its earlier lines said.
import type { DomainEvent, Facts } from '#lib/domain/event.ts';

/** What is known of a file before it is read. */
export interface TranscriptFile {
	/** Path below the `projects` folder: names the file in the id of its `session_info`. */
	path: string;
	/** Session id in the path; `null` when the path has none. */
	sessionId: string | null;
	/** Id of the subagent the file belongs to; `null` for a session's main file. */
	agentId: string | null;
	/** Kind of that subagent, from the `.meta.json` beside its file. */
	agentType?: string | null;
	/** Name of the Claude configuration folder the file lies in. */
	configFolder: string | null;
	/** Keep prompt texts, tool input and errors of tools. Off unless the user asks for it. */
	content: boolean;
	/** The reader's clock, Unix epoch ms. */
	receivedAtMs: number;
	/** The relay's own host: transcripts are read on the machine that wrote them. */
	relayHost?: string;
}

/** Of a description beside a subagent's file; a larger one is not read. */
export const MAX_META_BYTES = 64 * 1024;

/** The kind of a subagent, from the text of the `.meta.json` beside its file; `null` where that does not say. */
export function agentTypeOf(meta: string): string | null {
	try {
		const type = (JSON.parse(meta) as { agentType?: unknown } | null)?.agentType;
		return typeof type === 'string' && type !== '' ? type.slice(0, 200) : null;
	} catch {
		// Half written: the responses usually name the kind themselves.
		return null;
	}
}

/**
 * What earlier lines of the file said. Plain data: keep it with the position in the file to go on after a restart. A
 * file read from its start begins with `emptyTranscriptState()`.
 */
export interface TranscriptState {
	/** Newest time seen, ms; 0 before the first. */
	lastMs: number;
	/** Time of the last session_info, so that each is later than the one it replaces. */
	infoMs: number;
	promptId: string | null;
	/** First working folder's name: a `cd` during the session does not make it another project. */
	folder: string | null;
	branch: string | null;
	title: string | null;
	/** How good the title's origin is; a weaker one never replaces it. */
	titleRank: number;
	version: string | null;
	entrypoint: string | null;
	costStateNanoUsd: number | null;
	/** The response read last: its id, tokens, time and the session it is of. Its other lines say nothing new. */
	response?: [id: string, tokens: number, atMs: number, sessionId: string | null];
	/** Tools begun and not yet answered: tool use id → [name, request id, input as JSON text, session if another]. */
	tools: Record<string, [string, string | null, string | null, string | null]>;
	/** A fork begins with copies of another session's lines; the first response of its own ends them. */
	part: 'unknown' | 'copied' | 'own';
	/** Lines of another session were seen. */
	forked: boolean;
	/** Events whose lines do not say whose they are, until the next response tells. */
	held: DomainEvent[];
}

export function emptyTranscriptState(): TranscriptState {
	return {
		lastMs: 0,
		infoMs: 0,
		promptId: null,
		folder: null,
		branch: null,
		title: null,
		titleRank: 0,
		version: null,
		entrypoint: null,
		costStateNanoUsd: null,
		tools: {},
		part: 'unknown',
		forked: false,
		held: []
	};
}

/** Who and where, as far as the file and the lines up to here say. */
export function transcriptFacts(file: TranscriptFile, state: TranscriptState): Facts {
	const facts: Facts = {};
	if (file.configFolder !== null) facts.configFolder = file.configFolder;
	if (file.relayHost !== undefined) facts.relayHost = file.relayHost;
	if (state.folder !== null) facts.folder = state.folder;
	if (state.branch !== null) facts.branch = state.branch;
	return facts;
}
