// How a budget is named and described where no one named it.
import type { Budget } from '#lib/domain/budget.ts';
import type { Dictionary } from '#lib/i18n/en.ts';

export function budgetName({ name, period }: Pick<Budget, 'name' | 'period'>, words: Dictionary): string {
	return name || words.budgets.defaultName[period];
}

/** What it counts: all spend, or one project, model, profile, machine, user. */
export function scopeText({ scope }: Pick<Budget, 'scope'>, words: Dictionary): string {
	if (scope.kind === 'all') return words.budgets.scopeAll;
	const dimension = words.filter.names[scope.kind].toLocaleLowerCase();
	return words.budgets.scopeOf(dimension, scope.value || words.app.unknown);
}
