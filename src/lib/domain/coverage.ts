// Who saw what the total is made of, and why other figures differ: from day cells alone. Every nano-dollar of the total
// is in exactly one part; a reason is given only where the rows prove it.
import { DRIFT_REASONS, driftReason, isDefaultPriced, priceSums } from './drift.ts';
import { LIST_PRICES, type Prices, plainModel } from './price.ts';
import { type Cell, type DayRow, type DerivedMoney, M } from './rows.ts';
import { eachCell, isSettled } from './summary.ts';
import { addSums } from './totals.ts';
import type { Range } from './views.ts';

export interface Part {
	requests: number;
	/** nano-USD. */
	nano: number;
}

/** Money may be negative only in the reasons that compare two prices (`DRIFT_REASONS`): reported less the table's. */
export const REASONS = [
	/** Metrics have more than the events, and a transcript of the session tells of a request cut short. */
	'interrupted',
	/** Metrics have more than the events; nothing says why. */
	'beyondEvents',
	/** A session that sends metrics and no events. */
	'metricsOnly',
	/** Titles, summaries and the like: Claude Code never writes them to a transcript. */
	'sideRequests',
	/** In telemetry, but not in the transcript of a session whose transcript was read. */
	'notInTranscript',
	/** In telemetry, of a session no transcript was read of. */
	'noTranscript',
	/** A model the table does not know, reported at Claude Code's default price. */
	'unknownModel',
	/** A model the table does not know, reported at another price. */
	'unknownModelOther',
	...DRIFT_REASONS
] as const;

export type Reason = (typeof REASONS)[number];

export interface Coverage {
	/** The total; the parts below add up to it. nano-USD. */
	costNano: number;
	/** Seen by telemetry and in a transcript. */
	confirmed: Part;
	telemetryOnly: Part;
	/** Lost by telemetry, known from a transcript. */
	recovered: Part;
	/** Under a model filter: requests of a quarter of an hour that both saw in part, with several models. */
	untold: Part;
	/** No request behind it. nano-USD. */
	metricsNano: number;
	/** Parts of the cost by basis, beside `metricsNano`. */
	reportedNano: number;
	computedNano: number;
	/** Requests whose cost is unknown; they are in the parts above with no money. */
	unpriced: number;
	/** What they would cost at the newest price of their family, nano-USD, and how many of them that covers. Not in the total. */
	estimate: Part;
	/** Known only from metrics and not in the total yet: their events may still be on the way. nano-USD. */
	pendingNano: number;
	/** Reason → [requests, nano-USD]. */
	reasons: Partial<Record<Reason, [number, number]>>;
}

interface Unit extends Coverage {
	side: Part;
	unloggedNano: number;
	metricsSessionNano: number;
	aborted: number;
}

export interface CoverageOptions {
	nowMs: number;
	/** By which the rows were folded. */
	prices?: Prices;
	model?: string | undefined;
	keep?: ((key: string) => boolean) | undefined;
	/** Periods the range is shown by, in order, without overlap. */
	parts: readonly { startMs: number; endMs: number }[];
}

/** Session key → index of the part → what was added so far. */
export type Tally = Map<string, Map<number, Unit>>;

export function emptyCoverage(): Coverage {
	const none = (): Part => ({ requests: 0, nano: 0 });
	return {
		costNano: 0,
		confirmed: none(),
		telemetryOnly: none(),
		recovered: none(),
		untold: none(),
		metricsNano: 0,
		reportedNano: 0,
		computedNano: 0,
		unpriced: 0,
		estimate: none(),
		pendingNano: 0,
		reasons: {}
	};
}

/** Enters days, in place. */
export function tallyDays(
	tally: Tally,
	days: Iterable<DayRow>,
	range: Range,
	options: CoverageOptions
): void {
	const { parts } = options;
	let at = 0;
	eachCell(days, range, (cell, key, bucketMs) => {
		if (options.keep && !options.keep(key)) return;
		while (at > 0 && bucketMs < parts[at]!.startMs) at--;
		while (at < parts.length - 1 && bucketMs >= parts[at]!.endMs) at++;
		let units = tally.get(key);
		if (units === undefined) tally.set(key, (units = new Map()));
		let unit = units.get(at);
		if (unit === undefined) {
			unit = {
				...emptyCoverage(),
				side: { requests: 0, nano: 0 },
				unloggedNano: 0,
				metricsSessionNano: 0,
				aborted: 0
			};
			units.set(at, unit);
		}
		addCell(unit, cell, bucketMs, options);
	});
}

