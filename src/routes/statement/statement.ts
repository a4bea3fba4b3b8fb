// A month's figures put together from the overview and the sessions of the same range: each table adds up to the total.
import { addDays, localDate, startOfDate, startOfWeek } from '#lib/domain/period.ts';
import type { Overview, Range, SessionItem, Summary } from '#lib/domain/views.ts';

export interface StatementRow {
	/** `null`: unknown. */
	name: string | null;
	sessions: number | null;
	requests: number;
	tokens: number;
	costNanoUsd: number;
	/** Requests without a price. */
	unpriced: number;
}

/** `2026-11`, or the month `nowMs` lies in where the text is none. */
export function monthOf(text: string | null, nowMs: number, zone: string): string {
	return text !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : localDate(nowMs, zone).slice(0, 7);
}

/** The month `count` later. */
export function addMonths(month: string, count: number): string {
	const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
	return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export function monthRange(month: string, zone: string): Range {
	return {
		fromMs: startOfDate(`${month}-01`, zone),
		toMs: startOfDate(`${addMonths(month, 1)}-01`, zone)
	};
}

export function rowOf(name: string | null, summary: Summary, sessions: number | null): StatementRow {
	return {
		name,
		sessions,
		requests: summary.requests,
		tokens:
			summary.inputTokens +
			summary.outputTokens +
			summary.cacheReadTokens +
			summary.cacheWrite5mTokens +
			summary.cacheWrite1hTokens +
			summary.cacheWriteUnsplitTokens,
		costNanoUsd: summary.costNanoUsd,
		unpriced: summary.unpricedRequests
	};
}

/** The dearest first. */
export function byProject(sessions: readonly SessionItem[]): StatementRow[] {
	const rows = new Map<string | null, StatementRow>();
	for (const { project, inRange } of sessions) {
		const own = rowOf(project, inRange, 1);
		const into = rows.get(project);
		rows.set(project, into === undefined ? own : add(into, own));
	}
	return [...rows.values()].sort((a, b) => b.costNanoUsd - a.costNanoUsd);
}

/** Weeks that have begun by `today`, as far as they lie in the month, oldest first. `name`: first and last date, space between. */
export function byWeek({ points }: Overview, firstDay: number, month: string, today: string): StatementRow[] {
	const rows = new Map<string, StatementRow>();
	for (const { label, summary } of points) {
		const start = startOfWeek(label.slice(0, 10), firstDay);
		if (start > today) continue;
		const own = rowOf(start, summary, null);
		const into = rows.get(start);
		rows.set(start, into === undefined ? own : add(into, own));
	}
	const last = addDays(`${addMonths(month, 1)}-01`, -1);
	return [...rows.values()].map((row) => {
		const start = row.name! < `${month}-01` ? `${month}-01` : row.name!;
		const end = addDays(row.name!, 6);
		return { ...row, name: `${start} ${[end, last].sort()[0]}` };
	});
}

function add(a: StatementRow, b: StatementRow): StatementRow {
	return {
		name: a.name,
		sessions: a.sessions === null || b.sessions === null ? null : a.sessions + b.sessions,
		requests: a.requests + b.requests,
		tokens: a.tokens + b.tokens,
		costNanoUsd: a.costNanoUsd + b.costNanoUsd,
		unpriced: a.unpriced + b.unpriced
	};
}
