// Weeks of ordinary work through the real fold: weekdays by day, a few sessions each, quiet nights and weekends.
import type { DomainEvent } from '../../src/lib/domain/event.ts';
import { applyRecords, type FoldTables } from '../../src/lib/domain/fold.ts';
import { LIST_PRICES } from '../../src/lib/domain/price.ts';
import { SIGNAL_DAYS, type SignalDay, signalDay } from '../../src/lib/domain/signal.ts';
import { type Ruling, type SignalInput, signalsNow } from '../../src/lib/domain/signal-rules.ts';
import { asRecords, makeEvent } from './make-event.ts';
import { createRandom } from './random.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const USD = 1_000_000_000;
/** A Friday, noon UTC. */
export const NOON = Date.UTC(2026, 10, 20, 12);

let made = 0;

/** A request of a real shape: a long prompt mostly read from the cache, priced as the table says where no cost is given. */
export function request(
	atMs: number,
	fields: Partial<DomainEvent> & { usd?: number | null } = {}
): DomainEvent {
	const { usd, ...rest } = fields;
	made++;
	return makeEvent({
		id: `api_request:work-${made}`,
		requestId: `work-${made}`,
		sessionId: 'today',
		model: 'claude-opus-4-5',
		atMs,
		sequence: made,
		inputTokens: 900,
		outputTokens: 600,
		cacheReadTokens: 80_000,
		cacheCreationTokens: 2000,
		cacheCreation5mTokens: 2000,
		cacheCreation1hTokens: 0,
		costNanoUsd: usd === undefined ? Math.round(0.072 * USD) : usd === null ? null : Math.round(usd * USD),
		...rest
	} as never);
}

/** Work on the weekdays of `days` days before NOON's day: 9 to 17 o'clock, with a lull at noon, and an error now and then. */
export function workdays(days: number, seed = 7): DomainEvent[] {
	const random = createRandom(seed);
	const events: DomainEvent[] = [];
	const today = NOON - (NOON % DAY);
	for (let day = today - days * DAY; day < today; day += DAY) {
		const weekday = new Date(day).getUTCDay();
		if (weekday === 0 || weekday === 6) continue;
		for (let hour = 9; hour < 17; hour++) {
			const many = hour === 12 ? 2 : random.integer(8, 16);
			for (let i = 0; i < many; i++) {
				const atMs = day + hour * HOUR + random.integer(0, 59) * MINUTE;
				events.push(request(atMs, { sessionId: `${day}-${hour < 12 ? 'am' : 'pm'}-${i % 2}` }));
				if (random.integer(0, 49) === 0) events.push(apiError(atMs));
			}
		}
	}
	return events;
}

export function apiError(atMs: number): DomainEvent {
	made++;
	return makeEvent({
		name: 'api_error',
		id: `api_error:work-${made}`,
		sessionId: 'today',
		atMs,
		sequence: made,
		statusCode: 529,
		error: 'Overloaded'
	});
}

export function signalDays(events: readonly DomainEvent[], nowMs: number): SignalDay[] {
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	applyRecords(tables, asRecords(events), null);
	return [...tables.days.values()].map((row) => signalDay(row, nowMs, LIST_PRICES));
}

/** What the rules say after these events. */
export function rulings(
	events: readonly DomainEvent[],
	nowMs: number,
	more: Partial<SignalInput> = {}
): Map<Ruling['kind'], Ruling> {
	const input = { days: signalDays(events, nowMs), failing: [], silent: [], nowMs, ...more };
	return new Map(signalsNow(input).map((ruling) => [ruling.kind, ruling]));
}

/** Kinds and subjects of what would be raised. */
export function raised(
	events: readonly DomainEvent[],
	nowMs: number,
	more: Partial<SignalInput> = {}
): string[] {
	return named([...rulings(events, nowMs, more).values()]);
}

/** What would be raised as the events come in, looked at every `everyMs`. */
export function raisedOverTime(
	events: readonly DomainEvent[],
	fromMs: number,
	toMs: number,
	everyMs: number
): string[] {
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	const records = asRecords([...events].sort((a, b) => a.atMs - b.atMs));
	const days = new Map<number, SignalDay>();
	const said: string[] = [];
	for (let nowMs = fromMs; nowMs <= toMs; nowMs += everyMs) {
		const due = records.findIndex(({ event }) => event.atMs > nowMs);
		const changed = applyRecords(tables, records.splice(0, due < 0 ? records.length : due), null);
		for (const day of changed.days) days.set(day, signalDay(tables.days.get(day)!, nowMs, LIST_PRICES));
		const recent = [...days.values()].filter(({ day }) => day > nowMs - SIGNAL_DAYS * DAY);
		const ruled = signalsNow({ days: recent, failing: [], silent: [], nowMs });
		for (const one of named(ruled)) said.push(`${new Date(nowMs).toISOString()} ${one}`);
	}
	return said;
}

function named(ruled: Ruling[]): string[] {
	return ruled
		.flatMap(({ found }) => found)
		.filter(({ fading }) => !fading)
		.map(({ kind, subject }) => (subject === null ? kind : `${kind} ${subject}`))
		.sort();
}
