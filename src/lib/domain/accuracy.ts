// What the page on accuracy and the price table in Settings are given: shapes, and the health of the price table. Pure.
import type { Coverage, Part } from './coverage.ts';
import { type DriftReason, driftReason, priceSums } from './drift.ts';
import {
	addEquation,
	type Equations,
	emptyEquations,
	equationOf,
	joinEquations,
	type ObservedRates,
	observedRates
} from './observed-rates.ts';
import { LIST_PRICES, type Prices, plainModel } from './price.ts';
import { DAY_MS, M } from './rows.ts';
import { addSums } from './totals.ts';
import type { Overview, SessionItem } from './views.ts';

export interface Accuracy {
	total: Coverage;
	/** Local days, oldest first. */
	days: { label: string; coverage: Coverage }[];
	/** Those with the largest gaps, the largest first. */
	sessions: SessionGap[];
	/** Sessions in the range. */
	sessionCount: number;
	/** The total over the same dates counted in UTC; `null` where the zone is UTC. nano-USD. */
	utcDaysNano: number | null;
	choices: Overview['choices'];
}

export interface SessionGap {
	item: Pick<SessionItem, 'key' | 'title' | 'project'>;
	coverage: Coverage;
	/** Claude Code's own running total in the transcript; `null`: none written. A fork's begins with its parent's. nano-USD. */
	statedNano: number | null;
	/** What is known of the session's whole life, to compare with that. nano-USD. */
	lifetimeNano: number;
}

/** One model that the table has, whose reported costs are not the table's. */
export interface ModelDrift {
	/** Plain model. */
	model: string;
	requests: number;
	/** Reported less computed, nano-USD. */
	nano: number;
	/** The reason of most of the money. */
	reason: DriftReason;
	/** UTC day from which every day that can tell differs, to this day; `null`: the latest such day agrees with the table. */
	sinceMs: number | null;
	firstMs: number;
	lastMs: number;
	/** Rates that explain all that was reported since; `null`: nothing differs now. */
	observed: ObservedRates | null;
}

/** One model without a price. */
export interface UnpricedModel {
	model: string;
	unpriced: number;
	/** At the newest price of its family, for the requests it covers; `null`: the family is unknown too. */
	estimate: (Part & { like: string }) | null;
}

export interface PriceHealth {
	/** Requests whose reported cost could be held against the table, at least. */
	compared: number;
	drifts: ModelDrift[];
	unpriced: UnpricedModel[];
	/** Models the table does not have that Claude Code reported a cost for. */
	unknown: Part & { models: string[] };
}

interface ModelDay {
	differ: number;
	agree: number;
	/** Of cells all of whose requests differ: in others the price may have changed. */
	differing: Equations;
}

interface ModelDays {
	/** UTC day → requests that agree with the table or cannot tell, and requests that differ. */
	days: Map<number, ModelDay>;
	count: number;
	nano: number;
	byReason: Map<DriftReason, number>;
}

export interface HealthTally {
	/** By which the rows were folded. */
	prices: Prices;
	models: Map<string, ModelDays>;
	unpriced: Map<string, UnpricedModel>;
	unknown: PriceHealth['unknown'];
}

export const emptyHealth = (prices: Prices = LIST_PRICES): HealthTally => ({
	prices,
	models: new Map(),
	unpriced: new Map(),
	unknown: { requests: 0, nano: 0, models: [] }
});

/** Enters one cell, in place: its M sums by `<model>\t…` and its labels. */
export function tallyPrices(
	tally: HealthTally,
	atMs: number,
	models: Record<string, number[]>,
	labels: Record<string, [number, number]>
): void {
	const day = Math.floor(atMs / DAY_MS) * DAY_MS;
	const byModel: Record<string, number[]> = {};
	for (const key in models) addSums(byModel, plainModel(key.slice(0, key.indexOf('\t'))), models[key]!, 1);
	for (const model in byModel) {
		const sums = byModel[model]!;
		if (sums[M.unpriced]! > 0) tallyUnpriced(tally, model, sums, atMs);
		if (tally.prices.ratesFor(model, atMs, 0) === null) {
			const { unknown } = tally;
			unknown.requests += sums[M.requests]! - sums[M.unpriced]!;
			unknown.nano += sums[M.reportedNano]!;
			if (sums[M.reportedNano]! > 0 && !unknown.models.includes(model)) unknown.models.push(model);
			continue;
		}
		tallyDrift(tally, model, sums, labels, day, atMs);
	}
}

