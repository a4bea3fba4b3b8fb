// Captured data points as the series Prometheus would hold: cumulative ones as sent, deltas summed up as the Collector's
// deltatocumulative does. Names by each translation strategy as recorded in
// tests/fixtures/backends/prom-otlp-translation-and-delta.txt. Imports nothing from src or server.
import type { Point } from './oracle-records.ts';
import type { Series } from './prometheus-stub.ts';

export type Strategy =
	| 'UnderscoreEscapingWithSuffixes'
	| 'UnderscoreEscapingWithoutSuffixes'
	| 'NoUTF8EscapingWithSuffixes'
	| 'NoTranslation';

const UNITS: Record<string, string> = {
	'claude_code.cost.usage': 'USD',
	'claude_code.token.usage': 'tokens',
	'claude_code.active_time.total': 'seconds'
};

/** As recorded: the unit and `total` are added, the latter not twice. */
export function nameBy(strategy: Strategy, metric: string): string {
	const suffixed = strategy.endsWith('WithSuffixes');
	const unit = UNITS[metric];
	const bare = suffixed ? metric.replace(/\.total$/, '') : metric;
	const full = suffixed ? `${bare}${unit === undefined ? '' : `_${unit}`}_total` : bare;
	return strategy.startsWith('Underscore') ? full.replaceAll('.', '_') : full;
}

export function seriesOf(points: Point[], strategy: Strategy = 'UnderscoreEscapingWithSuffixes'): Series[] {
	const all = new Map<string, Series>();
	const distinct = [...new Map(points.map((point) => [JSON.stringify(point), point])).values()];
	const inOrder = distinct.sort((a, b) => (BigInt(a.end) < BigInt(b.end) ? -1 : 1));
	for (const point of inOrder) {
		const labels: Record<string, string> = {
			__name__: nameBy(strategy, point.metric),
			job: 'claude-code'
		};
		for (const [key, value] of Object.entries(point.attributes)) {
			labels[strategy.startsWith('Underscore') ? key.replaceAll('.', '_') : key] = String(value);
		}
		const key = JSON.stringify(Object.entries(labels).sort());
		const series = all.get(key) ?? { labels, samples: [] };
		const before = point.cumulative ? 0 : (series.samples.at(-1)?.value ?? 0);
		series.samples.push({ atMs: Number(BigInt(point.end) / 1_000_000n), value: before + point.value });
		all.set(key, series);
	}
	return [...all.values()];
}
