// Entries as Loki holds Claude Code's events, made up one by one. Imports nothing from src or server.
import type { LokiEntry } from './loki-store.ts';

export interface Made {
	atMs: number;
	sequence: number;
	session?: string;
	name?: string;
	/** Nanoseconds after the millisecond. */
	nanos?: bigint;
	cost?: string;
}

/** One event; its id is made of session, time and sequence. */
export function madeEntry({
	atMs,
	sequence,
	session = 's1',
	name = 'at_mention',
	nanos = 0n
}: Made): LokiEntry {
	const ns = BigInt(atMs) * 1_000_000n + nanos;
	return {
		ns,
		line: `claude_code.${name}`,
		labels: { service_name: 'claude-code' },
		metadata: {
			detected_level: 'unknown',
			event_name: name,
			event_sequence: String(sequence),
			event_timestamp: new Date(atMs).toISOString(),
			observed_timestamp: ns.toString(),
			scope_name: 'com.anthropic.claude_code.events',
			session_id: session
		}
	};
}

/** `count` events from `atMs` on, `stepMs` apart. */
export function madeEntries(count: number, atMs: number, stepMs = 1, session = 's1', from = 0): LokiEntry[] {
	return Array.from({ length: count }, (_, index) =>
		madeEntry({ atMs: atMs + index * stepMs, sequence: from + index, session })
	);
}
