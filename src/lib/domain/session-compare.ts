// Two sessions side by side: their sums, and what the difference in money went to. Pure.
import type { ViewRow } from './attribution-views.ts';
import { cacheHitRate } from './panel-rows.ts';
import type { SessionItem, Summary } from './views.ts';

export type ComparedKind = 'money' | 'tokens' | 'count' | 'ratio' | 'duration';

export interface ComparedFigure {
	name: ComparedName;
	kind: ComparedKind;
	/** `null`: not known. */
	a: number | null;
	b: number | null;
}

export type ComparedName = keyof typeof FIGURES;

const writes = (sums: Summary) =>
	sums.cacheWrite5mTokens + sums.cacheWrite1hTokens + sums.cacheWriteUnsplitTokens;

const FIGURES = {
	cost: ['money', knownCost],
	duration: ['duration', ({ startedAtMs, endedAtMs }: SessionItem) => endedAtMs - startedAtMs],
	activeTime: ['duration', ({ lifetime }: SessionItem) => lifetime.activeMs || null],
	prompts: ['count', ({ lifetime }: SessionItem) => lifetime.prompts],
	requests: ['count', ({ lifetime }: SessionItem) => lifetime.requests],
	tools: ['count', ({ lifetime }: SessionItem) => lifetime.toolCalls],
	toolFailures: ['count', ({ lifetime }: SessionItem) => lifetime.toolFailures],
	errors: ['count', ({ lifetime }: SessionItem) => lifetime.apiErrors],
	input: ['tokens', ({ lifetime }: SessionItem) => lifetime.inputTokens],
	output: ['tokens', ({ lifetime }: SessionItem) => lifetime.outputTokens],
	cacheRead: ['tokens', ({ lifetime }: SessionItem) => lifetime.cacheReadTokens],
	cacheWrite: ['tokens', ({ lifetime }: SessionItem) => writes(lifetime)],
	cacheHitRate: ['ratio', ({ lifetime }: SessionItem) => cacheHitRate(lifetime)],
	lines: ['count', ({ lifetime }: SessionItem) => lifetime.linesAdded + lifetime.linesRemoved]
} as const satisfies Record<string, [ComparedKind, (item: SessionItem) => number | null]>;

/** Over the sessions' whole lives. */
export function compareFigures(a: SessionItem, b: SessionItem): ComparedFigure[] {
	return (Object.keys(FIGURES) as ComparedName[]).map((name) => {
		const [kind, of] = FIGURES[name];
		return { name, kind, a: of(a), b: of(b) };
	});
}

/** Nano-USD; `null` where no request has a price. */
export function knownCost({ lifetime }: SessionItem): number | null {
	return lifetime.costNanoUsd === 0 && lifetime.unpricedRequests > 0 ? null : lifetime.costNanoUsd;
}

export interface ComparedRow {
	group: ViewRow['group'];
	key: string | null;
	/** Nano-USD; 0: none of it. */
	a: number;
	b: number;
}

/** The rows of both, by what they are about, the largest difference first. Differences sum to that of the sessions. */
export function compareRows(a: readonly ViewRow[], b: readonly ViewRow[]): ComparedRow[] {
	const rows = new Map<string, ComparedRow>();
	const add = (side: 'a' | 'b', { group, key, nano }: ViewRow) => {
		const name = `${group}\t${key === null ? '' : `=${key}`}`;
		const row = rows.get(name) ?? { group, key, a: 0, b: 0 };
		row[side] += nano;
		rows.set(name, row);
	};
	for (const row of a) add('a', row);
	for (const row of b) add('b', row);
	return [...rows.entries()]
		.sort(
			([nameX, x], [nameY, y]) =>
				Math.abs(y.a - y.b) - Math.abs(x.a - x.b) || y.a + y.b - (x.a + x.b) || (nameX < nameY ? -1 : 1)
		)
		.map(([, row]) => row);
}
