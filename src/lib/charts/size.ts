// What a chart is given beside its data.
export interface ChartSize {
	width: number;
	height: number;
}

/** How many labels fit along an axis without touching, at `each` px a label. */
export function labelsThatFit(width: number, each: number): number {
	return Math.max(2, Math.floor(width / each));
}

/** Every n-th of the labels, so that at most `most` remain; always with the first. */
export function thin<T>(labels: readonly T[], most: number): T[] {
	const step = Math.max(1, Math.ceil(labels.length / most));
	return labels.filter((_, index) => index % step === 0);
}
