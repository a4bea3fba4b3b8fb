// What goes on in each session just now: how many events came when, what they cost, how many tell of a failure. Pure.
import { kindOf } from '#lib/components/event-text.ts';
import { costOf } from '#lib/domain/cost.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import { type Prices, plainModel } from '#lib/domain/price.ts';
import { toolNameOf } from '#lib/domain/totals.ts';

export interface Slotted {
	slot: number;
	event: DomainEvent;
}

export interface SessionRate {
	key: string;
	firstSlot: number;
	/** Events and failures in each step of the window, oldest first. */
	counts: number[];
	failures: number[];
	events: number;
	errors: number;
	/** Known cost of the window, nano-USD. */
	costNano: number;
	/** Events of the last minute. */
	perMinute: number;
}

export const WINDOW_MS = 10 * 60_000;
const STEP_MS = 15_000;
export const STEPS = WINDOW_MS / STEP_MS;
const MINUTE_STEPS = 60_000 / STEP_MS;

/** Sessions with an event within the window that ends at `nowMs`, in the order they were first seen. */
export function sessionRates(events: Iterable<Slotted>, nowMs: number, prices: Prices): SessionRate[] {
	const rates = new Map<string, SessionRate>();
	// Steps are those of the clock, so that a bar keeps its events as time goes on.
	const end = (Math.floor(nowMs / STEP_MS) + 1) * STEP_MS;
	for (const { slot, event } of events) {
		const step = Math.floor((event.atMs - (end - WINDOW_MS)) / STEP_MS);
		if (event.sessionId === null || event.name === 'metric' || step < 0 || step >= STEPS) continue;
		let rate = rates.get(event.sessionId);
		if (rate === undefined) {
			const none = () => new Array<number>(STEPS).fill(0);
			rate = {
				key: event.sessionId,
				firstSlot: slot,
				counts: none(),
				failures: none(),
				events: 0,
				errors: 0,
				costNano: 0,
				perMinute: 0
			};
			rates.set(event.sessionId, rate);
		}
		rate.firstSlot = Math.min(rate.firstSlot, slot);
		rate.counts[step]! += 1;
		rate.events += 1;
		if (step >= STEPS - MINUTE_STEPS) rate.perMinute += 1;
		if (kindOf(event) === 'error') {
			rate.failures[step]! += 1;
			rate.errors += 1;
		}
		if (event.name === 'api_request') rate.costNano += costOf(event, prices).nano ?? 0;
	}
	return [...rates.values()].sort((a, b) => a.firstSlot - b.firstSlot);
}

export interface LiveFilter {
	session: string;
	model: string;
	tool: string;
	/** Keeps only events of these sessions; `null`: of all. */
	sessions: ReadonlySet<string> | null;
}

/** '' asks for nothing. What carries no model or tool does not match one. */
export function matches(event: DomainEvent, { session, model, tool, sessions }: LiveFilter): boolean {
	if (session !== '' && event.sessionId !== session) return false;
	if (sessions !== null && (event.sessionId === null || !sessions.has(event.sessionId))) return false;
	if (model !== '' && modelOf(event) !== model) return false;
	return tool === '' || toolOf(event) === tool;
}

export function modelOf(event: DomainEvent): string | null {
	return 'model' in event && event.model !== null ? plainModel(event.model) : null;
}

export function toolOf(event: DomainEvent): string | null {
	return event.name === 'tool_decision' || event.name === 'tool_result' ? toolNameOf(event) : null;
}

/** The newest events of each session together, the session that spoke last first. */
export function bySession(events: readonly Slotted[], most: number): Slotted[] {
	const groups = new Map<string, Slotted[]>();
	for (const one of events) {
		const key = one.event.sessionId ?? '';
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [one]);
		else if (group.length < most) group.push(one);
	}
	return [...groups.values()].flat();
}
