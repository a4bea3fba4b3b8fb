// A time axis with its idle stretches folded: what a waterfall is drawn on. Pure arithmetic, ms in, 0 to 1 out.

export interface Span {
	atMs: number;
	endMs: number;
}

/** A stretch in which nothing ran. `at`: where it lies on the axis, 0 to 1. */
export interface Gap extends Span {
	at: number;
}

export interface TimeAxis {
	gaps: Gap[];
	/** Where a moment lies, 0 to 1; moments outside are put at the nearer end. */
	place(atMs: number): number;
}

/** Part of the axis all folded stretches may take together, and each at most. */
const GAPS_OF_AXIS = 0.2;
const GAP_OF_AXIS = 0.02;

/** `foldMs`: idle stretches longer than this are folded to a sliver. Spans in any order. */
export function timeAxis(spans: readonly Span[], foldMs: number): TimeAxis {
	const sorted = spans.toSorted((a, b) => a.atMs - b.atMs);
	if (sorted.length === 0) return { gaps: [], place: () => 0 };
	const idle: Span[] = [];
	let end = sorted[0]!.atMs;
	let folded = 0;
	for (const span of sorted) {
		if (span.atMs - end > foldMs) {
			idle.push({ atMs: end, endMs: span.atMs });
			folded += span.atMs - end;
		}
		end = Math.max(end, span.endMs);
	}
	const start = sorted[0]!.atMs;
	const busyMs = Math.max(1, end - start - folded);
	const gapWidth = idle.length === 0 ? 0 : Math.min(GAP_OF_AXIS, GAPS_OF_AXIS / idle.length);
	const perMs = (1 - gapWidth * idle.length) / busyMs;

	// Knots of a line made of straight pieces: time → place.
	const times = [start];
	const places = [0];
	const gaps: Gap[] = [];
	for (const gap of idle) {
		const at = places.at(-1)! + (gap.atMs - times.at(-1)!) * perMs;
		gaps.push({ ...gap, at: at + gapWidth / 2 });
		times.push(gap.atMs, gap.endMs);
		places.push(at, at + gapWidth);
	}
	times.push(Math.max(end, times.at(-1)! + 1));
	places.push(1);

	return {
		gaps,
		place(atMs) {
			if (atMs <= start) return 0;
			if (atMs >= end) return 1;
			let low = 1;
			let high = times.length - 1;
			while (low < high) {
				const middle = (low + high) >> 1;
				if (times[middle]! < atMs) low = middle + 1;
				else high = middle;
			}
			const from = times[low - 1]!;
			const length = times[low]! - from;
			const part = length > 0 ? (atMs - from) / length : 0;
			return places[low - 1]! + (places[low]! - places[low - 1]!) * part;
		}
	};
}
