// What tools, latencies and labels of a day add up to across its sessions, by bucket or by hour, pure.
import { BUCKET_MS, type DayRow, type Histogram, type Totals } from '#lib/domain/rows.ts';
import { HOUR_MS } from './rollup.ts';

export type Details = Pick<Totals, 'tools' | 'latency' | 'labels'>;

/** Bucket of the day → details of all its sessions. */
export interface DayDetails {
	day: number;
	buckets: Record<string, Details>;
}

const BUCKETS_PER_HOUR = HOUR_MS / BUCKET_MS;

export const emptyDetails = (): Details => ({ tools: {}, latency: {}, labels: {} });

export function rollUpDetails(row: DayRow): DayDetails {
	const buckets: DayDetails['buckets'] = {};
	for (const bucket in row.cells) {
		const into = emptyDetails();
		for (const key in row.cells[bucket]) addDetails(into, row.cells[bucket]![key]!);
		buckets[bucket] = into;
	}
	return { day: row.day, buckets };
}

/** The same from the details of some sessions. */
export function sumDetails(sessions: Iterable<{ buckets: Record<string, Details> }>): DayDetails['buckets'] {
	const sums: DayDetails['buckets'] = {};
	for (const { buckets } of sessions)
		for (const bucket in buckets) addDetails((sums[bucket] ??= emptyDetails()), buckets[bucket]!);
	return sums;
}

/** The same by hours: details stand at the first bucket of each. */
export function detailsByHour({ day, buckets }: DayDetails): DayDetails {
	const hours: DayDetails['buckets'] = {};
	for (const bucket in buckets) {
		const hour = Math.floor(Number(bucket) / BUCKETS_PER_HOUR) * BUCKETS_PER_HOUR;
		addDetails((hours[hour] ??= emptyDetails()), buckets[bucket]!);
	}
	return { day, buckets: hours };
}

/** Adds `from` into `into`, in place. */
export function addDetails(into: Details, from: Details): void {
	addLists(into.tools, from.tools);
	addLists(into.labels, from.labels);
	for (const key in from.latency) {
		const histogram = from.latency[key]!;
		const sum: Histogram = (into.latency[key] ??= {});
		for (const index in histogram) sum[index] = (sum[index] ?? 0) + histogram[index]!;
	}
}

function addLists<T extends number[]>(into: Record<string, T>, from: Record<string, T>): void {
	for (const key in from) {
		const list = from[key]!;
		const sum = into[key];
		if (sum === undefined) into[key] = [...list] as T;
		else for (let i = 0; i < list.length; i++) sum[i]! += list[i]!;
	}
}
