// What the session page is given: the tree as rows first, those at its top before all others, then the attribution from
// several sides and other prices. Pure; made in the worker from the session's events.
import type { Attribution, Cause, Share } from './attribution.ts';
import { attribute } from './attribution.ts';
import { addShare, type Gathered, gathered, type View, type ViewRow, viewRows } from './attribution-views.ts';
import type { Entrant } from './context.ts';
import type { DomainEvent } from './event.ts';
import { type SessionMoney, sessionMoney } from './lineage.ts';
import { LIST_PRICES, PRICES, type Prices, plainModel } from './price.ts';
import type { Gap } from './time-axis.ts';
import { buildTree } from './tree.ts';
import type { SessionTree, TreeNode } from './tree-node.ts';
import { MANY_ROWS, type TreeRow, topRows, treeRows } from './tree-rows.ts';
import { whatIf } from './what-if.ts';

/** A cause as a word: what entered is told by its kind, what was written again by its reason. */
export type CauseKey =
	| 'turn'
	| 'baseline'
	| `entered:${Entrant['kind']}`
	| `rewritten:${'expired' | 'model' | 'compaction' | 'unknown'}`
	| 'carrying'
	| `metrics:${'unlogged' | 'metrics'}`
	| 'unknown';

export const CAUSE_VIEWS = [
	'cause',
	'prompt',
	'tool',
	'costKind',
	'role',
	'agent',
	'model',
	'skill',
	'mcpServer'
] as const satisfies readonly View[];

export interface WhatIfRow {
	/** `null`: each request on its own model. */
	model: string | null;
	/** Nano-USD with the cache as it was, with five minutes, with an hour; `null`: no price. */
	asSent: number | null;
	fiveMinutes: number | null;
	oneHour: number | null;
}

export interface WhatIfTable {
	rows: WhatIfRow[];
	/** The session's requests by the price table: what to compare with; `null`: not all have a price. */
	baseNano: number | null;
	requests: number;
	/** Requests without tokens: in none of the figures. */
	leftOut: number;
}

export interface SessionCauses {
	rows: TreeRow[];
	/** All rows are there; else only those without a parent. */
	whole: boolean;
	gaps: Gap[];
	/** Known cost of the session, nano-USD. */
	totalNano: number;
	unpriced: number;
}

export interface SessionSides {
	/** Each sums to `totalNano`. */
	views: Record<(typeof CAUSE_VIEWS)[number], ViewRow[]>;
	totalNano: number;
	whatIf: WhatIfTable | null;
	/** Row id → what its content cost when it came into the context, nano-USD; rows that brought none are absent. */
	entered: Map<string, number>;
}

/** The session in its order: all that rows need. */
export interface Grown {
	money: SessionMoney;
	tree: SessionTree;
}

export interface Analysis extends Grown {
	attribution: Attribution;
}

export function grow(
	events: readonly DomainEvent[],
	nowMs: number,
	prices: Prices = LIST_PRICES,
	beyond?: SessionMoney['beyond']
): Grown {
	const money = sessionMoney(events, nowMs, prices, beyond);
	return { money, tree: buildTree(events, nowMs, money) };
}

export function analyse(grown: Grown, events: readonly DomainEvent[], nowMs: number): Analysis {
	return { ...grown, attribution: attribute(events, nowMs, grown.money) };
}

/** `all` false: of a long session only the rows at the top. */
export function causesOf({ tree }: Grown, events: readonly DomainEvent[], all: boolean): SessionCauses {
	const whole = all || tree.size <= MANY_ROWS;
	const { totalNano, unpriced } = tree;
	return { ...(whole ? treeRows(tree, events) : topRows(tree, events)), whole, totalNano, unpriced };
}

/** The money from every side, and at other prices. */
export function sidesOf({ attribution, tree }: Analysis): SessionSides {
	const views = {} as SessionSides['views'];
	for (const view of CAUSE_VIEWS)
		views[view] = view === 'cause' ? causeRows(attribution) : viewRows(attribution, view);
	return {
		views,
		totalNano: attribution.totalNano,
		whatIf: whatIfTable(attribution),
		entered: enteredByRow(attribution, tree)
	};
}

/** Of a request what entered is its own answer coming back: told where it entered. */
function enteredByRow({ shares }: Attribution, { byEvent }: SessionTree): Map<string, number> {
	const entered = new Map<string, number>();
	for (const { cause, nano } of shares) {
		if (cause.kind !== 'entered' || cause.entrant.eventId === null) continue;
		const node = byEvent.get(cause.entrant.eventId);
		if (node === undefined || node.kind === 'request') continue;
		entered.set(node.id, (entered.get(node.id) ?? 0) + nano);
	}
	return entered;
}

export function causeKey(cause: Cause): CauseKey {
	switch (cause.kind) {
		case 'entered':
			return `entered:${cause.entrant.kind}`;
		case 'rewritten':
			return `rewritten:${cause.reason}`;
		case 'metrics':
			return `metrics:${cause.basis}`;
		default:
			return cause.kind;
	}
}

function causeRows({ shares }: Attribution): ViewRow[] {
	const rows = new Map<CauseKey, Gathered>();
	for (const share of shares) {
		const key = causeKey(share.cause);
		let row = rows.get(key);
		if (row === undefined) rows.set(key, (row = gathered('value', key)));
		addShare(row, share);
	}
	return [...rows.values()]
		.map(({ last: _, ...row }) => row)
		.sort((a, b) => b.nano - a.nano || (a.key! < b.key! ? -1 : 1));
}

