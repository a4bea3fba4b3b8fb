// The dashboards' queries, run. Each LogQL query over the captured events, against figures reckoned from the captures in the
// plainest way: in memory, or in the real Loki that LOKI_URL names. (Figures of PromQL: debian-prometheus.test.ts.) And
// every query as it is against the servers that LOKI_URL and PROMETHEUS_URL name.
import { beforeAll, describe, expect, test } from 'vitest';
import { lokiTarget } from '../support/backend-targets.ts';
import { readCaptures } from '../support/captures.ts';
import { filledIn, type Query, queries } from '../support/grafana.ts';
import { linesOf, type Sample, vectorAt } from '../support/logql.ts';
import { lokiEntries } from '../support/loki-model.ts';
import { type Attributes, logLines } from '../support/oracle-records.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Line {
	name: string;
	atMs: number;
	attributes: Attributes;
}

const captures = readCaptures();
const lines: Line[] = captures.flatMap(logLines).map(({ name, timeUnixNano, attributes }) => ({
	name,
	atMs: Number(BigInt(timeUnixNano) / 1_000_000n),
	attributes
}));
const entries = captures
	.flatMap(lokiEntries)
	.map((entry) => ({ ...entry, labels: { service_name: 'claude-code' } }));
const times = lines.map(({ atMs }) => atMs);
const [firstMs, lastMs] = [Math.min(...times), Math.max(...times)];

/** What no capture holds: plugins installed, a tool that only fails, an hour with nothing but an error. */
const MADE: Line[] = [
	...['cli', 'ui', 'cli'].map((trigger, n) => ({
		name: 'plugin_installed',
		atMs: lastMs - n,
		attributes: { 'plugin.name': `plugin-${n % 2}`, 'install.trigger': trigger }
	})),
	{
		name: 'tool_result',
		atMs: lastMs,
		attributes: { tool_name: 'Broken', success: 'false', duration_ms: 5 }
	},
	{ name: 'api_error', atMs: firstMs - 3 * HOUR_MS, attributes: { status_code: 500, error: 'Overloaded' } }
];
lines.push(...MADE);
for (const { name, atMs, attributes } of MADE) {
	const named = Object.entries({ event_name: name, ...attributes });
	entries.push({
		ns: BigInt(atMs) * 1_000_000n,
		line: `claude_code.${name}`,
		labels: { service_name: 'claude-code' },
		metadata: Object.fromEntries(named.map(([key, value]) => [key.replace('.', '_'), String(value)]))
	});
}

type Figures = Record<string, number>;

/** Figures of the lines in a window, by group; of `all` lines of the range where there is no line in the window. */
type Reckon = (window: Line[], all: Line[]) => Figures;

const of = (lines: Line[], name: string) => lines.filter((line) => line.name === name);
const text = (line: Line, attribute: string) => String(line.attributes[attribute] ?? '');
const distinct = (lines: Line[], attribute: string) =>
	new Set(lines.map((line) => text(line, attribute))).size;

function by(lines: Line[], attribute: string, figure: (group: Line[]) => number): Figures {
	const names = new Set(lines.map((line) => text(line, attribute)));
	return Object.fromEntries(
		[...names].map((name) => [name, figure(lines.filter((line) => text(line, attribute) === name))])
	);
}

const size = (lines: Line[]) => lines.length;
const cost = (lines: Line[]) => lines.reduce((sum, { attributes }) => sum + Number(attributes.cost_usd), 0);
const durations = (lines: Line[]) =>
	lines.map(({ attributes }) => Number(attributes.duration_ms)).sort((a, b) => a - b);
const quantile = (q: number) => (lines: Line[]) => {
	const values = durations(lines);
	const at = (values.length - 1) * q;
	const [low, high] = [values[Math.floor(at)]!, values[Math.ceil(at)]!];
	return low + (high - low) * (at - Math.floor(at));
};
const one = (value: number, there = true): Figures => (there ? { '': value } : {});
const largest = (count: number, figures: Figures): Figures =>
	Object.fromEntries(
		Object.entries(figures)
			.sort(([, a], [, b]) => b - a)
			.slice(0, count)
	);

