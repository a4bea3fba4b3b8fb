// Budgets and what is said of them: their shape, how two versions of one are merged, and the check of one that comes
// from outside. Page, service worker and relay share these.
import type { NameRule } from './names.ts';
import { wallClockMs } from './period.ts';
import type { PriceOverride } from './price-override.ts';
import { type RuleSignal, SIGNAL_KINDS, type SignalKind } from './signal.ts';

export type BudgetPeriod = 'day' | 'week' | 'month';

export type BudgetScope =
	| { kind: 'all' }
	/** `value` '' stands for unknown; a model is named without its `[…]` suffix. */
	| { kind: 'profile' | 'project' | 'model' | 'machine' | 'user'; value: string };

export interface Budget {
	id: string;
	name: string;
	amountNanoUsd: number;
	period: BudgetPeriod;
	/** First day of a week, 0 = Sunday. */
	firstDay: 0 | 1 | 2 | 3 | 4 | 5 | 6;
	/** IANA zone whose calendar the periods follow. */
	zone: string;
	scope: BudgetScope;
	/** Percent of the amount, ascending, each once. */
	thresholds: number[];
	/** Figures are shown, nothing is raised. */
	paused: boolean;
	updatedAtMs: number;
	/** When it was deleted; the tombstone is kept so that an older version cannot bring it back. */
	deletedAtMs: number | null;
}

/** What one budget comes to in one period. */
export interface Verdict {
	budgetId: string;
	/** Local date of the period's start. */
	periodKey: string;
	startMs: number;
	endMs: number;
	/** Of the priced requests; never counts an unpriced one as 0: see `unpricedRequests`. */
	spendNanoUsd: number;
	amountNanoUsd: number;
	/** Spend as a part of the amount; 1 is the whole. */
	share: number;
	unpricedRequests: number;
	/** Thresholds reached, ascending. */
	crossed: number[];
	/** The sessions that spent most, the dearest first. */
	topSessions: TopSession[];
}

export interface TopSession {
	/** Session key. */
	key: string;
	nano: number;
}

/** A crossing, raised once for (budget, period, threshold). */
export interface Alert {
	id: string;
	budgetId: string;
	periodKey: string;
	threshold: number;
	raisedAtMs: number;
	/** As it was when raised. */
	spendNanoUsd: number;
	amountNanoUsd: number;
	topSessions: TopSession[];
	acknowledgedAtMs: number | null;
	mutedUntilMs: number | null;
}

/** Spend cannot be known: nothing is read, or nothing can be kept. Lasts until it has an end. */
export interface BlindSignal {
	id: string;
	kind: 'blind';
	sinceMs: number;
	/** `null` while it lasts. */
	untilMs: number | null;
	/** What failed, as a sentence. */
	reason: string;
	acknowledgedAtMs: number | null;
}

export type Signal = BlindSignal | RuleSignal;

export interface QuietHours {
	/** `22:00`, wall clock of the zone. */
	from: string;
	to: string;
	zone: string;
}

export interface PlanSettings {
	quietHours: QuietHours | null;
	/** Rules that raise nothing. */
	signalsOff: SignalKind[];
}

export const NEW_SETTINGS: PlanSettings = { quietHours: null, signalsOff: [] };

/** Answer of `GET /api/plans`. */
export interface Plans {
	/** Grows with every change. */
	revision: number;
	/** Tombstones included. */
	budgets: Budget[];
	alerts: Alert[];
	settings: PlanSettings;
	/** Newest first. */
	signals: Signal[];
	/** Own rates, removed ones included. */
	prices: PriceOverride[];
	names: NameRule[];
}

export const DEFAULT_THRESHOLDS: readonly number[] = [80, 100];

const MAX_NAME = 200;
const MAX_VALUE = 500;
const MAX_THRESHOLDS = 10;
const MAX_PERCENT = 1000;
/** One million USD. */
const MAX_AMOUNT_NANO = 1e15;
const PERIODS: readonly unknown[] = ['day', 'week', 'month'];
const SCOPES: readonly unknown[] = ['profile', 'project', 'model', 'machine', 'user'];

export interface Rejected {
	/** A sentence for a person. */
	rejected: string;
}

