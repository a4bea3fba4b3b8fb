// Rows of one event each, with nothing below: what they are called and whether they tell of a failure.
import type { DomainEvent } from './event.ts';
import type { NodeKind } from './tree-node.ts';

export interface Leaf {
	kind: NodeKind;
	label: string | null;
	failed?: boolean;
	durationMs?: number | null;
	/** It was logged at its end: its begin counts back by its duration. */
	back?: boolean;
}

/** `null` for what has no row of its own (metrics, headers) and for what joins other rows. */
export function leafOf(event: DomainEvent): Leaf | null {
	switch (event.name) {
		case 'api_error':
			// An attempt that a later one made good is no error to stop at.
			return {
				kind: event.retried ? 'retry' : 'error',
				label: event.error,
				failed: !event.retried,
				durationMs: event.durationMs,
				back: true
			};
		case 'api_retries_exhausted':
			return { kind: 'retries', label: event.error, failed: true, durationMs: event.totalRetryDurationMs };
		case 'compaction':
			return {
				kind: 'compaction',
				label: event.trigger,
				failed: event.success === false,
				durationMs: event.durationMs,
				back: true
			};
		case 'permission_mode_changed':
			return { kind: 'mode', label: event.toMode };
		case 'mcp_server_connection':
			// Of a disconnection the duration is how long it had lasted, which began elsewhere.
			return {
				kind: 'mcp',
				label: event.serverName,
				failed: event.status === 'failed',
				durationMs: event.durationMs
			};
		case 'skill_activated':
			return { kind: 'skill', label: event.skillName };
		case 'at_mention':
			return { kind: 'mention', label: event.mentionType, failed: event.success === false };
		case 'hook_registered':
			return { kind: 'startup', label: event.hookEvent };
		case 'plugin_loaded':
		case 'plugin_installed':
			return { kind: 'startup', label: event.pluginName };
		case 'auth':
			return { kind: 'other', label: event.action, failed: event.success === false };
		case 'internal_error':
			return { kind: 'error', label: event.errorName, failed: true };
		case 'other':
			return { kind: event.promptId === null ? 'startup' : 'other', label: event.otherName };
		default:
			return null;
	}
}
