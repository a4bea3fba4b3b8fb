// Moving about the rows of the causal tree: what is shown, what comes next. Pure.
import { isFailure, MANY_ROWS, type TreeRow } from '#lib/domain/tree-rows.ts';

export const ROW_FILTERS = ['request', 'tool', 'subagent', 'hook', 'error', 'session'] as const;

export type RowFilter = (typeof ROW_FILTERS)[number];

/** `null`: a prompt, which is always shown while something in it is. */
export function filterOf(row: TreeRow): RowFilter | null {
	if (isFailure(row)) return 'error';
	switch (row.kind) {
		case 'request':
		case 'unlogged':
		case 'retry':
			return 'request';
		case 'prompt':
		case 'outside':
			return null;
		case 'tool':
		case 'subagent':
		case 'hook':
			return row.kind;
		default:
			return 'session';
	}
}

/** What a person folded and unfolded, by row id; rows not named are as they are at first. */
export type Folds = ReadonlyMap<string, boolean>;

export function isFolded(row: TreeRow, folds: Folds, rows: readonly TreeRow[]): boolean {
	return row.below > 0 && (folds.get(row.id) ?? (row.depth === 0 && rows.length > MANY_ROWS));
}

/** Places of the rows shown, in order. Under a filter, rows that match with all they hang under. */
export function shownRows(
	rows: readonly TreeRow[],
	folds: Folds,
	chosen: ReadonlySet<RowFilter> | null
): number[] {
	let kept: Uint8Array | null = null;
	if (chosen !== null) {
		kept = new Uint8Array(rows.length);
		for (const [i, row] of rows.entries()) {
			const filter = filterOf(row);
			if (filter === null || !chosen.has(filter)) continue;
			for (let at = i; at >= 0 && kept[at] === 0; at = rows[at]!.parent) kept[at] = 1;
		}
	}
	const shown: number[] = [];
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i]!;
		if (kept !== null && kept[i] === 0) {
			i += row.below;
			continue;
		}
		shown.push(i);
		if (isFolded(row, folds, rows)) i += row.below;
	}
	return shown;
}

/** The dearest row right below one, or the dearest of all prompts where it has none that cost; -1: nothing costs. */
export function dearestFrom(rows: readonly TreeRow[], from: number): number {
	const within = from < 0 ? -1 : dearestBelow(rows, from);
	return within >= 0 ? within : dearestBelow(rows, -1);
}

function dearestBelow(rows: readonly TreeRow[], parent: number): number {
	let best = -1;
	const end = parent < 0 ? rows.length : parent + rows[parent]!.below + 1;
	for (let i = parent + 1; i < end; i += rows[i]!.below + 1) {
		const nano = rows[i]!.belowNano;
		if (nano > 0 && (best < 0 || nano > rows[best]!.belowNano)) best = i;
	}
	return best;
}

/** The next failure after a place, from the top again after the last; -1: none. */
export function nextFailure(rows: readonly TreeRow[], from: number): number {
	for (let step = 1; step <= rows.length; step++) {
		const i = (from + step) % rows.length;
		if (isFailure(rows[i]!)) return i;
	}
	return -1;
}

/** The row that stands for an event, or has this id itself; -1: none. */
export function rowPlace(rows: readonly TreeRow[], id: string): number {
	return rows.findIndex((row) => row.id === id || row.eventIds.includes(id));
}