/** The newest model of each family that is offered to all, by the price table. */
function currentModels(): string[] {
	const newest = new Map<string, string>();
	const collator = new Intl.Collator('en', { numeric: true });
	for (const { models } of PRICES) {
		const key = models[0]!;
		const family = key.slice(0, key.indexOf('-'));
		const known = newest.get(family);
		if (known === undefined || collator.compare(key, known) > 0) newest.set(family, key);
	}
	return [...newest.values()].map((key) => `claude-${key}`);
}

/** `null`: nothing to price. */
function whatIfTable(attribution: Attribution): WhatIfTable | null {
	const base = whatIf(attribution, { model: null, from: null, cacheLife: null });
	const used = new Set(attribution.steps.map(({ request }) => request.model && plainModel(request.model)));
	const models = currentModels().filter((model) => used.size > 1 || !used.has(model));
	const price = (model: string | null, cacheLife: '5m' | '1h' | null) =>
		whatIf(attribution, { model, from: null, cacheLife })?.nano ?? null;
	const rows = [null, ...models].map((model) => ({
		model,
		asSent: price(model, null),
		fiveMinutes: price(model, '5m'),
		oneHour: price(model, '1h')
	}));
	const counted = base ?? whatIf(attribution, { model: models[0]!, from: null, cacheLife: null });
	if (counted === null || counted.requests === 0) return null;
	return {
		rows: rows.filter((row) => row.model === null || row.asSent !== null),
		baseNano: base?.nano ?? null,
		requests: counted.requests,
		leftOut: counted.leftOut.length
	};
}

/** One cause of a row's cost. */
export interface RowCause {
	key: CauseKey;
	nano: number;
	tokens: number;
	/** What entered: the row it is, and what it was. */
	eventId: string | null;
	toolName: string | null;
	bytes: number | null;
}

export interface RowDetail {
	/** In order. */
	events: DomainEvent[];
	/** What the cost of the row and all below it went to, dearest first. Sums to `totalNano`. */
	causes: RowCause[];
	totalNano: number;
	/** Where its content entered, and what that cost; `null`: nowhere. */
	entered: { eventId: string; nano: number; tokens: number } | null;
}

const MOST_CAUSES = 12;

/** A row with its events and causes; `null`: there is no such row. */
export function rowDetail(
	{ tree, attribution }: Pick<Analysis, 'tree' | 'attribution'>,
	events: readonly DomainEvent[],
	rowId: string
): RowDetail | null {
	const node = findNode(tree.roots, rowId);
	if (node === null) return null;
	const own = new Set(node.eventIds);
	const requests = new Set<string>();
	collect(node, requests);
	const shares = attribution.shares.filter(({ step }) => step !== null && requests.has(step.request.id));
	return {
		events: events.filter(({ id }) => own.has(id)),
		...gather(shares),
		entered: node.kind === 'request' ? null : enteredAt(attribution, own)
	};
}

function gather(shares: readonly Share[]): { causes: RowCause[]; totalNano: number } {
	const causes = new Map<string, RowCause>();
	let totalNano = 0;
	for (const { cause, nano, tokens } of shares) {
		const key = causeKey(cause);
		const entrant = cause.kind === 'entered' ? cause.entrant : null;
		const name = `${key}\t${entrant?.eventId ?? ''}`;
		let row = causes.get(name);
		if (row === undefined) {
			const { eventId = null, toolName = null, bytes = null } = entrant ?? {};
			causes.set(name, (row = { key, nano: 0, tokens: 0, eventId, toolName, bytes }));
		}
		row.nano += nano;
		row.tokens += tokens;
		totalNano += nano;
	}
	const sorted = [...causes.values()].filter(({ nano }) => nano > 0).sort((a, b) => b.nano - a.nano);
	// What is left over goes into one row of its kind, so that the sum stays.
	const kept = sorted.slice(0, MOST_CAUSES);
	for (const row of sorted.slice(MOST_CAUSES)) {
		const like = kept.find(({ key, eventId }) => key === row.key && eventId === null);
		if (like === undefined) kept.push({ ...row, eventId: null, toolName: null, bytes: null });
		else {
			like.nano += row.nano;
			like.tokens += row.tokens;
		}
	}
	return { causes: kept, totalNano };
}

function enteredAt({ shares }: Attribution, own: ReadonlySet<string>): RowDetail['entered'] {
	let entered: RowDetail['entered'] = null;
	for (const { cause, nano, tokens, step } of shares) {
		if (cause.kind !== 'entered' || !own.has(cause.entrant.eventId ?? '')) continue;
		entered ??= { eventId: step!.request.id, nano: 0, tokens: 0 };
		entered.nano += nano;
		entered.tokens += tokens;
	}
	return entered;
}

function findNode(nodes: readonly TreeNode[], id: string): TreeNode | null {
	const stack = [...nodes];
	for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
		if (node.id === id) return node;
		stack.push(...node.children);
	}
	return null;
}

function collect(node: TreeNode, requests: Set<string>): void {
	if (node.kind === 'request') for (const id of node.eventIds) requests.add(id);
	for (const child of node.children) collect(child, requests);
}
