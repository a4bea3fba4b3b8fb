// Whether anything can come in at all: when every source is off or failing, silence is no sign that nothing is spent.
import type { SourceStatus } from '#lib/domain/views.ts';

/** `sources` without what only hands on. `stored`: what they bring can be kept. */
export function isBlind(sources: readonly SourceStatus[], stored: boolean): boolean {
	return !stored || sources.every(({ state }) => state === 'error' || state === 'off');
}
