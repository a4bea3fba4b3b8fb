// Everything between Claude Code and a figure, looked at in the order the data go; each check told as it is done.
import type { Check, DoctorReport } from '#lib/domain/doctor.ts';
import { VERSION } from '../version.ts';
import { checkClaude } from './claude.ts';
import type { DoctorDeps } from './deps.ts';
import {
	checkBuild,
	checkData,
	checkDisk,
	checkNode,
	checkPorts,
	checkPush,
	checkRelay,
	checkTranscripts
} from './machine.ts';
import { checkCollector, followProbe } from './path.ts';

/** Long enough for a batch of the Collector, and for a few scrapes of Prometheus. */
export const DOCTOR_PATIENCE = { relay: 10_000, loki: 20_000, prometheus: 45_000 };

export async function examine(deps: DoctorDeps): Promise<DoctorReport> {
	const checks: Check[] = [];
	const tell = (check: Check) => {
		checks.push(check);
		deps.onCheck?.(check);
	};
	const at = new Date(deps.now()).toISOString();
	tell(checkNode());
	tell(checkBuild(deps));
	const answer = await deps.relay();
	tell(checkRelay(answer, deps.config.port));
	tell(await checkPorts(deps, answer));
	tell(await checkData(deps));
	tell(await checkDisk(deps));
	tell(await checkPush(deps));
	const claude = await checkClaude(deps);
	for (const check of claude.checks) tell(check);
	tell(await checkTranscripts(deps));
	tell(await checkCollector(deps));
	await followProbe(deps, answer, claude.way, tell);
	return { version: VERSION, at, checks };
}
