// From a port reached to the first figure: how far telemetry has come, step by step, and what is missing where it stopped.
import type { Health, OtlpMistake, SourceStatus } from './views.ts';

export type StepName = 'port' | 'export' | 'logs' | 'metrics' | 'prompts';

/** What is wrong, by name; the page has the sentence. */
export type StepProblem =
	| OtlpMistake
	| 'receiver-off'
	| 'no-logs'
	| 'no-metrics'
	| 'no-session'
	| 'delta'
	| 'source-failing';

export interface Step {
	name: StepName;
	/** `choice`: neither right nor wrong. */
	state: 'done' | 'waiting' | 'problem' | 'choice';
	problem: StepProblem | null;
	/** The port a mistake was made at, or the name of a source. */
	where: string | null;
}

/** Claude Code exports metrics once a minute unless told otherwise; events every five seconds. */
const SLOW_MS = 90_000;

/** `nowMs` by the relay's clock. */
export function checkList(health: Health, nowMs: number): Step[] {
	const asked = health.sources.filter(({ name, state }) => ASKED.has(name) && state !== 'off');
	const seen = health.seen ?? null;
	const direct = seen?.exportedAt !== null && seen !== null;
	const viaLogs = delivered(asked, 'loki');
	const viaMetrics = delivered(asked, 'prometheus');
	const any = direct || viaLogs || viaMetrics || health.events > 0;
	const steps: Step[] = [reached(), exported(), logs(), metrics(), prompts()];
	return steps;

	function reached(): Step {
		if (seen?.connectedAt != null || any) return step('port', 'done');
		if (asked.length > 0) return source(asked.find(failing) ?? null, 'port');
		const otlp = health.otlp;
		if (otlp !== undefined && otlp.http === null && otlp.grpc === null)
			return step('port', 'problem', 'receiver-off');
		return wrong('port') ?? step('port', 'waiting');
	}

	function exported(): Step {
		if (seen?.mistake != null) return wrong('export')!;
		return step('export', any ? 'done' : 'waiting');
	}

	function logs(): Step {
		if (seen?.logsAt != null || viaLogs) {
			const nameless = seen?.logsAt != null && seen.sessionId === false;
			return nameless ? step('logs', 'problem', 'no-session') : step('logs', 'done');
		}
		const since = seen?.metricsAt ?? (viaMetrics ? lastOf(asked, 'prometheus') : null);
		return late(since) ? step('logs', 'problem', 'no-logs') : step('logs', 'waiting');
	}

	function metrics(): Step {
		if (seen?.metricsAt != null || viaMetrics) return step('metrics', 'done');
		const prometheus = asked.find(({ name }) => name === 'prometheus');
		if (prometheus !== undefined && (viaLogs || seen?.logsAt != null))
			return failing(prometheus)
				? source(prometheus, 'metrics')
				: step('metrics', 'problem', 'delta', 'prometheus');
		return late(seen?.logsAt ?? null) ? step('metrics', 'problem', 'no-metrics') : step('metrics', 'waiting');
	}

	function prompts(): Step {
		if (seen?.promptText === true) return step('prompts', 'done');
		return step('prompts', seen?.promptText === false ? 'choice' : 'waiting');
	}

	/** Long enough ago that the other signal should have come. */
	function late(since: string | null): boolean {
		return since !== null && firstSince(since) > SLOW_MS;
	}

	function firstSince(since: string): number {
		return nowMs - Date.parse(seen?.firstAt ?? since);
	}

	function wrong(name: StepName): Step | null {
		if (seen?.mistake == null) return null;
		return step(name, 'problem', seen.mistake.kind, String(seen.mistake.port));
	}
}

const ASKED = new Set(['loki', 'prometheus']);

function failing({ state }: SourceStatus): boolean {
	return state === 'error';
}

function delivered(sources: readonly SourceStatus[], name: string): boolean {
	return lastOf(sources, name) !== null;
}

function lastOf(sources: readonly SourceStatus[], name: string): string | null {
	return sources.find((source) => source.name === name)?.lastEventAt ?? null;
}

function source(status: SourceStatus | null, name: StepName): Step {
	if (status === null) return step(name, 'waiting');
	return step(name, 'problem', 'source-failing', status.name);
}

function step(
	name: StepName,
	state: Step['state'],
	problem: StepProblem | null = null,
	where: string | null = null
): Step {
	return { name, state, problem, where };
}
