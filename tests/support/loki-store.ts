// What Loki holds and answers, by the recorded exchanges (Loki 3.7.6): order, ties, limits, both shapes of an answer.
// Imports nothing from src or server.

export interface LokiEntry {
	/** Unix nanoseconds. */
	ns: bigint;
	line: string;
	labels: Record<string, string>;
	metadata: Record<string, string>;
}

export interface RangeQuery {
	query: string;
	startNs: bigint;
	endNs: bigint;
	limit: number;
	forward: boolean;
	categorized: boolean;
}

/** An answer that is not 200: one line of text, as Loki gives it. */
export class LokiRefusal extends Error {
	status: number;

	constructor(status: number, text: string) {
		super(text);
		this.status = status;
	}
}

export interface LokiStore {
	/** Entries that were not there yet: equal ones collapse. */
	add(entries: readonly LokiEntry[]): LokiEntry[];
	/** The body of a `query_range` answer. Throws LokiRefusal. */
	range(query: RangeQuery): object;
	/** Entries a log query asks for, in order of time. Throws LokiRefusal. */
	select(query: string): LokiEntry[];
	readonly size: number;
}

const MAX_RANGE_NS = (30n * 24n + 1n) * 3_600_000_000_000n;

export function createLokiStore(maxEntries = 5000, maxRangeNs = MAX_RANGE_NS): LokiStore {
	const held: LokiEntry[] = [];
	const known = new Set<string>();
	let sorted = true;

	function inOrder(): LokiEntry[] {
		// Stable: ties stay in the order of their arrival.
		if (!sorted) held.sort((a, b) => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0));
		sorted = true;
		return held;
	}

	function select(query: string): LokiEntry[] {
		return inOrder().filter(matcher(query));
	}

	return {
		add(entries) {
			const fresh = entries.filter((entry) => {
				const key = JSON.stringify([entry.ns.toString(), entry.line, entry.labels, entry.metadata]);
				const isNew = !known.has(key);
				known.add(key);
				return isNew;
			});
			held.push(...fresh);
			sorted = false;
			return fresh;
		},
		range({ query, startNs, endNs, limit, forward, categorized }) {
			if (limit > maxEntries) {
				throw new LokiRefusal(
					400,
					`max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${maxEntries})`
				);
			}
			if (endNs < startNs)
				throw new LokiRefusal(400, 'end timestamp must not be before or equal to start time');
			if (endNs - startNs > maxRangeNs) {
				const hours = (ns: bigint) => `${ns / 3_600_000_000_000n}h`;
				throw new LokiRefusal(
					400,
					`the query time range exceeds the limit (query length: ${hours(endNs - startNs)}, limit: ${hours(maxRangeNs)})`
				);
			}
			const page = forward
				? firstInOrder(inOrder(), matcher(query), startNs, endNs, limit)
				: lastInOrder(
						select(query).filter(({ ns }) => ns >= startNs && ns < endNs),
						limit
					);
			const encoding = categorized ? { encodingFlags: ['categorize-labels'] } : {};
			const result = categorized ? categorizedStreams(page) : plainStreams(page);
			return { status: 'success', data: { resultType: 'streams', ...encoding, result, stats: {} } };
		},
		select,
		get size() {
			return held.length;
		}
	};
}

function firstInOrder(
	entries: LokiEntry[],
	wanted: (entry: LokiEntry) => boolean,
	startNs: bigint,
	endNs: bigint,
	limit: number
): LokiEntry[] {
	let low = 0;
	for (let high = entries.length; low < high; ) {
		const middle = (low + high) >> 1;
		if (entries[middle]!.ns < startNs) low = middle + 1;
		else high = middle;
	}
	const page: LokiEntry[] = [];
	for (let at = low; at < entries.length && page.length < limit && entries[at]!.ns < endNs; at++) {
		if (wanted(entries[at]!)) page.push(entries[at]!);
	}
	return page;
}

/** Newest first, but ties in the order of their arrival. */
function lastInOrder(entries: LokiEntry[], limit: number): LokiEntry[] {
	return [...entries].sort((a, b) => (a.ns > b.ns ? -1 : a.ns < b.ns ? 1 : 0)).slice(0, limit);
}

function categorizedStreams(entries: LokiEntry[]): object[] {
	const streams = new Map<string, { stream: Record<string, string>; values: unknown[] }>();
	for (const entry of entries) {
		const key = JSON.stringify(entry.labels);
		const stream = streams.get(key) ?? { stream: entry.labels, values: [] };
		stream.values.push(categorizedValue(entry));
		streams.set(key, stream);
	}
	return [...streams.values()];
}

/** One stream for each set of labels and metadata, sorted by them: not in order of time. */
function plainStreams(entries: LokiEntry[]): object[] {
	const streams = new Map<string, { stream: Record<string, string>; values: unknown[] }>();
	for (const entry of entries) {
		const stream = { ...entry.metadata, ...entry.labels };
		const key = JSON.stringify(Object.entries(stream).sort());
		const known = streams.get(key) ?? { stream, values: [] };
		known.values.push([entry.ns.toString(), entry.line]);
		streams.set(key, known);
	}
	return [...streams].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, stream]) => stream);
}

function categorizedValue({ ns, line, metadata }: LokiEntry): unknown[] {
	return [ns.toString(), line, { structuredMetadata: metadata }];
}

/** One entry of a tail frame. Without the header, live entries of a plain selector have lost their metadata. */
export function tailStream(entry: LokiEntry, categorized: boolean, bare: boolean): object {
	if (categorized) return { stream: entry.labels, values: [categorizedValue(entry)] };
	const stream = bare ? entry.labels : { ...entry.metadata, ...entry.labels };
	return { stream, values: [[entry.ns.toString(), entry.line]] };
}

/** `{label="value"}` or `{label=~"…"}` with stages `| label=~"…"` and `| label!~"…"`: what the reader asks. */
function matcher(query: string): (entry: LokiEntry) => boolean {
	const selector = /^\{(\w+)(=~?)"([^"]*)"\}/.exec(query);
	if (selector === null) {
		const at = query.length + 1;
		throw new LokiRefusal(
			400,
			`parse error at line 1, col ${at}: syntax error: unexpected $end, expecting } or ,`
		);
	}
	const [head, label, operator, value] = selector as unknown as [string, string, string, string];
	const labelled = (given = '') =>
		operator === '=~' ? new RegExp(`^(?:${value})$`).test(given) : given === value;
	const line = / \|= "([^"]*)"$/.exec(query);
	if (line !== null) {
		return (entry) => labelled(entry.labels[label]) && entry.line.includes(line[1]!);
	}
	const stages = [...query.slice(head.length).matchAll(/\s*\|\s*(\w+)(=~|!~)"([^"]*)"/g)];
	if (stages.map(([text]) => text).join('') !== query.slice(head.length))
		throw new LokiRefusal(400, 'parse error');
	const tests = stages.map(([, name, operator, pattern]) => {
		const whole = new RegExp(`^(?:${pattern})$`);
		return (entry: LokiEntry) => whole.test(entry.metadata[name!] ?? '') === (operator === '=~');
	});
	return (entry) => labelled(entry.labels[label]) && tests.every((passes) => passes(entry));
}
