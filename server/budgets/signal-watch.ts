// Watches for signals: keeps what each day gives to the rules, asks them as time passes, and raises, ends and takes up
// again what they find. One signal a cause: none repeats while it lasts.
import type { BlindSignal, Signal } from '#lib/domain/budget.ts';
import { type Dirty, dayOf } from '#lib/domain/fold.ts';
import { createPrices } from '#lib/domain/price.ts';
import { DAY_MS, SETTLE_MS } from '#lib/domain/rows.ts';
import {
	type Found,
	type RuleSignal,
	SIGNAL_DAYS,
	type SignalDay,
	signalDay,
	signalId
} from '#lib/domain/signal.ts';
import { signalsNow } from '#lib/domain/signal-rules.ts';
import type { SourceStatus } from '#lib/domain/views.ts';
import type { FoldStore } from '../journal/fold-store.ts';
import type { Journal } from '../journal/journal.ts';
import type { PlanStore } from './plan-store.ts';
import { createSilentTurns } from './silent-turns.ts';

export interface SignalWatchOptions {
	plans: PlanStore;
	fold: Pick<FoldStore, 'rows' | 'prices' | 'onRepriced'>;
	journal: Pick<Journal, 'eventsOfSession'>;
	sources(): readonly SourceStatus[];
	/** Within the transaction that keeps the signal. */
	enqueue(signal: RuleSignal): void;
}

export interface SignalWatch {
	/** Takes in which rows have changed. */
	changed(dirty: Dirty, nowMs: number): void;
	/** Whether anything was raised. */
	check(nowMs: number): boolean;
}

/** What comes back within this time has not been away: it goes on as the same signal, and nobody is told again. */
const RETURN_MS = 3_600_000;

export function createSignalWatch(options: SignalWatchOptions): SignalWatch {
	const { plans, fold, journal, sources, enqueue } = options;
	const { rows } = fold;
	const days = new Map<number, SignalDay>();
	let prices = createPrices(fold.prices);
	const turns = createSilentTurns(rows, journal);
	fold.onRepriced(() => {
		prices = createPrices(fold.prices);
		days.clear();
	});

	function daysNow(nowMs: number): SignalDay[] {
		const today = dayOf(nowMs);
		for (const day of days.keys()) if (day <= today - SIGNAL_DAYS * DAY_MS) days.delete(day);
		for (let day = today - (SIGNAL_DAYS - 1) * DAY_MS; day <= today; day += DAY_MS) {
			const known = days.get(day);
			const settled = known?.unsettledMs != null && nowMs >= known.unsettledMs + SETTLE_MS;
			if (known !== undefined && !settled) continue;
			days.set(day, signalDay(rows.readDay(day) ?? { day, cells: {} }, nowMs, prices));
		}
		return [...days.values()];
	}

	/** None of those that fail while everything does: that is blindness, and has its own signal. */
	function failing(): { name: string; sinceMs: number }[] {
		const all = sources().filter(({ state }) => state !== 'off' && state !== 'sending');
		const failed = all.filter(({ state }) => state === 'error');
		if (failed.length === all.length) return [];
		return failed.flatMap(({ name, failingSince }) =>
			failingSince ? [{ name, sinceMs: Date.parse(failingSince) }] : []
		);
	}

	function check(nowMs: number): boolean {
		const known = plans.signals().filter(isRuleSignal);
		const lasting = new Map(
			known.filter(({ untilMs }) => untilMs === null).map((one) => [causeOf(one), one])
		);
		const stopped = [...lasting.values()].filter(({ kind }) => kind === 'data-stopped');
		const silent = turns.now(
			stopped.map(({ subject }) => subject ?? ''),
			nowMs
		);
		const off = new Set(plans.settings.signalsOff);
		const rulings = signalsNow({ days: daysNow(nowMs), failing: failing(), silent, nowMs });
		const found = rulings.filter(({ kind }) => !off.has(kind)).flatMap((ruling) => ruling.found);
		let raised = false;
		for (const one of found) {
			const going = lasting.get(causeOf(one));
			lasting.delete(causeOf(one));
			if (going === undefined && take(one, known, nowMs)) raised = true;
		}
		// What no rule finds any more is over.
		for (const signal of lasting.values()) plans.putSignal({ ...signal, untilMs: nowMs });
		return raised;
	}

	/** Whether it is new. */
	function take(found: Found, known: readonly RuleSignal[], nowMs: number): boolean {
		const { fading, ...rest } = found;
		if (fading) return false;
		const before = known.find(
			(one) =>
				causeOf(one) === causeOf(found) &&
				(one.sinceMs === found.sinceMs || (one.untilMs !== null && nowMs - one.untilMs < RETURN_MS))
		);
		if (before !== undefined) {
			plans.putSignal({ ...before, untilMs: null });
			return false;
		}
		const signal: RuleSignal = { ...rest, id: signalId(found), untilMs: null, acknowledgedAtMs: null };
		plans.putSignal(signal, () => enqueue(signal));
		return true;
	}

	return {
		changed(dirty, nowMs) {
			for (const day of dirty.days) days.delete(day);
			turns.changed(dirty.sessions, nowMs);
		},
		check
	};
}

const causeOf = ({ kind, subject }: Pick<Found, 'kind' | 'subject'>): string => `${kind}\t${subject ?? ''}`;

const isRuleSignal = (signal: Signal): signal is Exclude<Signal, BlindSignal> => signal.kind !== 'blind';
