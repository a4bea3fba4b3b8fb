// Rates read off reported costs, exactly or not at all: what was reported of a stretch of time is its tokens times five
// unknown rates, and only rates that explain every stretch to the nano-dollar are told. Nothing is fitted or averaged.
import type { PriceRow, Rates } from './price.ts';
import { M } from './rows.ts';

/** In the order of `PriceRow.usdPerMillion`. */
export const RATE_KINDS = ['input', 'output', 'write5m', 'write1h', 'read'] as const;
export type RateKind = (typeof RATE_KINDS)[number];

export type ObservedRates =
	| {
			usdPerMillion: PriceRow['usdPerMillion'];
			/** All are the table's times this; `null`: each was found for itself. */
			factor: number | null;
			/** Kinds of tokens that nothing was reported for: as in the table. */
			unseen: RateKind[];
	  }
	| { why: 'tooFew' | 'contradict' | 'bySize' };

/** Tokens of the five kinds, and what was reported for them, nano-USD. */
type Equation = bigint[];

/** Equations as far as they say something new, each with a leading kind that those below it lack. */
export interface Equations {
	rows: Equation[];
	/** How many followed from those before. */
	confirmed: number;
	contradicted: boolean;
}

const KINDS = RATE_KINDS.length;

export function emptyEquations(): Equations {
	return { rows: [], confirmed: 0, contradicted: false };
}

/** M sums of requests whose costs were all reported and whose cache writes are all of known lifetime. */
export function equationOf(sums: readonly number[]): Equation {
	const { input, output, cacheWrite5m, cacheWrite1h, cacheRead, reportedNano } = M;
	return [input, output, cacheWrite5m, cacheWrite1h, cacheRead, reportedNano].map((place) =>
		BigInt(sums[place]!)
	);
}

/** In place. */
export function addEquation(into: Equations, equation: Equation): void {
	let rest = equation;
	for (const row of into.rows) {
		const lead = leadOf(row);
		if (rest[lead] !== 0n) rest = shorter(rest.map((value, i) => value * row[lead]! - row[i]! * rest[lead]!));
	}
	if (leadOf(rest) < KINDS) {
		into.rows.push(shorter(rest));
		into.rows.sort((a, b) => leadOf(a) - leadOf(b));
	} else if (rest[KINDS] !== 0n) into.contradicted = true;
	else if (leadOf(equation) < KINDS) into.confirmed += 1;
}

export function joinEquations(into: Equations, other: Equations): void {
	for (const row of other.rows) addEquation(into, row);
	into.confirmed += other.confirmed;
	into.contradicted ||= other.contradicted;
}

/** `listed`: what the table says of the time. */
export function observedRates(equations: Equations, listed: Rates): ObservedRates {
	if (equations.contradicted) return { why: 'contradict' };
	const { input, output, cacheWrite5m, cacheWrite1h, cacheRead } = listed;
	const table = [input, output, cacheWrite5m, cacheWrite1h, cacheRead];
	return timesTable(equations.rows, table) ?? eachForItself(equations, table);
}

/** Two stretches of different proportions have to agree on the factor: one alone always has one. */
function timesTable(rows: readonly Equation[], table: readonly number[]): ObservedRates | null {
	if (rows.length < 2) return null;
	const parts = rows.map((row) => {
		const listed = table.reduce((sum, rate, kind) => sum + row[kind]! * BigInt(rate), 0n);
		return { listed, reported: row[KINDS]! };
	});
	const known = parts.find(({ listed }) => listed !== 0n);
	if (known === undefined) return null;
	const { listed, reported } = known;
	if (parts.some((part) => part.reported * listed !== part.listed * reported)) return null;
	const rates = table.map((rate) => quotient(BigInt(rate) * reported, listed));
	return whole(rates, Number(reported) / Number(listed), []);
}

function eachForItself({ rows, confirmed }: Equations, table: readonly number[]): ObservedRates {
	const seen = RATE_KINDS.map((_, kind) => rows.some((row) => row[kind] !== 0n));
	// As many as there are unknown, and one that could have contradicted them.
	if (rows.length < seen.filter(Boolean).length || confirmed === 0) return { why: 'tooFew' };
	const rates: (bigint | null)[] = table.map((rate) => BigInt(rate));
	for (const row of rows.toReversed()) {
		const lead = leadOf(row);
		let left: bigint | null = row[KINDS]!;
		for (let kind = lead + 1; kind < KINDS; kind++) {
			if (row[kind] === 0n) continue;
			const rate: bigint | null = rates[kind]!;
			left = left === null || rate === null ? null : left - row[kind]! * rate;
		}
		rates[lead] = left === null ? null : quotient(left, row[lead]!);
	}
	return (
		whole(
			rates,
			null,
			RATE_KINDS.filter((_, kind) => !seen[kind])
		) ?? { why: 'contradict' }
	);
}

/** `null` where a rate is none: not whole nano-USD a token, or below zero. */
function whole(
	rates: readonly (bigint | null)[],
	factor: number | null,
	unseen: RateKind[]
): ObservedRates | null {
	if (rates.some((rate) => rate === null || rate < 0n)) return null;
	const usd = rates.map((rate) => Number(rate) / 1000);
	return { usdPerMillion: usd as unknown as PriceRow['usdPerMillion'], factor, unseen };
}

function quotient(a: bigint, b: bigint): bigint | null {
	return a % b === 0n ? a / b : null;
}

/** The first kind that it has tokens of. */
function leadOf(equation: Equation): number {
	const lead = equation.findIndex((value) => value !== 0n);
	return lead === -1 ? KINDS : lead;
}

/** Divided by what all have in common, so that numbers stay short. */
function shorter(equation: Equation): Equation {
	const common = equation.reduce(gcd, 0n);
	return common > 1n ? equation.map((value) => value / common) : equation;
}

function gcd(a: bigint, b: bigint): bigint {
	let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
	while (y !== 0n) [x, y] = [y, x % y];
	return x;
}
