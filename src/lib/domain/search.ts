// A search over all events: what is asked, what comes back while it runs, and what decides on one event. Pure.
import { costOf } from './cost.ts';
import type { DomainEvent, EventName } from './event.ts';
import { type Prices, plainModel } from './price.ts';
import { toolNameOf } from './totals.ts';
import type { Filter, Range } from './views.ts';

/** What results can be narrowed by, each with its counts. */
export const FACETS = ['name', 'tool', 'success', 'model', 'project', 'profile'] as const;

export type FacetName = (typeof FACETS)[number];

/** Values asked for; absent: any. '' is unknown; `success` is `true` or `false`. */
export type Facets = Partial<Record<FacetName, string>>;

export interface SearchArgs {
	/** Words that all have to be in the event; quotes keep a phrase together. '' finds everything. */
	text: string;
	range: Range;
	zone: string;
	/** Model, project and profile are facets; the others are taken from here. */
	filter: Filter;
	facets: Facets;
	/** Only requests that cost more; `null`: any event. */
	overNanoUsd: number | null;
	/** Most events that come back; counting goes on beyond. */
	limit: number;
}

/** Told while a search runs, each time whole but for the hits, which are those since the last time. */
export interface SearchProgress {
	/** By time, newest first; all of them are older than those told before. */
	hits: { slot: number; event: DomainEvent }[];
	matched: number;
	/** Events looked at. */
	scanned: number;
	/** 0 to 1. */
	progress: number;
	/** For each facet its values with what there would be of them, most first. */
	facets: Record<FacetName, [value: string, count: number][]>;
	unit: 'hour' | 'day';
	/** Matches over time, in order. */
	volume: { label: string; count: number }[];
	elapsedMs: number;
	done: boolean;
}

/** What the facets ask of an event: fields as they are in it, however it is stored. */
export interface FacetFields {
	get(key: string): unknown;
}

const FAILURES: ReadonlySet<EventName> = new Set([
	'api_error',
	'api_retries_exhausted',
	'api_refusal',
	'internal_error'
]);

/** Whether it went well; `undefined` where that is no question. */
export function outcomeOf(fields: FacetFields): 'true' | 'false' | undefined {
	const name = fields.get('name') as EventName;
	if (FAILURES.has(name)) return 'false';
	if (name === 'api_request') return 'true';
	const success = fields.get('success');
	return typeof success === 'boolean' ? (String(success) as 'true' | 'false') : undefined;
}

/** The plain model; '' when it is not known, `undefined` where there is none. */
export function modelOf(fields: FacetFields): string | undefined {
	const model = fields.get('model');
	if (model === undefined) return undefined;
	return typeof model === 'string' ? plainModel(model) : '';
}

export function toolOf(fields: FacetFields): string | undefined {
	const toolName = fields.get('toolName');
	if (typeof toolName !== 'string') return undefined;
	return toolName === 'mcp_tool'
		? toolNameOf({ toolName, parameters: (fields.get('parameters') as string | null) ?? null })
		: toolName;
}

/** Whether it is a request that cost more; one of unknown cost is not. */
export function costsOver(
	fields: FacetFields,
	overNanoUsd: number,
	event: () => DomainEvent,
	prices: Prices
): boolean {
	if (fields.get('name') !== 'api_request') return false;
	const reported = fields.get('costNanoUsd');
	if (typeof reported === 'number') return reported > overNanoUsd;
	const built = event();
	const nano = built.name === 'api_request' ? costOf(built, prices).nano : null;
	return nano !== null && nano > overNanoUsd;
}

/**
 * Counts one event for the facets: for each facet its value, if the event is let through by all the others. Returns
 * whether it is let through by all.
 */
export function countFacets(
	counts: Record<FacetName, Map<string, number>>,
	values: readonly (string | undefined)[],
	facets: Facets
): boolean {
	let refused = 0;
	let refusing = 0;
	for (let i = 0; i < FACETS.length; i++) {
		const wanted = facets[FACETS[i]!];
		if (wanted === undefined || wanted === values[i]) continue;
		refusing = i;
		if (++refused > 1) return false;
	}
	for (let i = 0; i < FACETS.length; i++) {
		const value = values[i];
		if (value === undefined || (refused === 1 && i !== refusing)) continue;
		const map = counts[FACETS[i]!];
		map.set(value, (map.get(value) ?? 0) + 1);
	}
	return refused === 0;
}

export interface Needle {
	/** Lower case; all have to be found. */
	words: readonly string[];
}

/** Words of a text, in lower case; `null` when there are none. Quotes keep a phrase together. */
export function parseNeedle(text: string): Needle | null {
	const words = [...text.toLowerCase().matchAll(/"([^"]+)"|(\S+)/g)].map((match) =>
		(match[1] ?? match[2])!.trim()
	);
	return words.some(Boolean) ? { words: words.filter(Boolean) } : null;
}

/** Fields that say nothing about the event itself: no text is looked for in them. */
export const ABOUT_OTHERS: ReadonlySet<string> = new Set(['facts', 'source', 'seen', 'cut']);

const AROUND = 40;

/** Where the first of the words stands in the event, with what is around it, on one line; `null` when it is in no text. */
export function excerptOf(event: DomainEvent, { words }: Needle): string | null {
	const word = words[0]!;
	for (const [key, value] of Object.entries(event)) {
		if (ABOUT_OTHERS.has(key) || key === 'id' || key === 'name') continue;
		const text = textWith(value, word);
		if (text === null) continue;
		const at = text.toLowerCase().indexOf(word);
		const start = Math.max(0, at - AROUND);
		const end = Math.min(text.length, at + word.length + AROUND);
		const part = text.slice(start, end).replace(/\s+/g, ' ').trim();
		return `${start > 0 ? '…' : ''}${part}${end < text.length ? '…' : ''}`;
	}
	return null;
}

function textWith(value: unknown, word: string): string | null {
	if (typeof value === 'string') return value.toLowerCase().includes(word) ? value : null;
	if (typeof value !== 'object' || value === null) return null;
	for (const inner of Object.values(value)) {
		const text = textWith(inner, word);
		if (text !== null) return text;
	}
	return null;
}
