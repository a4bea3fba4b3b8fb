// The metrics of one session and what follows from them: what was produced, and money that no request event accounts for.
// Everything here is a function of the session's row, so it does not matter in which order the points came.
import type { Metric } from './event.ts';
import { usdToNano } from './money.ts';
import { plainModel } from './price.ts';
import {
	type Account,
	BUCKET_MS,
	type Derived,
	type DerivedMoney,
	M,
	M_SIZE,
	P,
	P_SIZE,
	type SessionRow
} from './rows.ts';
import { addSums, zeros } from './totals.ts';

/** Sources of metrics, the one that counts first. `demo` is generated OTLP. */
const METRIC_SOURCES = ['otlp', 'demo', 'prometheus'] as const;

const PRODUCED: Record<string, number> = {
	'lines_of_code.count\tadded': P.linesAdded,
	'lines_of_code.count\tremoved': P.linesRemoved,
	'commit.count\t': P.commits,
	'pull_request.count\t': P.pullRequests,
	'active_time.total\tuser': P.activeUserMs,
	'active_time.total\tcli': P.activeCliMs,
	'code_edit_tool.decision\taccept': P.editAccepts,
	'code_edit_tool.decision\treject': P.editRejects
};

const TOKEN_KINDS: Record<string, number> = {
	input: M.input,
	output: M.output,
	cacheRead: M.cacheRead,
	cacheCreation: M.cacheWriteUnsplit
};

/** Start of the 15-minute bucket a moment lies in. */
export function bucketStart(atMs: number): number {
	return Math.floor(atMs / BUCKET_MS) * BUCKET_MS;
}

/** Enters one data point, in place. */
export function enterMetric(row: SessionRow, point: Metric): void {
	const type = point.type ?? point.decision ?? '';
	const model = point.model === null ? '' : plainModel(point.model);
	const account = (row.ledger[`${point.source}\t${point.metric}\t${type}\t${model}`] ??= { ends: {} });
	const bucket = String(bucketStart(point.endMs));
	const amount = amountOf(point);
	if (point.temporality === 'delta') {
		account.delta ??= {};
		account.delta[bucket] = (account.delta[bucket] ?? 0) + amount;
	} else {
		account.cumulative ??= {};
		const series = (account.cumulative[`${point.series}@${point.startMs}`] ??= {});
		series[bucket] = Math.max(series[bucket] ?? 0, amount);
	}
	account.ends[bucket] = Math.max(account.ends[bucket] ?? 0, point.endMs);
}

/** Integer amount of a point: nano-USD, ms, tokens or a count. */
function amountOf(point: Metric): number {
	if (point.metric === 'cost.usage') return usdToNano(point.value) ?? 0;
	if (point.metric === 'active_time.total') return Math.round(point.value * 1000);
	return Math.round(point.value);
}

/** Bucket → amount: the sum of distinct delta intervals, and the growth of each cumulative series since its start. */
function amounts(account: Account): Map<number, number> {
	const byBucket = new Map<number, number>();
	const add = (bucket: number, amount: number) => {
		if (amount !== 0) byBucket.set(bucket, (byBucket.get(bucket) ?? 0) + amount);
	};
	for (const [bucket, amount] of Object.entries(account.delta ?? {})) add(Number(bucket), amount);
	for (const series of Object.values(account.cumulative ?? {})) {
		let reached = 0;
		for (const bucket of Object.keys(series)
			.map(Number)
			.sort((a, b) => a - b)) {
			const value = series[bucket]!;
			if (value > reached) add(bucket, value - reached);
			reached = Math.max(reached, value);
		}
	}
	return byBucket;
}

interface Entry {
	type: string;
	model: string;
	byBucket: Map<number, number>;
	account: Account;
}

/** The accounts of one metric from the one source that counts for this session. */
function accountsOf(row: SessionRow, metric: string): { source: string; entries: Entry[] } | null {
	for (const source of METRIC_SOURCES) {
		const prefix = `${source}\t${metric}\t`;
		const entries: Entry[] = [];
		for (const key in row.ledger) {
			if (!key.startsWith(prefix)) continue;
			const [type, model] = key.slice(prefix.length).split('\t') as [string, string];
			const account = row.ledger[key]!;
			entries.push({ type, model, account, byBucket: amounts(account) });
		}
		if (entries.length > 0) return { source, entries };
	}
	return null;
}

/** What the session gives to each of its buckets beyond its events. */
export function derive(row: SessionRow): Record<string, Derived> {
	const derived: Record<string, Derived> = {};
	const at = (bucket: number): Derived => (derived[bucket] ??= { money: [], produced: zeros(P_SIZE) });
	deriveProduced(row, at);
	for (const { bucket, money } of deriveMoney(row)) at(bucket).money.push(money);
	for (const bucket in derived) {
		derived[bucket]!.money.sort((a, b) =>
			a.model < b.model ? -1 : a.model > b.model ? 1 : a.endMs - b.endMs
		);
	}
	return derived;
}

function deriveProduced(row: SessionRow, at: (bucket: number) => Derived): void {
	const metrics = new Set(Object.keys(PRODUCED).map((key) => key.slice(0, key.indexOf('\t'))));
	for (const metric of metrics) {
		for (const { type, byBucket } of accountsOf(row, metric)?.entries ?? []) {
			const position = PRODUCED[`${metric}\t${type}`];
			if (position === undefined) continue;
			for (const [bucket, amount] of byBucket) at(bucket).produced[position]! += amount;
		}
	}
}

interface Dated {
	bucket: number;
	money: DerivedMoney;
}

