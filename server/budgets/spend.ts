// Verdicts of the budgets from the fold's rows. What each day gives to each budget is kept until the day changes, so
// that one more request costs one day's sum and not a month's.
import type { Budget, Verdict } from '#lib/domain/budget.ts';
import {
	type DayPart,
	dayPart,
	overlaps,
	type Period,
	type SessionFacts,
	verdictOf
} from '#lib/domain/budget-verdict.ts';
import { type Dirty, dayOf } from '#lib/domain/fold.ts';
import { type Names, NO_NAMES } from '#lib/domain/names.ts';
import { DAY_MS, SETTLE_MS, type SessionRow } from '#lib/domain/rows.ts';
import type { FoldStore } from '../journal/fold-store.ts';

export interface Spend {
	/** Takes in which rows have changed. */
	changed(dirty: Dirty): void;
	verdict(budget: Budget, period: Period, nowMs: number): Verdict;
	/** Forgets the sums of every period but these. */
	keep(keys: ReadonlySet<string>): void;
	/** Names were given: what a scope counts may be something else. */
	renamed(names: Names): void;
}

const MAX_FACTS = 5000;

/** Names the sums of one version of a budget in one period. */
export function sumsKey(budget: Budget, period: Period): string {
	return `${budget.id}.${period.key}.${budget.updatedAtMs}.${JSON.stringify([budget.scope, budget.zone, budget.period])}`;
}

export function createSpend(rows: FoldStore['rows']): Spend {
	const sums = new Map<string, { scoped: boolean; parts: Map<number, DayPart> }>();
	const facts = new Map<string, Pick<SessionRow, 'facts'>>();
	let names = NO_NAMES;
	const sessions: SessionFacts = {
		get names() {
			return names;
		},
		get(key) {
			const known = facts.get(key);
			if (known !== undefined) return known;
			const row = rows.readSession(key);
			if (row === undefined) return undefined;
			if (facts.size >= MAX_FACTS) facts.delete(facts.keys().next().value!);
			// A copy: the row changes in place.
			const own = { facts: structuredClone(row.facts) };
			facts.set(key, own);
			return own;
		}
	};

	function forget(fromDay: number, toDay: number, scopedOnly: boolean): void {
		for (const { scoped, parts } of sums.values()) {
			if (scopedOnly && !scoped) continue;
			for (const day of parts.keys()) if (day >= fromDay && day <= toDay) parts.delete(day);
		}
	}

	return {
		changed({ sessions: keys, days }) {
			for (const day of days) forget(day, day, false);
			const scoped = [...sums.values()].some((own) => own.scoped);
			for (const key of keys) {
				facts.delete(key);
				if (!scoped) continue;
				// Whose a session is may have become known late: then all of its days count anew.
				const span = spanOf(rows.readSession(key));
				if (span !== null) forget(dayOf(span.firstMs), span.lastMs, true);
			}
		},
		verdict(budget, period, nowMs) {
			const key = sumsKey(budget, period);
			let own = sums.get(key);
			if (own === undefined) {
				own = { scoped: budget.scope.kind !== 'all' && budget.scope.kind !== 'model', parts: new Map() };
				sums.set(key, own);
			}
			const { parts } = own;
			const range = { fromMs: period.startMs, toMs: period.endMs };
			for (let day = dayOf(period.startMs); overlaps(day, range); day += DAY_MS) {
				const known = parts.get(day);
				if (known !== undefined && !hasSettled(known, nowMs)) continue;
				const row = rows.readDay(day) ?? { day, cells: {} };
				parts.set(day, dayPart(budget, row, range, sessions, nowMs));
			}
			return verdictOf(budget, period, parts.values());
		},
		renamed(next) {
			names = next;
			for (const { scoped, parts } of sums.values()) if (scoped) parts.clear();
		},
		keep(keys) {
			for (const key of sums.keys()) if (!keys.has(key)) sums.delete(key);
		}
	};
}

/** Money that did not count yet when the part was made counts now. */
function hasSettled(part: DayPart, nowMs: number): boolean {
	return part.unsettledMs !== null && nowMs >= part.unsettledMs + SETTLE_MS;
}

function spanOf(row: SessionRow | undefined): { firstMs: number; lastMs: number } | null {
	if (row === undefined) return null;
	const { firstMs, lastMs, firstMetricMs, lastMetricMs } = row.edges;
	const known = [firstMs, lastMs, firstMetricMs, lastMetricMs].filter((ms) => ms !== null);
	return known.length === 0 ? null : { firstMs: Math.min(...known), lastMs: Math.max(...known) };
}
