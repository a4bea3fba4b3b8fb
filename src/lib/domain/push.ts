// What page, service worker and relay say to each other about Web Push: devices, the test, and the payload.

/** One subscribed device as the relay tells of it; never its endpoint. */
export interface PushDevice {
	id: string;
	name: string;
	createdAtMs: number;
	/** What became of the newest message; `null`: none was sent yet. */
	lastResult: { atMs: number; ok: boolean; detail: string } | null;
}

/** Answer of `GET /api/push/subscriptions`. */
export interface PushDevices {
	subscriptions: PushDevice[];
}

/** One step of a test message, in order; after a failed one there are no further. */
export interface PushStep {
	name: 'subscription' | 'address' | 'encrypt' | 'connect' | 'accept';
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
	| { kind: 'test'; name: string; tag: string };
