// The rules behind signals: pure, each over the same weeks of buckets. A rule that compares with what is usual says
// nothing until there is enough of the user's own history to say what usual is.
import { BUCKET_MS, DAY_MS } from './rows.ts';
import {
	type BucketPart,
	type Found,
	type ModelPart,
	SIGNAL_KINDS,
	type SignalDay,
	type SignalKind
} from './signal.ts';

export interface SignalInput {
	/** Of the last `SIGNAL_DAYS` days, in any order; days without events may be missing. */
	days: Iterable<SignalDay>;
	/** Sources that fail while others work. */
	failing: readonly { name: string; sinceMs: number }[];
	/** Sessions that fell silent in the middle of a turn; see `openTurn`. */
	silent: readonly { key: string; lastMs: number }[];
	nowMs: number;
}

export interface Ruling {
	kind: SignalKind;
	/** `false`: there is too little history to judge by. */
	enough: boolean;
	found: Found[];
}

/** What every rule has to say, in the order of `SIGNAL_KINDS`. */
export function signalsNow(input: SignalInput): Ruling[] {
	const facts = factsOf(input);
	return SIGNAL_KINDS.map((kind) => {
		const { enough, found } = RULES[kind](facts, input);
		return { kind, enough, found: enough ? found.map((one) => ({ kind, ...one })) : [] };
	});
}

type Verdict = { enough: boolean; found: Omit<Found, 'kind'>[] };
type Rule = (facts: Facts, input: SignalInput) => Verdict;

interface Facts {
	nowMs: number;
	/** Oldest first. */
	buckets: [startMs: number, part: BucketPart][];
	models: Map<string, ModelPart>;
	days: SignalDay[];
	/** Start of the last hour, in whole buckets. */
	hourMs: number;
}

const USD = 1_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Days with requests before a habit is one. */
const ACTIVE_DAYS = 7;

const RULES: Record<SignalKind, Rule> = {
	'spend-spike': spendSpike,
	runaway,
	'api-errors': apiErrors,
	'cache-drop': cacheDrop,
	'new-model': newModel,
	'unpriced-model': unpricedModel,
	'price-drift': priceDrift,
	'data-stopped': dataStopped,
	'source-failing': sourceFailing
};

function factsOf({ days, nowMs }: SignalInput): Facts {
	const sorted = [...days].sort((a, b) => a.day - b.day);
	const buckets = sorted
		.flatMap((day) => [...day.buckets])
		.filter(([startMs]) => startMs <= nowMs)
		.sort(([a], [b]) => a - b);
	const models = new Map<string, ModelPart>();
	for (const day of sorted) {
		for (const [name, part] of day.models) {
			const sum = models.get(name);
			if (sum === undefined) models.set(name, { ...part });
			else addModel(sum, part);
		}
	}
	const hourMs = bucketOf(nowMs) - HOUR_MS + BUCKET_MS;
	return { nowMs, buckets, models, days: sorted, hourMs };
}

function addModel(sum: ModelPart, part: ModelPart): void {
	for (const field of ['requests', 'unpriced', 'nano', 'drifting', 'driftNano'] as const)
		sum[field] += part[field];
	sum.firstMs = Math.min(sum.firstMs, part.firstMs);
	sum.lastMs = Math.max(sum.lastMs, part.lastMs);
}

const bucketOf = (atMs: number): number => Math.floor(atMs / BUCKET_MS) * BUCKET_MS;

/** UTC days before the moment that have requests. */
function activeDays({ buckets }: Facts, beforeMs: number): number {
	const days = new Set<number>();
	for (const [startMs, { requests }] of buckets) {
		if (startMs < beforeMs && requests > 0) days.add(Math.floor(startMs / DAY_MS));
	}
	return days.size;
}

