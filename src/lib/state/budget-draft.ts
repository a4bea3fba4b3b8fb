// A budget as a form holds it, and back. Pure.
import { type Budget, type BudgetScope, DEFAULT_THRESHOLDS, parseBudget } from '#lib/domain/budget.ts';
import { nanoToDecimal, usdToNano } from '#lib/domain/money.ts';

export interface Draft {
	name: string;
	/** As typed, USD. */
	amount: string;
	period: Budget['period'];
	firstDay: Budget['firstDay'];
	zone: string;
	scopeKind: BudgetScope['kind'];
	scopeValue: string;
	/** As typed, percent. */
	thresholds: string;
	paused: boolean;
}

export function emptyDraft(zone: string, firstDay: number): Draft {
	return {
		name: '',
		amount: '',
		period: 'month',
		firstDay: firstDay as Budget['firstDay'],
		zone,
		scopeKind: 'all',
		scopeValue: '',
		thresholds: DEFAULT_THRESHOLDS.join(', '),
		paused: false
	};
}

export function draftOf(budget: Budget): Draft {
	const { name, amountNanoUsd, period, firstDay, zone, scope, thresholds, paused } = budget;
	return {
		name,
		amount: nanoToDecimal(amountNanoUsd),
		period,
		firstDay,
		zone,
		scopeKind: scope.kind,
		scopeValue: scope.kind === 'all' ? '' : scope.value,
		thresholds: thresholds.join(', '),
		paused
	};
}

/** Nano-USD of an amount as typed, with point or comma; `null` for what is none, or not above 0 and at most a million. */
export function parseAmount(text: string): number | null {
	const match = /^\$?\s*(\d{1,7})(?:[.,](\d{1,9}))?$/.exec(text.trim());
	if (match === null) return null;
	const nano = usdToNano(Number(`${match[1]}.${match[2] ?? '0'}`));
	return nano === null || nano < 1 || nano > 1e15 ? null : nano;
}

/** Percentages as typed, ascending; `null` where one of them is none. */
export function parseThresholds(text: string): number[] | null {
	const parts = text
		.split(/[\s,;%]+/)
		.filter((part) => part !== '')
		.map(Number);
	if (parts.length > 10 || !parts.every((part) => Number.isInteger(part) && part >= 1 && part <= 1000))
		return null;
	return [...new Set(parts)].sort((a, b) => a - b);
}

export function scopeOf({ scopeKind, scopeValue }: Pick<Draft, 'scopeKind' | 'scopeValue'>): BudgetScope {
	return scopeKind === 'all' ? { kind: 'all' } : { kind: scopeKind, value: scopeValue };
}

/** The budget a draft stands for; `null` while a field is not right. */
export function budgetOf(draft: Draft, identity: Pick<Budget, 'id' | 'updatedAtMs'>): Budget | null {
	const amountNanoUsd = parseAmount(draft.amount);
	const thresholds = parseThresholds(draft.thresholds);
	if (amountNanoUsd === null || thresholds === null) return null;
	const { period, firstDay, zone, paused } = draft;
	const budget = parseBudget({
		...identity,
		name: draft.name.trim(),
		amountNanoUsd,
		period,
		firstDay,
		zone,
		scope: scopeOf(draft),
		thresholds,
		paused,
		deletedAtMs: null
	});
	return 'rejected' in budget ? null : budget;
}
