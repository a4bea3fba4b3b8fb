// Claude Code's session files (`~/.claude/projects/<folder>/<session>.jsonl` and `<session>/subagents/agent-*.jsonl`)
// into events, a line at a time. Read off Claude Code 2.1.329 (2026-11-20); the format is not documented.
import type { SessionInfo } from '#lib/domain/event.ts';
import { nameHash } from '#lib/domain/identity.ts';
import { usdToNano } from '#lib/domain/money.ts';
import { type Decoded, emptyDecoded, isRejection, type Rejection, reject } from './decoded.ts';
import { instantMs, timeProblem } from './limits.ts';
import { type TranscriptFile, type TranscriptState, transcriptFacts } from './transcript-file.ts';
import { settle } from './transcript-forks.ts';
import {
	type Line,
	type LineReader,
	objectOf,
	readAssistant,
	readSystem,
	readUser,
	stringOf
} from './transcript-lines.ts';
import { isOfInterest } from './transcript-matter.ts';

/**
 * The events of one line, in the file's order. Changes `state`. A response has a line per content block, all with the
 * same id and usage; merging makes them one. Lines of no interest give nothing; broken ones are counted as rejected.
 */
export function decodeTranscriptLine(text: string, file: TranscriptFile, state: TranscriptState): Decoded {
	const decoded = emptyDecoded();
	if (text.trim() === '') return decoded;
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		// Also the torn last line of a file that is being written: the reader hands over whole lines only.
		reject(decoded, 'line is not JSON');
		return decoded;
	}
	const record = objectOf(json);
	if (record === null || typeof record.type !== 'string') {
		reject(decoded, 'line is not a record');
		return decoded;
	}
	if (!isOfInterest(record.type)) return decoded;
	const atMs = typeof record.timestamp === 'string' ? instantMs(record.timestamp) : null;
	const problem = atMs === null ? null : timeProblem(atMs, file.receivedAtMs);
	if (problem !== null) {
		reject(decoded, problem);
		return decoded;
	}
	const line = lineOf(record, atMs, file, state);
	const learned = learn(line, state);
	if (learned !== null && isRejection(learned)) reject(decoded, learned.rejected);
	else if (learned !== null && file.agentId === null) addInfo(line, file, state, decoded);
	const read = READERS[record.type];
	for (const result of read?.(line, file, state) ?? []) {
		if (isRejection(result)) reject(decoded, result.rejected);
		else decoded.events.push(...settle(result, line, state));
	}
	return decoded;
}

const READERS: Readonly<Record<string, LineReader>> = Object.assign(Object.create(null), {
	assistant: readAssistant,
	user: readUser,
	system: readSystem
});

function lineOf(
	record: Record<string, unknown>,
	atMs: number | null,
	file: TranscriptFile,
	state: TranscriptState
): Line {
	if (atMs !== null) state.lastMs = Math.max(state.lastMs, atMs);
	const sessionId = stringOf(record.sessionId) ?? file.sessionId;
	const requestSessionId = stringOf(record.requestSessionId);
	return {
		record,
		atMs,
		sessionId,
		agentId: file.agentId ?? stringOf(record.agentId),
		madeIn: requestSessionId === sessionId ? null : requestSessionId
	};
}

/** Takes from a line what it says of the session. `true` when a session_info is due, `null` when nothing is new. */
function learn({ record }: Line, state: TranscriptState): { due: true } | Rejection | null {
	const before = { ...state };
	const cwd = state.folder === null ? stringOf(record.cwd) : null;
	if (cwd !== null) state.folder = cwd.split(/[\\/]/).filter(Boolean).at(-1) ?? null;
	state.branch = stringOf(record.gitBranch) ?? state.branch;
	state.version = stringOf(record.version) ?? state.version;
	state.entrypoint = stringOf(record.entrypoint) ?? state.entrypoint;
	const title = titleOf(record);
	if (title !== null && title.rank >= state.titleRank) {
		state.title = title.text.slice(0, 500);
		state.titleRank = title.rank;
	}
	if (record.type === 'cost-state') {
		const nano = usdToNano(typeof record.totalCostUSD === 'number' ? record.totalCostUSD : Number.NaN);
		if (nano === null) return { rejected: 'invalid totalCostUSD' };
		state.costStateNanoUsd = nano;
	}
	return INFO.some((field) => state[field] !== before[field]) ? { due: true } : null;
}

/** What a session_info tells. */
const INFO = [
	'folder',
	'branch',
	'title',
	'version',
	'entrypoint',
	'costStateNanoUsd',
	'forked'
] as const satisfies readonly (keyof TranscriptState)[];

/** Titles a person gave before those a model made, those before the summaries of old versions. */
function titleOf(record: Record<string, unknown>): { text: string; rank: number } | null {
	const [field, rank] =
		record.type === 'custom-title'
			? ['customTitle', 3]
			: record.type === 'ai-title'
				? ['aiTitle', 2]
				: record.type === 'summary'
					? ['summary', 1]
					: ['', 0];
	const text = stringOf(record[field]) ?? (rank > 0 ? stringOf(record.title) : null);
	return text === null || rank === 0 ? null : { text, rank };
}

function addInfo(line: Line, file: TranscriptFile, state: TranscriptState, decoded: Decoded): void {
	// Titles and cost totals carry no time: they are as old as the line before them. Each info is later than the last,
	// because of two observations the later one stays.
	const atMs = Math.max(line.atMs ?? state.lastMs, state.infoMs + 1);
	if (timeProblem(atMs, file.receivedAtMs) !== null) return;
	state.infoMs = atMs;
	const sessionId = file.sessionId ?? line.sessionId;
	const info: SessionInfo = {
		id: `session_info:${sessionId ?? 'none'}:${nameHash(file.path)}`,
		name: 'session_info',
		atMs,
		sessionId,
		promptId: null,
		sequence: null,
		source: 'transcript',
		facts: transcriptFacts(file, state),
		title: state.title,
		version: state.version,
		entrypoint: state.entrypoint,
		// A fork's total starts from its parent's, and how high that was is not written anywhere.
		costStateNanoUsd: state.forked ? null : state.costStateNanoUsd
	};
	decoded.events.push(info);
}
