// Signals: what is unusual beside the budgets, found by rules over a few weeks of day cells. Their shapes, and what one
// day gives to the rules. Page and relay use the same functions.
import { type DriftReason, driftReason } from './drift.ts';
import { type Prices, plainModel } from './price.ts';
import { C, type Cell, DAY_MS, type DayRow, M } from './rows.ts';
import { eachCell, isSettled } from './summary.ts';

export const SIGNAL_KINDS = [
	'spend-spike',
	'runaway',
	'api-errors',
	'cache-drop',
	'new-model',
	'unpriced-model',
	'price-drift',
	'data-stopped',
	'source-failing'
] as const;

export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** What a rule found; one signal for each (kind, subject) while it lasts. */
export interface Found {
	kind: SignalKind;
	/** Model, session key or source; `null` where the rule is about everything. */
	subject: string | null;
	sinceMs: number;
	/**
	 * What was seen, and what is usual or allowed: nano-USD for `spend-spike`, nano-USD a minute for `runaway`, failed and
	 * all attempts for `api-errors`, shares for `cache-drop`, requests for the models, nano-USD of difference and of cost
	 * for `price-drift`, requests not delivered for `data-stopped`, 0 where there is nothing to compare with.
	 */
	value: number;
	usual: number;
	/** Too little to raise a signal, enough for a raised one to go on. */
	fading?: boolean;
}

/** A signal as kept. */
export interface RuleSignal extends Omit<Found, 'fading'> {
	id: string;
	/** `null` while its cause lasts. */
	untilMs: number | null;
	acknowledgedAtMs: number | null;
}

/** Names a signal; also the tag of its notification. */
export function signalId({ kind, subject, sinceMs }: Pick<Found, 'kind' | 'subject' | 'sinceMs'>): string {
	return `${kind}.${subject ?? ''}.${sinceMs}`;
}

/** One session in one 15-minute bucket. */
export interface SessionPart {
	nano: number;
	/** Requests telemetry delivered, and those only a transcript knows. */
	delivered: number;
	recovered: number;
	/** Money only metrics know, nano-USD. */
	unlogged: number;
}

export interface BucketPart {
	nano: number;
	requests: number;
	errors: number;
	/** Whole prompts in tokens, and what of them was read from the cache. */
	promptTokens: number;
	cacheRead: number;
	sessions: Map<string, SessionPart>;
}

export interface ModelPart {
	requests: number;
	unpriced: number;
	nano: number;
	/** Requests whose reported cost is not the table's, for no reason that is known to be right, and by how much. */
	drifting: number;
	driftNano: number;
	firstMs: number;
	lastMs: number;
}

/** What one UTC day gives to the rules. */
export interface SignalDay {
	day: number;
	/** Start of a bucket (ms) → its sums. */
	buckets: Map<number, BucketPart>;
	/** Plain model → its sums. */
	models: Map<string, ModelPart>;
	/** End of the earliest interval of money that does not count yet; `null`: all counts. */
	unsettledMs: number | null;
}

/** Days the rules look at, today included. */
export const SIGNAL_DAYS = 28;

/** The table is right and something else was paid for. */
const EXPLAINED: readonly DriftReason[] = [
	'webSearch',
	'fastMode',
	'usInference',
	'write1hAs5m',
	'write5mAs1h'
];

/** `prices`: those the row was made with. */
export function signalDay(row: DayRow, nowMs: number, prices: Prices): SignalDay {
	const into: SignalDay = { day: row.day, buckets: new Map(), models: new Map(), unsettledMs: null };
	eachCell([row], { fromMs: row.day, toMs: row.day + DAY_MS }, (cell, key, bucketMs) => {
		let bucket = into.buckets.get(bucketMs);
		if (bucket === undefined) into.buckets.set(bucketMs, (bucket = emptyBucket()));
		const session: SessionPart = { nano: 0, delivered: 0, recovered: 0, unlogged: 0 };
		addModels(into, bucket, session, cell, bucketMs, prices);
		for (const money of cell.derived?.money ?? []) {
			if (!isSettled(money, nowMs)) {
				into.unsettledMs = Math.min(into.unsettledMs ?? Number.POSITIVE_INFINITY, money.endMs);
				continue;
			}
			const nano = money.sums[M.reportedNano]! + money.sums[M.computedNano]!;
			session.nano += nano;
			bucket.nano += nano;
			if (money.basis === 'unlogged') session.unlogged += nano;
		}
		bucket.errors += cell.counts[C.apiErrors]!;
		session.recovered = cell.labels['recovered\t']?.[0] ?? 0;
		session.delivered -= session.recovered;
		bucket.sessions.set(key, session);
	});
	return into;
}

function addModels(
	into: SignalDay,
	bucket: BucketPart,
	session: SessionPart,
	cell: Cell,
	bucketMs: number,
	prices: Prices
): void {
	for (const key in cell.models) {
		const sums = cell.models[key]!;
		const nano = sums[M.reportedNano]! + sums[M.computedNano]!;
		const read = sums[M.cacheRead]!;
		const written = sums[M.cacheWrite5m]! + sums[M.cacheWrite1h]! + sums[M.cacheWriteUnsplit]!;
		bucket.nano += nano;
		bucket.requests += sums[M.requests]!;
		bucket.promptTokens += sums[M.input]! + read + written;
		bucket.cacheRead += read;
		session.nano += nano;
		session.delivered += sums[M.requests]!;
		const model = modelPart(into, plainModel(key.slice(0, key.indexOf('\t'))), bucketMs);
		model.requests += sums[M.requests]!;
		model.unpriced += sums[M.unpriced]!;
		model.nano += nano;
		model.firstMs = Math.min(model.firstMs, bucketMs);
		model.lastMs = Math.max(model.lastMs, bucketMs);
	}
	for (const key in cell.labels) {
		if (!key.startsWith('drift\t')) continue;
		const [count, nano] = cell.labels[key]!;
		const model = plainModel(key.slice('drift\t'.length));
		const sums = sumsOf(cell, model);
		if (EXPLAINED.includes(driftReason({ model, atMs: bucketMs, count, nano, sums }, prices))) continue;
		const part = modelPart(into, model, bucketMs);
		part.drifting += count;
		part.driftNano += nano;
	}
}

function modelPart({ models }: SignalDay, model: string, bucketMs: number): ModelPart {
	let part = models.get(model);
	if (part === undefined) {
		part = {
			requests: 0,
			unpriced: 0,
			nano: 0,
			drifting: 0,
			driftNano: 0,
			firstMs: bucketMs,
			lastMs: bucketMs
		};
		models.set(model, part);
	}
	return part;
}

/** M sums of all requests of a plain model in the cell. */
function sumsOf(cell: Cell, model: string): number[] {
	const sums: number[] = new Array<number>(Object.keys(M).length).fill(0);
	for (const key in cell.models) {
		if (plainModel(key.slice(0, key.indexOf('\t'))) !== model) continue;
		cell.models[key]!.forEach((value, index) => {
			sums[index]! += value;
		});
	}
	return sums;
}

const emptyBucket = (): BucketPart => ({
	nano: 0,
	requests: 0,
	errors: 0,
	promptTokens: 0,
	cacheRead: 0,
	sessions: new Map()
});
