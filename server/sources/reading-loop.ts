// The life of a source that asks another server: do what the plan wants, wait for the next, wait longer after failures.
import { BackendError } from './backend-client.ts';
import type { Backoff, Bell, Clock } from './clock.ts';
import type { HealthNote } from './health-note.ts';
import type { Plan, Wanted } from './reading-plan.ts';

export interface Reading {
	plan: Plan;
	health: HealthNote;
	backoff: Backoff;
	clock: Clock;
	/** Ends a wait for what is due. */
	bell: Bell;
	/** Whether what is new comes by itself. */
	tailed(): boolean;
	/** Throws while the server is not ready. */
	ready(signal: AbortSignal): Promise<void>;
	/** Throws BackendError. */
	read(wanted: Wanted): Promise<void>;
}

/** Resolves after `signal`; never throws: a fault of ours ends the reading and is told by `health`. */
export async function keepReading(reading: Reading, signal: AbortSignal): Promise<void> {
	const { plan, health, backoff, clock, bell } = reading;
	let ready = false;

	async function next(): Promise<void> {
		const wanted = plan.next(reading.tailed());
		if (wanted === null) {
			await bell.wait(plan.idleMs(reading.tailed()), clock, signal);
			return;
		}
		try {
			if (!ready) await reading.ready(signal);
			ready = true;
			await reading.read(wanted);
			if (signal.aborted) return;
			plan.done(wanted);
			health.well();
			backoff.reset();
		} catch (error) {
			if (signal.aborted) return;
			plan.failed(wanted);
			ready = false;
			health.ill(error);
			const asked = error instanceof BackendError ? error.retryAfterMs : null;
			await clock.sleep(Math.max(asked ?? 0, backoff.next()), signal);
		}
	}

	try {
		while (!signal.aborted) await next();
	} catch (error) {
		health.broken(error as Error);
	}
}
