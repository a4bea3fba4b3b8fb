// The metrics of one demo process: counters collected every minute, as delta points whose intervals leave no gap.
import type { EventOf } from '#lib/domain/event.ts';
import { metricId, nameHash } from '#lib/domain/identity.ts';
import type { RequestDraft } from './demo-draft.ts';

type Metric = EventOf<'metric'>;
export type Labels = Partial<
	Pick<Metric, 'type' | 'model' | 'querySource' | 'decision' | 'toolName' | 'language'>
>;
export type Point = Omit<Metric, 'sessionId' | 'facts'>;

const EXPORT_MS = 60_000;
const NONE = { type: null, model: null, querySource: null, decision: null, toolName: null, language: null };

export interface Meter {
	/** Money in nano-USD, time in ms; everything else as counted. */
	count(metric: string, atMs: number, amount: number, labels: Labels): void;
	/** Cost and the four kinds of tokens of a request, logged or not. */
	countRequest(request: RequestDraft, metricModel: string, costNanoUsd: number): void;
	/** All points, the last collected at `endMs`. */
	points(endMs: number): Point[];
}

/** `process` names the counter's owner: series of two processes are never the same. */
export function createMeter(process: string, startMs: number): Meter {
	const series = new Map<
		string,
		{ metric: string; labels: Labels; added: { atMs: number; amount: number }[] }
	>();
	const meter: Meter = {
		count(metric, atMs, amount, labels) {
			const key = `${metric} ${JSON.stringify(labels)}`;
			const known = series.get(key) ?? { metric, labels, added: [] };
			known.added.push({ atMs, amount });
			series.set(key, known);
		},
		countRequest(request, metricModel, costNanoUsd) {
			const { atMs, querySource } = request;
			const labels = { model: metricModel, querySource: coarse(querySource) };
			meter.count('cost.usage', atMs, costNanoUsd, labels);
			meter.count('token.usage', atMs, request.inputTokens ?? 0, { ...labels, type: 'input' });
			meter.count('token.usage', atMs, request.outputTokens ?? 0, { ...labels, type: 'output' });
			meter.count('token.usage', atMs, request.cacheReadTokens ?? 0, { ...labels, type: 'cacheRead' });
			meter.count('token.usage', atMs, request.cacheCreationTokens ?? 0, {
				...labels,
				type: 'cacheCreation'
			});
		},
		points(endMs) {
			return [...series.values()].flatMap(({ metric, labels, added }) => {
				const ticks = new Map<number, number>();
				for (const { atMs, amount } of added) {
					const tick = Math.min(startMs + Math.ceil((atMs - startMs + 1) / EXPORT_MS) * EXPORT_MS, endMs);
					ticks.set(tick, (ticks.get(tick) ?? 0) + amount);
				}
				const name = nameHash(`${process} ${metric} ${JSON.stringify(labels)}`);
				const firstUse = Math.min(...added.map(({ atMs }) => atMs));
				return [...ticks]
					.sort((a, b) => a[0] - b[0])
					.map(([tick, amount], index) => {
						const before = startMs + (Math.ceil((tick - startMs) / EXPORT_MS) - 1) * EXPORT_MS;
						return point(
							metric,
							labels,
							name,
							index === 0 ? Math.min(firstUse, tick - 1) : before,
							tick,
							amount
						);
					});
			});
		}
	};
	return meter;
}

function point(
	metric: string,
	labels: Labels,
	series: string,
	from: number,
	to: number,
	amount: number
): Point {
	return {
		id: metricId('demo', series, `${from}000000`, `${to}000000`),
		name: 'metric',
		atMs: to,
		promptId: null,
		sequence: null,
		source: 'demo',
		metric,
		value: metric === 'cost.usage' ? amount / 1e9 : metric === 'active_time.total' ? amount / 1000 : amount,
		temporality: 'delta',
		series,
		startMs: from,
		endMs: to,
		...NONE,
		...labels
	};
}

/** Metrics name the query source coarsely. */
function coarse(querySource: string | null): string {
	if (querySource?.startsWith('agent:')) return 'subagent';
	return querySource === 'repl_main_thread' || querySource === 'sdk' ? 'main' : 'auxiliary';
}
