// What the doctor works with, whether it runs in a terminal or inside the relay.
import type { Check } from '#lib/domain/doctor.ts';
import type { DoctorMark, Health } from '#lib/domain/views.ts';
import type { Config } from '../config.ts';

/** What the relay on this port says of itself. `closed`: it wants a sign-in first. */
export type RelayAnswer =
	| { kind: 'open'; health: Health }
	| { kind: 'closed' }
	| { kind: 'foreign'; said: string }
	| { kind: 'down' };

export interface DoctorDeps {
	config: Config;
	/** CLAUDE_CONFIG_DIR. */
	claudeConfigDir: string | undefined;
	home: string;
	/** Where a Collector shows its own metrics; `null`: not given. */
	collectorMetricsUrl: string | null;
	relay(): Promise<RelayAnswer>;
	/** The doctor's records the relay has noted. */
	marks(): Promise<DoctorMark[]>;
	/** Why the app has to be built; `null`: it is up to date. */
	whyBuild(): string | null;
	fetch: typeof fetch;
	now: () => number;
	sleep: (ms: number) => Promise<void>;
	/** A name for this record, unlike any other. */
	id: string;
	/** Send the synthetic record. */
	send: boolean;
	/** How long each station is waited for. */
	patienceMs: { relay: number; loki: number; prometheus: number };
	/** Hears of each check as it is done. */
	onCheck?: (check: Check) => void;
}
