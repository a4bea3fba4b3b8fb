// How a budget is named and described where no one named it.
import type { Budget } from '#lib/domain/budget.ts';
import type { Names } from '#lib/domain/names.ts';
import type { Dictionary } from '#lib/i18n/en.ts';
import { valueText } from './choice-text.ts';

export function budgetName({ name, period }: Pick<Budget, 'name' | 'period'>, words: Dictionary): string {
	return name || words.budgets.defaultName[period];
}

/** What it counts: all spend, or one project, model, profile, machine, user. */
export function scopeText({ scope }: Pick<Budget, 'scope'>, words: Dictionary, names: Names): string {
	if (scope.kind === 'all') return words.budgets.scopeAll;
	const dimension = words.filter.names[scope.kind].toLocaleLowerCase();
	// A hidden value goes by its own name where a person asked for it.
	const shown = scope.kind === 'model' ? scope.value : names.called(scope.kind, scope.value);
	return words.budgets.scopeOf(dimension, valueText(shown, words));
}
