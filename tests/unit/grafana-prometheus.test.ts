// Each PromQL query of the dashboards, run by a real Prometheus that holds the captured sessions' counters, against figures
// reckoned from the captures in the plainest way. Runs where Debian's `prometheus` is installed.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readCaptures } from '../support/captures.ts';
import { type DebianPrometheus, installed, startDebianPrometheus } from '../support/debian-prometheus.ts';
import { filledIn, type Query, queries } from '../support/grafana.ts';
import { points } from '../support/oracle-records.ts';
import { type Growth, growthOf, openMetrics, SCRAPE_MS } from '../support/prometheus-history.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const STEP_MS = 5 * MINUTE_MS;

const TEN_MS = 10 * MINUTE_MS;

/** The captured sessions live for less than a minute: here each goes on twice. */
const captured = growthOf(readCaptures().flatMap(points));
const GROWTH: Growth[] = [0, 7, 13].flatMap((minutes) =>
	captured.map((step) => ({ ...step, atMs: step.atMs + minutes * MINUTE_MS }))
);
const endMs = Math.ceil(Math.max(...GROWTH.map(({ atMs }) => atMs)) / HOUR_MS) * HOUR_MS;
const startMs = endMs - 3 * HOUR_MS;

/** The day before: a session whose counter begins anew at 11:05, as the collector is restarted. */
const dayMs = startMs - 30 * HOUR_MS;
const RESTARTED: Growth[] = [
	[10, 100],
	[50, 50],
	[70, 30]
].map(([minutes, value]) => ({
	name: 'claude_code_token_usage_tokens_total',
	labels: { type: 'input', model: 'm', session_id: 'restarted' },
	atMs: dayMs + minutes! * MINUTE_MS,
	value: value!
}));

/** The collector about itself: three batches wait, one record in each minute is lost. */
const COLLECTOR = Array.from({ length: 181 }, (_, n) => {
	const second = startMs / 1000 + n * 60;
	return `otelcol_exporter_queue_size{exporter="loki"} 3 ${second}\notelcol_exporter_send_failed_log_records_total{exporter="loki"} ${n} ${second}`;
});

type Figures = Record<string, number>;

/** Panel → metric, the label it is grouped by, and whether each point is of a step or of all since the start. */
const TOKENS = 'claude_code_token_usage_tokens_total';
const COST = 'claude_code_cost_usage_USD_total';
const LINES = 'claude_code_lines_of_code_count_total';
const ACTIVE = 'claude_code_active_time_seconds_total';
const SESSIONS = 'claude_code_session_count_total';
const COMMITS = 'claude_code_commit_count_total';
const PULLS = 'claude_code_pull_request_count_total';
type Window = number | 'range' | 'step';
const PANELS: Record<string, [metric: string, label: string | null, window: Window]> = {
	'operations: Tokens by Model A': [TOKENS, 'model', 'step'],
	'operations: Cost (USD) A': [COST, 'model', 'step'],
	'operations: Sessions A': [SESSIONS, 'start_type', 'step'],
	'operations: Active Time A': [ACTIVE, 'type', 'step'],
	'operations: Lines Added and Removed A': [LINES, 'type', 'step'],
	'operations: Git Activity A': [COMMITS, null, 'step'],
	'operations: Git Activity B': [PULLS, null, 'step'],
	'operations: Tool Decisions A': ['claude_code_code_edit_tool_decision_total', 'decision', 'step'],
	'operations: Total Tokens (Last Hour) A': [TOKENS, null, HOUR_MS],
	'operations: Token Usage Rate A': [TOKENS, 'type', 'step'],
	'operations: Session Duration A': [ACTIVE, 'session_id', 'range'],
	'overview: Token Usage A': [TOKENS, null, 'range'],
	'overview: Lines of Code A': [LINES, null, 'range'],
	'overview: Sessions A': [SESSIONS, null, 'range'],
	'overview: Active Time A': [ACTIVE, null, 'range'],
	'overview: Cumulative Cost by Model A': [COST, 'model', 'range'],
	'overview: Token Usage by Type A': [TOKENS, 'type', 'step'],
	'overview: Token Usage by Model A': [TOKENS, 'model', 'step'],
	'overview: Tokens by Type A': [TOKENS, 'type', 'range'],
	'overview: Cumulative Code Changes A': [LINES, 'type', 'range'],
	'overview: Code Change Rate A': [LINES, 'type', 'step'],
	'overview: Development Activity A': [COMMITS, 'service_name', 'range'],
	'overview: Development Activity B': [PULLS, 'service_name', 'range'],
	'overview: Lines of Code (Last Hour) A': [LINES, null, HOUR_MS]
};
const title = ({ name }: Query) => name.replace(/^Claude Code: (usage and )?/, '');
const prometheusQueries = queries.filter(({ uid }) => uid === 'prometheus');
const counters = prometheusQueries.filter((query) => PANELS[title(query)]);
const others = prometheusQueries.filter((query) => !PANELS[title(query)]);

/** What was added after `fromMs`, until `toMs`; figures of 0 are left out. */
function added(metric: string, label: string | null, fromMs: number, toMs: number): Figures {
	const figures: Figures = {};
	for (const { name, labels, atMs, value } of GROWTH) {
		if (name !== metric || atMs <= fromMs || atMs > toMs) continue;
		const group = label === null ? '' : (labels[label] ?? '');
		figures[group] = (figures[group] ?? 0) + value;
	}
	return figures;
}

