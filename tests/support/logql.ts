// LogQL over entries in memory: the part that the dashboards use, from the tree of Grafana's own grammar. What it does not know
// it throws at. Semantics: https://grafana.com/docs/loki/latest/query/ (read 2026-11-21). Imports nothing from src or server.
import { parser } from '@grafana/lezer-logql';
import { durationMs } from './grafana.ts';
import type { LokiEntry } from './loki-store.ts';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

export type Labels = Record<string, string>;

export interface Sample {
	labels: Labels;
	value: number;
}

type Value = Sample[] | number;

interface Line {
	labels: Labels;
	text: string;
}

/** Every label and metadata name that a query reads, groups by or shows. */
export function namesIn(query: string): string[] {
	const names = new Set<string>();
	parser.parse(query).iterate({
		enter({ name, from, to }) {
			if (name === 'Identifier') names.add(query.slice(from, to));
			if (name !== 'String') return;
			for (const [, shown] of query.slice(from, to).matchAll(/\{\{\s*\.(\w+)\s*\}\}/g)) names.add(shown!);
		}
	});
	return [...names];
}

/** What a metric query answers at a moment. */
export function vectorAt(query: string, entries: readonly LokiEntry[], atMs: number): Sample[] {
	const value = evaluate(parser.parse(query).topNode, query, entries, atMs);
	if (typeof value === 'number') throw new Error(`not a vector: ${query}`);
	return value;
}

/** Lines of a log query, in the entries' order. */
export function linesOf(query: string, entries: readonly LokiEntry[]): string[] {
	const top = only(parser.parse(query).topNode, 'Expr');
	return select(only(top, 'LogExpr'), query, entries).map(({ text }) => text);
}

function evaluate(node: SyntaxNode, query: string, entries: readonly LokiEntry[], atMs: number): Value {
	const go = (child: SyntaxNode) => evaluate(child, query, entries, atMs);
	const text = (child: SyntaxNode) => query.slice(child.from, child.to);
	switch (node.name) {
		case 'LogQL':
		case 'Expr':
		case 'MetricExpr':
			return go(children(node)[0]!);
		case 'LiteralExpr':
			return Number(text(node));
		case 'VectorExpr':
			return [{ labels: {}, value: Number(text(only(node, 'Number'))) }];
		case 'BinOpExpr': {
			const [left, operator, , right] = children(node);
			return combine(go(left!), operator!.name, go(right!));
		}
		case 'VectorAggregationExpr': {
			const inner = go(only(node, 'MetricExpr')) as Sample[];
			const operator = text(only(node, 'VectorOp'));
			if (operator === 'topk')
				return inner.toSorted((a, b) => b.value - a.value).slice(0, Number(text(only(node, 'Number'))));
			const grouped = groups(inner, ({ labels }) => kept(labels, grouping(node, query) ?? []));
			return grouped.map(([labels, samples]) => {
				const values = samples.map(({ value }) => value);
				return { labels, value: reduce(operator, values) };
			});
		}
		case 'RangeAggregationExpr': {
			const range = only(node, 'LogRangeExpr');
			const lengthMs = durationMs(text(only(only(range, 'Range'), 'Duration')));
			const read = range.getChild('UnwrapExpr');
			const field = read && text(only(read, 'Identifier'));
			const [afterNs, toNs] = [atMs - lengthMs, atMs].map((ms) => BigInt(ms) * 1_000_000n) as [
				bigint,
				bigint
			];
			const window = entries.filter(({ ns }) => ns > afterNs && ns <= toNs);
			const lines = select(range, query, window).filter(
				({ labels }) => field === null || labels[field] !== undefined
			);
			const by = grouping(node, query);
			const quantile = node.getChild('Number');
			const named = ({ labels }: Line) => (by === null ? without(labels, field) : kept(labels, by));
			return groups(lines, named).map(([labels, group]) => {
				const values = group.map((line) => (field === null ? 1 : Number(line.labels[field])));
				const operator = text(only(node, 'RangeOp'));
				const value =
					operator === 'rate'
						? values.length / (lengthMs / 1000)
						: reduce(operator, values, quantile ? Number(text(quantile)) : 0);
				return { labels, value };
			});
		}
		default:
			throw new Error(`LogQL not known here: ${node.name} in ${query}`);
	}
}

