// What captured export requests must add up to, reckoned in the plainest way: whole lists, no increments, no merging.
// Independent of the product: imports nothing from src or server.
import type { Capture } from './captures.ts';
import { type LogLine, logLines, type Point, points } from './oracle-records.ts';

export interface Tokens {
	input: number;
	output: number;
	cacheRead: number;
	cacheCreation: number;
}

/** Money in nano-USD; a session is its id, or `none:<user>:<UTC day>` where none was sent. */
export interface Expected {
	logRecords: number;
	dataPoints: number;
	apiRequests: number;
	/** Sessions with a prompt, a request or money. */
	sessions: string[];
	/** Requests plus what only metrics know. */
	costNanoUsd: number;
	unloggedNanoUsd: number;
	/** Of requests alone. */
	loggedTokens: Tokens;
	/** Requests plus what only metrics know. */
	tokens: Tokens;
	bySession: Record<string, number>;
	byModel: Record<string, number>;
	/** `<session>\t<model>` → what no request accounts for; only those above zero. */
	unlogged: Record<string, number>;
	/** `<session>\t<model>` → what metrics say; for cross-checks. */
	metricCost: Record<string, number>;
	/** Event name → distinct records. */
	byName: Record<string, number>;
}

const KINDS = ['input', 'output', 'cacheRead', 'cacheCreation'] as const;
const TOKEN_ATTRIBUTES = {
	input: 'input_tokens',
	output: 'output_tokens',
	cacheRead: 'cache_read_tokens',
	cacheCreation: 'cache_creation_tokens'
} as const;

const nano = (usd: unknown) => Math.round(Number(usd) * 1e9);
const plainModel = (model: unknown) => String(model).replace(/\[[^\]]*\]$/, '');
const sortedJson = (value: object) => JSON.stringify(Object.entries(value).sort());

function sessionOf(attributes: Record<string, unknown>, unixNano: string): string {
	if (attributes['session.id']) return String(attributes['session.id']);
	const user =
		attributes['user.email'] ?? attributes['user.account_uuid'] ?? attributes['user.id'] ?? 'unknown';
	return `none:${user}:${new Date(Number(BigInt(unixNano) / 1_000_000n)).toISOString().slice(0, 10)}`;
}

function distinct<T extends object>(items: T[]): T[] {
	return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** Sum of a metric per (session, model) and, for tokens, type. Delta: every distinct interval once. Cumulative: per
 * series the largest value of each start. */
function metricSums(all: Point[], name: string): Map<string, number> {
	const cells = new Map<string, { key: string; value: number }>();
	for (const point of all.filter((p) => p.metric === name)) {
		const { model, type } = point.attributes;
		const key = [sessionOf(point.attributes, point.end), plainModel(model), type ?? ''].join('\t');
		const series = sortedJson(point.attributes);
		const cell = `${series} ${point.start} ${point.cumulative ? '' : point.end}`;
		const value = name === 'claude_code.cost.usage' ? nano(point.value) : point.value;
		const known = cells.get(cell);
		cells.set(cell, { key, value: Math.max(value, known?.value ?? 0) });
	}
	const sums = new Map<string, number>();
	for (const { key, value } of cells.values()) sums.set(key, (sums.get(key) ?? 0) + value);
	return sums;
}

/** Expected totals of any collection of captures, in any order and with any repetition. */
export function expectedTotals(captures: Capture[]): Expected {
	const logs = distinct(captures.flatMap(logLines));
	const data = distinct(captures.flatMap(points));
	const requests = [...new Map(logs.filter(isRequest).map((r) => [requestKey(r), r])).values()];

	const eventCost = new Map<string, number>();
	const eventTokens = new Map<string, number>();
	const loggedTokens: Tokens = { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 };
	for (const { attributes, timeUnixNano } of requests) {
		const key = `${sessionOf(attributes, timeUnixNano)}\t${plainModel(attributes.model)}`;
		add(eventCost, key, nano(attributes.cost_usd));
		for (const kind of KINDS) {
			const tokens = Number(attributes[TOKEN_ATTRIBUTES[kind]] ?? 0);
			loggedTokens[kind] += tokens;
			add(eventTokens, `${key}\t${kind}`, tokens);
		}
	}

	const metricCost = new Map<string, number>();
	for (const [key, value] of metricSums(data, 'claude_code.cost.usage'))
		metricCost.set(key.replace(/\t$/, ''), value);
	const unlogged = new Map<string, number>();
	for (const [key, value] of metricCost) {
		const missing = value - (eventCost.get(key) ?? 0);
		if (missing > 0) unlogged.set(key, missing);
	}
	const tokens = { ...loggedTokens };
	for (const [key, value] of metricSums(data, 'claude_code.token.usage')) {
		const missing = value - (eventTokens.get(key) ?? 0);
		if (missing > 0) tokens[key.split('\t')[2] as keyof Tokens] += missing;
	}

	const bySession = new Map<string, number>();
	const byModel = new Map<string, number>();
	for (const [key, value] of [...eventCost, ...unlogged]) {
		const [session = '', model = ''] = key.split('\t');
		add(bySession, session, value);
		add(byModel, model, value);
	}
	const prompted = logs
		.filter((line) => line.name === 'user_prompt')
		.map((line) => sessionOf(line.attributes, line.timeUnixNano));
	const byName = new Map<string, number>();
	for (const line of logs) add(byName, line.name, 1);

	return {
		logRecords: logs.length,
		dataPoints: data.length,
		apiRequests: requests.length,
		sessions: [...new Set([...prompted, ...bySession.keys()])].sort(),
		costNanoUsd: sum(eventCost) + sum(unlogged),
		unloggedNanoUsd: sum(unlogged),
		loggedTokens,
		tokens,
		bySession: Object.fromEntries(bySession),
		byModel: Object.fromEntries(byModel),
		unlogged: Object.fromEntries(unlogged),
		metricCost: Object.fromEntries(metricCost),
		byName: Object.fromEntries(byName)
	};
}

function isRequest(line: LogLine): boolean {
	return line.name === 'api_request';
}

function requestKey(line: LogLine): string {
	return String(line.attributes.request_id ?? sortedJson(line.attributes));
}

function add(map: Map<string, number>, key: string, value: number): void {
	map.set(key, (map.get(key) ?? 0) + value);
}

function sum(map: Map<string, number>): number {
	return [...map.values()].reduce((total, value) => total + value, 0);
}