const rounded = (figures: Figures) =>
	Object.fromEntries(
		Object.entries(figures)
			.map(([name, value]): [string, number] => [name, Number(value.toPrecision(9))])
			.filter(([, value]) => Math.abs(value) > 1e-9)
			.sort()
	);

describe.skipIf(!installed)('in a real Prometheus (skipped where Debian’s is not installed)', () => {
	let prometheus: DebianPrometheus;

	beforeAll(async () => {
		const history = [
			openMetrics(GROWTH),
			openMetrics(RESTARTED, dayMs + 65 * MINUTE_MS),
			...COLLECTOR,
			'# EOF\n'
		];
		prometheus = await startDebianPrometheus({ history: history.join('\n') });
		await vi.waitFor(async () => expect((await prometheus.ask('query?query=1')).status).toBe('success'), {
			timeout: 60_000,
			interval: 200
		});
	}, 90_000);
	afterAll(() => prometheus.stop());

	/** Time in ms → group → figure. */
	async function ask(query: Query, fromMs: number, toMs: number): Promise<Record<number, Figures>> {
		const stepMs = Math.max(STEP_MS, query.stepMs);
		const search = new URLSearchParams({ query: filledIn(query, toMs - fromMs, stepMs) });
		if (query.instant) search.set('time', `${toMs / 1000}`);
		else {
			search.set('start', `${fromMs / 1000}`);
			search.set('end', `${toMs / 1000}`);
			search.set('step', `${stepMs / 1000}`);
		}
		const answer = await prometheus.ask(`query${query.instant ? '' : '_range'}?${search}`);
		expect([answer.status, answer.error]).toEqual(['success', undefined]);
		const figures: Record<number, Figures> = {};
		for (const { metric, value, values = [] } of answer.data!.result as {
			metric: Record<string, string>;
			value?: [number, string];
			values?: [number, string][];
		}[])
			for (const [at, text] of value ? [value] : values)
				(figures[at * 1000] ??= {})[Object.values(metric).join()] = Number(text);
		return figures;
	}

	test('every query is asked for here', () => {
		expect(counters.map(title).sort()).toEqual(Object.keys(PANELS).sort());
		expect(others.map(title)).toEqual([
			'operations: Waiting for Loki A',
			'operations: Failed to send A',
			'operations: Claude Code metrics, series A'
		]);
	});

	describe.each([
		['three hours', startMs, endMs],
		[
			'an hour in which sessions go on that began before it',
			captured[0]!.atMs + TEN_MS,
			captured[0]!.atMs + TEN_MS + HOUR_MS
		],
		['an hour without any', startMs - 2 * HOUR_MS, startMs - HOUR_MS]
	])('over %s', (_, fromMs, toMs) => {
		test.each(counters)('$name', async (query) => {
			const [metric, label, window] = PANELS[title(query)]!;
			const stepMs = Math.max(STEP_MS, query.stepMs);
			const wanted: Record<number, Figures> = {};
			for (let atMs = query.instant ? toMs : fromMs; atMs <= toMs; atMs += stepMs) {
				const from = { range: fromMs, step: atMs - stepMs }[window] ?? atMs - Number(window);
				let figures = added(metric, label, from, atMs);
				if (/Rate A$/.test(title(query)) && metric === TOKENS)
					figures = Object.fromEntries(
						Object.entries(figures).map(([name, value]) => [name, value / (stepMs / 1000)])
					);
				if (label === 'session_id')
					figures = Object.fromEntries(
						Object.entries(figures)
							.filter(([name]) => name !== '')
							.sort(([, a], [, b]) => b - a)
							.slice(0, 20)
					);
				wanted[atMs] = rounded(figures);
			}
			const seen = await ask(query, fromMs, toMs);
			const shown = (at: number) => rounded(seen[at] ?? {});
			expect(Object.fromEntries(Object.keys(wanted).map((at) => [at, shown(Number(at))]))).toEqual(wanted);
		});
	});

	test('a counter that begins anew counts from there, and is not less than nothing', async () => {
		const tokens = counters.find((query) => title(query) === 'overview: Token Usage A')!;
		const at = dayMs + 90 * MINUTE_MS;
		expect((await ask(tokens, at - 30 * MINUTE_MS, at))[at]).toEqual({ '': 30 });
	});

	test('what the collector says of itself', async () => {
		const [waiting, failed, series] = others;
		const last = async (query: Query) => (await ask(query, startMs, endMs))[endMs - HOUR_MS];
		expect(await last(waiting!)).toEqual({ 'otelcol_exporter_queue_size,loki': 3 });
		expect(await last(failed!)).toEqual({ loki: 1 / 60 });
		const atMs = Math.max(...GROWTH.map(({ atMs }) => atMs));
		const near = Math.floor(atMs / STEP_MS) * STEP_MS;
		const alive = GROWTH.filter(
			(step) => step.atMs <= near && step.atMs + 20 * MINUTE_MS + STEP_MS - SCRAPE_MS >= near
		);
		const counted = Object.fromEntries(
			[...Map.groupBy(alive, ({ name }) => name)].map(([name, steps]) => [
				name,
				new Set(steps.map(({ labels }) => JSON.stringify(labels))).size
			])
		);
		expect((await ask(series!, startMs, endMs))[near]).toEqual(counted);
	});
});
