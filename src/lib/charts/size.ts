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

/** Least room beside the axis, so that charts over one another line up. */
const LEAST_ROOM = 60;
/** Of the axis' 11 px type: figures and Latin letters are narrow, Hangul, kana and Han are square. */
const NARROW = 7.2;
const SQUARE = 11;
const GAP = 10;

/** px for the widest label of the value axis. */
export function roomFor(labels: readonly string[]): number {
	const widths = labels.map((label) =>
		[...label].reduce((sum, letter) => sum + (letter > '\u2e7f' ? SQUARE : NARROW), 0)
	);
	return Math.max(LEAST_ROOM, Math.ceil(Math.max(0, ...widths)) + GAP);
}