function deriveMoney(row: SessionRow): Dated[] {
	const unmatched = row.telemetryRequests === 0 ? unmatchedMoney(row) : [];
	const events = eventSums(row, unmatched);
	const costs = accountsOf(row, 'cost.usage');
	if (costs === null) return [...unmatched, ...costStateMoney(row, events)];
	const tokens = accountsOf(row, 'token.usage');
	if (events.size === 0) return metricsMoney(costs.entries, tokens?.entries ?? []);
	// Only metrics sent beside the events may add to them: a scraped counter cannot tell late from lost.
	if (costs.source === 'prometheus') return unmatched;
	return [...unmatched, ...unloggedMoney(costs.entries, tokens?.entries ?? [], events)];
}

/** Plain model → M sums of its request events. */
function eventSums(row: SessionRow, unmatched: Dated[]): Map<string, number[]> {
	const map: Record<string, number[]> = {};
	for (const key in row.totals.models)
		addSums(map, plainModel(key.slice(0, key.indexOf('\t'))), row.totals.models[key]!, 1);
	for (const { money } of unmatched) addSums(map, money.model, money.sums, 1);
	return new Map(Object.entries(map));
}

function unmatchedMoney(row: SessionRow): Dated[] {
	const rows: Record<string, number[]> = {};
	for (const key in row.unmatched) {
		const [bucket, model] = key.split('\t') as [string, string];
		addSums(rows, `${bucket}\t${plainModel(model)}`, row.unmatched[key]!, 1);
	}
	return Object.entries(rows).map(([key, sums]) => {
		const [bucket, model] = key.split('\t') as [string, string];
		return { bucket: Number(bucket), money: { basis: 'transcript', model, endMs: 0, sums } };
	});
}

/** A session that exports only metrics: money and tokens where the metrics put them. */
function metricsMoney(costs: Entry[], tokens: Entry[]): Dated[] {
	const rows = new Map<string, Dated>();
	const at = (bucket: number, model: string, account: Account): number[] => {
		const key = `${bucket}\t${model}`;
		let dated = rows.get(key);
		if (dated === undefined) {
			dated = { bucket, money: { basis: 'metrics', model, endMs: 0, sums: zeros(M_SIZE) } };
			rows.set(key, dated);
		}
		dated.money.endMs = Math.max(dated.money.endMs, account.ends[bucket] ?? 0);
		return dated.money.sums;
	};
	for (const { model, byBucket, account } of costs) {
		for (const [bucket, nano] of byBucket) at(bucket, model, account)[M.reportedNano]! += nano;
	}
	for (const { type, model, byBucket, account } of tokens) {
		const kind = TOKEN_KINDS[type];
		if (kind === undefined) continue;
		for (const [bucket, count] of byBucket) at(bucket, model, account)[kind]! += count;
	}
	return [...rows.values()];
}

/** Cost the metrics have beyond the events, by model: an interrupted request adds to metrics and leaves no event. */
function unloggedMoney(costs: Entry[], tokens: Entry[], events: Map<string, number[]>): Dated[] {
	const rows: Dated[] = [];
	for (const model of new Set(costs.map((entry) => entry.model))) {
		const own = costs.filter((entry) => entry.model === model);
		const known = events.get(model) ?? zeros(M_SIZE);
		const points = own.reduce((sum, entry) => sum + entry.byBucket.size, 0);
		const excess = total(own) - known[M.reportedNano]! - known[M.computedNano]!;
		// Each request and each interval is rounded to the nano-dollar once.
		if (excess <= known[M.requests]! + points) continue;
		const endMs = Math.max(
			...own.flatMap((entry) => [...entry.byBucket.keys()].map((b) => entry.account.ends[b] ?? 0))
		);
		const sums = zeros(M_SIZE);
		sums[M.reportedNano] = excess;
		for (const [type, kind] of Object.entries(TOKEN_KINDS)) {
			const counted = total(tokens.filter((entry) => entry.model === model && entry.type === type));
			const written = kind === M.cacheWriteUnsplit ? known[M.cacheWrite5m]! + known[M.cacheWrite1h]! : 0;
			sums[kind] = Math.max(0, counted - known[kind]! - written);
		}
		rows.push({ bucket: bucketStart(endMs), money: { basis: 'unlogged', model, endMs, sums } });
	}
	return rows;
}

/**
 * Without cost metrics, a transcript's own running total stands in for them, where the transcript tells of a request
 * cut short. (A forked session starts from its parent's total, so the total alone proves nothing.)
 */
function costStateMoney(row: SessionRow, events: Map<string, number[]>): Dated[] {
	if (row.totals.labels['aborted\t'] === undefined) return [];
	let atMs = 0;
	let stated = 0;
	for (const id in row.infos) {
		const info = row.infos[id]!;
		if (info.costStateNanoUsd !== null && info.costStateNanoUsd > stated) {
			stated = info.costStateNanoUsd;
			atMs = info.atMs;
		}
	}
	let known = 0;
	let requests = 0;
	for (const sums of events.values()) {
		known += sums[M.reportedNano]! + sums[M.computedNano]!;
		requests += sums[M.requests]!;
		// With a request of unknown cost the difference cannot be told.
		if (sums[M.unpriced]! > 0) return [];
	}
	if (stated - known <= requests) return [];
	const sums = zeros(M_SIZE);
	sums[M.reportedNano] = stated - known;
	return [{ bucket: bucketStart(atMs), money: { basis: 'unlogged', model: 'unknown', endMs: atMs, sums } }];
}

function total(entries: Entry[]): number {
	let sum = 0;
	for (const entry of entries) for (const amount of entry.byBucket.values()) sum += amount;
	return sum;
}
