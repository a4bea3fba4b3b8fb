// What the pages on budgets and alerts are given: shapes only.
import type { Alert, Budget, PlanSettings, Signal, Verdict } from './budget.ts';
import type { Forecast } from './forecast.ts';
import type { NameRule } from './names.ts';
import type { PriceOverride } from './price-override.ts';

/** Spend from the start of a period to `atMs`. */
export interface SpendPoint {
	atMs: number;
	spendNanoUsd: number;
}

/** By session key; absent where the session is not on this device. */
export type SessionNames = Record<string, { title: string | null; project: string | null }>;

export interface BudgetView {
	budget: Budget;
	/** On the period that is running. */
	verdict: Verdict;
	outlook: Forecast;
	/** One a step from the start of the period; the last one is now. */
	points: SpendPoint[];
	stepMs: number;
	/** Of the verdict's dearest sessions. */
	titles: SessionNames;
	/** Newest alert of this period that no one has acknowledged. */
	alert: Alert | null;
}

export interface AlertView extends Alert {
	/** `null`: the budget is not known any more. A deleted one is still named. */
	budgetName: string | null;
	budgetDeleted: boolean;
	/** Neither acknowledged nor muted. */
	unread: boolean;
	/** Of `topSessions`. */
	titles: SessionNames;
}

export interface PlansView {
	/** Budgets that are not deleted. */
	budgets: Budget[];
	/** Newest first. */
	alerts: AlertView[];
	/** Newest first: times without knowledge of the spend, and what the rules found. */
	signals: Signal[];
	/** Of alerts and signals. */
	unread: number;
	settings: PlanSettings;
	/** Own rates, removed ones included. */
	prices: PriceOverride[];
	/** Those this device's figures rest on: the relay's fold before it has taken in a change. */
	foldedPrices: readonly PriceOverride[];
	names: NameRule[];
	/** Writes of this device the relay does not have yet. */
	unsent: number;
	/** `false` until the relay has been read once: an empty list then says nothing. */
	read: boolean;
	/** What the relay would not take, in its words. */
	refused: string | null;
}
