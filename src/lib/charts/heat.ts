// Steps of cost in a calendar.

/**
 * Four thresholds that part the days with cost into quarters: a single dear day does not wash out the rest. Empty when
 * there are none.
 */
export function heatSteps(values: readonly number[]): number[] {
	const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
	if (sorted.length === 0) return [];
	return [0, 0.25, 0.5, 0.75].map(
		(part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!
	);
}

/** 0 for nothing, then 1 to 4. */
export function heatStep(value: number, steps: readonly number[]): number {
	if (value <= 0) return 0;
	let step = 0;
	for (const least of steps) if (value >= least) step++;
	return Math.max(1, step);
}