/** A budget as received, checked and brought to one form (thresholds ascending); unknown fields are dropped. */
export function parseBudget(value: unknown): Budget | Rejected {
	if (!isObject(value)) return { rejected: 'A budget is an object.' };
	const { id, name, amountNanoUsd, period, firstDay, zone, paused, updatedAtMs, deletedAtMs } = value;
	if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(id)) {
		return { rejected: 'A budget\'s id is 1 to 64 letters, digits, "-" or "_".' };
	}
	if (typeof name !== 'string' || name.length > MAX_NAME) {
		return { rejected: `A budget's name has at most ${MAX_NAME} characters.` };
	}
	if (!Number.isSafeInteger(amountNanoUsd) || !within(amountNanoUsd, 1, MAX_AMOUNT_NANO)) {
		return { rejected: "A budget's amount lies above 0 and is at most 1,000,000 USD." };
	}
	if (!PERIODS.includes(period)) return { rejected: 'A budget runs by day, week or month.' };
	if (!Number.isInteger(firstDay) || !within(firstDay, 0, 6)) {
		return { rejected: 'The first day of the week is 0 (Sunday) to 6.' };
	}
	if (typeof zone !== 'string' || !isZone(zone)) return { rejected: 'That time zone is not known.' };
	const scope = parseScope(value.scope);
	if (scope === null) return { rejected: 'That scope is not known.' };
	const thresholds = parseThresholds(value.thresholds);
	if (thresholds === null) {
		return { rejected: `Thresholds are up to ${MAX_THRESHOLDS} whole percentages from 1 to ${MAX_PERCENT}.` };
	}
	if (typeof paused !== 'boolean') return { rejected: '"paused" is true or false.' };
	if (!isTime(updatedAtMs)) return { rejected: '"updatedAtMs" is a time in ms.' };
	if (deletedAtMs !== null && !isTime(deletedAtMs)) return { rejected: '"deletedAtMs" is a time or null.' };
	return {
		id,
		name,
		amountNanoUsd: amountNanoUsd as number,
		period: period as BudgetPeriod,
		firstDay: firstDay as Budget['firstDay'],
		zone,
		scope,
		thresholds,
		paused,
		updatedAtMs,
		deletedAtMs
	};
}

function parseScope(value: unknown): BudgetScope | null {
	if (!isObject(value)) return null;
	if (value.kind === 'all') return { kind: 'all' };
	if (!SCOPES.includes(value.kind) || typeof value.value !== 'string' || value.value.length > MAX_VALUE) {
		return null;
	}
	return { kind: value.kind, value: value.value } as BudgetScope;
}

function parseThresholds(value: unknown): number[] | null {
	if (!Array.isArray(value) || value.length > MAX_THRESHOLDS) return null;
	if (!value.every((percent) => Number.isInteger(percent) && within(percent, 1, MAX_PERCENT))) return null;
	return [...new Set(value as number[])].sort((a, b) => a - b);
}

/** `null` is taken as "no quiet hours"; without a list of rules every one is on. */
export function parseSettings(value: unknown): PlanSettings | Rejected {
	if (!isObject(value)) return { rejected: 'Settings are an object.' };
	const off = value.signalsOff ?? [];
	if (!Array.isArray(off)) return { rejected: '"signalsOff" is a list.' };
	const signalsOff = SIGNAL_KINDS.filter((kind) => off.includes(kind));
	if (value.quietHours === null) return { quietHours: null, signalsOff };
	if (!isObject(value.quietHours)) return { rejected: '"quietHours" is an object or null.' };
	const { from, to, zone } = value.quietHours;
	if (!isClock(from) || !isClock(to) || from === to) {
		return { rejected: 'Quiet hours run from one time of day to another, as in 22:00.' };
	}
	if (typeof zone !== 'string' || !isZone(zone)) return { rejected: 'That time zone is not known.' };
	return { quietHours: { from, to, zone }, signalsOff };
}

/** The later version of one budget; on the same ms the greater JSON text, so that every device decides alike. */
export function mergeBudget(a: Budget, b: Budget): Budget {
	if (a.updatedAtMs !== b.updatedAtMs) return a.updatedAtMs > b.updatedAtMs ? a : b;
	return textOf(a) >= textOf(b) ? a : b;
}

/** One text for equal budgets, whatever order their fields came in. */
function textOf(budget: Budget): string {
	const { scope } = budget;
	return JSON.stringify([
		budget.id,
		budget.deletedAtMs,
		budget.name,
		budget.amountNanoUsd,
		budget.period,
		budget.firstDay,
		budget.zone,
		scope.kind,
		scope.kind === 'all' ? '' : scope.value,
		budget.thresholds,
		budget.paused
	]);
}

/** Names a crossing; also the tag of its notification, so that no two channels show it twice. */
export function alertId(budgetId: string, periodKey: string, threshold: number): string {
	return `${budgetId}.${periodKey}.${threshold}`;
}

/** Whether the moment lies in the quiet hours, which may run over midnight. */
export function isQuiet(settings: Pick<PlanSettings, 'quietHours'>, atMs: number): boolean {
	if (settings.quietHours === null) return false;
	const { from, to, zone } = settings.quietHours;
	const minute = Math.floor(wallClockMs(atMs, zone) / 60_000) % 1440;
	const start = minutesOf(from);
	const end = minutesOf(to);
	return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

const isClock = (value: unknown): value is string =>
	typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);

const isTime = (value: unknown): value is number =>
	typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const within = (value: unknown, least: number, most: number): boolean =>
	typeof value === 'number' && value >= least && value <= most;

const isObject = (value: unknown): value is Record<string, unknown> =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

function isZone(zone: string): boolean {
	try {
		wallClockMs(0, zone);
		return true;
	} catch (error) {
		if (error instanceof RangeError) return false;
		throw error;
	}
}
