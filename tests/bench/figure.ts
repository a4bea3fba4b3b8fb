// A measured figure, and what it is held against.
export interface Figure {
	name: string;
	value: number;
	unit: 'events/s' | 'MB/s' | 'ms' | 'MB' | 'KB gzip' | 'px' | 'points' | '×';
	aim?: { text: string; met: boolean };
	note?: string;
}

export interface Bench {
	name: string;
	/** What it needs beyond Node, for the help. */
	needs?: string;
	run(options: BenchOptions): Promise<Figure[]>;
}

export interface BenchOptions {
	/** A folder to keep what was filled in, and to find it in again: filling takes longer than measuring. */
	keep: string | null;
	/** Parts to measure; `null`: all of them. */
	only: ReadonlySet<string> | null;
	/** Figures that are there before the others. */
	tell(figures: readonly Figure[]): void;
}

export function atLeast(
	name: string,
	value: number,
	aim: number,
	unit: Figure['unit'],
	note?: string
): Figure {
	return {
		name,
		value,
		unit,
		aim: { text: `≥ ${aim.toLocaleString('en-US')}`, met: value >= aim },
		...(note ? { note } : {})
	};
}

export function atMost(
	name: string,
	value: number,
	aim: number,
	unit: Figure['unit'],
	note?: string
): Figure {
	return {
		name,
		value,
		unit,
		aim: { text: `≤ ${aim.toLocaleString('en-US')}`, met: value <= aim },
		...(note ? { note } : {})
	};
}

/** The value below which the share `q` of all lies (nearest rank). */
export function percentile(values: readonly number[], q: number): number {
	if (values.length === 0) throw new Error('no values were measured');
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
}

/** Events per second of `work`, the best of `rounds`: noise of the machine only ever makes it slower. */
export async function rate(
	events: number,
	rounds: number,
	work: () => void | Promise<void>
): Promise<number> {
	let best = 0;
	for (let round = 0; round < rounds; round++) {
		const began = performance.now();
		await work();
		best = Math.max(best, events / ((performance.now() - began) / 1000));
	}
	return best;
}