function tallyUnpriced(tally: HealthTally, model: string, sums: readonly number[], atMs: number): void {
	const entry = tally.unpriced.get(model) ?? { model, unpriced: 0, estimate: null };
	tally.unpriced.set(model, entry);
	entry.unpriced += sums[M.unpriced]!;
	// Tokens of unpriced requests stand alone only where none of them has a price.
	if (sums[M.unpriced] !== sums[M.requests] || tally.prices.ratesFor(model, atMs, 0) !== null) return;
	const family = tally.prices.familyRates(model, atMs);
	if (family === null) return;
	entry.estimate ??= { requests: 0, nano: 0, like: family.like };
	entry.estimate.like = family.like;
	entry.estimate.requests += sums[M.unpriced]!;
	entry.estimate.nano += priceSums(sums, family.rates, family.rates.cacheWrite5m);
}

function tallyDrift(
	tally: HealthTally,
	model: string,
	sums: readonly number[],
	labels: Record<string, [number, number]>,
	day: number,
	atMs: number
): void {
	const entry: ModelDays = tally.models.get(model) ?? {
		days: new Map(),
		count: 0,
		nano: 0,
		byReason: new Map()
	};
	tally.models.set(model, entry);
	let count = 0;
	let nano = 0;
	for (const label in labels) {
		if (!label.startsWith('drift\t') || plainModel(label.slice(6)) !== model) continue;
		count += labels[label]![0];
		nano += labels[label]![1];
	}
	const of = entry.days.get(day) ?? { differ: 0, agree: 0, differing: emptyEquations() };
	entry.days.set(day, of);
	of.differ += count;
	// Reported costs of requests with cache writes of unknown lifetime were not compared, computed ones have nothing to be.
	if (sums[M.cacheWriteUnsplit] === 0 && sums[M.computedNano] === 0 && sums[M.unpriced] === 0) {
		of.agree += sums[M.requests]! - count;
		if (count === sums[M.requests]) addEquation(of.differing, equationOf(sums));
	}
	if (count === 0) return;
	const reason = driftReason({ model, atMs, count, nano, sums }, tally.prices);
	entry.count += count;
	entry.nano += nano;
	entry.byReason.set(reason, (entry.byReason.get(reason) ?? 0) + Math.abs(nano));
}

/** What was reported since that day, as far as it can tell rates. */
function observedSince(
	{ days }: ModelDays,
	model: string,
	sinceMs: number,
	prices: Prices
): ObservedRates | null {
	const listed = prices.ratesFor(model, sinceMs, 0);
	if (listed === null) return null;
	if (listed.row.above !== undefined) return { why: 'bySize' };
	const all = emptyEquations();
	for (const [day, { differing }] of days) if (day >= sinceMs) joinEquations(all, differing);
	return observedRates(all, listed.rates);
}

export function healthOf({ models, unpriced, unknown, prices }: HealthTally): PriceHealth {
	const drifts: ModelDrift[] = [];
	let compared = 0;
	for (const [model, entry] of models) {
		const { days, count, nano, byReason } = entry;
		for (const { differ, agree } of days.values()) compared += differ + agree;
		const telling = [...days].filter(([, { differ, agree }]) => differ + agree > 0).sort(([a], [b]) => a - b);
		const differing = telling.filter(([, { differ }]) => differ > 0);
		if (differing.length === 0) continue;
		let sinceMs: number | null = null;
		for (const [day, { differ, agree }] of telling.reverse()) {
			if (differ === 0) break;
			sinceMs = day;
			// The price changed within this day, or only some requests differ.
			if (agree > 0) break;
		}
		const [reason] = [...byReason].sort(([, a], [, b]) => b - a)[0]!;
		drifts.push({
			model,
			requests: count,
			nano,
			reason,
			sinceMs,
			firstMs: differing[0]![0],
			lastMs: differing.at(-1)![0] + DAY_MS - 1,
			observed: sinceMs === null ? null : observedSince(entry, model, sinceMs, prices)
		});
	}
	return {
		compared,
		drifts: drifts.sort((a, b) => Math.abs(b.nano) - Math.abs(a.nano)),
		unpriced: [...unpriced.values()].sort((a, b) => b.unpriced - a.unpriced),
		unknown
	};
}