/** What the tally says: over all, by part of the range, and by session. */
export function coverageOf(
	tally: Tally,
	parts: number
): { total: Coverage; parts: Coverage[]; sessions: Map<string, Coverage> } {
	const total = emptyCoverage();
	const byPart = Array.from({ length: parts }, emptyCoverage);
	const sessions = new Map<string, Coverage>();
	for (const [key, units] of tally) {
		const all = [...units.values()];
		const read = all.some(
			(unit) => unit.confirmed.requests + unit.recovered.requests + unit.untold.requests > 0
		);
		const cut = all.some((unit) => unit.aborted > 0);
		const session = emptyCoverage();
		for (const [index, unit] of units) {
			explain(unit, read, cut);
			for (const into of [total, byPart[index]!, session]) addCoverage(into, unit);
		}
		if (session.costNano > 0 || requestsOf(session) > 0) sessions.set(key, session);
	}
	return { total, parts: byPart, sessions };
}

export function requestsOf({ confirmed, telemetryOnly, recovered, untold }: Coverage): number {
	return confirmed.requests + telemetryOnly.requests + recovered.requests + untold.requests;
}

/** What one of the ways to know does not have, nano-USD: to order days and sessions by. */
export function gapNano({ recovered, metricsNano, reasons }: Coverage): number {
	let nano = recovered.nano + metricsNano + (reasons.notInTranscript?.[1] ?? 0);
	for (const reason of DRIFT_REASONS) nano += Math.abs(reasons[reason]?.[1] ?? 0);
	return nano;
}

/** The same as requests: those only one side saw though both were read, and those without a price. */
export function gapRequests({ recovered, unpriced, reasons }: Coverage): number {
	return recovered.requests + unpriced + (reasons.notInTranscript?.[0] ?? 0);
}

function addCoverage(into: Coverage, from: Coverage): void {
	for (const name of [
		'costNano',
		'metricsNano',
		'reportedNano',
		'computedNano',
		'unpriced',
		'pendingNano'
	] as const)
		into[name] += from[name];
	for (const name of ['confirmed', 'telemetryOnly', 'recovered', 'untold', 'estimate'] as const)
		addPart(into[name], from[name]);
	for (const reason of REASONS) {
		const found = from.reasons[reason];
		if (found) addReason(into, reason, found[0], found[1]);
	}
}

function addPart(into: Part, { requests, nano }: Part): void {
	into.requests += requests;
	into.nano += nano;
}

function addReason(into: Coverage, reason: Reason, count: number, nano: number): void {
	if (count === 0 && nano === 0) return;
	const entry = (into.reasons[reason] ??= [0, 0]);
	entry[0] += count;
	entry[1] += nano;
}

function addCell(
	unit: Unit,
	cell: Cell,
	atMs: number,
	{ model, nowMs, prices = LIST_PRICES }: CoverageOptions
): void {
	const byModel: Record<string, number[]> = {};
	let all = 0;
	for (const key in cell.models) {
		const [name, querySource] = key.split('\t') as [string, string];
		const sums = cell.models[key]!;
		all += sums[M.requests]!;
		const plain = plainModel(name);
		if (model !== undefined && plain !== model) continue;
		addSums(byModel, plain, sums, 1);
		if (isSide(querySource)) addPart(unit.side, { requests: sums[M.requests]!, nano: moneyOf(sums) });
	}
	let requests = 0;
	let nano = 0;
	for (const name in byModel) {
		const sums = byModel[name]!;
		requests += sums[M.requests]!;
		nano += moneyOf(sums);
		addRequests(unit, name, sums, atMs, prices);
		addDrift(unit, name, sums, cell, atMs, prices);
	}
	addSeen(unit, cell, { requests, nano }, requests === all);
	unit.aborted += cell.labels['aborted\t']?.[0] ?? 0;
	for (const money of cell.derived?.money ?? []) {
		if (model === undefined || money.model === model) addDerived(unit, money, atMs, nowMs, prices);
	}
}

const moneyOf = (sums: readonly number[]): number => sums[M.reportedNano]! + sums[M.computedNano]!;

