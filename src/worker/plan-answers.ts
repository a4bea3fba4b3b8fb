// Questions and commands about budgets and alerts: a command is kept here first, and told once it is.
import {
	acknowledgeSignal,
	changeAlert,
	readPushDevice,
	saveBudget,
	saveLanguage,
	saveNames,
	savePlanSettings,
	savePrice,
	savePushDevice
} from '#lib/db/plans.ts';
import type { QueryArgs, QueryResult } from '#lib/db/protocol.ts';
import { queryBudgets, queryPastPeriods, queryPlans, querySuggestion } from '#lib/db/query-budgets.ts';
import type { QueryContext } from '#lib/db/query-overview.ts';
import { queryRulings } from '#lib/db/query-signals.ts';

type PlanQuery =
	| 'plans'
	| 'rulings'
	| 'budgets'
	| 'pastPeriods'
	| 'suggestion'
	| 'saveBudget'
	| 'changeAlert'
	| 'acknowledgeSignal'
	| 'savePlanSettings'
	| 'savePrice'
	| 'saveNames'
	| 'savePushDevice'
	| 'pushDevice'
	| 'saveLanguage';

type PlanAnswers = { [N in PlanQuery]: (args: QueryArgs<N>) => Promise<QueryResult<N>> };

export function planAnswers(context: QueryContext, onPlanned: () => void): PlanAnswers {
	const { store, nowMs } = context;
	return {
		plans: () => queryPlans(context),
		rulings: () => queryRulings(context),
		budgets: () => queryBudgets(context),
		pastPeriods: (args) => queryPastPeriods(context, args),
		suggestion: (args) => querySuggestion(context, args),
		async saveBudget({ budget }) {
			const kept = await saveBudget(store, budget, Math.round(nowMs()));
			onPlanned();
			return kept;
		},
		async changeAlert({ id, change }) {
			await changeAlert(store, id, change);
			onPlanned();
			return null;
		},
		async acknowledgeSignal({ id }) {
			await acknowledgeSignal(store, id, Math.round(nowMs()));
			onPlanned();
			return null;
		},
		async savePlanSettings({ settings }) {
			await savePlanSettings(store, settings);
			onPlanned();
			return null;
		},
		async savePrice({ price }) {
			const kept = await savePrice(store, price, Math.round(nowMs()));
			onPlanned();
			return kept;
		},
		async saveNames({ rules }) {
			await saveNames(store, rules, Math.round(nowMs()));
			onPlanned();
			return null;
		},
		async savePushDevice({ device }) {
			await savePushDevice(store, device);
			return null;
		},
		pushDevice: () => readPushDevice(store),
		async saveLanguage({ language }) {
			await saveLanguage(store, language);
			return null;
		}
	};
}
