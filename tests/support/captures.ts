// The captured export requests and transcripts under tests/fixtures/claude-code, as files on disk.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../fixtures/claude-code/', import.meta.url));
/** Each holds an index of its own; the second was captured later, for what the first lacks. */
const INDEXED = ['', 'captured/'];

export type Protocol = 'http/json' | 'http/protobuf' | 'grpc';
export type Signal = 'logs' | 'metrics' | 'traces';

/** One export request as it arrived. gRPC bodies are without their 5-byte frame. */
export interface Capture {
	file: string;
	scenario: string;
	protocol: Protocol;
	signal: Signal;
	body: Uint8Array;
}

export interface TranscriptFile {
	file: string;
	sessionId: string;
	scenario: string;
	lines: string[];
}

/** All captured export requests, in order of arrival within each protocol. */
export function readCaptures(): Capture[] {
	return indexLines('index.jsonl').map((entry) => {
		const file = String(entry.file);
		return {
			file,
			scenario: String(entry.scenario),
			protocol: String(entry.protocol) as Protocol,
			signal: String(entry.signal) as Signal,
			body: readFileSync(join(FOLDER, file))
		};
	});
}

/** All captured transcripts, main files and subagents. */
export function readTranscripts(): TranscriptFile[] {
	return indexLines('transcripts.jsonl')
		.filter((entry) => String(entry.file).endsWith('.jsonl'))
		.map((entry) => ({
			file: String(entry.file),
			sessionId: String(entry.sessionId),
			scenario: String(entry.scenario),
			lines: readFileSync(join(FOLDER, String(entry.file)), 'utf8')
				.split('\n')
				.filter(Boolean)
		}));
}

export interface CliResult {
	sessionId: string;
	/** What the CLI printed at the end, nano-USD: a running total that a resumed or forked session takes over. */
	totalNanoUsd: number;
	forkedFrom: string | null;
}

/** What the CLI itself said its sessions cost, in order, where that was recorded. */
export function readResults(): CliResult[] {
	return indexLines('results.jsonl').map((entry) => ({
		sessionId: String(entry.sessionId),
		totalNanoUsd: Math.round(Number(entry.totalCostUsd) * 1e9),
		forkedFrom: typeof entry.forkedFrom === 'string' ? entry.forkedFrom : null
	}));
}

function indexLines(name: string): Record<string, unknown>[] {
	return INDEXED.flatMap((folder) => {
		const file = join(FOLDER, folder, name);
		if (!existsSync(file)) return [];
		return readFileSync(file, 'utf8')
			.split('\n')
			.filter(Boolean)
			.map((line) => JSON.parse(line) as Record<string, unknown>)
			.map((entry) => (entry.file ? { ...entry, file: folder + entry.file } : entry));
	});
}
