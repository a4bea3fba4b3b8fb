// What a Prometheus would have stored while the captured sessions ran: their counters, scraped once a minute from a collector
// that forgets a series twenty minutes after its last news; and what they had added by then, for the oracle. Imports
// nothing from src or server.
import type { Point } from './oracle-records.ts';
import { nameBy } from './prometheus-model.ts';

export const SCRAPE_MS = 60_000;
const FORGOTTEN_MS = 20 * 60_000;

export interface Growth {
	name: string;
	labels: Record<string, string>;
	/** When it was first scraped. */
	atMs: number;
	value: number;
}

/** Each delta once, at the scrape that shows it. */
export function growthOf(points: Point[]): Growth[] {
	const distinct = [...new Map(points.map((point) => [JSON.stringify(point), point])).values()];
	return distinct
		.filter(({ cumulative }) => !cumulative)
		.map(({ metric, attributes, value, end }) => ({
			name: nameBy('UnderscoreEscapingWithSuffixes', metric),
			labels: {
				job: 'claude-code-collector',
				exported_job: 'claude-code',
				service_name: 'claude-code',
				...Object.fromEntries(
					Object.entries(attributes).map(([key, value]) => [key.replaceAll('.', '_'), String(value)])
				)
			},
			atMs: Math.ceil(Number(BigInt(end) / 1_000_000n) / SCRAPE_MS) * SCRAPE_MS,
			value
		}))
		.sort((a, b) => a.atMs - b.atMs);
}

/** The counters in OpenMetrics, as `promtool tsdb create-blocks-from openmetrics` takes it: a series ends twenty minutes after
 * its last news, or where the collector was restarted, and begins again at 0. */
export function openMetrics(growth: Growth[], restartMs = Number.NaN): string {
	const lines: string[] = [];
	for (const [key, steps] of Map.groupBy(growth, ({ name, labels }) => `${name}${braces(labels)}`)) {
		let total: number | null = null;
		const lastMs = steps.at(-1)!.atMs + FORGOTTEN_MS;
		for (let atMs = steps[0]!.atMs; atMs <= lastMs; atMs += SCRAPE_MS) {
			if (atMs === restartMs) total = null;
			for (const step of steps.filter((step) => step.atMs === atMs)) total = (total ?? 0) + step.value;
			if (total !== null) lines.push(`${key} ${total} ${atMs / 1000}`);
		}
	}
	return lines.join('\n');
}

const braces = (labels: Record<string, string>) =>
	`{${Object.entries(labels)
		.map(([name, value]) => `${name}="${value.replaceAll(/(["\\])/g, '\\$1')}"`)
		.join(',')}}`;
