// What page, service worker and relay say to each other about Web Push: devices, the test, and the payload.

import type { Alert, Signal } from './budget.ts';
import type { RuleSignal, SignalKind } from './signal.ts';

/** One subscribed device as the relay tells of it; never its endpoint. */
export interface PushDevice {
	id: string;
	name: string;
	createdAtMs: number;
	/** What became of the newest message; `null`: none was sent yet. */
	lastResult: LastResult | null;
}

export interface LastResult {
	atMs: number;
	ok: boolean;
	/** A sentence for a person. */
	detail: string;
}

/** Answer of `GET /api/push/subscriptions`. */
export interface PushDevices {
	subscriptions: PushDevice[];
}

/** One step of a test message, in order; after a failed one there are no further. */
export interface PushStep {
	name: 'subscription' | 'channel' | 'address' | 'encrypt' | 'connect' | 'accept';
	ok: boolean;
	/** A sentence for a person; nothing of the push service's answer but its status. */
	detail: string;
}

/** Sent encrypted; no prompts, paths or project names. */
export type PushPayload =
	| {
			kind: 'budget';
			budgetId: string;
			periodKey: string;
			threshold: number;
			/** The budget's. */
			name: string;
			spendNanoUsd: number;
			amountNanoUsd: number;
			share: number;
			/** The notification's tag: the alert's id. */
			tag: string;
	  }
	/** Spend cannot be known since then. */
	| { kind: 'blind'; sinceMs: number; tag: string }
	| ({ kind: 'signal'; signal: SignalKind; tag: string } & Pick<
			RuleSignal,
			'subject' | 'value' | 'usual' | 'sinceMs'
	  >)
	| { kind: 'test'; name: string; tag: string };

/** `name` is the budget's. */
export function crossingPayload(alert: Alert, name: string): PushPayload {
	const { budgetId, periodKey, threshold, spendNanoUsd, amountNanoUsd } = alert;
	return {
		kind: 'budget',
		budgetId,
		periodKey,
		threshold,
		name,
		spendNanoUsd,
		amountNanoUsd,
		share: spendNanoUsd / amountNanoUsd,
		tag: alert.id
	};
}

export function signalPayload(signal: Signal): PushPayload {
	const { id, sinceMs } = signal;
	if (signal.kind === 'blind') return { kind: 'blind', sinceMs, tag: id };
	const { kind, subject, value, usual } = signal;
	return { kind: 'signal', signal: kind, subject, value, usual, sinceMs, tag: id };
}
