// How it goes with a server that is asked: since when it fails and why, told once to the log when it begins and ends.
import type { Log } from '../log.ts';
import { BackendError } from './backend-client.ts';

export interface HealthNote {
	/** An answer came. */
	well(): void;
	/** An attempt failed. */
	ill(error: unknown): void;
	/** A fault of ours: nothing more will come. */
	broken(error: Error): void;
	readonly everWell: boolean;
	/** Why it fails now, as a sentence; `null` while it works or is only starting. */
	readonly error: string | null;
	/** Since when, ISO 8601; `null` while it works. */
	readonly since: string | null;
	/** What it says of its own start; `null` otherwise. */
	readonly starting: string | null;
}

/** A server that says it is starting is given so long before that counts as failing. */
const START_MS = 2 * 60_000;

export function createHealthNote(name: string, log: Log, now: () => number): HealthNote {
	let everWell = false;
	let sinceMs: number | null = null;
	let message: string | null = null;
	let starting = false;

	return {
		well() {
			if (sinceMs !== null) log.info(`${name} answers again.`);
			everWell = true;
			sinceMs = null;
			message = null;
			starting = false;
		},
		ill(error) {
			const said =
				error instanceof BackendError ? error.message : `Reading failed: ${(error as Error).message}.`;
			if (message !== said) log.warn(said);
			sinceMs ??= now();
			message = said;
			starting = error instanceof BackendError && error.trouble === 'starting';
		},
		broken(error) {
			sinceMs ??= now();
			message = `${name} is no longer read: ${error.message}. Start Tidemark again.`;
			starting = false;
			log.error(message);
		},
		get everWell() {
			return everWell;
		},
		get error() {
			return starting && now() - sinceMs! < START_MS ? null : message;
		},
		get since() {
			return sinceMs === null ? null : new Date(sinceMs).toISOString();
		},
		get starting() {
			return starting ? message : null;
		}
	};
}