const spent: Reckon = (window) => {
	const requests = of(window, 'api_request');
	return one(cost(requests), requests.length > 0);
};
const counted =
	(name: string): Reckon =>
	(window, all) =>
		one(of(window, name).length, all.length > 0);
const countedBy =
	(name: string, attribute: string): Reckon =>
	(window) =>
		by(of(window, name), attribute, size);
const perSecond =
	(name: string, attribute: string): Reckon =>
	(window) =>
		by(of(window, name), attribute, (group) => group.length / (STEP_MS / 1000));
const commands = (lines: Line[]) =>
	of(lines, 'user_prompt').filter((line) => text(line, 'command_name') !== '');

/** The step of lines that ask for none of their own. */
const STEP_MS = 15 * MINUTE_MS;

/** Panel → its window (ms, or the range, or the step), and what it shows. */
const PANELS: Record<string, [window: number | 'range' | 'step', reckon: Reckon]> = {
	'Active Sessions': [
		5 * MINUTE_MS,
		(window, all) =>
			one(
				distinct(
					window.filter((line) => text(line, 'session.id') !== ''),
					'session.id'
				),
				all.length > 0
			)
	],
	'Total Cost': ['range', spent],
	'Cost by Model, hourly': [HOUR_MS, (window) => by(of(window, 'api_request'), 'model', cost)],
	'Cost (Last Hour)': [HOUR_MS, spent],
	'Cost (Last 24 Hours)': [24 * HOUR_MS, spent],
	'Cost by Model': ['range', (window) => by(of(window, 'api_request'), 'model', cost)],
	'Tool Usage Rate': ['step', perSecond('tool_result', 'tool_name')],
	'Tool Call Rate by Tool': ['step', perSecond('tool_result', 'tool_name')],
	'Cumulative Tool Usage': ['range', countedBy('tool_result', 'tool_name')],
	'Tool Usage Distribution': ['range', countedBy('tool_result', 'tool_name')],
	'Tool Success Rate': [
		'range',
		(window) =>
			by(
				of(window, 'tool_result'),
				'tool_name',
				(calls) => calls.filter((call) => text(call, 'success') === 'true').length / calls.length
			)
	],
	'API Request Duration by Model A': [
		'step',
		(window) => by(of(window, 'api_request'), 'model', quantile(0.5))
	],
	'API Request Duration by Model B': [
		'step',
		(window) => by(of(window, 'api_request'), 'model', quantile(0.95))
	],
	'API Error Rate': ['step', perSecond('api_error', 'status_code')],
	'API Requests by Model': ['step', countedBy('api_request', 'model')],
	'Total Requests': ['range', counted('api_request')],
	'Total Errors': ['range', counted('api_error')],
	'Total Tool Calls': ['range', counted('tool_result')],
	'Average Response Time': [
		'range',
		(window) => {
			const all = durations(of(window, 'api_request'));
			const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
			return all.length > 0 ? { 'claude-code': mean } : ({} as Figures);
		}
	],
	'Error Rate': [
		'range',
		(window) => {
			const [failed, done] = [of(window, 'api_error').length, of(window, 'api_request').length];
			return one(failed / (failed + done), failed + done > 0);
		}
	],
	'Total Skill Activations': ['range', counted('skill_activated')],
	'Unique Skills': [
		'range',
		(window, all) => one(distinct(of(window, 'skill_activated'), 'skill.name'), all.length > 0)
	],
	'Plugin-sourced': [
		'range',
		(window) => {
			const all = of(window, 'skill_activated');
			const brought = all.filter((line) => text(line, 'plugin.name') !== '');
			return one(brought.length / all.length, all.length > 0);
		}
	],
	'Slash Command Invocations': ['range', (window, all) => one(commands(window).length, all.length > 0)],
	'Top Skills': ['range', (window) => largest(15, by(of(window, 'skill_activated'), 'skill.name', size))],
	'Trigger Distribution': ['range', countedBy('skill_activated', 'invocation_trigger')],
	'Source Distribution': ['range', countedBy('skill_activated', 'skill.source')],
	'Skill Activations over Time': ['step', countedBy('skill_activated', 'skill.name')],
	'Top Slash Commands': ['range', (window) => largest(15, by(commands(window), 'command_name', size))],
	'Command Source': ['range', (window) => by(commands(window), 'command_source', size)],
	'Plugin Installs': ['step', countedBy('plugin_installed', 'plugin.name')],
	'Plugin Installs by Trigger': ['range', countedBy('plugin_installed', 'install.trigger')]
};

