// The dashboards: every query is read by its language's own grammar, its metrics and labels are held against what was recorded, and
// the panels of the dashboards they replace are all there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser as logql } from '@grafana/lezer-logql';
import { parser as promql } from '@prometheus-io/lezer-promql';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { metricName } from '#lib/wire/metric-names.ts';
import { readCaptures } from '../support/captures.ts';
import { dashboards, filledIn, panels, queries } from '../support/grafana.ts';
import { namesIn } from '../support/logql.ts';
import { lokiEntries } from '../support/loki-model.ts';

const root = join(import.meta.dirname, '../..');
const fixture = (name: string) => readFileSync(join(root, 'tests/fixtures/backends', name), 'utf8');
const of = (uid: string) => queries.filter((query) => query.uid === uid);

/** Labels of recorded series, and those only the documentation of Claude Code or of the collector names. */
const METRIC_LABELS = new Set<string>([
	...JSON.parse(fixture('prom-labels.http').trim().split('\n').at(-1)!).data,
	...[...fixture('otelcol-prometheus-exporter.http').matchAll(/[{,](\w+)="/g)].map((match) => match[1]!),
	'start_type',
	'exporter'
]);
/** Names of recorded entries: what Loki said it had found, and what the captures become there. */
const fields = fixture('loki-detected_fields.http');
const entries = readCaptures().flatMap(lokiEntries);
const EVENT_LABELS = new Set<string>([
	...JSON.parse(fields.slice(fields.indexOf('{"fields"'))).fields.map(
		({ label }: { label: string }) => label
	),
	...entries.flatMap(({ labels, metadata }) => Object.keys({ ...labels, ...metadata })),
	// Of plugin_installed, which only the documentation of Claude Code has.
	'install_trigger'
]);
const EVENT_NAMES = new Set([...entries.map(({ metadata }) => metadata.event_name), 'plugin_installed']);

/** As Grafana sends it for a day in steps of an hour. */
const sent = (expr: string) => filledIn({ expr, instant: true }, 86_400_000, 3_600_000);

/** Every label that a PromQL query selects or groups by. */
function labelsIn(expr: string): string[] {
	const names: string[] = [];
	const text = sent(expr);
	promql.parse(text).iterate({
		enter: ({ name, from, to }) => void (name === 'LabelName' && names.push(text.slice(from, to)))
	});
	return names;
}

/** Where the language's own grammar does not follow. Grafana's variables are durations once it has put them in. */
function faults(expr: string, uid: string): string[] {
	const text = sent(expr);
	const found: string[] = [];
	(uid === 'loki' ? logql : promql).parse(text).iterate({
		enter(node) {
			if (node.type.isError) found.push(`at ${node.from}: ${text.slice(node.from, node.from + 20)}`);
		}
	});
	return found;
}

describe('dashboards', () => {
	test('there are three, each with an id of its own, and panels that do not overlap', () => {
		expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(3);
		for (const { panels } of dashboards) {
			expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
			const taken = new Set<string>();
			for (const { gridPos, title } of panels)
				for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
					for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
						expect(x, title).toBeLessThan(24);
						expect(taken.has(`${x} ${y}`), title).toBe(false);
						taken.add(`${x} ${y}`);
					}
		}
	});

	test('they name the datasources that are provisioned', () => {
		const { datasources } = parse(
			readFileSync(join(root, 'config/grafana/provisioning/datasources/datasources.yaml'), 'utf8')
		);
		const known = datasources.map(({ uid }: { uid: string }) => uid);
		for (const { uid } of queries) expect(known).toContain(uid);
		for (const { datasource } of panels) expect(known).toContain(datasource!.uid);
	});

	test.each([
		[
			'Active Sessions|Total Cost|Token Usage|Lines of Code|Cumulative Cost by Model|Token Usage by Type|Token Usage by Model|Tool Usage Rate|Cumulative Tool Usage|Tool Success Rate|API Request Duration by Model|API Error Rate|Cumulative Code Changes|Development Activity|Tool Execution Events|API Error Events'
		],
		[
			'Total Skill Activations|Unique Skills|Plugin-sourced|Slash Command Invocations|Top Skills|Trigger Distribution|Source Distribution|Skill Activations over Time|Top Slash Commands|Command Source|Plugin Installs|Plugin Installs by Trigger|Recent Skill Activations'
		],
		['Tokens by Model|Cost (USD)|Sessions|Active Time|Lines Added and Removed|Git Activity|Tool Decisions'],
		[
			'Token Usage Rate|Total Tokens (Last Hour)|Tool Call Rate by Tool|Tool Usage Distribution|Session Duration|Error Rate|Total Requests|Total Errors|Total Tool Calls|Average Response Time|Live Log Stream'
		],
		['Cost (Last Hour)|Cost by Model, hourly|API Requests by Model|Code Change Rate']
	])('%s are there', (titles) => {
		const here = panels.map(({ title }) => title);
		expect(titles.split('|').filter((title) => !here.includes(title))).toEqual([]);
	});
});

describe('queries', () => {
	test('every panel has one', () => {
		expect(queries.length).toBeGreaterThan(60);
		for (const { targets, title } of panels) expect(targets?.length, title).toBeGreaterThan(0);
	});

	test.each(queries)('$name is written as its language asks', ({ expr, uid }) => {
		expect(faults(expr, uid)).toEqual([]);
	});

	test.each(of('prometheus'))('$name asks for metrics and labels that exist', ({ expr }) => {
		const names = [...expr.matchAll(/\bclaude_code_\w+/g)]
			.map(([name]) => name)
			.filter((name) => name !== 'claude_code_');
		for (const name of names) {
			expect(metricName(name), name).toMatchObject({ known: true });
			expect(name).toMatch(/_total$/);
		}
		if (!/otelcol_|__name__/.test(expr)) expect(names.length).toBeGreaterThan(0);
		expect(labelsIn(expr).filter((label) => label !== '__name__' && !METRIC_LABELS.has(label))).toEqual([]);
	});

	test.each(of('prometheus').filter(({ expr }) => /claude_code_\w+_total/.test(expr)))(
		'$name takes no instant sample of a counter, which is gone five minutes after its session',
		({ expr }) => {
			for (const match of expr.matchAll(/claude_code_\w+_total(\{[^}]*\})?(.)/g)) expect(match[2]).toBe('[');
			expect(expr).not.toContain('increase(');
		}
	);

	test.each(of('loki'))('$name reads structured metadata, of names that exist', ({ expr }) => {
		expect(expr).toContain('{service_name="claude-code"}');
		expect(expr).not.toMatch(/\|\s*(json|logfmt)/);
		expect(namesIn(sent(expr)).filter((name) => !EVENT_LABELS.has(name))).toEqual([]);
		const events = [...expr.matchAll(/event_name=~?"([\w|]+)"/g)].flatMap(([, names]) => names!.split('|'));
		expect(events.filter((name) => !EVENT_NAMES.has(name))).toEqual([]);
	});

	test('a query that is not closed, of a function or a name that is none, would be found', () => {
		for (const uid of ['loki', 'prometheus']) {
			expect(faults('sum(rate({a="b"}[5m])', uid)).not.toEqual([]);
			expect(faults('sum(x]', uid)).not.toEqual([]);
			expect(faults('summ by (a) (rate({a="b"}[5m]))', uid)).not.toEqual([]);
		}
		expect(namesIn('sum by (a) (rate({b="x"} | c!="" | unwrap d | line_format "{{.e}}" [5m]))')).toEqual(
			expect.arrayContaining(['a', 'b', 'c', 'd'])
		);
		expect(namesIn('{b="x"} | line_format "{{.e}} {{ .f }}"')).toEqual(['b', 'e', 'f']);
		expect(labelsIn('sum by (a, b) (x{c="d"}) / on (e) y')).toEqual(['a', 'b', 'c', 'e']);
		expect(metricName('claude_code_tokens_spent_total')).toMatchObject({ known: false });
	});
});
