// What the doctor looked at and found. Facts and names only: the sentences are the reader's language's.

export type CheckName =
	| 'node'
	| 'build'
	| 'relay'
	| 'ports'
	| 'data'
	| 'disk'
	| 'claude'
	| 'transcripts'
	| 'send'
	| 'arrive'
	| 'loki'
	| 'lokiHolds'
	| 'prometheus'
	| 'prometheusHolds'
	| 'relayReads'
	| 'collector'
	| 'push'
	| 'storage'
	| 'deviceClock'
	| 'notifications'
	| 'serviceWorker';

export type DoctorProblem =
	| 'nodeOld'
	| 'buildStale'
	| 'relayDown'
	| 'relayForeign'
	| 'relayOther'
	| 'relayDegraded'
	| 'otlpOff'
	| 'otlpDown'
	| 'dataMissing'
	| 'dataOpen'
	| 'dataUnwritable'
	| 'diskFull'
	| 'diskLow'
	| 'claudeUnset'
	| 'claudeUnreadable'
	| 'claudeOff'
	| 'claudeNoLogs'
	| 'claudeNoMetrics'
	| 'claudeNoSession'
	| 'claudePort'
	| 'claudeElsewhere'
	| 'transcriptsNone'
	| 'transcriptsUnreadable'
	| 'sendUnreachable'
	| 'sendToken'
	| 'sendRefused'
	| 'notArrived'
	| 'sourceFailing'
	| 'sourceStarting'
	| 'clockApart'
	| 'lokiMissing'
	| 'prometheusMissing'
	| 'relayNotReading'
	| 'collectorFailing'
	| 'pushNoKeys'
	| 'pushBadKeys'
	| 'storageMayGo'
	| 'deviceClockApart'
	| 'notificationsBlocked'
	| 'serviceWorkerNone';

export interface Check {
	name: CheckName;
	/** `note`: works, worth knowing. `skipped`: does not apply here. */
	state: 'ok' | 'note' | 'bad' | 'skipped';
	problem: DoctorProblem | null;
	/** What was looked at or found, the same in every language: an address, a path, a number; '' where there is nothing to say. */
	value: string;
}

export interface DoctorReport {
	version: string;
	/** ISO 8601. */
	at: string;
	checks: Check[];
}

export function ok(name: CheckName, value = ''): Check {
	return { name, state: 'ok', problem: null, value };
}

export function skipped(name: CheckName): Check {
	return { name, state: 'skipped', problem: null, value: '' };
}

export function note(name: CheckName, problem: DoctorProblem, value = ''): Check {
	return { name, state: 'note', problem, value };
}

export function bad(name: CheckName, problem: DoctorProblem, value = ''): Check {
	return { name, state: 'bad', problem, value };
}

/** Whether nothing is broken; notes do not count. */
export function isWell({ checks }: DoctorReport): boolean {
	return checks.every(({ state }) => state !== 'bad');
}
