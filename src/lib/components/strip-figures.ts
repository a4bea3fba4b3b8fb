// A page's figures from its measures: the same of the period before beside each.
import type { PanelSums, Panels } from '#lib/domain/panels.ts';
import type { StripFigure } from './FigureStrip.svelte';

/** Which word names it, its name for machines, what kind of figure it is, and how it is read from the sums. */
export type Measure<W> = readonly [
	word: keyof W,
	metric: string,
	kind: StripFigure['kind'],
	of: (sums: PanelSums) => number | null
];

/** `undefined`: not answered yet; every figure is then unknown. */
export function stripFigures<W extends object>(
	measures: readonly Measure<W>[],
	words: W,
	panels: Panels | undefined
): StripFigure[] {
	return measures.map(([word, metric, kind, of]) => ({
		label: String(words[word]),
		metric,
		kind,
		value: panels ? of(panels.total) : null,
		before: panels?.previous ? of(panels.previous) : undefined
	}));
}
