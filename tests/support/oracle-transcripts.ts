// What captured transcripts must add up to: one request per message id and request id, with its largest usage.
// Independent of the product: imports nothing from src or server.

import type { TranscriptFile } from './captures.ts';
import type { Tokens } from './oracle.ts';

export interface TranscriptRequest extends Tokens {
	requestId: string;
	model: string;
	sessions: string[];
	aborted: boolean;
}

export interface ExpectedTranscripts {
	requests: TranscriptRequest[];
	tokens: Tokens;
	/** Session → its running total as last written, nano-USD. */
	costStates: Record<string, number>;
}

interface Line {
	type?: string;
	sessionId?: string;
	requestId?: string;
	isAbortedMidStream?: boolean;
	totalCostUSD?: number;
	message?: { id?: string; model?: string; usage?: Record<string, number> };
}

/** Expected totals of a set of transcript files, in any order. */
export function expectedTranscripts(files: TranscriptFile[]): ExpectedTranscripts {
	const requests = new Map<string, TranscriptRequest>();
	const costStates: Record<string, number> = {};
	for (const { lines, sessionId } of files) {
		for (const text of lines) {
			const line = JSON.parse(text) as Line;
			if (line.type === 'cost-state')
				costStates[line.sessionId ?? sessionId] = Math.round(line.totalCostUSD! * 1e9);
			if (line.type !== 'assistant' || line.message?.model === '<synthetic>') continue;
			const key = `${line.message?.id} ${line.requestId}`;
			const seen = requestOf(line, sessionId);
			const known = requests.get(key);
			const larger = !known || total(seen) > total(known) ? seen : known;
			const sessions = [...new Set([...(known?.sessions ?? []), ...seen.sessions])];
			requests.set(key, { ...larger, sessions });
		}
	}
	const tokens: Tokens = { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 };
	for (const request of requests.values())
		for (const kind of ['input', 'output', 'cacheRead', 'cacheCreation'] as const)
			tokens[kind] += request[kind];
	return { requests: [...requests.values()], tokens, costStates };
}

function requestOf(line: Line, sessionId: string): TranscriptRequest {
	const usage = line.message?.usage ?? {};
	return {
		requestId: line.requestId ?? '',
		model: line.message?.model ?? '',
		sessions: [line.sessionId ?? sessionId],
		aborted: line.isAbortedMidStream === true,
		input: usage.input_tokens ?? 0,
		output: usage.output_tokens ?? 0,
		cacheRead: usage.cache_read_input_tokens ?? 0,
		cacheCreation: usage.cache_creation_input_tokens ?? 0
	};
}

function total(tokens: Tokens): number {
	return tokens.input + tokens.output + tokens.cacheRead + tokens.cacheCreation;
}