function addRequests(unit: Unit, model: string, sums: readonly number[], atMs: number, prices: Prices): void {
	unit.costNano += moneyOf(sums);
	unit.reportedNano += sums[M.reportedNano]!;
	unit.computedNano += sums[M.computedNano]!;
	unit.unpriced += sums[M.unpriced]!;
	if (prices.ratesFor(model, atMs, 0) !== null) return;
	// Tokens of unpriced requests stand alone only where none of them has a price.
	const family = sums[M.unpriced] === sums[M.requests] ? prices.familyRates(model, atMs) : null;
	if (family !== null)
		addPart(unit.estimate, {
			requests: sums[M.unpriced]!,
			nano: priceSums(sums, family.rates, family.rates.cacheWrite5m)
		});
	const byDefault = isDefaultPriced(sums);
	if (byDefault !== null)
		addReason(
			unit,
			byDefault ? 'unknownModel' : 'unknownModelOther',
			sums[M.requests]! - sums[M.unpriced]!,
			moneyOf(sums)
		);
}

function addDrift(
	unit: Unit,
	model: string,
	sums: readonly number[],
	cell: Cell,
	atMs: number,
	prices: Prices
): void {
	let count = 0;
	let nano = 0;
	for (const label in cell.labels) {
		if (!label.startsWith('drift\t') || plainModel(label.slice(6)) !== model) continue;
		count += cell.labels[label]![0];
		nano += cell.labels[label]![1];
	}
	if (count > 0) addReason(unit, driftReason({ model, atMs, count, nano, sums }, prices), count, nano);
}

/** Labels count all models together: under a filter they decide only where that leaves one answer. */
function addSeen(unit: Unit, cell: Cell, shown: Part, whole: boolean): void {
	const [bothCount, bothNano] = cell.labels['confirmed\t'] ?? [0, 0];
	const [lostCount, lostNano] = cell.labels['recovered\t'] ?? [0, 0];
	let all = 0;
	for (const key in cell.models) all += cell.models[key]![M.requests]!;
	if (whole) {
		addPart(unit.confirmed, { requests: bothCount, nano: bothNano });
		addPart(unit.recovered, { requests: lostCount, nano: lostNano });
		addPart(unit.telemetryOnly, {
			requests: shown.requests - bothCount - lostCount,
			nano: shown.nano - bothNano - lostNano
		});
	} else if (bothCount + lostCount === 0) addPart(unit.telemetryOnly, shown);
	else if (bothCount === all) addPart(unit.confirmed, shown);
	else if (lostCount === all) addPart(unit.recovered, shown);
	else addPart(unit.untold, shown);
}

function addDerived(unit: Unit, money: DerivedMoney, atMs: number, nowMs: number, prices: Prices): void {
	const { basis, model, sums } = money;
	const nano = moneyOf(sums);
	if (!isSettled(money, nowMs)) {
		unit.pendingNano += nano;
		return;
	}
	if (basis === 'transcript') {
		addRequests(unit, model, sums, atMs, prices);
		addPart(unit.recovered, { requests: sums[M.requests]!, nano });
		return;
	}
	unit.costNano += nano;
	unit.metricsNano += nano;
	if (basis === 'unlogged') unit.unloggedNano += nano;
	else unit.metricsSessionNano += nano;
}

/** Compaction, titles and other work beside the conversation. Main thread and subagents do have transcripts. */
function isSide(querySource: string): boolean {
	return !/^(unknown|main|subagent|sdk|repl_main_thread.*|agent:.*)$/.test(querySource);
}

function explain(unit: Unit, read: boolean, cut: boolean): void {
	addReason(unit, cut ? 'interrupted' : 'beyondEvents', 0, unit.unloggedNano);
	addReason(unit, 'metricsOnly', 0, unit.metricsSessionNano);
	const { requests, nano } = unit.telemetryOnly;
	if (!read) {
		addReason(unit, 'noTranscript', requests, nano);
		return;
	}
	const side = Math.min(unit.side.requests, requests);
	const sideNano = side === unit.side.requests ? Math.min(unit.side.nano, nano) : nano;
	addReason(unit, 'sideRequests', side, sideNano);
	addReason(unit, 'notInTranscript', requests - side, nano - sideNano);
}
