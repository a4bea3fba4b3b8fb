// Watches the budgets: after every fold and as time passes, asks for the verdicts and raises what is due, each alert
// together with its messages.
import { type Alert, type BlindSignal, type Budget, isQuiet, type PlanSettings } from '#lib/domain/budget.ts';
import { alertsDue } from '#lib/domain/budget-alert.ts';
import { type Period, periodBefore, periodOf } from '#lib/domain/budget-verdict.ts';
import { createNames } from '#lib/domain/names.ts';
import type { PushPayload } from '#lib/domain/push.ts';
import type { FoldStore } from '../journal/fold-store.ts';
import { JournalUnavailable } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { Devices } from '../push/devices.ts';
import type { Outbox } from '../push/outbox.ts';
import type { PushSender } from '../push/sender.ts';
import type { PlanStore } from './plan-store.ts';
import { createSpend, sumsKey } from './spend.ts';

export interface WatchOptions {
	plans: PlanStore;
	fold: Pick<FoldStore, 'rows' | 'onFolded' | 'trouble'>;
	devices: Devices;
	outbox: Outbox;
	sender: Pick<PushSender, 'wake' | 'sendNow'>;
	/** Why spend cannot be known now; `null`: it can. */
	blindness(): { sinceMs: number; reason: string } | null;
	now(): number;
	log: Log;
}

export interface BudgetWatch {
	/** Evaluates now instead of soon. */
	evaluate(): void;
	close(): void;
}

/** From a change to its evaluation. */
const SOON_MS = 300;
/** Time passes: periods end, money known only from metrics settles. */
const TICK_MS = 5000;
/** A period that has ended may still be crossed by what comes late. */
const LATE_MS = 24 * 3_600_000;
/** A message may be this late, though its period has ended. */
const GRACE_MS = 3_600_000;
/** Shorter than this, nobody is told. */
const BLIND_MS = 60_000;
const BLIND_EXPIRES_MS = 12 * 3_600_000;