/** Panels of lines: event, and the text of each. */
const LOGS: Record<string, [event: string | null, text: (line: Line) => string]> = {
	'Live Log Stream': [
		null,
		(line) =>
			`${line.name} ${text(line, 'model')} ${text(line, 'tool_name')} session=${text(line, 'session.id')}`
	],
	'Tool Execution Events': [
		'tool_result',
		(line) =>
			`${text(line, 'tool_name')} success=${text(line, 'success')} ${text(line, 'duration_ms')} ms session=${text(line, 'session.id')}`
	],
	'API Error Events': [
		'api_error',
		(line) =>
			`${text(line, 'status_code')} ${text(line, 'model')} ${text(line, 'error')} session=${text(line, 'session.id')}`
	],
	'Recent Skill Activations': [
		'skill_activated',
		(line) =>
			`${text(line, 'skill.name')} trigger=${text(line, 'invocation_trigger')} source=${text(line, 'skill.source')} session=${text(line, 'session.id')}`
	]
};

const loki = queries.filter(({ uid }) => uid === 'loki');
const title = ({ name }: Query) => name.replace(/^.*?: (?=[A-Z])/, '').replace(/ A$/, '');
const panelOf = (query: Query) => PANELS[title(query)] ?? PANELS[query.name.split(': ').at(-1)!];
const figures = loki.filter(panelOf);
const logs = loki.filter((query) => LOGS[title(query)]);

const rounded = (figures: Figures) =>
	Object.fromEntries(
		Object.entries(figures)
			.map(([name, value]): [string, number] => [name, Number(value.toPrecision(9))])
			.sort()
	);
const answered = (samples: Sample[]) =>
	rounded(Object.fromEntries(samples.map(({ labels, value }) => [Object.values(labels).join(), value])));

function expected(query: Query, fromMs: number, toMs: number, atMs: number): Figures {
	const [window, reckon] = panelOf(query)!;
	const rangeMs = toMs - fromMs;
	const lengthMs = { range: rangeMs, step: Math.max(STEP_MS, query.stepMs) }[window] ?? Number(window);
	const since = (ms: number) => lines.filter((line) => line.atMs > atMs - ms && line.atMs <= atMs);
	return rounded(reckon(since(lengthMs), since(rangeMs)));
}

