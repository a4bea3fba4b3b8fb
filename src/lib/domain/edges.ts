// First and last moments of a session: minima and maxima, which a sum cannot take back (see JournalRecord.edges).
import type { DomainEvent, Edges } from './event.ts';

export function emptyEdges(): Edges {
	return {
		firstMs: null,
		lastMs: null,
		firstMetricMs: null,
		lastMetricMs: null,
		firstPromptMs: null,
		firstPrompt: null
	};
}

/** Takes the event in, in place. */
export function widenEdges(edges: Edges, event: DomainEvent): void {
	if (event.name === 'session_info') return;
	if (event.name === 'metric') {
		const start = event.startMs > 0 ? event.startMs : event.endMs;
		if (edges.firstMetricMs === null || start < edges.firstMetricMs) edges.firstMetricMs = start;
		if (edges.lastMetricMs === null || event.endMs > edges.lastMetricMs) edges.lastMetricMs = event.endMs;
		return;
	}
	if (edges.firstMs === null || event.atMs < edges.firstMs) edges.firstMs = event.atMs;
	if (edges.lastMs === null || event.atMs > edges.lastMs) edges.lastMs = event.atMs;
	if (event.name === 'user_prompt' && event.text !== null) {
		const text = event.text.slice(0, 200);
		const earlier = edges.firstPromptMs === null || event.atMs < edges.firstPromptMs;
		const tie = event.atMs === edges.firstPromptMs && text < (edges.firstPrompt ?? '');
		if (earlier || tie) {
			edges.firstPromptMs = event.atMs;
			edges.firstPrompt = text;
		}
	}
}
