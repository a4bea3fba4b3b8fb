// Another program's figure beside ours: what is known to make them differ, with amounts, and which of it adds up. Pure.
import type { Coverage, Reason } from './coverage.ts';
import { DRIFT_REASONS } from './drift.ts';
import { NANO_PER_USD, usdToNano } from './money.ts';

/** Whose figure it is: the bill, a reader of transcripts (ccusage), Claude Code's own `/cost`, a dashboard over telemetry. */
export const AGAINST = ['console', 'ccusage', 'cost', 'telemetry'] as const;

export type Against = (typeof AGAINST)[number];

export type CandidateName =
	| Extract<Reason, 'sideRequests' | 'notInTranscript' | 'noTranscript'>
	| 'metrics'
	| 'drift'
	| 'unknownModels'
	| 'unpriced'
	| 'utcDays'
	| 'forkTotals'
	| 'recovered';

export interface Candidate {
	name: CandidateName;
	/** What it would change in the other figure against ours, nano-USD; never 0. */
	nano: number;
}

export interface Known {
	total: Coverage;
	/** The total over the same dates counted in UTC; `null` where the zone is UTC. nano-USD. */
	utcDaysNano: number | null;
	/** What the running totals of sessions have beyond their requests, nano-USD. */
	statedBeyondNano: number;
}

/** All that is known to make such a figure differ, the largest first. */
export function candidates(against: Against, { total, utcDaysNano, statedBeyondNano }: Known): Candidate[] {
	const { reasons } = total;
	const of = (reason: Reason) => reasons[reason]?.[1] ?? 0;
	const drift = DRIFT_REASONS.reduce((sum, reason) => sum + of(reason), 0);
	// Where none was read here, that says nothing about the transcripts someone else read.
	const read = total.confirmed.requests + total.recovered.requests + total.untold.requests > 0;
	const utc: [CandidateName, number] = ['utcDays', utcDaysNano === null ? 0 : utcDaysNano - total.costNano];
	const unpriced: [CandidateName, number] = ['unpriced', total.estimate.nano];
	const all: Record<Against, [CandidateName, number][]> = {
		console: [utc, ['drift', -drift], unpriced],
		ccusage: [
			['sideRequests', -of('sideRequests')],
			['notInTranscript', -of('notInTranscript')],
			['noTranscript', read ? -of('noTranscript') : 0],
			['metrics', -total.metricsNano],
			['drift', -drift],
			['unknownModels', -of('unknownModel') - of('unknownModelOther')],
			unpriced
		],
		cost: [['forkTotals', statedBeyondNano], unpriced],
		telemetry: [['recovered', -total.recovered.nano], ['metrics', -total.metricsNano], utc]
	};
	return all[against]
		.filter(([, nano]) => nano !== 0)
		.map(([name, nano]) => ({ name, nano }))
		.sort((a, b) => Math.abs(b.nano) - Math.abs(a.nano));
}

export interface Explanation {
	/** The other figure less ours, nano-USD. */
	differenceNano: number;
	/** The fewest candidates that together are the difference; empty when none are. */
	account: CandidateName[];
	/** What they leave, nano-USD. */
	restNano: number;
}

/** Figures are typed to the cent. */
const TOLERANCE_NANO = NANO_PER_USD / 100;

export function explain(figureNano: number, ourNano: number, known: readonly Candidate[]): Explanation {
	const differenceNano = figureNano - ourNano;
	let best: { members: Candidate[]; rest: number } = { members: [], rest: differenceNano };
	if (Math.abs(differenceNano) >= TOLERANCE_NANO) {
		for (let set = 1; set < 1 << known.length; set++) {
			const members = known.filter((_, i) => set & (1 << i));
			const rest = differenceNano - members.reduce((sum, { nano }) => sum + nano, 0);
			if (Math.abs(rest) >= TOLERANCE_NANO) continue;
			const fewer = members.length < best.members.length;
			const closer = members.length === best.members.length && Math.abs(rest) < Math.abs(best.rest);
			if (best.members.length === 0 || fewer || closer) best = { members, rest };
		}
	}
	return { differenceNano, account: best.members.map(({ name }) => name), restNano: best.rest };
}

/** `$1,234.50`, `1234,5` → nano-USD; `null` for what is no amount. */
export function parseUsd(text: string): number | null {
	const plain = text.replace(/[\s$]|USD/gi, '');
	const grouped = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain);
	const number = grouped ? plain.replaceAll(',', '') : plain.replace(',', '.');
	return /^(\d+\.?\d*|\.\d+)$/.test(number) ? usdToNano(Number(number)) : null;
}