/** Lines that a selector and its stages let through. */
function select(node: SyntaxNode, query: string, entries: readonly LokiEntry[]): Line[] {
	const text = (child: SyntaxNode) => query.slice(child.from, child.to);
	let lines = entries.map(({ line, labels, metadata }) => ({
		labels: { ...labels, ...metadata },
		text: line
	}));
	const stages: SyntaxNode[] = [];
	node.cursor().iterate(({ name, node: stage }) => {
		if (['Matcher', 'LineFormatExpr'].includes(name)) stages.push(stage);
		if (
			['LineFilter', 'LabelParser', 'JsonExpressionParser', 'LabelFormatExpr', 'DropLabelsExpr'].includes(
				name
			)
		)
			throw new Error(`LogQL not known here: ${name} in ${query}`);
	});
	for (const stage of stages) {
		const value = JSON.parse(text(only(stage, 'String'))) as string;
		if (stage.name === 'LineFormatExpr') {
			const format = (labels: Labels) =>
				value.replaceAll(/\{\{\s*\.(\w+)\s*\}\}/g, (_, name) => labels[name] ?? '');
			lines = lines.map((line) => ({ ...line, text: format(line.labels) }));
			continue;
		}
		const name = text(only(stage, 'Identifier'));
		const pattern = new RegExp(`^(?:${value})$`);
		const passes = {
			Eq: (given: string) => given === value,
			Neq: (given: string) => given !== value,
			Re: (given: string) => pattern.test(given),
			Nre: (given: string) => !pattern.test(given)
		}[children(stage)[1]!.name]!;
		lines = lines.filter(({ labels }) => passes(labels[name] ?? ''));
	}
	return lines;
}

function combine(left: Value, operator: string, right: Value): Value {
	const of = (a: number, b: number) => ({ Mul: a * b, Div: a / b, Add: a + b, Sub: a - b })[operator]!;
	if (typeof left === 'number' && typeof right === 'number') return of(left, right);
	if (typeof right === 'number')
		return (left as Sample[]).map(({ labels, value }) => ({ labels, value: of(value, right) }));
	if (typeof left === 'number') return right.map(({ labels, value }) => ({ labels, value: of(left, value) }));
	const twin = ({ labels }: Sample, among: Sample[]) =>
		among.find((other) => key(other.labels) === key(labels));
	if (operator === 'Or') return [...left, ...right.filter((sample) => !twin(sample, left))];
	return left.flatMap((sample) => {
		const other = twin(sample, right);
		return other ? [{ labels: sample.labels, value: of(sample.value, other.value) }] : [];
	});
}

function reduce(operator: string, values: number[], quantile = 0): number {
	const total = values.reduce((sum, value) => sum + value, 0);
	switch (operator) {
		case 'sum':
		case 'sum_over_time':
			return total;
		case 'count':
		case 'count_over_time':
			return values.length;
		case 'avg_over_time':
			return total / values.length;
		case 'quantile_over_time': {
			const inOrder = values.toSorted((a, b) => a - b);
			const rank = quantile * (inOrder.length - 1);
			const low = inOrder[Math.floor(rank)]!;
			return low + (inOrder[Math.ceil(rank)]! - low) * (rank % 1);
		}
		default:
			throw new Error(`LogQL not known here: ${operator}`);
	}
}

function groups<T>(items: T[], labelsOf: (item: T) => Labels): [Labels, T[]][] {
	const all = new Map<string, [Labels, T[]]>();
	for (const item of items) {
		const labels = labelsOf(item);
		const group = all.get(key(labels)) ?? [labels, []];
		group[1].push(item);
		all.set(key(labels), group);
	}
	return [...all.values()];
}

/** The labels of `by (…)`; null where there is none. */
function grouping(node: SyntaxNode, query: string): string[] | null {
	const clause = node.getChild('Grouping');
	if (clause === null) return null;
	only(clause, 'By');
	return only(clause, 'Labels')
		.getChildren('Identifier')
		.map(({ from, to }) => query.slice(from, to));
}

/** A label that an entry does not have is not in the answer. */
const kept = (labels: Labels, names: string[]) =>
	Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)));
const without = (labels: Labels, name: string | null) =>
	Object.fromEntries(Object.entries(labels).filter(([other]) => other !== name));
const key = (labels: Labels) => JSON.stringify(Object.entries(labels).sort());

function children(node: SyntaxNode): SyntaxNode[] {
	const all: SyntaxNode[] = [];
	for (let child = node.firstChild; child !== null; child = child.nextSibling) all.push(child);
	return all;
}

function only(node: SyntaxNode, name: string): SyntaxNode {
	const child = node.getChild(name);
	if (child === null) throw new Error(`no ${name} in ${node.name}`);
	return child;
}