export function createBudgetWatch(options: WatchOptions): BudgetWatch {
	const { plans, fold, devices, outbox, sender, now, log } = options;
	const spend = createSpend(fold.rows);
	let soon: NodeJS.Timeout | null = null;
	let closed = false;
	let unwritten: string | null = null;
	let toldMs: number | null = null;

	fold.onFolded((changed) => {
		spend.changed(changed);
		schedule();
	});
	let named = '';
	const takeNames = () => {
		const text = JSON.stringify(plans.names());
		if (text !== named) spend.renamed(createNames(plans.names()));
		named = text;
	};
	takeNames();
	plans.onChange(() => {
		takeNames();
		schedule();
	});
	const tick = setInterval(evaluate, TICK_MS);
	tick.unref();
	schedule();

	function schedule(): void {
		if (closed || soon !== null) return;
		soon = setTimeout(evaluate, SOON_MS);
		soon.unref();
	}

	function evaluate(): void {
		if (soon !== null) clearTimeout(soon);
		soon = null;
		if (closed) return;
		try {
			checkBlindness();
			// With rows half done, no verdict can be trusted.
			if (fold.trouble === null) checkBudgets(now());
			unwritten = null;
		} catch (error) {
			const { message } = error as Error;
			const unavailable = error instanceof JournalUnavailable;
			// Nothing was raised, so the next tick finds it due again. A fault of ours must not end the relay either.
			if (unwritten !== message)
				log.error(
					unavailable ? `Alerts cannot be kept now: ${message}.` : `Budgets cannot be evaluated: ${message}`
				);
			unwritten = message;
		}
	}

	function checkBudgets(nowMs: number): void {
		const keys = new Set<string>();
		const raised: Alert[] = [];
		for (const budget of plans.budgets()) {
			if (budget.paused || budget.deletedAtMs !== null) continue;
			for (const period of periodsOf(budget, nowMs)) {
				keys.add(sumsKey(budget, period));
				const verdict = spend.verdict(budget, period, nowMs);
				const due = alertsDue(budget, verdict, (id) => plans.alert(id) !== undefined, nowMs);
				if (due.length === 0) continue;
				raised.push(...plans.raise(due, (alert) => enqueue(budget, period, alert, nowMs)));
			}
		}
		spend.keep(keys);
		if (raised.length > 0) sender.wake();
	}

	function enqueue(budget: Budget, period: Period, alert: Alert, nowMs: number): void {
		const mutedMs = mutedUntil(budget.id);
		const nextMs = Math.max(afterQuiet(plans.settings, nowMs), mutedMs);
		const payload: PushPayload = {
			kind: 'budget',
			budgetId: budget.id,
			periodKey: alert.periodKey,
			threshold: alert.threshold,
			name: budget.name,
			spendNanoUsd: alert.spendNanoUsd,
			amountNanoUsd: alert.amountNanoUsd,
			share: alert.spendNanoUsd / alert.amountNanoUsd,
			tag: alert.id
		};
		const expiresMs = Math.max(period.endMs, nowMs + GRACE_MS, nextMs + GRACE_MS);
		const urgency = alert.threshold >= 100 ? 'high' : 'normal';
		outbox.add(
			{ alert: alert.id, payload, urgency, nextMs, expiresMs },
			devices.all().map(({ id }) => id)
		);
	}

	/** Muting one alert keeps the budget's next ones back as well. */
	function mutedUntil(budgetId: string): number {
		let untilMs = 0;
		for (const alert of plans.plans().alerts) {
			if (alert.budgetId === budgetId) untilMs = Math.max(untilMs, alert.mutedUntilMs ?? 0);
		}
		return untilMs;
	}

	function checkBlindness(): void {
		const cause = options.blindness();
		const lasting = plans.signals().find(({ untilMs }) => untilMs === null);
		if (cause === null) {
			toldMs = null;
			if (lasting !== undefined) plans.putSignal({ ...lasting, untilMs: now() });
			return;
		}
		if (lasting !== undefined || now() - cause.sinceMs < BLIND_MS) return;
		if (!plans.budgets().some(({ paused, deletedAtMs }) => !paused && deletedAtMs === null)) return;
		raiseBlindness(cause);
	}

	function raiseBlindness({ sinceMs, reason }: { sinceMs: number; reason: string }): void {
		const id = `blind.${sinceMs}`;
		const signal: BlindSignal = {
			id,
			kind: 'blind',
			sinceMs,
			untilMs: null,
			reason,
			acknowledgedAtMs: null
		};
		const payload: PushPayload = { kind: 'blind', sinceMs, tag: id };
		const told = toldMs !== null;
		try {
			plans.putSignal(signal, () => {
				if (told) return;
				const nextMs = afterQuiet(plans.settings, now());
				outbox.add(
					{ alert: id, payload, urgency: 'high', nextMs, expiresMs: nextMs + BLIND_EXPIRES_MS },
					devices.all().map((device) => device.id)
				);
			});
			toldMs = sinceMs;
			sender.wake();
		} catch (error) {
			// The disk that fails is the one the outbox is on: say it all the same, once.
			if (error instanceof JournalUnavailable && !told && !isQuiet(plans.settings, now())) {
				toldMs = sinceMs;
				void sender.sendNow(payload, 'high');
			}
			throw error;
		}
	}

	return {
		evaluate,
		close() {
			closed = true;
			clearInterval(tick);
			if (soon !== null) clearTimeout(soon);
		}
	};
}

/** The running period, and the one before while late events may still change it; none that ended before the budget's last edit. */
function periodsOf(budget: Budget, nowMs: number): Period[] {
	const running = periodOf(budget, nowMs);
	const late = nowMs - running.startMs < LATE_MS && running.startMs > budget.updatedAtMs;
	return late ? [periodBefore(budget, running), running] : [running];
}

/** Now, or the end of the quiet hours. */
function afterQuiet(settings: PlanSettings, nowMs: number): number {
	if (!isQuiet(settings, nowMs)) return nowMs;
	let atMs = Math.ceil(nowMs / 60_000) * 60_000;
	// Quiet hours of nearly a day leave a minute free, so every minute is looked at.
	while (isQuiet(settings, atMs)) atMs += 60_000;
	return atMs;
}