/** The value that a share of all lie at or below; 0 of none. */
function quantile(values: number[], share: number): number {
	values.sort((a, b) => a - b);
	return values[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;
}

const SPIKE_HOURS = 40;
const SPIKE_FACTOR = 3;
const SPIKE_LEAST = USD;

/** The last hour against the dear ones among the user's own working hours; hours without spend are no habit. */
function spendSpike(facts: Facts): Verdict {
	const { buckets, hourMs } = facts;
	const hours = new Map<number, number>();
	let now = 0;
	for (const [startMs, { nano }] of buckets) {
		if (startMs >= hourMs) now += nano;
		else if (nano > 0) {
			const hour = Math.floor(startMs / HOUR_MS);
			hours.set(hour, (hours.get(hour) ?? 0) + nano);
		}
	}
	const usual = quantile([...hours.values()], 0.9);
	const enough = hours.size >= SPIKE_HOURS && activeDays(facts, hourMs) >= ACTIVE_DAYS;
	const raised = now >= Math.max(SPIKE_FACTOR * usual, SPIKE_LEAST);
	const fading = !raised && now >= (Math.max(SPIKE_FACTOR * usual, SPIKE_LEAST) * 2) / 3;
	const found = { subject: null, sinceMs: hourMs, value: now, usual, fading };
	return { enough, found: raised || fading ? [found] : [] };
}

const RUNAWAY_PARTS = 100;
const RUNAWAY_FACTOR = 3;
/** A minute. */
const RUNAWAY_LEAST = USD / 2;

/** A session that has cost much in each of the last two quarters of an hour, against the dear ones of the user's own. */
function runaway(facts: Facts): Verdict {
	const { buckets, nowMs } = facts;
	const runningMs = bucketOf(nowMs);
	const beforeMs = runningMs - BUCKET_MS;
	const rates: number[] = [];
	const recent = new Map<string, { before: number; running: number }>();
	for (const [startMs, { sessions }] of buckets) {
		for (const [key, { nano }] of sessions) {
			if (nano === 0) continue;
			if (startMs < beforeMs) rates.push(perMinute(nano, BUCKET_MS));
			else {
				const own = recent.get(key) ?? { before: 0, running: 0 };
				own[startMs === runningMs ? 'running' : 'before'] += nano;
				recent.set(key, own);
			}
		}
	}
	const usual = quantile(rates, 0.95);
	const least = Math.max(RUNAWAY_FACTOR * usual, RUNAWAY_LEAST);
	const enough = rates.length >= RUNAWAY_PARTS && activeDays(facts, beforeMs) >= ACTIVE_DAYS;
	const found = [...recent].flatMap(([key, { before, running }]) => {
		if (before === 0) return [];
		const value = perMinute(before + running, nowMs - beforeMs);
		// Within the first minutes of a quarter nothing may have been sent yet.
		const goesOn = running > 0 || nowMs - runningMs < 5 * MINUTE_MS;
		const raised = running > 0 && value >= least;
		if (!raised && !(goesOn && value >= (least * 2) / 3)) return [];
		return [{ subject: key, sinceMs: beforeMs, value, usual, fading: !raised }];
	});
	return { enough, found };
}

const perMinute = (nano: number, ms: number): number => Math.round((nano * MINUTE_MS) / ms);

const BURST_ERRORS = 10;
const BURST_SHARE = 0.3;
const BURST_FACTOR = 3;
const BURST_ATTEMPTS = 200;
const BURST_DAYS = 3;

/** Failed attempts in the last quarters of an hour, against the share that usually fails. */
function apiErrors(facts: Facts): Verdict {
	const fromMs = bucketOf(facts.nowMs) - BUCKET_MS;
	const now = { errors: 0, attempts: 0 };
	const past = { errors: 0, attempts: 0 };
	for (const [startMs, { requests, errors }] of facts.buckets) {
		const into = startMs >= fromMs ? now : past;
		into.errors += errors;
		into.attempts += requests + errors;
	}
	const share = now.errors / Math.max(1, now.attempts);
	const usual = past.errors / Math.max(1, past.attempts);
	const enough = past.attempts >= BURST_ATTEMPTS && activeDays(facts, fromMs) >= BURST_DAYS;
	const least = Math.max(BURST_SHARE, BURST_FACTOR * usual);
	const raised = now.errors >= BURST_ERRORS && share >= Math.min(least, 0.9);
	const fading = !raised && now.errors >= BURST_ERRORS / 2 && share >= least / 2;
	const found = { subject: null, sinceMs: fromMs, value: now.errors, usual: now.attempts, fading };
	return { enough, found: raised || fading ? [found] : [] };
}

const CACHE_SPAN_MS = 2 * HOUR_MS;
const CACHE_REQUESTS = 30;
const CACHE_TOKENS = 1_000_000;
const CACHE_DAY_REQUESTS = 20;
const CACHE_DROP = 0.2;

/** Share of the prompts read from the cache in the last two hours, against the user's own worse days. */
function cacheDrop(facts: Facts): Verdict {
	const fromMs = bucketOf(facts.nowMs) - CACHE_SPAN_MS + BUCKET_MS;
	const now = { requests: 0, tokens: 0, read: 0 };
	const byDay = new Map<number, typeof now>();
	for (const [startMs, { requests, promptTokens, cacheRead }] of facts.buckets) {
		const day = Math.floor(startMs / DAY_MS);
		let into = now;
		if (startMs < fromMs) byDay.set(day, (into = byDay.get(day) ?? { requests: 0, tokens: 0, read: 0 }));
		into.requests += requests;
		into.tokens += promptTokens;
		into.read += cacheRead;
	}
	const days = [...byDay.values()].filter(({ requests }) => requests >= CACHE_DAY_REQUESTS);
	const shares = days.map(({ read, tokens }) => read / Math.max(1, tokens));
	const usual = quantile(shares, 0.5);
	const worst = quantile(shares, 0.1);
	const enough = days.length >= ACTIVE_DAYS;
	const share = now.read / Math.max(1, now.tokens);
	const judged = now.requests >= CACHE_REQUESTS && now.tokens >= CACHE_TOKENS;
	const raised = judged && share <= usual - CACHE_DROP && share <= worst - CACHE_DROP / 2;
	const fading = !raised && judged && share <= usual - CACHE_DROP / 2;
	const found = { subject: null, sinceMs: fromMs, value: share, usual, fading };
	return { enough, found: raised || fading ? [found] : [] };
}

/** Models whose first use in these weeks lies within the last day. Those without a price are another rule's. */
function newModel(facts: Facts): Verdict {
	const { models, nowMs } = facts;
	const found = named(models)
		.filter(([, { firstMs, unpriced }]) => nowMs - firstMs < DAY_MS && unpriced === 0)
		.map(([subject, { firstMs, requests }]) => ({ subject, sinceMs: firstMs, value: requests, usual: 0 }));
	return { enough: activeDays(facts, nowMs - DAY_MS) >= ACTIVE_DAYS, found };
}

/** No habit is needed to know that a price is missing. It lasts while there are such requests in these weeks. */
function unpricedModel({ models, days, nowMs }: Facts): Verdict {
	const found = named(models)
		.filter(([, { unpriced }]) => unpriced > 0)
		.map(([subject, { unpriced }]) => {
			const own = days.filter((day) => (day.models.get(subject)?.unpriced ?? 0) > 0);
			const lastMs = own.at(-1)!.models.get(subject)!.lastMs;
			const sinceMs = own[0]!.models.get(subject)!.firstMs;
			return { subject, sinceMs, value: unpriced, usual: 0, fading: nowMs - lastMs >= DAY_MS };
		});
	return { enough: true, found };
}

const DRIFT_REQUESTS = 10;
const DRIFT_SHARE = 0.05;
const DRIFT_LEAST = USD / 20;
const DRIFT_DAYS = 2;
const DRIFT_FADE_MS = 7 * DAY_MS;

/** Reported costs of the last two days that are not the price table's, for no reason that makes both right. */
function priceDrift({ models, days, nowMs }: Facts): Verdict {
	const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
	const found = named(models).flatMap(([subject]) => {
		const drifted = days.filter((day) => (day.models.get(subject)?.drifting ?? 0) > 0);
		const last = drifted.at(-1);
		if (last === undefined || nowMs - last.day >= DRIFT_FADE_MS) return [];
		const recent = drifted.filter(({ day }) => day > today - DRIFT_DAYS * DAY_MS);
		const sum = { drifting: 0, driftNano: 0, nano: 0 };
		for (const day of recent) {
			const part = day.models.get(subject)!;
			sum.drifting += part.drifting;
			sum.driftNano += part.driftNano;
			sum.nano += part.nano;
		}
		const off = Math.abs(sum.driftNano);
		const raised = sum.drifting >= DRIFT_REQUESTS && off >= Math.max(DRIFT_LEAST, sum.nano * DRIFT_SHARE);
		const sinceMs = drifted[0]!.models.get(subject)!.firstMs;
		return [{ subject, sinceMs, value: sum.driftNano, usual: sum.nano, fading: !raised }];
	});
	return { enough: true, found };
}

const LOST_REQUESTS = 5;
const LOST_METRICS = 3;

/**
 * A session whose telemetry ended while it went on: its transcript has requests, or its metrics have cost, that no event
 * stands for; or it fell silent in the middle of a turn. A session that never sent telemetry has nothing to stop.
 */
function dataStopped({ buckets, nowMs }: Facts, { silent }: SignalInput): Verdict {
	const found: Verdict['found'] = silent.map(({ key, lastMs }) => ({
		subject: key,
		sinceMs: lastMs,
		value: 0,
		usual: 0
	}));
	const told = new Set(silent.map(({ key }) => key));
	const runs = new Map<string, { lastMs: number | null; lost: number; ended: boolean; metrics: number }>();
	for (const [startMs, { sessions }] of buckets) {
		if (nowMs - startMs >= DAY_MS) continue;
		for (const [key, part] of sessions) {
			const run = runs.get(key) ?? { lastMs: null, lost: 0, ended: false, metrics: 0 };
			runs.set(key, run);
			if (part.delivered > 0) {
				Object.assign(run, { lastMs: startMs, lost: 0, ended: false, metrics: 0 });
				continue;
			}
			run.lost += part.recovered;
			// In the running quarter telemetry may only be on its way.
			if (part.recovered > 0 && startMs + BUCKET_MS <= nowMs) run.ended = true;
			if (part.unlogged > 0) run.metrics++;
		}
	}
	for (const [subject, { lastMs, lost, ended, metrics }] of runs) {
		if (lastMs === null || told.has(subject)) continue;
		if ((lost >= LOST_REQUESTS && ended) || metrics >= LOST_METRICS)
			found.push({ subject, sinceMs: lastMs + BUCKET_MS, value: lost, usual: 0 });
	}
	return { enough: true, found };
}

const FAILING_MS = 5 * MINUTE_MS;

function sourceFailing({ nowMs }: Facts, { failing }: SignalInput): Verdict {
	const found = failing
		.filter(({ sinceMs }) => nowMs - sinceMs >= FAILING_MS)
		.map(({ name, sinceMs }) => ({ subject: name, sinceMs, value: 0, usual: 0 }));
	return { enough: true, found };
}

/** Requests may come without a model's name. */
const named = (models: Facts['models']): [string, ModelPart][] =>
	[...models].filter(([name]) => name !== 'unknown');