describe('figures of the captured events', () => {
	const grid = (ms: number) => Math.ceil(ms / STEP_MS) * STEP_MS;
	const [startMs, endMs] = [grid(firstMs) - STEP_MS, grid(lastMs)];
	const RANGES: [string, number, number][] = [
		['all of them', startMs, endMs],
		['an hour of them', startMs + STEP_MS, startMs + STEP_MS + HOUR_MS],
		['one error alone', startMs - 3 * HOUR_MS, startMs - 2 * HOUR_MS],
		['none', startMs - HOUR_MS, startMs]
	];

	test('every query has one, and the captures speak of it', () => {
		expect(loki.filter((query) => !figures.includes(query) && !logs.includes(query))).toEqual([]);
		for (const query of figures) {
			const [, reckon] = panelOf(query)!;
			expect(Object.keys(reckon(lines, lines)), query.name).not.toEqual([]);
		}
	});

	describe.each(RANGES)('%s', (_, fromMs, toMs) => {
		test.each(figures)('$name', (query) => {
			const stepMs = Math.max(STEP_MS, query.stepMs);
			const asked = filledIn(query, toMs - fromMs, stepMs);
			const seen: Record<number, Figures> = {};
			const wanted: Record<number, Figures> = {};
			for (let atMs = query.instant ? toMs : fromMs; atMs <= toMs; atMs += stepMs) {
				seen[atMs] = answered(vectorAt(asked, entries, atMs));
				wanted[atMs] = none(lines, atMs, toMs - fromMs) ? {} : expected(query, fromMs, toMs, atMs);
			}
			expect(seen).toEqual(wanted);
		});
	});

	test.each(logs)('$name', (query) => {
		const [event, text] = LOGS[title(query)]!;
		const wanted = lines.filter(({ name }) => event === null || name === event).map(text);
		expect(linesOf(query.expr, entries).toSorted()).toEqual(wanted.toSorted());
	});
});

const LONG_MS = 6 * HOUR_MS;

/** What a server says to a query of Grafana's, over the six hours before now. */
async function ask(
	url: string,
	query: Query,
	expr: string
): Promise<{ resultType: string; result: never[] }> {
	const stepMs = Math.max(STEP_MS, query.stepMs);
	const [end, start] = [Date.now() / 1000, (Date.now() - LONG_MS) / 1000];
	const when: Record<string, string> = query.instant
		? { time: `${end}` }
		: { start: `${start}`, end: `${end}`, step: `${stepMs / 1000}` };
	const search = new URLSearchParams({ query: filledIn({ ...query, expr }, LONG_MS, stepMs), ...when });
	const response = await fetch(`${url.replace(/\/+$/, '')}/query${query.instant ? '' : '_range'}?${search}`);
	const body = await response.text();
	expect([response.status, body.slice(0, 300)]).toEqual([200, expect.stringMatching(/"status":"success"/)]);
	return JSON.parse(body).data;
}

const lokiUrl = process.env.LOKI_URL;
describe.skipIf(!lokiUrl)('a real Loki (skipped where LOKI_URL is not set)', () => {
	let selector: string;
	beforeAll(async () => {
		const target = await lokiTarget();
		selector = target.query;
		await target.push(entries);
	}, 60_000);

	test.each(loki)('runs $name, and agrees where it is of the whole range', async (query) => {
		const own = query.expr.replaceAll('{service_name="claude-code"}', selector);
		const { resultType, result } = await ask(`${lokiUrl}/loki/api/v1`, query, own);
		expect(resultType).toBe(logs.includes(query) ? 'streams' : query.instant ? 'vector' : 'matrix');
		if (panelOf(query)?.[0] !== 'range') return;
		const samples = (
			result as { metric: Record<string, string>; value?: string[]; values?: string[][] }[]
		).map(({ metric, value, values }) => ({
			labels: 'service_name' in metric ? { service_name: 'claude-code' } : metric,
			value: Number((value ?? values!.at(-1)!)[1])
		}));
		expect(answered(samples)).toEqual(expected(query, lastMs - LONG_MS, lastMs, lastMs));
	});
});

const prometheusUrl = process.env.PROMETHEUS_URL;
describe.skipIf(!prometheusUrl)('a real Prometheus (skipped where PROMETHEUS_URL is not set)', () => {
	test.each(queries.filter(({ uid }) => uid === 'prometheus'))('runs $name', async (query) => {
		const { resultType } = await ask(`${prometheusUrl}/api/v1`, query, query.expr);
		expect(resultType).toBe(query.instant ? 'vector' : 'matrix');
	});
});

/** Whether a range before a moment is empty: then nothing is shown, not a zero. */
function none(lines: Line[], atMs: number, rangeMs: number): boolean {
	return !lines.some((line) => line.atMs > atMs - rangeMs && line.atMs <= atMs);
}
