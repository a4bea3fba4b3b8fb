// Watches the budgets: after every fold and as time passes, asks for the verdicts and raises what is due, each alert
// together with its messages. Signals are looked for as time passes.
import { type Alert, type BlindSignal, type Budget, isQuiet, type PlanSettings } from '#lib/domain/budget.ts';
import { alertsDue } from '#lib/domain/budget-alert.ts';
import { type Period, periodBefore, periodOf } from '#lib/domain/budget-verdict.ts';
import { createNames } from '#lib/domain/names.ts';
import { crossingPayload, signalPayload } from '#lib/domain/push.ts';
import { DAY_MS } from '#lib/domain/rows.ts';
import type { SourceStatus } from '#lib/domain/views.ts';
import type { FoldStore } from '../journal/fold-store.ts';
import { type Journal, JournalUnavailable } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { Outbox, OutboxMessage } from '../push/outbox.ts';
import type { Sender } from '../push/sender.ts';
import type { PlanStore } from './plan-store.ts';
import { createSignalWatch } from './signal-watch.ts';
import { createSpend, sumsKey } from './spend.ts';

export interface WatchOptions {
	plans: PlanStore;
	fold: Pick<FoldStore, 'rows' | 'prices' | 'onFolded' | 'onRepriced' | 'trouble'>;
	journal: Pick<Journal, 'eventsOfSession'>;
	outbox: Outbox;
	sender: Pick<Sender, 'wake' | 'sendNow' | 'recipients'>;
	/** Why spend cannot be known now; `null`: it can. */
	blindness(): { sinceMs: number; reason: string } | null;
	sources(): readonly SourceStatus[];
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
const NEWS_MS = 12 * 3_600_000;
/** Rules read weeks of sums; nothing of theirs is a matter of seconds. */
const SIGNALS_MS = 5000;
const SIGNALS_IDLE_MS = 60_000;
/** Alerts and signals are kept for a year and a month, messages that were sent for a quarter: far longer than a period can be evaluated. */
const KEEP_MS = 400 * DAY_MS;
const KEEP_SENT_MS = 92 * DAY_MS;
const PRUNE_MS = 6 * 3_600_000;

export function createBudgetWatch(options: WatchOptions): BudgetWatch {
	const { plans, fold, outbox, sender, now, log } = options;
	const spend = createSpend(fold.rows);
	const signals = createSignalWatch({
		plans,
		fold,
		journal: options.journal,
		sources: options.sources,
		enqueue: (signal) => {
			const { id, kind } = signal;
			const urgency = kind === 'new-model' || kind === 'price-drift' ? 'normal' : 'high';
			tell({ alert: id, payload: signalPayload(signal), urgency });
		}
	});
	let soon: NodeJS.Timeout | null = null;
	let closed = false;
	let unwritten: string | null = null;
	let toldMs: number | null = null;
	let signalsMs = Number.NEGATIVE_INFINITY;
	let signalsStale = true;
	let prunedMs = Number.NEGATIVE_INFINITY;

	fold.onFolded((changed) => {
		spend.changed(changed);
		signals.changed(changed, now());
		signalsStale = true;
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
			if (fold.trouble === null) {
				checkBudgets(now());
				checkSignals(now());
			}
			prune(now());
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

	function checkSignals(nowMs: number): void {
		if (nowMs - signalsMs < (signalsStale ? SIGNALS_MS : SIGNALS_IDLE_MS)) return;
		signalsMs = nowMs;
		signalsStale = false;
		if (signals.check(nowMs)) sender.wake();
	}

	function prune(nowMs: number): void {
		if (nowMs - prunedMs < PRUNE_MS) return;
		plans.prune(nowMs - KEEP_MS);
		outbox.prune(nowMs - KEEP_SENT_MS);
		prunedMs = nowMs;
	}

	/** A message to everyone who asked, now or when the hours are not quiet any more. */
	function tell(message: Pick<OutboxMessage, 'alert' | 'payload' | 'urgency'>): void {
		const nextMs = afterQuiet(plans.settings, now());
		outbox.add({ ...message, nextMs, expiresMs: nextMs + NEWS_MS }, sender.recipients());
	}

	function enqueue(budget: Budget, period: Period, alert: Alert, nowMs: number): void {
		const mutedMs = mutedUntil(budget.id);
		const nextMs = Math.max(afterQuiet(plans.settings, nowMs), mutedMs);
		const payload = crossingPayload(alert, budget.name);
		const expiresMs = Math.max(period.endMs, nowMs + GRACE_MS, nextMs + GRACE_MS);
		const urgency = alert.threshold >= 100 ? 'high' : 'normal';
		outbox.add({ alert: alert.id, payload, urgency, nextMs, expiresMs }, sender.recipients());
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
		const lasting = plans.signals().find(({ kind, untilMs }) => kind === 'blind' && untilMs === null);
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
		const payload = signalPayload(signal);
		const told = toldMs !== null;
		try {
			plans.putSignal(signal, () => {
				if (!told) tell({ alert: id, payload, urgency: 'high' });
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
		evaluate() {
			signalsMs = Number.NEGATIVE_INFINITY;
			evaluate();
		},
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
