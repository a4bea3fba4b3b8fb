// Durations as a mergeable, log-bucketed histogram: buckets grow by 2^(1/4), so a percentile is within 9 % of the truth.
import type { Histogram } from './rows.ts';

/** Bucket index of a duration in ms; everything below 1 ms shares bucket 0. */
export function bucketOf(durationMs: number): number {
	return durationMs < 1 ? 0 : Math.floor(Math.log2(durationMs) * 4) + 1;
}

/** Middle of a bucket, ms (geometric). */
export function bucketMiddleMs(index: number): number {
	return index === 0 ? 0.5 : 2 ** ((index - 0.5) / 4);
}

/** The duration in ms below which the share `q` (0 to 1) of all lies; `null` for an empty histogram. */
export function quantile(histogram: Histogram, q: number): number | null {
	const buckets = Object.entries(histogram)
		.map(([index, count]) => [Number(index), count] as const)
		.sort((a, b) => a[0] - b[0]);
	const total = buckets.reduce((sum, [, count]) => sum + count, 0);
	let seen = 0;
	for (const [index, count] of buckets) {
		seen += count;
		if (seen >= q * total) return bucketMiddleMs(index);
	}
	return null;
}
