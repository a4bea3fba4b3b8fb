// Ids: the same fact gets the same id from every source (DESIGN 4).

/** The attributes an id is made of, canonical. */
export interface IdentityParts {
	name: string;
	sessionId: string | null;
	atMs: number;
	sequence: number | null;
	requestId?: string | null;
	attempt?: number | null;
	toolUseId?: string | null;
	promptId?: string | null;
	/** Tells apart records that carry nothing else to tell them apart by. */
	discriminator?: string;
}

/** The id of a log event. */
export function eventId(parts: IdentityParts): string {
	switch (parts.name) {
		case 'api_request':
		case 'api_refusal':
			if (parts.requestId) return `${parts.name}:${parts.requestId}`;
			break;
		case 'api_error':
			if (parts.requestId) return `api_error:${parts.requestId}#${parts.attempt ?? 1}`;
			break;
		case 'tool_result':
		case 'tool_decision':
			if (parts.toolUseId) return `${parts.name}:${parts.toolUseId}`;
			break;
		case 'user_prompt':
			if (parts.promptId) return `user_prompt:${parts.promptId}`;
			break;
	}
	return `${parts.name}:${parts.sessionId ?? 'none'}:${parts.atMs}:${parts.sequence ?? parts.discriminator ?? ''}`;
}

/** The id of a metric data point. `start` and `end` are as sent (OTLP: Unix nanoseconds). */
export function metricId(source: string, series: string, start: string, end: string): string {
	return `metric:${source}:${series}:${start}:${end}`;
}

/**
 * A 106-bit hash of text, for naming (series, transcript lines): two rounds of cyrb53, not for security.
 * https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js
 */
export function nameHash(text: string): string {
	return idHash(text, 0).toString(36) + idHash(text, 0x9e3779b9).toString(36);
}

/** A 53-bit hash of text. Others hardly ever have the same, but some may: nothing is merged for an equal hash alone. */
export function idHash(text: string, seed = 0): number {
	let a = 0xdeadbeef ^ seed;
	let b = 0x41c6ce57 ^ seed;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		a = Math.imul(a ^ code, 2654435761);
		b = Math.imul(b ^ code, 1597334677);
	}
	a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
	b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
	return 4294967296 * (2097151 & b) + (a >>> 0);
}

/**
 * Text as it may be a key of a plain object: names every object already has (`constructor`, `__proto__`) get a leading
 * space. Everything sent may name a session, a tool or a model.
 */
export function rowKey(text: string): string {
	return text in Object.prototype ? ` ${text}` : text;
}
