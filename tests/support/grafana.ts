// The dashboards of config/grafana as what they ask, and what Grafana puts in the place of its variables. Imports nothing from
// src or server.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../config/grafana/dashboards');
const SCRAPE_MS = 15_000;

interface Target {
	refId: string;
	expr: string;
	datasource: { uid: string };
	/** Prometheus: one figure rather than a line. */
	instant?: boolean;
	/** Loki: likewise. */
	queryType?: 'instant' | 'range';
}

export interface Panel {
	id: number;
	type: string;
	title: string;
	/** Its shortest step. */
	interval?: string;
	datasource?: { uid: string };
	targets?: Target[];
	gridPos: { x: number; y: number; w: number; h: number };
}

export interface Dashboard {
	uid: string;
	title: string;
	time: { from: string };
	panels: Panel[];
}

export interface Query {
	/** `<dashboard>: <panel> <ref>`. */
	name: string;
	expr: string;
	uid: string;
	instant: boolean;
	/** Its shortest step. */
	stepMs: number;
}

export const dashboards: Dashboard[] = readdirSync(FOLDER).map((name) =>
	JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
);

export const panels = dashboards.flatMap(({ panels }) => panels.filter(({ type }) => type !== 'row'));

export const queries: Query[] = dashboards.flatMap(({ title: dashboard, panels }) =>
	panels.flatMap(({ title, targets = [], interval = '15s' }) =>
		targets.map(({ refId, expr, datasource, instant, queryType }) => ({
			name: `${dashboard}: ${title} ${refId}`,
			expr,
			uid: datasource.uid,
			instant: instant === true || queryType === 'instant',
			stepMs: durationMs(interval)
		}))
	)
);

/** The query as it is sent. A line is drawn with `stepMs`; a figure is of the whole range. */
export function filledIn(
	{ expr, instant }: Pick<Query, 'expr' | 'instant'>,
	rangeMs: number,
	stepMs: number
): string {
	const seconds = (ms: number) => `${ms / 1000}s`;
	const rateMs = Math.max(stepMs + SCRAPE_MS, 4 * SCRAPE_MS);
	return expr
		.replaceAll('$__rate_interval_ms', String(rateMs))
		.replaceAll('$__rate_interval', seconds(rateMs))
		.replaceAll('$__interval_ms', String(stepMs))
		.replaceAll('$__interval', seconds(stepMs))
		.replaceAll('$__range_ms', String(rangeMs))
		.replaceAll('$__range_s', String(rangeMs / 1000))
		.replaceAll('$__range', seconds(rangeMs))
		.replaceAll('$__auto', seconds(instant ? rangeMs : stepMs));
}

/** `5m` in ms. */
export function durationMs(text: string): number {
	const [, count, unit] = /^(\d+)(s|m|h|d)$/.exec(text)!;
	return Number(count) * { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as 's' | 'm' | 'h' | 'd'];
}
