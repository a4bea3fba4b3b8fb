// Which alerts a verdict calls for. An alert is named by (budget, period, threshold), so that whoever evaluates, and
// however often, raises each once.
import { type Alert, alertId, type Budget, type Verdict } from './budget.ts';

/** The alerts of the thresholds reached that are not raised yet; a paused or deleted budget raises none. */
export function alertsDue(
	budget: Budget,
	verdict: Verdict,
	isRaised: (id: string) => boolean,
	nowMs: number
): Alert[] {
	if (budget.paused || budget.deletedAtMs !== null) return [];
	return verdict.crossed
		.map((threshold) => ({
			id: alertId(budget.id, verdict.periodKey, threshold),
			budgetId: budget.id,
			periodKey: verdict.periodKey,
			threshold,
			raisedAtMs: nowMs,
			spendNanoUsd: verdict.spendNanoUsd,
			amountNanoUsd: verdict.amountNanoUsd,
			topSessions: verdict.topSessions,
			acknowledgedAtMs: null,
			mutedUntilMs: null
		}))
		.filter((alert) => !isRaised(alert.id));
}
