// The parts of the total by who saw them, with the colour each keeps on the page.
import type { Coverage, Part } from '#lib/domain/coverage.ts';

export const PARTS = [
	{ key: 'confirmed', colour: 'var(--series-1)' },
	{ key: 'telemetryOnly', colour: 'var(--series-3)' },
	{ key: 'recovered', colour: 'var(--series-2)' },
	{ key: 'untold', colour: 'var(--series-5)' },
	{ key: 'metrics', colour: 'var(--series-4)' }
] as const;

export type PartKey = (typeof PARTS)[number]['key'];

export function partOf(coverage: Coverage, key: PartKey): Part {
	return key === 'metrics' ? { requests: 0, nano: coverage.metricsNano } : coverage[key];
}

/** What the running totals of the named sessions have beyond their own requests, nano-USD. */
export function statedBeyond(
	sessions: readonly { statedNano: number | null; lifetimeNano: number }[]
): number {
	return sessions.reduce(
		(sum, { statedNano, lifetimeNano }) => sum + Math.max(0, (statedNano ?? 0) - lifetimeNano),
		0
	);
}
